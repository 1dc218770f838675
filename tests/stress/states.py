"""Changes in every state of a repository, and beside other gits, checked by the commit oracle."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
import time
import traceback
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import pytest
from commandline import jticket
from commit_oracle import Snapshot, assert_committed_alone, assert_untouched
from test_commit_states import STATES
from ticket_repos import two_tickets

from stress.busy_gits import busy_losses, editor_losses, losses_in_between
from stress.proof import Effort, Promise, Row
from stress.sample_project import copy_of, isolated_environment
from stress.workers import Attempt, Limits, tally

if TYPE_CHECKING:
    from collections.abc import Iterator

    from commandline import Ran
    from gitrepo import GitRepo

LIMITS = Limits(seconds=30, patience=240)
CREATE = ("create", "A new ticket")
CHANGES = (
    CREATE,
    ("set", "2", "priority=high"),
    ("devlog", "2", "An entry."),
    ("claim", "2"),
)
LOCK_SECONDS = (0.2, 1.0, 2.5, 3.6, 5.0)
"""How long another git holds the index: jticket waits for some three seconds, twice."""


EDITOR_SECONDS = (0.5, 2, 5)


@dataclass(frozen=True, slots=True)
class Case:
    """A change in a state of the repository, with what another git does meanwhile."""

    arguments: tuple[str, ...]
    state: str
    lock: float = 0
    in_hook: bool = False

    def __str__(self) -> str:
        what = f"`{' '.join(self.arguments)}` in the state {self.state}"
        if not self.lock:
            return what
        when = "from its hook on" if self.in_hook else "from the start"
        return f"{what}, the index locked {when} for {self.lock} s"


def part(effort: Effort) -> Iterator[Row]:
    """Yields what became of changes in each state, beside a locked index, and beside busy gits."""
    with isolated_environment(effort.scratch / "home"):
        template = two_tickets(effort.scratch / "template")
        chance = Random(effort.seed)  # noqa: S311 - the same ones each time
        cases = [Case(arguments, state) for state in STATES for arguments in CHANGES]
        yield _row(
            effort,
            template,
            cases if effort.long else chance.sample(cases, 45),
            "changes in a state of the repository",
        )
        locked = [
            Case(arguments, "clean", seconds, in_hook)
            for arguments in CHANGES
            for seconds in LOCK_SECONDS
            for in_hook in (False, True)
        ]
        yield _row(
            effort,
            template,
            locked if effort.long else chance.sample(locked, 8),
            "changes while another git holds the index",
            processes=8,  # they mostly wait
        )
        yield _editor_row(effort, template)
        between = losses_in_between(copy_of(template, effort.scratch / "between/repo"))
        yield Row(Promise.KEPT, "a plain commit just before jticket's", 1, 1, tuple(between))
        yield from _busy_rows(effort, template)


def _editor_row(effort: Effort, template: GitRepo) -> Row:
    def attempt(number: int) -> Attempt:
        repo = copy_of(template, effort.scratch / f"editor-{number}/repo")
        seconds = EDITOR_SECONDS[number]
        losses = editor_losses(repo, seconds)
        return Attempt((), tuple(f"an editor of {seconds} s: {loss}" for loss in losses))

    count = len(EDITOR_SECONDS)
    made = tally(count, attempt, effort.scratch, LIMITS, processes=count)
    tried = "a ticket is created while `git commit -a` is in its editor"
    return Row(Promise.YOURS, tried, made.tries, made.tries, tuple(made.losses))


def _busy_rows(effort: Effort, template: GitRepo) -> Iterator[Row]:
    rounds, seconds = (30, 20) if effort.long else (1, 8)
    losses: list[str] = []
    made = plain = taken_along = 0
    for number in range(rounds):
        repo = copy_of(template, effort.scratch / f"busy-{number}/repo")
        busy = busy_losses(repo, seconds)
        made, plain = made + busy.made, plain + busy.plain
        taken_along += busy.taken_along
        losses += [f"round {number}: {loss}" for loss in busy.losses]
    tried = f"changes beside busy gits ({taken_along} of {plain} plain commits took one along)"
    yield Row(Promise.KEPT, tried, made, rounds, tuple(losses))


def _row(
    effort: Effort, template: GitRepo, cases: list[Case], tried: str, *, processes: int = 2
) -> Row:
    attempt = partial(_attempt, effort, template, cases)
    made = tally(len(cases), attempt, effort.scratch, LIMITS, processes=processes)
    share = f"{made.events['done']} done, {made.events['refused']} refused"
    faults = sum(bool(case.lock) for case in cases)
    return Row(Promise.YOURS, f"{tried}: {share}", made.tries, faults, tuple(made.losses))


def _attempt(effort: Effort, template: GitRepo, cases: list[Case], number: int) -> Attempt:
    case = cases[number]
    folder = Path(tempfile.mkdtemp(prefix="attempt-", dir=effort.scratch))
    repo = copy_of(template, folder / "repo")
    try:
        repo = STATES[case.state](repo).repo
    except pytest.skip.Exception:
        return Attempt(("skipped",))
    common = repo.path / repo.git("rev-parse", "--path-format=absolute", "--git-common-dir")
    git_dir = repo.path / repo.git("rev-parse", "--absolute-git-dir")
    (common / "jticket.lock").touch()  # the first change makes both
    (git_dir / "jticket").mkdir(exist_ok=True)
    with _locked_index(repo, case):
        before = Snapshot.of(repo)
        ran = jticket(repo.path, *case.arguments)
        losses = list(_losses(repo, case, ran, before))
    shutil.rmtree(folder)
    event = "done" if ran.status == 0 else "refused"
    return Attempt((event,), tuple(f"{case}: {loss} (stderr {ran.err!r})" for loss in losses))


@contextmanager
def _locked_index(repo: GitRepo, case: Case) -> Iterator[None]:
    """Holds the index, as another git does, for the time that the case says."""
    if not case.lock:
        yield
        return
    lock = repo.path / ".git/index.lock"
    release = f"(sleep {case.lock}; rm {lock}) >/dev/null 2>&1 &"
    if case.in_hook:
        once = repo.path.parent / "once"
        repo.hook("pre-commit", f"[ -e {once} ] && exit; touch {once} {lock}; {release}")
    else:
        lock.touch()
        subprocess.run(["sh", "-c", release], check=True)
    yield


def _losses(repo: GitRepo, case: Case, ran: Ran, before: Snapshot) -> Iterator[str]:
    """Yields what the oracle says; a text that was typed may stay in its file if it is refused."""
    deadline = time.monotonic() + 60
    while case.lock and (repo.path / ".git/index.lock").exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    if ran.status not in (0, 1):
        yield f"exit code {ran.status}"
    name = f".tickets/{ran.out.strip()}.md" if case.arguments == CREATE else _second(before)
    try:
        if ran.status == 0:
            known = before.head and repo.git("ls-tree", before.head, name)
            kind = "M" if known else "A"
            files = {**before.files, name: repo.files()[name]}
            assert_committed_alone(repo, name, kind, replace(before, files=files))
        else:
            assert_untouched(repo, replace(before, files=_expected_files(repo, before, ran)))
    except (AssertionError, KeyError) as error:
        line = traceback.extract_tb(error.__traceback__)[-1].line
        yield f"exit code {ran.status}, but not {line}"
    if fsck := repo.git("fsck", "--strict", "--no-dangling", "--no-progress", check=False):
        yield f"git fsck says {fsck!r}"


def _second(before: Snapshot) -> str:
    """Returns the file of the second ticket, which some states rename."""
    names = (name for name, data in before.files.items() if data.startswith(b"---\nid: JJM-002\n"))
    return next(names, ".tickets/JJM-002.md")


def _expected_files(repo: GitRepo, before: Snapshot, ran: Ran) -> dict[str, bytes]:
    """Returns the files after a refusal: a text that was typed stays in the ticket it names."""
    match = re.search(r"the text is in (\S+), uncommitted", ran.err)
    return {**before.files, match[1]: repo.files()[match[1]]} if match else before.files
