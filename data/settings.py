"""All settings in one frozen object; ``from_env`` is the only reader of the environment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_network
from pathlib import Path

from data.issues import UsageError

HOUSE = Path(__file__).resolve().parent.parent
PREFIX = "TUOYU_"
AUTH = ("open", "login", "header")
PROFILES = ("", "mlps")


@dataclass(frozen=True, slots=True)
class Settings:
    """What a deployment may choose. Paths are absolute.

    ``auth``: open = whoever sits at the machine reads; login = accounts; header = a proxy (``proxy``: its addresses)
    names the account in the header ``auth_header``. ``secret_key`` blank = made and kept in a file of its own.
    """

    database_url: str = field(default=f"sqlite:///{HOUSE / 'instance' / 'tuoyu.sqlite'}", repr=False)
    """May hold a password: it is told by data.store_address.told only."""
    reference: Path = HOUSE / "data" / "reference"
    plan: str | None = None
    lang: str = "zh"
    timezone: str = "Asia/Shanghai"
    fonts: Path | None = None
    work: Path = HOUSE / "instance" / "jobs"
    """Where what is made in the background is kept until it is fetched; shared by all workers of a machine."""
    url_prefix: str = "/"
    pool: int = 8
    """Connections to PostgreSQL that a worker keeps open; as many more where its threads need them at once."""
    log: str = "plain"
    auth: str = "open"
    allow_http: bool = False
    proxy: str = ""
    auth_header: str = "X-Remote-User"
    secret_key: str = field(default="", repr=False)
    secret_key_file: Path | None = None
    profile: str = ""

    def check(self) -> None:
        """UsageError for a choice that nobody can mean, before anything is opened."""
        if self.auth not in AUTH:
            raise UsageError("setting.auth", value=self.auth, known="、".join(AUTH))
        if self.profile not in PROFILES:
            raise UsageError("setting.profile", value=self.profile)
        if self.pool < 1:
            raise UsageError("setting.pool")
        if self.auth == "header" and not self.proxy:
            raise UsageError("setting.proxy_missing")
        for part in self.proxies:
            try:
                ip_network(part)
            except ValueError:
                raise UsageError("setting.proxy", value=part) from None

    @property
    def proxies(self) -> tuple[str, ...]:
        """Addresses or networks of the proxies that are believed."""
        return tuple(part.strip() for part in self.proxy.split(",") if part.strip())


PATHS = ("reference", "fonts", "work", "secret_key_file")
YES = ("1", "true", "yes", "on")


def from_env(environ: Mapping[str, str]) -> Settings:
    """Read ``TUOYU_*``; what is absent or blank keeps its default."""
    given = {key: environ.get(PREFIX + key.upper(), "").strip() for key in Settings.__dataclass_fields__}
    chosen: dict[str, object] = {key: text for key, text in given.items() if text}
    for key in PATHS:
        if key in chosen:
            chosen[key] = Path(str(chosen[key])).resolve()
    if "pool" in chosen:
        told = str(chosen["pool"])
        chosen["pool"] = int(told) if told.isascii() and told.isdigit() else 0
    if "url_prefix" in chosen:
        prefix = str(chosen["url_prefix"]).strip("/")
        chosen["url_prefix"] = f"/{prefix}/" if prefix else "/"
    if "allow_http" in chosen:
        chosen["allow_http"] = str(chosen["allow_http"]).lower() in YES
    return Settings(**chosen)  # type: ignore[arg-type]
