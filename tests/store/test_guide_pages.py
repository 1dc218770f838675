"""The pages of the manual, as they are found in the package."""

from __future__ import annotations

import pytest

from jticket.store.guide import TOPICS, NoTopicError, guide_page, guide_title


def test_every_page_has_a_title_of_its_own() -> None:
    titles = {guide_title(topic) for topic in TOPICS}
    assert len(titles) == len(TOPICS)
    assert titles.isdisjoint(TOPICS)


def test_a_page_without_a_heading_is_called_by_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jticket.store.guide.guide_page", lambda _topic: "Text.\n")
    assert guide_title("start") == "start"


def test_a_page_that_does_not_exist_is_an_error_with_a_suggestion() -> None:
    with pytest.raises(NoTopicError, match="the guide has no page 'strat'") as caught:
        guide_page("strat")
    assert "start" in str(caught.value.hint)
