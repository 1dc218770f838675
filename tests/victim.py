"""The process in which the commands of a hostile clone's victim run, one after the other.

Reads the commands as JSON from stdin, and writes a line of JSON before and after each to stdout. A
command that takes too long, or a crash, ends the process: the last line then says which it was.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
import time
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from commandline import Ran, jticket

if TYPE_CHECKING:
    from collections.abc import Sequence

_MEMORY = 3 * 1024**3
_WHILE_BUSY = 6
"""How many times its computing time a command may take on a busy machine."""

_PRESSED_TAB = """\
jticket() { "$PYTHON" -P -m jticket "$@"; }
eval "$(jticket completion bash)"
_jticket_completion jticket
for word in "${COMPREPLY[@]}"; do
  eval ": $word" # what Enter does then
done
"""


def main() -> None:
    """Runs the commands in the current folder, each in at most `seconds`."""
    job = json.load(sys.stdin)
    report = os.fdopen(os.dup(1), "w")
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    for words in job["commands"]:
        print(json.dumps({"words": words}), file=report, flush=True)
        signal.setitimer(signal.ITIMER_PROF, job["seconds"])
        signal.setitimer(signal.ITIMER_REAL, job["seconds"] * _WHILE_BUSY)
        began = time.process_time()
        ran = _pressed_tab(words) if words[0] == "tab" else jticket(Path.cwd(), *words)
        for timer in (signal.ITIMER_PROF, signal.ITIMER_REAL):
            signal.setitimer(timer, 0)
        seconds = time.process_time() - began
        print(json.dumps({"seconds": seconds, **asdict(ran)}), file=report, flush=True)


def _pressed_tab(words: Sequence[str]) -> Ran:
    """Presses Tab after the words in bash, and then Enter for each of what is offered."""
    line = " ".join(words[1:])
    script = f"COMP_WORDS=({line} '') COMP_CWORD={len(words) - 1}\n{_PRESSED_TAB}"
    ran = subprocess.run(
        ["bash", "--norc", "-O", "extglob", "-c", script],
        env={**os.environ, "PYTHON": sys.executable},
        capture_output=True,
        check=False,
    )
    return Ran(ran.returncode, ran.stdout.decode(), "")


if __name__ == "__main__":
    main()
