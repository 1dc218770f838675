"""`commit`: ticket files edited, added or deleted by hand, checked and then committed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jticket.errors import NotFoundError, RefusedError
from jticket.lint.registry import project_findings
from jticket.model.compare.changes import changes, described
from jticket.model.diagnostics import Severity
from jticket.model.ids import matching
from jticket.ops.write.commit_message import Change
from jticket.ops.write.transaction import FALLBACK_LOCK, Outcome
from jticket.render.terminal import safe_line
from jticket.store.files import is_ticket_path
from jticket.text.project import Project
from jticket.text.reading import ValidFile

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from pathlib import Path

    from jticket.model.diagnostics import Diagnostic
    from jticket.ops.write.transaction import Session
    from jticket.text.reading import File

_SHOWN = 10
_NAMED = 3


class FaultyEditsError(RefusedError):
    """Says which errors keep hand edits from being committed."""

    code = "findings"

    def __init__(self, found: Sequence[Diagnostic]) -> None:
        lines = [safe_line(each.line) for each in found[:_SHOWN]]
        if len(found) > _SHOWN:
            lines.append(f"and {len(found) - _SHOWN} more: `jticket check` tells all")
        listed = "\n  ".join(lines)
        super().__init__(f"these edits have errors:\n  {listed}", "mend them and try again")


def commit_edits(session: Session, references: Sequence[str]) -> Outcome:
    """Commits the tickets that differ from HEAD, or those of them that are named.

    Raises:
        FaultyEditsError: an edit has an error, or makes one in another ticket.
        NotFoundError: a ticket that is named is not there and was not at HEAD.
    """
    from jticket.vcs.blobs import read_at_head
    from jticket.vcs.diff import changed_paths
    from jticket.vcs.errors import NoRepositoryError

    folder, repository = session.workspace.location.folder, session.repository
    if repository is None:
        raise NoRepositoryError(folder)
    differing = [each.path for each in changed_paths(repository, folder)]
    paths = [path for path in differing if is_ticket_path(folder, path)]
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
        notices = tuple(_left_alone(session, [each for each in differing if each not in paths]))
    if not paths:
        return Outcome(notices=("no ticket to commit", *notices))
    _refuse_errors(session, paths, at_head)
    files = {session.workspace.path_of(each): each for each in session.project.files}
    made = _changes(session, paths, at_head, files)
    return session.commit(made, at_head, notices)


def _left_alone(session: Session, others: Sequence[Path]) -> Iterator[str]:
    """Words for the files that differ and are no tickets."""
    shown = [
        session.workspace.location.shown(each) for each in others if each.name != FALLBACK_LOCK
    ]
    if shown:
        more = f" and {len(shown) - _NAMED} more" if len(shown) > _NAMED else ""
        yield f"left alone, for git to commit: {', '.join(shown[:_NAMED])}{more}"


def _paths_of(
    session: Session, references: Sequence[str], at_head: Mapping[Path, File]
) -> set[Path]:
    """The files, before and after, of the tickets that are named; one may be deleted or broken."""
    project, prefix = session.project, session.workspace.settings.prefix
    before = {_id(path, each): path for path, each in at_head.items()}
    files = [(session.workspace.path_of(each), each) for each in project.files]
    now = [(_id(path, each), path) for path, each in files]
    paths: set[Path] = set()
    for reference in references:
        try:
            ticket_id = project.resolve(reference)
        except NotFoundError:
            others = matching(reference, {*before, *(each for each, _ in now)}, prefix)
            if len(others) != 1:
                raise
            ticket_id = others[0]
        paths |= {path for each, path in now if each == ticket_id}
        if ticket_id in before:
            paths.add(before[ticket_id])
    return paths


def _refuse_errors(session: Session, paths: Collection[Path], at_head: Mapping[Path, File]) -> None:
    """Refuses errors in the files themselves, and those in others that were not there at HEAD."""
    shown = {session.workspace.location.shown(path) for path in paths}
    now = _errors(session.project)
    inside = [each for each in now if each.path in shown]
    outside = [each for each in now if each.path not in shown]
    if outside:
        kept = [each for each in session.project.files if each.path not in shown]
        old = [each for path, each in at_head.items() if path in paths]
        before = Project((*kept, *old), session.workspace.settings)
        known = {(each.path, each.message) for each in _errors(before)}
        inside += [each for each in outside if (each.path, each.message) not in known]
    if inside:
        raise FaultyEditsError(sorted(inside, key=lambda each: each.order))


def _errors(project: Project) -> list[Diagnostic]:
    found = [each for file in project.files for each in file.diagnostics]
    found += project_findings(project)
    return [each for each in found if each.severity is Severity.ERROR]


def _changes(
    session: Session,
    paths: Sequence[Path],
    at_head: Mapping[Path, File],
    files: Mapping[Path, File],
) -> list[Change]:
    """One change a file; a file that moved is two, with the same words."""
    before = {_id(path, each): (path, each) for path, each in at_head.items()}
    after = {_id(path, files[path]): path for path in paths if path in files}
    made = []
    for path in paths:
        now = files.get(path)
        ticket_id = _id(path, now or at_head[path])
        old_path, old = before.get(ticket_id, (path, None))
        new_path = after.get(ticket_id)
        new = files[new_path] if new_path else None
        what = _words(old, new)
        if new_path and old and old_path != new_path and old_path not in files:
            place = new_path.relative_to(session.workspace.location.folder).as_posix()
            what = f"move to {place}" + (f", {what}" if what != "edited" else "")
        made.append(Change(ticket_id, path, at_head.get(path), now, what))
    return made


def _words(old: File | None, new: File | None) -> str:
    if not isinstance(new, ValidFile):
        return "delete"
    if not isinstance(old, ValidFile):
        return f"create: {new.ticket.title}" if old is None else "mend"
    return described(changes(old.ticket, new.ticket)) or "edited"


def _id(path: Path, file: File) -> str:
    return file.ticket.id if isinstance(file, ValidFile) else path.stem
