"""统一社会信用代码 that check out and cannot be anybody's: their region, 990000, does not exist."""

from __future__ import annotations

from random import Random

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
NO_REGION = "990000"
REGISTRARS = ("52", "91", "12")


def check_character(body: str) -> str:
    """The 18th character over the first 17 (GB 32100-2015): weights 3^(i-1) mod 31."""
    total = sum(ALPHABET.index(character) * pow(3, place, 31) for place, character in enumerate(body))
    return ALPHABET[(31 - total % 31) % 31]


def invented_credit_code(random: Random) -> str:
    """A code with a valid check character in a region that does not exist."""
    body = random.choice(REGISTRARS) + NO_REGION + "".join(random.choice(ALPHABET) for _ in range(9))
    return body + check_character(body)
