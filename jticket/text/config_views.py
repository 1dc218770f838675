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
    from collections.abc import Iterator

    from jticket.model.queries.query import QueryError
    from jticket.model.settings import Settings, View
    from jticket.text.yaml_tree import Node

_ANY_MOMENT: Final = datetime(2000, 1, 1, tzinfo=UTC)
"""A clock for queries that are only checked."""


def checked_views(settings: Settings, root: Mapping, problems: list[TextProblem]) -> Settings:
    """Returns the settings with the views as far as they are valid.

    Columns and keys to sort by that don't exist are left out. The queries are not looked at: a view
    with a wrong one is refused where it is used.
    """
    views = tuple(_checked_view(view, root, settings, problems) for view in settings.views)
    name, entry = settings.default_view, root.entry("default_view")
    if name is not None and entry is not None and settings.view(name) is None:
        fix = one_of(name, [view.name for view in views]) if views else "there are no views"
        problems.append(_problem(entry.value, f"unknown view {quoted(name)}", fix))
        settings = replace(settings, default_view=None)
    return replace(settings, views=views)


def query_problems(settings: Settings, root: Mapping, text: str) -> Iterator[TextProblem]:
    """Yields what is wrong with the queries of the views, whatever tickets there are."""
    from jticket.model.graph import Graph
    from jticket.model.queries.compiler import QueryCompiler
    from jticket.model.queries.query import QueryError
    from jticket.text.query import parse_query

    compiler = QueryCompiler(Graph((), settings), _ANY_MOMENT, str)
    for view in settings.views:
        node = _node_of(view, root)
        where = node.entry("where") if node else None
        if view.where and where and isinstance(where.value, Scalar):
            try:
                parse_query(view.where, compiler)
            except QueryError as error:
                yield _query_problem(view.where, error, where.value, text)


def _node_of(view: View, root: Mapping) -> Mapping | None:
    entry = root.entry("views")
    row = entry.value.entry(view.name) if entry and isinstance(entry.value, Mapping) else None
    return row.value if row and isinstance(row.value, Mapping) else None


def _checked_view(
    view: View, root: Mapping, settings: Settings, problems: list[TextProblem]
) -> View:
    node = _node_of(view, root)
    if node is None:
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
    return replace(
        view,
        sort=tuple(key for key in view.sort if key.removeprefix(REVERSED) in known),
        columns=tuple(column for column in view.columns if column in known),
    )


def _query_problem(query: str, error: QueryError, scalar: Scalar, text: str) -> TextProblem:
    message = "".join(map(str, parts(error.message)))
    hint = "".join(map(str, parts(error.hint))) if error.hint else None
    begin = text.find(query, scalar.start, scalar.end)
    if begin < 0:  # escapes in it, or line breaks: the place of a word is not known
        return _problem(scalar, message, hint)
    start, end = begin + error.start, begin + max(error.end, error.start + 1)
    return TextProblem(rules.CONFIG_VALUE, start, message, hint, end)


def _items(node: Node) -> list[Scalar]:
    items = node.items if isinstance(node, Sequence) else (node,)
    return [item for item in items if isinstance(item, Scalar)]


def _problem(node: Node, message: str, fix: str | None) -> TextProblem:
    return TextProblem(rules.CONFIG_VALUE, node.start, message, fix, node.end)
