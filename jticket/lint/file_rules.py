"""What tickets say in `files`, held against what a branch really changed."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jticket.lint.commit_rules import code_files, tickets_of
from jticket.lint.findings import diagnostic
from jticket.lint.registry import Finding
from jticket.model import rules
from jticket.model.planning.file_overlap import folders, is_glob, matcher, normalised
from jticket.model.wording import quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from jticket.lint.branch import Branch
    from jticket.model.diagnostics import Diagnostic
    from jticket.model.ticket import Ticket
    from jticket.text.reading import ValidFile


@dataclass(frozen=True, slots=True)
class Names:
    """Files by their names from the repository's top, and all folders above them."""

    files: frozenset[str]
    folders: frozenset[str]

    @classmethod
    def of(cls, files: frozenset[str]) -> Names:
        """The same with their folders."""
        return cls(files, frozenset(above for each in files for above in folders(each)))

    def some(self, entry: str) -> bool:
        """Whether an entry of `files` names one of them."""
        if is_glob(entry):
            return any(map(matcher(entry), self.files))
        plain = normalised(entry).rstrip("/")
        submodules = (above in self.files for above in folders(plain))
        return plain in self.files or plain in self.folders or any(submodules)


def file_findings(
    branch: Branch, here: Names, gone: Names, exists: Callable[[str], bool]
) -> Iterator[Diagnostic]:
    """All about declared and real files.

    `here` is what the work tree has, `gone` what the history took away; `exists` says whether a
    plain name is in the work tree although git ignores it.
    """
    changed = _changed_for(branch)
    for file in branch.now.valid:
        ticket = file.ticket
        if ticket.files and ticket.id in changed:
            yield from _undeclared(ticket, file, changed[ticket.id])
            yield from _untouched(branch, ticket, file)
        if not branch.now.settings.is_closed(ticket.status):
            yield from _gone(ticket, file, here, gone, exists)


def _changed_for(branch: Branch) -> Mapping[str, frozenset[str]]:
    """The files that the branch changed for each ticket that it works on.

    By what the commits name. A branch that works on one ticket alone changed everything for it.
    """
    changed: defaultdict[str, set[str]] = defaultdict(set)
    for commit in branch.commits:
        names = code_files(commit, branch)
        for ticket_id in tickets_of(commit, branch) if names else ():
            changed[ticket_id].update(each for each in names if each in branch.others)
    working = {*changed} or {each.id for each in _worked_on(branch)}
    if len(working) == 1:
        return {working.pop(): frozenset(branch.others)}
    return {each: frozenset(changed.get(each, ())) for each in working if each in changed}


def _worked_on(branch: Branch) -> Iterator[Ticket]:
    """The tickets that the branch took up or closed: active now, or closed since the base."""
    settings = branch.now.settings
    for pair in branch.pairs:
        status = pair.now.status
        was_so = any(was.status == status for was in pair.before)
        if settings.is_active(status) or (settings.is_closed(status) and not was_so):
            yield pair.now
    for file in branch.created:
        if settings.is_active(file.ticket.status):
            yield file.ticket


def _undeclared(ticket: Ticket, file: ValidFile, changed: frozenset[str]) -> Iterator[Diagnostic]:
    declared = [matcher(entry) for entry in ticket.files]
    for name in sorted(changed):
        if not any(names(name) for names in declared):
            message = f"{ticket.id} does not declare {quoted(name)}, which this branch changed"
            fix = "add it to files"
            yield diagnostic(rules.UNDECLARED_FILE, Finding(file, message, "files", fix=fix))


def _untouched(branch: Branch, ticket: Ticket, file: ValidFile) -> Iterator[Diagnostic]:
    if not branch.now.settings.is_active(ticket.status):
        return
    touched = Names.of(frozenset(branch.others))
    for index, entry in enumerate(ticket.files):
        if not touched.some(entry):
            message = f"{ticket.id} declares {quoted(entry)}, which this branch has not changed"
            yield diagnostic(rules.UNTOUCHED_FILE, Finding(file, message, "files", index))


def _gone(
    ticket: Ticket, file: ValidFile, here: Names, gone: Names, exists: Callable[[str], bool]
) -> Iterator[Diagnostic]:
    for index, entry in enumerate(ticket.files):
        if here.some(entry) or not gone.some(entry):
            continue
        if not exists(normalised(entry)):
            message = f"{quoted(entry)} is in the work tree no more"
            fix = "name where it is now, or take it out"
            yield diagnostic(rules.GONE_FILE, Finding(file, message, "files", index, fix))
