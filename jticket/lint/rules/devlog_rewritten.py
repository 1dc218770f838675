"""A devlog entry that a branch edited or dropped."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from jticket.lint.rule import BranchRule, Finding
from jticket.model.compare.changes import devlog_changes
from jticket.model.diagnostics import Severity
from jticket.model.schema import DEVLOG
from jticket.model.wording import listed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jticket.lint.branch import Branch
    from jticket.model.ticket import DevlogEntry

_THIRD_LEVEL_HEADING = re.compile(r"^###[ \t].*$", re.MULTILINE)


def _check(branch: Branch) -> Iterator[Finding]:
    for pair in branch.pairs:
        now = pair.now.devlog
        dropped = (devlog_changes(before.devlog, now)[1] for before in pair.before)
        unique = dict.fromkeys(entry for entries in dropped for entry in entries)
        lost = (entry for entry in unique if not _is_split(entry, now))
        gone = [f"{entry.timestamp} {entry.author}".strip() for entry in lost]
        if not gone:
            continue
        noun, verb = ("entry", "was") if len(gone) == 1 else ("entries", "were")
        part = pair.file.text.body.part(DEVLOG)
        yield Finding(
            pair.file,
            f"the devlog's {noun} {listed(gone)} {verb} edited or dropped",
            fix="put it back and append a new entry",
            offset=part.start if part else None,
        )


def _is_split(entry: DevlogEntry, now: tuple[DevlogEntry, ...]) -> bool:
    """Returns whether an entry became several because an invalid heading in its text was fixed."""
    own, *others = _parts(entry)
    beginnings = {replace(later, text=_parts(later)[0]) for later in now}
    parts = {part for later in now for part in _parts(later)}
    return bool(others) and replace(entry, text=own) in beginnings and parts.issuperset(others)


def _parts(entry: DevlogEntry) -> list[str]:
    return [part.strip() for part in _THIRD_LEVEL_HEADING.split(entry.text)]


DEVLOG_REWRITTEN = BranchRule(
    "JT504",
    "devlog-rewritten",
    Severity.ERROR,
    "The devlog is only appended to: an entry that the base has was edited or dropped.",
    "an entry with different words than at the base",
    check=_check,
)
