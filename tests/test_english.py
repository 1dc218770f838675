"""The English of the project: no phrasing that a native technical writer would not use.

The list holds what a pattern can hold, in code, messages, help, guide and changelog, and in the
docstrings and names of tests. The rest is read.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

TOP = Path(__file__).parents[1]

CHECKED = (
    ".github",
    ".tickets-example",
    "CHANGELOG.md",
    "README.md",
    "jticket",
    "templates",
    "tests",
)
"""Files, and folders with all below them."""

BANNED = {
    r"(?<!there )\bis no (?!longer\b)": "is not a",
    r"(?<!there )\bare no (?!longer\b)": "are not",
    r"\bis no more\b|\bno more$": "no longer",
    r"\btells?\b|\btelling\b|\btold\b": "reports, shows, says",
    r"\bmend(s|ed|ing)?\b": "fix",
    r"\bcircles?\b": "cycle",
    r"\bsomebody\b": "someone, or the role",
    r"\bparted by\b": "separated by",
    r"\bblanks\b": "spaces",
    r"\bletters\b(?!,? (and |or )?digits)": "characters",
    r"(?<!left )(?<!lag )(?<!lags )(?<!leaves nothing )\bbehind\b(?! (a )?links?\b)": "after",
    r"\banew\b": "again",
    r"\bthe whole\b(?! (number|way))": "all, the project",
    r"\bas it were\b": "nothing",
    r"\bwhat is there\b": "a noun",
    r"\bgo(es)? by\b": "is called, follows",
    r"\bstands? (in|twice|below|first)\b(?! for)": "is in, appears twice, is below, comes first",
    r"\bway out\b": "fix",
    r"\bhand edits?\b": "manual edit",
    r"\b(one|a finding|an edit|an item) a line\b": "one per line",
    r"\bfor (each|found|one|other) in\b": "a noun",
}
"""Regular expressions, in any case, and what to write."""

EXCEPTIONS = (
    (".tickets-example/JJM-002.md", "told us"),  # so did the people
    (".tickets-example/JJM-003.md", "own behind the same method"),  # an interface hides it
    (".tickets-example/JJM-005.md", "behind the same methods"),  # the same
    (".tickets-example/JJM-012.md", "seconds behind the tool"),  # time
    (".tickets-example/JJM-024.md", "dummy server behind"),  # an interface hides it
    (".tickets-example/JJM-045.md", "have told us enough"),
    (".tickets-example/JJM-048.md", "service behind us"),
    (".tickets-example/JJM-050.md", "before users tell us"),
    (".tickets-example/JJM-051.md", "service behind us"),
    (".tickets-example/JJM-055.md", "Behind a proxy"),
    (".tickets-example/JJM-069.md", "behind the "),  # an interface hides it
    ("jticket/guide/configuration.md", "first four letters"),  # A to Z
    ("jticket/guide/history.md", "only behind this one"),  # git's word
    ("jticket/model/settings.py", "first four letters"),  # A to Z
    ("jticket/render/diff_phrases.py", "letters"),  # A to Z
    ("jticket/render/plan.py", '"circles":'),  # a key of the JSON contract
    ("jticket/render/schemas/views.py", '"circles":'),  # the same
    ("jticket/vcs/commit/state.py", "tell me who you are"),  # git's words
)
"""Lines that may say it: a file, and what the line contains."""


class Passage(NamedTuple):
    """A line of text in a file."""

    path: str
    line: int
    text: str


def faults(passage: Passage) -> list[str]:
    """Returns what is wrong with a line, a message per banned phrasing."""
    if any(path == passage.path and part in passage.text for path, part in EXCEPTIONS):
        return []
    return [
        f"{passage.path}:{passage.line}: '{match[0].strip()}' (write: {better})"
        for pattern, better in BANNED.items()
        if (match := re.search(pattern, passage.text, re.IGNORECASE))
    ]


def passages(place: str) -> Iterator[Passage]:
    """Yields the lines of a file or folder; of tests only the docstrings and names."""
    for file in [TOP / place] if (TOP / place).is_file() else sorted((TOP / place).rglob("*")):
        if file.suffix not in ((".py",) if place.startswith("tests") else (".j2", ".md", ".py")):
            continue
        path, text = file.relative_to(TOP).as_posix(), file.read_text(encoding="utf-8")
        lines = (
            words_of_tests(text) if place.startswith("tests") else enumerate(text.split("\n"), 1)
        )
        yield from (Passage(path, number, line) for number, line in lines)


def words_of_tests(text: str) -> Iterator[tuple[int, str]]:
    """Yields the docstrings and the names of the functions and classes of a module, by line."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.lineno, node.name.replace("_", " ")
        if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Module):
            docstring = ast.get_docstring(node) or ""
            start = node.body[0].lineno if node.body else 1
            yield from enumerate(docstring.split("\n"), start)


@pytest.mark.parametrize("place", CHECKED)
def test_no_text_has_a_phrasing_that_nobody_would_say(place: str) -> None:
    lines = list(passages(place))
    assert lines, place
    assert [fault for line in lines for fault in faults(line)] == []


@pytest.mark.parametrize(
    ("text", "better"),
    [
        ("'x' is no date", "is not a"),
        ("These are no files", "are not"),
        ("it waits no more", "no longer"),
        ("`log` tells what happened", "reports, shows, says"),
        ("A missing one is told", "reports, shows, says"),
        ("hint: mend the template", "fix"),
        ("a dependency circle", "cycle"),
        ("Somebody has to choose", "someone, or the role"),
        ("parted by tabs", "separated by"),
        ("indent with blanks", "spaces"),
        ("the text holds these letters", "characters"),
        ("nothing behind it", "after"),
        ("wrapped anew", "again"),
        ("views of the whole", "all, the project"),
        ("goes by its folder", "is called, follows"),
        ("a key that stands twice", "is in, appears twice, is below, comes first"),
        ("write key: value, one a line", "one per line"),
        ("for each in tickets:", "a noun"),
    ],
)
def test_a_banned_phrasing_is_found_with_the_better_word(text: str, better: str) -> None:
    (fault,) = faults(Passage("a.md", 3, text))
    assert fault.startswith("a.md:3: ")
    assert fault.endswith(f"(write: {better})")


@pytest.mark.parametrize(
    "text",
    [
        "there is no such file",
        "it is no longer here",
        "a lock that a killed git left behind",
        "a branch that lags behind",
        "it leaves nothing behind",
        "letters, digits and _",
        "a blank line",
        "a recommended amendment",
    ],
)
def test_plain_english_passes(text: str) -> None:
    assert faults(Passage("a.md", 1, text)) == []


def test_docstrings_and_names_of_tests_are_read_but_not_their_values() -> None:
    module = '"""It tells."""\n\ndef test_mend():\n    """Anew."""\n    x = "circle"\n'
    assert list(words_of_tests(module)) == [
        (1, "It tells."),
        (3, "test mend"),
        (4, "Anew."),
    ]
