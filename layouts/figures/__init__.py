"""Chart specs drawn for the screen, as plotly figures."""

from layouts.figures.bars import bars_figure
from layouts.figures.maps import district_map_figure, hex_map_figure
from layouts.figures.trend import trend_figure

__all__ = ["bars_figure", "district_map_figure", "hex_map_figure", "trend_figure"]
