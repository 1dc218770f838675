"""Signals at each stage of commands: exit codes, no traceback, and a state that is old or new.

A hook of Python's own auditing sends the signal when the command gets to a stage, so that nothing
depends on time: when it imports a module, opens a ticket, waits for the lock, names a file or
starts a certain git. Git's hooks and the editor send theirs themselves.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import subprocess
import sys
import termios
import time
from contextlib import nullcontext
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from commandline import Ran, command, environment, jticket
from strategies import read_any

from jticket.store.lock import held
from jticket.text.reading import ValidFile
from stress.proof import Effort, Promise, Row
from stress.sample_project import copy_of, isolated_environment, new_project
from stress.workers import Attempt, Limits, tally

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gitrepo import GitRepo

LIMITS = Limits(seconds=30, patience=180)
TYPED = "Words that a user typed"
PIPE_SIZE = 4096
AUDIT = """
import os, sys
event, word, count = os.environ["STRESS_AT"].split("|")
os.environ["STRESS_PID"] = str(os.getpid())
left = int(count)
started = event != "any"

def at_stage(name, arguments):
    global left, started
    if left <= 0:
        return
    if not started:
        started = name == "import" and arguments[0] == "jticket.cli.main"
    elif (event == "any" or name == event) and word in str(arguments):
        left -= 1
        if left == 0:
            send = os.killpg if os.environ["STRESS_TO"] == "group" else os.kill
            send(os.getpid(), int(os.environ["STRESS_SIGNAL"]))

sys.addaudithook(at_stage)
"""
SEND = (
    'if [ "$STRESS_TO" = group ]; then kill -"$STRESS_SIGNAL" 0; '
    'else kill -"$STRESS_SIGNAL" "$STRESS_PID"; sleep 0.3; fi'
)


@dataclass(frozen=True, slots=True)
class Case:
    """A command, the stage at which it gets a signal, and what that is."""

    arguments: tuple[str, ...]
    stage: str
    signal: signal.Signals
    at: str = "none||0"

    def __str__(self) -> str:
        return f"{self.signal.name} {self.stage} of `{' '.join(self.arguments)}`"


CREATE = ("create", TYPED)
SET = ("set", "4", "priority=low")
SET_TEXT = ("set", "4", f"description={TYPED}")
EDIT = ("edit", "4")
CHANGES = (CREATE, SET, SET_TEXT, EDIT)
VIEWS = (("list", "--json", "--full"), ("board", "--json"), ("log", "--json"))
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
READING = {
    "while it loads": "import|jticket.cli.app|1",
    "while it loads more": "import|jticket.text.project|1",
    "while it reads": "open|JJM-004.md|1",
}
WRITING = {
    "while it loads git": "import|git.cmd|1",
    "while it waits for the lock": "fcntl.flock||3",
    "before it writes": "open|.tmp'|1",
    "before it stages": "subprocess.Popen|update-index|1",
    "before it commits": "subprocess.Popen|commit-tree|1",
    "before it moves the branch": "subprocess.Popen|update-ref|1",
    "in the pre-commit hook": "none||0",
    "in the post-commit hook": "none||0",
}


def part(effort: Effort) -> Iterator[Row]:
    """Yields what the signals did at the stages, and at any other moment."""
    with isolated_environment(effort.scratch / "home"):
        project = new_project(effort.scratch / "project")
        (effort.scratch / "site").mkdir()
        (effort.scratch / "site/sitecustomize.py").write_text(AUDIT)
        chance = Random(effort.seed)  # noqa: S311 - the same ones each time
        staged = list(_staged_cases())
        if not effort.long:
            staged = chance.sample(staged, 40)
        yield _row(effort, project, staged, "signals at each stage of a command")
        anywhere = [_anywhere(chance) for _ in range(2_000 if effort.long else 30)]
        yield _row(effort, project, anywhere, "signals at any other moment")


def _row(effort: Effort, project: GitRepo, cases: list[Case], tried: str) -> Row:
    made = tally(len(cases), partial(_attempt, effort, project, cases), effort.scratch, LIMITS)
    return Row(Promise.KEPT, tried, made.tries, made.events["struck"], tuple(made.losses))


def _staged_cases() -> Iterator[Case]:
    for number in SIGNALS:
        for arguments in (*CHANGES, *VIEWS):
            for stage, at in READING.items():
                reads_git = arguments[0] == "log" and at.startswith("open")
                yield Case(arguments, stage, number, "subprocess.Popen||2" if reads_git else at)
        for arguments in CHANGES:
            for stage, at in WRITING.items():
                yield Case(arguments, stage, number, at)
        yield Case(EDIT, "in the editor", number)
        yield Case(("create", "A title", "--edit"), "in the editor", number)
        for arguments in VIEWS:
            yield Case(arguments, "while it prints", number)
    for arguments in (*CHANGES, *VIEWS):
        yield Case(arguments, "with its reader gone", signal.SIGPIPE)


def _anywhere(chance: Random) -> Case:
    arguments = chance.choice([*CHANGES, *CHANGES, *VIEWS])
    at = int(10 ** chance.uniform(0, 3.6))
    return Case(arguments, f"at event {at}", chance.choice(SIGNALS), f"any||{at}")


def _attempt(effort: Effort, project: GitRepo, cases: list[Case], number: int) -> Attempt:
    case = cases[number]
    folder = effort.scratch / f"attempt-{number}"
    shutil.rmtree(folder, ignore_errors=True)  # one that crashed left it
    repo = copy_of(project, folder / "repo")
    (folder / "tmp").mkdir()
    before = {name: data for name, data in repo.files().items() if name.startswith(".tickets/")}
    head = repo.head()
    ran = _Running(case, repo, folder, effort.scratch / "site").result()
    losses = [*_exit_losses(case, ran)]
    with held(repo.path / ".git/jticket.lock", timeout=30):
        losses += _state_losses(case, ran, repo, folder, before, head)
    after = jticket(repo.path, "set", "2", "tags+=afterwards")
    if after.status:
        losses.append(f"the next command fails: {after.err}")
    if fsck := repo.git("fsck", "--strict", "--no-dangling", "--no-progress", check=False):
        losses.append(f"git fsck says {fsck!r}")
    shutil.rmtree(folder)
    struck = ("struck",) if ran.status else ()
    seen = f"exit code {ran.status}, stderr {ran.err[-600:]!r}"
    return Attempt(struck, tuple(f"{case}: {loss} ({seen})" for loss in losses))


class _Running:
    """A command in a session of its own, brought to its stage."""

    def __init__(self, case: Case, repo: GitRepo, folder: Path, site: Path) -> None:
        self._case, self._repo = case, repo
        for hook in ("pre-commit", "post-commit"):
            if case.stage == f"in the {hook} hook":
                repo.hook(hook, SEND)
        sends = SEND if case.stage == "in the editor" else ""
        editor = repo.script(
            ".git/editor", f'trap "" INT TERM HUP\necho "{TYPED}" >> "$1"\n{sends}'
        )
        to_group = case.signal is not signal.SIGTERM
        variables = environment(
            EDITOR=str(editor),
            TMPDIR=str(folder / "tmp"),
            STRESS_AT=case.at,
            STRESS_SIGNAL=str(int(case.signal)),
            STRESS_TO="group" if to_group else "self",
        )
        variables["PYTHONPATH"] = f"{site}{os.pathsep}{variables['PYTHONPATH']}"
        self._folder, self._variables = folder, variables

    def result(self) -> Ran:
        """Runs the command to its end and returns what came of it."""
        waits = self._case.stage == "while it waits for the lock"
        lock = self._repo.path / ".git/jticket.lock"
        waiting = held(lock) if waits else nullcontext()
        with waiting, (self._folder / "err").open("wb") as err:
            process = subprocess.Popen(
                command(*self._case.arguments),
                cwd=self._repo.path,
                env=self._variables,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=err,
                start_new_session=True,
            )
            assert process.stdout is not None
            out = b""
            if self._case.stage == "while it prints":
                self._interrupt_while_it_prints(process)
            elif self._case.stage != "with its reader gone":
                out = process.communicate(timeout=60)[0]
            process.stdout.close()
            status = process.wait(timeout=60)
        text = (self._folder / "err").read_text(errors="replace")
        return Ran(status, out.decode(errors="replace"), text)

    def _interrupt_while_it_prints(self, process: subprocess.Popen[bytes]) -> None:
        """Lets the pipe fill up, so that the command waits for its reader, which never reads."""
        assert process.stdout is not None
        fcntl.fcntl(process.stdout, fcntl.F_SETPIPE_SZ, PIPE_SIZE)
        deadline = time.monotonic() + 60
        while _bytes_in(process.stdout.fileno()) < PIPE_SIZE and time.monotonic() < deadline:
            time.sleep(0.01)
        os.killpg(process.pid, self._case.signal)
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()


def _bytes_in(descriptor: int) -> int:
    """Returns how many bytes a pipe holds."""
    answer = fcntl.ioctl(descriptor, termios.FIONREAD, b"\0" * 4)
    return int.from_bytes(answer, sys.byteorder)


def _exit_losses(case: Case, ran: Ran) -> Iterator[str]:
    accepted = {
        signal.SIGINT: {130},
        signal.SIGTERM: {-signal.SIGTERM, 143},
        signal.SIGHUP: {-signal.SIGHUP, 129},
        signal.SIGPIPE: {0, 141},
    }[case.signal]
    if case.stage == "in the editor" and case.signal is signal.SIGINT:
        accepted = {0}  # it is the editor's, and ours goes on
    if case.at.startswith("any"):
        accepted = {*accepted, 0}  # it may have been done before
    if ran.status not in accepted:
        yield f"exit code {ran.status}"
    if "Traceback" in ran.err or "Exception ignored" in ran.err or "fault of jticket" in ran.err:
        yield "a traceback"


def _state_losses(
    case: Case, ran: Ran, repo: GitRepo, folder: Path, before: dict[str, bytes], head: str
) -> Iterator[str]:
    """Yields what is neither old nor new, or half of each."""
    git_folder = repo.path / ".git"
    for lock in git_folder.rglob("*.lock"):
        if lock.name != "jticket.lock" and "jticket-commit." not in str(lock):
            yield f"the lock {lock.relative_to(git_folder)} is left"
    files = repo.files()
    changed = [name for name, data in before.items() if files.get(name) != data]
    added = [name for name in files if name.startswith(".tickets/JJM") and name not in before]
    for name in (*changed, *added):
        if not isinstance(read_any(files[name], stem=Path(name).stem), ValidFile):
            yield f"{name} is not whole"
    is_new = repo.head() != head
    if is_new:
        in_commit = repo.git("diff", "--name-only", head, "HEAD").splitlines()
        if len(in_commit) != 1 or in_commit != [*changed, *added]:
            yield f"the commit holds {in_commit}, and {[*changed, *added]} changed"
    elif ran.status == 0 and case.arguments[0] in ("create", "set", "edit", "devlog"):
        yield "success without a commit"
    status = repo.git("status", "--porcelain", "--untracked-files=no")
    has_text = case.arguments[0] != "set" or "description" in case.arguments[-1]
    if case.signal is signal.SIGINT and not has_text and status:
        yield f"a mechanical change was not put back: {status!r}"
    if case.stage == "in the editor" and not _keeps(
        TYPED, (repo.path / ".tickets", folder / "tmp")
    ):
        yield "the text that was typed is lost"
    if case.stage.startswith("in the p") and has_text and not _keeps(TYPED, (repo.path,)):
        yield "the text that was typed is lost"


def _keeps(text: str, folders: tuple[Path, ...]) -> bool:
    files = (path for folder in folders for path in folder.rglob("*.md") if path.is_file())
    return any(text in path.read_text(errors="replace") for path in files)
