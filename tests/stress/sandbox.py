"""Scratch repositories with tickets, and commands in processes of their own, under limits."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from commandline import done, environment
from gitrepo import GitRepo, isolated, new_repo

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path
    from typing import IO

_MEMORY_KIB = 2 * 1024 * 1024
_SECONDS = 60
_GITCONFIG = "[gc]\n\tauto = 0\n[maintenance]\n\tauto = false\n[init]\n\tdefaultBranch = main\n"


@dataclass(frozen=True, slots=True)
class Scenario:
    """A command that changes tickets; `edited` if a ticket was edited by hand before."""

    name: str
    args: tuple[str, ...]
    edited: bool = False
    hooks: bool = False


SCENARIOS = (
    Scenario("create", ("create", "A fifth thing", "--tag", "new")),
    Scenario("set", ("set", "1", "priority=high", "tags+=parser")),
    Scenario("claim", ("claim", "1", "--as", "ana")),
    Scenario("complete", ("complete", "2", "--as", "ana")),
    Scenario("devlog", ("devlog", "2", "Half of it works.", "--as", "ana")),
    Scenario("commit", ("commit",), edited=True),
    Scenario("archive", ("archive",)),
    Scenario("delete", ("delete", "1")),
    Scenario("undo", ("undo",)),
    Scenario("set with hooks", ("set", "1", "priority=high"), hooks=True),
)


@dataclass(frozen=True, slots=True)
class Finished:
    """The result of a process; `status` is negative for a signal, None if it took too long."""

    status: int | None
    out: str
    err: str


def isolate(scratch: Path) -> None:
    """Gives this process an environment without anything of the user's; `scratch` holds its home.

    For a process of a pool: the change stays.
    """
    home = scratch / "home"
    home.mkdir(exist_ok=True)
    # Several processes of a pool do this at once, with the same bytes.
    (home / "gitconfig").write_text(_GITCONFIG)
    settings = isolated(os.environ, home)
    os.environ.clear()
    os.environ.update(settings)


def pool(scratch: Path) -> ProcessPoolExecutor:
    """Returns isolated processes, as many as there are cores."""
    cores = len(os.sched_getaffinity(0))
    return ProcessPoolExecutor(cores, initializer=isolate, initargs=(scratch,))


def prepare(folder: Path) -> Path:
    """Makes a repository with four tickets and a user's own work in progress; returns its top."""
    repo = new_repo(folder)
    repo.write("README.md", "# A project\n")
    repo.write("app.py", "".join(f"line_{number} = {number}\n" for number in range(1, 31)))
    repo.commit_all("start")
    done(folder, "init", "--prefix", "JJM")
    for title in ("First", "Second", "Third", "Fourth"):
        done(folder, "create", title)
    for command in (("claim", "2"), ("claim", "3"), ("complete", "3")):
        done(folder, *command, "--as", "ana")
    repo.git("gc", "-q")
    repo.write("app.py", "staged = True\n")
    repo.write("new.py", "added = True\n")
    repo.git("add", "app.py", "new.py")
    repo.write("app.py", "staged = True\nunstaged = True\n")
    repo.write("README.md", "# A project\n\nchanged\n")
    repo.write("notes.txt", "not added\n")
    repo.hook("pre-push", "exit 1")
    return folder


def prepared_for(scenario: Scenario, base: Path, folder: Path) -> Path:
    """Copies what `prepare` made to a folder, and makes it ready for a scenario."""
    repo = GitRepo(copy(base, folder))
    if scenario.hooks:
        for name in ("pre-commit", "commit-msg", "post-commit"):
            repo.hook(name, "exit 0")
    if scenario.edited:
        ticket = folder / ".tickets" / "JJM-001.md"
        ticket.write_text(ticket.read_text().replace("title: First", "title: The first"))
    return folder


def copy(template: Path, target: Path) -> Path:
    """Returns a copy of a repository, with the times of its files."""
    shutil.copytree(template, target, symlinks=True)
    return target


def jticket_command(*args: str) -> list[str]:
    """Returns the words that start a command in a process of its own, quickly."""
    return [sys.executable, "-X", "frozen_modules", "-m", "jticket", *args]


def started(
    folder: Path, command: Sequence[str], env: Mapping[str, str], out: IO[bytes], err: IO[bytes]
) -> subprocess.Popen[bytes]:
    """Starts a command in a session of its own, with its memory limited.

    Python tries a temporary folder by writing to it, and a kill would leave that file: so it has
    its own, beside the repository.
    """
    temporary = folder.with_name(f"{folder.name}-tmp")
    temporary.mkdir(exist_ok=True)
    limited = ["sh", "-c", f'ulimit -v {_MEMORY_KIB}; exec "$@"', "sh", *command]
    own = {"PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1", "TMPDIR": str(temporary)}
    return subprocess.Popen(
        limited,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=out,
        stderr=err,
        env=environment(**own, **env),
        start_new_session=True,
    )


def run(
    folder: Path,
    command: Sequence[str],
    env: Mapping[str, str],
    outputs: Path,
    *,
    package: Path | None = None,
    kill: bool = False,
) -> Finished:
    """Runs a command to its end, at most a minute; then, or if `kill`, its group is killed.

    `package` is a folder to import jticket from. The output goes through files in `outputs`, since
    a pipe would stay open as long as a child that survives the command.
    """
    outputs.mkdir(parents=True, exist_ok=True)
    if package:
        env = {**env, "PYTHONPATH": os.pathsep.join([str(package), *filter(None, sys.path)])}
    with (outputs / "out").open("wb") as out, (outputs / "err").open("wb") as err:
        process = started(folder, command, env, out, err)
        status: int | None
        try:
            status = process.wait(_SECONDS)
        except subprocess.TimeoutExpired:
            status = None
    if kill or status is None:
        kill_group(process)
        process.wait()
    return Finished(status, *outputs_of(outputs))


def outputs_of(outputs: Path) -> tuple[str, str]:
    """Returns what a command printed on stdout and stderr."""
    out, err = ((outputs / name).read_bytes().decode(errors="replace") for name in ("out", "err"))
    return out, err


def kill_group(process: subprocess.Popen[bytes]) -> None:
    """Kills a process that `started` returned, and all of its group."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
