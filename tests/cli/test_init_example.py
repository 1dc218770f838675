"""`init --example`: a repository to try things in, as fresh on any day."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from commandline import done, jticket
from gitrepo import IDENTITY, GitRepo

from jticket.store.example import example_files

if TYPE_CHECKING:
    from pathlib import Path


def test_it_is_a_repository_with_one_commit_that_checks_clean(tmp_path: Path) -> None:
    ran = done(tmp_path, "init", "--example", "demo")
    demo = GitRepo(tmp_path / "demo")
    assert ran.out == f"made a repository with 75 tickets in demo [{demo.head()[:10]}]\n"
    assert ran.err == "next: cd demo; jticket board; jticket next; jticket plan\n"
    assert demo.status() == ""
    assert demo.git("log", "--format=%s").splitlines() == ["tickets: the example project"]
    assert "75 tickets checked: all is well" in done(demo.path, "check", "--strict").err


def test_it_checks_clean_on_every_day_of_a_later_week(tmp_path: Path) -> None:
    done(tmp_path, "init", "--example", "demo", JTICKET_NOW="2031-03-05T00:00:00Z")
    for day in range(5, 12):
        now = f"2031-03-{day:02}T23:59:59Z"
        ran = done(tmp_path / "demo", "check", "--strict", JTICKET_NOW=now)
        assert "all is well" in ran.err, day


def test_only_dates_are_moved_and_all_by_the_same_weeks(tmp_path: Path) -> None:
    done(tmp_path, "init", "--example", "demo", JTICKET_NOW="2025-10-16T12:00:00Z")
    moved = {
        path.relative_to(tmp_path / "demo/.tickets").as_posix(): path.read_bytes()
        for path in (tmp_path / "demo/.tickets").rglob("*")
        if path.is_file()
    }
    files = example_files()
    assert moved.keys() == files.keys()
    assert b"due: 2026-01-30" in files["config.yml"]
    assert moved["config.yml"] == files["config.yml"].replace(b"01-30", b"02-13").replace(
        b"06-30", b"07-14"
    )
    assert all(len(moved[name]) == len(data) for name, data in files.items())


def test_on_the_day_of_the_example_nothing_is_moved(tmp_path: Path) -> None:
    done(tmp_path, "init", "--example", "demo")
    for name, data in example_files().items():
        assert (tmp_path / "demo/.tickets" / name).read_bytes() == data


def test_an_empty_folder_is_filled(tmp_path: Path) -> None:
    (tmp_path / "demo").mkdir()
    done(tmp_path, "init", "--example", "demo")
    assert (tmp_path / "demo/.tickets/JJM-075.md").is_file()


@pytest.mark.parametrize("name", ["demo", "demo/file"])
def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path, name: str) -> None:
    (tmp_path / "demo").mkdir()
    (tmp_path / "demo/file").write_text("mine")
    ran = jticket(tmp_path, "init", "--example", name)
    assert (ran.status, ran.out) == (1, "")
    assert ran.err == f"error: '{name}' exists and is not empty\nhint: name a new folder\n"
    assert os.listdir(tmp_path / "demo") == ["file"]


def test_a_repository_inside_another_one_is_refused(repo: GitRepo) -> None:
    ran = jticket(repo.path, "init", "--example", "demo")
    assert ran.status == 1
    assert ran.err.startswith(f"error: 'demo' is in the repository {repo.path}\n")
    assert not (repo.path / "demo").exists()


def test_without_a_name_known_to_git_the_demo_has_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = tmp_path / "gitconfig"
    config.write_text("[user]\n\tuseConfigOnly = true\n")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(config))
    for name in [name for name in IDENTITY if "DATE" not in name]:
        monkeypatch.delenv(name)
    ran = jticket(tmp_path, "init", "--example", "demo")
    assert (ran.status, ran.err.splitlines()[1:]) == (
        0,
        ["note: git does not know your name; commits there are by Demo <demo@example.org>"],
    )
    author = GitRepo(tmp_path / "demo").git("log", "-1", "--format=%an <%ae>")
    assert author == "Demo <demo@example.org>"


def test_after_a_failure_nothing_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from jticket.ops.write import example

    def fail(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device", "demo")

    monkeypatch.setattr(example, "write_file", fail)
    assert jticket(tmp_path, "init", "--example", "new").status == 1
    (tmp_path / "empty").mkdir()
    assert jticket(tmp_path, "init", "--example", "empty").status == 1
    assert os.listdir(tmp_path) == ["empty"]
    assert os.listdir(tmp_path / "empty") == []


@pytest.mark.parametrize("option", ["--prefix P", "--no-commit", "--message m"])
def test_other_options_are_for_other_uses(tmp_path: Path, option: str) -> None:
    ran = jticket(tmp_path, "init", "--example", "demo", *option.split())
    assert ran.status == 2
    assert "exclude each other" in ran.err
    assert not (tmp_path / "demo").exists()


def test_json_names_folder_tickets_and_commit(tmp_path: Path) -> None:
    made = done(tmp_path, "init", "--example", "demo", "--json").json
    commit = GitRepo(tmp_path / "demo").head()
    assert made == {"folder": str(tmp_path / "demo"), "tickets": 75, "commit": commit}
