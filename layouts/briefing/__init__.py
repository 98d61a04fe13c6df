"""Results and chart specs on paper; the only room that knows the typesetting engine."""

from layouts.briefing.cards import Shape, card, unit_card
from layouts.briefing.document import Document, Frame
from layouts.briefing.drawings import chart_png, chart_svg
from layouts.briefing.engine import ExportRefused
from layouts.briefing.form import return_form
from layouts.briefing.frames import set_frame
from layouts.briefing.printing import print_document

__all__ = [
    "Document",
    "ExportRefused",
    "Frame",
    "Shape",
    "card",
    "chart_png",
    "chart_svg",
    "print_document",
    "return_form",
    "set_frame",
    "unit_card",
]
