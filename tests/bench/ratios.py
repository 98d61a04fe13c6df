"""Two ways of doing one thing, taken in turn, and how their medians compare. Nothing here asserts a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from statistics import median
from time import perf_counter

Work = Callable[[], object]
Clock = Callable[[], float]


@dataclass
class Comparison:
    """What was compared, in seconds or bytes; ``ratio`` > 1 means that ours takes less."""

    name: str
    usual: str
    promised: str
    unit: str = "s"
    ours_taken: list[float] = field(default_factory=list)
    usual_taken: list[float] = field(default_factory=list)

    def time(self, ours: Work, usual: Work, clock: Clock = perf_counter) -> None:
        """One pair. The order changes with every pair, so that neither always finds a warm cache."""
        pair = [(ours, self.ours_taken), (usual, self.usual_taken)]
        for work, taken in pair if len(self.ours_taken) % 2 else reversed(pair):
            taken.append(seconds(work, clock))

    @property
    def ratio(self) -> float:
        return median(self.usual_taken) / median(self.ours_taken)

    @property
    def row(self) -> tuple[str, ...]:
        ours, usual = median(self.ours_taken), median(self.usual_taken)
        return (
            self.name,
            self.usual,
            str(len(self.ours_taken)),
            f"{ours:,.4g} {self.unit}",
            f"{usual:,.4g} {self.unit}",
            f"{self.ratio:.1f} x",
            self.promised,
        )


HEADS = ("what", "against", "pairs", "ours (median)", "usual (median)", "ratio", "promised")


def seconds(work: Work, clock: Clock = perf_counter) -> float:
    """How long ``work`` takes, by the wall clock unless told another."""
    start = clock()
    work()
    return clock() - start


def table(comparisons: Iterable[Comparison]) -> str:
    """The comparisons as a Markdown table."""
    rows = [HEADS, tuple("---" for _ in HEADS), *(comparison.row for comparison in comparisons)]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)
