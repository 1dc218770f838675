"""`list`: which tickets, in which order, in which form."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest
from commandline import done, jticket
from ticket_repos import write_tickets

if TYPE_CHECKING:
    from gitrepo import GitRepo

TICKETS = {
    1: "status: in_progress\npriority: low\nassignee: ana\nticket_type: epic\ntitle: Sign-on",
    2: "status: ready\npriority: critical\nassignee: ben\ntags: [cli, ux]\nparent_id: JJM-001\n"
    "effort: 90m\nphase: 'P1: a, b'\ntitle: Parser",
    3: "status: backlog\npriority: high\ntags: [cli]\ndependencies: [JJM-002]\neffort: 2d\n"
    "service_id: sso\nphase: P2\ndue: 2025-02-01\ntitle: Endpoint",
    4: "status: done\npriority: high\nassignee: ana\nmilestone: MVP\ntitle: Old",
    5: "status: cancelled\nticket_type: bug\ntitle: Never",
    10: "status: review\npriority: high\nassignee: ana\nparent_id: JJM-001\ntags: [ux]\n"
    "due: 2025-01-01\nmilestone: MVP\ntitle: apples",
}


@pytest.fixture
def repo_of_six(repo: GitRepo) -> GitRepo:
    write_tickets(repo, TICKETS)
    return repo


def ids(repo: GitRepo, *options: str) -> str:
    lines = done(repo.path, "list", "--format", "ids", *options).lines
    return " ".join(line.removeprefix("JJM-").lstrip("0") for line in lines)


def test_a_pipe_gets_one_tab_separated_line_per_ticket_and_no_header(repo_of_six: GitRepo) -> None:
    ran = done(repo_of_six.path, "list")
    assert ran.out == (
        "JJM-002\tready\tcritical\ttask\tben\tParser\n"
        "JJM-003\tbacklog\thigh\ttask\t-\tEndpoint\n"
        "JJM-010\treview\thigh\ttask\tana\tapples\n"
        "JJM-001\tin_progress\tlow\tepic\tana\tSign-on\n"
    )
    assert ran.err == ""


def test_a_table_has_a_header_and_lines_up(repo_of_six: GitRepo) -> None:
    columns = "id,status,priority,ticket_type,assignee,title"
    assert done(repo_of_six.path, "list", "--format", "table", "--columns", columns).out == (
        "ID       STATUS       PRIORITY  TYPE  ASSIGNEE  TITLE\n"
        "JJM-002  ready        critical  task  ben       Parser\n"
        "JJM-003  backlog      high      task            Endpoint\n"
        "JJM-010  review       high      task  ana       apples\n"
        "JJM-001  in_progress  low       epic  ana       Sign-on\n"
    )


def test_a_table_fits_the_terminal(repo: GitRepo) -> None:
    done(repo.path, "set", "1", f"title={'word ' * 30}", f"assignee={'very ' * 10}long", "-m", "x")
    for columns in (60, 80, 120):
        lines = done(repo.path, "list", "--format", "table", COLUMNS=str(columns)).lines
        assert max(map(len, lines)) <= columns
        assert lines[1].startswith("JJM-001  backlog")
        assert lines[1].endswith("…")


def test_closed_tickets_are_listed_on_request(repo_of_six: GitRepo) -> None:
    assert ids(repo_of_six) == "2 3 10 1"
    assert ids(repo_of_six, "--all") == "2 3 4 10 5 1"
    assert ids(repo_of_six, "--status", "done") == "4"
    assert ids(repo_of_six, "--status", "!done") == "2 3 10 5 1"


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (["--status", "ready,review"], "2 10"),
        (["--status", "ready", "--status", "review"], "2 10"),
        (["--status", "!ready,!review"], "3 4 5 1"),
        (["--type", "epic"], "1"),
        (["--type", "!task"], "1"),
        (["--priority", "high, critical"], "2 3 10"),
        (["--service", "sso"], "3"),
        (["--service", "-"], "2 10 1"),
        (["--tag", "cli"], "2 3"),
        (["--tag", "cli,ux"], "2 3 10"),
        (["--tag", "cli,!ux"], "3"),
        (["--tag", "-"], "1"),
        (["--tag", "!-"], "2 3 10"),
        (["--assignee", "ana"], "10 1"),
        (["--assignee", "-,ben"], "2 3"),
        (["--parent", "1"], "2 10"),
        (["--parent", "!JJM-001"], "3 1"),
        (["--parent", "-"], "3 1"),
        (["--phase", "P1: a, b"], "2"),
        (["--phase", "!P1: a, b"], "3 10 1"),
        (["--phase", "P2,P1: a, b"], "3"),
        (["--milestone", "MVP"], "10"),
        (["--dep", "2"], "3"),
        (["--dep", "-"], "2 10 1"),
        (["--tag", "cli", "--status", "backlog"], "3"),
        (["--tag", "nobody-has-it"], ""),
        (["--status", ""], "2 3 10 1"),
        (["--limit", "2"], "2 3"),
        (["--limit", "0"], ""),
    ],
)
def test_filters_select_tickets(repo_of_six: GitRepo, options: list[str], expected: str) -> None:
    assert ids(repo_of_six, *options) == expected


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("id", "1 2 3 10"),
        ("-id", "10 3 2 1"),
        ("title", "10 3 2 1"),
        ("status", "3 2 1 10"),
        ("-status", "10 1 2 3"),
        ("priority", "2 3 10 1"),
        ("-priority", "1 3 10 2"),
        ("assignee", "1 10 2 3"),
        ("-assignee", "2 1 10 3"),
        ("effort", "2 3 1 10"),
        ("-effort", "3 2 1 10"),
        ("effort_hours", "2 3 1 10"),
        ("due", "10 3 1 2"),
        ("-due", "3 10 1 2"),
        ("tags", "3 2 10 1"),
        ("parent_id", "2 10 1 3"),
        ("dependencies", "3 1 2 10"),
        ("phase", "2 3 1 10"),
        ("ticket_type", "1 2 3 10"),
        ("created", "1 2 3 10"),
    ],
)
def test_tickets_are_sorted_by_any_key_with_missing_values_last(
    repo_of_six: GitRepo, key: str, expected: str
) -> None:
    assert ids(repo_of_six, "--sort", key) == expected


@pytest.mark.parametrize(
    "options",
    [
        ["--sort", "-priority, due,title"],
        ["--sort", "-priority", "--sort", "due,title"],
        ["--sort=-priority", "--sort=due", "--sort=title"],
    ],
)
def test_several_keys_sort_in_turn(repo_of_six: GitRepo, options: list[str]) -> None:
    assert ids(repo_of_six, "--all", *options) == "1 5 10 3 4 2"


def test_computed_columns_are_keys_to_sort_by(repo_of_six: GitRepo) -> None:
    assert ids(repo_of_six, "--sort", "-children,-id") == "1 10 3 2"
    assert ids(repo_of_six, "--sort", "ready,title") == "2 10 3 1"


def test_custom_fields_can_be_columns_and_keys_to_sort_by(repo_of_six: GitRepo) -> None:
    repo_of_six.write(
        ".tickets/config.yml",
        "prefix: JJM\nfields:\n  points: {type: integer}\n"
        "  size: {type: enum, values: [s, m, l]}\n",
    )
    for number, (points, size) in {2: ("9", "l"), 3: ("10", "s"), 10: ("many", "m")}.items():
        path = repo_of_six.path / f".tickets/JJM-{number:03}.md"
        front = f"---\npoints: {points}\nsize: {size}\n"
        path.write_text(path.read_text().replace("---\n", front, 1))
    assert ids(repo_of_six, "--sort", "-points") == "3 2 1 10"
    assert ids(repo_of_six, "--sort", "size") == "3 10 2 1"
    columns = done(repo_of_six.path, "list", "--columns", "id,points,size").lines
    assert columns[0] == "JJM-002\t9\tl"
    assert columns[-1] == "JJM-001\t-\t-"


def test_columns_are_chosen_in_order(repo_of_six: GitRepo) -> None:
    ran = done(
        *(repo_of_six.path, "list", "--sort", "id", "--columns"),
        "title, id,tags,effort_hours,criteria,blocks,children,ready,blocked,path",
    )
    assert ran.lines[1] == (
        "Parser\tJJM-002\tcli,ux\t1.5\t-\tJJM-003\t-\tyes\t-\t.tickets/JJM-002.md"
    )
    assert ran.lines[0].split("\t")[6] == "JJM-002,JJM-010"
    assert ran.lines[2].split("\t")[7:9] == ["-", "yes"]


def test_csv_has_a_header_and_quotes_where_needed(repo_of_six: GitRepo) -> None:
    done(repo_of_six.path, "set", "2", 'title=a, "b"', "--no-commit")
    ran = done(repo_of_six.path, "list", "--format", "csv", "--columns", "id,tags,title,assignee")
    rows = list(csv.reader(io.StringIO(ran.out)))
    assert rows[:3] == [
        ["id", "tags", "title", "assignee"],
        ["JJM-002", "cli,ux", 'a, "b"', "ben"],
        ["JJM-003", "cli", "Endpoint", ""],
    ]


FORMULAS = {
    "=1+1": "'=1+1",
    "+1+1": "'+1+1",
    "-1+1": "'-1+1",
    "@SUM(A1)": "'@SUM(A1)",
    "＝1+1": "'＝1+1",
    "\t=1": "'\t=1",
    "-": "'-",
    "-1": "-1",
    "+1.5e3": "+1.5e3",
    "1=1": "1=1",
    "'=1": "'=1",
    "a=b": "a=b",
}


@pytest.mark.parametrize(("text", "cell"), FORMULAS.items())
def test_a_cell_of_csv_is_not_a_formula_unless_raw(repo: GitRepo, text: str, cell: str) -> None:
    repo.write(".tickets/config.yml", "prefix: JJM\nfields:\n  note:\n    type: string\n")
    front = f"id: JJM-001\ntitle: T\nassignee: A\nnote: {json.dumps(text)}\n"
    repo.write(".tickets/JJM-001.md", f"---\n{front}---\n")
    csv_of_note = ("list", "--format", "csv", "--columns", "note", "--where", "id = 1")
    assert _rows(done(repo.path, *csv_of_note).out) == [["note"], [cell]]
    assert _rows(done(repo.path, *csv_of_note, "--raw").out) == [["note"], [text]]
    tsv = [word.replace("csv", "tsv") for word in csv_of_note]
    assert done(repo.path, *tsv).out == text.replace("\t", "\\t") + "\n"


@pytest.mark.parametrize("command", ["ready", "blocked", "list --branches"])
def test_no_csv_has_formulas(repo: GitRepo, command: str) -> None:
    args = (*command.split(), "--format", "csv")
    blocker = "dependencies: [JJM-002]\n" if command == "blocked" else ""
    repo.commit_all("before")
    repo.git("switch", "-q", "-c", "other")
    repo.write(
        ".tickets/JJM-001.md",
        f"---\nid: JJM-001\ntitle: '=1+1'\nstatus: ready\npriority: high\n{blocker}---\n",
    )
    repo.commit_all("hostile")
    if "--branches" in command:
        repo.git("switch", "-q", "main")
    assert "'=1+1" in done(repo.path, *args).out
    raw = done(repo.path, *args, "--raw").out
    assert "=1+1" in raw
    assert "'=1+1" not in raw


def _rows(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text)))


def test_json_is_an_array_without_bodies_unless_full(repo_of_six: GitRepo) -> None:
    listed = done(repo_of_six.path, "list", "--json").json
    assert [ticket["id"] for ticket in listed] == ["JJM-002", "JJM-003", "JJM-010", "JJM-001"]
    assert "description" not in listed[0]
    full = done(repo_of_six.path, "list", "--json", "--full").json
    assert full[0] == done(repo_of_six.path, "show", "2", "--json").json[0]
    assert {*full[0]} - {*listed[0]} == {
        *("description", "acceptance_criteria", "technical_notes", "devlog", "sections")
    }


def test_jsonl_has_one_line_per_ticket(repo_of_six: GitRepo) -> None:
    lines = done(repo_of_six.path, "list", "--format", "jsonl").lines
    assert [json.loads(line) for line in lines] == done(repo_of_six.path, "list", "--json").json


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("tsv", ""),
        ("ids", ""),
        ("jsonl", ""),
        ("table", ""),
        ("csv", "id,status,priority,ticket_type,assignee,title\n"),
    ],
)
def test_a_list_of_no_tickets_is_not_an_error(repo: GitRepo, form: str, expected: str) -> None:
    ran = done(repo.path, "list", "--tag", "none-such", "--format", form)
    assert ran.out == expected
    assert (ran.err != "") == (form == "table")
    assert done(repo.path, "list", "--tag", "none-such", "--json").json == []


@pytest.mark.parametrize(
    ("options", "error"),
    [
        (["--status", "redy"], "unknown status 'redy'\nhint: did you mean 'ready'?"),
        (["--type", "!bgu"], "unknown ticket type 'bgu'\nhint: did you mean 'bug'?"),
        (
            ["--priority", "urgent"],
            "unknown priority 'urgent'\nhint: one of low, normal, high, critical",
        ),
        (["--sort", "prio"], "no key 'prio' to sort by\nhint: did you mean 'priority'?"),
        (["--sort", "due,-prio"], "no key 'prio' to sort by\nhint: did you mean 'priority'?"),
        (["--columns", "", "--format", "jsonl"], "--columns and --format jsonl exclude each other"),
        (["--columns", "id,titel"], "no column 'titel'\nhint: did you mean 'title'?"),
        (["--limit", "-1"], "--limit: '-1' is not a whole number, 0 or more"),
        (["--format", "xml"], "--format: unknown value 'xml'"),
        (["--stats", "x"], "`jticket list` has no option --stats"),
        (["stray"], "`jticket list` takes only options, not 'stray'"),
    ],
)
def test_usage_errors_name_the_valid_values(repo: GitRepo, options: list[str], error: str) -> None:
    ran = jticket(repo.path, "list", *options)
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith(f"error: {error}")


def test_filtering_by_an_unknown_ticket_exits_with_not_found(repo: GitRepo) -> None:
    ran = jticket(repo.path, "list", "--parent", "99")
    assert (ran.status, ran.err.splitlines()[0]) == (1, "error: no ticket '99'")


def test_tickets_can_be_filtered_by_a_dangling_reference(repo: GitRepo) -> None:
    repo.write(".tickets/JJM-003.md", "---\nid: JJM-003\ntitle: T\ndependencies: [JJM-099]\n---\n")
    assert ids(repo, "--dep", "JJM-099") == "3"


def test_tickets_can_be_filtered_by_values_that_only_broken_tickets_have(repo: GitRepo) -> None:
    repo.write(".tickets/JJM-003.md", "---\nid: JJM-003\ntitle: T\nstatus: paused\n---\n")
    assert ids(repo, "--status", "paused") == "3"
    assert ids(repo) == "1 2 3"


def test_broken_files_are_named_and_the_rest_is_shown(repo: GitRepo) -> None:
    repo.write(".tickets/JJM-003.md", "---\nid: JJM-003\ntitle: a: b\n---\n")
    repo.write(".tickets/notes.md", "# Notes\n")
    ran = done(repo.path, "list", "--format", "ids")
    said = ran.err.splitlines()
    assert ran.out == "JJM-001\nJJM-002\n"
    assert [line.split()[:5] for line in said] == [
        ["left", "out:", ".tickets/JJM-003.md:3:9:", "error", "JT006"],
        ["left", "out:", ".tickets/notes.md:1:1:", "error", "JT004"],
    ]


def test_a_mistake_in_the_config_is_reported_and_the_rest_applies(repo: GitRepo) -> None:
    repo.write(".tickets/config.yml", "prefix: JJM\nid_widht: 4\npriorities: [some, more]\n")
    ran = done(repo.path, "list", "--priority", "more")
    assert ran.err == (
        ".tickets/config.yml:2:1: warning JT401 unknown key 'id_widht' (did you mean 'id_width'?)\n"
    )


def test_an_unreadable_config_does_not_prevent_a_list(repo: GitRepo) -> None:
    repo.write(".tickets/config.yml", b"\xff")
    ran = done(repo.path, "list", "--format", "ids")
    assert ran.out == "JJM-001\nJJM-002\n"
    assert ran.err.startswith(".tickets/config.yml:1:1: error JT003")


def test_only_json_can_include_the_body(repo_of_six: GitRepo) -> None:
    assert jticket(repo_of_six.path, "list", "--full").status == 2
    assert jticket(repo_of_six.path, "ready", "--full", "--format", "csv").status == 2
    assert "description" in done(repo_of_six.path, "list", "--full", "--format", "jsonl").out


def test_the_deadline_of_a_ticket_is_a_column_a_key_and_a_field_of_queries(repo: GitRepo) -> None:
    done(repo.path, "create", "Ship", "--dep", "1", "--due", "2025-10-10", "--effort", "1d")
    done(repo.path, "create", "Sweep", "--due", "2025-10-08")
    rows = done(repo.path, "list", "--sort", "deadline", "--columns", "id,due,deadline").lines
    assert rows[:3] == [
        "JJM-004\t2025-10-08\t2025-10-08",
        "JJM-001\t-\t2025-10-09",
        "JJM-003\t2025-10-10\t2025-10-10",
    ]
    late = done(repo.path, "list", "--where", "deadline < 2025-10-10", "--json").json
    assert [(ticket["id"], ticket["deadline"]) for ticket in late] == [
        ("JJM-001", "2025-10-09"),
        ("JJM-004", "2025-10-08"),
    ]
    undated = done(repo.path, "list", "--where", "deadline = none", "--json").json
    assert [ticket["deadline"] for ticket in undated] == [None]
