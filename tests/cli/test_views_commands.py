"""`ready`, `blocked`, `tree` and `graph` as a user sees them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from commandline import done
from golden import reviewed
from test_terminal_table import on_terminal
from ticket_repos import write_tickets

if TYPE_CHECKING:
    from gitrepo import GitRepo

TICKETS = {
    1: "ticket_type: epic\ntitle: Sign-on\ndependencies: [JJM-007]",
    2: "status: done\nparent_id: JJM-001\neffort: 2h\ntitle: Schema",
    3: "status: ready\nparent_id: JJM-001\neffort: 6h\npriority: low\ntitle: Log in",
    4: "status: ready\nparent_id: JJM-003\ntitle: Page\ndependencies: [JJM-002]",
    5: "priority: high\ntitle: 'Docs \"quoted\" <b>#1</b>; end'\ndependencies: [JJM-002]",
    6: "priority: critical\ntitle: Release\ndependencies: [JJM-005, JJM-001, JJM-099]",
    7: "title: 登录 🧑‍💻",
    8: "status: in_progress\ntitle: Running\ndependencies: [JJM-005]",
}


@pytest.fixture
def views(repo: GitRepo) -> GitRepo:
    write_tickets(repo, TICKETS)
    return repo


def test_ready_lists_tickets_that_can_begin_by_priority(views: GitRepo) -> None:
    assert done(views.path, "ready", "--format", "ids").lines == ["JJM-005", "JJM-007"]
    assert done(views.path, "ready", "--limit", "1").out.startswith("JJM-005\tbacklog\thigh\t")
    assert done(views.path, "ready", "--priority", "!high", "--json").json[0]["id"] == "JJM-007"


def test_a_limit_counts_only_ready_tickets(views: GitRepo) -> None:
    assert done(views.path, "ready", "--sort", "id", "--limit", "2", "--format", "ids").lines == [
        "JJM-005",
        "JJM-007",
    ]


def test_blocked_shows_what_each_ticket_waits_for(views: GitRepo) -> None:
    waiting = {
        ticket["id"]: ticket["waiting_for"] for ticket in done(views.path, "blocked", "--json").json
    }
    assert waiting == {
        "JJM-001": ["JJM-007"],
        "JJM-003": ["JJM-007"],
        "JJM-004": ["JJM-007"],
        "JJM-006": ["JJM-005", "JJM-001", "JJM-099"],
    }
    line = done(views.path, "blocked", "--priority", "critical").lines[0]
    assert line.split("\t")[-2:] == ["JJM-005,JJM-001,JJM-099", "-"]
    rows = done(views.path, "blocked", "--format", "jsonl", "--priority", "critical").lines
    assert json.loads(rows[0])["waiting_for"] == ["JJM-005", "JJM-001", "JJM-099"]


def test_any_list_can_have_a_column_waiting_for(views: GitRepo) -> None:
    ran = done(views.path, "list", "--columns", "id,waiting_for", "--dep", "JJM-099")
    assert ran.out == "JJM-006\tJJM-005,JJM-001,JJM-099\n"


def test_an_empty_list_on_a_terminal_says_so(repo: GitRepo) -> None:
    assert "no ticket is available" in on_terminal(repo, 80, "ready", "--tag", "none-has-it")[1]
    assert "nothing is blocked" in on_terminal(repo, 80, "blocked", "--tag", "none-has-it")[1]


def test_the_tree_rolls_up_effort_and_progress(views: GitRepo) -> None:
    assert done(views.path, "tree", "--parent", "1,3").out == (
        "JJM-001\tbacklog\t8\t33%\tSign-on\n"
        "└─ JJM-003\tready\t6\t0%\tLog in\n"
        "   └─ JJM-004\tready\t-\t0%\tPage\n"
    )


def test_the_tree_of_a_named_ticket_shows_closed_tickets_too(views: GitRepo) -> None:
    [epic] = done(views.path, "tree", "1", "--json").json
    assert [ticket["id"] for ticket in epic["children"]] == ["JJM-002", "JJM-003"]
    assert epic["effort_hours"] == 8
    assert epic["progress"] == 0.3333
    assert epic["children"][0]["progress"] == 1.0
    assert epic["children"][1]["children"][0]["effort_hours"] is None


def test_the_tree_without_tickets_is_an_empty_array(repo: GitRepo) -> None:
    assert done(repo.path, "tree", "--tag", "none-has-it", "--json").json == []
    assert done(repo.path, "tree", "--tag", "none-has-it").out == ""


def test_the_tree_shows_tickets_whose_parents_form_a_cycle(repo: GitRepo) -> None:
    for number, parent in ((1, 2), (2, 1), (3, 2)):
        front = f"id: JJM-{number:03}\ntitle: T\nparent_id: JJM-{parent:03}"
        repo.write(f".tickets/JJM-{number:03}.md", f"---\n{front}\n---\n")
    lines = done(repo.path, "tree").lines
    assert [re.findall(r"JJM-\d+", line)[0] for line in lines] == ["JJM-001", "JJM-002", "JJM-003"]


def test_the_tree_of_a_long_chain_of_parents_is_valid_json(repo: GitRepo) -> None:
    for number in range(1, 1501):
        parent = f"parent_id: JJM-{number - 1:03}" if number > 1 else ""
        front = f"id: JJM-{number:03}\ntitle: T\n{parent}"
        repo.write(f".tickets/JJM-{number:03}.md", f"---\n{front}\n---\n")
    text = done(repo.path, "tree", "--json").out
    assert text.count("{") == text.count("}") == 1500
    assert text.count("[") == text.count("]") == 1501
    assert "…" in done(repo.path, "tree").lines[-1]


def test_the_tree_on_a_terminal_lines_up_with_wide_titles(views: GitRepo) -> None:
    out, _ = on_terminal(views, 100, "tree", NO_COLOR="1")
    lines = out.splitlines()
    assert lines[0].split() == ["ID", "STATUS", "EFFORT", "PROGRESS", "TITLE"]
    assert "█" in lines[1]
    place = lines[0].index("TITLE")
    assert any(line[place:].startswith("登录") for line in lines)


def test_a_graph_has_the_edges_between_the_tickets_it_shows(views: GitRepo) -> None:
    drawn = done(views.path, "graph", "--json").json
    assert [node["id"] for node in drawn["nodes"]] == [f"JJM-00{n}" for n in (1, 3, 4, 5, 6, 7, 8)]
    assert drawn["edges"] == [
        {"from": "JJM-007", "to": "JJM-001"},
        {"from": "JJM-005", "to": "JJM-006"},
        {"from": "JJM-001", "to": "JJM-006"},
        {"from": "JJM-005", "to": "JJM-008"},
    ]
    assert len(done(views.path, "graph", "--json", "--all").json["edges"]) == 6


def test_the_graph_of_the_example_matches_its_golden() -> None:
    top = Path(__file__).parents[2]
    out = done(top, "--dir", str(top / ".tickets-example"), "graph", "--all").out
    assert out == reviewed("graph.mmd", out)


def test_a_label_contains_nothing_that_mermaid_reads_as_markup(views: GitRepo) -> None:
    out = done(views.path, "graph").out
    assert 't_JJM_005["JJM-005: Docs #34;quoted#34; #60;b#62;#35;1#60;/b#62;#59; end"]' in out


def test_a_graph_as_dot_quotes_labels_and_frames_epics(views: GitRepo) -> None:
    out = done(views.path, "graph", "--format", "dot").out
    assert 'subgraph "cluster_JJM-001" {' in out
    assert r'label="JJM-005: Docs \"quoted\" <b>#1</b>; end"' in out
    assert '"JJM-007" -> "JJM-001" [lhead="cluster_JJM-001"];' in out


def test_a_text_graph_names_the_tickets_that_wait(views: GitRepo) -> None:
    lines = done(views.path, "graph", "--format", "text").lines
    assert lines[0] == "JJM-001  Sign-on → JJM-006"
    assert lines[3].endswith("→ JJM-006, JJM-008")


def test_a_graph_on_a_narrow_terminal_cuts_the_title(views: GitRepo) -> None:
    out, _ = on_terminal(views, 36, "graph")
    line = next(line for line in out.splitlines() if "JJM-005" in line and "Docs" in line)
    assert line.rstrip().endswith("…")


def test_a_graph_too_large_for_mermaid_is_reported(repo: GitRepo) -> None:
    for number in range(1, 60):
        before = ", ".join(f"JJM-{blocker:03}" for blocker in range(max(1, number - 15), number))
        front = f"id: JJM-{number:03}\ntitle: T\ndependencies: [{before}]"
        repo.write(f".tickets/JJM-{number:03}.md", f"---\n{front}\n---\n")
    assert "too large for Mermaid" in done(repo.path, "graph").err
