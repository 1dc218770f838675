"""Plain gits at work while jticket commits: whose commit holds what, and is anything lost?"""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from dataclasses import dataclass, field
from threading import Event, Thread
from typing import TYPE_CHECKING

from commandline import command, environment, process
from gitrepo import GitRepo

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass
class _Work:
    """What one worker committed, the messages of its refusals, and what else went wrong."""

    done: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Busy:
    """The outcome of a time with busy gits.

    `made` counts the changes that jticket reported as made, `plain` the commits of plain git,
    `taken_along` those of them that hold a change of jticket too, which the guide allows.
    """

    made: int
    plain: int
    taken_along: int
    losses: tuple[str, ...]


def busy_losses(repo: GitRepo, seconds: float) -> Busy:
    """Commits with plain git in two work trees and with jticket in both, all at once."""
    side = repo.path.parent / f"{repo.path.name}-side"
    repo.git("worktree", "add", "-q", "-b", "side", str(side))
    trees = (repo, GitRepo(side))
    stop = Event()
    gits = [_Work() for _ in trees]
    makers = [_Work() for _ in trees]
    setters = [_Work() for _ in trees]
    threads = []
    for index, tree in enumerate(trees):
        threads += [
            Thread(target=_commit_files, args=(tree, stop, gits[index])),
            Thread(target=_create_tickets, args=(tree, stop, makers[index])),
            Thread(target=_add_tags, args=(tree, stop, setters[index], index)),
        ]
    for thread in threads:
        thread.start()
    time.sleep(seconds)
    stop.set()
    for thread in threads:
        thread.join()
    losses: list[str] = []
    taken_along = 0
    for index, tree in enumerate(trees):
        losses += _tree_losses(tree, gits[index], makers[index], setters[index])
        for name in gits[index].done:
            others = set(_names(tree, name)) - {name}
            taken_along += bool(others)
            if strange := {other for other in others if not other.startswith(".tickets/")}:
                losses.append(f"plain git's commit of {name} holds {strange}")
    if fsck := repo.git("fsck", "--strict", "--no-dangling", "--no-progress", check=False):
        losses.append(f"git fsck says {fsck!r}")
    made = sum(len(work.done) for work in (*makers, *setters))
    plain = sum(len(work.done) for work in gits)
    return Busy(made, plain, taken_along, tuple(losses))


def losses_in_between(repo: GitRepo) -> Iterator[str]:
    """Yields what is lost when plain git commits after jticket's index and before its branch."""
    bin_folder, once = repo.path.parent / "bin", repo.path.parent / "once"
    real = shutil.which("git")
    wrapper = f"""#!/bin/sh
case " $* " in *" update-ref "*)
    if [ ! -e "{once}" ]; then
        touch "{once}"
        (cd "{repo.path}" && env -u GIT_INDEX_FILE "{real}" commit -q -m theirs)
    fi
esac
exec "{real}" "$@"
"""
    bin_folder.mkdir()
    (bin_folder / "git").write_text(wrapper)
    (bin_folder / "git").chmod(0o755)
    repo.write("theirs.txt", "theirs\n")
    repo.git("add", "theirs.txt")
    path = f"{bin_folder}{os.pathsep}{os.environ['PATH']}"
    ran = process(repo.path, "create", "Meanwhile", PATH=path)
    if not once.exists():
        yield f"git update-ref was not run: {ran.err}"
    if "theirs.txt" not in (held := _names(repo, "theirs")):
        yield f"plain git's commit holds {held}"
    repo.git("commit", "-q", "--allow-empty", "-m", "their next commit")
    at_head = repo.git("ls-tree", "-r", "--name-only", "HEAD").splitlines()
    if ran.status == 0 and f".tickets/{ran.out.strip()}.md" not in at_head:
        yield f"{ran.out.strip()} was created, and their next commit deleted it"


def editor_losses(repo: GitRepo, seconds: float) -> Iterator[str]:
    """Yields what is lost when jticket commits while `git commit -a` is in its editor."""
    editor = repo.script(".git/editor", f"sleep {seconds}")
    repo.write("README.md", "theirs\n")
    variables = environment(GIT_EDITOR=str(editor))
    arguments = ["git", "commit", "-q", "-a", "-e", "-m", "theirs"]
    with subprocess.Popen(arguments, cwd=repo.path, env=variables) as git:
        while not (repo.path / ".git/index.lock").exists() and git.poll() is None:
            time.sleep(0.005)
        ran = process(repo.path, "create", "Meanwhile")
    if git.returncode:
        yield f"git commit -a failed with {git.returncode}"
    elif (held := _names(repo, "theirs")) != ["README.md"]:
        yield f"the commit of git commit -a holds {held}"
    if ran.status == 0 and _names(repo, ran.out.split()[0]) != [
        f".tickets/{ran.out.split()[0]}.md"
    ]:
        yield f"{ran.out.strip()} was created, and its commit does not hold it"
    if ran.status not in (0, 1):
        yield f"exit code {ran.status}: {ran.err}"
    if ran.status == 1 and repo.status() and "uncommitted" not in ran.err:
        yield f"refused, but {repo.status()!r} is left: {ran.err}"
    if ran.status == 0 and repo.status():
        yield f"{repo.status()!r} is left"


def _commit_files(tree: GitRepo, stop: Event, work: _Work) -> None:
    """Adds and commits files, as a person does who tries again when the index is locked."""
    number = 0
    while not stop.is_set():
        number += 1
        name = f"theirs-{number}.txt"
        tree.write(name, name)
        for arguments in (["add", name], ["commit", "-q", "-m", name]):
            while True:
                ran = _run(tree, ["git", *arguments])
                if ran.returncode == 0:
                    break
                if "lock" not in ran.stderr:
                    work.problems.append(f"git {arguments[0]} {name}: {ran.stdout}{ran.stderr}")
                    break
                time.sleep(0.02)
        work.done.append(name)
        time.sleep(0.05)


def _create_tickets(tree: GitRepo, stop: Event, work: _Work) -> None:
    while not stop.is_set():
        _note(_run(tree, command("create", "A ticket")), work)


def _add_tags(tree: GitRepo, stop: Event, work: _Work, index: int) -> None:
    number = 0
    while not stop.is_set():
        number += 1
        tag = f"t{index}-{number}"
        ran = _run(tree, command("set", "1", f"tags+={tag}"))
        _note(subprocess.CompletedProcess(ran.args, ran.returncode, f"{tag}\n", ran.stderr), work)


def _note(ran: subprocess.CompletedProcess[str], work: _Work) -> None:
    if ran.returncode == 0:
        work.done.append(ran.stdout.strip())
    elif ran.returncode == 1:
        work.refused.append(ran.stderr)
    else:
        work.problems.append(f"exit code {ran.returncode}: {ran.stderr[-500:]}")


def _run(tree: GitRepo, arguments: list[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        arguments, cwd=tree.path, env=environment(), capture_output=True, text=True, check=False
    )


def _tree_losses(tree: GitRepo, gits: _Work, makers: _Work, setters: _Work) -> Iterator[str]:
    yield from (*gits.problems, *makers.problems, *setters.problems)
    at_head = set(tree.git("ls-tree", "-r", "--name-only", "HEAD").splitlines())
    for name in gits.done:
        if name not in at_head:
            yield f"{name}, which plain git committed, is not in HEAD"
    for ticket in makers.done:
        if f".tickets/{ticket}.md" not in at_head:
            yield f"{ticket} was created, but is not in HEAD"
    tags = tree.git("show", "HEAD:.tickets/JJM-001.md")
    for tag in setters.done:
        if tag not in tags:
            yield f"the tag {tag} was reported as set, but is not in HEAD"
    for commit in tree.git("log", "--format=%H", "--grep=^JJM-", "main..HEAD", "HEAD").splitlines():
        held = tree.git("diff-tree", "-r", "--name-only", "--no-commit-id", commit).splitlines()
        if len(held) != 1 or not held[0].startswith(".tickets/"):
            yield f"jticket's commit {commit[:10]} holds {held}"
    texts_kept = sum("uncommitted" in message for message in makers.refused)
    left = tree.status().splitlines()
    if len(left) > texts_kept:
        yield f"{left} is left, and {texts_kept} texts were said to be uncommitted"


def _names(tree: GitRepo, subject: str) -> list[str]:
    """Returns the files that the newest commit with this in its subject changed."""
    commit = tree.git("log", "-1", "--format=%H", "--fixed-strings", f"--grep={subject}")
    names = ("diff-tree", "-r", "--name-only", "--no-commit-id", commit)
    return tree.git(*names).splitlines() if commit else []
