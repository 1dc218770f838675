"""The hooks of a commit, run by git itself, as `git commit` runs them."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jticket.vcs import process
from jticket.vcs.environment import COMMITTING
from jticket.vcs.errors import HookFailedError

if TYPE_CHECKING:
    from pathlib import Path

    from jticket.vcs.repository import Repository


@dataclass(frozen=True, slots=True)
class Hooks:
    """The hooks of a repository; `configured` if git's configuration may define them."""

    repo: Repository
    configured: bool

    def may_have(self, name: str) -> bool:
        """Returns whether git could find the hook `name`; if not, git need not be started."""
        return self.configured or os.path.lexists(self.repo.common_dir / "hooks" / name)

    def run(self, name: str, *args: str, index: Path | None = None) -> list[str]:
        """Runs the hook `name` at the top, if there is one, and returns its output as notices.

        It gets the user's own environment, `index` instead of the user's index, and `COMMITTING`,
        but no input. Raises `HookFailedError`.
        """
        if not self.may_have(name):
            return []
        env = {**self.repo.locale, COMMITTING: "1", "GIT_EDITOR": ":"}
        if index is not None:
            env["GIT_INDEX_FILE"] = str(index)
        result = process.start(
            self.repo.top,
            ("hook", "run", "--ignore-missing", name, "--", *args),
            env=env,
            descriptors=self.repo.descriptors,
        )
        printed = (result.out.decode(errors="replace") + result.err).strip()
        if result.status:
            raise HookFailedError(name, result.status, printed)
        return [f"the {name} hook says: {printed}"] if printed else []
