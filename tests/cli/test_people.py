"""The person at work: who it is, and that `me` means them wherever a person is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from commandline import done, jticket

if TYPE_CHECKING:
    from gitrepo import GitRepo

PEOPLE = """\
prefix: JJM
people:
  ana: {name: Ana Author, email: ANA@example.com}
  ben: {name: Ben, email: ben@example.org}
"""


@pytest.fixture
def team(repo: GitRepo) -> GitRepo:
    """Returns a project that lists its people; git's user is ana, by the e-mail."""
    repo.write(".tickets/config.yml", PEOPLE)
    repo.commit_all("people")
    return repo


def assignee(repo: GitRepo, ticket: str = "JJM-001") -> str:
    lines = repo.files()[f".tickets/{ticket}.md"].decode().splitlines()
    return next(line.partition(":")[2].strip() for line in lines if line.startswith("assignee:"))


def nameless(repo: GitRepo, monkeypatch: pytest.MonkeyPatch) -> None:
    repo.git("config", "user.useConfigOnly", "true")
    for name in ("AUTHOR_NAME", "AUTHOR_EMAIL", "COMMITTER_NAME", "COMMITTER_EMAIL"):
        monkeypatch.delenv(f"GIT_{name}")


@pytest.mark.parametrize(
    ("args", "env", "name"),
    [
        ([], {}, "ana"),
        (["--as", "BEN"], {"JTICKET_USER": "ana"}, "ben"),
        (["--as", "me"], {"JTICKET_USER": "Ben"}, "ben"),
        ([], {"JTICKET_USER": "@me"}, "ana"),
        (["--as", "dan"], {}, "dan"),
    ],
)
def test_a_claim_stores_the_person_as_the_config_spells_them(
    team: GitRepo, args: list[str], env: dict[str, str], name: str
) -> None:
    done(team.path, "claim", "1", *args, **env)
    assert assignee(team) == name


def test_git_names_the_person_where_the_config_lists_no_one_with_its_email(team: GitRepo) -> None:
    done(team.path, "claim", "1", GIT_AUTHOR_EMAIL="cy@example.org", GIT_AUTHOR_NAME="Cy")
    assert assignee(team) == "Cy"


@pytest.mark.parametrize("email", ["ana@example.com", "elsewhere@example.com"])
@pytest.mark.parametrize("name", ["Ana Author", "ANA"])
def test_me_is_the_creator_whom_the_config_knows_by_email_or_name(
    team: GitRepo, name: str, email: str
) -> None:
    who = {"GIT_AUTHOR_NAME": name, "GIT_AUTHOR_EMAIL": email}
    done(team.path, "create", "Mine", **who)
    is_known = name == "ANA" or email == "ana@example.com"
    for word in ("me", "@me", "ana"):
        found = done(team.path, "list", "--where", f"creator = {word}", "--format", "ids").lines
        assert ("JJM-003" in found) == is_known
        args = ("--where", f"creator != {word}", "--format", "ids")
        assert ("JJM-003" in done(team.path, "list", *args).lines) != is_known
    args = ("--where", f"creator = '{name}'", "--columns", "id,creator")
    assert f"JJM-003\t{name}" in done(team.path, "list", *args).lines


@pytest.mark.parametrize("word", ["me", "@me", "Me"])
def test_me_is_the_person_at_work_in_filters_and_queries(team: GitRepo, word: str) -> None:
    done(team.path, "claim", "1")
    for args in (["--assignee", word], ["--where", f"assignee = {word}"]):
        assert done(team.path, "list", *args, "--format", "ids").lines == ["JJM-001"]
    others = done(team.path, "list", "--assignee", f"!{word}", "--format", "ids")
    assert others.lines == ["JJM-002"]
    ben = done(team.path, "list", "--assignee", word, "--format", "ids", JTICKET_USER="ben")
    assert ben.lines == []


@pytest.mark.parametrize("word", ["me", "@me", "ANA"])
def test_a_person_is_stored_as_the_config_spells_them(team: GitRepo, word: str) -> None:
    done(team.path, "set", "1", f"assignee={word}")
    assert assignee(team) == "ana"
    done(team.path, "create", "Third", "--assignee", word)
    assert assignee(team, "JJM-003") == "ana"
    done(team.path, "create", "--from-json", "-", stdin=f'{{"title": "x", "assignee": "{word}"}}')
    assert assignee(team, "JJM-004") == "ana"


def test_names_that_differ_in_case_alone_are_one_where_the_config_lists_people(
    team: GitRepo,
) -> None:
    done(team.path, "claim", "1")
    for args in (["--assignee", "Ana"], ["--where", "assignee = Ana"]):
        assert done(team.path, "list", *args, "--format", "ids").lines == ["JJM-001"]


def test_a_quoted_me_in_a_query_is_the_text(repo: GitRepo) -> None:
    done(repo.path, "claim", "1")
    assert not done(repo.path, "list", "--where", "assignee = 'me'", "--format", "ids").lines


def test_a_view_that_asks_for_me_reports_nothing_in_the_config(team: GitRepo) -> None:
    views = "views:\n  mine: {where: assignee = me and open}\n"
    team.write(".tickets/config.yml", PEOPLE + views)
    done(team.path, "claim", "1", "--as", "ben")
    ran = done(team.path, "list", "--view", "mine", "--format", "ids", JTICKET_USER="ben")
    assert (ran.lines, ran.err) == (["JJM-001"], "")


def test_log_takes_me_and_the_people_of_the_config_as_authors(team: GitRepo) -> None:
    done(team.path, "claim", "1")
    done(team.path, "claim", "2", GIT_AUTHOR_EMAIL="BEN@example.org", GIT_AUTHOR_NAME="B. B.")
    for author, ticket in (("me", "JJM-001"), ("Ben", "JJM-002")):
        log = done(team.path, "log", "--author", author, "--field", "status", "--json").json
        assert [entry["id"] for entry in log if entry["from"]] == [ticket]


@pytest.mark.parametrize(
    "args",
    [
        ["claim", "1"],
        ["list", "--assignee", "me"],
        ["list", "--where", "assignee = me"],
        ["set", "1", "assignee=me"],
        ["create", "x", "--assignee", "me"],
        ["log", "--author", "me"],
    ],
)
def test_where_nothing_names_the_person_what_needs_one_says_how_to_give_it(
    repo: GitRepo, monkeypatch: pytest.MonkeyPatch, args: list[str]
) -> None:
    nameless(repo, monkeypatch)
    ran = jticket(repo.path, *args)
    assert ran.status == 1
    assert "nothing says who you are" in ran.err
    assert "JTICKET_USER" in ran.err


def test_a_template_can_not_ask_who_is_at_work(repo: GitRepo) -> None:
    repo.write(".tickets/templates/mine.md.j2", "{{ tickets | where('assignee = me') }}")
    ran = jticket(repo.path, "render", "mine.md")
    assert ran.status == 1
    assert "a template can't depend on who runs it" in ran.err
