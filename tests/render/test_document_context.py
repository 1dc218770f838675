"""What templates of documents see: the days, and filters that say no more than is true."""

from __future__ import annotations

from datetime import datetime

import pytest

from jticket.model.settings import Settings
from jticket.render.document import DocumentContext
from jticket.render.template_filters import percent


@pytest.mark.parametrize(
    ("today", "last_workday"),
    [
        ("2025-10-03", "2025-10-02"),  # a Friday
        ("2025-10-04", "2025-10-03"),
        ("2025-10-05", "2025-10-03"),
        ("2025-10-06", "2025-10-03"),  # a Monday
        ("2025-10-07", "2025-10-06"),
    ],
)
def test_the_last_workday_before_a_monday_or_a_weekend_day_is_friday(
    today: str, last_workday: str
) -> None:
    now = datetime.fromisoformat(f"{today}T12:00:00Z")
    names = DocumentContext((), Settings(), (), now=now).names()
    assert (names["today"], names["last_workday"]) == (today, last_workday)


@pytest.mark.parametrize(
    ("share", "text"),
    [(None, "-"), (0.0, "0%"), (0.454, "45%"), (0.994, "99%"), (0.9999, "99%"), (1.0, "100%")],
)
def test_only_complete_work_is_100_percent(share: float | None, text: str) -> None:
    assert percent(share) == text
