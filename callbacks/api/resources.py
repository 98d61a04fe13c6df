"""The table of what programs can ask: path, parameters, rows. Routes and their description both come from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

from callbacks.api.asked import USUAL, Asked
from callbacks.api.records import (
    CHANNEL_KEYS,
    INDICATOR_KEYS,
    INSTITUTION_KEYS,
    TOWNSHIP_KEYS,
    channel_records,
    institution_record,
    township_record,
)
from callbacks.country import in_one_answer
from callbacks.site import Site
from data.model import Level
from data.returns import StoredReturn
from layouts.exports import indicator_names
from metrics import country, queries
from metrics.accounts import account_of
from metrics.interchange import RETURN_KEYS, Record, csv_record, csv_rows, return_record, scorecard_document
from metrics.registry import registered
from metrics.results import Scorecard

SHARED = {"period": "period", "as_of": "as_of", "lang": "lang", "format": "format"}


@dataclass(frozen=True, slots=True)
class Rows:
    """An answer: the whole document for JSON, flat records under ``keys`` for CSV; ``after`` where more follow."""

    document: object
    flat: Sequence[Mapping[str, object]]
    keys: Sequence[str] = ()
    after: str | None = None


@dataclass(frozen=True, slots=True)
class Resource:
    """``parameters``: name -> the check it goes by. ``listed``: the document's key that holds the records (blank =
    it is the list). ``keys``: key of a record -> kind, where a description can name them. ``footing``: what an
    answer stands on, in words.
    """

    name: str
    parameters: Mapping[str, str]
    listed: str
    keys: Mapping[str, str]
    answer: Callable[[Site, Asked], Rows]
    footing: Callable[[Site, Asked], str]


def of_data(site: Site, asked: Asked) -> str:
    """Period, data digest and definitions that figures stand on."""
    card = _card(site, asked)
    return f"{card.period} {card.data_digest} {card.definition_version}"


def of_states(site: Site, asked: Asked) -> str:
    """Every revision of the period asked for with its state."""
    return " ".join(f"{one.receipt} {one.state}" for one in _own_returns(site, asked))


def _own_returns(site: Site, asked: Asked) -> list[StoredReturn]:
    """Revisions of the units whose returns the reader may ask for; of others the store tells figures only."""
    stored = site.source.returns(period=asked.view.period, as_of=site.as_of(asked.view))
    return [one for one in stored if site.reader.scope.holds(one.org_unit)]


def _card(site: Site, asked: Asked) -> Scorecard:
    """What the answer rests on: of an org unit, its own returns."""
    unit = asked.values.get("org_unit")
    scope = None if unit is None else str(unit)
    question = _question(site, asked) | {"plan_id": site.plan(asked.view).id, "scope": scope}
    if _is_summed(site, None if scope in EVERYTHING else scope):
        return country.card(site.source, **(question | {"scope": None if scope in EVERYTHING else scope}), rows=False)
    return queries.provenance(site.source, **question)


EVERYTHING = (queries.ALL, queries.TOWNSHIPS)


def _is_summed(site: Site, scope: str | None) -> bool:
    """A large place or one of its regions: its rows are read from sums."""
    area = site.reference.area_by_code.get(scope or site.reference.city.code)
    return country.is_large(site.reference) and area is not None and area.level is not Level.UNIT


def _question(site: Site, asked: Asked) -> dict[str, Any]:
    return {"period": site.period(asked.view), "as_of": site.as_of(asked.view)}


def indicators(site: Site, asked: Asked) -> Rows:
    """The assessed indicators, as the command prints them."""
    scope = asked.values.get("org_unit")
    question = _question(site, asked) | {"plan_id": site.plan(asked.view).id, "scope": scope}
    if scope in EVERYTHING or asked.values.get("explain"):
        in_one_answer(site.reference, None if scope in EVERYTHING else cast(str | None, scope))
    elif _is_summed(site, cast(str | None, scope)):
        return _summed_rows(site, asked, question)
    question["zone"] = asked.view.zone
    text = site.text(asked.view)
    told: list[Record] = []
    if asked.values.get("explain"):
        found, derived = queries.derivations(site.source, **question)
        told = [account_of(one, text(f"indicator.{one.row.indicator}.formula")) for one in derived]
    else:
        found = queries.scorecard(site.source, **question)
    names = indicator_names(found.rows, text)
    return Rows(scorecard_document(found, names, told), list(csv_rows(found, names, told)))


def _summed_rows(site: Site, asked: Asked, question: dict[str, Any]) -> Rows:
    """Of a large place: no receipts, as it has ten thousands of them; the digest stands for all."""
    found = country.card(site.source, **question)
    rows = tuple(row for row in found.rows if asked.view.zone in (None, row.zone))
    names = indicator_names(rows, site.text(asked.view))
    kept = replace(found, rows=rows)
    return Rows(scorecard_document(kept, names, []), list(csv_rows(kept, names, [])))


def returns(site: Site, asked: Asked) -> Rows:
    """Stored revisions (of one period) with their state at the as-of, in the order they came."""
    records = [return_record(one, site.reference, site.zone) for one in _own_returns(site, asked)]
    return Rows(records, [csv_record(one) for one in records], RETURN_KEYS)


def townships(site: Site, asked: Asked) -> Rows:
    """Every township of a unit, or of the city, in the register's order."""
    unit = str(asked.values.get("org_unit", site.reference.city.code))
    in_one_answer(site.reference, unit)
    found = queries.township_results(site.source, org_unit=unit, **_question(site, asked))
    records = [township_record(one) for one in found if asked.view.zone in (None, one.township.zone)]
    return _listed("townships", records, site, asked, tuple(TOWNSHIP_KEYS))


def channels(site: Site, asked: Asked) -> Rows:
    """New inclusive slots channel by channel, of the city and its units, or of one of them."""
    in_one_answer(site.reference)
    plan_id, text = site.plan(asked.view).id, site.text(asked.view)
    found = queries.new_slots(site.source, plan_id=plan_id, **_question(site, asked))
    wanted = [one for one in found if asked.values.get("org_unit") in (None, one.org_unit)]
    records = [record for one in wanted for record in channel_records(one, text)]
    return _listed("channels", records, site, asked, tuple(CHANNEL_KEYS))


def institutions(site: Site, asked: Asked) -> Rows:
    """Institutions in the ledgers that stand for a period, a page at a time."""
    unit = asked.values.get("org_unit")
    scope = None if unit is None else str(unit)
    in_one_answer(site.reference, scope)
    found, own = registered(site.source, scope=scope, **_question(site, asked)), site.reader.scope
    records = [institution_record(one) for one in found if own.holds(one.stored.org_unit)]
    units = () if unit is None else site.reference.units_of(str(unit))
    kept = [one for one in records if _is_asked(one, asked) and (unit is None or one["org_unit"] in units)]
    if "after" in asked.values:
        keys = [_key(one) for one in kept]
        kept = kept[keys.index(str(asked.values["after"])) + 1 :] if asked.values["after"] in keys else []
    limit = int(str(asked.values.get("limit", USUAL)))
    after = _key(kept[limit - 1]) if len(kept) > limit else None
    return _listed("institutions", kept[:limit], site, asked, tuple(INSTITUTION_KEYS), after=after)


def _key(record: Record) -> str:
    return f"{record['org_unit']}~{record['number']}"


def _is_asked(record: Record, asked: Asked) -> bool:
    values = asked.values
    same = values.get("township") in (None, record["township"])
    named = str(values.get("name", "")) in str(record["name"])
    is_inclusive = bool(record["inclusive_slots"])
    return (
        same and named and asked.view.zone in (None, record["zone"]) and values.get("inclusive") in (None, is_inclusive)
    )


def _listed(
    name: str, records: list[Record], site: Site, asked: Asked, keys: Sequence[str], *, after: str | None = None
) -> Rows:
    """The records with what they rest on; every line of a CSV says it too."""
    card = _card(site, asked)
    told: Record = {
        "period": str(card.period),
        "as_of": card.as_of.isoformat(),
        "definition_version": card.definition_version,
        "data_digest": card.data_digest,
        "demo": card.demo,
    }
    flat = [csv_record(_joined(one)) | csv_record(told) for one in records]
    return Rows(told | {name: records, "next": after}, flat, (*keys, *told), after)


def _joined(record: Record) -> Record:
    return {key: " ".join(map(str, one)) if isinstance(one, list) else one for key, one in record.items()}


VERSIONED = {"definitions": "definitions"}
PLACE = {"org_unit": "org_unit", "zone": "zone"} | VERSIONED
RESOURCES = (
    Resource(
        "indicators",
        SHARED | {"org_unit": "scope", "zone": "zone", "plan": "plan", "explain": "explain"} | VERSIONED,
        "indicators",
        INDICATOR_KEYS,
        indicators,
        of_data,
    ),
    Resource("returns", SHARED, "", dict.fromkeys(RETURN_KEYS, ""), returns, of_states),
    Resource("townships", SHARED | PLACE, "townships", TOWNSHIP_KEYS, townships, of_data),
    Resource(
        "institutions",
        SHARED | PLACE | {name: name for name in ("township", "name", "inclusive", "limit", "after")},
        "institutions",
        INSTITUTION_KEYS,
        institutions,
        of_data,
    ),
    Resource(
        "channels",
        SHARED | {"org_unit": "org_unit", "plan": "plan"} | VERSIONED,
        "channels",
        CHANNEL_KEYS,
        channels,
        of_data,
    ),
)
