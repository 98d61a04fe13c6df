"""Charts as data: frozen specs, built once from results, drawn alike on screen and on paper."""

from layouts.charts.bullet import Bullet, bullet
from layouts.charts.hexmap import HexMap, hex_map
from layouts.charts.trend import TrendChart, trend_chart

__all__ = ["Bullet", "HexMap", "TrendChart", "bullet", "hex_map", "trend_chart"]
