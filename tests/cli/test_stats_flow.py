"""`stats --since`: throughput, times, flow and burndown from git's history alone."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import pytest
from commandline import done, jticket
from wcwidth import wcswidth

if TYPE_CHECKING:
    from pathlib import Path

    from gitrepo import GitRepo

NOW = "2025-10-20T12:00:00Z"


def on(day: int) -> dict[str, str]:
    """Returns noon of a day in October."""
    moment = f"2025-10-{day:02}T12:00:00Z"
    return {"GIT_AUTHOR_DATE": moment, "GIT_COMMITTER_DATE": moment, "JTICKET_NOW": moment}


def flow(folder: Path, *args: str, **env: str) -> Any:
    arguments = ("stats", "--json", *(args or ("--since", "2025-10-01")))
    return done(folder, *arguments, **{"JTICKET_NOW": NOW, **env}).json["flow"]


@pytest.fixture
def past(repo: GitRepo) -> GitRepo:
    """Returns a repository with a ticket (6h) done, a second squashed and a third waiting."""
    done(repo.path, "set", "1", "effort=6h", **on(2))
    done(repo.path, "claim", "1", "--as", "ana", **on(3))
    done(repo.path, "complete", "1", **on(8))
    repo.git("checkout", "-q", "-b", "side")
    done(repo.path, "claim", "2", "--as", "ben", **on(9))
    done(repo.path, "complete", "2", **on(10))
    repo.git("checkout", "-q", "main")
    repo.git("merge", "-q", "--squash", "side")
    repo.git("commit", "-q", "-m", "squash", check=True, **_dates(14))
    done(repo.path, "create", "Third", "--effort", "2h", **on(15))
    return repo


def _dates(day: int) -> dict[str, Any]:
    return {name: value for name, value in on(day).items() if name.startswith("GIT_")}


def test_the_figures_are_those_of_the_history(past: GitRepo) -> None:
    report = flow(past.path)
    assert report["throughput"] == [
        {"week": "2025-09-29", "done": 0, "effort_hours": 0},
        {"week": "2025-10-06", "done": 1, "effort_hours": 6},
        {"week": "2025-10-13", "done": 1, "effort_hours": 0},
        {"week": "2025-10-20", "done": 0, "effort_hours": 0},
    ]
    five_days = 5 * 24
    assert report["cycle_time"] == {
        "tickets": 1,
        "unknown": 1,
        "median_hours": five_days,
        "p85_hours": five_days,
    }
    assert (report["lead_time"]["tickets"], report["lead_time"]["unknown"]) == (2, 0)
    assert report["lead_time"]["median_hours"] == 7 * 24 + 2.5
    assert (report["step"], report["since"]) == ("day", "2025-10-01T09:30:00Z")
    counts = {point["at"][:10]: point["tickets"] for point in report["cumulative"]}
    assert {name: n for name, n in counts["2025-10-04"].items() if n} == {
        "backlog": 1,
        "in_progress": 1,
    }
    assert {name: n for name, n in counts["2025-10-20"].items() if n} == {"backlog": 1, "done": 2}
    assert [(point["open"], point["open_hours"]) for point in report["burndown"]] == [
        (2, 6),
        (2, 6),
        (1, 0),
        (1, 2),
        (1, 2),
    ]


def test_uncommitted_edits_do_not_count_and_are_reported(past: GitRepo) -> None:
    before = flow(past.path)
    done(past.path, "claim", "3", "--as", "ana", "--no-commit")
    assert flow(past.path) == before
    done(past.path, "create", "Fourth", "--no-commit")
    ran = done(past.path, "stats", "--since", "1w", JTICKET_NOW=NOW)
    assert ran.err == "note: the flow leaves out 1 ticket not committed\n"


def test_deleted_tickets_are_left_out_and_reported(past: GitRepo) -> None:
    past.git("rm", "-q", ".tickets/JJM-001.md")
    past.git("commit", "-q", "-m", "away", check=True, **_dates(16))
    ran = done(past.path, "stats", "--since", "2025-10-01", "--json", JTICKET_NOW=NOW)
    assert (ran.json["flow"]["done"], ran.err) == (
        1,
        "note: the flow leaves out 1 ticket deleted since\n",
    )


def test_a_ticket_whose_deletion_is_uncommitted_is_reported_as_deleted(past: GitRepo) -> None:
    path = next(past.path.glob(".tickets/**/JJM-002.md"))
    path.write_text(path.read_text().replace("title: ", "title: a: "))
    ran = done(past.path, "stats", "--since", "2025-10-01")
    assert "deleted" not in ran.err
    path.unlink()
    ran = done(past.path, "stats", "--since", "2025-10-01")
    assert "the flow leaves out 1 ticket deleted since" in ran.err


def test_filters_narrow_the_flow_and_moved_or_renumbered_tickets_keep_their_history(
    past: GitRepo,
) -> None:
    assert flow(past.path, "--since", "2025-10-01", "--assignee", "ana")["done"] == 1
    done(past.path, "archive", "1", **on(16))
    assert flow(past.path, "--since", "2025-10-01", "--assignee", "ana")["done"] == 1


def test_epics_are_not_part_of_the_flow(past: GitRepo) -> None:
    before = flow(past.path)
    done(past.path, "create", "All of it", "--type", "epic", "--status", "done", **on(16))
    assert flow(past.path) == before


@pytest.mark.parametrize(
    ("since", "count"),
    [("2025-10-08", 2), ("2025-10-08T12:00:01Z", 1), ("6d", 1), ("2w", 2), ("9h", 0), ("-2w", 2)],
)
def test_since_takes_a_day_a_time_or_an_age(past: GitRepo, since: str, count: int) -> None:
    assert flow(past.path, "--since", since, JTICKET_NOW="2025-10-20T12:00:00Z")["done"] == count


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (("--since", "soon"), "error: --since: 'soon' is not a date or time\n"),
        (("--since", "--output=x"), "error: --since: '--output=x' is not a date or time\n"),
        (("--since", "2999-01-01"), "error: --since: '2999-01-01' is in the future\n"),
        (("--since", "tomorrow"), "error: --since: 'tomorrow' is in the future\n"),
        (("--since", "1w", "--at", "HEAD"), "error: --since and --at exclude each other\n"),
        (("--plot", "x.svg"), "error: --plot needs --since\n"),
        (("--since", "1w", "--plot", "x.pdf"), "error: --plot: x.pdf is neither .svg nor .png\n"),
    ],
)
def test_incorrect_usage_is_an_error(repo: GitRepo, arguments: tuple[str, ...], error: str) -> None:
    ran = jticket(repo.path, "stats", *arguments)
    assert (ran.status, ran.err.splitlines(keepends=True)[0]) == (2, error)


def test_a_pipe_gets_a_line_for_each_figure_after_the_usual_ones(past: GitRepo) -> None:
    usual = done(past.path, "stats", JTICKET_NOW=NOW).lines
    lines = done(past.path, "stats", "--since", "2025-10-01", JTICKET_NOW=NOW).lines
    assert lines[: len(usual)] == usual
    assert "throughput\t2025-10-06\t1\t6" in lines
    assert "cycle_time\t120\t120\t1\t1" in lines
    assert "cumulative\t2025-10-20T12:00:00Z\tdone\t2" in lines
    assert lines[-1] == "burndown\t2025-10-20T12:00:00Z\t1\t2"


@pytest.mark.parametrize("columns", [50, 80, 200])
def test_a_terminal_gets_plots_that_fit_it(past: GitRepo, columns: int) -> None:
    arguments = ("stats", "--since", "2025-10-01", "--format", "table")
    ran = done(past.path, *arguments, JTICKET_NOW=NOW, COLUMNS=str(columns))
    assert max(map(wcswidth, ran.lines)) <= columns
    assert "Since 2025-10-01 09:30 UTC: 2 tickets done, 6h" in ran.lines
    assert any(
        line.split() == ["first", "work", "5", "days", "5", "days", "1", "1"] for line in ran.lines
    )
    assert any(line.startswith("2025-10-06     1") and line.endswith("█") for line in ran.lines)


def test_without_tickets_or_commits_there_is_nothing_to_report(empty_repo: GitRepo) -> None:
    (empty_repo.path / ".tickets").mkdir()
    report = flow(empty_repo.path, "--since", "30d")
    assert (report["done"], report["cycle_time"]["median_hours"]) == (0, None)
    table = done(empty_repo.path, "stats", "--since", "30d", "--format", "table")
    assert "0 tickets done" in table.out


def test_without_a_repository_the_error_gives_the_reason(tmp_path: Path) -> None:
    (tmp_path / ".tickets").mkdir()
    ran = jticket(tmp_path, "stats", "--since", "1w")
    assert (ran.status, "not inside a git repository" in ran.err) == (1, True)


def test_a_shallow_clone_reports_where_its_history_begins(past: GitRepo, tmp_path: Path) -> None:
    clone = tmp_path / "clone"
    past.git("clone", "-q", "--depth=2", f"file://{past.path}", str(clone))
    ran = done(clone, "stats", "--since", "2025-10-01", "--json", JTICKET_NOW=NOW)
    assert ran.err.startswith("note: this shallow clone has no history before 2025-10-14T12:00:00Z")
    assert ran.json["flow"]["since"] == "2025-10-14T12:00:00Z"
    assert ran.json["flow"]["cycle_time"]["tickets"] == 0


@pytest.mark.parametrize(("suffix", "magic"), [("svg", b"<?xml"), ("png", b"\x89PNG")])
def test_the_same_flow_makes_the_same_picture(past: GitRepo, suffix: str, magic: bytes) -> None:
    pytest.importorskip("matplotlib")
    arguments = ("stats", "--since", "2025-10-01", "--plot", f"flow.{suffix}")
    ran = done(past.path, *arguments, JTICKET_NOW=NOW)
    assert f"flow.{suffix}: written" in ran.err
    data = (past.path / f"flow.{suffix}").read_bytes()
    assert data.startswith(magic)
    again = done(past.path, *arguments, JTICKET_NOW=NOW)
    assert f"flow.{suffix}: up to date" in again.err
    ticket = jticket(past.path, "stats", "--since", "1w", "--plot", ".tickets/config.yml.svg")
    assert ticket.status == 0


def test_without_the_library_a_picture_is_refused_with_a_hint(
    past: GitRepo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)
    ran = jticket(past.path, "stats", "--since", "1w", "--plot", "x.svg")
    assert (ran.status, ran.err) == (
        1,
        "error: --plot needs Matplotlib\nhint: pip install 'jticket[plot]' brings it\n",
    )
    assert not (past.path / "x.svg").exists()
    assert done(past.path, "stats", "--since", "1w").status == 0
