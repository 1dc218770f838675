"""What every command is given, and what of it stays from one drawing of `--watch` to the next."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from jticket.cli.app import App

if TYPE_CHECKING:
    from gitrepo import GitRepo


@pytest.fixture
def app(repo: GitRepo, monkeypatch: pytest.MonkeyPatch) -> App:
    monkeypatch.chdir(repo.path)
    return App(None, None)


def test_only_a_file_that_changed_is_parsed_again(repo: GitRepo, app: App) -> None:
    first, second = app.project().files
    repo.write(".tickets/JJM-001.md", "---\nid: JJM-001\ntitle: Changed\n---\n")
    again = app.again()
    changed, same = again.project().files
    assert again.project().find("JJM-001").ticket.title == "Changed"
    assert changed is not first
    assert same is second


def test_with_other_settings_every_file_is_parsed_again(repo: GitRepo, app: App) -> None:
    files = app.project().files
    repo.write(".tickets/config.yml", "prefix: JJM\nhours_per_day: 6\n")
    assert not {id(file) for file in files} & {id(file) for file in app.again().project().files}


def test_files_are_kept_where_a_look_in_between_read_none(repo: GitRepo, app: App) -> None:
    files = app.project().files
    kept = app.again().again().project().files
    assert [id(file) for file in kept] == [id(file) for file in files]
    assert repo.status() == ""
