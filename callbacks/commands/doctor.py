"""``doctor``: what is wrong with this machine and this installation, each with its remedy."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from zoneinfo import ZoneInfo

from callbacks.commands.arguments import add_format
from callbacks.commands.command import DONE, REFUSED, Command
from callbacks.commands.house import House
from data.doctor import Examined, Health, examine
from layouts.text import Text

MARKS = {Health.FINE: "✓", Health.NOTE: "!", Health.WRONG: "✗"}


def _options(parser: argparse.ArgumentParser, text: Text, _zone: str) -> None:
    add_format(parser, text, "text", "json")


def _run(arguments: argparse.Namespace, house: House, text: Text) -> int:
    now = house.now().astimezone(ZoneInfo(house.settings.timezone))
    found = [*examine(house.settings, now), *_fonts(house)]
    if arguments.format == "json":
        print(json.dumps([_record(one, text) for one in found], ensure_ascii=False, indent=2))
    else:
        for one in found:
            remedy = _remedy(one, text)
            print(f"{MARKS[one.health]} {text(f'doctor.{one.name}.name')}: {_said(one, text)}")
            if remedy:
                print(f"  → {remedy}")
    return REFUSED if any(one.health is Health.WRONG for one in found) else DONE


def _said(one: Examined, text: Text) -> str:
    return text(f"doctor.{one.name}.{one.code}", **one.facts)


def _remedy(one: Examined, text: Text) -> str:
    """What to do; blank where nothing is to be done."""
    key = f"doctor.{one.name}.{one.code}_remedy"
    return text(key, **one.facts) if key in text else ""


def _record(one: Examined, text: Text) -> dict[str, object]:
    told = {"name": one.name, "health": one.health.value, "code": one.code, **one.facts}
    return {**told, "message": _said(one, text), "remedy": _remedy(one, text)}


def _fonts(house: House) -> Iterator[Examined]:
    """Which of the families of the paper layout are found: the first of each list that is there is used."""
    from layouts.briefing.engine import families_found, layout

    there = families_found(house.settings.fonts)
    folder = "" if house.settings.fonts is None else str(house.settings.fonts)
    for use, wanted in layout()["fonts"].items():
        if not isinstance(wanted, list):
            continue
        found = [family for family in wanted if family in there]
        facts = {"use": use, "family": found[0] if found else "", "wanted": " / ".join(wanted), "folder": folder}
        code = "missing" if not found else "licensed" if found[0] == wanted[0] else "open"
        yield Examined("fonts", Health.FINE if found else Health.WRONG, code, facts)


DOCTOR = Command("doctor", _options, _run)
