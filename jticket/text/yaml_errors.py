"""What a YAML parser complains about, in the words of the people who write the file.

Both of PyYAML's parsers complain, each in its own words; here they say the same.
"""

from __future__ import annotations

import yaml

from jticket.model import rules
from jticket.model.wording import quoted
from jticket.text.document import TextProblem

CONFLICT = "git's conflict markers"
CONFLICT_FIX = "choose between the two sides"
_QUOTES = "put the value in quotes"


def syntax_flaw(error: yaml.YAMLError, text: str, start: int, end: int) -> TextProblem:
    """The flaw behind an error that was raised while parsing `text[start:end]`."""
    conflict = conflict_at(text, start, end)
    if conflict is not None:
        return TextProblem(rules.CONFLICT_MARKERS, conflict, CONFLICT, CONFLICT_FIX)
    if isinstance(error, yaml.reader.ReaderError):
        found = yaml.reader.Reader.NON_PRINTABLE.search(text, start, end)
        at = found.start() if found else start
        message = f"character U+{ord(text[at : at + 1] or ' '):04X} is not allowed in YAML"
        return TextProblem(rules.YAML_SYNTAX, at, message, 'take it out, or write it as in "\\x1b"')
    if isinstance(error, yaml.MarkedYAMLError):
        return _marked_flaw(error, text, start, end)
    return TextProblem(rules.YAML_SYNTAX, start, "no YAML")


def conflict_at(text: str, start: int, end: int) -> int | None:
    """Where a line begins that only a conflict of git's leaves."""
    for marker in ("<<<<<<< ", ">>>>>>> "):
        if text.startswith(marker, start, end):
            return start
        at = text.find(f"\n{marker}", start, end)
        if at >= 0:
            return at + 1
    return None


def _marked_flaw(error: yaml.MarkedYAMLError, text: str, start: int, end: int) -> TextProblem:
    problem, context = error.problem or "", error.context or ""
    mark, before = error.problem_mark, error.context_mark
    at = min(start + mark.index, end) if mark else start
    opened = min(start + before.index, end) if before else at
    if text.startswith("%", start):
        return TextProblem(
            rules.YAML_FEATURE, start, "YAML directives are not read", "take them out"
        )
    if "<document start>" in problem:
        return TextProblem(rules.YAML_FEATURE, at, "a second document is not read", "take it out")
    if text.startswith("\t", at) or "\\t" in problem or " tab " in problem:
        fix = "indent with blanks"
        return TextProblem(rules.YAML_SYNTAX, at, "a tab where only blanks may stand", fix)
    if "mapping values are not allowed" in problem:
        indented = text[text.rfind("\n", 0, at) + 1] == " "
        fix = f"{_QUOTES}, or mend the indent" if indented else _QUOTES
        return TextProblem(rules.YAML_SYNTAX, at, "a colon and a blank inside a plain value", fix)
    if "cannot start any token" in problem:
        letter = quoted(text[at : at + 1])
        return TextProblem(
            rules.YAML_SYNTAX, at, f"a plain value can't begin with {letter}", _QUOTES
        )
    if "could not find expected ':'" in problem:
        return TextProblem(rules.YAML_SYNTAX, opened, "a line without a key", "write key: value")
    if "quoted scalar" in context and "end of stream" in problem:
        return TextProblem(rules.YAML_SYNTAX, opened, "the quotes are never closed", "close them")
    if "flow" in context:
        if "node" in context:  # of which the parser tells no beginning
            opened = max(text.rfind("[", start, at), text.rfind("{", start, at), start)
        what = "list" if text[opened] == "[" else "mapping"
        if "\n" in text[opened:at]:
            message, fix = f"the {what} that begins here is not closed", "close it, or add a comma"
            return TextProblem(rules.YAML_SYNTAX, opened, message, fix)
        return TextProblem(
            rules.YAML_SYNTAX, at, f"this does not belong into the {what}", "add a comma"
        )
    if "block" in context:
        message, fix = (
            "this fits neither the value before it nor a new key",
            "mend indent or quotes",
        )
        return TextProblem(rules.YAML_SYNTAX, at, message, fix)
    return TextProblem(rules.YAML_SYNTAX, at, f"no YAML: {problem}")
