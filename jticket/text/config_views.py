"""Checks the named views of `config.yml`: their queries, keys to sort by and columns."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from jticket.errors import parts
from jticket.model import rules
from jticket.model.columns import columns_of
from jticket.model.sorting import REVERSED
from jticket.model.suggestions import one_of
from jticket.model.wording import quoted
from jticket.text.document import TextProblem
from jticket.text.yaml_tree import Mapping, Scalar, Sequence

if TYPE_CHECKING:
    from jticket.model.settings import Settings, View
    from jticket.text.yaml_tree import Node

_ANY_MOMENT: Final = datetime(2000, 1, 1, tzinfo=UTC)
"""The clock while a query is only checked."""


def checked_views(
    settings: Settings, root: Mapping, text: str, problems: list[TextProblem]
) -> Settings:
    """Returns the settings with the views as far as they are valid.

    Columns and keys to sort by that don't exist are left out; a wrong query stays, so that the view
    is refused where it is used.
    """
    views = tuple(_checked_view(view, root, text, settings, problems) for view in settings.views)
    name, entry = settings.default_view, root.entry("default_view")
    if name is not None and entry is not None and settings.view(name) is None:
        fix = one_of(name, [view.name for view in views]) if views else "there are no views"
        problems.append(_problem(entry.value, f"unknown view {quoted(name)}", fix))
        settings = replace(settings, default_view=None)
    return replace(settings, views=views)


def _checked_view(
    view: View, root: Mapping, text: str, settings: Settings, problems: list[TextProblem]
) -> View:
    entry = root.entry("views")
    row = entry.value.entry(view.name) if entry and isinstance(entry.value, Mapping) else None
    node = row.value if row else None
    if not isinstance(node, Mapping):
        return view
    known = columns_of(settings)
    for key in ("sort", "columns"):
        detail = node.entry(key)
        for item in _items(detail.value) if detail else ():
            name = item.value.removeprefix(REVERSED) if key == "sort" else item.value
            if name not in known:
                what = "key to sort by" if key == "sort" else "column"
                message = f"unknown {what} {quoted(name)}"
                problems.append(_problem(item, message, one_of(name, known)))
    where = node.entry("where")
    if view.where and where and isinstance(where.value, Scalar):
        problem = _query_problem(view.where, where.value, text, settings)
        problems += [problem] if problem else []
    return replace(
        view,
        sort=tuple(key for key in view.sort if key.removeprefix(REVERSED) in known),
        columns=tuple(column for column in view.columns if column in known),
    )


def _query_problem(query: str, scalar: Scalar, text: str, settings: Settings) -> TextProblem | None:
    """Returns what is wrong with a query, whatever tickets there are; None if it is right."""
    from jticket.model.graph import Graph
    from jticket.model.queries.compiler import QueryCompiler
    from jticket.model.queries.query import QueryError
    from jticket.text.query import parse_query

    try:
        parse_query(query, QueryCompiler(Graph((), settings), _ANY_MOMENT, str))
    except QueryError as error:
        message = "".join(map(str, parts(error.message)))
        hint = "".join(map(str, parts(error.hint))) if error.hint else None
        begin = text.find(query, scalar.start, scalar.end)
        if begin < 0:  # escapes in it, or line breaks: the place of a word is not known
            return _problem(scalar, message, hint)
        start, end = begin + error.start, begin + max(error.end, error.start + 1)
        return TextProblem(rules.CONFIG_VALUE, start, message, hint, end)
    return None


def _items(node: Node) -> list[Scalar]:
    items = node.items if isinstance(node, Sequence) else (node,)
    return [item for item in items if isinstance(item, Scalar)]


def _problem(node: Node, message: str, fix: str | None) -> TextProblem:
    return TextProblem(rules.CONFIG_VALUE, node.start, message, fix, node.end)
