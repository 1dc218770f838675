"""Hostile clones, a folder each in `tests/cases/hostile`: built, used by a victim, and judged.

A case has a `setup.sh` that makes a clone hostile, and a `case.yml` with what the attacker `hopes`
for, the `commands` that the victim runs besides the usual ones, and `slow` if only the stress tests
are to try it. The script runs in a repository
with two tickets. It finds in its environment the paths of a `SECRET` file, of a `CANARY` folder
around it, and of the marker that a program of the attacker would make, `PWNED`.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from signal import SIGALRM, SIGPROF
from typing import TYPE_CHECKING, Final

import yaml
from commandline import environment
from markup import foreign_markup

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gitrepo import GitRepo

CASES: Final = Path(__file__).parent / "cases" / "hostile"
SECRET: Final = "TOP-SECRET-KEY"  # noqa: S105 - what the attacker is after
SECONDS: Final = 30

_READING: Final = """\
list --all --format table
list --all --json --full
list --branches
show 1
show 1 --history
search First
check
check --format github
tree
graph --format mermaid
plan
board --format table
overview
render phases
log --limit 50
diff HEAD~1 --format markdown
"""
_MORE_READING: Final = """\
list --all --format csv
list --at HEAD~1
ready
blocked
next
show 1 --raw
check --base HEAD~1 --files
check --format sarif
graph --format dot
graph --format text
plan --workers 2
stats --by status,assignee,phase,tag
stats --since 2020-01-01
board --by assignee --format table
overview --by phase
render changelog
render standup
render plan
log 1
diff HEAD~1
diff HEAD~1 --json
completion bash
"""
_WRITING: Final = """\
create 'A title'
set 1 priority=high
devlog 2 'A note' --no-commit
commit
"""
_MORE_WRITING: Final = """\
claim 1 --as ana
tick 1 1
complete 1 --as ana --force
archive 1
dep add 2 1
check --fix
overview -o OVERVIEW.md
set 2 title=New --no-commit
init
"""
_ACTING: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]"
)
_MARKDOWN: Final = ("overview", "render")
_WORKFLOW_COMMAND: Final = re.compile(
    r"^\s*(?!::(?:error|warning|notice) file=)(?:::|.*##\[)", re.MULTILINE
)


@dataclass(frozen=True, slots=True)
class Case:
    """A hostile clone."""

    name: str
    hope: str
    commands: str
    is_slow: bool

    @property
    def setup(self) -> Path:
        """The script that makes it."""
        return CASES / self.name / "setup.sh"


@dataclass(frozen=True, slots=True)
class Lair:
    """Where a case takes place: the clone, and what is not the attacker's around it."""

    repo: GitRepo
    canary: Path

    @property
    def secret(self) -> Path:
        """A file of the victim's."""
        return self.canary / "id_rsa"

    @property
    def marker(self) -> Path:
        """The file that a program of the attacker's would make."""
        return self.canary.parent / "pwned"


def all_cases() -> list[Case]:
    """Returns the cases, sorted by name."""
    cases = []
    for path in sorted(CASES.glob("*/case.yml")):
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
        cases.append(
            Case(path.parent.name, data["hope"], data.get("commands", ""), data.get("slow", False))
        )
    return cases


def losses(case: Case, repo: GitRepo, *, everything: bool = False) -> list[str]:
    """Returns what the attacker got from a victim who ran commands in the clone: nothing, ideally.

    With `everything`, the victim runs many more commands.
    """
    lair = Lair(repo, repo.path.parent / "canary")
    _lay(lair)
    _build(case, lair)
    before = _outside(lair)
    commands = [_READING, _MORE_READING * everything, case.commands]
    commands += [_WRITING, _MORE_WRITING * everything]
    words = [shlex.split(line) for part in commands for line in part.splitlines()]
    lost = [f"{shlex.join(ran)}: {loss}" for ran, loss in _used(lair, words)]
    changed = _outside(lair).items() ^ before.items()
    lost += [f"{path} changed" for path in sorted({path for path, _ in changed})]
    if (repo.path / lair.marker.name).exists():
        lost.append("a name of the attacker's was taken for an option")
    if _in_objects(repo) or _in_files(repo):
        lost.append("the secret is in the clone now")
    return lost


def _lay(lair: Lair) -> None:
    (lair.canary / "tickets").mkdir(parents=True)
    lair.secret.write_text(f"{SECRET}\n")
    (lair.canary / "JJM-009.md").write_text(f"---\nid: JJM-009\ntitle: {SECRET}\n---\n")
    (lair.canary / "config.yml").write_text(f"prefix: JJM\n# {SECRET}\n")
    (lair.canary / "tickets/task.md.j2").write_text(f"{SECRET}\n")


def _build(case: Case, lair: Lair) -> None:
    variables = {
        "SECRET": lair.secret,
        "CANARY": lair.canary,
        "PWNED": lair.marker,
        "PYTHON": sys.executable,
    }
    ran = subprocess.run(
        ["sh", "-eu", str(case.setup)],
        cwd=lair.repo.path,
        env=environment(**{name: str(path) for name, path in variables.items()}),
        capture_output=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr.decode(errors="replace")
    assert not lair.marker.exists(), "the script of the case ran the attacker's program itself"


def _outside(lair: Lair) -> dict[Path, bytes | None]:
    """Returns all files around the clone, with what is in them."""
    files: dict[Path, bytes | None] = {}
    for folder, folders, names in os.walk(lair.canary.parent):
        if lair.repo.path.name in folders:
            folders.remove(lair.repo.path.name)
        place = Path(folder)
        files |= dict.fromkeys((place / name for name in folders), None)
        files |= {place / name: (place / name).read_bytes() for name in names}
    return files


def _in_objects(repo: GitRepo) -> bool:
    return SECRET in repo.git("cat-file", "--batch-all-objects", "--batch", "--buffer")


def _in_files(repo: GitRepo) -> bool:
    # grep follows no link, and reads what is deeper than the longest path.
    words = ["grep", "-rqsF", "--devices=skip", "--exclude-dir=.git", SECRET, "."]
    return subprocess.run(words, cwd=repo.path, check=False).returncode == 0


def _used(lair: Lair, commands: Sequence[list[str]]) -> Iterator[tuple[list[str], str]]:
    """Runs the commands; yields each that lost something, with what it was."""
    ran = subprocess.run(
        [sys.executable, "-P", "-m", "victim"],
        cwd=lair.repo.path,
        input=json.dumps({"commands": commands, "seconds": SECONDS}).encode(),
        capture_output=True,
        check=False,
        env=environment(PWNED=str(lair.marker), EDITOR="true"),
    )
    results = [json.loads(line) for line in ran.stdout.splitlines()]
    for called, result in zip(results[::2], results[1::2], strict=False):
        for loss in _losses_of(called["words"], result):
            yield called["words"], loss
    if ran.returncode:
        words = results[-1]["words"] if results else []
        how = "hangs" if ran.returncode in (-SIGALRM, -SIGPROF) else f"crashes: {ran.returncode}"
        yield words, f"{how} {ran.stderr[-300:].decode(errors='replace')}"


def _losses_of(words: Sequence[str], result: dict[str, object]) -> Iterator[str]:
    out, err = str(result["out"]), str(result["err"])
    if SECRET in out + err:
        yield "prints the secret"
    if result["status"] not in (0, 1, 2) or "Traceback" in out + err:
        yield f"ends with {result['status']}: {err[-300:]}"
    if acting := _ACTING.search(out + err):
        line = next(line for line in (out + err).split("\n") if acting[0] in line)
        yield f"prints {acting[0]!r} in {line[:200]!r}"
    if words[0] in _MARKDOWN and (markup := foreign_markup(out)):
        yield f"has markup: {markup[:3]}"
    if "github" in words and (escaped := _WORKFLOW_COMMAND.search(out)):
        yield f"is a workflow command: {out[escaped.start() :][:100]}"
