"""Values of tickets inside Markdown: they show as they are, and make no markup of their own.

`quoted_text` also notifies no one when a forge renders it. GitHub and GitLab look for mentions and
references in the rendered page, so that a backslash does not help: `\\@ana` still notifies her.
They leave code alone, so such words become code.
"""

from __future__ import annotations

import re
from urllib.parse import quote

from jticket.render.terminal import is_right_to_left
from jticket.text.printable import safe_line

_MARKUP = re.compile(
    r"[\\`*{}\[\]<>|~]|&(?=#?\w+;)|(?<![^\W_])_|_(?![^\W_])|^(?=[#+=-])|(?<=[\s#])(?=#$)"
)
_NUMBERED = re.compile(r"^(\d{1,9})(?=[.)](?:\s|$))")
_BACKTICKS = re.compile(r"`+")

# A word, as far as a code span in a table's cell can hold it, without the punctuation around it.
_WORD = re.compile(r"[^\s`|\\]+")
_OPENING = "([{'\""
_CLOSING = ".,;!?)]}'\""

# Mentions, numbers of issues, merge requests, snippets, milestones, epics and alerts, references
# such as GH-12, commits, links, which leave a trace in the issue that they lead to, and emoji by
# their names.
_NOTIFYING = re.compile(
    r"[@#][\w(\[{\"]|[!$%~&^]\d|\bGH-\d|://|\bwww\.|\b[0-9a-f]{7,64}\b"
    r"|(?<!\d):[\w+-]+:(?!\d)",
    re.IGNORECASE,
)


def markdown_text(value: object) -> str:
    """Returns Markdown that shows exactly a text, on one line, as in a table or a heading."""
    text = safe_line(str(value if value is not None else ""))
    escaped = _MARKUP.sub(lambda match: f"\\{match[0]}", text)
    return _NUMBERED.sub(r"\1\\", escaped)


def code_span(value: object) -> str:
    """Returns a code span that shows exactly a text, on one line; not for the cell of a table."""
    text = safe_line(str(value if value is not None else ""))
    if not text:
        return ""
    fence = "`" * (max(map(len, _BACKTICKS.findall(text)), default=0) + 1)
    # One space at each end is not shown; without it, a backtick would join the fence.
    space = " " if text[0] in "` " or text[-1] in "` " else ""
    return f"{fence}{space}{text}{space}{fence}"


def quoted_text(text: str) -> str:
    """Returns Markdown on one line that shows exactly a text, words that notify someone as code."""
    text = safe_line(text)
    parts, place = [], 0
    for match in _WORD.finditer(text):
        with_opening = match[0].rstrip(_CLOSING)
        word = with_opening.lstrip(_OPENING)
        if _NOTIFYING.search(word):
            start = match.start() + len(with_opening) - len(word)
            parts += [_plain(text[place:start]), code_span(word)]
            place = start + len(word)
    return "".join([*parts, _plain(text[place:])])


def link_target(path: str) -> str:
    """Returns a path as a link's target in Markdown; bytes that are not UTF-8 are kept."""
    return quote(path, safe="/._-~", errors="surrogateescape")


def directed(markdown: str) -> str:
    """Returns quoted Markdown whose arrows point forward, even between words in Hebrew."""
    return markdown.replace(" → ", " &lrm;→&lrm; ") if is_right_to_left(markdown) else markdown


def _plain(text: str) -> str:
    """Returns text without markup; a backtick must not join those of a code span."""
    escaped = markdown_text(text).replace("\\`", "&#96;")
    # GitHub's own advice for a dollar sign, which may begin a formula.
    return escaped.replace("$", "<span>$</span>")
