"""The unit's earlier returns, as the rules that compare periods ask for them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from data.model import Period
from data.returns import Mode, ReturnContent


def _none(period: Period) -> ReturnContent:
    raise KeyError(period)


@dataclass(frozen=True, slots=True)
class Past:
    """Counting returns of periods before the one filed, as known at the receipt; each is read when it is asked for.

    ``modes`` says for each period how it was filed; ``first_received_at``: when the first revision of the
    period filed came (None = this is the first).
    """

    modes: dict[Period, Mode]
    read: Callable[[Period], ReturnContent] = _none
    first_received_at: datetime | None = None

    @property
    def periods(self) -> list[Period]:
        """The periods filed, the latest first."""
        return sorted(self.modes, reverse=True)

    def latest(self, mode: Mode | None = None) -> ReturnContent | None:
        """The latest earlier return, of one 填报方式 or of any."""
        period = next((period for period in self.periods if mode in (None, self.modes[period])), None)
        return None if period is None else self.read(period)

    def of(self, period: Period) -> ReturnContent | None:
        """The return of exactly that period."""
        return self.read(period) if period in self.modes else None

    def before(self, period: Period) -> Past:
        """What had been filed for the periods before that one."""
        return replace(self, modes={filed: mode for filed, mode in self.modes.items() if filed < period})


def past_of(*contents: ReturnContent, first_received_at: datetime | None = None) -> Past:
    """A past of these returns, one a period."""
    filed = {content.period: content for content in contents}
    return Past({period: content.mode for period, content in filed.items()}, filed.__getitem__, first_received_at)


NO_PAST = past_of()
