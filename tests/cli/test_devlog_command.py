"""`devlog`: entries appended to a ticket, and the commits they make."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from commandline import NOW, done, jticket

if TYPE_CHECKING:
    from gitrepo import GitRepo


def text(repo: GitRepo) -> str:
    """Returns the text of the first ticket."""

    return repo.files()[".tickets/JJM-001.md"].decode()


def test_a_devlog_entry_is_appended_with_time_and_name(repo: GitRepo) -> None:
    done(repo.path, "devlog", "1", "First.", "--as", "ana")
    done(repo.path, "devlog", "1", "@-", "--as", "ben", stdin="Second.\n\n## Heading\n")
    done(repo.path, "devlog", "1", "--as", "ben", stdin="Third, from a pipe.")
    assert text(repo).endswith(
        f"## Devlog\n\n### {NOW} ana\n\nFirst.\n\n### {NOW} ben\n\nSecond.\n\n#### Heading\n\n"
        f"### {NOW} ben\n\nThird, from a pipe.\n"
    )


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("- a list", "a list"),
        ("## A heading", "A heading"),
        ("1. one", "one"),
        ("-5 degrees", "-5 degrees"),
        ("#12 is near", "#12 is near"),
        ("-", "-"),
    ],
)
def test_the_subject_has_the_first_line_of_the_entry_without_markup(
    repo: GitRepo, line: str, shown: str
) -> None:
    done(repo.path, "devlog", "1", "@-", "--as", "ana", stdin=f"{line}\n\nmore\n")
    assert repo.git("log", "-1", "--format=%s") == f"JJM-001: devlog: {shown}"


def test_an_empty_devlog_entry_is_refused(repo: GitRepo) -> None:
    ran = jticket(repo.path, "devlog", "1", "  ", "--as", "ana")
    assert (ran.status, "empty" in ran.err) == (2, True)


def test_a_devlog_text_stays_in_its_file_when_a_hook_refuses_the_commit(repo: GitRepo) -> None:
    repo.hook("pre-commit", "echo not today; exit 1")
    before = repo.head()
    ran = jticket(repo.path, "devlog", "1", "Hours of thought.", "--as", "ana")
    assert ran.status == 1
    assert "not today" in ran.err
    assert "jticket commit JJM-001" in ran.err
    assert "Hours of thought." in text(repo)
    assert repo.head() == before
