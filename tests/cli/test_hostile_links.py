"""Links in a clone that lead what is read or written out of the tickets folder."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest
from commandline import done, jticket

if TYPE_CHECKING:
    from pathlib import Path

    from gitrepo import GitRepo

MARK = "TOP-SECRET-KEY"
PLACES = ["outside", ".git"]
READERS = [
    ("list",),
    ("show", "1"),
    ("show", "1", "--raw"),
    ("show", "9", "--raw"),
    ("search", "TOP"),
    ("check",),
    ("overview",),
    ("render", "leak"),
    ("render", ".tickets/templates/leak.md.j2"),
    ("render", "tickets/task"),
    ("create", "A title"),
    ("create", "A title", "--no-commit"),
    ("set", "1", "priority=high"),
    ("archive", "2"),
]


@pytest.fixture(params=PLACES)
def away(request: pytest.FixtureRequest, repo: GitRepo, tmp_path: Path) -> Path:
    """A folder with secrets, in files of every name that a reader of the tool could ask for."""
    folder = tmp_path / "away" if request.param == "outside" else repo.path / ".git/away"
    (folder / "tickets").mkdir(parents=True)
    (folder / "id_rsa").write_text(f"{MARK}\n")
    (folder / "config.yml").write_text(f"prefix: JJM\n{MARK}\n")
    for name in ("leak.md.j2", "overview.md.j2"):
        (folder / name).write_text(f"{MARK} {{% include 'id_rsa' %}}\n")
    for name in ("task.md.j2", "issue.md.j2"):
        (folder / "tickets" / name).write_text(f"{MARK}\n")
    ticket = f"---\nid: JJM-009\ntitle: {MARK}\nstatus: done\n---\n"
    (folder / "JJM-009.md").write_text(ticket)
    return folder


def linked(repo: GitRepo, name: str, target: Path) -> None:
    """Puts a link at a name in the tickets folder, in place of any file there."""
    path = repo.path / ".tickets" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    if os.path.lexists(path):
        path.unlink()
    path.symlink_to(os.path.relpath(target, path.parent))


def assert_nothing_leaks(repo: GitRepo, away: Path) -> None:
    """Runs all that reads and writes; nothing shows or takes the secret, nothing is written."""
    before = {path: path.read_bytes() for path in away.rglob("*") if path.is_file()}
    for words in READERS:
        ran = jticket(repo.path, *words)
        assert MARK not in ran.out + ran.err, words
        assert ran.status in (0, 1), (words, ran)
    assert {path: path.read_bytes() for path in away.rglob("*") if path.is_file()} == before
    assert MARK.encode() not in b"".join(repo.files().values())


@pytest.mark.parametrize(
    ("name", "target"),
    [
        ("config.yml", "config.yml"),
        ("JJM-009.md", "JJM-009.md"),
        ("more", ""),
        ("archive", ""),
        ("templates", ""),
        ("templates/leak.md.j2", "leak.md.j2"),
        ("templates/overview.md.j2", "overview.md.j2"),
        ("templates/tickets", "tickets"),
        ("templates/tickets/task.md.j2", "tickets/task.md.j2"),
    ],
)
def test_no_link_in_the_tickets_folder_leads_out_of_it(
    repo: GitRepo, away: Path, name: str, target: str
) -> None:
    linked(repo, name, away / target)
    assert_nothing_leaks(repo, away)


def test_no_link_of_a_link_leads_out_either(repo: GitRepo, away: Path) -> None:
    (repo.path / "hop").symlink_to(away)
    linked(repo, ".hop", repo.path / "hop")
    linked(repo, "templates", repo.path / ".tickets/.hop")
    linked(repo, "JJM-009.md", repo.path / ".tickets/.hop/JJM-009.md")
    assert_nothing_leaks(repo, away)


def test_the_tickets_folder_itself_is_not_such_a_link(repo: GitRepo, away: Path) -> None:
    shutil.rmtree(repo.path / ".tickets")
    (repo.path / ".tickets").symlink_to(away)
    assert_nothing_leaks(repo, away)
    ran = jticket(repo.path, "list")
    in_git = ".git" in away.parts
    place = "to git's own files" if in_git else "that leads out of the repository"
    assert (ran.status, f"is a link {place}, to {away}" in ran.err) == (1, True)


def test_a_refusal_names_the_link_and_its_target(repo: GitRepo, away: Path) -> None:
    linked(repo, "templates", away)
    for words in (("overview",), ("render", "leak"), ("create", "A title")):
        ran = jticket(repo.path, *words)
        folder = repo.path / ".tickets"
        assert (ran.status, ran.out) == (1, "")
        assert ran.err.endswith(
            f"error: {folder}/templates leads out of {folder}, to {away}\n"
            "hint: replace the link with the file itself\n"
        )


def test_templates_that_are_all_of_the_repository_lead_nowhere(repo: GitRepo) -> None:
    repo.write(".env", f"{MARK}\n")
    repo.write("leak.md.j2", "{% include '.env' %}")
    linked(repo, "templates", repo.path)
    ran = jticket(repo.path, "render", "leak")
    assert (ran.status, MARK in ran.out) == (1, False)


def test_a_template_by_its_path_includes_nothing_of_git_s(repo: GitRepo, away: Path) -> None:
    repo.write("leak.md.j2", "{% include '.git/config' %}")
    repo.write("git.md.j2", "{% include 'link' %}")
    (repo.path / "link").symlink_to(".git/config")
    (repo.path / "docs").symlink_to(away)
    for name in ("./leak.md.j2", "./git.md.j2", "docs/leak.md.j2", "docs/id_rsa"):
        ran = jticket(repo.path, "render", name)
        assert (ran.status, ran.out) == (1, ""), name
        assert "repositoryformatversion" not in ran.err
        assert MARK not in ran.err


def test_an_archive_that_leads_out_is_not_written_to(repo: GitRepo, away: Path) -> None:
    done(repo.path, "move", "2", "done", "--force")
    linked(repo, "archive", away)
    ran = jticket(repo.path, "archive", "2", "--no-commit")
    assert (ran.status, "leads out of" in ran.err) == (1, True)
    assert not (away / "JJM-002.md").exists()
    assert (repo.path / ".tickets/JJM-002.md").exists()


def test_links_that_stay_in_the_tickets_folder_are_followed(repo: GitRepo) -> None:
    repo.write(".tickets/.store/three", "---\nid: JJM-003\ntitle: Stored\n---\n")
    repo.write(".tickets/.store/settings", "prefix: ABC\n")
    repo.write(".tickets/.own/mine.md.j2", "{% include 'part' %}")
    repo.write(".tickets/.own/real", "included")
    (repo.path / ".tickets/.own/part").symlink_to("real")
    repo.write(".tickets/.own/tickets/task.md.j2", "## Description\n\nFrom the link.\n")
    linked(repo, "JJM-003.md", repo.path / ".tickets/.store/three")
    linked(repo, "config.yml", repo.path / ".tickets/.store/settings")
    linked(repo, "templates", repo.path / ".tickets/.own")
    assert done(repo.path, "show", "3").lines[0] == "JJM-003  Stored"
    assert done(repo.path, "render", "mine").out == "included"
    done(repo.path, "create", "A title", "--no-commit")
    assert "From the link." in (repo.path / ".tickets/ABC-001.md").read_text()
