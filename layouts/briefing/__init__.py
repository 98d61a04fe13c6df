"""Results and chart specs on paper; the only room that knows the typesetting engine."""

from layouts.briefing.city import card, city_briefing
from layouts.briefing.drawings import chart_png, chart_svg
from layouts.briefing.engine import ExportRefused
from layouts.briefing.form import return_form

__all__ = ["ExportRefused", "card", "chart_png", "chart_svg", "city_briefing", "return_form"]
