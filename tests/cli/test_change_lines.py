"""What a change prints and commits: the difference to HEAD, what follows, JSON, and `--quiet`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from commandline import done, jticket
from hypothesis import given
from hypothesis import strategies as st
from strategies import law
from test_terminal_table import on_terminal
from ticket_repos import two_tickets, write_tickets

from jticket.model.compare.changes import changes
from jticket.model.settings import Settings
from jticket.text.reading import ValidFile, read_ticket

if TYPE_CHECKING:
    from gitrepo import GitRepo

    from jticket.model.ticket import Ticket

PATH = ".tickets/JJM-001.md"
STEPS = {"claim": {"assignee"}, "release": {"assignee"}, "move": set[str]()}
"""The steps of the workflow in a subject, and what they may change besides the status."""


def edit(repo: GitRepo, old: str, new: str) -> None:
    text = (repo.path / PATH).read_text()
    assert old in text
    (repo.path / PATH).write_text(text.replace(old, new))


def test_a_line_names_the_title_and_what_became_available(repo: GitRepo) -> None:
    write_tickets(repo, {n: f"title: T{n}\ndependencies: [JJM-001]" for n in (3, 4)})
    repo.commit_all("more")
    done(repo.path, "claim", "1", "--as", "ana")
    ran = done(repo.path, "complete", "1")
    assert ran.out == "JJM-001 First: in_progress → done · now available: JJM-003, JJM-004\n"
    ran = done(repo.path, "reopen", "1")
    assert ran.out == "JJM-001 First: done → in_progress · now blocked: JJM-003, JJM-004\n"
    assert ran.err == ""


def test_what_follows_from_several_tickets_has_a_line_of_its_own(repo: GitRepo) -> None:
    write_tickets(repo, {3: "title: T3\ndependencies: [JJM-001, JJM-002]"})
    repo.commit_all("more")
    ran = done(repo.path, "set", "1", "2", "status=cancelled")
    assert ran.lines == [
        "JJM-001 First: backlog → cancelled",
        "JJM-002 Second: backlog → cancelled",
        "now available: JJM-003 (JJM-001, JJM-002 were cancelled)",
    ]


@pytest.mark.parametrize(
    ("args", "line"),
    [
        (["tick", "1", "2"], "criterion ticked: two"),
        (["devlog", "1", "# Half\n\nway"], "devlog: Half"),
        (["criterion", "add", "1", "three"], "criterion added: three"),
        (["claim", "1", "--note", "On it."], "backlog → in_progress, assignee ana, devlog: On it."),
        (["set", "1", "priority=high", "tags+=x"], "priority normal → high, tags +x"),
        (["dep", "add", "1", "2"], "dependencies +JJM-002 · now blocked: JJM-001"),
        (["set", "1", "title=Other"], "title First → Other"),
    ],
)
def test_a_line_says_what_is_different_now(repo: GitRepo, args: list[str], line: str) -> None:
    for text in ("one", "two"):
        done(repo.path, "criterion", "add", "1", text)
    ran = done(repo.path, *args, JTICKET_USER="ana")
    title = "Other" if "title" in line else "First"
    assert ran.out == f"JJM-001 {title}: {line}\n"


def test_a_manual_edit_that_the_command_replaces_is_not_claimed(repo: GitRepo) -> None:
    edit(repo, "priority: normal", "priority: hihg")
    ran = done(repo.path, "set", "1", "priority=high")
    assert ran.out == "JJM-001 First: priority normal → high\n"
    assert repo.subject() == "JJM-001: priority normal → high"


def test_a_step_from_a_status_that_was_never_committed_says_what_is(repo: GitRepo) -> None:
    edit(repo, "status: backlog", "status: in_progress")
    ran = done(repo.path, "submit", "1")
    assert ran.out == "JJM-001 First: backlog → review\n"
    assert repo.subject() == "JJM-001: status backlog → review"


def test_manual_edits_beside_a_step_are_named(repo: GitRepo) -> None:
    edit(repo, "priority: normal", "priority: hihg")
    ran = done(repo.path, "claim", "1", "--as", "ana")
    assert ran.out == "JJM-001 First: backlog → in_progress, priority normal → hihg, assignee ana\n"
    assert repo.subject() == "JJM-001: claim; priority normal → hihg"


def test_a_dependent_of_a_manually_closed_ticket_is_named_when_that_is_committed(
    repo: GitRepo,
) -> None:
    write_tickets(repo, {3: "title: T3\ndependencies: [JJM-001]"})
    repo.commit_all("more")
    edit(repo, "status: backlog", "status: done")
    assert done(repo.path, "set", "1", "phase=x").out.endswith(" · now available: JJM-003\n")


def test_without_a_commit_the_line_is_about_the_file(repo: GitRepo) -> None:
    edit(repo, "priority: normal", "priority: high")
    ran = done(repo.path, "set", "1", "phase=x", "--no-commit")
    assert ran.out == "JJM-001 First: phase x\n"


def test_a_forced_edit_says_so_in_its_subject(repo: GitRepo) -> None:
    editor = repo.script("bin/editor", "sed -i 's/^status: .*/status: review/' \"$1\"")
    done(repo.path, "edit", "1", "--force", VISUAL=str(editor))
    assert repo.subject() == "JJM-001: status backlog → review (forced)"


def test_json_has_the_commit_of_each_changed_ticket(repo: GitRepo) -> None:
    done(repo.path, "set", "1", "priority=high")
    ran = done(repo.path, "set", "1", "2", "priority=high", "--json")
    assert [ticket["commit"] for ticket in ran.json] == [None, repo.head()]
    assert done(repo.path, "claim", "1", "--json").json["commit"] == repo.head()
    assert done(repo.path, "create", "T", "--json").json["commit"] == repo.head()
    assert done(repo.path, "set", "1", "priority=high", "--json").json[0]["commit"] is None


def test_a_subject_that_is_too_long_is_followed_by_all_of_it(repo: GitRepo) -> None:
    edit(repo, "priority: normal", f"priority: high\nphase: {'x' * 60}\nmilestone: MVP")
    done(repo.path, "claim", "1", "--as", "ana")
    subject, _, body = repo.git("log", "-1", "--format=%B").rstrip().splitlines()
    assert subject.endswith("…")
    assert body.startswith(subject[:-1].rstrip())
    assert body.endswith("milestone MVP")


def test_json_without_a_commit_has_null(repo: GitRepo) -> None:
    assert done(repo.path, "claim", "1", "--no-commit", "--json").json["commit"] is None


def test_the_json_of_a_change_goes_back_in(repo: GitRepo) -> None:
    ticket = done(repo.path, "create", "T", "--json").out.replace("JJM-003", "JJM-007")
    assert done(repo.path, "create", "--from-json", "-", stdin=ticket).out == "JJM-007\n"


@pytest.mark.parametrize(
    ("args", "out"),
    [
        (["claim", "1", "--quiet"], ""),
        (["set", "1", "priority=normal", "-q"], ""),
        (["link", "1", "relates_to", "2", "-q"], ""),
        (["commit", "-q"], ""),
        (["archive", "-q"], ""),
        (["init", "-q"], ""),
        (["config", "id_width=4", "-q"], ""),
        (["create", "Third", "-q"], "JJM-003\n"),
    ],
)
def test_a_quiet_command_prints_nothing_but_the_id(
    repo: GitRepo, args: list[str], out: str
) -> None:
    repo.write(".tickets/config.yml", "prefix: JJM\nunknown: x\n")
    ran = done(repo.path, *args)
    assert (ran.out, ran.err) == (out, "")


def test_a_quiet_command_prints_errors(repo: GitRepo) -> None:
    assert jticket(repo.path, "claim", "9", "-q").err.startswith("error: no ticket '9'")


@pytest.fixture(scope="module")
def workplace(tmp_path_factory: pytest.TempPathFactory) -> GitRepo:
    """Returns a repository that many examples share."""
    return two_tickets(tmp_path_factory.mktemp("lines") / "repo")


FRONTS = st.fixed_dictionaries(
    {
        "status": st.sampled_from(["backlog", "ready", "in_progress"]),
        "priority": st.sampled_from(["normal", "high", "hihg"]),
        "assignee": st.sampled_from(["", "ana"]),
        "tags": st.sampled_from(["[]", "[x]", "[x, y]"]),
        "phase": st.sampled_from(["", "MVP"]),
    }
)
BODIES = st.builds(
    "\n## Description\n\n{}\n\n## Acceptance Criteria\n\n- [{}] one\n- [{}] two\n".format,
    st.sampled_from(["Words.", "Other words."]),
    st.sampled_from(" x"),
    st.sampled_from(" x"),
)
FILES = st.builds(
    lambda front, body: (
        "---\nid: JJM-001\ntitle: First\n"
        + "".join(f"{key}: {value}\n" for key, value in front.items())
        + f"---\n{body}"
    ),
    FRONTS,
    BODIES,
)
COMMANDS = st.sampled_from(
    [
        ("claim", "1", "--as", "ana", "--force"),
        ("release", "1", "--force"),
        ("move", "1", "ready", "--force"),
        ("set", "1", "priority=high", "phase=MVP"),
        ("set", "1", "tags+=y"),
        ("set", "1", "description=Words."),
        ("tick", "1", "1", "2"),
        ("untick", "1", "1"),
        ("devlog", "1", "Half way.", "--as", "ana"),
    ]
)


@law(15)
@given(head=FILES, manual=FILES, command=COMMANDS)
def test_the_line_and_the_subject_name_what_differs_from_the_last_commit_and_nothing_else(
    workplace: GitRepo, head: str, manual: str, command: tuple[str, ...]
) -> None:
    (workplace.path / PATH).write_text(head)
    workplace.git("commit", "-qm", "before", "--allow-empty", "--", PATH)
    before = workplace.head()
    (workplace.path / PATH).write_text(manual)
    ran = jticket(workplace.path, *command)
    if ran.status or workplace.head() == before:
        return
    differing = names(parsed(workplace, "HEAD^"), parsed(workplace, "HEAD"))
    line = ran.lines[0].removeprefix("JJM-001 First: ").partition(" · ")[0]
    assert named(line.split(", ")) == differing
    message = workplace.git("log", "-1", "--format=%B").rstrip().splitlines()
    subject = message[-1].removeprefix("JJM-001: ").replace(" (forced)", "")  # or the body
    optional = STEPS.get(subject.partition("; ")[0], set())
    assert named(subject.replace("; ", ", ").split(", ")) | optional == differing | optional


def parsed(repo: GitRepo, revision: str) -> Ticket:
    data = repo.git("show", f"{revision}:{PATH}").encode() + b"\n"
    file = read_ticket(data, PATH, Settings(prefix="JJM"), stem="JJM-001")
    assert isinstance(file, ValidFile)
    return file.ticket


def names(old: Ticket, new: Ticket) -> set[str]:
    """Returns the names of all that differs between two versions of a ticket."""
    changed = changes(old, new)
    fields = {change.key for change in changed.fields}
    parts = {"criteria": changed.criteria, "devlog": changed.devlog_added}
    sections = {heading.lower() for heading in changed.sections}
    return fields | sections | {name for name, change in parts.items() if change}


def named(phrases: list[str]) -> set[str]:
    """Returns what the phrases of a line or a subject name."""
    return {key for phrase in phrases for key in _named(phrase)}


def _named(phrase: str) -> set[str]:
    first, *others = phrase.removeprefix("set ").partition(":")[0].split()
    if first in STEPS or (others and others[0] == "→"):
        return {"status"}
    if {"criterion", "criteria", "tick", "untick"} & {first, *others[:1]}:
        return {"criteria"}
    return set() if first.isdigit() else {first.rstrip("-+").partition("=")[0].rstrip("-+")}


def test_a_line_is_wrapped_between_words_on_a_terminal(repo: GitRepo) -> None:
    long = "A title of many words that is wider than a terminal of forty columns"
    shown = on_terminal(repo, 40, "set", "1", f"title={long}")[0]
    lines = shown.splitlines()
    assert len(lines) > 1
    assert max(map(len, lines)) <= 40
    start = f"JJM-001 {long}"[:60]
    assert " ".join(line.strip() for line in lines).startswith(start)
    piped = done(repo.path, "set", "1", "title=First").out
    assert len(piped.splitlines()) == 1
