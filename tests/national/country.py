"""The places of the country: provinces, prefectures, counties, townships. Every name says that it is a sample.

Codes begin with a letter that no code of GB/T 2260 has. The same seed and size give the same country.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from random import Random

SEED = 20261126
COUNTRY = "ZZ"
ZONES = ("甲类地区", "乙类地区", "丙类地区")
KINDS = ("街道", "镇", "乡")
KINDS_EN = ("Subdistrict", "Town", "Rural Township")


@dataclass(frozen=True, slots=True)
class Size:
    """How many of each there are."""

    provinces: int
    prefectures: int
    counties: int
    townships: int


NATION = Size(31, 333, 2_847, 38_741)
"""As many as the country it stands in for has, about."""
SIZES = {"small": Size(2, 3, 5, 23), "city": Size(1, 3, 25, 343), "tenth": Size(3, 30, 252, 3_430), "nation": NATION}


@dataclass(frozen=True, slots=True)
class Place:
    """An org unit or a township; ``people`` at the census. A county's ``zone`` is that of all its townships."""

    code: str
    parent: str
    name: str
    name_en: str
    people: int = 0
    zone: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Country:
    """Places in administrative order; ``townships`` by county."""

    regions: tuple[Place, ...]
    counties: tuple[Place, ...]
    townships: dict[str, tuple[Place, ...]]
    people: int


def country(size: Size = NATION, seed: int = SEED) -> Country:
    """Parts of uneven size: a county has between half and one and a half times the mean of townships."""
    random = Random(f"{seed}-places")
    provinces = [_province(number) for number in range(1, size.provinces + 1)]
    prefectures = list(_inside(provinces, size.prefectures, random, _prefecture))
    counties = list(_inside(prefectures, size.counties, random, _county))
    townships: dict[str, list[Place]] = {county.code: [] for county in counties}
    for place in _inside(counties, size.townships, random, _township):
        townships[place.parent].append(place)
    return _with_people(provinces, prefectures, counties, townships, random)


def shares(total: int, parts: int, random: Random) -> list[int]:
    """``total`` in uneven whole parts, each at least 1."""
    weights = [random.uniform(0.5, 1.5) for _ in range(parts)]
    scale = (total - parts) / sum(weights)
    whole = [1 + int(weight * scale) for weight in weights]
    for place in random.sample(range(parts), total - sum(whole)):
        whole[place] += 1
    return whole


def _inside(parents: list[Place], total: int, random: Random, made) -> list[Place]:
    counts = shares(total, len(parents), random)
    return [made(parent, number, random) for parent, count in zip(parents, counts) for number in range(1, count + 1)]


def _province(number: int) -> Place:
    return Place(f"Z{number:02d}", COUNTRY, f"示例省{number:02d}", f"Sample Province {number:02d}")


def _prefecture(parent: Place, number: int, _random: Random) -> Place:
    digits = parent.code[1:]
    return Place(
        f"{parent.code}{number:02d}", parent.code, f"示例市{digits}-{number:02d}", f"Sample City {digits}-{number:02d}"
    )


def _county(parent: Place, number: int, random: Random) -> Place:
    label = f"{parent.code[1:]}-{number:02d}"
    zone = random.choices(ZONES, (35, 40, 25))[0]
    return Place(f"{parent.code}{number:02d}", parent.code, f"示例县{label}", f"Sample County {label}", zone=zone)


def _township(parent: Place, number: int, random: Random) -> Place:
    label, kind = f"{parent.code[1:]}-{number:03d}", random.choices(range(len(KINDS)), (23, 55, 22))[0]
    people = random.randint(8_000, 64_000)
    name, name_en = f"示例{KINDS[kind]}{label}", f"Sample {KINDS_EN[kind]} {label}"
    return Place(f"{parent.code}{number:03d}", parent.code, name, name_en, people, parent.zone, KINDS[kind])


def _with_people(
    provinces: list[Place],
    prefectures: list[Place],
    counties: list[Place],
    townships: dict[str, list[Place]],
    random: Random,
) -> Country:
    """Everybody lives in a township; the people of whatever is above are those of its parts."""
    people: dict[str, int] = {}
    for county in counties:
        living = sum(one.people for one in townships[county.code])
        for code in (county.code, county.parent, county.parent[:3]):
            people[code] = people.get(code, 0) + living

    def counted(places: list[Place]) -> list[Place]:
        return [Place(p.code, p.parent, p.name, p.name_en, people[p.code], p.zone) for p in places]

    regions = (*counted(provinces), *counted(prefectures))
    told = {code: tuple(places) for code, places in townships.items()}
    return Country(regions, tuple(counted(counties)), told, sum(place.people for place in counted(provinces)))


def largest_county(found: Country, at_least: int) -> Place:
    """The first county with so many townships, else the largest: never an easy one to measure on."""
    many = (one for one in found.counties if len(found.townships[one.code]) >= at_least)
    return next(islice(many, 1), max(found.counties, key=lambda one: len(found.townships[one.code])))
