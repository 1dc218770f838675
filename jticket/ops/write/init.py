"""`init`: creates the tickets folder, its config and its merge settings in one commit."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jticket.errors import JticketError, UsageError
from jticket.model.ids import is_prefix
from jticket.model.settings import IdScheme, derived_prefix
from jticket.model.wording import quoted
from jticket.ops.workspace import Workspace
from jticket.ops.write.commit_message import add_trailers
from jticket.ops.write.refusals import InHookError
from jticket.store.locate import (
    ATTRIBUTES,
    FOLDER,
    Location,
    NoTicketsError,
    locate,
    named_folder,
    real_path,
    repository_root,
)
from jticket.store.lock import held
from jticket.store.writes import Area, remove_file, write_file

if TYPE_CHECKING:
    from pathlib import Path

    from jticket.ops.workspace import Environment
    from jticket.ops.write.options import Options
    from jticket.vcs.commit.commit import Committed
    from jticket.vcs.repository import Repository

_ATTRIBUTES = """\
# Where the merge driver is set up, tickets merge field by field; elsewhere they merge as text.
*.md merge=jticket
README.md !merge
templates/** !merge
"""
_CONFIG = """\
# The project's settings; what is left out has its default.
prefix: {prefix}
"""
_RANDOM = "id_scheme: random\n"


class BadPrefixError(UsageError):
    """Raised when IDs can't begin with a prefix."""

    def __init__(self, prefix: str) -> None:
        hint = "a capital letter, then at most 15 capital letters or digits"
        super().__init__(f"{quoted(prefix)} can't be a prefix", hint)
        self.prefix = prefix


@dataclass(frozen=True, slots=True)
class Started:
    """What `init` created, as paths from the repository's top, and the commit if there is one.

    `prefix` is that of the project, which may be older.
    """

    folder: str
    prefix: str
    created: tuple[str, ...]
    committed: Committed | None = None


def start_project(
    environment: Environment, prefix: str | None, scheme: IdScheme, options: Options
) -> Started:
    """Creates and commits what the tickets folder lacks; existing files are left alone.

    The folder is the one given by name, or else the one found from here, or else `.tickets` at the
    top of the repository.

    Raises:
        InHookError: this process runs in a hook of jticket's own commit.
        BadPrefixError: IDs can't begin with the prefix.
        NoRepositoryError: this is outside a repository.
        LockedError: another command holds the lock.
        JticketError: there is no git, or the files can't be written or committed.
    """
    from jticket.vcs.repository import open_repository

    if environment.in_hook:
        raise InHookError
    if prefix is not None and not is_prefix(prefix):
        raise BadPrefixError(prefix)
    folder = _folder(environment)
    above = [environment.cwd] if folder is None else [*folder.parents]
    holder = next(path for path in above if path.is_dir())
    repository = open_repository(holder, locale=environment.locale or None)
    folder = folder or repository.top / FOLDER
    location = Location(folder, repository.top)
    prefix = prefix or derived_prefix(repository.top.name)
    config = _CONFIG.format(prefix=prefix) + (_RANDOM if scheme is IdScheme.RANDOM else "")
    wanted = {location.config: config, folder / ATTRIBUTES: _ATTRIBUTES}
    with held(repository.lock_path, timeout=options.patience) as descriptor:
        missing = {path: text for path, text in wanted.items() if not os.path.lexists(path)}
        committed = None
        if missing:
            repository = repository.with_descriptors(descriptor)
            committed = _written(repository, missing, options)
    prefix = Workspace(environment, location).settings.prefix
    created = tuple(location.shown(path) for path in missing)
    return Started(location.shown(folder), prefix, created, committed)


def _folder(environment: Environment) -> Path | None:
    """Returns the existing tickets folder, if it is in this repository and not in one around it."""
    if environment.folder is not None:
        return named_folder(environment.cwd, environment.folder)
    try:
        location = locate(environment.cwd)
    except NoTicketsError:
        return None
    here = repository_root(real_path(environment.cwd))
    return location.folder if here is None or here == location.root else None


def _written(
    repository: Repository, missing: dict[Path, str], options: Options
) -> Committed | None:
    from jticket.vcs.commit.commit import commit_paths
    from jticket.vcs.commit.state import check_committable

    paths = list(missing)
    folder = paths[0].parent
    new_folders = [path for path in (folder, *folder.parents) if not path.exists()]
    if options.commit:
        check_committable(repository, paths)
    folder.mkdir(parents=True, exist_ok=True)
    area = Area(folder, top=repository.top)
    written: list[Path] = []
    try:
        for path, text in missing.items():
            write_file(path, text.encode(), before=None, area=area)
            written.append(path)
        if not options.commit:
            return None
        message = add_trailers(f"tickets: {options.message or 'init'}\n", options.trailers)
        return commit_paths(repository, paths, message, verify=options.verify)
    except BaseException:
        for path in written:
            with suppress(JticketError):
                remove_file(path, before=missing[path].encode(), area=area)
        for path in new_folders:
            with suppress(OSError):
                path.rmdir()
        raise
