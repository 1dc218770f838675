"""`edit`: a ticket in the user's editor; its text is checked, and never lost."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from jticket.errors import RefusedError, joined
from jticket.lint.registry import project_findings
from jticket.model.diagnostics import Severity
from jticket.model.refusals import words
from jticket.model.workflow import transition_error
from jticket.ops.lookup import resolve_ticket
from jticket.ops.write.change import Change
from jticket.ops.write.transaction import changing
from jticket.ops.write.workflow_errors import remedies
from jticket.text.reading import ValidFile

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path

    from jticket.errors import Message
    from jticket.model.diagnostics import Diagnostic
    from jticket.model.graph import Graph
    from jticket.model.refusals import TransitionRefusal
    from jticket.model.ticket import Ticket
    from jticket.ops.workspace import Workspace
    from jticket.ops.write.options import Options
    from jticket.ops.write.outcome import Outcome
    from jticket.text.project import Project
    from jticket.text.reading import File

_MARK = "#! jticket: "


class Editor(Protocol):
    """Lets the user edit a text, which is kept in a file until it is safe elsewhere."""

    def revise(self, name: str, text: str) -> tuple[str, Path]:
        """Returns the text that the user saved, and the file that contains it."""
        ...

    def keeping(self, path: Path) -> AbstractContextManager[None]:
        """Returns a context that removes such a file, unless it is left with an error.

        The error says where the file is.
        """
        ...

    def words(self, message: Message) -> str:
        """Returns a message in the words of the surface that the user works with."""
        ...

    def opens_again(self, mistakes: Sequence[str]) -> bool:
        """Returns whether the user wants to correct these mistakes; False without a terminal."""
        ...


class LeftWrongError(RefusedError):
    """Raised when the user leaves mistakes in a text; it is kept, and the ticket is not changed."""

    def __init__(self, mistakes: Sequence[Message]) -> None:
        message = joined("\n  ", ["the text has mistakes:", *mistakes])
        super().__init__(message, "nothing was changed")
        self.mistakes = tuple(mistakes)


class ChangedInEditorError(RefusedError):
    """Raised when the ticket changed while it was open in the editor."""

    def __init__(self, path: str) -> None:
        super().__init__(f"{path} changed while you edited it", "nothing was written")
        self.path = path


@dataclass(frozen=True, slots=True)
class _Ticket:
    """The ticket being edited, as it was when the editor opened."""

    file: ValidFile
    project: Project
    workspace: Workspace
    force: bool

    def revised(self, text: str) -> File:
        """Returns the file with another text."""
        bom = b"\xef\xbb\xbf" if self.file.text.document.bom else b""
        data = bom + text.encode(errors="surrogateescape")
        return self.workspace.read(self.workspace.path_of(self.file), data)

    def mistakes(self, after: File) -> list[Message]:
        """Returns what prevents a text from being the ticket's next version."""
        errors = _errors(self.project.diagnostics_of(after))
        ticket = self.file.ticket
        if errors or not isinstance(after, ValidFile):
            return errors
        if after.ticket.id != ticket.id:
            return [f"the id is {ticket.id}, and is written once"]
        project = self.project.with_files([after])
        errors = _errors(
            finding for finding in project_findings(project) if finding.path == after.path
        )
        refusal = _refusal(ticket, after.ticket, project.graph)
        if refusal is None or self.force:
            return errors
        return [*errors, joined("; ", [words(refusal), *remedies(refusal, project.graph)])]


def edit_ticket(workspace: Workspace, options: Options, reference: str, editor: Editor) -> Outcome:
    """Lets the user edit a ticket, and commits it; after a mistake the editor may open again.

    The editor runs without the lock. It does not open again for a text that the user left as it
    was, or does not want to correct: that is kept, and the ticket is not changed.

    Raises:
        NotFoundError: there is no such ticket, or there are several.
        LeftWrongError: the user left the mistakes in the text.
        ChangedInEditorError: someone else changed the ticket meanwhile.
        NotCommittedError: only the commit failed; the text is in the ticket's file.
        JticketError: the ticket can't be read, written or committed.
    """
    project = workspace.project()
    file = resolve_ticket(project, reference)
    ticket, source = file.ticket, file.text
    edited = _Ticket(file, project, workspace, options.force)
    shown = source.document.text
    while True:
        text, kept = editor.revise(ticket.id, shown)
        with editor.keeping(kept):
            text = _without_marks(text)
            after = edited.revised(text)
            mistakes = edited.mistakes(after)
            if not mistakes and isinstance(after, ValidFile):
                return _saved(workspace, options, file, after)
            marks = [editor.words(mistake) for mistake in mistakes]
            again = _marked(text, marks, source.document.newline)
            if again == shown or not editor.opens_again(marks):
                raise LeftWrongError(mistakes)
            shown = again


def _refusal(before: Ticket, after: Ticket, graph: Graph) -> TransitionRefusal | None:
    """Returns why a ticket can't go to its new status, judged with all that the edit changes."""
    return transition_error(replace(after, status=before.status), after.status, graph)


def _saved(workspace: Workspace, options: Options, before: ValidFile, after: ValidFile) -> Outcome:
    old = before.ticket
    with changing(workspace, options) as session:
        current = resolve_ticket(session.project, old.id)
        if current.text.document.encoded() != before.text.document.encoded():
            raise ChangedInEditorError(before.path)
        graph = session.project.with_files([after]).graph
        is_forced = _refusal(old, after.ticket, graph) is not None
        path = workspace.path_of(before)
        change = Change(old.id, path, before, after, is_forced=is_forced)
        return session.save([change], has_user_text=True)


def _marked(text: str, mistakes: Sequence[str], newline: str) -> str:
    marks = (*mistakes, "fix it; these lines are removed when you save")
    lines = [f"{_MARK}{mark}" for mark in marks]
    return newline.join([*lines, text])


def _without_marks(text: str) -> str:
    while text.startswith(_MARK.rstrip()):
        _, newline, rest = text.partition("\n")
        text = rest if newline else ""
    return text


def _errors(diagnostics: Iterable[Diagnostic]) -> list[Message]:
    return [
        f"line {error.start.line}, column {error.start.column}: {error.sentence}"
        for error in diagnostics
        if error.severity is Severity.ERROR
    ]
