"""System calls of jticket and its gits, recorded with strace, and faults injected into them.

strace counts calls per process. So no process is traced together with its children: jticket is one
process, and each git that it starts is another, which a script named `git` on PATH starts under a
strace of its own. A fault is injected into the N-th call of one name in exactly one of them.
"""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

_CHANGING = (
    *("openat", "write", "pwrite64", "sendfile", "copy_file_range", "ftruncate"),
    *("fsync", "fdatasync", "rename", "renameat", "renameat2", "link", "linkat", "symlink"),
    *("unlink", "unlinkat", "mkdir", "mkdirat", "rmdir", "chmod", "fchmod", "utimensat"),
    *("flock", "fcntl", "vfork", "fork", "clone", "clone3", "execve", "wait4", "close"),
    *("exit_group", "pipe2"),
)
_WRITING = re.compile(r"O_(CREAT|WRONLY|RDWR|TRUNC)")
_LINE = re.compile(r"(\d+\.\d+) (\w+)\((.*)")
_RESULT = re.compile(r"\) += (-?\d+)")
_LOCK = "jticket.lock"

# `number` is that of the git; `JTICKET_` variables would be jticket's own. $PPID is jticket.
# The pipe of announcements is opened both ways: to write alone would wait for a reader for ever.
_GIT = """\
#!/bin/sh
read -r number < "$STRESS_COUNT"
number=$((number + 1))
echo "$number" > "$STRESS_COUNT"
[ -z "$STRESS_ANNOUNCE" ] || echo "$number" 1<> "$STRESS_ANNOUNCE"
case "$STRESS_GIT" in
"$number" | all)
  set -- strace -ttt -s 200 -o "$STRESS_LOG.$number" $STRESS_OPTIONS {git} "$@"
  [ -n "$STRESS_WITH_PARENT" ] || exec "$@"
  "$@"
  status=$?
  if [ $status = 137 ]; then kill -KILL $PPID; kill -KILL 0; fi
  exit $status
  ;;
esac
exec {git} "$@"
"""


@dataclass(frozen=True, slots=True)
class Call:
    """A system call of a command; `process` is 0 for jticket, else the number of the git.

    `program` is "jticket" or the git's subcommand, `number` counts the calls of this name in the
    process, `seconds` is the time since the lock was asked for.
    """

    process: int
    program: str
    name: str
    number: int
    text: str
    seconds: float

    def __str__(self) -> str:
        which = f"git {self.process} ({self.program})" if self.process else "jticket"
        return f"{which}, {self.name}:when={self.number}, {self.text}"


@dataclass(frozen=True, slots=True)
class Fault:
    """What happens to a call: "signal=KILL", or "error=EIO" for example.

    `lasting` if it happens to every later call of this name in the process, too.
    """

    call: Call
    what: str
    lasting: bool = False

    def __str__(self) -> str:
        return f"{self.what}{' from then on' if self.lasting else ''} in {self.call}"


def _install(scratch: Path) -> Path:
    folder = scratch / "bin"
    folder.mkdir(exist_ok=True)
    script = folder / "git"
    script.write_text(_GIT.replace("{git}", shutil.which("git") or "git"))
    script.chmod(0o755)
    return folder


def variables(path: str, scratch: Path, **settings: str) -> Mapping[str, str]:
    """Returns the variables that make jticket start the `git` that counts and traces."""
    tools = _install(scratch)
    (scratch / "count").write_text("0\n")
    names = ("GIT", "OPTIONS", "WITH_PARENT", "ANNOUNCE")
    return {
        "PATH": f"{tools}:{path}",
        "STRESS_COUNT": str(scratch / "count"),
        "STRESS_LOG": str(scratch / "log"),
        **{f"STRESS_{name}": settings.get(name, "") for name in names},
    }


def recording(scratch: Path) -> tuple[list[str], dict[str, str]]:
    """Returns the words that trace jticket into `log.0`, and the settings that trace its gits."""
    trace = f"trace={','.join(_CHANGING)}"
    words = ["strace", "-ttt", "-s", "200", "-o", str(scratch / "log.0"), "-e", trace]
    return words, {"GIT": "all", "OPTIONS": f"-e {trace}"}


def injecting(scratch: Path, fault: Fault) -> tuple[list[str], dict[str, str]]:
    """Returns the words and settings that inject a fault instead."""
    call = fault.call
    when = f"{call.number}{'+' if fault.lasting else ''}"
    words = ["-e", f"trace={call.name}", "-e", f"inject={call.name}:{fault.what}:when={when}"]
    if call.process:
        return [], {"GIT": str(call.process), "OPTIONS": " ".join(words)}
    return ["strace", "-ttt", "-s", "200", "-o", str(scratch / "log.0"), *words], {}


def was_injected(scratch: Path, fault: Fault) -> bool:
    """Returns whether the fault happened."""
    log = scratch / f"log.{fault.call.process}"
    text = log.read_text(errors="replace") if log.exists() else ""
    return "+++ killed by SIGKILL" in text or "(INJECTED)" in text


def calls(scratch: Path) -> list[Call]:
    """Returns the recorded calls that change or order something, from the lock on."""
    own = list(_read(scratch / "log.0", 0, "jticket"))
    began = next(call.seconds for call in own if call.name == "openat" and _LOCK in call.text)
    found = [call for call in own if call.seconds >= began]
    for log in scratch.glob("log.*"):
        if number := int(log.suffix[1:]):
            of_git = list(_read(log, number, _subcommand(log)))
            found += [call for call in of_git if of_git[0].seconds >= began]
    return [
        Call(call.process, call.program, call.name, call.number, call.text, call.seconds - began)
        for call in found
    ]


def _read(log: Path, process: int, program: str) -> Iterator[Call]:
    counts: dict[str, int] = {}
    writable: set[str] = set()
    for line in log.read_text(errors="replace").splitlines():
        match = _LINE.match(line)
        if match is None:
            continue
        seconds, name, rest = float(match[1]), match[2], match[3]
        counts[name] = counts.get(name, 0) + 1
        result = _RESULT.search(rest)
        is_writing = name == "openat" and _WRITING.search(rest) and "/dev/null" not in rest
        if is_writing and result:
            writable.add(result[1])
        if is_writing or _counts(name, rest, writable):
            yield Call(process, program, name, counts[name], f"{name}({rest}", seconds)


def _counts(name: str, rest: str, writable: set[str]) -> bool:
    """Returns whether another call may change something, or is one that others wait for."""
    if name == "openat":
        return False
    if name == "fcntl":
        return "F_SETLK" in rest
    if name == "close":
        descriptor = rest.partition(")")[0]
        if descriptor not in writable:
            return False
        writable.remove(descriptor)
    return True


def _subcommand(log: Path) -> str:
    started = log.read_text(errors="replace").partition("\n")[0]
    words: Iterator[str] = iter(re.findall(r'"([^"]*)"', started)[2:])
    for word in words:
        if word in ("-C", "-c"):
            next(words, None)
        else:
            return word
    return "?"
