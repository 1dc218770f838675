"""Which tickets a commit names."""

from __future__ import annotations

import pytest

from jticket.model.history.commit_links import named_tickets, normal_form


@pytest.mark.parametrize(
    ("subject", "names"),
    [
        ("JJM-014: claim", ("JJM-014",)),
        ("JJM-014, jjm-15: both", ("JJM-014", "jjm-15")),
        ("JJM-014 without a colon", ("JJM-014",)),
        ("JJM-x7k2: a random ID", ("JJM-x7k2",)),
        ("after JJM-014: not at the beginning", ()),
        ("JJM-014-beta: another word", ()),
        ("5 tickets: many", ()),
        ("", ()),
    ],
)
def test_ids_begin_a_subject(subject: str, names: tuple[str, ...]) -> None:
    assert named_tickets(subject, ()) == names


def test_trailers_name_one_or_several_tickets() -> None:
    named = named_tickets("fix", ["JJM-014, JJM-015", "JJM-014 jjm-3", "nothing"])
    assert named == ("JJM-014", "JJM-015", "jjm-3")


def test_the_subject_format_may_have_words_before_the_id() -> None:
    form = "chore(tickets): {id} {what}"
    assert named_tickets("chore(tickets): JJM-014 claim", (), form) == ("JJM-014",)
    assert named_tickets("chore: JJM-014 claim", (), form) == ()


def test_ids_are_compared_without_case_and_leading_zeros() -> None:
    assert normal_form("jjm-14") == normal_form("JJM-0014") != normal_form("JJM-140")
    assert normal_form("JJM-X7K2") == normal_form("jjm-x7k2")
