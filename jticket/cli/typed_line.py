"""Reads a command line that is still being typed: its words, and an open quote."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class TypedLine:
    """The words of a command line up to the cursor, as a shell understands them.

    `last` is the word at the cursor, "" after a space. `quote` is the quote that is open there.
    `head` is how many characters of the last word stand before what a shell replaces that breaks
    words at some characters, as bash does.
    """

    words: list[str] = field(default_factory=list)
    last: str = ""
    quote: str = ""
    head: int = 0


def typed_line(text: str, breaks: str = "") -> TypedLine:
    """Returns the words of a line; `breaks` are characters after which a shell replaces."""
    line, begun, characters = TypedLine(), False, iter(text)
    for character in characters:
        if line.quote:
            _quoted(line, character, characters)
        elif character.isspace():
            if begun:
                line.words.append(line.last)
            line.last, line.head, begun = "", 0, False
        elif character in "'\"":
            line.quote, line.head, begun = character, len(line.last), True
        else:
            escaped = character == "\\"
            line.last += next(characters, "") if escaped else character
            begun = True
            if character in breaks and not escaped:
                line.head = len(line.last)
    return line


def _quoted(line: TypedLine, character: str, characters: object) -> None:
    """Reads a character inside a quote."""
    if character == line.quote:
        line.quote, line.head = "", len(line.last)
    elif character == "\\" and line.quote == '"':
        following = next(characters, "")  # type: ignore[call-overload]  # an iterator
        line.last += following if following in '$`"\\' else f"\\{following}"
    else:
        line.last += character
