"""Rules that only a pair of versions can break: each takes a branch, tickets before and after.

Where criss-cross merges leave several merge bases, a value that any of them leads to is theirs.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from jticket.lint.findings import diagnostic
from jticket.lint.registry import Finding
from jticket.model import rules
from jticket.model.compare.changes import devlog_changes
from jticket.model.compare.identity import has_same_words, is_same_moment, is_same_ticket
from jticket.model.dates import parse_timestamp
from jticket.model.ids import is_id
from jticket.model.schema import DEVLOG
from jticket.model.settings import StatusClass
from jticket.model.wording import listed, quoted
from jticket.model.workflow import reachable, unmet_done_conditions, unmet_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from jticket.lint.branch import Branch
    from jticket.model.diagnostics import Diagnostic, Rule
    from jticket.model.ticket import DevlogEntry

BranchRule: TypeAlias = "Callable[[Branch], Iterator[Finding]]"
_HEADING = re.compile(r"^###[ \t].*$", re.MULTILINE)
_RULES: list[tuple[Rule, BranchRule]] = []


def branch_findings(branch: Branch) -> tuple[Diagnostic, ...]:
    """All that the pairs of versions show, each once, however many merge bases show it."""
    found = (diagnostic(rule, each) for rule, check in _RULES for each in check(branch))
    return tuple(dict.fromkeys(found))


def _rule(rule: Rule) -> Callable[[BranchRule], BranchRule]:
    def register(check: BranchRule) -> BranchRule:
        _RULES.append((rule, check))
        return check

    return register


@_rule(rules.UNREACHABLE_STATUS)
def unreachable_status(branch: Branch) -> Iterator[Finding]:
    """A status that no steps lead to, by the workflow as it is now; branches get squashed."""
    settings = branch.now.settings
    for pair in branch.pairs:
        status = pair.now.status
        if status not in settings.workflow:
            continue
        if not any(status in reachable(was.status, settings) for was in pair.before):
            before = quoted(pair.before[0].status)
            message = f"no steps of the workflow lead from {before} to {quoted(status)}"
            yield Finding(pair.file, message, "status")


@_rule(rules.CREATED_REWRITTEN)
def created_rewritten(branch: Branch) -> Iterator[Finding]:
    """Another moment of creation; another way to write it, or to mend what was none, is fine."""
    for pair in branch.pairs:
        before = [was.created for was in pair.before]
        if all(map(parse_timestamp, before)) and not any(
            is_same_moment(was, pair.now.created) for was in before
        ):
            message = f"created was {quoted(before[0])}"
            yield Finding(pair.file, message, "created", fix=f"write {before[0]}")


@_rule(rules.ID_REWRITTEN)
def id_rewritten(branch: Branch) -> Iterator[Finding]:
    """A ticket that has another ID and does not list the one it had; what was none is mended."""
    created = [file for file in branch.created if is_id(file.ticket.id)]
    for was, path in branch.vanished():
        for file in created if is_id(was.id) else ():
            ticket = file.ticket
            if file.path == path or is_same_ticket(was, ticket):
                message = f"{was.id} has become {ticket.id}"
                yield Finding(file, message, "id", fix=f"write aliases: [{was.id}]")
                break
    yield from _ids_taken_over(branch)


def _ids_taken_over(branch: Branch) -> Iterator[Finding]:
    """Tickets that go by the ID of another one of the base, as two that changed theirs do.

    Many have the moment of creation in common, so here the words have to be the same.
    """
    for pair in branch.pairs:
        if any(is_same_ticket(was, pair.now) for was in pair.before):
            continue
        for other in (
            ticket for before in branch.before for ticket in (file.ticket for file in before.valid)
        ):
            now = branch.now.graph.tickets.get(other.id)
            if (
                other.id not in (pair.now.id, *pair.now.aliases)
                and has_same_words(other, pair.now)
                and is_same_moment(other.created, pair.now.created)
                and not (now and is_same_ticket(other, now))
            ):
                message = f"{other.id} has become {pair.now.id}, which was another ticket"
                yield Finding(pair.file, message, "id", fix=f"give it back the ID {other.id}")
                break


def _is_parted(entry: DevlogEntry, now: tuple[DevlogEntry, ...]) -> bool:
    """Whether an entry became several, since a heading in it that was none has been mended."""
    own, *others = _parts(entry)
    heads = {replace(each, text=_parts(each)[0]) for each in now}
    there = {part for each in now for part in _parts(each)}
    return bool(others) and replace(entry, text=own) in heads and there.issuperset(others)


def _parts(entry: DevlogEntry) -> list[str]:
    return [each.strip() for each in _HEADING.split(entry.text)]


@_rule(rules.DEVLOG_REWRITTEN)
def devlog_rewritten(branch: Branch) -> Iterator[Finding]:
    """An entry that is gone or says something else."""
    for pair in branch.pairs:
        now = pair.now.devlog
        dropped = (devlog_changes(was.devlog, now)[1] for was in pair.before)
        entries = dict.fromkeys(entry for each in dropped for entry in each)
        lost = (each for each in entries if not _is_parted(each, now))
        gone = [f"{each.timestamp} {each.author}".strip() for each in lost]
        if not gone:
            continue
        noun = "entry" if len(gone) == 1 else "entries"
        part = pair.file.text.body.part(DEVLOG)
        message = f"the devlog's {noun} {listed(gone)} edited or dropped"
        yield Finding(
            pair.file,
            message,
            fix="put it back and append a new entry",
            offset=part.start if part else None,
        )


@_rule(rules.ID_TAKEN)
def id_taken(branch: Branch) -> Iterator[Finding]:
    """A new ticket whose ID the base branch gave to another one meanwhile."""
    for file in branch.created:
        ticket = file.ticket
        other = branch.tip.graph.tickets.get(ticket.id)
        if other is not None and not is_same_ticket(other, ticket):
            message = f"{ticket.id} is another ticket at {branch.label}: {quoted(other.title)}"
            yield Finding(file, message, "id", fix="give this one another ID")


@_rule(rules.DONE_WITH_OPEN_CRITERIA)
def done_with_open_criteria(branch: Branch) -> Iterator[Finding]:
    """A ticket that this branch closed as done although criteria are open."""
    settings = branch.now.settings
    for pair in branch.pairs:
        before = [settings.class_of(was.status) for was in pair.before]
        now = settings.class_of(pair.now.status)
        if now is not StatusClass.DONE or StatusClass.DONE in before:
            continue
        if pair.now.criteria_done < len(pair.now.criteria):
            missing = unmet_words(unmet_done_conditions(pair.now, branch.now.graph))
            message = f"{pair.now.id} became {pair.now.status}, but {missing}"
            yield Finding(pair.file, message, "status")
