"""Laws of `check --base`, on random projects with faults, random edits and random histories."""

from __future__ import annotations

import os
import random
import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeAlias

import pytest
from commandline import jticket
from gitrepo import GitRepo

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SEEDS = range(600 if os.environ.get("JTICKET_STRESS") else 20)
CONFIG = ".tickets/config.yml"
WORKFLOW = {
    "backlog": ["ready", "in_progress", "cancelled"],
    "ready": ["in_progress", "backlog", "cancelled"],
    "in_progress": ["review", "done", "ready", "cancelled"],
    "review": ["done", "in_progress", "cancelled"],
    "done": ["in_progress"],
    "cancelled": ["backlog"],
}
STRICT = {**WORKFLOW, "done": [], "cancelled": [], "ready": ["in_progress", "cancelled"]}
STRICT_ROWS = "workflow: {done: [], cancelled: [], ready: [in_progress, cancelled]}\n"
CONFIGS = [
    "prefix: JJM\n",
    f"prefix: JJM\n{STRICT_ROWS}",
    f"prefix: JJM\nid_widht: 3\n{STRICT_ROWS}required: {{task: [due, phase]}}\n",
    "prefix: JJM\nrequired: {task: [due], bug: [Devlog]}\nservices: {api: {title: API}}\n",
    "prefix: JJM\ncommit: sometimes\ncommit: [\n",
]
VALUES = {
    "status": [*WORKFLOW, *WORKFLOW, "dnoe"],
    "ticket_type": ["task", "bug", "epic", "bgu"],
    "created": ["2025-10-01T09:30:00Z", "2025-10-01T11:30:00+02:00", "2024-05-06", "", "October"],
    "tags": ["[]", "[a, a]", "cli", "[x]"],
    "service_id": ["", "api", "ghost"],
    "parent_id": ["", "JJM-001", "JJM-002", "JJM-098"],
    "dependencies": ["[]", "[JJM-001]", "[JJM-002, JJM-003]", "[JJM-099]", "[JJM-004, JJM-097]"],
    "odd": ["", "1"],
}
ENTRIES = [
    ("2025-10-02T10:00:00Z", "ana", "Begun."),
    ("2025-10-03T10:00:00Z", "bob", "More of it.\n\n- a list"),
    ("2025-10-03T10:00:00Z", "bob", "Done, or so."),
    ("2025-10-01T10:00:00Z", "eve", "Too early."),
]
BROKEN = ["---\nid: [\n---\n", "no ticket at all\n", "---\nid: A-1\nid: A-2\n---\n", "---\n"]

Finding: TypeAlias = dict[str, Any]


@dataclass
class Draft:
    """A ticket's file, before it is written."""

    title: str
    values: dict[str, str]
    criteria: list[bool] = field(default_factory=list)
    devlog: list[tuple[str, str, str]] = field(default_factory=list)
    newline: str = "\n"
    broken: str = ""

    def text(self) -> str:
        lines = ["---", *(f"{key}: {value}".rstrip() for key, value in self.values.items())]
        lines += [f"title: {self.title}", "---", "", "## Description", "", f"On {self.title}.", ""]
        if self.criteria:
            marks = (f"- [{'x' if done else ' '}] {n}" for n, done in enumerate(self.criteria))
            lines += ["## Acceptance Criteria", "", *marks, ""]
        if self.devlog:
            lines += ["## Devlog", ""]
            for moment, author, words in self.devlog:
                lines += [f"### {moment} {author}", "", *words.split("\n"), ""]
        return self.broken or self.newline.join(lines)


class History:
    """A random project with two branches; all that is random comes from one seed."""

    def __init__(self, repo: GitRepo, seed: int) -> None:
        self.repo = repo
        self.random = random.Random(seed)  # noqa: S311  # a history, not a secret
        self.files: dict[str, Draft] = {}

    def draft(self, ticket_id: str) -> Draft:
        pick = self.random.choice
        values = {"id": ticket_id}
        for key, choices in VALUES.items():
            values[key] = pick(choices) if self.random.random() < 0.5 else choices[0]
        if not values["odd"]:
            del values["odd"]
        criteria = [pick([True, False]) for _ in range(pick([0, 0, 1, 3]))]
        devlog = [pick(ENTRIES) for _ in range(pick([0, 1, 2, 3]))]
        broken = pick(BROKEN) if self.random.random() < 0.08 else ""
        return Draft(f"Ticket {ticket_id} {pick('abc')}", values, criteria, devlog, broken=broken)

    def begin(self) -> None:
        for number in range(1, 7):
            ticket_id = f"JJM-{number:03}"
            name = self.random.choice([ticket_id] * 7 + ["JJM-050", "a/JJM-001"])
            self.files[f".tickets/{name}.md"] = self.draft(ticket_id)
        self.repo.write("README.md", "# A project\n")
        self.repo.write(CONFIG, self.random.choice(CONFIGS))
        self.write(self.files)
        self.repo.commit_all("base")

    def write(self, files: dict[str, Draft]) -> None:
        for name, draft in files.items():
            self.repo.write(name, draft.text())

    def edit(self, number: int) -> None:
        """Makes one edit of the branch and commits it, stages it, or does neither."""
        edits: list[Callable[[str], None]] = [
            *(self._field, self._field, self._field, self._devlog, self._devlog, self._criteria),
            *(self._delete, self._move, self._copy, self._break, self._crlf, self._config),
            *(self._renumber, self._swap, self._config),
        ]
        for edit in self.random.sample(edits, 3):
            edit(self.random.choice(sorted(self.files) or [""]))
        if self.random.random() < 0.3:
            name = f"JJM-20{number}"
            self._put(f".tickets/{name}.md", self.draft(name))
        how = self.random.random()
        if how < 0.5:
            self.repo.commit_all(f"edit {number}")
        elif how < 0.75:
            self.repo.git("add", "-A")

    def move_on(self) -> None:
        """Makes changes on the base branch, in files that the branch may have too."""
        for number in range(self.random.choice([0, 1, 2])):
            name = f"JJM-20{number}"
            self.repo.write(f".tickets/{name}.md", self.draft(name).text())
        if self.random.random() < 0.5:
            name = self.random.choice(self.repo.git("ls-files", ".tickets").splitlines())
            self.repo.write(name, self.draft("JJM-003").text())
        self.repo.commit_all("meanwhile")

    def rebase(self) -> None:
        """Puts the branch on top of its base; where both say something, the branch is right."""
        self.repo.commit_all("mine")
        self.repo.git("rebase", "-q", "-X", "theirs", "main", check=False)
        self.repo.git("rebase", "--abort", check=False)

    def _put(self, name: str, draft: Draft) -> None:
        self.files[name] = draft
        self.write({name: draft})

    def _field(self, name: str) -> None:
        if name:
            for key in ("status", self.random.choice([*VALUES, "created"])):
                self.files[name].values[key] = self.random.choice(VALUES[key])
            self._put(name, self.files[name])

    def _devlog(self, name: str) -> None:
        if name:
            devlog = self.files[name].devlog
            place = self.random.randrange(len(devlog) + 1)
            devlog[place : place + self.random.choice([0, 1])] = [
                self.random.choice(ENTRIES) for _ in range(self.random.choice([0, 1]))
            ]
            self._put(name, self.files[name])

    def _criteria(self, name: str) -> None:
        if name:
            self.files[name].criteria = [True] * self.random.choice([0, 2])
            self.files[name].values["status"] = self.random.choice(["done", "review"])
            self._put(name, self.files[name])

    def _delete(self, name: str) -> None:
        if name:
            del self.files[name]
            (self.repo.path / name).unlink()

    def _move(self, name: str) -> None:
        if name:
            draft = self.files[name]
            self._delete(name)
            self._put(f".tickets/archive/{name.rpartition('/')[2]}", draft)

    def _copy(self, name: str) -> None:
        if name:
            draft = self.files[name]
            copied = Draft(draft.title, dict(draft.values), list(draft.criteria))
            self._put(f".tickets/copy/{name.rpartition('/')[2]}", copied)

    def _break(self, name: str) -> None:
        if name:
            self.files[name].broken = self.random.choice([*BROKEN, "", "", ""])
            self._put(name, self.files[name])

    def _crlf(self, _: str) -> None:
        for name, draft in self.files.items():
            draft.newline = "\r\n"
            self._put(name, draft)

    def _config(self, _: str) -> None:
        if self.random.random() < 0.2:
            (self.repo.path / CONFIG).unlink(missing_ok=True)
        else:
            self.repo.write(CONFIG, self.random.choice(CONFIGS))

    def _renumber(self, name: str) -> None:
        if name:
            draft = self.files[name]
            self._delete(name)
            if self.random.random() < 0.5:
                draft.values["aliases"] = f"[{draft.values['id']}]"
            draft.values["id"] = f"JJM-3{self.random.randrange(10, 99)}"
            self._put(f".tickets/{draft.values['id']}.md", draft)

    def _swap(self, name: str) -> None:
        second_name = self.random.choice(sorted(self.files) or [""])
        if name != second_name:
            first, second = self.files[name], self.files[second_name]
            first.values["id"], second.values["id"] = second.values["id"], first.values["id"]
            self._put(name, second)
            self._put(second_name, first)


@dataclass(frozen=True)
class Report:
    """The output of `check --base main`."""

    findings: tuple[str, ...]
    plain: tuple[Finding, ...]
    pairs: tuple[Finding, ...]
    old: int
    said: str


def report_of(folder: Path) -> Report:
    ran = jticket(folder, "check", "--base", "main", "--json")
    assert "Traceback" not in ran.err
    assert ran.status in (0, 1), ran
    findings = ran.json["findings"]
    assert ran.status == (1 if ran.json["errors"] else 0)
    plain = tuple(finding for finding in findings if not finding["code"].startswith("JT5"))
    pairs = tuple(finding for finding in findings if finding["code"].startswith("JT5"))
    count = re.search(r"^(\d+) old findings? elsewhere", ran.err, re.MULTILINE)
    return Report(tuple(map(repr, findings)), plain, pairs, int(count[1]) if count else 0, ran.err)


def plain_findings(folder: Path) -> list[Finding]:
    findings: list[Finding] = jticket(folder, "check", "--json").json["findings"]
    return findings


def key(finding: Finding) -> tuple[str, str, str]:
    return finding["path"], finding["code"], finding["message"]


def tickets(folder: Path) -> dict[str, Finding]:
    """Returns the tickets whose ID no other file has, as JSON, by ID."""
    listed = jticket(folder, "list", "--all", "--full", "--json").json
    times = Counter(ticket["id"] for ticket in listed)
    return {ticket["id"]: ticket for ticket in listed if times[ticket["id"]] == 1}


def ids_of_several_files(*folders: Path) -> set[str]:
    lists = [jticket(folder, "list", "--all", "--json").json for folder in folders]
    return {
        ticket_id
        for listed in lists
        for ticket_id, count in Counter(ticket["id"] for ticket in listed).items()
        if count > 1
    }


def ticket_files(repo: GitRepo) -> dict[str, bytes]:
    return {name: data for name, data in repo.files().items() if name.startswith(".tickets/")}


def leads_to(workflow: dict[str, list[str]]) -> set[tuple[str, str]]:
    """Returns which statuses some steps lead to, by Warshall's algorithm."""
    pairs = {(start, end) for start, row in workflow.items() for end in row}
    pairs |= {(status, status) for status in workflow}
    for via in workflow:
        pairs |= {(a, b) for a in workflow for b in workflow if {(a, via), (via, b)} <= pairs}
    return pairs


def moment(text: str | None) -> datetime | None:
    try:
        parsed = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)


def is_one_moment(first: str | None, second: str | None) -> bool:
    return first == second or (moment(first) == moment(second) and moment(first) is not None)


def entries(ticket: Finding) -> Counter[tuple[str, ...]]:
    return Counter(tuple(entry.values()) for entry in ticket["devlog"])


def pair_findings(before: Path, now: Path, tip: Path) -> set[tuple[str, str]]:
    """Returns the codes and paths that versions of the tickets should lead to, JT503 left out."""
    config = now / CONFIG
    text = config.read_text() if config.exists() else ""
    can = leads_to(STRICT if STRICT_ROWS in text else WORKFLOW)
    known, theirs, findings = tickets(before), tickets(tip), set()
    for ticket_id, ticket in tickets(now).items():
        path, later = ticket["path"], theirs.get(ticket_id)
        former = [known[alias] for alias in ticket["aliases"] if alias in known]
        same = (
            ticket_before
            for ticket_before in former
            if is_one_moment(ticket_before["created"], ticket["created"])
        )
        was = known.get(ticket_id) or next(same, None)
        is_new = ticket_id not in known
        if is_new and later and not is_one_moment(ticket["created"], later["created"]):
            findings.add(("JT505", path))
        if was is None:
            continue
        status, old = ticket["status"], was["status"]
        if {status, old} <= {*WORKFLOW} and (old, status) not in can:
            findings.add(("JT501", path))
        if moment(was["created"]) and moment(was["created"]) != moment(ticket["created"]):
            findings.add(("JT502", path))
        if entries(was) - entries(ticket):
            findings.add(("JT504", path))
        criteria = ticket["criteria"]
        if status == "done" != old and criteria["done"] < criteria["total"]:
            findings.add(("JT506", path))
    return findings


# Of these the message lists what is wrong, or one cycle of several.
PARTIAL = {"JT301", "JT306", "JT307", "JT308", "JT309"}


@pytest.mark.parametrize("seed", SEEDS)
def test_a_branch_is_blamed_for_what_it_did_and_nothing_else(
    empty_repo: GitRepo, tmp_path: Path, seed: int
) -> None:
    history = History(empty_repo, seed)
    repo, chance = history.repo, history.random
    history.begin()
    repo.git("branch", "feat")
    if chance.random() < 0.6:
        history.move_on()
    repo.git("checkout", "-q", "feat")
    if chance.random() < 0.3:
        repo.git("merge", "-q", "--no-edit", "main")
    nothing = report_of(repo.path)
    assert (nothing.plain, nothing.pairs) == ((), ())
    assert nothing.old == len(plain_findings(repo.path))
    for number in range(chance.choice([1, 2, 5])):
        history.edit(number)
    if chance.random() < 0.3:
        history.rebase()

    base = repo.git("merge-base", "main", "feat")
    then = GitRepo(tmp_path / "then" / repo.path.name)  # the folder's name may be the prefix
    repo.git("worktree", "add", "-q", "--detach", str(then.path), base)
    tip = GitRepo(tmp_path / "tip" / repo.path.name)
    repo.git("worktree", "add", "-q", "--detach", str(tip.path), "main")
    before, now = ticket_files(then), ticket_files(repo)
    touched = {name for name in {*before, *now} if before.get(name) != now.get(name)}
    report, plain, old = report_of(repo.path), plain_findings(repo.path), plain_findings(then.path)

    every, ours = Counter(map(repr, plain)), Counter(map(repr, report.plain))
    assert not ours - every, "reported, but not found"
    closed = {finding["path"] for finding in report.pairs if finding["code"] == "JT506"}
    instead = [
        finding for finding in plain if finding["code"] == "JT309" and finding["path"] in closed
    ]
    inside = [finding for finding in plain if finding["path"] in touched and finding not in instead]
    assert not Counter(map(repr, inside)) - ours, "a finding in a touched file is not reported"
    assert len(plain) == len(report.plain) + len(instead) + report.old
    outside = Counter(key(finding) for finding in plain if finding["path"] not in touched)
    excess = outside - Counter(map(key, old))
    blamed = Counter(key(finding) for finding in report.plain if finding["path"] not in touched)
    assert not blamed - excess, "blamed for what was there before"
    assert {key_of_finding[1] for key_of_finding in excess - blamed} <= PARTIAL
    assert all(finding["path"] in touched for finding in report.pairs)

    twice = ids_of_several_files(then.path, tip.path)
    unique = {
        ticket_there["path"]
        for ticket_there in tickets(repo.path).values()
        if ticket_there["id"] not in twice
    }
    shown = {
        (finding["code"], finding["path"]) for finding in report.pairs if finding["code"] != "JT503"
    }
    expected = pair_findings(then.path, repo.path, tip.path)
    assert {pair for pair in shown if pair[1] in unique} == {
        pair for pair in expected if pair[1] in unique
    }

    repo.git("add", "-A")
    assert report_of(repo.path) == report, "staged"
    repo.commit_all("all of it")
    assert report_of(repo.path) == report, "committed"
    repo.git("reset", "-q", "--soft", base)
    repo.commit_all("squashed")
    assert report_of(repo.path) == report, "squashed"
    repo.git("reset", "-q", base)
    assert report_of(repo.path) == report, "in the work tree"


def test_the_oracle_finds_statuses_that_no_steps_lead_to() -> None:
    assert ("backlog", "done") in leads_to(WORKFLOW)
    assert ("done", "backlog") in leads_to(WORKFLOW)
    assert ("done", "review") not in leads_to(STRICT)
