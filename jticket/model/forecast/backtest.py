"""What forecasts of the past were worth: each compared with what happened since."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from jticket.model.forecast.forecast import PERCENTS
from jticket.model.stats.flow import closed_at

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date, datetime

    from jticket.model.forecast.forecast import Ends
    from jticket.model.settings import Settings
    from jticket.model.stats.flow import StatusTimeline


class Hits(NamedTuple):
    """How many forecasts of a percentile were right, of those that can be judged by now."""

    right: int
    judged: int

    @property
    def rate(self) -> float | None:
        """The share of the right ones; None where none can be judged."""
        return self.right / self.judged if self.judged else None


@dataclass(frozen=True, slots=True)
class PastForecast:
    """A forecast as of a past week, and when what it was about was done, None for not yet.

    `milestone` is "" for all that was open then.
    """

    week: date
    milestone: str
    open: int
    ends: Ends
    happened: date | None

    def is_hit(self, percent: int, today: date) -> bool | None:
        """Returns whether it was done by the day of a percentile; None if that can't be said yet.

        It can't while the day lies ahead and the work is not done.
        """
        day = self.ends.percent(percent)
        if self.happened is not None:
            return self.happened <= day
        return False if day < today else None


def hits(forecasts: Iterable[PastForecast], today: date) -> Mapping[int, Hits]:
    """Returns how many of the forecasts were right, by percentile."""
    judged: defaultdict[int, list[bool]] = defaultdict(list)
    for past in forecasts:
        for percent in PERCENTS:
            if (is_hit := past.is_hit(percent, today)) is not None:
                judged[percent].append(is_hit)
    return {percent: Hits(sum(judged[percent]), len(judged[percent])) for percent in PERCENTS}


def closing_moment(
    timelines: Sequence[StatusTimeline | None], settings: Settings
) -> datetime | None:
    """Returns when the last of some tickets was closed or deleted; None if one is still open.

    None among them is a ticket of which nothing is known, which counts as open.
    """
    moments = [closed_at(timeline, settings) if timeline else None for timeline in timelines]
    known = [moment for moment in moments if moment is not None]
    return max(known) if known and len(known) == len(moments) else None
