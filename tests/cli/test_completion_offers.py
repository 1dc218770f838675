"""What the Tab key offers: tickets that a command can take, and words that fit what is typed."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from commandline import done, jticket, process
from gitrepo import GitRepo
from ticket_repos import write_tickets

from jticket.cli.commands import COMMANDS
from jticket.cli.shells import for_powershell
from jticket.cli.typed_line import typed_line

if TYPE_CHECKING:
    from pathlib import Path

BREAKS = " \t\n\"'><=;|&(:"
TICKETS = {
    1: "title: Plain",
    2: "title: Mine\nstatus: in_progress\nassignee: ana",
    3: "title: In review\nstatus: review\nassignee: ben",
    4: "title: Done\nstatus: done",
    5: "title: Cancelled\nstatus: cancelled",
    6: "title: Blocked\ndependencies: [JJM-002]",
    7: "title: Held\non_hold: answer",
    8: "title: Later\nwait_until: 2026-05-01",
    9: "title: Epic\nticket_type: epic",
    10: "title: Child\nparent_id: JJM-009\nassignee: ben",
    11: "title: Ticked\nstatus: in_progress",
    12: "title: Ready\nstatus: ready\nassignee: ana",
}
STEPS = {
    "claim": (),
    "release": (),
    "submit": (),
    "complete": (),
    "cancel": (),
    "reopen": (),
    "hold": ("a visitor",),
    "resume": (),
    "archive": (),
    "delete": (),
}


@pytest.fixture
def project(repo: GitRepo) -> GitRepo:
    """Returns a repository with a ticket in every state."""
    write_tickets(repo, TICKETS)
    path = repo.path / ".tickets" / "JJM-011.md"
    path.write_text(f"{path.read_text()}\n## Acceptance Criteria\n\n- [x] one\n- [ ] two `x`\n")
    repo.commit_all("tickets")
    return repo


def offered(folder: Path, line: str, **env: str) -> dict[str, str]:
    """Returns the words that fish is offered, with their descriptions."""
    sent = line.replace(" ", "\x1f")
    user = {"JTICKET_USER": "ana", **env}
    ran = process(folder, _JTICKET_COMPLETE="fish_complete", _JTICKET_WORDS=sent, **user)
    assert (ran.status, ran.err) == (0, "")
    rows = [row.partition("\t") for row in ran.lines if row]
    return {word: text for word, _, text in rows}


@pytest.mark.parametrize("command", STEPS)
def test_a_command_takes_the_tickets_that_are_offered_and_no_others(
    project: GitRepo, tmp_path: Path, command: str
) -> None:
    offers = offered(project.path, f"jticket {command} ")
    assert offers
    for number in TICKETS:
        ticket_id = f"JJM-{number:03}"
        copy = shutil.copytree(project.path, tmp_path / ticket_id, symlinks=True)
        ran = jticket(copy, command, ticket_id, *STEPS[command], JTICKET_USER="ana")
        changed = ran.status == 0 and GitRepo(copy).head() != project.head()
        may_be_left_out = command == "release" and number in (1, 6, 7, 8, 9)
        assert changed is (ticket_id in offers) or (changed and may_be_left_out), (ran, offers)


def test_criteria_are_offered_by_number_with_their_text(project: GitRepo) -> None:
    path = project.path
    assert offered(path, "jticket tick ") == {"JJM-011": "Ticked"}
    assert offered(path, "jticket tick 11 ") == {"2": "two `x`"}
    assert offered(path, "jticket untick 11 ") == {"1": "one"}
    assert offered(path, "jticket tick 11 2 ") == {}
    assert offered(path, "jticket tick 99 ") == {}


def test_only_statuses_that_a_ticket_can_go_to_are_offered(project: GitRepo) -> None:
    path = project.path
    assert [*offered(path, "jticket move 2 ")] == ["ready", "review", "done", "cancelled"]
    assert [*offered(path, "jticket move 4 ")] == ["in_progress"]
    assert [*offered(path, "jticket move 6 ")] == ["ready", "in_progress", "cancelled"]


def test_numbers_are_offered_until_one_ticket_is_meant(project: GitRepo) -> None:
    path = project.path
    several = offered(path, "jticket show 1")
    assert [*several] == ["1", "10", "11", "12"]
    assert several["1"] == "JJM-001 Plain"
    assert offered(path, "jticket show 11") == {"JJM-011": "Ticked"}
    assert [*offered(path, "jticket show 00")][:2] == ["001", "002"]
    assert offered(path, "jticket show 011") == {"JJM-011": "Ticked"}
    assert offered(path, "jticket create --dep 1,12") == {"1,JJM-012": "Ready"}
    assert offered(path, "jticket show 77") == {}


def test_a_ticket_is_offered_once(project: GitRepo) -> None:
    assert "JJM-002" not in offered(project.path, "jticket show 2 JJM-")
    assert "JJM-002" not in offered(project.path, "jticket dep add 2 ")
    assert "JJM-002" not in offered(project.path, "jticket dep add 6 ")
    assert [*offered(project.path, "jticket dep rm ")] == ["JJM-006"]
    assert [*offered(project.path, "jticket dep rm 6 ")] == ["JJM-002"]


def test_set_offers_ids_then_keys_then_values(project: GitRepo) -> None:
    config = (
        "prefix: JJM\nfields:\n  urgent: {type: boolean}\n  size: {type: enum, values: [s, m]}\n"
    )
    project.write(".tickets/config.yml", config)
    done(project.path, "set", "1", "tags=cli,core")
    path = project.path
    assert all(word.startswith("JJM-") for word in offered(path, "jticket set "))
    assert [*offered(path, "jticket set 1 ta")] == ["tags=", "tags+=", "tags-="]
    assert offered(path, "jticket set 1 due") == {"due=": "a day, 2025-10-31"}
    assert [*offered(path, "jticket set 1 descr")] == ["description="]
    assert [*offered(path, "jticket set 1 priority=h")] == ["priority=high"]
    assert [*offered(path, "jticket set 1 tags+=cli,c")] == ["tags+=cli,cli", "tags+=cli,core"]
    assert [*offered(path, "jticket set 1 urgent=")] == ["urgent=true", "urgent=false"]
    assert [*offered(path, "jticket set 1 size=m")] == ["size=m"]
    assert offered(path, "jticket set 1 parent_id=9") == {"parent_id=JJM-009": "Epic"}
    assert offered(path, "jticket set 1 id=") == offered(path, "jticket set 1 nothing=") == {}


def test_queries_complete_their_last_word(project: GitRepo) -> None:
    sep = "\x1f"
    for query, expected in (
        ("pri", "priority"),
        ("open and pri", "open and priority"),
        ("not (pri", "not (priority"),
    ):
        sent = sep.join(("jticket", "list", "--where", f"'{query}"))
        ran = process(project.path, _JTICKET_COMPLETE="fish_complete", _JTICKET_WORDS=sent)
        assert ran.lines == [f"{expected}\tlow, normal, high, critical"]


def test_commands_have_their_summaries_and_options_what_they_do(tmp_path: Path) -> None:
    offers = offered(tmp_path, "jticket ")
    assert offers == {name: command.summary for name, command in COMMANDS.items()}
    assert offered(tmp_path, "jticket list --fu") == {"--full": "With the body, in JSON and jsonl."}
    assert offered(tmp_path, "jticket --color=al") == {"--color=always": ""}


def test_a_wrong_command_line_is_not_an_error(project: GitRepo) -> None:
    assert [*offered(project.path, "jticket list --fields nothing --sta")] == ["--status"]
    assert offered(project.path, "jticket nothing J") == {}
    assert offered(project.path, "jticket --dir nowhere show J") == {}


@pytest.mark.parametrize(
    ("text", "words", "last", "quote", "head"),
    [
        ("jticket show ", ["jticket", "show"], "", "", 0),
        ("jticket show J", ["jticket", "show"], "J", "", 0),
        ("j set 1 status=re", ["j", "set", "1"], "status=re", "", 7),
        ("j set 1 tags+=a:b", ["j", "set", "1"], "tags+=a:b", "", 8),
        ("j a\\ b\\=c", ["j"], "a b=c", "", 0),
        ("j 'a b", ["j"], "a b", "'", 0),
        ("j x='a b", ["j"], "x=a b", "'", 2),
        ("j x='a b'c", ["j"], "x=a bc", "", 5),
        ('j "a \\"b\\c $', ["j"], 'a "b\\c $', '"', 0),
        ("j '' ", ["j", ""], "", "", 0),
        ("j a\\", ["j"], "a", "", 0),
    ],
)
def test_a_line_is_read_as_bash_reads_it(
    text: str, words: list[str], last: str, quote: str, head: int
) -> None:
    line = typed_line(text, BREAKS)
    assert (line.words, line.last, line.quote, line.head) == (words, last, quote, head)


def test_powershell_gets_quoted_words_and_texts_for_its_list(project: GitRepo) -> None:
    done(project.path, "set", "1", "phase=it's $(now)")
    sent = "\x1f".join(("jticket", "list", "--phase", "'it"))
    ran = process(project.path, _JTICKET_COMPLETE="powershell_complete", _JTICKET_WORDS=sent)
    assert ran.out == "'it''s $(now)'\tit's $(now)\tit's $(now)\n"
    sent = "\x1f".join(("jticket", "show", "11"))
    ran = process(project.path, _JTICKET_COMPLETE="powershell_complete", _JTICKET_WORDS=sent)
    assert ran.out == "JJM-011\tJJM-011\tTicked\n"


@pytest.mark.parametrize(
    ("word", "quoted"),
    [
        ("JJM-001", "JJM-001"),
        ("--status", "--status"),
        ("cli,core", "'cli,core'"),
        ("$x", "'$x'"),
        ("a\u2019b'c", "'a\u2019\u2019b''c'"),
        ("@me", "'@me'"),
        ("", "''"),
    ],
)
def test_words_are_literalfor_powershell(word: str, quoted: str) -> None:
    assert for_powershell(word) == quoted


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
def test_no_title_acts_on_the_terminal(project: GitRepo, shell: str) -> None:
    title = '"\\u001b[31mred \\u202e\\u0007\\ttab\\x7f"'
    project.write(".tickets/JJM-011.md", f"---\nid: JJM-011\ntitle: {title}\n---\n")
    asked = {"_JTICKET_LINE": "jticket show JJM-01", "COLUMNS": "200"}
    words = {"_JTICKET_WORDS": "jticket\x1fshow\x1fJJM-01"}
    ran = process(project.path, _JTICKET_COMPLETE=f"{shell}_complete", **asked, **words)
    assert "\\x1b[31mred \\u202e\\x07\\ttab\\x7f" in ran.out
    assert all(line.replace("\t", "").isprintable() for line in ran.lines)
