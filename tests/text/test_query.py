"""Queries: what they match, what is wrong in them and where, and the laws of all queries."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from queries import GRAPH, QUERIES, TICKETS, format_query, parsed, resolved, shown
from strategies import law

from jticket.errors import parts
from jticket.model.queries.compiler import QueryCompiler
from jticket.model.queries.filters import FieldFilter
from jticket.model.queries.operands import ClockError
from jticket.model.queries.query import (
    AllOf,
    AnyOf,
    FieldComparison,
    Not,
    Query,
    QueryError,
    shows_closed,
)
from jticket.text.query import MAX_DEPTH, MAX_LENGTH, parse_query

ALL = "123456"


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("status = ready", "2"),
        ("status in (ready, done)", "24"),
        ("status NOT IN (ready, done)", "1356"),
        ("status = odd", "5"),
        ("status < in_progress", "23"),
        ("status >= done", "46"),
        ("priority >= high", "234"),
        ("priority < normal", "1"),
        ("ticket_type = epic", "1"),
        ("type <= bug", "16"),
        ("effort > 1h", "23"),
        ("effort = 1.5", "2"),
        ("effort >= '1d 0h'", "3"),
        ("effort < 1w", "23"),
        ("effort = none", "146"),
        ("effort != none", "235"),
        ("effort != 8h", "12456"),
        ("effort_hours = 1.50", "2"),
        ("effort ~ :30", "5"),
        ("due < today", "2"),
        ("due <= TODAY + 1w", "23"),
        ("due < today+7d", "2"),
        ("due < 7d ago", ""),
        ("not due < 7d AGO", "123456"),
        ("due < today+ 7d", "2"),
        ("due < today +7d", "2"),
        ("due < Today + 7d", "2"),
        ("due = today -1d", "2"),
        ("not (due < today)", "13456"),
        ("due < tomorrow", "2"),
        ("due = yesterday", "2"),
        ("due = wed", "3"),
        ("due = tuesday - 1w", "2"),
        ("due = 7d", "3"),
        ("due = -1d", "2"),
        ("due = tomorrow+6d", "3"),
        ("due in (yesterday, wednesday)", "23"),
        ("created = today", "2"),
        ("created = tuesday", "3"),
        ("created < 7d", "1"),
        ("created >= 12h", "23"),
        ("created >= today - 1h", "23"),
        ("created = 2025-09-30", "3"),
        ("created > 2025-09-01", "23"),
        ("created > 2025-09-01T09:29:59Z", "123"),
        ("created <= '2025-09-01 11:30+02:00'", "1"),
        ("created ~ 2025-09", "13"),
        ("age = 0d", "2"),
        ("age >= 1d", "13"),
        ("age > 4w", "1"),
        ("age = none", "456"),
        ("title = Old", "4"),
        ("title = old", ""),
        ("title ~ OLD", "4"),
        ("title ~ 本", "2"),
        ("title = 'שלום 🚀'", "5"),
        ("title ~ 🚀", "5"),
        ("title ~ '\u0301'", ""),
        ("assignee = Zoë", "2"),
        ("assignee ~ 'zoe\u0308'", "2"),
        ("assignee != ana", "23456"),
        ("assignee = none", "3456"),
        ("assignee = -", "3456"),
        ("assignee = ''", "3456"),
        ("assignee = 'none'", ""),
        ("assignee in (ana, none)", "13456"),
        ("assignee not in (ana, none)", "2"),
        ("tags = cli", "23"),
        ("tag = security", ""),
        ("tags ~ secur", "2"),
        ("tags != cli", "1456"),
        ("tags in (cli, none)", ALL),
        ("phase = 'P1: a, b'", "2"),
        ('phase = "P1: a, b"', "2"),
        ("milestone = MVP", "6"),
        ("service = sso", "3"),
        ("files ~ SRC", "6"),
        ("aliases = OLD-001", "1"),
        ("id = jjm-4", "4"),
        ("id in (1, OLD-001)", "1"),
        ("parent = 1", "2"),
        ("parent_id = OLD-001", "2"),
        ("parent = JJM-9", "5"),
        ("parent = none", "1346"),
        ("dep = 2", "3"),
        ("dependencies = JJM-099", "3"),
        ("blocks = 3", "2"),
        ("blocks = none", "13456"),
        ("waiting_for = 2", "3"),
        ("waiting_for != none", "3"),
        ("children = 1", "1"),
        ("children > 0 and open_children > 0", "1"),
        ("criteria = 2", "3"),
        ("open_criteria = 1", "3"),
        ("blocked", "3"),
        ("blocked = true", "3"),
        ("blocked = false", "12456"),
        ("not blocked", "12456"),
        ("not not blocked", "3"),
        ("ready", "2"),
        ("active", "1"),
        ("closed", "46"),
        ("open", "1235"),
        ("path ~ jjm-006", "6"),
        ("path = .tickets/JJM-006.md", "6"),
        ("description ~ STRASSE", "3"),
        ("description = none", "12456"),
        ("technical_notes ~ grep", "4"),
        ("acceptance_criteria ~ two", "3"),
        ("devlog ~ nothing", "6"),
        ("text ~ oauth", "36"),
        ("text ~ ben", "26"),
        ("text ~ none", ""),
        ("points > 9", "2"),
        ("points >= 9", "12"),
        ("points != 9", "23456"),
        ("size >= m", "1"),
        ("size = none", "3456"),
        ("urgent", "2"),
        ("not urgent", "13456"),
        ("urgent = false", "3"),
        ("shipped < 2025-10-01", "3"),
        ("reviewers = ben", "2"),
        ("fields.age = 3", "1"),
        ("'not' = so", "1"),
        ("stray = x", "6"),
        ("fields.points = 10", "2"),
        ("status = ready and (priority >= high or tags ~ security) and not blocked", "2"),
        ("blocked or closed and priority = high", "34"),
        ("(blocked or closed) and priority = high", "34"),
        ("not blocked and closed", "46"),
        ("not (blocked or closed)", "125"),
        ("(closed or active) and not priority = low", "46"),
        ("tags='cli'and('priority'>=critical)", "2"),
        ("  blocked\n\tOR\u00a0closed ", "346"),
    ],
)
def test_a_query_matches_the_expected_tickets(text: str, numbers: str) -> None:
    assert shown(text) == numbers


@pytest.mark.parametrize(
    ("text", "marked", "message", "hint"),
    [
        ("", "", "expected a field here", "for example `priority >= high`"),
        ("prio >= high", "prio", "unknown field 'prio'", "did you mean 'priority'?"),
        ("Status = ready", "Status", "unknown field 'Status'", "did you mean 'status'?"),
        ("日本 = x", "日本", "unknown field '日本'", "read which fields there are"),
        ("blocked and xyz = 1", "xyz", "unknown field 'xyz'", None),
        ("status = inprogress", "inprogress", "unknown status 'inprogress'", "'in_progress'?"),
        ("status in (done, reedy)", "reedy", "unknown status 'reedy'", "did you mean 'ready'?"),
        ("priority > urgent", "urgent", "'urgent' has no place in the order", "one of low"),
        ("size = xl", "xl", "unknown size 'xl'", None),
        ("title < x", "<", "'title' has no order", "ask with =, !=, ~ or in"),
        ("blocked > false", ">", "'blocked' has no order", "it can be true or false"),
        ("children ~ 1", "~", "'children' is not text", "~ looks for text"),
        ("blocked = yes", "yes", "'blocked' is true or false", "write `not blocked`"),
        ("assignee", "assignee", "'assignee' needs an operator and a value", "!= none`"),
        ("(assignee)", "assignee", "'assignee' needs an operator and a value", "!= none`"),
        ("priority high", "high", "expected an operator after 'priority'", "one of = !="),
        ("due < none", "none", "'none' comes neither before nor after anything", None),
        ("due < 'today'", "'today'", "'today' is not a date", "today + 2w"),
        ("due < '7d ago'", "'7d ago'", "'7d ago' is not a date", "today + 2w"),
        ("due < x ago", "x", "'x' is not a date", "today + 2w"),
        ("due < 7d + ago", "+", "expected 'and' or 'or' here", "in quotes"),
        ("due < today + x", "today + x", "'today + x' is not a date", "today + 2w"),
        ("due < today -", "today -", "'today -' is not a date", "today + 2w"),
        ("due < today-", "today-", "'today-' is not a date", "today + 2w"),
        (
            "due < -999999w",
            "-999999w",
            "'-999999w' is too far from today",
            None,
        ),
        ("due = 2025-10-01T09:00", "2025-10-01T09:00", "'2025-10-01T09:00' is not a date", None),
        ("due < 12h", "12h", "'12h' is not a date", "+3d"),
        ("created < soon", "soon", "'soon' is not a date or time", "12h"),
        ("created < 'monday'", "'monday'", "'monday' is not a date or time", "12h"),
        ("age > 30", "30", "'30' is not a number of days", "write 30d or 2w"),
        ("effort > soon", "soon", "'soon' is not a duration", "write 90m"),
        ("points = 1e3", "1e3", "'1e3' is not a number", None),
        ("parent = 99", "99", "no ticket '99'", "look again"),
        ("description = x", "x", "'description' is a long text", "`description ~ WORD`"),
        ("status == done", "==", "unknown operator '=='", "did you mean '='?"),
        ("title !~ x", "!~", "unknown operator '!~'", "write `not FIELD ~ TEXT`"),
        ("!blocked", "!", "expected a field here", "write not"),
        ("status =", "", "expected a value here", None),
        ("title = and", "and", "expected a value here", "put 'and' in quotes if it is one"),
        ("title = )", ")", "expected a value here", None),
        ("title = Log out", "out", "expected 'and' or 'or' here", "with spaces in quotes"),
        ("title = Log in", "in", "expected 'and' or 'or' here", "with spaces in quotes"),
        ("tags = a, b", ",", "expected 'and' or 'or' here", "`FIELD in (A, B)`"),
        ("blocked &&", "&&", "expected an operator after 'blocked'", None),
        ("title = 'a", "'a", "this quote is not closed", None),
        ('title = "a\\"', '"a\\"', "this quote is not closed", None),
        ("(blocked", "(", "this parenthesis is not closed", None),
        ("blocked)", ")", "this parenthesis was never opened", None),
        ("(blocked,", ",", "expected 'and' or 'or' here", None),
        ("status in done", "done", "expected '(' here", "write `FIELD in (A, B)`"),
        ("status in ()", ")", "expected a value here", None),
        ("status in (done", "(", "this parenthesis is not closed", None),
        ("status in (done ready)", "ready", "expected ',' or ')' here", None),
        ("status not done", "not", "expected 'in' after this", "`not status = A`"),
        ("blocked and", "", "expected a field here", None),
        ("and", "and", "expected a field here", None),
    ],
)
def test_a_mistake_is_reported_with_its_location(
    text: str, marked: str, message: str, hint: str | None
) -> None:
    with pytest.raises(QueryError) as caught:
        parsed(text)
    error = caught.value
    assert (text[error.start : error.end], error.message) == (marked, message)
    assert hint is None or hint in "".join(map(str, parts(error.hint or "")))


def test_a_mistake_at_the_end_is_marked_after_the_last_character() -> None:
    with pytest.raises(QueryError) as caught:
        parsed("status =")
    assert caught.value.start == len("status =")


@pytest.mark.parametrize("opening", ["(", "not ", "not ("])
def test_a_query_nested_too_deeply_is_refused(opening: str) -> None:
    levels = opening.count("(") + opening.count("not")
    deep = MAX_DEPTH // levels
    closing = ")" * opening.count("(")
    assert shown(opening * deep + "blocked" + closing * deep) in ("3", "12456")
    with pytest.raises(QueryError, match="nested deeper than 50 levels"):
        parsed(opening * (deep + 1) + "blocked" + closing * (deep + 1))


@pytest.mark.parametrize("text", ["(" * 100_000, "not " * 100_000, "'" * 99_999, "x" * 100_000])
def test_a_very_long_query_is_refused(text: str) -> None:
    with pytest.raises(QueryError, match="at most 10000 are read"):
        parsed(text)


def test_a_long_chain_without_nesting_is_fine() -> None:
    for link in ("blocked", "not (blocked)"):
        text = " or ".join([link] * (MAX_LENGTH // 20))
        assert shown(text) == shown(link)


@pytest.mark.parametrize(
    "text", ["due < today", "due < 7d", "due = fri", "created > 12h", "age > 1d"]
)
def test_without_a_clock_a_query_that_depends_on_it_is_refused(text: str) -> None:
    with pytest.raises(ClockError, match="depends on the clock"):
        parse_query(text, QueryCompiler(GRAPH, None, resolved))


@pytest.mark.parametrize("text", ["due < 2025-10-31", "created > 2025-10-01T09:30", "title ~ 7d"])
def test_without_a_clock_other_queries_are_as_before(text: str) -> None:
    assert shown(parse_query(text, QueryCompiler(GRAPH, None, resolved))) == shown(text)


def test_a_due_day_counts_from_the_local_day_and_a_time_from_the_day_in_utc() -> None:
    late = datetime(2025, 10, 1, 23, 30, tzinfo=timezone(timedelta(hours=-5)))
    compiler = QueryCompiler(GRAPH, late, resolved)
    assert shown(parse_query("due = yesterday", compiler)) == "2"
    assert shown(parse_query("created = yesterday", compiler)) == "2"


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("type=bug OR ( NOT blocked )", "ticket_type = bug or not blocked"),
        ("(ready and open) or open", "ready and open or open"),
        ("ready and (open or open)", "ready and (open or open)"),
        ("not(ready and open)", "not (ready and open)"),
        ("status NOT  IN (done,ready)", "status not in (done, ready)"),
        ("due<today+7d", "due < today+7d"),
        ("due < today +  7d", "due < today + 7d"),
        ('title = "it\'s"', "title = 'it\\'s'"),
        ("title = 'a\\b'", "title = 'a\\\\b'"),
        ("'not' = so", "'not' = so"),
        ("fields.points = 1", "points = 1"),
        ("fields.age = 1", "fields.age = 1"),
    ],
)
def test_a_query_is_parsed_by_precedence(text: str, canonical: str) -> None:
    assert format_query(parsed(text)) == canonical


@given(QUERIES)
@law(60)
def test_a_query_survives_writing_and_parsing(query: Query) -> None:
    again = parsed(format_query(query))
    assert again == query
    assert shown(again) == shown(query)


def numbers(query: Query) -> set[str]:
    """Returns what a query matches by operations on sets, without asking each ticket."""
    match query:
        case FieldComparison():
            return set(shown(query))
        case Not(inner):
            return set(ALL) - numbers(inner)
        case AllOf(queries):
            return set.intersection(*map(numbers, queries))
        case AnyOf(queries):
            return set.union(*map(numbers, queries))


@given(QUERIES)
@law(60)
def test_and_or_and_not_are_operations_on_sets(query: Query) -> None:
    assert set(shown(query)) == numbers(query)


@given(QUERIES, QUERIES)
@law(30)
def test_de_morgans_laws_hold(first: Query, second: Query) -> None:
    assert shown(Not(AllOf((first, second)))) == shown(AnyOf((Not(first), Not(second))))
    assert shown(f"not ({format_query(first)}) and not ({format_query(second)})") == shown(
        f"not (({format_query(first)}) or {format_query(second)})"
    )


@pytest.mark.parametrize("key", ["assignee", "tags", "status", "parent_id", "effort", "due"])
def test_unequal_negates_equal_and_not_in_negates_in(key: str) -> None:
    value = {"status": "ready", "parent_id": "1", "effort": "1d", "due": "today"}.get(key, "ana")
    assert shown(f"{key} != {value}") == shown(f"not {key} = {value}")
    assert shown(f"{key} not in ({value}, none)") == shown(f"not ({key} in (none, {value}))")
    assert shown(f"{key} in ({value}, none)") == shown(f"{key} = {value} or {key} = none")


@pytest.mark.parametrize(("smaller", "larger"), [("<", ">="), ("<=", ">")])
@pytest.mark.parametrize(
    "value",
    ["status {} ready", "effort {} 2h", "due {} today", "created {} 2025-09-30", "points {} 9"],
)
def test_every_ticket_with_a_comparable_value_is_on_one_side(
    value: str, smaller: str, larger: str
) -> None:
    below, above = set(shown(value.format(smaller))), set(shown(value.format(larger)))
    key = value.split()[0]
    assert not below & above
    odd = {"status": {"5"}, "effort": {"5"}, "points": {"3"}}.get(key, set())
    assert below | above == set(shown(f"{key} != none")) - odd


@pytest.mark.parametrize("days", range(-1, 40))
def test_age_is_the_days_between_created_and_today(days: int) -> None:
    if days >= 0:
        assert shown(f"age > {days}d") == shown(f"created < today - {days}d")
        assert shown(f"age = {days}d") == shown(f"created = today - {days}d")
    else:
        assert shown("created > today") == shown("age < 0d")


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("status", "ready"),
        ("ticket_type", "bug"),
        ("priority", "high"),
        ("service_id", "sso"),
        ("tags", "cli"),
        ("assignee", "ana"),
        ("parent_id", "JJM-001"),
        ("phase", "P1: a, b"),
        ("milestone", "MVP"),
        ("dependencies", "JJM-002"),
    ],
)
def test_a_query_agrees_with_the_equivalent_filter(key: str, value: str) -> None:
    def filtered(**values: frozenset[str]) -> str:
        chosen = FieldFilter(key, **values)
        return "".join(ticket.id[-1] for ticket in TICKETS if chosen.matches(ticket, GRAPH))

    some, none = frozenset({value}), frozenset({""})
    assert shown(f"{key} = '{value}'") == filtered(wanted=some) != ""
    assert shown(f"{key} != '{value}'") == filtered(unwanted=some)
    assert shown(f"{key} in ('{value}', none)") == filtered(wanted=some | none)
    assert shown(f"{key} not in ('{value}', none)") == filtered(unwanted=some | none)


@pytest.mark.parametrize(
    ("text", "shows"),
    [
        ("status = done", True),
        ("not (blocked or closed)", True),
        ("open and ready", True),
        ("priority = high and title ~ status", False),
        ("active or ready or blocked", False),
    ],
)
def test_a_query_that_names_closed_or_status_shows_closed_tickets(text: str, shows: bool) -> None:
    assert shows_closed(parsed(text)) is shows
