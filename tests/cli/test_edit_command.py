"""`edit`: the user's editor, its failures, and that no text is ever lost."""

from __future__ import annotations

import os
import pty
import re
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from commandline import command, done, environment, jticket

if TYPE_CHECKING:
    from gitrepo import GitRepo

FILE = ".tickets/JJM-001.md"


def kept(err: str) -> str:
    """Returns the text in the file that a message names."""
    match = re.search(r"your text is in (\S+\.md)", err)
    assert match, err
    return Path(match[1]).read_text()


@pytest.fixture
def editor(repo: GitRepo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Sets an editor with an option in its command; what it does is in the file `todo`."""
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(scratch))  # where kept texts lie
    script = repo.script("../my editor.sh", '[ "$1" = --wait ] || exit 9\nshift\n. "$TODO"')
    return f"'{script}' --wait"


def edit(repo: GitRepo, editor: str, todo: str, *args: str, answers: str = "") -> tuple[int, str]:
    plan = repo.path.parent / "todo"
    plan.write_text(todo)
    ran = jticket(repo.path, "edit", "1", *args, stdin=answers, VISUAL=editor, TODO=str(plan))
    return ran.status, ran.err


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """The user sits at a terminal; the answers come from stdin all the same."""
    monkeypatch.setattr("jticket.cli.editor.asks_person", lambda: True)


# The editor makes another mistake each time, and gives up at the sixth.
NEW_MISTAKES = (
    'echo run >> "$TODO.runs"\nruns=$(wc -l < "$TODO.runs")\n[ "$runs" -lt 6 ] || exit 3\n'
    'sed -i "s/^status: .*/status: wrong$runs/" "$1"'
)


def runs(repo: GitRepo) -> int:
    return len((repo.path.parent / "todo.runs").read_text().splitlines())


def test_without_a_terminal_the_editor_opens_once(repo: GitRepo, editor: str) -> None:
    before = repo.head(), repo.files()
    status, err = edit(repo, editor, NEW_MISTAKES, answers="y\ny\ny\n")
    assert (status, runs(repo)) == (1, 1)
    assert "unknown status 'wrong1'" in err
    assert "status: wrong1" in kept(err)
    assert (repo.head(), repo.files()) == before


@pytest.mark.usefixtures("terminal")
@pytest.mark.parametrize("answers", ["y\ny\nn\n", "\n\nno\n", "y\ny\n"])
def test_at_a_terminal_the_editor_opens_again_as_long_as_the_person_agrees(
    repo: GitRepo, editor: str, answers: str
) -> None:
    before = repo.head(), repo.files()
    status, err = edit(repo, editor, NEW_MISTAKES, answers=answers)
    assert (status, runs(repo)) == (1, 3)
    assert "status: wrong3" in kept(err)
    assert (repo.head(), repo.files()) == before


def test_a_real_terminal_is_asked(repo: GitRepo, editor: str) -> None:
    plan = repo.path.parent / "todo"
    plan.write_text(NEW_MISTAKES)
    user, terminal = pty.openpty()
    os.write(user, b"y\nn\n")
    ran = subprocess.run(
        command("edit", "1"),
        cwd=repo.path,
        stdin=terminal,
        stdout=subprocess.PIPE,
        stderr=terminal,
        check=False,
        env=environment(VISUAL=editor, TODO=str(plan), TMPDIR=str(repo.path.parent / "scratch")),
    )
    os.close(terminal)
    shown = os.read(user, 100_000).decode()
    os.close(user)
    assert (ran.returncode, runs(repo)) == (1, 2)
    assert "line 4, column 9: unknown status 'wrong1'" in shown
    assert "open the editor again? [Y/n]" in shown


def test_an_edit_is_checked_and_committed_with_a_subject_that_says_what_changed(
    repo: GitRepo, editor: str
) -> None:
    todo = "sed -i 's/^priority: .*/priority: high/' \"$1\""
    assert edit(repo, editor, todo) == (0, "")
    assert repo.git("log", "-1", "--format=%s") == "JJM-001: priority normal → high"
    assert b"priority: high\n" in repo.files()[FILE]


def test_an_unchanged_ticket_is_not_committed(repo: GitRepo, editor: str) -> None:
    before = repo.head()
    status, err = edit(repo, editor, "true")
    assert (status, "nothing to change" in err, repo.head()) == (0, True, before)


@pytest.mark.usefixtures("terminal")
def test_a_mistake_opens_the_editor_again_with_the_finding_on_top(
    repo: GitRepo, editor: str
) -> None:
    todo = (
        'cp "$1" "$TODO.seen"\nif grep -q \'^#! jticket\' "$1"; then\n'
        "  sed -i 's/^status: .*/status: ready/' \"$1\"\nelse\n"
        "  sed -i 's/^status: .*/status: raedy/' \"$1\"\nfi"
    )
    assert edit(repo, editor, todo, answers="y\n")[0] == 0
    seen = (repo.path.parent / "todo.seen").read_text()
    first = seen.splitlines()[0]
    assert first.startswith("#! jticket: line 4, column 9: unknown status 'raedy'")
    assert b"#! jticket" not in repo.files()[FILE]
    assert b"status: ready\n" in repo.files()[FILE]


def test_a_mistake_that_is_not_fixed_changes_nothing_and_keeps_the_text(
    repo: GitRepo, editor: str
) -> None:
    before = repo.head(), repo.files()
    status, err = edit(repo, editor, "sed -i 's/^title: .*/title: [broken/' \"$1\"")
    assert status == 1
    assert "title: [broken" in kept(err)
    assert (repo.head(), repo.files()) == before


@pytest.mark.parametrize(
    ("todo", "words"),
    [("exit 3", "failed with 3"), (': > "$1"', "the text is empty"), ('rm "$1"', "empty")],
)
def test_a_failed_editor_or_an_empty_file_changes_nothing(
    repo: GitRepo, editor: str, todo: str, words: str
) -> None:
    before = repo.head(), repo.files()
    status, err = edit(repo, editor, todo)
    assert (status, words in err) == (1, True), err
    assert (repo.head(), repo.files()) == before


def test_a_missing_editor_is_named(repo: GitRepo) -> None:
    ran = jticket(repo.path, "edit", "1", VISUAL="no-such-editor --wait")
    assert (ran.status, "no-such-editor" in ran.err, "VISUAL" in ran.err) == (1, True, True)


def test_the_workflow_applies_in_the_editor_too_unless_forced(repo: GitRepo, editor: str) -> None:
    todo = "sed -i 's/^status: .*/status: done/' \"$1\""
    status, err = edit(repo, editor, todo)
    assert (status, "can't go from backlog to done" in err) == (1, True)
    assert edit(repo, editor, todo, "--force")[0] == 0


def test_an_id_cannot_be_changed_in_the_editor(repo: GitRepo, editor: str) -> None:
    status, err = edit(repo, editor, "sed -i 's/^id: .*/id: JJM-009/' \"$1\"")
    assert (status, "the id is JJM-001" in err) == (1, True)


def test_a_concurrent_change_is_not_overwritten(repo: GitRepo, editor: str) -> None:
    todo = f"sed -i 's/^priority: .*/priority: high/' \"$1\"\necho 'hers' >> '{repo.path / FILE}'"
    status, err = edit(repo, editor, todo)
    assert (status, "changed while you edited it" in err) == (1, True)
    assert "priority: high" in kept(err)
    assert repo.files()[FILE].endswith(b"hers\n")
    assert b"priority: normal" in repo.files()[FILE]


def test_crlf_and_a_byte_order_mark_survive_the_editor(repo: GitRepo, editor: str) -> None:
    data = b"\xef\xbb\xbf" + repo.files()[FILE].replace(b"\n", b"\r\n")
    repo.write(FILE, data)
    repo.commit_all()
    assert edit(repo, editor, "sed -i 's/^priority: [a-z]*/priority: low/' \"$1\"")[0] == 0
    assert repo.files()[FILE] == data.replace(b"priority: normal", b"priority: low")


def test_a_refused_commit_leaves_the_edit_in_its_file(repo: GitRepo, editor: str) -> None:
    repo.hook("pre-commit", "exit 1")
    status, err = edit(repo, editor, "echo 'more text' >> \"$1\"")
    assert (status, "jticket commit JJM-001" in err) == (1, True)
    assert repo.files()[FILE].endswith(b"more text\n")
    repo.hook("pre-commit", "exit 0")
    done(repo.path, "commit", "1")
    assert repo.status() == ""
