"""One palette, for light and dark backgrounds."""

from __future__ import annotations

import re

from jticket.model.settings import Settings, StatusClass
from jticket.render.styles import PALETTE, priority_style, status_style

SETTINGS = Settings()


def test_no_style_is_hard_to_read_on_a_light_or_a_dark_background() -> None:
    for name, codes in PALETTE.items():
        assert re.fullmatch(r"(\d+;)*\d+", codes), name
        parts = codes.split(";")
        assert not {"30", "33", "37"} & set(parts), name  # black, yellow, white
        assert "34" not in parts or "1" in parts, name  # plain blue is dark on black
        assert not [part for part in parts if int(part) >= 38], name  # only the basic colours


def test_statuses_and_priorities_differ_in_their_colours() -> None:
    statuses = ("backlog", "ready", "in_progress", "review", "done", "cancelled")
    priorities = ("critical", "high", "low")
    names = [status_style(status, SETTINGS) for status in statuses]
    names += [priority_style(priority) for priority in priorities]
    assert len(set(names)) == len(names)
    assert PALETTE[status_style("ready", SETTINGS) or ""] == "1;34"


def test_an_own_status_has_the_style_of_its_class() -> None:
    settings = Settings(status_class={"testing": StatusClass.ACTIVE, "later": StatusClass.PARKED})
    assert status_style("testing", settings) == status_style("in_progress", SETTINGS)
    assert status_style("later", settings) is not None
