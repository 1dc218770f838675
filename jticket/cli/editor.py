"""The user's editor, on a text that is not saved yet."""

from __future__ import annotations

import os
import shlex
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path

from jticket.errors import RefusedError


class EditorError(RefusedError):
    """Says that the editor did not do its work."""

    code = "editor"

    def __init__(self, editor: str, reason: str, kept: Path | None = None) -> None:
        where = f"; your text is in {kept}" if kept else ""
        hint = "set VISUAL or EDITOR to the editor's command"
        super().__init__(f"the editor '{editor}' {reason}{where}", hint)


class NoTextError(RefusedError):
    """Says that the user left an empty text, which is how one changes one's mind."""

    def __init__(self) -> None:
        super().__init__("the text is empty", "nothing was written")


def revised(name: str, text: str) -> tuple[str, Path]:
    """The text as the user leaves it in `$VISUAL` or `$EDITOR`, and the file that still holds it.

    Raises:
        EditorError: there is no editor, or it fails.
        NoTextError: the user left nothing.
    """
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"
    path = Path(tempfile.mkdtemp(prefix="jticket-")) / f"{name}.md"
    path.write_text(text, encoding="utf-8", newline="")
    try:
        words = shlex.split(editor)
        status = subprocess.run([*words, str(path)], check=False).returncode  # noqa: S603
    except (OSError, ValueError) as error:
        discard(path)
        raise EditorError(editor, f"can't be started: {error}") from None
    if status:
        raise EditorError(editor, f"failed with {status}", path)
    left = path.read_bytes().decode(errors="surrogateescape") if path.exists() else ""
    if not left.strip():
        discard(path)
        raise NoTextError
    return left, path


def written(name: str) -> str:
    """A text that the user writes in the editor from nothing.

    Raises:
        EditorError: there is no editor, or it fails.
        NoTextError: the user left nothing.
    """
    text, path = revised(name, "")
    discard(path)
    return text.encode(errors="surrogateescape").decode(errors="replace")


def discard(path: Path) -> None:
    """Removes the file that `revised` left, once its text is safe elsewhere."""
    path.unlink(missing_ok=True)
    with suppress(OSError):  # the editor may have left files of its own
        path.parent.rmdir()


class UsersEditor:
    """The editor as a value, for use cases that ask for one."""

    def revise(self, name: str, text: str) -> tuple[str, Path]:
        """The text as the user leaves it, and the file that holds it."""
        return revised(name, text)

    def discard(self, path: Path) -> None:
        """Removes such a file."""
        discard(path)
