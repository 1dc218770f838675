"""Which tickets a commit message names."""

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
        ("feat: parser (JJM-014)", ("JJM-014",)),
        ("feat(JJM-014)!: parser", ("JJM-014",)),
        ("fix(cli):JJM-014 exits with 2", ("JJM-014",)),
        ("chore(tickets): JJM-014 claim", ("JJM-014",)),
        ("claim [JJM-014]", ("JJM-014",)),
        ("JJM-014: parser (#12)", ("JJM-014",)),
        ("parser (#12)", ()),
        ('Revert "JJM-014: parser"', ("JJM-014",)),
        ("fixup! JJM-014: parser", ("JJM-014",)),
        ("closes JJM-014.", ("JJM-014",)),
        ("JJM-014's parser, JJM-014 again", ("JJM-014",)),
        ("JJM-014-beta: another word", ()),
        ("pre-JJM-014: another word", ()),
        ("XJJM-014_a: another word", ()),
        ("move docs/JJM-014 to JJM-015.md", ()),
        ("see https://example.org/browse/JJM-014 and https://example.org/?id=JJM-015", ()),
        ("mail JJM-014@example.org", ()),
        ("5 tickets: many", ()),
        ("", ()),
    ],
)
def test_every_complete_id_in_a_subject_names_its_ticket(
    subject: str, names: tuple[str, ...]
) -> None:
    assert named_tickets(subject) == names


@pytest.mark.parametrize(
    ("body", "names"),
    [
        ("Closes JJM-014", ("JJM-014",)),
        ("closes: jjm-14", ("jjm-14",)),
        ("This FIXES JJM-014.", ("JJM-014",)),
        ("Resolves JJM-014\n\nMore text", ("JJM-014",)),
        ("Refs JJM-014", ("JJM-014",)),
        ("Part of JJM-014, as planned", ("JJM-014",)),
        ("Fixed JJM-014 and closed JJM-015", ("JJM-014", "JJM-015")),
        ("Closes JJM-014, JJM-015 and #12", ("JJM-014", "JJM-015")),
        ("Closes #12, ana/tool#3, and JJM-014", ("JJM-014",)),
        ("Closes JJM-014,\nJJM-015\nand JJM-016", ("JJM-014", "JJM-015", "JJM-016")),
        ("this is part\nof JJM-014", ()),
        ("is a part of\nJJM-014", ("JJM-014",)),
        ("* Closes [JJM-014](https://example.org/JJM-014), `JJM-015`", ("JJM-014",)),
        ("Closes (JJM-014), `JJM-015`", ("JJM-014", "JJM-015")),
        ("Closes JJM-014 (JJM-015 follows)", ("JJM-014",)),
        ("Closes JJM-014\n\nJJM-015 is next", ("JJM-014",)),
        ("Closes\n\nJJM-015 is next", ()),
        ("Closes JJM-014 JJM-015", ("JJM-014",)),
        ("JJM-014 needs more", ()),
        ("See JJM-014", ()),
        ("prefixes JJM-014", ()),
        ("Closes the parser of JJM-014", ()),
        ("Closes docs/JJM-014.md", ()),
        ("Closes JJM-0145x-y", ()),
        ("Closes https://example.org/JJM-014", ()),
    ],
)
def test_a_keyword_in_the_body_names_the_tickets_of_the_list_after_it(
    body: str, names: tuple[str, ...]
) -> None:
    assert named_tickets("a subject", body) == names


def test_trailers_name_one_or_several_tickets() -> None:
    named = named_tickets("fix", "", ["JJM-014, JJM-015", "JJM-014 jjm-3", "nothing", "#12"])
    assert named == ("JJM-014", "JJM-015", "jjm-3")


def test_ids_are_compared_without_case_and_leading_zeros() -> None:
    assert normal_form("jjm-14") == normal_form("JJM-0014") != normal_form("JJM-140")
    assert normal_form("JJM-X7K2") == normal_form("jjm-x7k2")
