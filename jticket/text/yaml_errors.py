"""Errors of a YAML parser in words for the people who write the file.

PyYAML's two parsers word their errors differently; here both get the same messages.
"""

from __future__ import annotations

import yaml

from jticket.model import rules
from jticket.model.wording import quoted
from jticket.text.document import CONFLICT, CONFLICT_FIX, TextProblem

BAD_ESCAPE = "found invalid Unicode character escape code"
"""What the C parser says about an escape that is not a character."""

_QUOTES = "put the value in quotes"


def syntax_problem(error: yaml.YAMLError, text: str, start: int, end: int) -> TextProblem:
    """Returns the problem that made the parser fail on `text[start:end]`."""
    conflict = conflict_at(text, start, end)
    if conflict is not None:
        return TextProblem(rules.CONFLICT_MARKERS, conflict, CONFLICT, CONFLICT_FIX)
    if isinstance(error, yaml.reader.ReaderError):
        match = yaml.reader.Reader.NON_PRINTABLE.search(text, start, end)
        at = match.start() if match else start
        message = f"character U+{ord(text[at : at + 1] or ' '):04X} is not allowed in YAML"
        return TextProblem(rules.YAML_SYNTAX, at, message, 'remove it, or write it as in "\\x1b"')
    if isinstance(error, yaml.MarkedYAMLError):
        return _marked_problem(error, text, start, end)
    return TextProblem(rules.YAML_SYNTAX, start, "no YAML")


def conflict_at(text: str, start: int, end: int) -> int | None:
    """Returns where the first line begins that only a merge conflict leaves."""
    for marker in ("<<<<<<< ", ">>>>>>> "):
        if text.startswith(marker, start, end):
            return start
        at = text.find(f"\n{marker}", start, end)
        if at >= 0:
            return at + 1
    return None


def _marked_problem(error: yaml.MarkedYAMLError, text: str, start: int, end: int) -> TextProblem:
    problem, context = error.problem or "", error.context or ""
    mark, before = error.problem_mark, error.context_mark
    at = min(start + mark.index, end) if mark else start
    opened = min(start + before.index, end) if before else at
    kind = rules.YAML_SYNTAX
    if text.startswith("%", start):
        kind, at = rules.YAML_FEATURE, start
        message, fix = "YAML directives are not supported", "remove them"
    elif "<document start>" in problem:
        kind, message, fix = rules.YAML_FEATURE, "a second document is not supported", "remove it"
    elif text.startswith("\t", at) or "\\t" in problem or " tab " in problem:
        message, fix = "a tab where only spaces are allowed", "indent with spaces"
    elif "mapping values are not allowed" in problem:
        indented = text[text.rfind("\n", 0, at) + 1] == " "
        message = "a colon and a space inside a plain value"
        fix = f"{_QUOTES}, or fix the indentation" if indented else _QUOTES
    elif "cannot start any token" in problem:
        message, fix = f"a plain value can't begin with {quoted(text[at : at + 1])}", _QUOTES
    elif "could not find expected ':'" in problem:
        at, message, fix = opened, "a line without a key", "write key: value"
    elif "quoted scalar" in context and "end of stream" in problem:
        at, message, fix = opened, "the quotes are never closed", "close them"
    elif problem == BAD_ESCAPE:
        at = text.rfind("\\", start, at)
        message, fix = "there is no character with this escape", "write the character itself"
    elif "flow" in context:
        return _flow_problem(text, start, opened if "node" not in context else None, at)
    elif "block" in context:
        message = "this fits neither the value before it nor a new key"
        fix = "fix the indentation or the quotes"
    else:
        return TextProblem(kind, at, f"no YAML: {problem}")
    return TextProblem(kind, at, message, fix)


def _flow_problem(text: str, start: int, opened: int | None, at: int) -> TextProblem:
    """Returns the problem of a list or mapping in flow style that fails at `at`.

    `opened` is where it begins, None if the parser does not report that.
    """
    if opened is None:
        opened = max(text.rfind("[", start, at), text.rfind("{", start, at), start)
    what = "list" if text[opened] == "[" else "mapping"
    if "\n" in text[opened:at]:
        message, fix = f"the {what} that begins here is not closed", "close it, or add a comma"
        return TextProblem(rules.YAML_SYNTAX, opened, message, fix)
    message = f"this does not belong in the {what}"
    return TextProblem(rules.YAML_SYNTAX, at, message, "add a comma")
