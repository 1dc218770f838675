"""A project for queries, the text of a query, and random queries that are valid in the project."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

from bodies import body
from hypothesis import strategies as st

from jticket.errors import NotFoundError
from jticket.model.graph import Graph
from jticket.model.queries.compiler import QueryCompiler
from jticket.model.queries.query import (
    AllOf,
    AnyOf,
    EvalContext,
    FieldComparison,
    Not,
    Operator,
    Query,
    Word,
)
from jticket.model.settings import CustomField, CustomType, Settings
from jticket.model.ticket import Criterion, DevlogEntry, Section, Ticket
from jticket.text.query import parse_query
from jticket.text.query_tokens import KEYWORDS

BARE = re.compile(r"[^\s()=!<>~,'\"][^\s()=!<>~,]*")
LISTS = (Operator.IN, Operator.NOT_IN)
TODAY = date(2025, 10, 1)
NOW = datetime(2025, 10, 1, 9, 30, tzinfo=UTC)
CONFIG = (
    CustomField("points", CustomType.INTEGER),
    CustomField("urgent", CustomType.BOOLEAN),
    CustomField("shipped", CustomType.DATE),
    CustomField("size", CustomType.ENUM, ("s", "m", "l")),
    CustomField("reviewers", CustomType.LIST),
    CustomField("age", CustomType.NUMBER),
    CustomField("not", CustomType.STRING),
)
TICKETS = (
    Ticket(
        "JJM-001",
        "Sign-on",
        status="in_progress",
        ticket_type="epic",
        priority="low",
        created="2025-09-01T09:30:00Z",
        assignee="ana",
        aliases=("OLD-001",),
        fields=(("points", "9"), ("size", "l"), ("age", "3"), ("not", "so")),
    ),
    Ticket(
        "JJM-002",
        "Parser of 日本語",
        status="ready",
        priority="critical",
        created="2025-10-01",
        assignee="Zoë",
        tags=("cli", "Security"),
        parent_id="OLD-001",
        effort="90m",
        effort_hours=1.5,
        phase="P1: a, b",
        due="2025-09-30",
        fields=(("points", "10"), ("size", "s"), ("urgent", "True"), ("reviewers", ("ben", "cy"))),
    ),
    Ticket(
        "JJM-003",
        "Endpoint",
        priority="high",
        created="2025-09-30T23:59:59+00:00",
        service_id="sso",
        tags=("cli",),
        dependencies=("JJM-002", "JJM-099"),
        effort="1d",
        effort_hours=8.0,
        due="2025-10-08",
        body=body(
            description="Straße, OAuth.", criteria=(Criterion("one", True), Criterion("two"))
        ),
        fields=(("points", "many"), ("urgent", "false"), ("shipped", "2025-09-01")),
    ),
    Ticket("JJM-004", "Old", status="done", priority="high", body=body(technical_notes="grep")),
    Ticket("JJM-005", "שלום 🚀", status="odd", priority="urgent", effort="1:30", parent_id="JJM-9"),
    Ticket(
        "JJM-006",
        "Never",
        status="cancelled",
        ticket_type="bug",
        body=body(
            sections=(Section("Links", "oauth.net"),),
            devlog=(DevlogEntry("2025-01-01T00:00:00Z", "ben", "nothing"),),
        ),
        files=("src/",),
        milestone="MVP",
        fields=(("stray", "x"),),
    ),
)
GRAPH = Graph(TICKETS, Settings(prefix="JJM", fields=CONFIG))


def resolved(reference: str) -> str:
    """Returns the ID that a number or an ID means."""
    number = reference.upper().removeprefix("JJM-").removeprefix("OLD-")
    ticket_id = f"JJM-{number:0>3}"
    if ticket_id not in GRAPH.tickets:
        raise NotFoundError(f"no ticket '{reference}'", "look again")
    return ticket_id


COMPILER = QueryCompiler(GRAPH, NOW, resolved)


def parsed(text: str) -> Query:
    """Returns the query of a text in the project."""
    return parse_query(text, COMPILER)


def shown(query: Query | str) -> str:
    """Returns the last digits of the tickets that a query matches."""
    query = parsed(query) if isinstance(query, str) else query
    return "".join(
        ticket.id[-1]
        for ticket in TICKETS
        if query.matches(ticket, EvalContext(GRAPH, f".tickets/{ticket.id}.md", TODAY))
    )


def format_query(query: Query) -> str:
    """Returns the text of a query, with as few parentheses as it needs."""
    match query:
        case FieldComparison(key, operator, words):
            name = _format_word(Word(key, quoted=not _is_bare(key)))
            values = ", ".join(map(_format_word, words))
            values = f"({values})" if operator in LISTS else values
            return " ".join(filter(None, (name, operator.value, values)))
        case Not(inner):
            return f"not {_enclosed(inner, AllOf, AnyOf)}"
        case AllOf(queries):
            return " and ".join(_enclosed(query, AllOf, AnyOf) for query in queries)
        case AnyOf(queries):
            return " or ".join(_enclosed(query, AnyOf) for query in queries)


def _enclosed(query: Query, *types: type[AllOf | AnyOf]) -> str:
    return f"({format_query(query)})" if isinstance(query, types) else format_query(query)


def _format_word(word: Word) -> str:
    if not word.quoted:
        return word.text
    escaped = word.text.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"


def _is_bare(key: str) -> bool:
    return BARE.fullmatch(key) is not None and key.lower() not in KEYWORDS


WORDS = st.builds(
    Word,
    st.one_of(
        st.text(st.characters(exclude_categories=["Cs"]), max_size=8),
        st.sampled_from(
            ["and", "IN", "none", "today", "a b", "'", '"', "\\", "\\'", "(", "🚀", "ש"]
        ),
    ),
    st.just(True),
)
NONES = st.sampled_from([Word("none"), Word("-"), Word("NONE"), Word("", True)])


def _words(*texts: str) -> st.SearchStrategy[Word]:
    return st.builds(Word, st.sampled_from(texts), st.booleans()) | NONES


FREE = WORDS | _words("ana", "Zoë", "x") | NONES
VALUES: dict[str, st.SearchStrategy[Word]] = {
    "title": FREE,
    "assignee": FREE,
    "tags": FREE,
    "not": FREE,
    "status": _words("ready", "done", "odd", "backlog"),
    "priority": _words("low", "high", "critical"),
    "size": _words("s", "l"),
    "parent_id": _words("1", "JJM-001", "JJM-9"),
    "effort": _words("90m", "8", "1d", "1w"),
    "due": _words("2025-10-08")
    | st.sampled_from(
        [Word("today"), Word("today - 1d"), Word("yesterday"), Word("7d"), Word("wed")]
    ),
    "created": _words("2025-10-01", "2025-09-01T09:30:00Z")
    | st.sampled_from([Word("yesterday"), Word("today - 12h"), Word("7d")]),
    "age": _words("0d", "1d", "4w"),
    "points": _words("9", "10", "-1.5"),
    "urgent": _words("true", "false"),
    "blocked": _words("true", "false"),
    "criteria": _words("0", "2"),
    "blocks": _words("3", "2"),
}
ORDERED = ("status", "priority", "size", "effort", "due", "created", "age", "points", "criteria")
ORDERS = (Operator.LESS, Operator.AT_MOST, Operator.MORE, Operator.AT_LEAST)
TEXTLESS = ("age", "points", "urgent", "blocked", "criteria")
MARK = Word("")


@st.composite
def comparisons(draw: st.DrawFn) -> Query:
    """Draws the comparison of a field."""
    key = draw(st.sampled_from([*VALUES]))
    operators = [Operator.EQUAL, Operator.UNEQUAL, Operator.IN, Operator.NOT_IN]
    operators += [Operator.CONTAINS] if key not in TEXTLESS else []
    operators += ORDERS if key in ORDERED else []
    operators += [Operator.IS] if key in ("blocked", "urgent") else []
    operator = draw(st.sampled_from(operators))
    many = operator in LISTS
    words = tuple(draw(st.lists(VALUES[key], min_size=1, max_size=3 if many else 1)))
    if operator in ORDERS and (not words[0].text or words[0].text.lower() in ("none", "-", "odd")):
        operator = Operator.EQUAL
    return COMPILER.comparison(Word(key), operator, MARK, () if operator is Operator.IS else words)


def _joined(below: st.SearchStrategy[Query]) -> st.SearchStrategy[Query]:
    several = st.lists(below, min_size=2, max_size=3).map(tuple)
    return st.builds(Not, below) | st.builds(AllOf, several) | st.builds(AnyOf, several)


QUERIES: st.SearchStrategy[Query] = st.recursive(comparisons(), _joined, max_leaves=8)
