"""Drafts from JSON: one object, an array, or a line an object; an unknown key is an error."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from jticket.errors import BadDataError
from jticket.model.computed import ADDED, COMPUTED
from jticket.model.dates import parse_timestamp
from jticket.model.schema import BY_KEY, SECTION_KEYS, TEXT_SECTIONS
from jticket.model.settings import CustomType
from jticket.model.suggestions import did_you_mean
from jticket.model.ticket import Criterion, DevlogEntry
from jticket.model.wording import is_one_line, quoted
from jticket.ops.write.drafts import Batch, Draft, cleaned_criterion

if TYPE_CHECKING:
    from collections.abc import Callable

    from jticket.model.settings import Settings

Json: TypeAlias = "str | float | bool | list[Json] | dict[str, Json] | None"
Read = TypeVar("Read")
BODY_KEYS = (*SECTION_KEYS, "sections")
_SPACES = re.compile(r"[ \t\r\n]*")


class BadJsonError(BadDataError):
    """Raised when a text is not JSON; the message has the place."""

    def __init__(self, name: str, text: str, at: int, reason: str) -> None:
        line, column = text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
        hint = "give one object, an array of objects, or one object per line"
        super().__init__(f"{name}:{line}:{column}: not JSON: {reason}", hint)


def read_batch(text: str, name: str, settings: Settings) -> Batch:
    """Returns the drafts in a JSON text, with their mistakes; `name` is what messages call it.

    Raises:
        BadJsonError: the text is not JSON.
    """
    objects = _objects(text, name)
    drafts, mistakes = [], []
    for number, value in enumerate(objects, 1):
        reader = _Reader(settings, f"ticket {number}: " if len(objects) > 1 else "")
        drafts.append(reader.draft(value))
        mistakes += reader.mistakes
    return Batch(tuple(drafts), name, tuple(mistakes))


def _objects(text: str, name: str) -> list[Json]:
    """Returns the items of an array, or the values that follow each other, such as one per line."""
    decoder = json.JSONDecoder(object_pairs_hook=_without_repeats, parse_constant=_refused)
    values: list[Json] = []
    at = _spaces_end(text, 0)
    while at < len(text) or not values:
        try:
            value, at = decoder.raw_decode(text, at)
        except json.JSONDecodeError as error:
            reason = error.msg[:1].lower() + error.msg[1:]
            raise BadJsonError(name, text, error.pos, reason) from None
        except RecursionError:
            raise BadJsonError(name, text, at, "nested too deep") from None
        except _MisusedError as error:
            raise BadJsonError(name, text, max(text.find(error.word, at), at), str(error)) from None
        except ValueError:
            raise BadJsonError(name, text, at, "a number has too many digits") from None
        values.append(value)
        at = _spaces_end(text, at)
    return values[0] if len(values) == 1 and isinstance(values[0], list) else values


def _spaces_end(text: str, at: int) -> int:
    """Returns where the white space that begins at `at` ends."""
    match = _SPACES.match(text, at)
    return match.end() if match else at


class _MisusedError(ValueError):
    """Raised when a word of the text is not allowed in its place."""

    def __init__(self, word: str, reason: str) -> None:
        super().__init__(reason)
        self.word = word


def _without_repeats(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    values: dict[str, Json] = {}
    for key, value in pairs:
        if key in values:
            raise _MisusedError(f'"{key}"', f"key '{key}' appears twice")
        values[key] = value
    return values


def _refused(constant: str) -> Json:
    raise _MisusedError(constant, f"{constant} is not a JSON number")


class _Reader:
    """Reads one object into a draft and collects what is wrong with it."""

    def __init__(self, settings: Settings, where: str) -> None:
        self.settings = settings
        self.where = where
        self.mistakes: list[str] = []

    def wrong(self, what: str) -> None:
        self.mistakes.append(f"{self.where}{what}")

    def draft(self, fields: Json) -> Draft:
        if not isinstance(fields, dict):
            self.wrong(f"an object belongs here, not {_kind(fields)}")
            return Draft({})
        values: dict[str, str | tuple[str, ...]] = {}
        custom: dict[str, str | tuple[str, ...]] = {}
        for key, value in fields.items():
            if value is None or key in COMPUTED or key in ADDED or key in BODY_KEYS:
                continue
            if key in BY_KEY:
                values[key] = self._value(key, value)
            elif key == "fields":
                custom |= self._customs(value)
            elif self.settings.custom_field(key):
                custom[key] = self._custom(key, value)
            else:
                known = [*BY_KEY, *BODY_KEYS, *(field.key for field in self.settings.fields)]
                near = did_you_mean(key, known)
                self.wrong(f"unknown key {quoted(key)}" + (f" ({near})" if near else ""))
        if not values.get("title"):
            self.wrong("there is no title")
        return Draft(
            values,
            custom,
            texts={key: self._text(key, fields.get(key)) for key in TEXT_SECTIONS},
            criteria=self._list("acceptance_criteria", fields, self._criterion),
            devlog=self._list("devlog", fields, self._entry),
            sections=self._sections(fields.get("sections")),
        )

    def _value(self, key: str, value: Json) -> str | tuple[str, ...]:
        if BY_KEY[key].shape.is_list:
            if isinstance(value, list) and all(isinstance(item, str) for item in value):
                return tuple(str(item) for item in value)
            self.wrong(f"{key} is a list of texts, not {_kind(value)}")
            return ()
        if key == "effort" and isinstance(value, int | float) and not isinstance(value, bool):
            return str(value).removesuffix(".0")
        return self._text(key, value).strip()

    def _text(self, key: str, value: Json) -> str:
        if value is None:
            return ""
        if not isinstance(value, str):
            self.wrong(f"{key} is a text, not {_kind(value)}")
            return ""
        if any("\ud800" <= character <= "\udfff" for character in value):
            self.wrong(f"{key} holds half a character (a lone surrogate)")
            return ""
        return value

    def _customs(self, value: Json) -> dict[str, str | tuple[str, ...]]:
        if not isinstance(value, dict):
            self.wrong(f"fields is an object, not {_kind(value)}")
            return {}
        for key in value:
            if key in BY_KEY:
                self.wrong(f"fields: {quoted(key)} is a key of the ticket itself")
            elif not key.strip() or not is_one_line(key):
                self.wrong(f"fields: {quoted(key)} can't be a key")
        return {key: self._custom(key, item) for key, item in value.items() if item is not None}

    def _custom(self, key: str, value: Json) -> str | tuple[str, ...]:
        declared = self.settings.custom_field(key)
        is_list = declared is None or declared.type is CustomType.LIST
        if is_list and isinstance(value, list):
            return tuple(self._scalar(key, item) for item in value)
        return self._scalar(key, value)

    def _scalar(self, key: str, value: Json) -> str:
        if isinstance(value, bool):
            return str(value).lower()
        if isinstance(value, int | float):
            return str(value)
        return self._text(key, value)

    def _list(
        self, key: str, fields: dict[str, Json], read: Callable[[Json], Read | None]
    ) -> tuple[Read, ...]:
        value = fields.get(key)
        if value is None:
            return ()
        if not isinstance(value, list):
            self.wrong(f"{key} is a list, not {_kind(value)}")
            return ()
        return tuple(item for item in map(read, value) if item is not None)

    def _criterion(self, value: Json) -> Criterion | None:
        if isinstance(value, dict):
            if set(value) - {"text", "done"} or not isinstance(value.get("done", False), bool):
                self.wrong("an acceptance criterion has a text and done, true or false")
                return None
            text, done = self._text("text", value.get("text")), bool(value.get("done", False))
        else:
            text, done = self._text("an acceptance criterion", value), False
        if not (cleaned := cleaned_criterion(text)):
            self.wrong("an acceptance criterion has no text")
            return None
        return Criterion(cleaned, done)

    def _entry(self, value: Json) -> DevlogEntry | None:
        if not isinstance(value, dict) or set(value) - {"timestamp", "author", "text"}:
            self.wrong("a devlog entry has a timestamp, an author and a text")
            return None
        timestamp, author, text = (
            self._text(key, value.get(key)) for key in ("timestamp", "author", "text")
        )
        if parse_timestamp(timestamp) is None or " " in timestamp:
            self.wrong(f"{quoted(timestamp)} is not a timestamp (write 2025-10-01T09:30:00Z)")
        elif not author.strip() or not is_one_line(author):
            self.wrong("the author of a devlog entry is one line of text")
        return DevlogEntry(timestamp, " ".join(author.split()), text)

    def _sections(self, value: Json) -> dict[str, str]:
        if value is None:
            return {}
        if not isinstance(value, dict) or not all(isinstance(text, str) for text in value.values()):
            self.wrong("sections is an object of texts by heading")
            return {}
        for heading in value:
            if not is_one_line(heading):
                self.wrong(f"sections: {quoted(heading)} can't be a heading")
        return {key: self._text(key, text) for key, text in value.items()}


def _kind(value: Json) -> str:
    names = {dict: "an object", list: "a list", str: "a text", bool: "true or false"}
    return names.get(type(value), "a number" if value is not None else "null")
