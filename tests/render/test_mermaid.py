"""How Mermaid's own parser reads the graph; runs where JTICKET_MERMAID names its folder."""

from __future__ import annotations

import html
import json
import os
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from jticket.model.diagram import diagram
from jticket.model.graph import Graph
from jticket.model.settings import Settings
from jticket.model.ticket import Ticket
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


@pytest.mark.skipif(not FOLDER, reason="JTICKET_MERMAID is not set")
def test_mermaid_understands_every_title_as_text() -> None:
    tickets, lines = lines_of_mermaid()
    parts = parsed(lines)
    assert parts["frames"] == ["t_JJM_100"]
    assert len(parts["edges"]) == sum(range(len(TITLES))) + 1
    for ticket in tickets[: len(TITLES)]:
        name = f"t_{ticket.id.replace('-', '_')}"
        # Mermaid keeps character codes as placeholders until it draws: ﬂ°°34¶ß is ".
        shown = re.sub(r"ﬂ°°?(\w+)¶ß", lambda m: html.unescape(f"&#{m[1]};"), parts["nodes"][name])
        if "\n" not in ticket.title:
            assert shown == f"{ticket.id}: {ticket.title}".strip()


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
