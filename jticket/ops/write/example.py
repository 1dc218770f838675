"""`init --example`: a new repository with the example project in it, to try things in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING, Final

from jticket.errors import RefusedError
from jticket.model.wording import quoted
from jticket.ops.write.refusals import InHookError
from jticket.store.example import EXAMPLE_DAY, example_files, vacant_folder
from jticket.store.locate import FOLDER, real_path, repository_root
from jticket.store.lock import held
from jticket.store.writes import Area, write_file

if TYPE_CHECKING:
    from pathlib import Path

    from jticket.ops.workspace import Environment
    from jticket.vcs.commit.commit import Committed

_AUTHOR: Final = ("Demo", "demo@example.org")
_MESSAGE: Final = "tickets: the example project\n"
_DATE: Final = re.compile(rb"\b(?:2025|2026)-\d\d-\d\d\b")  # older ones are in the prose
_WEEK: Final = timedelta(weeks=1)


class NestedRepositoryError(RefusedError):
    """Raised when the example would be a repository inside another one."""

    code = "nested"

    def __init__(self, folder: str, around: Path) -> None:
        hint = f"name a folder outside it, such as {around.parent / 'jticket-demo'}"
        super().__init__(f"{quoted(folder)} is in the repository {around}", hint)
        self.folder, self.around = folder, around


@dataclass(frozen=True, slots=True)
class Example:
    """A new repository with the example project, in one commit.

    `as_demo` is set where git knew no name, so that the repository got a user of its own.
    """

    folder: Path
    tickets: int
    committed: Committed | None
    as_demo: bool


def make_example(environment: Environment, folder: Path) -> Example:
    """Makes a repository in a new or empty folder and commits the example project there.

    All its dates are moved by a number of weeks, so that it is as old today as it was when it was
    written. After an error the folder is as it was.

    Raises:
        InHookError: this process runs in a hook of jticket's own commit.
        OccupiedFolderError: there is something in the folder, or it is a file.
        NestedRepositoryError: the folder is in a repository.
        JticketError: git is missing, or the files can't be written or committed.
    """
    if environment.in_hook:
        raise InHookError
    top = real_path(environment.cwd / folder)
    with vacant_folder(top, str(folder)):
        if around := repository_root(top):
            raise NestedRepositoryError(str(folder), around)
        return _made(environment, top)


def _made(environment: Environment, top: Path) -> Example:
    from jticket.vcs.commit.commit import commit_paths
    from jticket.vcs.identity import Author, author, set_user
    from jticket.vcs.repository import create_repository

    repository = create_repository(top, locale=environment.locale or None)
    as_demo = author(repository) is None
    if as_demo:
        set_user(repository, Author(*_AUTHOR))
    age = environment.day_of(environment.now()) - EXAMPLE_DAY
    moved = partial(_moved, age - age % _WEEK)
    files = {top / FOLDER / name: _DATE.sub(moved, text) for name, text in example_files().items()}
    area = Area(repository.top, top=repository.top)
    with held(repository.lock_path) as descriptor:
        for path, data in files.items():
            write_file(path, data, before=None, area=area)
        repository = repository.with_descriptors(descriptor)
        committed = commit_paths(repository, files, _MESSAGE, verify=False)
    return Example(top, sum(path.suffix == ".md" for path in files), committed, as_demo)


def _moved(by: timedelta, match: re.Match[bytes]) -> bytes:
    return str(date.fromisoformat(match[0].decode()) + by).encode()
