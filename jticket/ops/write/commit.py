"""`commit`: checks and commits ticket files that were edited, added or deleted manually."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from jticket.errors import Advice, Message, NotFoundError, RefusedError, Remedy, joined
from jticket.lint.registry import project_findings
from jticket.model.diagnostics import Severity
from jticket.model.ids import matching
from jticket.model.wording import listed
from jticket.ops.write.change import Change
from jticket.ops.write.transaction import FALLBACK_LOCK
from jticket.store.files import is_ticket_path
from jticket.text.printable import safe_line
from jticket.text.project import Project
from jticket.text.reading import ValidFile

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from pathlib import Path

    from jticket.model.diagnostics import Diagnostic
    from jticket.ops.write.outcome import Outcome
    from jticket.ops.write.transaction import Session
    from jticket.text.reading import File

_SHOWN_ERRORS = 10
_NAMED_FILES = 3


class FaultyEditsError(RefusedError):
    """Raised when manual edits have errors; `diagnostics` are all of them."""

    code = "findings"

    def __init__(self, diagnostics: Sequence[Diagnostic]) -> None:
        lines: list[Message] = [safe_line(error.line) for error in diagnostics[:_SHOWN_ERRORS]]
        if len(diagnostics) > _SHOWN_ERRORS:
            more = f"and {len(diagnostics) - _SHOWN_ERRORS} more: "
            lines.append((more, Advice(Remedy.CHECK_ALL)))
        message = joined("\n  ", ["these edits have errors:", *lines])
        super().__init__(message, "fix them and try again")
        self.diagnostics = tuple(diagnostics)


def commit_edits(session: Session, references: Sequence[str]) -> Outcome:
    """Commits the tickets that differ from HEAD, or those of them that are named.

    Raises:
        NoRepositoryError: there is no repository.
        FaultyEditsError: an edit has an error, or causes one in another ticket.
        NotFoundError: a ticket that is named does not exist and was not at HEAD.
        JticketError: they can't be committed; nothing has changed.
    """
    from jticket.vcs.blobs import read_at_head
    from jticket.vcs.diff import changed_paths
    from jticket.vcs.errors import NoRepositoryError

    folder, repository = session.workspace.location.folder, session.repository
    if repository is None:
        raise NoRepositoryError(folder)
    changed = [change.path for change in changed_paths(repository, folder)]
    paths = [path for path in changed if is_ticket_path(folder, path)]
    at_head = {
        path: session.workspace.read(path, data)
        for path, data in read_at_head(repository, paths).items()
        if data is not None
    }
    notices: tuple[str, ...] = ()
    if references:
        wanted = _paths_of(session, references, at_head)
        paths = [path for path in paths if path in wanted]
    else:
        notices = tuple(_left_alone(session, [path for path in changed if path not in paths]))
    if not paths:
        return session.unchanged("no ticket to commit", *notices)
    _refuse_errors(session, paths, at_head)
    outcome = session.commit(_changes(session, paths, at_head), at_head)
    return replace(outcome, notices=(*outcome.notices, *notices))


def _left_alone(session: Session, others: Sequence[Path]) -> Iterator[str]:
    """Yields a notice about changed files that are not tickets."""
    shown = [
        session.workspace.location.shown(path) for path in others if path.name != FALLBACK_LOCK
    ]
    if shown:
        yield f"left alone, for git to commit: {listed(shown, _NAMED_FILES)}"


def _paths_of(
    session: Session, references: Sequence[str], at_head: Mapping[Path, File]
) -> set[Path]:
    """Returns the files, old and new, of the named tickets, which may be deleted or broken."""
    project, prefix = session.project, session.workspace.settings.prefix
    old_paths = {_id(path, file): path for path, file in at_head.items()}
    new_paths = defaultdict(set)
    for file in project.files:
        path = session.workspace.path_of(file)
        new_paths[_id(path, file)].add(path)
    paths: set[Path] = set()
    for reference in references:
        try:
            ticket_id = project.resolve(reference)
        except NotFoundError:
            candidates = matching(reference, {*old_paths, *new_paths}, prefix)
            if len(candidates) != 1:
                raise
            ticket_id = candidates[0]
        paths |= new_paths.get(ticket_id, set())
        if ticket_id in old_paths:
            paths.add(old_paths[ticket_id])
    return paths


def _refuse_errors(session: Session, paths: Collection[Path], at_head: Mapping[Path, File]) -> None:
    """Refuses errors in the files themselves, and new ones that they cause in others."""
    shown = {session.workspace.location.shown(path) for path in paths}
    errors = _errors(session.project)
    refused = [error for error in errors if error.path in shown]
    outside = [error for error in errors if error.path not in shown]
    if outside:
        kept = [file for file in session.project.files if file.path not in shown]
        old = [file for path, file in at_head.items() if path in paths]
        before = Project((*kept, *old), session.workspace.settings)
        known = {(error.path, error.message) for error in _errors(before)}
        refused += [error for error in outside if (error.path, error.message) not in known]
    if refused:
        raise FaultyEditsError(sorted(refused, key=lambda error: error.order))


def _errors(project: Project) -> list[Diagnostic]:
    diagnostics = [
        diagnostic for file in project.files for diagnostic in project.diagnostics_of(file)
    ]
    diagnostics += project_findings(project)
    return [diagnostic for diagnostic in diagnostics if diagnostic.severity is Severity.ERROR]


def _changes(session: Session, paths: Sequence[Path], at_head: Mapping[Path, File]) -> list[Change]:
    """Returns one change for each file, so two for a file that moved."""
    files = {session.workspace.path_of(file): file for file in session.project.files}
    result = []
    for path in paths:
        old, new = at_head.get(path), files.get(path)
        if file := new or old:
            result.append(Change(_id(path, file), path, old, new))
    return result


def _id(path: Path, file: File) -> str:
    return file.ticket.id if isinstance(file, ValidFile) else path.stem
