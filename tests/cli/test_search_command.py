"""`search`: all the words, in any case, best first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from commandline import done, jticket

if TYPE_CHECKING:
    from gitrepo import GitRepo


@pytest.fixture
def texts(repo: GitRepo) -> GitRepo:
    done(repo.path, "create", "Parse dates", "-d", "Login comes later.\n\nCafé opens at nine.")
    done(repo.path, "create", "Login page", "--tag", "login")
    done(repo.path, "create", "Logout", "-d", "The way out of the login.", "--status", "ready")
    done(repo.path, "cancel", "5")
    return repo


def matches(repo: GitRepo, *args: str) -> list[str]:
    return [line.split("\t")[0] for line in done(repo.path, "search", *args).lines]


def test_all_words_must_match_and_the_best_match_comes_first(texts: GitRepo) -> None:
    assert matches(texts, "login") == ["JJM-004", "JJM-003"]
    assert matches(texts, "LOGIN", "later") == ["JJM-003"]
    assert matches(texts, "login later") == ["JJM-003"]
    assert matches(texts, "login", "nowhere") == []
    assert matches(texts, "jjm-004") == ["JJM-004"]


def test_characters_match_however_they_are_composed(texts: GitRepo) -> None:
    assert matches(texts, "cafe\u0301") == ["JJM-003"]


def test_search_includes_closed_tickets_on_request_and_takes_filters(texts: GitRepo) -> None:
    assert matches(texts, "login", "--all") == ["JJM-004", "JJM-003", "JJM-005"]
    assert matches(texts, "login", "--tag", "login") == ["JJM-004"]
    assert matches(texts, "login", "--status", "cancelled") == ["JJM-005"]


def test_json_has_the_lines_that_match(texts: GitRepo) -> None:
    (ticket,) = done(texts.path, "search", "later", "login", "--json").json
    assert ticket["id"] == "JJM-003"
    assert ticket["matches"] == [{"line": 15, "text": "Login comes later."}]
    assert "description" not in ticket


def test_a_search_without_matches_is_not_an_error_but_one_without_words_is(texts: GitRepo) -> None:
    assert done(texts.path, "search", "nowhere", "--json").json == []
    assert jticket(texts.path, "search").status == 2


def test_line_numbers_are_those_of_an_editor(repo: GitRepo) -> None:
    text = "---\r\nid: JJM-003\r\ntitle: T\r\n---\r\na\u2028b\x85c\r\nneedle\r\n"
    repo.write(".tickets/JJM-003.md", text)
    (hit,) = done(repo.path, "search", "needle", "--json").json
    assert [match["line"] for match in hit["matches"]] == [6]
