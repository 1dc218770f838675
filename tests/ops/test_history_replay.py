"""`log`, replayed from the oldest row on, gives what each commit's files say to a YAML reader."""

from __future__ import annotations

import os
from random import Random
from typing import TYPE_CHECKING

import pytest
import yaml
from histories import START, STATUSES
from test_ticket_history import history

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gitrepo import GitRepo

    from jticket.model.history.timeline import HistoryEntry

SEEDS = range(400 if os.environ.get("JTICKET_STRESS") else 12)
NAMES = ("JJM-001.md", "archive/JJM-001.md", "JJM-002.md", "deep/er/JJM-002.md", "JJM-003.md")
BROKEN = "status: a: "

Tree = dict[str, str]
"""The tickets of a commit by their files' names."""


def new(name: str, number: int) -> str:
    ticket_id = name[-10:-3]
    return (
        f"---\nid: {ticket_id}\ntitle: Title {number}\nstatus: backlog\n"
        f"created: 2025-10-{number % 28 + 1:02}T09:30:00Z\ntags: []\n---\n\nText.\n"
    )


def changed(rng: Random, tree: Tree, number: int) -> Tree:
    """Returns the tickets of the next commit; no ID has two files at a time."""
    tree = dict(tree)
    for _ in range(rng.randint(1, 3)):
        name = rng.choice(NAMES)
        there = next((path for path in tree if path[-10:] == name[-10:]), name)
        text = tree.pop(there, None) or new(name, number)
        lines = text.splitlines(keepends=True)
        doing = rng.choice(["status", "title", "move", "delete", "break", "mend", "crlf"])
        if doing in ("status", "title"):
            place = next(n for n, line in enumerate(lines) if line.startswith(f"{doing}: "))
            end = lines[place].removeprefix(lines[place].rstrip("\r\n"))
            value = rng.choice(STATUSES) if doing == "status" else f"'Title: {number}'"
            lines[place] = f"{doing}: {value}{end}"
            text = "".join(lines)
        elif doing == "break" and BROKEN not in text:
            text = text.replace("status: ", BROKEN, 1)
        elif doing == "mend":
            text = text.replace(BROKEN, "status: ", 1)
        elif doing == "crlf":
            bare = text.replace("\r\n", "\n")
            text = bare.replace("\n", "\r\n") if bare == text else bare
        if doing != "delete":
            tree[name if doing == "move" else there] = text
    return tree


def stream(trees: list[Tree]) -> Iterator[str]:
    for number, tree in enumerate(trees):
        yield f"commit refs/heads/main\ncommitter C <c@x> {START + number} +0000\ndata 1\nx\n"
        yield "deleteall\nM 100644 inline code\ndata <<E\n1\nE\n"
        for name, text in tree.items():
            yield f"M 100644 inline .tickets/{name}\ndata {len(text)}\n{text}\n"


def said(tree: Tree) -> dict[str, tuple[str, object]]:
    """Returns each ticket's path and its front matter by another reader, None if there is none."""
    values_by_id: dict[str, tuple[str, object]] = {}
    for name, text in tree.items():
        front = text.replace("\r\n", "\n").split("---\n")[1]
        try:
            values: object = yaml.load(front, yaml.BaseLoader)  # noqa: S506 - it makes nothing but text
        except yaml.YAMLError:
            values = None
        values_by_id[name[-10:-3]] = f".tickets/{name}", values
    return values_by_id


def replayed(rows: list[HistoryEntry], state: dict[str, dict[str, object]]) -> None:
    """Takes a commit's rows into what was before."""
    for row in rows:
        values = state.setdefault(row.id, {})
        edit = row.edit
        if edit.field == "deleted":
            del state[row.id]
            continue
        after = list(edit.after) if isinstance(edit.after, tuple) else edit.after
        values[edit.field] = after


@pytest.mark.parametrize("seed", SEEDS)
def test_replaying_the_rows_gives_the_tickets_of_each_commit(
    empty_repo: GitRepo, seed: int
) -> None:
    rng = Random(seed)  # noqa: S311 - the same ones each time
    trees: list[Tree] = []
    for number in range(40):
        trees.append(changed(rng, trees[-1] if trees else {}, number))
    empty_repo.git("fast-import", "--quiet", stdin="".join(stream(trees)))
    empty_repo.git("reset", "-q", "--hard", "main")
    (empty_repo.path / ".tickets").mkdir(exist_ok=True)
    by_commit: dict[str, list[HistoryEntry]] = {}
    for row in history(empty_repo).entries:
        by_commit.setdefault(row.commit, []).append(row)
    state: dict[str, dict[str, object]] = {}
    commits = empty_repo.git("rev-list", "--reverse", "main").splitlines()
    for commit_id, tree in zip(commits, trees, strict=True):
        replayed(by_commit.pop(commit_id, []), state)
        expected = said(tree)
        assert state.keys() == expected.keys()
        for ticket_id, (path, values) in expected.items():
            row_values = state[ticket_id]
            assert row_values["path"] == path
            assert bool(row_values.get("unreadable")) == (values is None)
            if isinstance(values, dict):
                values.pop("id")  # each row is under the last ID
                assert {key: row_values.get(key) or [] for key in values} == values
    assert by_commit == {}
