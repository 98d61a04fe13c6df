"""Chart specs drawn for the screen, as plotly figures."""

from layouts.figures.bars import bars_figure
from layouts.figures.columns import column_figure
from layouts.figures.districts import district_figure
from layouts.figures.multiples import multiples_figure
from layouts.figures.steps import step_figure
from layouts.figures.trend import trend_figure

__all__ = ["bars_figure", "column_figure", "district_figure", "multiples_figure", "step_figure", "trend_figure"]
