"""Who stands where on which task: a matrix whose cells tell a state by sign and shade."""

from __future__ import annotations

from collections.abc import Sequence

from layouts.charts.matrix import SHADES, Matrix, MatrixCell, MatrixRow
from layouts.text import Text
from metrics.tasks import State

SIGNS = {State.WAITING: "○", State.UNDER_WAY: "◐", State.DONE: "●", State.LASTING: "◆", State.UNREPORTED: "—"}
SHADE_OF = {State.WAITING: 0, State.UNDER_WAY: 2, State.DONE: 4, State.LASTING: 3, State.UNREPORTED: None}
"""Places in SHADES; what nobody reported has none."""
STATE_OF = {sign: state for state, sign in SIGNS.items()}


def state_matrix(
    title: str,
    columns: Sequence[str],
    rows: Sequence[tuple[str, str, Sequence[State | None]]],
    text: Text,
    *,
    notes: Sequence[str] = (),
) -> Matrix:
    """``rows`` are (code, name, a state a column; None = not asked)."""
    return Matrix(
        title=title,
        heading=title,
        columns=tuple(columns),
        rows=tuple(MatrixRow(code, name, tuple(map(_cell, states))) for code, name, states in rows),
        shades=SHADES,
        notes=tuple(notes),
        alt=text("chart.matrix.alt", title=title, rows=len(rows), columns=len(columns)),
    )


def _cell(state: State | None) -> MatrixCell:
    """The sign alone: a note tells what the signs mean, as the words find no room in twenty columns of a page."""
    return MatrixCell("", None) if state is None else MatrixCell(SIGNS[state], SHADE_OF[state])
