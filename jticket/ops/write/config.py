"""Settings written to `config.yml`: edited byte for byte, read back, and committed alone.

The user's own settings are written in the same way, without a commit.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jticket.errors import Advice, Remedy, UsageError
from jticket.model.settings import derived_prefix
from jticket.model.settings_data import one_line, settings_data, value_at
from jticket.model.wording import shortened
from jticket.ops.write.commit_message import add_trailers
from jticket.store.user_settings import read_user_file
from jticket.store.writes import write_file
from jticket.text.config import read_config
from jticket.text.config_paths import UnknownSettingError, path_of, value_of
from jticket.text.config_user import USER_READERS, read_user_config
from jticket.text.config_values import READERS
from jticket.text.edits.config import with_settings
from jticket.text.printable import safe, safe_line

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from jticket.model.settings import Settings
    from jticket.model.user_settings import UserSettings
    from jticket.ops.write.transaction import Session
    from jticket.text.config import ConfigFile
    from jticket.text.config_paths import Path as SettingPath
    from jticket.text.config_user import UserConfigFile
    from jticket.vcs.commit.commit import Committed

_NAME = "config"
_SUBJECT_LENGTH = 72


class NoSettingError(UsageError):
    """Raised when the config has no such key."""

    def __init__(self, error: UnknownSettingError) -> None:
        super().__init__(str(error), error.fix or Advice(Remedy.LIST_SETTINGS))


@dataclass(frozen=True, slots=True)
class ConfigChange:
    """A change of `config.yml`; `old_bytes` is None where the file was missing."""

    path: Path
    old_bytes: bytes | None
    new_bytes: bytes | None
    id: str = _NAME
    moved_from: None = None
    mode: None = None


@dataclass(frozen=True, slots=True)
class ConfigOutcome:
    """The changed settings in words, all settings afterwards, and the commit."""

    settings: Settings | UserSettings
    changes: tuple[str, ...] = ()
    committed: Committed | None = None


def setting_path(key: str, *, user: bool = False) -> SettingPath:
    """Returns the path of a typed key, of the project's settings or the user's own.

    Raises:
        NoSettingError: there is no such key.
    """
    try:
        return path_of(key, USER_READERS if user else READERS)
    except UnknownSettingError as error:
        raise NoSettingError(error) from None


def change_config(session: Session, assignments: Sequence[tuple[str, str]]) -> ConfigOutcome:
    """Sets the values of keys; an empty value removes the key.

    Raises:
        NoSettingError: the config has no such key.
        BadSettingError: the config can't have a value.
        EditRefusedError: a setting can't be made without changing anything else.
        JticketError: the file can't be written or committed.
    """
    location = session.workspace.location
    made = [_setting(key, value) for key, value in assignments]
    data, shown = session.workspace.config_data(), location.shown(location.config)
    prefix = derived_prefix(location.root.name)

    def read(content: bytes) -> ConfigFile:
        return read_config(content, shown, prefix)

    old = data or b""
    result = with_settings(old, made, shown, lambda content: read(content).diagnostics)
    before, after = read(old).settings, read(result).settings
    if result == old:
        return ConfigOutcome(after)
    changes = tuple(dict.fromkeys(_words(path, before, after) for path, _ in made))
    change = ConfigChange(location.config, data, result)
    committed = session.save_file(change, _message(session, after, changes))
    return ConfigOutcome(after, changes, committed)


def change_user_config(path: Path, assignments: Sequence[tuple[str, str]]) -> ConfigOutcome:
    """Sets the values of keys in the user's own file, which is created if it is missing.

    Raises:
        NoSettingError: there is no such key.
        BadSettingError: the file can't have a value.
        EditRefusedError: a setting can't be made without changing anything else.
        JticketError: the file can't be read or written.
    """
    made = [_setting(key, value, user=True) for key, value in assignments]
    data = read_user_file(path)

    def read(content: bytes) -> UserConfigFile:
        return read_user_config(content, str(path))

    old = data or b""
    result = with_settings(old, made, str(path), lambda content: read(content).diagnostics)
    before, after = read(old).settings, read(result).settings
    if result == old:
        return ConfigOutcome(after)
    write_file(path, result, before=data)
    return ConfigOutcome(after, tuple(dict.fromkeys(_words(key, before, after) for key, _ in made)))


def _setting(
    key: str, value: str, *, user: bool = False
) -> tuple[SettingPath, str | tuple[str, ...]]:
    path = setting_path(key, user=user)
    return path, value_of(path, value)


def _words(
    path: SettingPath, before: Settings | UserSettings, after: Settings | UserSettings
) -> str:
    """Returns what happened to a setting: `hours_per_day 8 → 7`."""
    old, new = (
        one_line(value_at(settings_data(settings), path)) or "-" for settings in (before, after)
    )
    return safe_line(f"{'.'.join(path)} {old} → {new}")


def _message(session: Session, settings: Settings, changes: Sequence[str]) -> str:
    subject, _, body = (session.options.message or "").strip().partition("\n")
    what = subject or shortened("; ".join(changes), _SUBJECT_LENGTH)
    start = settings.commit_subject.replace("{id}", _NAME).replace("{what}", safe_line(what))
    message = "\n\n".join(filter(None, (start, safe(body.strip())))) + "\n"
    return add_trailers(message, session.options.trailers)
