"""All settings in one frozen object; ``from_env`` is the only reader of the environment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

HOUSE = Path(__file__).resolve().parent.parent
PREFIX = "TUOYU_"


@dataclass(frozen=True, slots=True)
class Settings:
    """What a deployment may choose. Paths are absolute."""

    database_url: str = f"sqlite:///{HOUSE / 'instance' / 'tuoyu.sqlite'}"
    reference: Path = HOUSE / "data" / "reference"
    plan: str | None = None
    lang: str = "zh"
    timezone: str = "Asia/Shanghai"
    fonts: Path | None = None
    work: Path = HOUSE / "instance" / "jobs"
    """Where what is made in the background is kept until it is fetched; shared by all workers of a machine."""
    url_prefix: str = "/"
    log: str = "plain"


def from_env(environ: Mapping[str, str]) -> Settings:
    """Read ``TUOYU_*``; what is absent or blank keeps its default."""
    given = {key: environ.get(PREFIX + key.upper(), "").strip() for key in Settings.__dataclass_fields__}
    chosen: dict[str, object] = {key: text for key, text in given.items() if text}
    for key in ("reference", "fonts", "work"):
        if key in chosen:
            chosen[key] = Path(str(chosen[key])).resolve()
    if "url_prefix" in chosen:
        chosen["url_prefix"] = "/" + str(chosen["url_prefix"]).strip("/") + "/"
    return Settings(**chosen)  # type: ignore[arg-type]
