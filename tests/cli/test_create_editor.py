"""`create --edit`: the user's editor between the options and the file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from commandline import done, jticket

if TYPE_CHECKING:
    from pathlib import Path

    from commandline import Ran
    from gitrepo import GitRepo


@pytest.fixture
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Returns the folder of temporary files, to see what a command leaves there."""
    folder = tmp_path / "scratch"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    return folder


def edited(repo: GitRepo, script: str, *options: str) -> Ran:
    """Runs `create --edit` with a shell script for an editor; the file is its `$1`."""
    editor = repo.path.parent / "an editor.sh"
    editor.write_text(f"#!/bin/sh\n{script}\n")
    editor.chmod(0o755)
    arguments = ["create", "Draft", "--edit", *options]
    return jticket(repo.path, *arguments, VISUAL=f"'{editor}' --wait", EDITOR="false")


def test_the_editor_sees_the_ticket_and_its_text_becomes_the_file(
    repo: GitRepo, scratch: Path
) -> None:
    script = f'cp "$2" {scratch}/seen; sed -i "s/^title: .*/title: Better/; s/<!--.*/Why./" "$2"'
    ran = edited(repo, script, "--tag", "x")
    assert (ran.status, ran.out) == (0, "JJM-003\n")
    seen = (scratch / "seen").read_text()
    assert seen.startswith("---\nid: JJM-003\ntitle: Draft\n")
    assert "tags: [x]\n" in seen
    text = (repo.path / ".tickets/JJM-003.md").read_text()
    assert text == seen.replace("title: Draft", "title: Better").replace(
        "<!-- What is to be done, and why. -->", "Why."
    )
    assert repo.git("log", "-1", "--format=%s") == "JJM-003: create: Better"
    assert [path.name for path in scratch.iterdir()] == ["seen"]


def test_an_unchanged_text_is_accepted(repo: GitRepo, scratch: Path) -> None:
    assert edited(repo, "true").out == "JJM-003\n"
    assert list(scratch.iterdir()) == []


def test_a_mistake_is_reported_with_its_location_and_the_text_is_kept(
    repo: GitRepo, scratch: Path
) -> None:
    ran = edited(repo, 'sed -i "s/^priority: .*/priority: hgih/; s/<!--.*/My words./" "$2"')
    assert ran.status == 1
    (kept,) = scratch.glob("*/JJM-003.md")
    assert ran.err == (
        f"error: {kept}:6:11: error JT103 unknown priority 'hgih' (did you mean 'high'?)\n"
        f"hint: nothing was written; your text is in {kept}\n"
    )
    assert "My words." in kept.read_text()
    assert repo.status() == ""


@pytest.mark.parametrize("script", [': > "$2"', 'rm "$2"', 'printf "\\n \\n" > "$2"'])
def test_an_empty_text_cancels_the_command(repo: GitRepo, scratch: Path, script: str) -> None:
    ran = edited(repo, script)
    assert (ran.status, ran.err) == (1, "error: the text is empty\nhint: nothing was written\n")
    assert repo.status() == ""
    assert list(scratch.iterdir()) == []


def test_an_editor_that_fails_keeps_the_text(repo: GitRepo, scratch: Path) -> None:
    ran = edited(repo, 'echo words >> "$2"; exit 3')
    assert ran.status == 1
    assert re.match(r"error: the editor '.*' failed with 3; your text is in ", ran.err)
    (kept,) = scratch.glob("*/JJM-003.md")
    assert kept.read_text().endswith("words\n")


def test_a_missing_editor_leaves_no_files(repo: GitRepo, scratch: Path) -> None:
    ran = jticket(repo.path, "create", "One", "--edit", EDITOR="no-such-editor")
    assert ran.status == 1
    assert "error: the editor 'no-such-editor' can't be started" in ran.err
    assert "hint: set VISUAL or EDITOR to the editor's command" in ran.err
    assert list(scratch.iterdir()) == []


def test_an_id_taken_in_the_meantime_is_replaced_by_the_next_free_one(
    repo: GitRepo, scratch: Path
) -> None:
    taken = repo.path / ".tickets/JJM-003.md"
    ran = edited(repo, f"printf -- '---\\nid: JJM-003\\ntitle: Theirs\\n---\\n' > {taken}")
    assert ran.out == "JJM-004\n"
    assert "title: Theirs" in taken.read_text()
    assert (repo.path / ".tickets/JJM-004.md").read_text().startswith("---\nid: JJM-004\n")
    assert list(scratch.iterdir()) == []


def test_a_commit_made_during_the_edit_does_no_harm(repo: GitRepo, scratch: Path) -> None:
    ran = edited(repo, f"cd {repo.path}; git commit -q --allow-empty -m meanwhile")
    assert ran.status == 0
    assert repo.git("log", "-2", "--format=%s") == "JJM-003: create: Draft\nmeanwhile"


def test_a_dangling_reference_typed_in_the_editor_is_reported(repo: GitRepo, scratch: Path) -> None:
    ran = edited(repo, 'sed -i "s/^tags: .*/tags: []\\ndependencies: [JJM-099]/" "$2"')
    assert ran.status == 0
    assert ran.err == "note: no ticket JJM-099 here yet, though a new one refers to it\n"


def test_a_hook_that_refuses_leaves_the_typed_text_in_the_ticket(
    repo: GitRepo, scratch: Path
) -> None:
    repo.hook("pre-commit", "echo not today; exit 1")
    ran = edited(repo, 'sed -i "s/<!--.*/My words./" "$2"')
    assert ran.status == 1
    assert "not today" in ran.err
    assert (
        "the text is in .tickets/JJM-003.md, uncommitted: `jticket commit JJM-003` commits it"
    ) in ran.err
    assert "My words." in (repo.path / ".tickets/JJM-003.md").read_text()
    assert list(scratch.iterdir()) == []
    (repo.path / ".git/hooks/pre-commit").unlink()
    done(repo.path, "commit", "JJM-003")
    assert repo.git("log", "-1", "--format=%s") == "JJM-003: create: Draft"


def test_invalid_options_are_reported_before_the_editor_opens(repo: GitRepo, scratch: Path) -> None:
    ran = edited(repo, f"touch {scratch}/opened", "-p", "urgent")
    assert ran.status == 2
    assert list(scratch.iterdir()) == []
