"""Verdicts are told apart by everybody: by word and symbol always, by contrast on paper, by lightness where need be.

The three kinds of colour blindness are simulated by the matrices of Machado, Oliveira and Fernandes (2009, severity
1.0), applied in linear RGB; grey is relative luminance. All of WCAG 2.2.
"""

from __future__ import annotations

import itertools

import pytest

from layouts.format import STATUS_COLOURS, STATUS_SYMBOLS
from layouts.text import LANGUAGES, text_for
from metrics.results import Status

LIGHTS = tuple(one for one in Status if one not in (Status.ABOVE_REFERENCE, Status.BELOW_REFERENCE))
GROUNDS = {"paper": "#FFFFFF", "wash": "#F5F7F9", "accent wash": "#E8F1F5"}
READABLE = 4.5
Matrix = tuple[tuple[float, float, float], ...]
IDENTITY: Matrix = ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))
SIGHTS: dict[str, Matrix] = {
    "usual": IDENTITY,
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}


def linear(colour: str) -> tuple[float, ...]:
    """The linear RGB of ``#RRGGBB``."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    return tuple(one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts)


def seen(colour: str, sight: str) -> tuple[float, ...]:
    """What is left of a colour for one kind of sight."""
    rgb = linear(colour)
    found = (sum(weight * part for weight, part in zip(line, rgb, strict=True)) for line in SIGHTS[sight])
    return tuple(min(1.0, max(0.0, one)) for one in found)


def luminance(rgb: tuple[float, ...]) -> float:
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), rgb, strict=True))


def contrast(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_matrices_leave_grey_grey():
    for sight, matrix in SIGHTS.items():
        assert [sum(line) for line in matrix] == pytest.approx([1, 1, 1], abs=1e-4), sight


@pytest.mark.parametrize("sight", SIGHTS)
@pytest.mark.parametrize("ground", GROUNDS)
def test_every_verdict_is_readable_on_every_ground_by_every_kind_of_sight(sight: str, ground: str):
    found = {one: contrast(seen(STATUS_COLOURS[one], sight), seen(GROUNDS[ground], sight)) for one in Status}
    assert {one: ratio for one, ratio in found.items() if ratio < READABLE} == {}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_two_verdicts_share_a_word_and_every_one_has_a_symbol(lang: str):
    text = text_for(lang)
    told = [text(f"status.{one}") for one in Status]
    assert len(set(told)) == len(told)
    assert all(STATUS_SYMBOLS[one] for one in LIGHTS)


def test_verdicts_of_one_symbol_have_one_colour_so_that_symbol_alone_never_says_less_than_colour():
    for one, other in itertools.combinations(LIGHTS, 2):
        if STATUS_SYMBOLS[one] == STATUS_SYMBOLS[other]:
            assert STATUS_COLOURS[one] == STATUS_COLOURS[other]


@pytest.mark.parametrize("sight", [*SIGHTS, "grey"])
def test_colours_that_look_alike_to_somebody_stand_on_different_symbols(sight: str):
    """Where the colours of two verdicts come closer than a step of contrast, only the symbol may part them."""
    for one, other in itertools.combinations(LIGHTS, 2):
        if sight == "grey":
            colours = [(luminance(linear(STATUS_COLOURS[each])),) * 3 for each in (one, other)]
        else:
            colours = [seen(STATUS_COLOURS[each], sight) for each in (one, other)]
        alike = max(abs(a - b) for a, b in zip(*colours, strict=True)) < 0.05
        if alike and STATUS_COLOURS[one] != STATUS_COLOURS[other]:
            assert STATUS_SYMBOLS[one] != STATUS_SYMBOLS[other], (one, other)
