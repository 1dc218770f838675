"""Options of a transaction that change its commit: trailers and the actor."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from surface import Surface

from jticket.errors import RefusedError
from jticket.model.people import NoNameError
from jticket.ops.write import file_changes
from jticket.ops.write.commit_message import add_trailers
from jticket.ops.write.devlog import append_devlog
from jticket.ops.write.options import Options
from jticket.ops.write.refusals import NotCommittedError
from jticket.ops.write.set_fields import Assignment, set_fields
from jticket.ops.write.transaction import changing
from jticket.ops.write.transitions import claim

if TYPE_CHECKING:
    from typing import Any

    from gitrepo import GitRepo

TRAILERS = (("Agent", "planner-7"), ("Co-authored-by", "Ana Author <ana@example.com>"))
LINES = "Agent: planner-7\nCo-authored-by: Ana Author <ana@example.com>"


@pytest.mark.parametrize(
    "message", [None, "Take it", "Take it\n\nNo one else can.", "Take it: now"]
)
def test_git_reads_the_trailers_of_the_commit(repo: GitRepo, message: str | None) -> None:
    surface = Surface(repo.path, Options(actor="ana", message=message, trailers=TRAILERS))
    surface.change(claim, "1")
    assert repo.git("log", "-1", "--format=%(trailers:only)").strip() == LINES
    start = f"JJM-001: {message or 'claim'}"
    assert repo.git("log", "-1", "--format=%B").strip() == f"{start}\n\n{LINES}"


def test_lines_about_several_tickets_are_not_trailers(repo: GitRepo) -> None:
    surface = Surface(repo.path, Options(actor="ana", trailers=TRAILERS))
    repo.write(
        ".tickets/JJM-002.md", repo.files()[".tickets/JJM-002.md"].replace(b"normal", b"low")
    )
    surface.change(set_fields, ["1", "2"], [Assignment("assignee", "", "ana")])
    assert "JJM-002: set assignee=ana" in repo.git("log", "-1", "--format=%B")
    assert repo.git("log", "-1", "--format=%(trailers:only)").strip() == LINES


def test_trailers_are_added_to_those_of_the_message(repo: GitRepo) -> None:
    message = "Take it\n\nReviewed-by: Ben <ben@example.com>"
    options = Options(actor="ana", message=message, trailers=TRAILERS)
    Surface(repo.path, options).change(claim, "1")
    expected = f"Reviewed-by: Ben <ben@example.com>\n{LINES}"
    assert repo.git("log", "-1", "--format=%(trailers:only)").strip() == expected


def test_without_trailers_a_message_is_unchanged() -> None:
    assert add_trailers("JJM-001: claim\n", ()) == "JJM-001: claim\n"


def test_a_trailer_is_one_line() -> None:
    message = add_trailers("JJM-001: claim\n", [("Agent", "one\ntwo")])
    assert len(message.splitlines()) == 3


def test_the_actor_comes_from_the_options_then_the_environment_then_git(
    repo: GitRepo,
) -> None:
    surface = Surface(repo.path)
    workspace = surface.workspace
    named = replace(workspace, environment=replace(workspace.environment, user="ben"))
    with changing(named, Options(actor=" ana  b ")) as session:
        assert session.actor == "ana b"
    with changing(named, Options()) as session:
        assert session.actor == "ben"
    with changing(workspace, Options()) as session:
        assert session.actor == "Ana Author"


def test_without_a_name_an_entry_is_refused(repo: GitRepo, monkeypatch: pytest.MonkeyPatch) -> None:
    repo.git("config", "user.useConfigOnly", "true")
    for name in ("AUTHOR_NAME", "AUTHOR_EMAIL", "COMMITTER_NAME", "COMMITTER_EMAIL"):
        monkeypatch.delenv(f"GIT_{name}")
    with pytest.raises(NoNameError):
        Surface(repo.path, Options(commit=False)).change(append_devlog, "1", "Done.")


def test_a_change_that_cannot_be_undone_is_named(
    repo: GitRepo, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = vars(file_changes)["write_file"]
    written: list[object] = []

    def write_until_full(path: object, *args: Any, **options: Any) -> None:
        if written:
            raise RefusedError("No space left on device")
        written.append(path)
        write(path, *args, **options)

    monkeypatch.setattr(file_changes, "write_file", write_until_full)
    repo.hook("pre-commit", "exit 1")
    with pytest.raises(NotCommittedError, match="hook refused") as raised:
        Surface(repo.path, Options(actor="ana")).change(claim, "1")
    assert raised.value.paths == (".tickets/JJM-001.md",)
    assert "the change is in .tickets/JJM-001.md, uncommitted" in str(raised.value.hint)
    assert b"status: in_progress" in repo.files()[".tickets/JJM-001.md"]
