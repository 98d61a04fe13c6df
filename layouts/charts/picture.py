"""A chart as a reader meets it: the drawing, the data behind it, and what both rest on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from layouts.charts.bars import RankedBars
from layouts.charts.columns import ColumnChart
from layouts.charts.districts import DistrictMap
from layouts.charts.hexmap import HexMap
from layouts.charts.matrix import Matrix
from layouts.charts.multiples import SmallMultiples
from layouts.charts.steps import StepChart
from layouts.charts.trend import TrendChart

Chart = TrendChart | HexMap | RankedBars | ColumnChart | StepChart | SmallMultiples | Matrix | DistrictMap
Typed = str | int | Decimal | None


@dataclass(frozen=True, slots=True)
class DataCell:
    """A cell as it is printed, and as a spreadsheet should hold it (None = blank); on a page a number leads to the
    address ``opens``, which tells how it came about (blank = nowhere), or (``adds``) how its sum did.
    """

    shown: str
    typed: Typed
    opens: str = ""
    adds: bool = False


@dataclass(frozen=True, slots=True)
class DataTable:
    """The data of a chart: heads with their units, one row a point or place."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[DataCell, ...], ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """``key`` names it on its page; ``facts`` are pairs (word, value): unit, as-of, source, digest, 演示数据."""

    key: str
    chart: Chart
    table: DataTable
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of a page as a file, and what it rests on; ``key`` names it on its page."""

    key: str
    table: DataTable
    facts: tuple[tuple[str, str], ...]


def words_cell(words: str) -> DataCell:
    """A cell of text."""
    return DataCell(words, words)


def number_cell(shown: str, value: Fraction | int | None, opens: str = "") -> DataCell:
    """A figure as printed, held to six decimals (cut, not rounded) where it is no integer; what is unknown opens
    nothing.
    """
    return DataCell(shown, _typed(value), "" if value is None else opens)


def _typed(value: Fraction | int | None) -> Typed:
    if value is None or isinstance(value, int):
        return value
    if value.denominator == 1:
        return value.numerator
    return Decimal(int(value * 10**6)).scaleb(-6)


def data_table(title: str, heads: Sequence[str], rows: Sequence[Sequence[DataCell]]) -> DataTable:
    """Rows as wide as the heads; ValueError where one is not."""
    if any(len(row) != len(heads) for row in rows):
        raise ValueError(f"{title}: a row is not as wide as its heads")
    return DataTable(title, tuple(heads), tuple(tuple(row) for row in rows))
