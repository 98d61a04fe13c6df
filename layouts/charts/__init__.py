"""Charts as data: frozen specs, built once from results, drawn alike on screen and on paper."""

from layouts.charts.bars import RankedBars, ranked_bars
from layouts.charts.bullet import Bullet, bullet
from layouts.charts.districts import DistrictMap, district_map
from layouts.charts.hexmap import HexMap, hex_map
from layouts.charts.trend import TrendChart, trend_chart

__all__ = [
    "Bullet",
    "DistrictMap",
    "HexMap",
    "RankedBars",
    "TrendChart",
    "bullet",
    "district_map",
    "hex_map",
    "ranked_bars",
    "trend_chart",
]
