"""The import of GitHub's issues in the guide: the jq program of the page, run on what gh prints."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jq
import pytest
from commandline import jticket

if TYPE_CHECKING:
    from gitrepo import GitRepo

TOP = Path(__file__).parents[1]
PAGE = TOP / "jticket/guide/coming-from.md"

OPEN: dict[str, Any] = {
    "number": 12,
    "title": "Crash on Safari: `null`",
    "body": "Steps:\r\n\r\n1. open\r\n2. crash\r\n",
    "state": "OPEN",
    "stateReason": "",
    "labels": [{"name": "bug"}, {"name": "good first issue"}],
    "assignees": [{"login": "ana"}, {"login": "ben"}],
    "milestone": None,
    "createdAt": "2025-03-04T10:11:12Z",
    "comments": [
        {
            "author": {"login": "ben"},
            "body": "Seen on 17.2, too.\r\n\r\n## Devlog\r\n",
            "createdAt": "2025-03-05T08:00:00Z",
        }
    ],
    "url": "https://github.com/example/shop/issues/12",
}
CLOSED: dict[str, Any] = {
    **OPEN,
    "number": 7,
    "title": "Dark mode",
    "body": "",
    "state": "CLOSED",
    "stateReason": "COMPLETED",
    "labels": [],
    "assignees": [],
    "milestone": {"title": "v1"},
    "comments": [],
    "url": "https://github.com/example/shop/issues/7",
}


@pytest.fixture
def issues() -> list[dict[str, Any]]:
    """Returns issues as `gh issue list` prints them, newest first."""
    unplanned = {**CLOSED, "number": 3, "stateReason": "NOT_PLANNED", "title": "Dark logo"}
    return [OPEN, CLOSED, unplanned]


def program() -> str:
    found = re.search(r"jq '(.*?)' \|", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert found is not None
    return found[1]


def test_the_page_asks_gh_for_what_its_program_reads() -> None:
    text = PAGE.read_text(encoding="utf-8")
    asked = re.search(r"--json (\S+)", text)
    assert asked is not None
    assert set(asked[1].split(",")) == set(OPEN)


def test_the_line_imports_issues_with_their_labels_comments_and_dates(
    repo: GitRepo, issues: list[dict[str, Any]]
) -> None:
    head = repo.head()
    made = jq.compile(program()).input_text(json.dumps(issues)).text()
    ran = jticket(repo.path, "create", "--from-json", "-", stdin=made)
    assert (ran.status, ran.out.split()) == (0, ["JJM-003", "JJM-004", "JJM-005"])
    assert repo.git("rev-parse", "HEAD~1").strip() == head
    shown = jticket(repo.path, "show", "3", "4", OPEN["url"], "--json")
    logo, mode, crash = json.loads(shown.out)
    assert [logo["status"], mode["status"], crash["status"]] == ["cancelled", "done", "backlog"]
    assert [mode["ticket_type"], crash["ticket_type"]] == ["issue", "bug"]
    assert (mode["milestone"], mode["refs"], mode["assignee"]) == ("v1", [CLOSED["url"]], None)
    assert (crash["id"], crash["title"]) == ("JJM-005", OPEN["title"])
    assert crash["tags"] == ["bug", "good-first-issue"]
    assert crash["assignee"] == "ana"
    assert crash["created"] == OPEN["createdAt"]
    assert crash["description"] == "Steps:\n\n1. open\n2. crash"
    (entry,) = crash["devlog"]
    assert (entry["timestamp"], entry["author"]) == ("2025-03-05T08:00:00Z", "ben")
    assert entry["text"].startswith("Seen on 17.2, too.")
    assert "error" not in jticket(repo.path, "check").out
