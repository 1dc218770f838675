"""Runs the parts of the proof and prints one table; exits 1 if a promise was broken."""

from __future__ import annotations

import argparse
import shutil
import signal
import sys
import tempfile
import time
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from stress.proof import Effort, Promise, Row

if TYPE_CHECKING:
    from collections.abc import Sequence

PARTS = (
    "documents",
    "arguments",
    "signals",
    "states",
    "kills",
    "faults",
    "random_kills",
    "controls",
    "hostile",
    "properties",
)
"""The modules that have a `part`, a function from `Effort` to rows, in the order they run."""

TRACED = frozenset({"kills", "faults", "random_kills", "controls"})
"""Those that need strace."""


def main(arguments: Sequence[str]) -> int:
    """Runs the named parts, or all, and returns the exit code."""
    parser = argparse.ArgumentParser(prog="tests/stress/run", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"of: {', '.join(PARTS)}")
    parser.add_argument("--long", action="store_true", help="try everything; takes hours")
    parser.add_argument("--seed", type=int, default=1, help="of what is random; default: 1")
    parser.add_argument(
        "--share",
        type=_share,
        default=(1, 1),
        metavar="K/N",
        help="with --long: of kills and faults, the Kth of N equal parts",
    )
    options = parser.parse_args(arguments)
    if unknown := set(options.parts) - set(PARTS):
        parser.error(f"unknown part: {', '.join(sorted(unknown))}")
    parts: Sequence[str] = options.parts or PARTS
    traced = [name for name in parts if name in TRACED]
    if traced and shutil.which("strace") is None:
        parser.exit(2, f"{', '.join(traced)}: install strace first (`apt-get install strace`)\n")
    _heed_signals()
    rows: list[Row] = []
    for name in parts:
        began = time.monotonic()
        rows += _rows(name, options)
        print(f"{name}: {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
    return _print(rows)


def _heed_signals() -> None:
    """Undoes what a shell's `&` or `nohup` did: its children would ignore these signals."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)


def _share(text: str) -> tuple[int, int]:
    first, _, step = text.partition("/")
    if not 1 <= int(first) <= int(step):
        raise ValueError
    return int(first), int(step)


def _rows(name: str, options: argparse.Namespace) -> list[Row]:
    part = import_module(f"stress.{name}").part
    with tempfile.TemporaryDirectory(prefix=f"stress-{name}-") as scratch:
        return list(part(Effort(options.long, options.seed, Path(scratch), options.share)))


def _print(rows: Sequence[Row]) -> int:
    print(f"{'TRIES':>7} {'FAULTS':>7} {'LOSSES':>7}  TRIED")
    for promise in Promise:
        of_promise = [row for row in rows if row.promise is promise]
        if of_promise:
            print(f"\n{'':23}  {promise.value}")
        for row in of_promise:
            print(f"{row.tries:7} {row.faults:7} {len(row.losses):7}  {row.tried}")
    losses = [loss for row in rows for loss in row.losses]
    # What tried nothing has proved nothing.
    losses += [f"nothing was tried: {row.tried}" for row in rows if not row.tries]
    for loss in losses:
        print(f"\nLOST: {loss}")
    print(f"\n{len(losses)} promises broken" if losses else "\nevery promise was kept")
    return 1 if losses else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
