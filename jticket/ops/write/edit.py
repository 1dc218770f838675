"""`edit`: a ticket in the user's editor, checked on return, and no typed text ever lost."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from jticket.errors import JticketError, RefusedError
from jticket.lint.registry import project_findings
from jticket.model.compare.changes import changes, described
from jticket.model.diagnostics import Severity
from jticket.model.workflow import transition_error, words
from jticket.ops.selection import resolve_ticket
from jticket.ops.write.commit_message import Change
from jticket.ops.write.transaction import NotCommittedError, Outcome, changing
from jticket.text.project import Project
from jticket.text.reading import ValidFile

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from jticket.ops.workspace import Workspace
    from jticket.ops.write.transaction import Options
    from jticket.text.reading import File

_MARK = "#! jticket: "


class Editor(Protocol):
    """Shows a text to the user; what comes back lies in a file until it is discarded."""

    def revise(self, name: str, text: str) -> tuple[str, Path]:
        """The text as the user leaves it, and the file that holds it."""
        ...

    def discard(self, path: Path) -> None:
        """Removes such a file."""
        ...


class LeftWrongError(RefusedError):
    """Says that the user left a text with mistakes; it is kept, and the ticket is as it was."""

    def __init__(self, mistakes: Sequence[str], kept: Path) -> None:
        hint = f"nothing was changed; your text is in {kept}"
        super().__init__("the text has mistakes:\n  " + "\n  ".join(mistakes), hint)


class ChangedInEditorError(RefusedError):
    """Says that the ticket changed while it was open in the editor."""

    def __init__(self, path: str, kept: Path) -> None:
        super().__init__(
            f"{path} changed while you edited it", f"nothing was written; your text is in {kept}"
        )


@dataclass(frozen=True, slots=True)
class _Ticket:
    """The ticket that is edited, as it was when the editor opened."""

    file: ValidFile
    project: Project
    workspace: Workspace
    force: bool

    def revised(self, text: str) -> File:
        """The file with another text."""
        bom = b"\xef\xbb\xbf" if self.file.text.document.bom else b""
        data = bom + text.encode(errors="surrogateescape")
        return self.workspace.read(self.workspace.path_of(self.file), data)

    def mistakes(self, after: File) -> list[str]:
        """What keeps a text from being the ticket's next version."""
        errors = [each for each in after.diagnostics if each.severity is Severity.ERROR]
        ticket = self.file.ticket
        if errors or not isinstance(after, ValidFile):
            return [_line(each.start.line, each.start.column, each.sentence) for each in errors]
        if after.ticket.id != ticket.id:
            return [f"the id is {ticket.id}, and is written once"]
        others = (each for each in self.project.files if each.path != self.file.path)
        project = Project((after, *others), self.project.settings)
        found = [each for each in project_findings(project) if each.path == after.path]
        wrong = [
            _line(each.start.line, each.start.column, each.sentence)
            for each in found
            if each.severity is Severity.ERROR
        ]
        before = replace(after.ticket, status=ticket.status)
        refusal = transition_error(before, after.ticket.status, project.graph)
        if refusal is None or self.force:
            return wrong
        return [*wrong, f"{words(refusal)} (--force overrides)"]


def edit_ticket(workspace: Workspace, options: Options, reference: str, editor: Editor) -> Outcome:
    """Lets the user edit a ticket, and commits what is left; a mistake opens the editor again.

    The editor runs without the lock. A second text with the same mistakes is not asked for: it is
    kept, and the ticket stays as it was.

    Raises:
        LeftWrongError: the user left the mistakes in.
        ChangedInEditorError: somebody else changed the ticket meanwhile.
    """
    project = workspace.project()
    file = resolve_ticket(project, reference)
    ticket, source = file.ticket, file.text
    edited = _Ticket(file, project, workspace, options.force)
    shown = source.document.text
    while True:
        text, kept = editor.revise(ticket.id, shown)
        text = _without_marks(text)
        after = edited.revised(text)
        mistakes = edited.mistakes(after)
        if not mistakes and isinstance(after, ValidFile):
            break
        again = _marked(text, mistakes, source.document.newline)
        if again == shown:
            raise LeftWrongError(mistakes, kept)
        shown = again
        editor.discard(kept)
    try:
        outcome = _saved(workspace, options, file, after, kept)
    except NotCommittedError:
        editor.discard(kept)  # the text is in the ticket's file
        raise
    except JticketError as error:
        error.hint = f"{error.hint or ''}; your text is in {kept}".removeprefix("; ")
        raise
    editor.discard(kept)
    return outcome


def _saved(
    workspace: Workspace, options: Options, before: ValidFile, after: ValidFile, kept: Path
) -> Outcome:
    old, new = before.ticket, after.ticket
    words = described(changes(old, new)) or "edited"
    with changing(workspace, options) as session:
        now = resolve_ticket(session.project, old.id)
        if now.text.document.encoded() != before.text.document.encoded():
            raise ChangedInEditorError(before.path, kept)
        change = Change(old.id, workspace.path_of(before), before, after, words)
        return session.save([change], typed=True)


def _marked(text: str, mistakes: Sequence[str], newline: str) -> str:
    lines = [f"{_MARK}{each}" for each in (*mistakes, "mend it; these lines are taken out again")]
    return newline.join([*lines, text])


def _without_marks(text: str) -> str:
    while text.startswith(_MARK.rstrip()):
        _, newline, rest = text.partition("\n")
        text = rest if newline else ""
    return text


def _line(line: int, column: int, sentence: str) -> str:
    return f"line {line}, column {column}: {sentence}"
