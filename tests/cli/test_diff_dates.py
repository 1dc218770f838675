"""What a branch does to the dates: the end of the project, milestones, and what becomes late."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from commandline import done

if TYPE_CHECKING:
    from gitrepo import GitRepo

MONDAY = "2025-12-01T23:30:00-05:00"  # already Tuesday in UTC


@pytest.fixture
def planned(repo: GitRepo) -> GitRepo:
    """Returns a project whose MVP is due on Friday, 5 December, and is planned to end then."""
    for name in ("JJM-001", "JJM-002"):
        (repo.path / ".tickets" / f"{name}.md").unlink()
    repo.write(
        ".tickets/config.yml", "prefix: JJM\nmilestones:\n  MVP: {due: 2025-12-05}\n  Beta:\n"
    )
    write(repo, 1, "effort: 2d")
    write(repo, 2, "effort: 2d", "dependencies: [JJM-001]")
    repo.commit_all("before")
    repo.git("tag", "base")
    return repo


def write(repo: GitRepo, number: int, *lines: str, milestone: str = "MVP") -> None:
    front = "\n".join((f"id: JJM-{number:03}", f"title: T{number}", *lines))
    path = f".tickets/JJM-{number:03}.md"
    repo.write(path, f"---\n{front}\nmilestone: {milestone}\n---\n")


def changed(repo: GitRepo, effort: str) -> None:
    write(repo, 2, f"effort: {effort}", "dependencies: [JJM-001]")
    repo.git("add", "-A")
    repo.git("commit", "-qm", "longer", GIT_COMMITTER_DATE=MONDAY)


def plan(repo: GitRepo, **env: str) -> Any:
    return done(repo.path, "diff", "base..HEAD", "--json", **env).json["plan"]


def test_a_milestone_moves_and_is_late_by_working_days(planned: GitRepo) -> None:
    changed(planned, "4d")
    dates = plan(planned)
    assert dates["from"] == "2025-12-02"
    assert dates["finish_date"] == ["2025-12-05", "2025-12-09"]
    assert dates["milestones"] == [
        {
            "name": "MVP",
            "finish_date": ["2025-12-05", "2025-12-09"],
            "due": ["2025-12-05", "2025-12-05"],
            "days_late": [0, 2],
        }
    ]
    assert dates["newly_late"] == ["JJM-001", "JJM-002"]
    text = done(planned.path, "diff", "base..HEAD").lines
    assert "  MVP moves from 5 to 9 December, 2 days late" in text
    assert "  newly late: JJM-001 (by 16h), JJM-002 (by 16h)" in text
    assert any(line.split() == ["finish", "5", "Dec", "9", "Dec", "+2", "days"] for line in text)
    page = done(planned.path, "diff", "base..HEAD", "--format", "markdown").out
    assert "- MVP moves from 5 to 9 December, 2 days late\n" in page
    assert "| finish | 5 Dec | 9 Dec | +2 days |" in page


def test_the_dates_are_those_of_the_head_whatever_the_day_is(planned: GitRepo) -> None:
    changed(planned, "4d")
    later = {"JTICKET_NOW": "2027-03-01T00:00:00Z", "TZ": "Pacific/Kiritimati"}
    for form in ("json", "text", "markdown"):
        first = done(planned.path, "diff", "base", "--format", form).out
        assert done(planned.path, "diff", "base", "--format", form, **later).out == first


@pytest.mark.parametrize(
    ("effort", "phrase"),
    [
        ("1d", "MVP moves from 5 to 4 December"),
        ("20d", "MVP moves from 5 to 31 December, 18 days late"),
        ("22d", "MVP moves from 5 December 2025 to 2 January 2026, 20 days late"),
    ],
)
def test_a_move_names_month_and_year_where_they_differ(
    planned: GitRepo, effort: str, phrase: str
) -> None:
    changed(planned, effort)
    assert f"  {phrase}" in done(planned.path, "diff", "base..HEAD").lines


def test_a_milestone_that_is_new_or_only_due_on_another_day_is_named(planned: GitRepo) -> None:
    write(planned, 3, "effort: 1d", milestone="Beta")
    planned.write(".tickets/config.yml", "prefix: JJM\nmilestones:\n  MVP: {due: 2025-12-04}\n")
    planned.git("add", "-A")
    planned.git("commit", "-qm", "sooner", GIT_COMMITTER_DATE=MONDAY)
    lines = done(planned.path, "diff", "base..HEAD").lines
    assert "  MVP still ends on 5 December, 1 day late" in lines
    assert "  Beta ends on 2 December" in lines


def test_the_day_until_which_a_ticket_waits_moves_a_milestone(planned: GitRepo) -> None:
    write(planned, 1, "effort: 2d", "wait_until: 2025-12-04")
    planned.git("add", "-A")
    planned.git("commit", "-qm", "wait", GIT_COMMITTER_DATE=MONDAY)
    assert plan(planned)["finish_date"] == ["2025-12-05", "2025-12-09"]
