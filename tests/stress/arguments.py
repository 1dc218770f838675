"""Argument lists made from the real options, each run on a copy of a project and checked."""

from __future__ import annotations

import json
import re
import shutil
from functools import partial
from random import Random
from typing import TYPE_CHECKING

from commandline import Ran, jticket

from stress.argument_lists import HOSTILE, commands, drawn_arguments, options_given
from stress.proof import Effort, Promise, Row
from stress.sample_project import copy_of, isolated_environment, new_project
from stress.workers import Attempt, Limits, tally

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import click
    from gitrepo import GitRepo

SHORT, LONG = 150, 5_000
LIMITS = Limits(seconds=30, patience=120)
EDITOR = 'printf "\\n\\nfrom the editor\\n" >> "$1"'
STDIN = [b"", b"from stdin\n", b'{"title": "From stdin"}', b"\x1b[31m", b"y\n" * 3, b"\xff\xfe"]
_STYLE = re.compile(r"\x1b\[[0-9;]*m")
_ACTING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]"
)
_NAMES_A_FILE = ("-o", "--output", "--plot", "--dir")


def part(effort: Effort) -> Iterator[Row]:
    """Yields what became of the argument lists, and how many of them were understood."""
    with isolated_environment(effort.scratch / "home"):
        project = new_project(effort.scratch / "project")
        editor = project.script(".git/editor", EDITOR)
        attempt = partial(_attempt, effort, project, commands(), str(editor))
        count = LONG if effort.long else SHORT
        made = tally(count, attempt, effort.scratch, LIMITS)
    deep = made.events["0"] + made.events["1"]
    losses = list(made.losses)
    if deep * 2 < made.tries:
        losses.append(f"only {deep} of {made.tries} argument lists ran deep")
    share = f"{100 * deep // made.tries} % ran deep ({made.events['0']} done)"
    yield Row(Promise.NO_CRASH, f"argument lists: {share}", made.tries, 0, tuple(losses))


def _attempt(
    effort: Effort,
    project: GitRepo,
    known: dict[str, click.Command],
    editor: str,
    number: int,
) -> Attempt:
    chance = Random(f"{effort.seed}:{number}")  # noqa: S311 - the same ones each time
    arguments = drawn_arguments(chance, known)
    folder = effort.scratch / f"attempt-{number}"
    repo = copy_of(project, folder / "repo")
    (folder / "beside.txt").write_text("not to be touched\n")
    before = _contents(folder)
    stdin = chance.choice([*STDIN, chance.choice(HOSTILE).encode("utf-8", "surrogateescape")])
    cwd = repo.path / "src" if chance.random() < 0.1 else repo.path
    ran = jticket(cwd, *arguments, stdin=stdin, EDITOR=editor)
    losses = [*_output_losses(arguments, ran), *_file_losses(arguments, cwd, folder, before)]
    losses += _json_losses(arguments, options_given(arguments, known), ran)
    checked = repo.git("fsck", "--strict", "--no-dangling", "--no-progress", check=False)
    if checked:
        losses.append(f"git fsck says {checked!r}")
    shutil.rmtree(folder)
    where = f"list {number} of seed {effort.seed} ({arguments!r:.1500}, stdin {stdin!r:.100})"
    return Attempt((str(ran.status),), tuple(f"{where}: {loss}" for loss in losses))


def _output_losses(arguments: list[str], ran: Ran) -> Iterator[str]:
    if ran.status not in (0, 1, 2):
        yield f"exit code {ran.status}: {ran.err[-500:]}"
    if "Traceback" in ran.err + ran.out:
        yield f"a traceback: {ran.err[-500:]}"
    if ran.status and not ran.err and not ran.out:
        yield f"exit code {ran.status} without a word"
    for name, text in (("stdout", ran.out), ("stderr", ran.err)):
        plain = _STYLE.sub("", text) if "always" in arguments else text
        if acting := _ACTING.search(plain):
            start = max(acting.start() - 40, 0)
            yield f"{name} has {acting[0]!r} in {plain[start : acting.end() + 40]!r}"


def _json_losses(arguments: list[str], given: set[str], ran: Ran) -> Iterator[str]:
    if ran.status == 0 and "--json" in given and "--help" not in given:
        texts = [ran.out]
    elif ran.status and "--json" in given and not ran.out:
        texts = ran.err.splitlines()[-1:]
    elif ran.status == 0 and "jsonl" in arguments:
        texts = ran.out.splitlines()
    else:
        return
    for text in texts:
        try:
            json.loads(text)
        except ValueError as error:
            yield f"{text[:200]!r} is not JSON: {error}"


def _contents(folder: Path) -> dict[str, bytes]:
    """Returns the files that no command may change unless an argument names them, by path."""
    files = {}
    for path in folder.rglob("*"):
        name = path.relative_to(folder).as_posix()
        inside_git = name.startswith("repo/.git/")
        kept_in_git = name.startswith(("repo/.git/hooks", "repo/.git/config", "repo/.git/info"))
        if path.is_file() and (not inside_git or kept_in_git) and "/.tickets/" not in name:
            files[name] = path.read_bytes()
    return files


def _file_losses(
    arguments: list[str], cwd: Path, folder: Path, before: dict[str, bytes]
) -> Iterator[str]:
    after = _contents(folder)
    changed = {name for name in {*before, *after} if before.get(name) != after.get(name)}
    named = [(cwd / name).resolve() for name in _named_files(arguments)]
    for name in sorted(changed):
        path = (folder / name).resolve()
        if not any(path == target or target in path.parents for target in named):
            yield f"the file {name} changed"


def _named_files(arguments: list[str]) -> Iterator[str]:
    """Yields the files and folders that the arguments ask to write to."""
    for index, word in enumerate(arguments):
        option, _, value = word.partition("=")
        if option in _NAMES_A_FILE:
            yield value if "=" in word else "".join(arguments[index + 1 : index + 2])
        elif word.startswith("-o"):
            yield word[2:]
    if "overview" in arguments:
        yield from (word for word in arguments if word.endswith(".md"))
