"""All settings in one frozen object; ``from_env`` is the only reader of the environment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec
from ipaddress import ip_network
from pathlib import Path

from data.issuer_address import origin_of
from data.issues import UsageError

HOUSE = Path(__file__).resolve().parent.parent
PREFIX = "TUOYU_"
AUTH = ("open", "login", "header", "oidc")
PROFILES = ("", "mlps")
QUEUES = ("redis://", "rediss://", "redis+socket://")


@dataclass(frozen=True, slots=True)
class Settings:
    """What a deployment may choose. Paths are absolute.

    ``auth``: open = whoever sits at the machine reads; login = accounts; header = a proxy (``proxy``: its addresses)
    names the account in the header ``auth_header``; oidc = an identity provider does (``oidc_issuer`` and so on).
    ``secret_key`` blank = made and kept in a file of its own.
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
    jobs: str = field(default="", repr=False)
    """The Redis that hands jobs to ``app.py worker``, by Celery; may hold a password. Blank = in the server itself."""
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
    oidc_issuer: str = ""
    """The provider, as it calls itself in every token; the one host that the server ever calls."""
    oidc_client_id: str = ""
    oidc_client_secret: str = field(default="", repr=False)
    oidc_client_secret_file: Path | None = None
    oidc_scopes: str = "openid profile"
    oidc_claim: str = "sub"
    """The claim of the ID token that is the account's name, letter for letter."""
    oidc_new_accounts: bool = False
    """Whether somebody without an account gets one as a viewer of the figures; else he is refused."""
    oidc_ca: Path | None = None
    """Certificates (PEM) that the provider's is held against; None = those of the packages."""

    def check(self) -> None:
        """UsageError for a choice that nobody can mean, before anything is opened."""
        if self.auth not in AUTH:
            raise UsageError("setting.auth", value=self.auth, known="、".join(AUTH))
        if self.profile not in PROFILES:
            raise UsageError("setting.profile", value=self.profile)
        if self.pool < 1:
            raise UsageError("setting.pool")
        self._check_jobs()
        if self.auth == "header" and not self.proxy:
            raise UsageError("setting.proxy_missing")
        if self.auth == "oidc":
            self._check_oidc()
        for part in self.proxies:
            try:
                ip_network(part)
            except ValueError:
                raise UsageError("setting.proxy", value=part) from None

    def _check_jobs(self) -> None:
        if self.jobs and not self.jobs.startswith(QUEUES):
            raise UsageError("setting.jobs")
        if self.jobs and not all(map(find_spec, ("celery", "redis"))):
            raise UsageError("setting.celery")

    def _check_oidc(self) -> None:
        for name in ("oidc_issuer", "oidc_client_id"):
            if not getattr(self, name):
                raise UsageError("setting.oidc_missing", name=PREFIX + name.upper())
        if not self.oidc_client_secret and self.oidc_client_secret_file is None:
            raise UsageError("setting.oidc_missing", name=f"{PREFIX}OIDC_CLIENT_SECRET")
        if "?" in self.oidc_issuer or not origin_of(self.oidc_issuer, allow_http=self.allow_http):
            raise UsageError("setting.oidc_issuer", value=self.oidc_issuer)
        if "openid" not in self.oidc_scopes.split():
            raise UsageError("setting.oidc_scopes", value=self.oidc_scopes)
        if self.oidc_ca is not None and not self.oidc_ca.is_file():
            raise UsageError("setting.oidc_ca", file=self.oidc_ca)

    @property
    def has_passwords(self) -> bool:
        """Whether accounts sign in by passwords of ours; else theirs are somebody else's to keep."""
        return self.auth in ("open", "login")

    @property
    def proxies(self) -> tuple[str, ...]:
        """Addresses or networks of the proxies that are believed."""
        return tuple(part.strip() for part in self.proxy.split(",") if part.strip())


PATHS = ("reference", "fonts", "work", "secret_key_file", "oidc_client_secret_file", "oidc_ca")
FLAGS = ("allow_http", "oidc_new_accounts")
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
    for key in FLAGS:
        if key in chosen:
            chosen[key] = str(chosen[key]).lower() in YES
    return Settings(**chosen)  # type: ignore[arg-type]
