"""`overview` and `render`: documents from packaged templates and from those of the project."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from commandline import done, jticket
from golden import reviewed
from markdown_it import MarkdownIt

if TYPE_CHECKING:
    from gitrepo import GitRepo

TOP = Path(__file__).parents[2]
EXAMPLE = ("--dir", str(TOP / ".tickets-example"))
OWN = ".tickets/templates"


def html(text: str) -> str:
    page: str = MarkdownIt("commonmark").enable("table").render(text)
    return page


def put(repo: GitRepo, name: str, text: str) -> None:
    repo.write(f"{OWN}/{name}", text)


def rendered(repo: GitRepo, source: str, *options: str, **env: Any) -> str:
    put(repo, "own.md.j2", source)
    return done(repo.path, "render", "own", *options, **env).out


@pytest.mark.parametrize("by", ["", "service"])
def test_the_overview_of_the_example_matches_its_golden(by: str) -> None:
    ran = done(TOP, *EXAMPLE, "overview", *(("--by", by) if by else ()))
    assert ran.out == reviewed(f"overview{by and f'-{by}'}.md", ran.out)


def test_the_figures_of_the_overview_are_those_of_the_project() -> None:
    out = done(TOP, *EXAMPLE, "overview").out
    assert "62 tickets in 13 epics, 314h (39 working days)" in out
    assert "| MVP | 25 | JJM-001 to JJM-025 | 86h | 11 |" in out
    assert "| Production | 37 | JJM-026 to JJM-062 | 228h | 29 |" in out
    independent = out.partition("### Independent tickets")[2].partition("###")[0]
    assert re.findall(r"\[(JJM-\d+)\]", independent) == [
        f"JJM-0{n}" for n in ("01", "26", "30", "34", "38", "52", "57")
    ]


def test_the_overview_does_not_depend_on_the_clock(repo: GitRepo) -> None:
    first = done(repo.path, "overview", JTICKET_NOW="2020-01-01T00:00:00Z").out
    assert done(repo.path, "overview", JTICKET_NOW="2030-01-01T00:00:00Z").out == first
    put(repo, "overview.md.j2", "{{ today }} {{ tickets | where('due < today') }}")
    ran = jticket(repo.path, "overview")
    assert (ran.status, "can't depend on the clock" in ran.err) == (1, True)


def test_an_overview_file_is_checked_and_its_links_are_relative_to_it(repo: GitRepo) -> None:
    ran = done(repo.path, "overview", "-o", "docs/TICKETS.md")
    assert (ran.out, ran.err) == ("", "docs/TICKETS.md: written\n")
    assert "(../.tickets/JJM-001.md)" in (repo.path / "docs/TICKETS.md").read_text()
    assert done(repo.path, "overview", "--check", "docs/TICKETS.md").out == ""
    assert "up to date" in done(repo.path, "overview", "-o", "docs/TICKETS.md").err
    done(repo.path, "set", "1", "effort=3h")
    ran = jticket(repo.path, "overview", "--check", "-o", "docs/TICKETS.md")
    assert ran.status == 1
    assert ran.out.startswith("--- docs/TICKETS.md\n+++ docs/TICKETS.md (as it should be)\n@@")
    assert "\n+2 tickets, 3h" in ran.out
    assert "3h" not in (repo.path / "docs/TICKETS.md").read_text()


def test_a_missing_file_is_stale(repo: GitRepo) -> None:
    ran = jticket(repo.path, "overview", "--check", "TICKETS.md")
    assert (ran.status, ran.out.splitlines()[0]) == (1, "--- /dev/null")


@pytest.mark.parametrize(
    "options", [("X.md",), ("--check",), ("--check", "X.md", "-o", "Y.md"), ("--by", "colour")]
)
def test_incorrect_usage_is_an_error(repo: GitRepo, options: tuple[str, ...]) -> None:
    assert jticket(repo.path, "overview", *options).status == 2


@pytest.mark.parametrize("name", ["JJM-001.md", "config.yml", "templates/x.md.j2"])
def test_a_document_never_overwrites_files_that_belong_to_the_tickets(
    repo: GitRepo, name: str
) -> None:
    before = repo.files()
    ran = jticket(repo.path, "overview", "-o", f".tickets/{name}")
    assert (ran.status, "belongs to the tickets" in ran.err) == (1, True)
    assert repo.files() == before


@pytest.mark.parametrize("linked", ["TICKETS.md", "docs"])
@pytest.mark.parametrize("place", ["outside", ".git"])
def test_a_link_in_the_repository_does_not_redirect_a_document(
    repo: GitRepo, tmp_path: Path, linked: str, place: str
) -> None:
    away = repo.path / ".git" if place == ".git" else tmp_path / "away"
    away.mkdir(exist_ok=True)
    secret = away / "TICKETS.md"
    secret.write_text("secret\n")
    name = "TICKETS.md" if linked == "TICKETS.md" else "docs/TICKETS.md"
    (repo.path / linked).symlink_to(secret if linked == "TICKETS.md" else away)
    for options in (("-o", name), ("--check", name)):
        ran = jticket(repo.path, "overview", *options)
        assert (ran.status, ran.out) == (1, "")
        assert "is a link that leads out of the repository's files" in ran.err
    assert secret.read_text() == "secret\n"


def test_links_that_stay_inside_or_belong_to_the_user_are_followed(
    repo: GitRepo, tmp_path: Path
) -> None:
    (repo.path / "docs").mkdir()
    (repo.path / "here.md").symlink_to("docs/TICKETS.md")
    (tmp_path / "there").mkdir()
    (tmp_path / "mine.md").symlink_to("there/TICKETS.md")
    done(repo.path, "overview", "-o", "here.md")
    done(repo.path, "overview", "-o", str(tmp_path / "mine.md"))
    made = (repo.path / "docs/TICKETS.md").read_text()
    assert made.startswith("# ")
    assert (tmp_path / "there/TICKETS.md").exists()


def test_titles_are_plain_text_in_the_overview_whatever_they_contain(repo: GitRepo) -> None:
    title = "<img src=x onerror=alert(1)> | [a](javascript:b) `c` **d** &lt; _e_ #1 \\"
    repo.write(
        ".tickets/JJM-001.md", f"---\nid: JJM-001\ntitle: {title!r}\nphase: '# a | b'\n---\n"
    )
    page = html(done(repo.path, "overview").out)
    assert "<img" not in page
    assert "javascript:" not in re.sub(r">[^<]*<", "><", page)
    assert (
        "&lt;img src=x onerror=alert(1)&gt; | [a](javascript:b) `c` **d** &amp;lt; _e_ #1" in page
    )


def test_a_title_that_would_control_a_terminal_is_escaped(repo: GitRepo) -> None:
    repo.write(".tickets/JJM-001.md", '---\nid: JJM-001\ntitle: "a\\e[2Jb"\n---\n')
    for args in (("overview",), ("render", "standup"), ("render", "phases"), ("render", "plan")):
        out = done(repo.path, *args).out
        assert "\x1b" not in out
    assert "\x1b" not in rendered(repo, "{{ tickets[0].title }}")


def test_an_overview_without_tickets_says_so(repo: GitRepo) -> None:
    out = done(repo.path, "overview", "--tag", "nobody-has-it").out
    assert "0 tickets, 0h (0 working days)." in out
    assert "\n\n\n" not in out


@pytest.mark.parametrize("template", ["overview", "phases", "plan", "standup", "changelog"])
def test_packaged_documents_have_no_stray_whitespace(template: str) -> None:
    out = done(TOP, *EXAMPLE, "render", template, JTICKET_NOW="2025-10-12T08:00:00Z").out
    assert "\n\n\n" not in out
    assert out.endswith("\n")
    assert not any(line != line.rstrip() for line in out.splitlines() if not line.startswith("- "))


def test_the_plan_of_the_example_matches_its_golden_at_any_time() -> None:
    out = done(TOP, *EXAMPLE, "render", "plan").out
    assert out == reviewed("plan-document.md", out)
    for moment in ("2020-01-01T00:00:00Z", "2035-01-01T00:00:00Z"):
        assert done(TOP, *EXAMPLE, "render", "plan", JTICKET_NOW=moment).out == out


def test_the_plan_document_has_the_figures_of_the_plan() -> None:
    out = done(TOP, *EXAMPLE, "render", "plan", "--parent", "69,70").out
    figures = done(TOP, *EXAMPLE, "plan", "--parent", "69,70", "--json").json
    assert re.findall(r"^\| \[(JJM-\d+)\]", out, re.MULTILINE) == figures["order"]
    assert " → ".join(figures["critical_path"]["ids"]) in out
    for number, wave in enumerate(figures["waves"], 1):
        assert f"\n{number}. {', '.join(wave)}\n" in out
    days = {
        ticket_id: ticket["deadline"]
        for ticket_id, ticket in figures["tickets"].items()
        if ticket["deadline"]
    }
    assert days
    rows = re.findall(r"^\| (\d{4}-\d\d-\d\d) \| \[(JJM-\d+)\]", out, re.MULTILINE)
    assert {ticket_id: day for day, ticket_id in rows} == days
    assert [day for day, _ in rows] == sorted(days.values())


def test_the_plan_document_names_what_is_parked_or_has_no_effort(repo: GitRepo) -> None:
    done(repo.path, "set", "1", "effort=3h", "on_hold=answer from *legal*")
    done(repo.path, "set", "2", "wait_until=2025-10-20")
    out = done(repo.path, "render", "plan", JTICKET_NOW="2030-01-01").out
    assert "| First · on hold: answer from \\*legal\\* | normal | 3h | 0h | critical |" in out
    assert "| Second · from 2025-10-20 | normal | - | 0h | 3h |" in out
    assert "## Deadlines\n\nThere are none.\n" in out
    assert out.endswith(
        "## Missing effort\n\n1 ticket has no effort:\n\n- [JJM-002](.tickets/JJM-002.md): Second\n"
    )


def test_a_plan_without_tickets_names_what_waits_for_itself(repo: GitRepo) -> None:
    done(repo.path, "dep", "add", "1", "2", "--no-commit")
    path = repo.path / ".tickets/JJM-002.md"
    path.write_text(path.read_text().replace("tags: []", "tags: []\ndependencies: [JJM-001]"))
    assert done(repo.path, "render", "plan").out == (
        "# Plan\n\n0 tickets to do, 0h (0 working days).\n\n"
        "Left out, because they wait for themselves: JJM-001, JJM-002.\n"
    )


def test_a_phase_document_has_the_usual_layout() -> None:
    out = done(TOP, *EXAMPLE, "render", "phases", "--parent", "JJM-064").out
    ticket = out.partition("#### JJM-007:")[2].partition("\n#### ")[0]
    headings = re.findall(r"^\*\*(.+?):\*\*", ticket, re.MULTILINE)
    assert headings == [
        "Acceptance Criteria",
        "Dependencies",
        "Estimated Effort",
        "Phase",
        "Files to Create/Modify",
        "Technical Notes",
        "Blocks",
    ]
    assert "**Blocks:** JJM-013, JJM-014, JJM-023\n" in ticket


def test_headings_in_a_description_are_below_the_heading_of_the_ticket(repo: GitRepo) -> None:
    text = "## Description\n\n### Deep\n\n```\n# code\n```\n"
    repo.write(".tickets/JJM-001.md", f"---\nid: JJM-001\ntitle: T\n---\n\n{text}")
    out = done(repo.path, "render", "phases").out
    assert "\n###### Deep\n" in out
    assert "\n# code\n" in out


def test_templates_have_their_filters_and_variables(repo: GitRepo) -> None:
    done(repo.path, "set", "1", "effort=90m", "priority=high", "phase=P", "tags+=x")
    done(repo.path, "claim", "2", "--as", "ana")
    text = (
        "{{ tickets | where('priority >= high') | map(attribute='id') | join(',') }}\n"
        "{{ 90 | hours }} {{ 12 | days }} {{ 0.5 | percent }} {{ 0.5 | bar(4) }}\n"
        "{{ tickets | ids }}\n"
        "{{ (tickets | grouped('phase'))[0].name }} {{ phases[0].effort_hours }}\n"
        "{{ plan.order | join(',') }} {{ plan.tickets['JJM-001'].slack }}\n"
        "{{ stats.total }} {{ stats.by.status.in_progress.tickets }}\n"
        "{{ vars.who }} {{ today }} {{ last_workday }} {{ settings.prefix }}\n"
        "{{ tickets[1].active }} {{ tickets[0].ready }} {{ tickets[0].order }}\n"
    )
    assert rendered(repo, text, "--set", "who=me", JTICKET_NOW="2025-10-06T01:00:00Z") == (
        "JJM-001\n"
        "90h 2 50% ██░░\n"
        "JJM-001 to JJM-002\n"
        "P 1.5\n"
        "JJM-001,JJM-002 0\n"
        "2 1\n"
        "me 2025-10-06 2025-10-03 JJM\n"
        "True True 1\n"
    )


def test_tickets_closed_since_a_day_are_found_in_git(repo: GitRepo) -> None:
    for number, day in ((1, "2025-10-01"), (2, "2025-10-05")):
        when = {"GIT_AUTHOR_DATE": f"{day}T12:00:00Z", "GIT_COMMITTER_DATE": f"{day}T12:00:00Z"}
        done(repo.path, "claim", str(number), "--as", "ana", **when)
        done(repo.path, "complete", str(number), **when)
    later = {
        "GIT_AUTHOR_DATE": "2025-10-09T12:00:00Z",
        "GIT_COMMITTER_DATE": "2025-10-09T12:00:00Z",
    }
    done(repo.path, "archive", "1", **later)
    source = (
        "{% for each in tickets | closed_since(vars.since) %}"
        "{{ each.id }} {{ each.closed_on }};{% endfor %}"
    )
    assert rendered(repo, source, "--set", "since=2025-10-01") == (
        "JJM-001 2025-10-01;JJM-002 2025-10-05;"
    )
    now = "2025-10-06T23:00:00Z"
    for since in ("2025-10-02", "friday", "4d"):
        out = rendered(repo, source, "--set", f"since={since}", JTICKET_NOW=now)
        assert out == "JJM-002 2025-10-05;"
    ran = jticket(repo.path, "render", "own", "--set", "since=soon")
    assert (ran.status, "'soon' is not a date" in ran.err) == (1, True)
    out = done(repo.path, "render", "changelog", "--set", "since=2025-10-02").out
    assert "JJM-002" in out
    assert "JJM-001" not in out


def test_documents_need_no_repository(tmp_path: Path) -> None:
    folder = tmp_path / "plain" / ".tickets"
    folder.mkdir(parents=True)
    (folder / "T-001.md").write_text("---\nid: T-001\ntitle: T\nstatus: done\n---\n")
    assert "T-001" in done(folder.parent, "overview").out
    assert "T-001" in done(folder.parent, "render", "changelog").out


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("a\n{{ tikets }}", "own.md.j2:2: 'tikets' is undefined"),
        ("a\n{{ tickets[0].titel }}", "own.md.j2:2:"),
        ("{{ tickets | where('prio = high') }}", "own.md.j2:1: where 'prio = high': "),
        ("{{ tickets | grouped('colour') }}", "own.md.j2:1: grouped('colour')"),
        ("\n{{ tickets | wheer('x') }}", "own.md.j2:2: No filter named 'wheer'"),
        ("{% include 'default/tickets/../../config.yml' %}", "own.md.j2"),
        ("{{ tickets.append(1) }}", "own.md.j2:1:"),
        ("{{ where.__globals__ }}", "own.md.j2:1:"),
        ("{{ ''.__class__.__mro__ }}", "own.md.j2:1:"),
    ],
)
def test_an_invalid_template_is_reported_with_its_location(
    repo: GitRepo, source: str, words: str
) -> None:
    put(repo, "own.md.j2", source)
    ran = jticket(repo.path, "render", "own")
    assert (ran.status, words in ran.err) == (1, True), ran.err
    assert ran.out == ""


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (
            ("changelog", "--set", "since=soon"),
            "is not a date (write 2025-10-31, tomorrow",
        ),
        (("../config.yml",), "no template"),
        (("",), "no template"),
        (("changelog", "--set", "x"), "KEY=VALUE"),
    ],
)
def test_a_packaged_template_that_cannot_be_rendered_is_an_error(
    repo: GitRepo, args: tuple[str, ...], words: str
) -> None:
    repo.write(".tickets/templates/README", "no template")
    ran = jticket(repo.path, "render", *args)
    assert (ran.status in (1, 2), words in ran.err) == (True, True), ran.err


def test_the_error_for_an_unknown_template_names_the_nearest(repo: GitRepo) -> None:
    ran = jticket(repo.path, "render", "changelgo")
    assert (ran.status, "changelog" in ran.err) == (1, True)


def test_a_template_may_be_a_file_and_include_others(repo: GitRepo) -> None:
    repo.write("notes/mine.md.j2", "{% include 'part.j2' %} {% include 'ours.md.j2' %}")
    repo.write("notes/part.j2", "part")
    put(repo, "ours.md.j2", "{{ tickets | length }}")
    assert done(repo.path, "render", "notes/mine.md.j2").out == "part 2"


def test_a_template_in_a_subfolder_needs_no_other_template_beside_it(repo: GitRepo) -> None:
    put(repo, "reports/weekly.md.j2", "{{ tickets | length }} tickets")
    assert done(repo.path, "render", "reports/weekly").out == "2 tickets"


def test_a_projects_own_overview_replaces_the_packaged_one(repo: GitRepo) -> None:
    put(repo, "overview.md.j2", "mine\n{% include 'default/overview.md.j2' %}")
    assert done(repo.path, "overview").out.startswith("mine\n# Tickets overview\n")


def test_html_templates_escape_what_they_show(repo: GitRepo) -> None:
    repo.write(".tickets/JJM-001.md", "---\nid: JJM-001\ntitle: <b>\n---\n")
    put(repo, "page.html.j2", "<p>{{ tickets[0].title }}</p>")
    assert done(repo.path, "render", "page").out == "<p>&lt;b&gt;</p>"


def test_a_document_can_be_printed_as_json(repo: GitRepo) -> None:
    put(repo, "own.md.j2", "text")
    assert done(repo.path, "render", "own", "--json").json == {
        "template": "own",
        "file": None,
        "text": "text",
    }


def test_templates_are_offered_to_the_shell(repo: GitRepo) -> None:
    put(repo, "release.md.j2", "x")
    from commandline import process

    sent = "jticket\x1frender\x1f"
    words = process(repo.path, _JTICKET_COMPLETE="fish_complete", _JTICKET_WORDS=sent).out
    for name in ("release", "changelog", "standup", "phases", "plan", "overview"):
        assert f"\n{name}\n" in f"\n{words}", words
