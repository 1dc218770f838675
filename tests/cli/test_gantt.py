"""`plan` as a Gantt chart, in Mermaid and as SVG, with titles that look like markup."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING

import pytest
from commandline import done

if TYPE_CHECKING:
    from gitrepo import GitRepo

SVG = "{http://www.w3.org/2000/svg}"
TITLES = [
    "<script>alert(1)</script>",
    "a: b, c; d #35; %% e",
    '"quoted" & <img src=https://example.com/x.png onerror="x">',
    "url(https://example.com) ]]> --> </text></svg>",
    "line\\nbreak \\x1b[31m \\u202e \\uffff",
    "登录 العربية",
]


@pytest.fixture
def planned(repo: GitRepo) -> GitRepo:
    for name in ("JJM-001", "JJM-002"):
        (repo.path / ".tickets" / f"{name}.md").unlink()
    repo.write(
        ".tickets/config.yml", "prefix: JJM\nmilestones:\n  MVP: {due: 2025-10-02}\n  '<b>:x':\n"
    )
    for number, title in enumerate(TITLES, 1):
        quoted = f'"{title}"' if "\\" in title else f"'{title}'"
        milestone = {1: "MVP", 2: "MVP", 3: "'<b>:x'"}.get(number, "")
        repo.write(
            f".tickets/JJM-{number:03}.md",
            f"---\nid: JJM-{number:03}\ntitle: {quoted}\neffort: 12h\nmilestone: {milestone}\n"
            f"dependencies: [{'JJM-001' if number == 2 else ''}]\n---\n",
        )
    return repo


def test_mermaid_has_a_bar_for_each_ticket_from_its_first_day_to_the_end_of_its_last(
    planned: GitRepo,
) -> None:
    lines = done(planned.path, "plan", "--format", "mermaid").lines
    assert lines[0] == "gantt"
    assert [line for line in lines if line.startswith("  section")] == [
        "  section MVP",
        "  section #60;b#62;#58;x",
        "  section No milestone",
    ]
    late = [line for line in lines if ":crit" in line]
    assert late == [
        "  JJM-001 #60;script#62;alert(1)#60;/script#62; :crit, 2025-10-01, 2025-10-03",
        "  JJM-002 a#58; b#44; c#59; d #35;35#59; #37;#37; e :crit, 2025-10-02, 2025-10-04",
    ]
    assert "  Deadline of MVP :milestone, 2025-10-03, 0d" in lines


def test_a_line_of_mermaid_has_no_markup_but_its_own(planned: GitRepo) -> None:
    for line in done(planned.path, "plan", "--format", "mermaid").lines[4:]:
        if not line.startswith("  section"):
            assert re.fullmatch(r"  [^:<>&;]*(#\d+;[^:<>&;]*)* :[a-z0-9, -]+", line), line


def test_the_picture_is_xml_without_scripts_links_or_anything_from_elsewhere(
    planned: GitRepo,
) -> None:
    out = done(planned.path, "plan", "--format", "svg").out
    root = ET.fromstring(out)  # noqa: S314 - our own
    assert {node.tag for node in root.iter()} == {
        f"{SVG}{name}" for name in ("svg", "title", "style", "rect", "path", "text")
    }
    attributes = {name for node in root.iter() for name in node.attrib}
    assert not {name for name in attributes if name.startswith(("on", "href", "style", "{"))}
    assert not any("url(" in value for node in root.iter() for value in node.attrib.values())
    (style,) = (node.text or "" for node in root.iter(f"{SVG}style"))
    assert not re.search(r"url|import|@font|http", style)
    texts = [node.text or "" for node in root.iter(f"{SVG}text")]
    assert "JJM-001 <script>alert(1)</script>" in texts
    assert sum(text.startswith("JJM-") for text in texts) == len(TITLES)


def test_each_color_of_the_picture_has_another_on_a_dark_page(planned: GitRepo) -> None:
    root = ET.fromstring(done(planned.path, "plan", "--format", "svg").out)  # noqa: S314
    (style,) = (node.text or "" for node in root.iter(f"{SVG}style"))
    assert style.startswith("@media (prefers-color-scheme: dark) {")
    dark = dict(re.findall(r'\[fill="(#\w{6})"\]\{fill:(#\w{6})\}', style))
    used = {
        node.attrib[name]
        for node in root.iter()
        for name in ("fill", "stroke")
        if name in node.attrib
    }
    assert used <= dark.keys()
    assert dark.keys().isdisjoint(dark.values())


def test_bars_of_the_picture_lie_in_it_and_follow_each_other(planned: GitRepo) -> None:
    root = ET.fromstring(done(planned.path, "plan", "--format", "svg").out)  # noqa: S314
    bars = [node for node in root.iter(f"{SVG}rect") if "rx" in node.attrib]
    spans = [
        (float(bar.attrib["x"]), float(bar.attrib["x"]) + float(bar.attrib["width"]))
        for bar in bars
    ]
    assert len(spans) == len(TITLES)
    assert all(380 <= start < end <= 1000 for start, end in spans)
    assert spans[0][0] < spans[1][0] < spans[0][1] < spans[1][1]  # the second starts at midday
    reds = [bar.attrib["fill"] for bar in bars].count("#cf222e")
    assert reds == 2


def test_a_chart_of_nothing_is_still_a_chart(planned: GitRepo) -> None:
    for form in ("svg", "mermaid"):
        assert done(planned.path, "plan", "--format", form, "--tag", "nobody-has-it").lines


def test_a_deadline_of_long_ago_does_not_squeeze_the_bars(planned: GitRepo) -> None:
    done(planned.path, "set", "6", "due=2001-01-01")
    done(planned.path, "set", "5", "due=2025-10-03")
    out = done(planned.path, "plan", "--format", "svg").out
    bars = [node for node in ET.fromstring(out).iter(f"{SVG}rect") if "rx" in node.attrib]  # noqa: S314
    assert min(float(bar.attrib["width"]) for bar in bars) > 100
    assert out.count('z" fill=') == 3  # of tickets 1, 2 and 5


def test_words_of_the_picture_lie_in_it_and_leave_each_other_room(planned: GitRepo) -> None:
    title = "The Windows Management WORKFLOW, and what comes with moving it elsewhere"
    done(planned.path, "set", "1", f"title={title}")
    for effort in ("8h", "80h", "440h"):
        done(planned.path, "set", "6", f"effort={effort}")
        out = done(planned.path, "plan", "--from", "2025-10-01", "--format", "svg").out
        root = ET.fromstring(out)  # noqa: S314 - our own
        ticks = [
            (float(text.attrib["y"]), float(text.attrib["x"]), len(text.text or ""))
            for text in root.findall(f"{SVG}text")
        ]
        days = sorted(tick for tick in ticks if tick[0] == 22)
        assert len(days) > 2
        ends = [x + 7.5 * length for _, x, length in days]
        assert all(end <= x for end, (_, x, _) in zip(ends, days[1:], strict=False)), days
        assert ends[-1] <= 1000
        names = root.findall(f"{SVG}svg")
        assert {float(name.attrib["width"]) for name in names} == {376}
        (name,) = (text.text for row in names for text in row if "Windows" in (text.text or ""))
        assert name == "JJM-001 The Windows Management WORKFLOW, and what…"
