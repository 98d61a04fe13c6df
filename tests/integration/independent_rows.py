"""Every key of an assessed row once more, from raw rows: SQL for the sums, plain fractions for the rest.

Written against the definitions and not against the code: nothing of metrics/ is imported, no rollup is read.
"""

from __future__ import annotations

import csv
import tomllib
from collections import defaultdict
from datetime import date, datetime, timedelta
from fractions import Fraction
from math import ceil
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, text

BEIJING = ZoneInfo("Asia/Shanghai")
MONTH_DAYS = {"1": "03-31", "2": "06-30", "3": "09-30", "4": "12-31"}
PERIOD_END = "substr(r.period, 1, 4) || CASE substr(r.period, 7, 1) " + " ".join(
    f"WHEN '{quarter}' THEN '-{day}'" for quarter, day in MONTH_DAYS.items()
)
SUMS = f"""
SELECT r.sequence, l.township, SUM(CASE WHEN l.slots > 0 THEN 1 ELSE 0 END), SUM(l.slots),
       SUM(CASE WHEN l.inclusive_to IS NULL OR l.inclusive_to > {PERIOD_END} END THEN l.inclusive_slots ELSE 0 END),
       SUM(l.children)
FROM returns r JOIN ledger_rows l ON l.return_sequence = r.sequence
WHERE CASE WHEN l.state = '正常' THEN l.state_since IS NULL OR l.state_since <= {PERIOD_END} END
           ELSE l.state_since > {PERIOD_END} END END
GROUP BY r.sequence, l.township
UNION ALL
SELECT r.sequence, s.township, s.institutions, s.slots, s.inclusive_slots, s.children
FROM returns r JOIN township_sums s ON s.return_sequence = r.sequence WHERE r.mode = 'summary'
"""
STATES = """
SELECT r.org_unit, r.period, r.sequence, r.revision, r.receipt, r.received_at, s.state, s.at
FROM returns r JOIN return_states s ON s.return_sequence = r.sequence ORDER BY r.sequence, s.number
"""
BLANKS = "SELECT COUNT(*) FROM ledger_rows WHERE slots IS NULL OR inclusive_slots IS NULL OR children IS NULL"
ZONES = {"G5": "中心城区", "G6": "北京城市副中心", "G7": "平原新城", "G8": "生态涵养区"}
BREAKS = {"G2": "2024-02-01", "G5": "2024-02-01", "G6": "2024-02-01", "G7": "2024-02-01", "G8": "2024-02-01"}
ALL_BREAK = "2025-01-01"
FIELDS = {"institutions": 0, "slots": 1, "inclusive": 2, "children": 3}
RATIOS = {"G1": ("slots", None), "G1L": ("slots", None), "G2": ("inclusive", "slots"), "USE": ("children", "slots")}

Row = dict[str, object]
Value = tuple[int | None, int | None, Fraction | None, str | None]


def end_of(period: str) -> str:
    return f"{period[:4]}-{MONTH_DAYS[period[-1]]}"


def shifted(period: str, quarters: int) -> str:
    year, quarter = divmod(int(period[:4]) * 4 + int(period[-1]) - 1 + quarters, 4)
    return f"{year}-Q{quarter + 1}"


def cut(value: Fraction | None, decimals: int = 6) -> str | None:
    """Toward zero, with fixed decimals."""
    if value is None:
        return None
    digits = abs(value.numerator) * 10**decimals // value.denominator
    body = f"{digits // 10**decimals}.{digits % 10**decimals:06d}" if decimals else str(digits)
    return ("-" if value < 0 and digits else "") + body


def rounded(value: Fraction | None) -> str | None:
    if value is None:
        return None
    moved = value + Fraction(1 if value >= 0 else -1, 2_000_000)
    return cut(moved)


class Register:
    """The reference files, read by hand."""

    def __init__(self, folder: Path) -> None:
        lines = [line for line in self._csv(folder / "townships.csv") if line["official"] == "true"]
        self.places = [(line["code"], line["reporting_unit"], line["zone"]) for line in lines]
        self.units = [line["code"] for line in self._csv(folder / "org_units.csv")]
        self.people = self._csv(folder / "population_series.csv")
        plans = tomllib.loads((folder / "plans.toml").read_text(encoding="utf-8"))["plan"]
        self.targets = {
            one["indicator"]: (Fraction(str(one["value"])), one["comparator"]) for one in plans[0]["target"]
        }

    @staticmethod
    def _csv(path: Path) -> list[dict[str, str]]:
        with path.open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def population(self, area: str, indicator: str, end: str, shown_end: str, day: str) -> dict[str, str] | None:
        known = [line for line in self.people if line["source_date"] <= day]
        if indicator == "G1" and area != "110000":
            areas = defaultdict(set)
            for line in known:
                areas[line["ref_date"]].add(line["area_code"])
            shared = [when for when, who in areas.items() if len(who - {"110000"}) == 16 and when <= shown_end]
            found = [
                line for line in known if line["area_code"] == area and line["ref_date"] == max(shared, default="")
            ]
        else:
            found = [line for line in known if line["area_code"] == area and line["ref_date"] <= end]
        return max(found, key=lambda line: line["ref_date"], default=None)


class Naive:
    """The figures as known at a moment."""

    def __init__(self, connection: Connection, register: Register, as_of: datetime) -> None:
        assert connection.execute(text(BLANKS)).scalar() == 0, "this reckoning knows no blank cells"
        self.register, self.as_of = register, as_of
        self.sums = {(sequence, place): numbers for sequence, place, *numbers in connection.execute(text(SUMS))}
        self.counting = self._counting(connection)
        self._totals: dict[tuple[str, str | None, str], dict[str, int]] = {}

    def _counting(self, connection: Connection) -> dict[tuple[str, str], tuple]:
        history: dict[tuple[str, str], dict[int, list]] = defaultdict(dict)
        for unit, period, sequence, revision, receipt, received, state, at in connection.execute(text(STATES)):
            if datetime.fromisoformat(at) <= self.as_of and datetime.fromisoformat(received) <= self.as_of:
                one = history[unit, period].setdefault(sequence, [sequence, revision, receipt, []])
                one[3].append(state)
        found = {}
        for key, revisions in history.items():
            usable = list(revisions.values())
            if usable[-1][3][-1] == "returned":
                usable = [one for one in usable if "accepted" in one[3]]
            if usable:
                found[key] = tuple(usable[-1])
        return found

    def due(self, period: str) -> bool:
        moment = date.fromisoformat(end_of(period)) + timedelta(days=16)
        return datetime(moment.year, moment.month, moment.day, tzinfo=BEIJING) <= self.as_of

    def standing(self, unit: str, period: str) -> tuple[tuple | None, str]:
        """The return that stands, and own, carried or the reason why there is none."""
        if (unit, period) in self.counting:
            return self.counting[unit, period], "own"
        if not self.due(period):
            return None, "not_due"
        if (unit, shifted(period, -1)) in self.counting:
            return self.counting[unit, shifted(period, -1)], "carried"
        older = any(who == unit and when < period for who, when in self.counting)
        return None, "stale" if older else "not_reported"

    def places_of(self, area: str, zone: str | None) -> list[tuple[str, str, str]]:
        return [one for one in self.register.places if area in ("110000", one[1]) and zone in (None, one[2])]

    def units_of(self, area: str, zone: str | None) -> list[str]:
        present = {unit for _, unit, _ in self.places_of(area, zone)}
        return [unit for unit in self.register.units if unit in present]

    def totals(self, area: str, zone: str | None, period: str) -> dict[str, int]:
        """Plain sums over the townships whose unit has a return; ``known`` and ``unknown`` townships."""
        key = (area, zone, period)
        if key not in self._totals:
            self._totals[key] = self._summed(area, zone, period)
        return self._totals[key]

    def _summed(self, area: str, zone: str | None, period: str) -> dict[str, int]:
        total: dict[str, int] = defaultdict(int)
        for code, unit, _ in self.places_of(area, zone):
            stands = self.standing(unit, period)[0]
            total["known" if stands else "unknown"] += 1
            numbers = self.sums.get((stands[0], code), [0, 0, 0, 0]) if stands else [0, 0, 0, 0]
            for name, place in FIELDS.items():
                total[name] += numbers[place]
            total["covered"] += numbers[2] > 0
            total["served"] += numbers[1] > 0
        return total

    def value(self, indicator: str, area: str, zone: str | None, period: str, shown: str) -> Value:
        """Numerator, denominator, value and the reason that goes with it."""
        total = self.totals(area, zone, period)
        if not total["known"]:
            reasons = {self.standing(unit, period)[1] for unit in self.units_of(area, zone)}
            return None, None, None, next(one for one in ("not_due", "stale", "not_reported") if one in reasons)
        partial = "incomplete" if total["unknown"] else None
        if indicator == "INST":
            return total["institutions"], None, Fraction(total["institutions"]), partial
        if indicator in ("G1", "G1L"):
            people = self.register.population(area, indicator, end_of(period), end_of(shown), self._day)
            if people is None:
                return total["slots"], None, None, "no_population"
            number = int(people["resident_population"])
            return total["slots"], number, Fraction(1000 * total["slots"], number), partial
        top, bottom = RATIOS.get(indicator) or ("served" if indicator == "COV" else "covered", "known")
        if not total[bottom]:
            return total[top], 0, None, partial or "zero_denominator"
        return total[top], total[bottom], Fraction(100 * total[top], total[bottom]), partial

    @property
    def _day(self) -> str:
        return self.as_of.astimezone(BEIJING).date().isoformat()

    def whole(self, indicator: str, area: str, zone: str | None, period: str, shown: str) -> Fraction | None:
        _, _, value, reason = self.value(indicator, area, zone, period, shown)
        return None if reason else value

    def row(self, indicator: str, area: str, zone: str | None, period: str) -> Row:
        """One row against the plan of 2023 to 2025."""
        numerator, denominator, value, reason = self.value(indicator, area, zone, period, period)
        then = {
            name: self.whole(indicator, area, zone, when, period)
            for name, when in {
                "change_previous": shifted(period, -1),
                "change_year": shifted(period, -4),
                "change_baseline": "2022-Q4",
            }.items()
        }
        decimals = 0 if indicator == "INST" else 6
        compared = {
            name: cut(value - before if value is not None and not reason and before is not None else None, decimals)
            for name, before in then.items()
        }
        months = min(36, max(0, (int(period[:4]) - 2023) * 12 + int(period[-1]) * 3))
        units = self.units_of(area, zone)
        stands = [self.standing(unit, period) for unit in units]
        if all(how == "carried" for _, how in stands):
            compared["change_previous"] = None  # last period's figures have not changed since last period
        return {
            "indicator": indicator,
            "org_unit": area,
            "zone": zone,
            "numerator": numerator,
            "denominator": denominator,
            "value": cut(value, decimals),
            "no_value": reason,
            "baseline": cut(then["change_baseline"], decimals),
            "elapsed": rounded(Fraction(months, 36)),
            "reported": sum(how == "own" for _, how in stands),
            "carried": sum(how == "carried" for _, how in stands),
            "expected_returns": len(units),
            "receipts": [one[2] for one, _ in stands if one],
            "flags": self._flags(indicator, area, zone, period, [one for one in stands if one[0]]),
            **compared,
            **self._judged(indicator, area, zone, period, months, then["change_baseline"]),
        }

    def _flags(self, indicator: str, area: str, zone: str | None, period: str, stands: list) -> list[str]:
        a_year_ago, now = end_of(shifted(period, -4)), end_of(period)
        days = [day for day in (BREAKS.get(indicator, ""), ALL_BREAK) if a_year_ago < day <= now]
        found = {
            "p": any(one[3][-1] != "accepted" for one, _ in stands),
            "r": any(one[1] > 1 for one, _ in stands),
            "i": any(how == "carried" for _, how in stands),
            "d": bool(days),
            "t": period > "2025-Q4" and self._kind(indicator, area, zone) is not None,
        }
        return [flag for flag, holds in found.items() if holds]

    def _kind(self, indicator: str, area: str, zone: str | None) -> str | None:
        if indicator not in self.register.targets:
            return None
        if area == "110000" and zone == ZONES.get(indicator):
            return "plan"
        return "plan" if indicator in ("G5", "G6", "G7") else "reference"

    def _judged(
        self, indicator: str, area: str, zone: str | None, period: str, months: int, baseline: Fraction | None
    ) -> Row:
        names = ("target", "target_kind", "comparator", "expected", "pace", "progress", "completion", "status", "gap")
        row: Row = dict.fromkeys((*names, "per_month"))
        kind = self._kind(indicator, area, zone)
        if kind is None:
            return row
        target, sign = self.register.targets[indicator]
        row |= {"target": cut(target), "target_kind": kind, "comparator": sign}
        met = self._met(indicator, area, zone, period, target)
        if kind == "reference":
            row["status"] = {True: "above_reference", False: "below_reference", None: "not_assessable"}[met]
            return row
        numerator, denominator, value, reason = self.value(indicator, area, zone, period, period)
        elapsed, pace = Fraction(months, 36), None
        if baseline is not None:
            row["expected"] = cut(baseline + (target - baseline) * elapsed)
        if value is not None and not reason:
            row["completion"] = cut(100 * value / target)
            scale = 1000 if indicator == "G1" else 100
            row["gap"] = max(0, ceil(target * denominator / scale) - numerator)
            row["per_month"] = -(-row["gap"] // (36 - months)) if months < 36 else None
            if baseline is not None and baseline < target:
                progress = (value - baseline) / (target - baseline)
                row["progress"] = rounded(progress)
                pace = progress / elapsed if 0 < months < 36 else None
                row["pace"] = rounded(pace)
        row["status"] = self._status(met, months, value if not reason else None, baseline, target, pace)
        return row

    def _met(self, indicator: str, area: str, zone: str | None, period: str, target: Fraction) -> bool | None:
        _, _, value, reason = self.value(indicator, area, zone, period, period)
        if value is None:
            return None
        if reason is None:
            return value >= target
        total = self.totals(area, zone, period)
        if indicator == "G1":
            return True if value >= target else None
        if indicator == "G2":
            return None
        everything = total["known"] + total["unknown"]
        if 100 * total["covered"] >= target * everything:
            return True
        return False if 100 * (total["covered"] + total["unknown"]) < target * everything else None

    @staticmethod
    def _status(
        met: bool | None,
        months: int,
        value: Fraction | None,
        baseline: Fraction | None,
        target: Fraction,
        pace: Fraction | None,
    ) -> str:
        if months >= 36:
            return {True: "achieved", False: "missed", None: "not_assessable"}[met]
        if met:
            return "achieved"
        if value is None or baseline is None or months == 0:
            return "not_assessable"
        if baseline >= target:
            return "fallen_back"
        assert pace is not None
        steps = ((pace < 0, "below_baseline"), (100 * pace >= 95, "on_track"), (100 * pace >= 60, "accelerate"))
        return next((word for holds, word in steps if holds), "lagging")

    def rows(self, period: str) -> list[Row]:
        """All rows, in the order agreed: whole city, units, zones of the city, zones of the units."""
        zones = list(ZONES.values())
        areas: list[tuple[str, str | None]] = [("110000", None), *((unit, None) for unit in self.register.units)]
        areas += [("110000", zone) for zone in zones]
        areas += [(unit, zone) for unit in self.register.units for zone in zones if self.places_of(unit, zone)]
        return [self.row(one, area, zone, period) for area, zone in areas for one in self._indicators(area, zone)]

    @staticmethod
    def _indicators(area: str, zone: str | None) -> list[str]:
        if zone is not None:
            return ["G2", next(name for name, one in ZONES.items() if one == zone), "COV", "USE", "INST"]
        return ["G1", *([] if area == "110000" else ["G1L"]), "G2", "COV", "USE", "INST"]
