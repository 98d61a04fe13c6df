"""Charts as data: frozen specs, built once from results, drawn alike on screen and on paper."""

from layouts.charts.bars import RankedBars, ranked_bars
from layouts.charts.bullet import Bullet, BulletRows, bullet, bullet_rows
from layouts.charts.columns import ColumnChart, column_chart
from layouts.charts.districts import DistrictMap, district_map
from layouts.charts.hexmap import HexMap, hex_map, state_map
from layouts.charts.matrix import Matrix, matrix
from layouts.charts.multiples import SmallMultiples, small_multiples
from layouts.charts.picture import Chart, DataCell, DataTable, Picture, Sheet, data_table, number_cell, words_cell
from layouts.charts.steps import StepChart, step_chart
from layouts.charts.targets import target_multiples
from layouts.charts.trend import TrendChart, trend_chart

__all__ = [
    "Bullet",
    "BulletRows",
    "Chart",
    "ColumnChart",
    "DataCell",
    "DataTable",
    "DistrictMap",
    "HexMap",
    "Matrix",
    "Picture",
    "RankedBars",
    "Sheet",
    "SmallMultiples",
    "StepChart",
    "TrendChart",
    "bullet",
    "bullet_rows",
    "column_chart",
    "data_table",
    "district_map",
    "hex_map",
    "matrix",
    "number_cell",
    "ranked_bars",
    "small_multiples",
    "state_map",
    "step_chart",
    "target_multiples",
    "trend_chart",
    "words_cell",
]
