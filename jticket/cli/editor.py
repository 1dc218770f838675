"""The user's editor, for a text that is not saved yet."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import sys
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from jticket.cli.errors import words
from jticket.cli.output import notice
from jticket.errors import JticketError, RefusedError
from jticket.ops.write.refusals import NotCommittedError
from jticket.text.printable import safe

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from contextlib import AbstractContextManager

    from jticket.errors import Message


_INTERRUPTED = (-signal.SIGINT, 128 + signal.SIGINT)  # of the editor, or of a shell that runs it


class EditorError(RefusedError):
    """Raised when the editor can't be started or fails; `kept` is the file with the text."""

    code = "editor"

    def __init__(self, editor: str, reason: str, kept: Path | None = None) -> None:
        where = f"; your text is in {kept}" if kept else ""
        hint = "set VISUAL or EDITOR to the editor's command"
        super().__init__(f"the editor '{editor}' {reason}{where}", hint)
        self.editor, self.reason, self.kept = editor, reason, kept


class EditorInterruptedError(EditorError):
    """Raised when the user's interrupt ended the editor."""

    code = "interrupted"
    exit_code = 130


class NoTextError(RefusedError):
    """Raised when the user saves an empty text, which cancels the command."""

    def __init__(self) -> None:
        super().__init__("the text is empty", "nothing was written")


def revised(name: str, text: str) -> tuple[str, Path]:
    """Returns a text after the user edited it, and the file that still contains it.

    The editor is `$VISUAL`, or else `$EDITOR`. While it runs, Ctrl-C goes to the editor.

    Raises:
        EditorError: there is no editor, it fails, or an interrupt ends it.
        NoTextError: the text is empty.
    """
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"
    path = Path(tempfile.mkdtemp(prefix="jticket-")) / f"{name}.md"
    path.write_text(text, encoding="utf-8", newline="")
    try:
        arguments = shlex.split(editor)
        status = _status([*arguments, str(path)])
    except (OSError, ValueError) as error:
        discard(path)
        raise EditorError(editor, f"can't be started: {error}") from None
    if status in _INTERRUPTED:
        raise EditorInterruptedError(editor, "was interrupted", path)
    if status:
        raise EditorError(editor, f"failed with {status}", path)
    edited = path.read_bytes().decode(errors="surrogateescape") if path.exists() else ""
    if not edited.strip():
        discard(path)
        raise NoTextError
    return edited, path


def _status(command: Sequence[str]) -> int:
    """Runs the editor and returns its exit status.

    An interrupt from the terminal reaches both processes. This one ignores it, as git does, or the
    editor would be killed with unsaved text. A handler, unlike `SIG_IGN`, is not passed
    on to the editor.
    """
    before = signal.getsignal(signal.SIGINT)
    if before is not signal.SIG_IGN:
        signal.signal(signal.SIGINT, lambda *_: None)
    try:
        return subprocess.run(command, check=False).returncode  # noqa: S603 - the user's own editor
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def written(name: str) -> Iterator[str]:
    """Yields a new text that the user writes in the editor; its file is as with `kept_until_saved`.

    Raises:
        EditorError: there is no editor, or it fails.
        NoTextError: the text is empty.
    """
    text, path = revised(name, "")
    with kept_until_saved(path):
        yield text.encode(errors="surrogateescape").decode(errors="replace")


@contextmanager
def kept_until_saved(path: Path) -> Iterator[None]:
    """Removes the file of `revised` on success; an error says where the file is."""
    try:
        yield
    except NotCommittedError:
        discard(path)  # the text is in the ticket's file
        raise
    except JticketError as error:
        error.add_hint(f"your text is in {path}")
        raise
    except BaseException:
        notice(f"your text is in {path}")
        raise
    discard(path)


def discard(path: Path) -> None:
    """Removes the file of `revised`, once its text is safe elsewhere."""
    path.unlink(missing_ok=True)
    with suppress(OSError):  # the editor may have left files of its own
        path.parent.rmdir()


def asks_person() -> bool:
    """Returns whether a person can answer a question: stdin and stderr are a terminal."""
    return sys.stdin is not None and sys.stdin.isatty() and sys.stderr.isatty()


class UsersEditor:
    """The editor for use cases that need one."""

    def revise(self, name: str, text: str) -> tuple[str, Path]:
        """Returns the text after the user edited it, and the file that contains it."""
        return revised(name, text)

    def keeping(self, path: Path) -> AbstractContextManager[None]:
        """Returns a context that removes such a file, unless it is left with an error."""
        return kept_until_saved(path)

    def words(self, message: Message) -> str:
        """Returns a message in the command line's words."""
        return words(message)

    def opens_again(self, mistakes: Sequence[str]) -> bool:
        """Asks whether to open the editor again; without a terminal the answer is no."""
        if not asks_person():
            return False
        click.echo("\n".join(["the text has mistakes:", *map(safe, mistakes)]), err=True)
        try:
            return click.confirm("open the editor again?", default=True, err=True)
        except click.Abort:
            return False  # the message that follows says where the text is
