"""`log` reads only the newest commits where they suffice, with the answer of the full history."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from histories import AUTHORS, START, write_history
from test_ticket_history import A, change, commit, workspace

from jticket.ops.history import log as log_module
from jticket.ops.history.log import LogQuery, log
from jticket.ops.history.reader import history_reader
from jticket.vcs import process
from jticket.vcs.blobs import contents

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from gitrepo import GitRepo

    from jticket.model.history.timeline import HistoryEntry
    from jticket.vcs.repository import Repository

SEEDS = range(400 if os.environ.get("JTICKET_STRESS") else 16)
FIELDS = ((), ("status",), ("path", "created"), ("Tag",))
KEYS = {"Tag": "tags"}


def expected(entries: tuple[HistoryEntry, ...], query: LogQuery) -> tuple[HistoryEntry, ...]:
    """Returns the answer to a query, cut out of the full history."""
    fields = {KEYS.get(field, field) for field in query.fields}
    rows = [
        row
        for row in entries
        if (row.edit.field in fields if fields else not row.is_first)
        and (query.since is None or row.moment >= datetime.fromisoformat(query.since))
        and (query.author is None or query.author == row.author)
    ]
    return tuple(rows[: query.limit])


def queries(rng: Random, commits: int) -> list[LogQuery]:
    """Returns some queries of each kind, and of all kinds together."""
    chosen = []
    for limit in (0, 1, 2, 3, 5, 8, 20, 1000):
        chosen.append(LogQuery(limit=limit))
        chosen.append(LogQuery(rng.choice(FIELDS), None, rng.choice([None, *AUTHORS]), limit))
    for hours in (commits + 50, commits, commits - 2, commits - 8, commits // 2, 0):
        since = datetime.fromtimestamp(START, UTC) + timedelta(hours=hours)
        chosen.append(LogQuery(since=since.isoformat()))
        limit = rng.choice([1, 3, 10])
        chosen.append(LogQuery(rng.choice(FIELDS), since.isoformat(), None, limit))
    return chosen


@pytest.mark.parametrize("query", [LogQuery(limit=3), LogQuery(since="2025-10-17")])
def test_no_more_commits_are_read_than_needed(
    repo: GitRepo, monkeypatch: pytest.MonkeyPatch, query: LogQuery
) -> None:
    monkeypatch.setattr(log_module, "_SPARE_COMMITS", 2)
    text = (repo.path / A).read_text()
    for day in range(2, 20):
        repo.write(A, text.replace("title: First", f"title: Title {day}"))
        commit(repo, day)
    read: list[str] = []
    ran: list[str] = []

    def counted(repository: Repository, object_ids: Iterable[str]) -> Mapping[str, bytes]:
        blobs = list(object_ids)
        read.extend(blobs)
        return contents(repository, blobs)

    def started(folder: Path, args: Sequence[str], **rest: Any) -> process.Result:
        ran.append(args[-1])
        return start(folder, args, **rest)

    start = process.start
    monkeypatch.setattr("jticket.ops.history.reader.contents", counted)
    monkeypatch.setattr(process, "start", started)
    rows = log(workspace(repo), None, None, query).entries
    assert [row.edit.after for row in rows] == ["Title 19", "Title 18", "Title 17"]
    assert len(read) in (4, 6)  # of 20
    once = len(ran)
    for day in range(20, 30):
        change(repo, ".tickets/JJM-002.md", "Second", f"{day} Second")
        commit(repo, day)
    ran.clear()
    log(workspace(repo), None, None, query)
    assert len(ran) == once <= 8


@pytest.mark.parametrize("wild", [False, True], ids=["tame", "wild"])
@pytest.mark.parametrize("seed", SEEDS)
def test_the_newest_commits_give_the_same_answer_as_the_full_history(
    empty_repo: GitRepo, monkeypatch: pytest.MonkeyPatch, seed: int, *, wild: bool
) -> None:
    rng = Random(seed)  # noqa: S311 - the same ones each time
    monkeypatch.setattr(log_module, "_SPARE_COMMITS", rng.choice([0, 1, 3]))
    monkeypatch.setattr(log_module, "_RETRY_FACTOR", 2)
    write_history(empty_repo, rng, 30, wild=wild)
    place = workspace(empty_repo)
    entries = history_reader(place).history().entries
    for query in queries(rng, 30):
        assert log(place, None, None, query).entries == expected(entries, query), query
