"""Every view fits narrow and wide terminals, wide characters included."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from commandline import done
from terminal import drawn

from jticket.text.printable import width

if TYPE_CHECKING:
    from pathlib import Path

    from gitrepo import GitRepo

VIEWS = (
    *("list", "list --all --group-by phase", "ready", "blocked", "next", "board", "board --all"),
    *("plan", "plan --workers 2", "tree", "tree 1", "stats", "stats --since 30d", "log", "log 2"),
    *("graph", "graph --all", "diff HEAD~1", "list --limit 2", "log --field status"),
    *("show 1 2 7 25", "show 7 --history"),
)
TITLES = (
    "Lay the foundation of everything that is to be built on it later, in all of its parts",
    "日本語のとても長いタイトルは端末の幅に収まらない",
    "Emoji 🎉🚀 and e\u0301 combining marks ✨ in the title of a ticket 👩‍💻",
    "Short",
    "שלום עולם",
)


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory, template: Path) -> Path:
    """Returns a repository with tickets of all kinds, whose words are long."""
    import shutil

    from gitrepo import GitRepo

    repo = GitRepo(tmp_path_factory.mktemp("crowded") / "repo")
    shutil.copytree(template, repo.path)
    statuses = ("backlog", "ready", "in_progress", "review", "done", "cancelled")
    for number in range(1, 25):
        lines = [
            f"id: JJM-{number:03}",
            f"title: {TITLES[number % len(TITLES)]}",
            f"status: {statuses[number % len(statuses)] if number > 1 else 'in_progress'}",
            f"ticket_type: {'epic' if number in (1, 2) else 'task'}",
            f"priority: {('critical', 'high', 'normal', 'low')[number % 4]}",
            "assignee: " + ("maximiliana.mustermann" if number % 3 else "日本太郎"),
            f"phase: Production Phase {number % 3}, with a long name",
            f"effort: {number}h",
            f"due: 2025-{9 + number % 4:02}-15",
            f"parent_id: {'' if number == 1 else f'JJM-{(number + 1) // 2:03}'}",
            f"dependencies: [{', '.join(f'JJM-{n:03}' for n in range(3, number, 5))}]",
        ]
        front = "\n".join(line for line in lines if not line.endswith(": "))
        repo.write(f".tickets/JJM-{number:03}.md", f"---\n{front}\n---\n")
    front = f"id: JJM-025\ntitle: {TITLES[0]}\nstatus: ready\ndue: 2025-10-31\neffort: 8h\n"
    repo.write(".tickets/JJM-025.md", f"---\n{front}---\n")
    repo.commit_all("crowded")
    done(repo.path, "hold", "7", "a long answer of the legal department, due next year")
    return repo.path


@pytest.mark.parametrize("columns", [40, 80, 200])
@pytest.mark.parametrize("view", VIEWS)
def test_no_line_is_wider_than_the_terminal(crowded: Path, view: str, columns: int) -> None:
    lines = drawn(crowded, *view.split(), columns=columns)
    assert lines
    assert [line for line in lines if width(line) > columns] == []


@pytest.mark.parametrize("view", ["list", "tree", "board", "graph", "plan"])
def test_ids_are_never_cut(crowded: Path, view: str) -> None:
    text = "\n".join(drawn(crowded, view, columns=40))
    assert "JJM-…" not in text
    assert "JJM…" not in text


def test_columns_line_up_after_wide_characters(repo: GitRepo) -> None:
    for number, name in enumerate(("日本太郎", "ana", "🎉🎉", "e\u0301va"), 1):
        front = f"id: JJM-{number:03}\ntitle: Title\nassignee: {name}\n"
        repo.write(f".tickets/JJM-{number:03}.md", f"---\n{front}---\n")
    lines = drawn(repo.path, "list")[1:5]
    assert len({width(line.partition("Title")[0]) for line in lines}) == 1


def test_a_wide_terminal_cuts_nothing(crowded: Path) -> None:
    for view in ("list", "tree", "graph", "plan"):
        assert "…" not in "\n".join(drawn(crowded, view, columns=250))
