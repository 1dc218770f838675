"""Options that exclude or require each other: one wording in every command."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from commandline import done, jticket

if TYPE_CHECKING:
    from gitrepo import GitRepo


@pytest.mark.parametrize(
    "args",
    [
        ["list", "--json", "--format", "csv"],
        ["ready", "--json", "--format", "ids"],
        ["blocked", "--format", "tsv", "--json"],
        ["graph", "--json", "--format", "dot"],
        ["board", "--json", "--format", "tsv"],
        ["stats", "--json", "--format", "table"],
        ["log", "--json", "--format", "tsv"],
    ],
)
def test_json_and_a_format_exclude_each_other_without_a_hint(
    repo: GitRepo, args: list[str]
) -> None:
    ran = jticket(repo.path, *args)
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.splitlines()[0] == "error: --json and --format exclude each other"
    assert "hint: " not in ran.err


@pytest.mark.parametrize(
    ("args", "error"),
    [
        (
            ["list", "--columns", "id", "--json"],
            "--columns and --json exclude each other\nhint: columns: table, tsv or csv",
        ),
        (
            ["ready", "--columns", "id", "--format", "ids"],
            "--columns and --format ids exclude each other\nhint: columns: table, tsv or csv",
        ),
        (
            ["list", "--full"],
            "--full adds the body to JSON\nhint: add --json or --format jsonl",
        ),
        (["list", "--raw"], "--raw needs --format csv"),
        (["ready", "--raw", "--format", "tsv"], "--raw needs --format csv"),
        (["list", "--branches", "--columns", "id"], "--branches and --columns exclude each other"),
        (["show", "1", "--raw", "--json"], "--raw and --json exclude each other"),
        (["show", "1", "--raw", "--history"], "--raw and --history exclude each other"),
        (["diff", "--json", "--format", "text"], "--json and --format text exclude each other"),
        (
            ["diff", "--json", "--format", "markdown"],
            "--json and --format markdown exclude each other",
        ),
        (
            ["stats", "--since", "1w", "--at", "HEAD"],
            "--since and --at exclude each other\nhint: --since counts up to now",
        ),
        (["stats", "--plot", "flow.svg"], "--plot needs --since"),
    ],
)
def test_options_exclude_or_require_each_other(repo: GitRepo, args: list[str], error: str) -> None:
    ran = jticket(repo.path, *args)
    assert (ran.status, ran.out, ran.err) == (2, "", f"error: {error}\n" + _json_error(ran.err))


def _json_error(err: str) -> str:
    """Returns the line that `--json` adds."""
    last = err.splitlines(keepends=True)[-1]
    return last if last.startswith("{") else ""


def test_a_consistent_value_is_not_excluded(repo: GitRepo) -> None:
    done(repo.path, "diff", "HEAD", "--json", "--format", "json")
    done(repo.path, "list", "--full", "--format", "jsonl")
    done(repo.path, "list", "--columns", "id", "--format", "csv")
