"""Text of tickets inside Markdown that a forge renders: it shows as it is, and notifies no one.

GitHub and GitLab look for mentions and references in the rendered page, so that a backslash does
not help: `\\@ana` still notifies her. They leave code alone, so such words become code.
"""

from __future__ import annotations

import re

from jticket.render.template_filters import markdown_text
from jticket.render.terminal import is_right_to_left
from jticket.text.printable import safe_line

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


def quoted_text(text: str) -> str:
    """Returns Markdown on one line that shows exactly a text, words that notify someone as code."""
    text = safe_line(text)
    parts, place = [], 0
    for match in _WORD.finditer(text):
        with_opening = match[0].rstrip(_CLOSING)
        word = with_opening.lstrip(_OPENING)
        if _NOTIFYING.search(word):
            start = match.start() + len(with_opening) - len(word)
            parts += [_plain(text[place:start]), f"`{word}`"]
            place = start + len(word)
    return "".join([*parts, _plain(text[place:])])


def directed(markdown: str) -> str:
    """Returns quoted Markdown whose arrows point forward, even between words in Hebrew."""
    return markdown.replace(" → ", " &lrm;→&lrm; ") if is_right_to_left(markdown) else markdown


def _plain(text: str) -> str:
    """Returns text without markup; a backtick must not join those of a code span."""
    escaped = markdown_text(text).replace("\\`", "&#96;")
    # GitHub's own advice for a dollar sign, which may begin a formula.
    return escaped.replace("$", "<span>$</span>")
