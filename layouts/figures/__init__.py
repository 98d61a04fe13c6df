"""Chart specs drawn for the screen, as plotly figures."""

from layouts.figures.trend import trend_figure

__all__ = ["trend_figure"]
