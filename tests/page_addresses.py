"""The pages there are, read from the page table itself: what must hold on every page is asked of this list.

A page added to ``callbacks.navigation.PAGES`` is tested without being named anywhere else; one whose path wants a code
is asked for the units of ``CODES``.
"""

from __future__ import annotations

from callbacks.navigation import PAGES

CODES = ("110114", "BDA")
DEEPER = ("/coverage?period=2025-Q4&township=110109001",)
"""Pages inside a page, which the address asks for."""


def addresses() -> tuple[str, ...]:
    """One address a page, or one a code where a code follows the path."""
    return tuple(address for page in PAGES for address in _addresses(page.path))


def _addresses(path: str) -> tuple[str, ...]:
    return tuple(path + code for code in CODES) if path != "/" and path.endswith("/") else (path,)
