"""A plain scalar that front-matter tools which guess types read as something else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jticket.lint.rule import Finding, ProjectRule
from jticket.model.diagnostics import Safety, Severity
from jticket.model.wording import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jticket.model.settings import Settings
    from jticket.text.project import Project
    from jticket.text.reading import ValidFile


def misread_values(
    file: ValidFile, settings: Settings
) -> Iterator[tuple[str, int | None, str, object]]:
    """Yields the plain scalars that others misread: key, position in a list, text, their value.

    A scalar with an error is left out: its text will change anyway.
    """
    from jticket.text.yaml_compat import misread

    errors = {
        diagnostic.start for diagnostic in file.diagnostics if diagnostic.severity is Severity.ERROR
    }
    for key, index, text, value in misread(file.text, settings):
        if file.text.span_of(key, index).start not in errors:
            yield key, index, text, value


def _check(project: Project) -> Iterator[Finding]:
    for file in project.valid:
        for key, index, text, value in misread_values(file, project.settings):
            message = f"other tools read {quoted(text)} as {_described(value)}"
            yield Finding(file, message, key, index, f'write "{text}"')


def _described(value: object) -> str:
    if value is None or isinstance(value, bool):
        return "null" if value is None else f"the boolean {str(value).lower()}"
    return f"the {'number' if isinstance(value, int | float) else type(value).__name__} {value}"


READS_OTHERWISE = ProjectRule(
    "JT113",
    "reads-otherwise",
    Severity.ADVICE,
    "Other front-matter tools read this unquoted value as something else; quotes prevent that.",
    "`title: no`, which others read as the boolean false",
    Safety.SAFE,
    check=_check,
)
