"""The only way to change the text of `config.yml`: the new text is read back and compared."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, cast

from jticket.errors import UsageError
from jticket.model.ticket import RawMapping
from jticket.model.wording import quoted
from jticket.text.document import Document, DocumentError, decoded
from jticket.text.edits.apply import EditRefusedError
from jticket.text.edits.settings import setting_splices
from jticket.text.edits.spans import NoPlaceError, apply_splices, comments
from jticket.text.yaml_tree import mapping_of, raw

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from jticket.model.diagnostics import Diagnostic
    from jticket.model.ticket import Raw
    from jticket.text.config_paths import Path
    from jticket.text.yaml_tree import Mapping

    Setting = tuple[Path, str | tuple[str, ...]]
    DiagnosticsOf = Callable[[bytes], Sequence[Diagnostic]]
    Plain = str | tuple["Plain", ...] | dict[str, "Plain"]


class BadSettingError(UsageError):
    """Raised when the config can't have a value; `diagnostic` says why."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.message, diagnostic.fix)
        self.diagnostic = diagnostic


def with_settings(
    data: bytes, settings: Sequence[Setting], shown: str, diagnostics_of: DiagnosticsOf
) -> bytes:
    """Returns the bytes of a config after keys were set in it.

    `shown` is its path in messages, `diagnostics_of` returns what is wrong with the bytes of one.

    Raises:
        BadSettingError: the result has a mistake that `data` did not have.
        EditRefusedError: a setting can't be made without changing anything else.
    """
    try:
        text, bom = decoded(data)
    except DocumentError as error:
        raise EditRefusedError(shown, error.message, error.start.line) from None
    for path, value in settings:
        text = _with_setting(text, path, value, shown)
    result = Document(text, bom=bom).encoded()
    known = Counter(map(_mistake, diagnostics_of(data)))
    for diagnostic in diagnostics_of(result):
        known[_mistake(diagnostic)] -= 1
        if known[_mistake(diagnostic)] < 0:
            raise BadSettingError(diagnostic)
    return result


def _mistake(diagnostic: Diagnostic) -> tuple[str, str]:
    return diagnostic.rule.code, diagnostic.message


def _with_setting(text: str, path: Path, value: str | tuple[str, ...], shown: str) -> str:
    key = ".".join(path)
    document, root = Document(text, 0, len(text), len(text)), _mapping(text)
    try:
        splices = setting_splices(document, root, path, value) if root else []
    except NoPlaceError as error:
        line = document.place(error.offset).line
        raise EditRefusedError(shown, str(error), line) from None
    result = apply_splices(text, splices)
    after = _mapping(result)
    if root is None or after is None or _plain(raw(after)) != _expected(raw(root), path, value):
        raise EditRefusedError(shown, f"{key} can't be set safely here")
    lost = Counter(comments(text, root, 0, len(text)))
    lost -= Counter(comments(result, after, 0, len(result)))
    if lost:
        reason = f"setting {key} would lose the comment {quoted(next(iter(lost)))}"
        raise EditRefusedError(shown, reason)
    return result


def _mapping(text: str) -> Mapping | None:
    root, _ = mapping_of(text, 0, len(text))
    return root


def _expected(before: Raw, path: Path, value: str | tuple[str, ...]) -> Plain:
    """Returns the values after a setting, computed without the text."""
    root = _plain(before)
    node = cast("dict[str, Plain]", root)
    for key in path[:-1]:  # a key above that has another value than a mapping was refused before
        node = cast("dict[str, Plain]", node.setdefault(key, {}))
    node[path[-1]] = value
    return _without_empty(root)


def _plain(value: Raw) -> Plain:
    return _without_empty(_dicts(value))


def _dicts(value: Raw) -> Plain:
    if isinstance(value, RawMapping):
        return {key: _dicts(below) for key, below in value.pairs}
    return value if isinstance(value, str) else tuple(map(_dicts, value))


def _without_empty(value: Plain) -> Plain:
    """Returns a value without keys that have none, which may stay in the text or not."""
    if not isinstance(value, dict):
        return value
    pairs = ((key, _without_empty(below)) for key, below in value.items())
    return {key: below for key, below in pairs if below not in ("", {})}
