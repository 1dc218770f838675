"""How Mermaid's own parser reads graphs and plans; runs where JTICKET_MERMAID names its folder."""

from __future__ import annotations

import html
import json
import os
import re
import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from jticket.model.diagram import diagram
from jticket.model.graph import Graph
from jticket.model.settings import Settings
from jticket.model.ticket import Ticket
from jticket.render.gantt import Bar, GanttSection, mermaid_gantt
from jticket.render.graph import mermaid

FOLDER = os.environ.get("JTICKET_MERMAID", "")
TITLES = [
    "quotes \" and ' and `ticks`",
    "<script>alert(1)</script> & entities &lt;",
    "brackets [a] {b} (c) |d| -- > ==> end subgraph graph",
    "#35; hash # percent %% comment ; semicolon",
    "back\\slash \\n new\nline \x1b[31m",
    "登录 العربية 🧑‍💻 e\u0301",
    "**bold** _under_ ~tilde~ $math$ @at click",
    "end",
    ":::done",
    "",
]
MILESTONES = [
    *("2026-01-31", "title of it", "section two", "click me", "call it", "topAxis", "todayMarker"),
    *("excludes weekends", "includes", "weekday monday", "inclusiveEndDates", "dateFormat X"),
    *("accTitle: x", "%% none", "a :crit, 2020-01-01", "#35; <b>", "MVP"),
]


def lines_of_mermaid() -> tuple[list[Ticket], list[str]]:
    epic = Ticket("JJM-100", title='Frame "one" ]end', ticket_type="epic")
    tickets = [
        Ticket(
            f"JJM-{n:03}",
            title=title,
            parent_id="JJM-100" if n % 2 else "",
            dependencies=tuple(f"JJM-{before:03}" for before in range(1, n)),
        )
        for n, title in enumerate(TITLES, 1)
    ]
    shown = [*tickets, epic, Ticket("JJM-end2", title="random", dependencies=("JJM-100",))]
    return shown, list(mermaid(diagram(shown, Graph(shown, Settings()))))


def parsed(lines: list[str]) -> Any:
    ran = subprocess.run(
        ["node", str(Path(__file__).with_name("mermaid.mjs")), FOLDER],
        input="\n".join(lines),
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)


def drawn(text: str) -> str:
    """Returns what Mermaid draws for a text; until then a character code is ﬂ°°34¶ß, say."""
    return re.sub(r"ﬂ°°?(\w+)¶ß", lambda match: html.unescape(f"&#{match[1]};"), text)


@pytest.mark.skipif(not FOLDER, reason="JTICKET_MERMAID is not set")
def test_mermaid_understands_every_title_as_text() -> None:
    tickets, lines = lines_of_mermaid()
    parts = parsed(lines)
    assert parts["frames"] == ["t_JJM_100"]
    assert len(parts["edges"]) == sum(range(len(TITLES))) + 1
    for ticket in tickets[: len(TITLES)]:
        name = f"t_{ticket.id.replace('-', '_')}"
        shown = drawn(parts["nodes"][name])
        if "\n" not in ticket.title:
            assert shown == f"{ticket.id}: {ticket.title}".strip()


@pytest.mark.skipif(not FOLDER, reason="JTICKET_MERMAID is not set")
def test_mermaid_understands_the_bars_of_a_plan_and_the_days_of_milestones() -> None:
    first, last = date(2025, 10, 1), date(2025, 10, 2)
    labels = [f"JJM-{number:03} {title}".strip() for number, title in enumerate(TITLES, 1)]
    labels = [label for label in labels if "\n" not in label]
    bars = tuple(Bar(label, first, last, None, True, False) for label in labels)
    milestones = [GanttSection(name, last, bars[:1]) for name in MILESTONES]
    parts = parsed(list(mermaid_gantt([*milestones, GanttSection("", None, bars)])))
    assert list(map(drawn, parts["sections"])) == [*MILESTONES, "No milestone"]
    tasks = [task | {"label": drawn(task["label"])} for task in parts["tasks"]]
    bar = {"start": "2025-10-01", "end": "2025-10-03", "tags": ["crit"]}
    days = {"start": "2025-10-03", "end": "2025-10-03", "tags": ["milestone"]}
    assert [task for task in tasks if drawn(task.pop("section")) == "No milestone"] == [
        {"label": label} | bar for label in labels
    ]
    assert [task for task in tasks if task["tags"] == ["milestone"]] == [
        {"label": f"Deadline of {name}"} | days for name in MILESTONES
    ]


def test_no_line_of_a_plan_begins_with_the_name_of_a_milestone() -> None:
    chart = [GanttSection(name, date(2025, 10, 2), ()) for name in MILESTONES]
    for line in list(mermaid_gantt(chart))[4:]:
        assert line.startswith(("  section ", "  Deadline of ")), line


def test_every_line_has_one_of_the_few_known_shapes() -> None:
    _, lines = lines_of_mermaid()
    node = r't_\w+\["[^"\[\]{}|<>`\\]*"\]'
    shapes = (
        r"flowchart LR",
        rf"  subgraph {node}",
        rf"(  |    ){node}:::(open|active|done|cancelled)",
        r"  end",
        r"  t_\w+ --> t_\w+",
        r"  classDef (open|active|done|cancelled) fill:#\w{6},stroke:#\w{6},color:#\w{6}",
    )
    for line in lines:
        assert any(re.fullmatch(shape, line) for shape in shapes), line
