"""普惠托位供给: what is held, what is new by channel, what moved since last period and the baseline, what is coming."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from data.model import Reference
from layouts import components as part
from layouts import format as printed
from layouts.frames import framed
from layouts.names import unit_name
from layouts.pages.scope import completeness, page_head, stat, stats, unit_switch
from layouts.pages.supply_changes import changes
from layouts.pages.supply_new import new_slots
from layouts.pages.supply_pictures import supply_pictures
from layouts.pages.supply_pipeline import pipeline
from layouts.pages.supply_units import units
from layouts.pages.supply_ways import ways
from layouts.shell import footer
from layouts.text import Text
from layouts.view import ViewQuery
from metrics.supply import Supply

PATH = "/supply"
USE = ("USE", "USE_I", "FEE_I", "FEE_N")


def render(found: Supply, reference: Reference, view: ViewQuery, text: Text) -> Component:
    """The whole page, of the city or of one unit."""
    period, unit = found.scorecard.period, view.org_unit
    stays = view.with_(period=period)
    pictures = supply_pictures(found, reference, view, text)
    shown = printed.period_name(period, text)
    place = shown if unit is None else text("scope.place", period=shown, place=unit_name(reference, unit, text))
    assumed = printed.demo_note(reference, text, demo=found.scorecard.demo)
    return html.Div(
        [
            page_head(text("page.supply.title"), place, unit_switch(PATH, reference, view, text)),
            completeness(found.reporting, reference, view, text),
            _position(found, text),
            new_slots(found, pictures, reference, stays, text),
            ways(found, pictures, reference, stays, text),
            part.section(
                "stock",
                text("supply.stock.title"),
                html.Div([framed(pictures[key], "supply", stays, text) for key in ("channels", "slots")],
                         className="pair"),
                note=text("supply.stock.note"),
            ),
            changes(found, reference, view, text),
            pipeline(found, pictures, reference, stays, text),
            part.section(
                "use",
                text("supply.use.title"),
                html.Div([framed(pictures[key], "supply", stays, text, css="trend") for key in USE if key in pictures],
                         className="pair"),
                note=text("supply.use.note"),
            ),
            units(found, reference, view, text),
            html.P(assumed, className="note") if assumed else None,
            footer(found.scorecard, PATH, view, text),
        ],
        className="supply",
    )  # fmt: skip


def _position(found: Supply, text: Text) -> Component:
    """What is held and used at the period's end."""
    card, code = found.scorecard, found.area.org_unit
    rows = [card.row(name, code) for name in ("G2", "USE", "USE_I", "FEE_I", "FEE_N", "INST_I")]
    return part.section("position", text("supply.position.title"), stats(*(stat(row, text) for row in rows)))
