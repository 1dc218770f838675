"""`plan --forecast` and `plan --backtest`, in repositories whose tickets have a past."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from commandline import done, jticket
from golden import reviewed
from pasts import Lived, at, repo_with_past, usual_past
from terminal import TerminalStream
from wcwidth import wcswidth

if TYPE_CHECKING:
    from pathlib import Path

    from gitrepo import GitRepo

NOW = at(38).strftime("%Y-%m-%dT%H:%M:%SZ")
KEYS = [
    *("as_of", "seed", "runs", "observations", "needed", "unknown_start", "left_out"),
    *("in_progress_at_once", "new_work", "rest", "milestones"),
]


def plan(repo: GitRepo, *args: str, **env: str) -> Any:
    """Returns the JSON of a plan, by few runs."""
    arguments = ("plan", *args, "--json", "--runs", "60")
    return done(repo.path, *arguments, **{"JTICKET_NOW": NOW, **env}).json


def text(repo: GitRepo, *args: str, **env: str) -> str:
    return done(repo.path, "plan", *args, **{"JTICKET_NOW": NOW, **env}).out


@pytest.fixture(scope="module")
def past(tmp_path_factory: pytest.TempPathFactory) -> GitRepo:
    """Returns a repository with 20 tickets done, one in progress and eight to do."""
    return repo_with_past(tmp_path_factory.mktemp("past") / "jules", usual_past(20))


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> GitRepo:
    """Returns a repository with 24 tickets, all done."""
    tickets = usual_past(24, left=0, running=0)
    return repo_with_past(tmp_path_factory.mktemp("finished") / "jules", tickets)


def test_people_see_the_days_at_each_chance(past: GitRepo) -> None:
    shown = text(past, "--forecast")
    assert reviewed("forecast-80.txt", shown) == shown


def test_people_see_what_past_weeks_forecast_and_what_happened(finished: GitRepo) -> None:
    shown = text(finished, "--backtest", JTICKET_NOW=at(60).strftime("%Y-%m-%dT%H:%M:%SZ"))
    assert reviewed("backtest-80.txt", shown) == shown


def test_a_backtest_takes_fewer_runs_than_a_forecast(repo: GitRepo) -> None:
    for option, runs in (("--forecast", 1000), ("--backtest", 200)):
        assert done(repo.path, "plan", option, "--json").json["runs"] == runs


def test_a_terminal_shows_once_that_a_forecast_takes_long(
    past: GitRepo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("jticket.cli.output._PATIENCE", 0.0)
    for option, what in (
        ("--forecast", "the forecast"),
        ("--backtest", "a forecast for each past week"),
    ):
        ran = done(past.path, "plan", option, "--runs", "60", JTICKET_NOW=NOW)
        assert "computing" not in ran.err
        with monkeypatch.context() as patch:
            patch.setattr("commandline._stream", TerminalStream)
            ran = done(past.path, "plan", option, "--runs", "60", JTICKET_NOW=NOW, JTICKET_PAGER="")
        assert ran.err.count(f"computing {what}…\n") == 1


@pytest.mark.parametrize("columns", [50, 80, 200])
def test_a_terminal_of_any_width_gets_what_fits_it(past: GitRepo, columns: int) -> None:
    for option in ("--forecast", "--backtest"):
        shown = text(past, option, "--runs", "60", COLUMNS=str(columns))
        assert max(map(wcswidth, shown.splitlines()[2:])) <= columns


def test_json_has_the_days_of_the_rest_and_of_each_milestone(past: GitRepo) -> None:
    answer = plan(past, "--forecast")
    assert list(answer) == KEYS
    assert (answer["as_of"], answer["seed"], answer["runs"]) == ("2025-07-10", 1, 60)
    assert (answer["observations"], answer["unknown_start"]) == (20, 0)
    assert answer["rest"]["open"] == 9
    mvp, later = answer["milestones"]
    assert list(mvp) == ["name", "open", "deadline", "p50", "p85", "p95", "chance_on_time"]
    assert (mvp["name"], mvp["open"], mvp["deadline"]) == ("MVP", 5, "2025-09-12")
    assert 0 <= mvp["chance_on_time"] <= 1
    assert (later["name"], later["deadline"], later["chance_on_time"]) == ("Later", None, None)
    for part in (answer["rest"], mvp, later):
        assert answer["as_of"] <= part["p50"] <= part["p85"] <= part["p95"]


def test_the_same_seed_makes_the_same_forecast(past: GitRepo) -> None:
    first = text(past, "--forecast")
    assert text(past, "--forecast", "--seed", "1", "--runs", "1000") == first
    assert text(past, "--forecast", "--seed", "7").splitlines()[3:] != first.splitlines()[3:]


def test_work_that_begins_later_is_done_later_and_more_workers_are_faster(past: GitRepo) -> None:
    now, later, many = (
        plan(past, "--forecast", *more)["rest"]["p85"]
        for more in ((), ("--from", "2025-08-04"), ("--workers", "4"))
    )
    assert many < now < later
    assert date.fromisoformat(later) - date.fromisoformat(now) >= timedelta(days=21)


def test_filters_narrow_what_is_forecast_but_not_the_past(past: GitRepo) -> None:
    answer = plan(past, "--forecast", "--milestone", "MVP")
    assert (answer["rest"]["open"], answer["observations"]) == (5, 20)
    assert [milestone["name"] for milestone in answer["milestones"]] == ["MVP"]


def test_the_forecast_at_a_date_knows_nothing_of_what_came_later(past: GitRepo) -> None:
    then = plan(past, "--forecast", "--at", "2025-06-23")
    assert then["as_of"] == "2025-06-23"
    assert 8 <= then["observations"] < 20
    assert then["rest"]["open"] > 9
    assert then == plan(
        past, "--forecast", "--at", "2025-06-23", JTICKET_NOW="2026-01-01T00:00:00Z"
    )


def test_a_backtest_says_what_was_forecast_then(past: GitRepo) -> None:
    weeks = plan(past, "--backtest")["weeks"]
    names = ("open", "p50", "p85", "p95")
    for row in weeks:
        then = plan(past, "--forecast", "--at", row["week"])
        part = next((m for m in then["milestones"] if m["name"] == row["milestone"]), then["rest"])
        assert [row[name] for name in names] == [part[name] for name in names]
        assert date.fromisoformat(row["week"]).weekday() == 0
    assert {row["milestone"] for row in weeks} == {None, "MVP", "Later"}
    assert all(row["happened"] is None for row in weeks)


def test_a_backtest_compares_with_what_happened(finished: GitRepo) -> None:
    answer = plan(finished, "--backtest", JTICKET_NOW=at(60).strftime("%Y-%m-%dT%H:%M:%SZ"))
    last = max(row["happened"] for row in answer["weeks"])
    assert last == at(usual_past(24, 0, 0)[-1].done or 0).date().isoformat()
    for row in answer["weeks"]:
        for percentile in ("p50", "p85", "p95"):
            assert row["hit"][percentile] == (row["happened"] <= row[percentile])
    for percentile, rate in answer["hits"].items():
        hits = [row["hit"][percentile] for row in answer["weeks"]]
        assert (rate["hits"], rate["of"]) == (sum(hits), len(hits))
        assert rate["rate"] == pytest.approx(sum(hits) / len(hits), abs=1e-4)


def test_too_little_history_is_said_and_is_not_an_error(tmp_path: Path) -> None:
    repo = repo_with_past(tmp_path / "jules", usual_past(3))
    reason = "3 finished tickets have a known start and end; a forecast needs 8"
    assert text(repo, "--forecast") == f"no forecast: {reason}\n"
    assert text(repo, "--backtest") == f"no backtest: {reason}\n"
    answer = plan(repo, "--forecast")
    assert (answer["forecast"], answer["reason"], answer["observations"]) == (None, reason, 3)
    assert (answer["rest"], answer["milestones"], answer["needed"]) == (None, [], 8)
    answer = plan(repo, "--backtest")
    assert (answer["backtest"], answer["reason"], answer["weeks"]) == (None, reason, [])


def test_nothing_to_do_is_said(finished: GitRepo) -> None:
    assert text(finished, "--forecast") == "no forecast: nothing is left to do\n"
    assert plan(finished, "--forecast")["reason"] == "nothing is left to do"


def test_a_squashed_history_is_counted_as_unknown(tmp_path: Path) -> None:
    tickets = [*usual_past(4), *(replace(Lived(), done=5 + n / 7) for n in range(9))]
    shown = text(repo_with_past(tmp_path / "jules", tickets), "--forecast")
    assert "(9 more have no known start)" in shown


def test_tickets_that_wait_for_themselves_are_left_out_and_named(tmp_path: Path) -> None:
    tickets = [*usual_past(12, left=1), Lived(on=(16,)), Lived(on=(15,))]
    repo = repo_with_past(tmp_path / "jules", tickets)
    ran = done(repo.path, "plan", "--forecast", "--runs", "60", JTICKET_NOW=NOW)
    assert ran.err == "note: left out, they wait for themselves: JJM-015, JJM-016\n"
    answer = plan(repo, "--forecast")
    assert (answer["left_out"], answer["rest"]["open"]) == (["JJM-015", "JJM-016"], 2)


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (("--forecast", "--backtest"), "--forecast and --backtest exclude each other"),
        (("--forecast", "--all"), "--forecast and --all exclude each other"),
        (("--forecast", "--format", "svg"), "--forecast and --format exclude each other"),
        (("--backtest", "--at", "HEAD"), "--backtest and --at exclude each other"),
        (("--backtest", "--from", "today"), "--backtest and --from exclude each other"),
        (("--runs", "100"), "--runs needs --forecast or --backtest"),
        (("--seed", "1"), "--seed needs --forecast or --backtest"),
        (("--plot", "x.svg"), "--plot needs --forecast or --backtest"),
        (("--forecast", "--plot", "x.pdf"), "--plot: x.pdf is neither .svg nor .png"),
        (("--forecast", "--from", "soon"), "--from: 'soon' is not a date"),
    ],
)
def test_incorrect_usage_is_an_error(past: GitRepo, arguments: tuple[str, ...], error: str) -> None:
    ran = jticket(past.path, "plan", *arguments)
    assert (ran.status, ran.err.splitlines()[0]) == (2, f"error: {error}")


@pytest.mark.parametrize("option", ["--forecast", "--backtest"])
@pytest.mark.parametrize(("suffix", "magic"), [("svg", b"<?xml"), ("png", b"\x89PNG")])
def test_the_same_forecast_makes_the_same_picture(
    past: GitRepo, tmp_path: Path, option: str, suffix: str, magic: bytes
) -> None:
    pytest.importorskip("matplotlib")
    file = tmp_path / f"forecast.{suffix}"
    arguments = ("plan", option, "--runs", "60", "--plot", str(file))
    assert f"{file}: written" in done(past.path, *arguments, JTICKET_NOW=NOW).err
    assert file.read_bytes().startswith(magic)
    assert f"{file}: up to date" in done(past.path, *arguments, JTICKET_NOW=NOW).err


def test_without_the_library_a_picture_is_refused_with_a_hint(
    past: GitRepo, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)
    file = tmp_path / "x.svg"
    ran = jticket(past.path, "plan", "--forecast", "--plot", str(file), JTICKET_NOW=NOW)
    assert (ran.status, ran.out, ran.err) == (
        1,
        "",
        "error: --plot needs Matplotlib\nhint: pip install 'jticket[plot]' brings it\n",
    )
    assert not file.exists()
    assert done(past.path, "plan", "--forecast", JTICKET_NOW=NOW).status == 0


def test_without_a_repository_the_error_gives_the_reason(tmp_path: Path) -> None:
    (tmp_path / ".tickets").mkdir()
    ran = jticket(tmp_path, "plan", "--forecast")
    assert (ran.status, "not inside a git repository" in ran.err) == (1, True)


def test_a_shallow_clone_says_that_it_knows_less(past: GitRepo, tmp_path: Path) -> None:
    clone = tmp_path / "clone"
    past.git("clone", "-q", "--depth=3", f"file://{past.path}", str(clone))
    ran = done(clone, "plan", "--forecast", JTICKET_NOW=NOW)
    assert "this clone is shallow" in ran.err
    assert ran.out.startswith("no forecast: ")
