"""Repositories with tickets, for tests: `from ticket_repos import …`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gitrepo import GitRepo, new_repo

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

TICKET = """\
---
id: {id}
title: {title}
status: backlog
ticket_type: task
priority: normal
created: 2025-10-01T09:30:00Z
assignee:
service_id:
tags: []
---

## Description

{title}, in a few words.
"""


def two_tickets(path: Path) -> GitRepo:
    """Makes a repository with two commits: a project, and its tickets JJM-001 and JJM-002."""
    repo = new_repo(path)
    repo.write("README.md", "# A project\n")
    repo.write("src/app.py", "".join(f"line_{n} = {n}\n" for n in range(1, 31)))
    repo.commit_all("start")
    repo.write(".tickets/config.yml", "prefix: JJM\n")
    for number, title in ((1, "First"), (2, "Second")):
        name = f"JJM-{number:03}"
        repo.write(f".tickets/{name}.md", TICKET.format(id=name, title=title))
    repo.commit_all("tickets")
    return repo


def write_tickets(repo: GitRepo, fronts: Mapping[int, str]) -> None:
    """Writes tickets without a body: the lines of the front matter below the ID, by number."""
    for number, front in fronts.items():
        repo.write(f".tickets/JJM-{number:03}.md", f"---\nid: JJM-{number:03}\n{front}\n---\n")
