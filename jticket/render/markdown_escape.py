"""Text of others inside Markdown that a forge renders: it shows as it is, and calls nobody.

GitHub and GitLab look for mentions and references in the rendered page, so that a backslash is no
help: `\\@ana` still notifies her. They leave code alone, which is where such words go.
"""

from __future__ import annotations

import re

from jticket.render.template_filters import markdown_text
from jticket.render.terminal import is_right_to_left, safe_line

# A word, as far as a code span in a table's cell can hold it, without the punctuation around it.
_WORD = re.compile(r"[^\s`|\\]+")
_AHEAD = "([{'\""
_BEHIND = ".,;!?)]}'\""

# Mentions, numbers of issues, merge requests, snippets, milestones, epics and alerts, references
# such as GH-12, commits, links, which leave a trace in the issue that they lead to, and emoji by
# their names.
_CALLING = re.compile(
    r"[@#][\w(\[{\"]|[!$%~&^]\d|\bGH-\d|://|\bwww\.|\b[0-9a-f]{7,64}\b"
    r"|(?<!\d):[\w+-]+:(?!\d)",
    re.IGNORECASE,
)


def quoted_text(text: str) -> str:
    """A text as Markdown on one line that shows exactly it, words that call somebody as code."""
    text = safe_line(text)
    parts, place = [], 0
    for match in _WORD.finditer(text):
        behind = match[0].rstrip(_BEHIND)
        word = behind.lstrip(_AHEAD)
        if _CALLING.search(word):
            start = match.start() + len(behind) - len(word)
            parts += [_plain(text[place:start]), f"`{word}`"]
            place = start + len(word)
    return "".join([*parts, _plain(text[place:])])


def directed(markdown: str) -> str:
    """Quoted Markdown whose arrows point to what comes after, even between words in Hebrew."""
    return markdown.replace(" → ", " &lrm;→&lrm; ") if is_right_to_left(markdown) else markdown


def _plain(text: str) -> str:
    """Text in which nothing is markup; a backtick must not join those of a code span."""
    escaped = markdown_text(text).replace("\\`", "&#96;")
    # GitHub's own advice for a dollar sign, which may begin a formula.
    return escaped.replace("$", "<span>$</span>")
