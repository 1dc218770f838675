"""Questions for what is missing: on a terminal alone, and an answer is never guessed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from commandline import done, jticket
from terminal import terminal

from jticket.cli.asking import meant

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from gitrepo import GitRepo
    from terminal import Terminal

LINES = {
    "JJM-014  Parse the arguments": "JJM-014",
    "JJM-140  Print 14 pages": "JJM-140",
    "JJM-7  Ship": "JJM-7",
}


def at_a_terminal(repo: GitRepo, *args: str, **env: str) -> AbstractContextManager[Terminal]:
    """Runs a command where someone is there to answer."""
    variables = {"TERM": "xterm", "CI": None, "JTICKET_NO_QUESTIONS": None, **env}
    return terminal(repo.path, *args, rows=24, columns=80, **variables)


def text_of(repo: GitRepo, number: int) -> str:
    return (repo.path / f".tickets/JJM-{number:03}.md").read_text()


def test_a_ticket_is_asked_for_and_found_by_part_of_its_title(repo: GitRepo) -> None:
    done(repo.path, "set", "1", "title=Parse the arguments")
    with at_a_terminal(repo, "claim", "--as", "ana") as shell:
        shell.read_until("jticket claim ID:")
        shell.press("arg")
        shell.read_until("Parse the arguments")
        shell.press("\r")
        assert shell.ended().status == 0
    assert "assignee: ana" in text_of(repo, 1)


def test_create_asks_for_what_no_option_gave(repo: GitRepo) -> None:
    with at_a_terminal(repo, "create", "-p", "high") as shell:
        for question, keys in (
            ("title:", "Log out\r"),
            ("type: task", "\x15bug\r"),
            ("description (may be empty):", "@ana asks for it\r"),
        ):
            shell.read_until(question)
            shell.press(keys)
        shown = shell.ended()
    assert shown.status == 0
    assert shown.plain.splitlines()[-1] == "JJM-003"
    text = text_of(repo, 3)
    for line in ("title: Log out", "ticket_type: bug", "priority: high", "@ana asks for it"):
        assert f"\n{line}\n" in text


def test_an_answer_that_may_mean_several_is_not_taken(repo: GitRepo) -> None:
    head = repo.head()
    with at_a_terminal(repo, "claim", "--as", "ana") as shell:
        shell.read_until("jticket claim ID:")
        shell.press("jjm\r")
        shell.read_until("choose one")
        shell.press("\x03")
        assert shell.ended().status == 130
    assert repo.head() == head
    assert repo.status() == ""


@pytest.mark.parametrize("key", ["\x03", "\x04"])
def test_ctrl_c_and_ctrl_d_end_it(repo: GitRepo, key: str) -> None:
    with at_a_terminal(repo, "create") as shell:
        shell.read_until("title:")
        shell.press(key)
        shown = shell.ended()
    assert shown.status == 130
    assert "error: interrupted" in shown.plain
    assert "Traceback" not in shown.plain


@pytest.mark.parametrize(
    ("args", "env"),
    [
        (("claim", "--json"), {}),
        (("claim", "--fields", "id"), {}),
        (("claim",), {"CI": "true"}),
        (("claim",), {"JTICKET_NO_QUESTIONS": "1"}),
        (("claim",), {"TERM": "dumb"}),
        (("create",), {"CI": "true"}),
        (("create", "--json"), {}),
    ],
)
def test_a_program_is_never_asked(
    repo: GitRepo, args: tuple[str, ...], env: dict[str, str]
) -> None:
    with at_a_terminal(repo, *args, **env) as shell:
        shown = shell.ended()
    assert shown.status == 2
    assert "error: " in shown.plain


def test_nothing_is_asked_in_a_pipe(repo: GitRepo) -> None:
    assert jticket(repo.path, "claim", TERM="xterm", CI="").status == 2
    assert jticket(repo.path, "create", TERM="xterm", CI="").status == 2


def test_a_title_does_not_act_on_the_terminal(repo: GitRepo) -> None:
    done(repo.path, "set", "1", "title=ab")
    path = repo.path / ".tickets/JJM-001.md"
    path.write_text(path.read_text().replace("title: ab", 'title: "\\e]0;owned\\a\\e[2J"'))
    with at_a_terminal(repo, "claim") as shell:
        shell.read_until("owned")
        shell.press("\x03")
        shown = shell.ended()
    assert shown.status == 130
    assert "\x1b]0;owned" not in shown.out


@pytest.mark.parametrize(
    ("answer", "values"),
    [
        ("JJM-014", ["JJM-014"]),
        ("jjm-014  parse the arguments", ["JJM-014"]),
        ("14", ["JJM-014"]),
        ("7", ["JJM-7"]),
        ("ship", ["JJM-7"]),
        ("prsarg", ["JJM-014"]),
        ("p", ["JJM-014", "JJM-140", "JJM-7"]),
        ("OTHER-1", ["OTHER-1"]),
        ("", ["JJM-014", "JJM-140", "JJM-7"]),
    ],
)
def test_an_answer_means_a_value_by_its_number_its_text_or_a_part_of_it(
    answer: str, values: list[str]
) -> None:
    assert meant(answer, LINES) == values
