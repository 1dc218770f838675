"""The Tab key in real shells on a terminal: what is inserted, what is listed, and nothing is run.

bash is tried everywhere; zsh, fish and the package bash-completion where JTICKET_PROGRAMS is set.
"""

from __future__ import annotations

import json
import os
import pty
import re
import select
import subprocess
import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from commandline import done, environment
from gitrepo import GitRepo
from terminal import take_the_terminal, unstyled

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LIBRARY = "/usr/share/bash-completion/bash_completion"
ALL = bool(os.environ.get("JTICKET_PROGRAMS"))
PATIENCE = 60.0
HOSTILE = "$(touch made) `touch made` \x1b[31m'\"\\ %F{red} ; touch made"
ZSHRC = "unset zle_bracketed_paste\nautoload -Uz compinit\ncompinit -D -u\n"


@dataclass(frozen=True)
class ShellCase:
    """How a shell is started, and what it reads before it asks for a command."""

    name: str
    command: tuple[str, ...]
    setup: str


CASES = [
    ShellCase("bash", ("bash", "--norc", "--noprofile", "-i"), 'eval "$(jticket completion bash)"'),
    ShellCase(
        "bash",
        ("bash", "--norc", "--noprofile", "-i"),
        f'. {LIBRARY} && eval "$(jticket completion bash)"',
    ),
    ShellCase("zsh", ("zsh", "-i"), 'eval "$(jticket completion zsh)"'),
    ShellCase("fish", ("fish", "--no-config", "-i"), "jticket completion fish | source"),
]
NAMES = ["bash", "bash-completion", "zsh", "fish"]


class Session:
    """A shell on a terminal of its own."""

    def __init__(self, case: ShellCase, folder: Path, home: Path) -> None:
        path = f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}"
        variables = environment(
            PATH=path, HOME=str(home), ZDOTDIR=str(home), TERM="xterm", COLUMNS="100", PS1="$ "
        )
        self.process, self.master = _started(case, folder, variables)
        self.out = ""
        self.send(f"{case.setup} && echo re''ady\r")
        self.read_until("ready")

    def send(self, keys: str) -> None:
        """Types keys."""
        os.write(self.master, keys.encode())

    def read_until(self, text: str) -> str:
        """Reads until a text was shown after what was read before, and returns all of that."""
        begun, limit = len(self.out), time.monotonic() + PATIENCE
        while text not in unstyled(self.out[begun:]):
            left = limit - time.monotonic()
            assert left > 0, (text, self.out[begun:])
            if select.select([self.master], [], [], left)[0]:
                self.out += os.read(self.master, 65536).decode(errors="replace")
        return unstyled(self.out[begun:])

    def words_after(self, keys: str) -> list[str]:
        """Returns the words of the command line after keys, as the shell itself splits them."""
        self.send(f"{keys}\x01printf '<%s>' \r")
        self.send("echo en''d\r")
        shown = self.read_until("end")
        return re.findall(r"<([^>]*)>", shown[shown.index("<jticket>") :])

    def close(self) -> None:
        """Ends the shell."""
        os.close(self.master)
        self.process.kill()
        self.process.wait()


def _started(
    case: ShellCase, folder: Path, variables: dict[str, str]
) -> tuple[subprocess.Popen[bytes], int]:
    master, slave = pty.openpty()
    subprocess.run(["stty", "rows", "40", "cols", "100"], stdin=slave, check=True)
    process = subprocess.Popen(
        case.command,
        cwd=folder,
        env=variables,
        stdin=slave,
        stdout=slave,
        stderr=slave,
        start_new_session=True,
        preexec_fn=take_the_terminal,
    )
    os.close(slave)
    return process, master


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory, template: Path) -> GitRepo:
    """Returns a repository with hostile titles, criteria, tags and phases, and `jticket` in bin."""
    folder = tmp_path_factory.mktemp("shells") / "repo"
    subprocess.run(["cp", "-r", str(template), str(folder)], check=True)
    repo = GitRepo(folder)
    for title in (HOSTILE, "Plain"):
        done(folder, "create", title.replace("\x1b", ""), "--criterion", title.replace("\x1b", ""))
    path = folder / ".tickets" / "JJM-003.md"
    hostile = f"title: {json.dumps(HOSTILE)}\n"
    path.write_text(re.sub(r"title: .*\n", lambda _: hostile, path.read_text()))
    done(folder, "set", "3", "4", "phase=one two", "tags=cli,core")
    done(folder, "set", "1", f"milestone={HOSTILE.replace(chr(27), '')}")
    done(folder, "claim", "1", "--as", "ana")
    repo.script("bin/jticket", f'exec {sys.executable} -m jticket "$@"')
    return repo


@pytest.fixture(scope="module", params=range(len(CASES)), ids=NAMES)
def session(
    request: pytest.FixtureRequest, project: GitRepo, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Session]:
    """Returns a shell that has read the script of `jticket completion`."""
    if request.param and not ALL:
        pytest.skip("JTICKET_PROGRAMS is not set")
    home = tmp_path_factory.mktemp("home")
    (home / ".zshrc").write_text(ZSHRC)
    opened = Session(CASES[request.param], project.path, home)
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ("jticket sho\t", ["show"]),
        ("jticket submit J\t", ["submit", "JJM-001"]),
        ("jticket show 4\t", ["show", "JJM-004"]),
        ("jticket list --miles\t", ["list", "--milestone"]),
        ("jticket set 2 prio\thi\t", ["set", "2", "priority=high"]),
        ("jticket set 2 tags+=cl\t", ["set", "2", "tags+=cli"]),
        ("jticket list --priority=hi\t", ["list", "--priority=high"]),
        ("jticket list --phase one\t", ["list", "--phase", "one two"]),
        ("jticket list --phase 'on\t", ["list", "--phase", "one two"]),
        ("jticket list --where 'open and milest\t", ["list", "--where", "open and milestone"]),
        ("jticket list --columns id,tit\t", ["list", "--columns", "id,title"]),
        ("jticket schema front\t", ["schema", "front-matter"]),
        ("jticket tick 4 \t", ["tick", "4", "1"]),
        ("jticket move 1 rev\t", ["move", "1", "review"]),
    ],
)
def test_what_tab_inserts(session: Session, keys: str, expected: list[str]) -> None:
    assert session.words_after(keys) == ["jticket", *expected]


def test_several_tickets_are_listed_with_their_titles_and_inserted_without(
    session: Session,
) -> None:
    session.send("jticket claim JJM-\t\t\t")
    listed = session.read_until("Plain")
    for words in ("JJM-002", "Second", "JJM-003", "JJM-004"):
        assert words in listed
    assert "First" not in listed
    typed = session.words_after("")
    assert typed[:2] == ["jticket", "claim"]
    assert all(re.fullmatch(r"JJM-\d*", word) for word in typed[2:]), typed


def test_hostile_words_are_neither_run_nor_shown_raw(session: Session, project: GitRepo) -> None:
    session.send("jticket tick 3 \t\t\t")
    session.words_after("")
    before = len(session.out)
    typed = session.words_after("jticket list --milestone \t")
    milestone = HOSTILE.replace("\x1b", "")
    assert typed == ["jticket", "list", "--milestone", milestone]
    session.send("jticket claim JJM-\t\t\t")
    session.read_until("touch made")
    session.words_after("")
    assert "\x1b[31m" not in session.out[before:].replace(milestone, "")
    assert not (project.path / "made").exists()
