"""The repository around a folder, discovered as git does it, and git run in it."""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from jticket.vcs import process
from jticket.vcs.environment import COMMITTING, FIXED, OPTIONS, spoken_locale
from jticket.vcs.errors import (
    BareRepositoryError,
    GitError,
    NoRepositoryError,
    UntrustedRepositoryError,
    failed,
)
from jticket.vcs.paths import repo_relative_names

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jticket.errors import JticketError
    from jticket.vcs.process import Result

_NOTHING: Final[Mapping[str, str]] = MappingProxyType({})

# `rev-parse` repeats an option that it does not know: a separator for paths that hold newlines.
_SEPARATOR: Final = "--jticket-next"


def _unset_locale() -> Mapping[str, str]:
    return spoken_locale({})


@dataclass(frozen=True, slots=True)
class Repository:
    """A work tree and its git folders; all paths absolute and resolved.

    `descriptors` are those of the lock, while it is held: every child inherits them. `locale` is
    the part of the user's environment that hooks and filters get back.
    """

    top: Path
    git_dir: Path
    common_dir: Path
    object_format: str
    descriptors: tuple[int, ...] = ()
    locale: Mapping[str, str] = field(default_factory=_unset_locale, hash=False)

    @property
    def lock_path(self) -> Path:
        """The file to lock before anything is changed, shared by all work trees of a clone."""
        return self.common_dir / "jticket.lock"

    @property
    def no_object(self) -> str:
        """The object ID that means "does not exist yet"."""
        return "0" * (64 if self.object_format == "sha256" else 40)

    def with_descriptors(self, *descriptors: int) -> Repository:
        """Returns the same repository, whose children inherit `descriptors` too."""
        return replace(self, descriptors=(*self.descriptors, *descriptors))

    def relative(self, path: Path) -> str:
        """Returns the name of `path` from the top, with slashes; the top itself is ``""``.

        Raises `OutsideRepositoryError` for a place that git would not commit from.
        """
        return repo_relative_names(self.top, (path,))[path]

    def pathspec(self, folder: Path | None) -> tuple[str, ...]:
        """Returns the arguments that limit a git command to a folder, or to nothing (None)."""
        name = self.relative(folder) if folder is not None else ""
        return ("--", name) if name else ("--",)

    def run(
        self,
        *args: str,
        input: bytes = b"",  # noqa: A002 - the word subprocess uses
        env: Mapping[str, str] = _NOTHING,
        check: bool = True,
        cwd: Path | None = None,
        new_process_group: bool = False,
    ) -> Result:
        """Runs `git ARGS` at the top (or in `cwd`), where pathspecs are literal names.

        Raises `GitError` or `MissingObjectError` if it fails, unless `check` is false. With
        `new_process_group`, signals to the command don't reach git, for work that must not be left
        half done.
        """
        # A filter or hook that git starts must not wait for the lock that its parent holds.
        locked = {COMMITTING: "1"} if self.descriptors else {}
        result = process.start(
            cwd or self.top,
            (*OPTIONS, *args),
            input=input,
            env={**FIXED, **locked, **env},
            descriptors=self.descriptors,
            new_process_group=new_process_group,
        )
        if check and result.status:
            raise failed(_command(args), result.status, result.err)
        return result


def open_repository(
    folder: Path, *, descriptors: tuple[int, ...] = (), locale: Mapping[str, str] | None = None
) -> Repository:
    """Returns the repository around `folder`, which is the parent of the tickets folder.

    `locale` is `environment.spoken_locale` of the user's environment; without it `LANG` counts.
    Raises `NoRepositoryError`, `BareRepositoryError`, `UntrustedRepositoryError`, `GitError`,
    `GitMissingError` or `GitTooOldError`.
    """
    process.check_version()
    repository = _discover(folder)
    # With `core.worktree` set, the work tree may be where git would not find its way back from.
    if not os.path.lexists(repository.top / ".git") and _discover(repository.top) != repository:
        raise NoRepositoryError(repository.top)
    return replace(repository, descriptors=descriptors, locale=locale or repository.locale)


def create_repository(folder: Path, *, locale: Mapping[str, str] | None = None) -> Repository:
    """Makes an empty repository in `folder`, which is made too where it does not exist.

    Raises `GitError`, `GitMissingError` or `GitTooOldError`, and `OSError` for the folder.
    """
    process.check_version()
    folder.mkdir(parents=True, exist_ok=True)
    result = process.start(folder, (*OPTIONS, "init", "--quiet"), env=FIXED)
    if result.status:
        raise failed("init", result.status, result.err)
    return open_repository(folder, locale=locale)


def _discover(folder: Path) -> Repository:
    result = process.start(
        folder,
        (
            *OPTIONS,
            "rev-parse",
            "--path-format=absolute",
            "--is-bare-repository",
            "--show-object-format",
            _SEPARATOR,
            "--absolute-git-dir",
            _SEPARATOR,
            "--git-common-dir",
            _SEPARATOR,
            "--show-toplevel",
        ),
        env=FIXED,
    )
    facts, *places = result.out.split(f"{_SEPARATOR}\n".encode())
    if result.status:
        raise _refusal(folder, facts, result)
    git_dir, common_dir, top = (Path(os.fsdecode(place[:-1])) for place in places)
    return Repository(top, git_dir, common_dir, facts.split()[1].decode())


def _refusal(folder: Path, facts: bytes, result: Result) -> JticketError:
    if "not a git repository (or any" in result.err:
        return NoRepositoryError(folder)
    if "dubious ownership" in result.err:
        lines = (line.strip() for line in result.err.splitlines())
        advice = next((line for line in lines if line.startswith("git config")), None)
        return UntrustedRepositoryError(folder, advice)
    if facts.startswith(b"true") or "cannot use bare repository" in result.err:
        return BareRepositoryError(folder)
    if "must be run in a work tree" in result.err:
        return NoRepositoryError(folder)
    return GitError("rev-parse", result.status, result.err)


def _command(args: tuple[str, ...]) -> str:
    """Returns the subcommand's name, past `-c NAME=VALUE` pairs."""
    words = iter(args)
    for word in words:
        if word == "-c":
            next(words, None)
        else:
            return word
    return ""
