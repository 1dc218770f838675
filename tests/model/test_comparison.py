"""Two states of a project: which tickets are the same, and what changed in the project."""

from __future__ import annotations

from dataclasses import replace

from bodies import with_body
from graphs import SETTINGS, law, projects
from hypothesis import given

from jticket.model.compare.comparison import Comparison, compare
from jticket.model.compare.effects import ProjectState, Unfinished
from jticket.model.compare.matching import TicketVersion
from jticket.model.graph import Graph
from jticket.model.ticket import Criterion, Ticket

A = Ticket("JJM-001", title="Parser", created="2025-10-01", effort="2h", effort_hours=2.0)
B = Ticket(
    "JJM-002",
    title="Lexer",
    created="2025-10-02",
    effort="3h",
    effort_hours=3.0,
    dependencies=("JJM-001",),
)


def compared(
    before: list[Ticket], after: list[Ticket], *, folders: dict[str, str] | None = None
) -> Comparison:
    """Compares two states; `folders` says where tickets are afterwards."""

    def versions(tickets: list[Ticket], places: dict[str, str]) -> list[TicketVersion]:
        return [
            TicketVersion(f"{places.get(ticket.id, '')}{ticket.id}.md", ticket)
            for ticket in tickets
        ]

    states = ProjectState(Graph(before, SETTINGS)), ProjectState(Graph(after, SETTINGS))
    return compare(versions(before, {}), versions(after, folders or {}), states)


def ids(comparison: Comparison) -> tuple[list[str], list[str], list[str]]:
    """Returns the IDs that are created, deleted and changed."""
    parts = comparison.created, comparison.deleted, comparison.changed
    return tuple([difference.id for difference in part] for part in parts)  # type: ignore[return-value]


def test_created_deleted_and_changed_tickets_are_reported() -> None:
    new = replace(B, id="JJM-003", title="Linker", created="2025-10-03")
    comparison = compared([A, B], [replace(A, status="done"), new])
    assert ids(comparison) == (["JJM-003"], ["JJM-002"], ["JJM-001"])


def test_a_moved_file_is_reported_with_its_old_path() -> None:
    (difference,) = compared([A], [A], folders={"JJM-001": "archive/"}).changed
    assert (difference.pair.moved_from, difference.pair.latest.path) == (
        "JJM-001.md",
        "archive/JJM-001.md",
    )
    assert not difference.changes


def test_a_renumbered_ticket_is_recognized_by_its_alias_or_its_content() -> None:
    by_alias = replace(A, id="JJM-009", aliases=("JJM-001",), title="New", created="2025-11-01")
    by_content = replace(A, id="JJM-009", status="done")
    for after in (by_alias, by_content):
        comparison = compared([A, B], [after, B])
        assert ids(comparison) == ([], [], ["JJM-009"])
        assert comparison.changed[0].pair.former_id == "JJM-001"
        assert comparison.changed[0].pair.moved_from is None


def test_a_ticket_that_gave_up_its_id_is_not_confused_with_the_one_that_has_it_now() -> None:
    theirs = Ticket("JJM-001", title="Theirs", created="2025-09-01")
    ours = replace(A, id="JJM-003", aliases=("JJM-001",))
    comparison = compared([A], [theirs, ours])
    assert ids(comparison) == (["JJM-001"], [], ["JJM-003"])
    assert comparison.changed[0].pair.former_id == "JJM-001"


def test_an_alias_that_is_the_id_of_another_ticket_renumbers_nothing() -> None:
    after = replace(B, aliases=("JJM-001",))
    assert ids(compared([A, B], [A, after])) == ([], [], ["JJM-002"])


def test_two_files_with_the_same_id_are_each_compared_with_their_own_past() -> None:
    twin = replace(A, title="Twin")
    states = ProjectState(Graph([A], SETTINGS)), ProjectState(Graph([A], SETTINGS))
    before = [TicketVersion("a/JJM-001.md", A), TicketVersion("b/JJM-001.md", twin)]
    after = [
        TicketVersion("b/JJM-001.md", twin),
        TicketVersion("a/JJM-001.md", replace(A, status="done")),
    ]
    (difference,) = compare(before, after, states).changed
    assert (difference.pair.latest.path, difference.changes.fields[0].key) == (
        "a/JJM-001.md",
        "status",
    )


def test_effort_counts_done_and_open_work() -> None:
    epic = Ticket("JJM-009", ticket_type="epic", effort="99h", effort_hours=99.0)
    dropped = replace(B, id="JJM-004", title="Dropped", status="cancelled")
    effects = compared([A, B, epic], [replace(A, status="done"), B, epic, dropped]).effects
    assert (effects.before.effort_hours, effects.after.effort_hours) == (5.0, 5.0)
    assert (effects.before.done_hours, effects.after.done_hours) == (0.0, 2.0)
    assert (effects.before.path_hours, effects.after.path_hours) == (5.0, 3.0)


def test_hours_in_a_cycle_count_but_are_on_no_path() -> None:
    effects = compared([A, B], [replace(A, dependencies=("JJM-002",)), B]).effects
    assert (effects.after.effort_hours, effects.after.left_out) == (5.0, 2)
    assert [cycle.ids for cycle in effects.new_cycles] == [("JJM-001", "JJM-002")]


def test_newly_ready_blocked_closed_and_reopened_tickets_are_reported() -> None:
    effects = compared([A, B], [replace(A, status="done"), B]).effects
    assert (effects.newly_ready, effects.newly_closed) == (("JJM-002",), ("JJM-001",))
    back = compared([replace(A, status="done"), B], [A, B]).effects
    assert (back.newly_blocked, back.reopened) == (("JJM-002",), ("JJM-001",))
    assert back.newly_ready == ("JJM-001",)


def test_newly_critical_tickets_are_reported_even_if_the_hours_are_the_same() -> None:
    alone = replace(A, id="JJM-003", title="Alone", effort_hours=5.0)
    dropped, again = replace(alone, status="cancelled"), replace(alone, id="JJM-007")
    effects = compared([A, B, dropped], [A, replace(B, status="done"), alone]).effects
    assert (effects.before.path_hours, effects.after.path_hours) == (5.0, 5.0)
    assert effects.newly_critical == ("JJM-003",)
    assert compared([alone], [again]).effects.newly_critical == ()


def test_a_ticket_done_with_open_criteria_is_reported_once() -> None:
    open_ = with_body(A, criteria=(Criterion("a", done=True), Criterion("b"), Criterion("c")))
    done, full = (
        replace(open_, status="done"),
        with_body(replace(open_, status="done"), criteria=()),
    )
    unfinished = compared([open_], [done]).effects.newly_unfinished
    assert unfinished == (Unfinished("JJM-001", 1, 3),)
    assert compared([done], [done]).effects.newly_unfinished == ()
    assert compared([open_], [replace(done, status="cancelled")]).effects.newly_unfinished == ()
    assert compared([open_], [full]).effects.newly_unfinished == ()


def test_a_renumbered_ticket_is_not_newly_ready_or_closed() -> None:
    effects = compared([A], [replace(A, id="JJM-007")]).effects
    assert (effects.newly_ready, effects.newly_blocked, effects.reopened) == ((), (), ())
    done = replace(A, status="done")
    effects = compared([done], [replace(done, id="JJM-007")]).effects
    assert effects.newly_closed == ()


def test_a_phase_is_completed_with_its_last_ticket() -> None:
    first, second = replace(A, phase="MVP"), replace(B, phase="MVP")
    done, dropped = replace(first, status="done"), replace(second, status="cancelled")
    assert compared([first, second], [done, second]).effects.phases_completed == ()
    assert compared([first, second], [done, dropped]).effects.phases_completed == ("MVP",)
    assert compared([done, dropped], [done, dropped]).effects.phases_completed == ()
    gone = replace(first, status="cancelled")
    assert compared([first, second], [gone, dropped]).effects.phases_completed == ()


def test_a_reference_to_a_deleted_ticket_is_reported() -> None:
    (dangling,) = compared([A, B], [B]).effects.new_dangling
    assert (dangling.id, dangling.key, dangling.target) == ("JJM-002", "dependencies", "JJM-001")
    assert compared([B], [B]).effects.new_dangling == ()


@law(60)
@given(projects(), projects())
def test_a_project_equals_itself_and_every_difference_has_a_reverse(
    before: list[Ticket], after: list[Ticket]
) -> None:
    same = compared(before, before)
    assert same.differences == ()
    effects = same.effects
    assert effects.before == effects.after
    assert [*effects.newly_ready, *effects.newly_blocked, *effects.new_cycles] == []
    there, back = compared(before, after), compared(after, before)
    assert there.effects.before == back.effects.after
    assert len(there.created) + len(there.changed) <= len(after)
    assert len(after) - len(there.created) == len(before) - len(there.deleted)
