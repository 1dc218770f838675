"""A repository with tickets of every kind, some history, a branch and a tag, to be copied."""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING
from unittest.mock import patch

from conftest import GITCONFIG
from gitrepo import GitRepo, isolated, new_repo

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CONFIG = """\
prefix: JJM
services:
  core: {title: Core, paths: [src/]}
  web: {title: Web}
fields:
  customer: {type: string}
  points: {type: integer}
required:
  bug: [Description]
"""
HOSTILE_TITLE = '"a\\e[31mred\\a \\u202ertl \\u2066 \\r\\n=cmd"'
# Title, and the rest of the front matter.
ROWS = (
    ("The epic", "ticket_type: epic\nstatus: in_progress"),
    (
        "First parser",
        "status: done\nparent_id: JJM-001\neffort: 6h\ntags: [cli, mvp]\nassignee: ana",
    ),
    (
        "Second",
        "status: in_progress\nassignee: bob\ndependencies: [JJM-002]\neffort: 1d\npoints: 3",
    ),
    ("Third", "status: ready\npriority: high\nfiles: [src/]\nphase: Phase 1\ndue: 2025-12-31"),
    ("Fourth", "dependencies: [JJM-003, JJM-004]\nmilestone: MVP\neffort: 90m\nservice_id: core"),
    ("Fifth", "status: review\nassignee: ana\ncustomer: 'x: y'\nphase: Phase 2"),
    ("Sixth", "status: cancelled\naliases: [OLD-1]"),
    (HOSTILE_TITLE, f"priority: critical\nassignee: {HOSTILE_TITLE}\ntags: [{HOSTILE_TITLE}]"),
    ("Ninth 👨‍👩‍👧‍👦 ログイン", "status: ready\nservice_id: web\nfiles: [src/app.py]"),
)
BODY = """
## Description

What and why. Esc \x1b[31m, bidi \u202e.

## Acceptance Criteria

- [x] one
- [ ] two
- [ ] three

## Devlog

### 2025-10-01T10:00:00Z ana

Begun.
"""


@contextmanager
def isolated_environment(home: Path) -> Iterator[None]:
    """Sets the environment of the tests, with nothing of the user's."""
    home.mkdir(parents=True)
    (home / "gitconfig").write_text(GITCONFIG)
    with patch.dict(os.environ, isolated(os.environ, home), clear=True):
        yield


def ticket_text(number: int, title: str, rest: str) -> str:
    """Returns the text of a ticket's file."""
    front = f"id: JJM-{number:03}\ntitle: {title}\ncreated: 2025-09-{number:02}T08:00:00Z\n{rest}"
    return f"---\n{front}\n---\n{BODY}"


def new_project(path: Path) -> GitRepo:
    """Makes the repository: three commits on `main`, the branch `side` and the tag `v1`."""
    repo = new_repo(path)
    repo.write("README.md", "# A project\n\n<!-- jticket -->\n<!-- /jticket -->\n")
    repo.write("src/app.py", "x = 1\n")
    repo.write("notes.txt", "Notes from a file.\n\n- [ ] more\n")
    repo.write("new.json", '[{"title": "Imported", "tags": ["a"], "acceptance_criteria": ["b"]}]\n')
    repo.write(".tickets/config.yml", CONFIG)
    repo.write(".tickets/templates/own.md.j2", "{% for t in tickets %}{{ t.title }}\n{% endfor %}")
    for number, (title, _) in enumerate(ROWS, 1):
        repo.write(f".tickets/JJM-{number:03}.md", ticket_text(number, title, "status: backlog"))
    repo.commit_all("start")
    repo.git("tag", "v1")
    for number, (title, rest) in enumerate(ROWS, 1):
        repo.write(f".tickets/JJM-{number:03}.md", ticket_text(number, title, rest))
    repo.commit_all("JJM-002: more is known")
    repo.git("checkout", "-q", "-b", "side")
    repo.write("src/app.py", "x = 2\n")
    repo.write(".tickets/JJM-004.md", ticket_text(4, "Third on the side", "status: in_progress"))
    repo.commit_all("JJM-004: begun")
    repo.git("checkout", "-q", "main")
    repo.write(".tickets/broken.md", "---\nid: [\n---\n")
    repo.commit_all("a broken file")
    repo.git("repack", "-q", "-a", "-d")
    return repo


def copy_of(repo: GitRepo, path: Path) -> GitRepo:
    """Returns a copy of a repository."""
    shutil.copytree(repo.path, path, symlinks=True)
    return GitRepo(path)
