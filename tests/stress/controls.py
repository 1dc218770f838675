"""The control: losses planted in a copy of the package, which the other parts must detect."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from stress import sandbox
from stress.faults import fail
from stress.kills import Victim, kill, rehearse
from stress.proof import Effort, Promise, Row
from stress.sandbox import SCENARIOS
from stress.strace import Fault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stress.kills import Rehearsal, Verdict
    from stress.strace import Call

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Plant:
    """A loss: Python appended to a module, so that it replaces a function there.

    A `program` is disturbed at its calls `names`, by an `error` or else a kill; then `loss` must
    be reported.
    """

    what: str
    module: str
    code: str
    program: str
    names: tuple[str, ...]
    loss: str
    error: str = ""


PLANTS = (
    Plant(
        "a file written in place",
        "store/writes.py",
        """
def write_file(path, data, *, before, area):
    with open(path, "wb", buffering=0) as file:
        file.write(data[: len(data) // 2])
        os.fsync(file.fileno())
        file.write(data[len(data) // 2 :])
""",
        *("jticket", ("fsync",), "neither the old nor the new file"),
    ),
    Plant(
        "a temporary file beside the ticket",
        "store/writes.py",
        """
def write_file(path, data, *, before, area):
    temporary = path.with_name(f".{path.name}.tmp")
    temporary.write_bytes(data)
    temporary.rename(path)
""",
        *("jticket", ("rename",), "git would commit it"),
    ),
    Plant(
        "a commit that is not checked",
        "vcs/commit/commit.py",
        """
def _advance(draft, oid, message):
    indexes.update_user_index(draft.repo, draft.folder, oid, draft.names, head=draft.head.tree)
    draft.repo.run("update-ref", "HEAD", oid, check=False)
""",
        *("update-ref", ("rename",), "reported as done, but not in HEAD", "ENOSPC"),
    ),
    Plant(
        "a refusal that leaves the new file",
        "ops/write/file_changes.py",
        """
def put_back(changes, area):
    return Remains()
""",
        *("commit-tree", ("write",), "refused, but written", "ENOSPC"),
    ),
)


def part(effort: Effort) -> Iterator[Row]:
    """Reports each planted loss that is not detected as a loss."""
    with sandbox.pool(effort.scratch) as pool:
        base = pool.submit(sandbox.prepare, effort.scratch / "base").result()
        tried = pool.map(partial(_tried, effort.scratch, base), PLANTS)
        for plant, verdicts in zip(PLANTS, tried, strict=True):
            hits = sum(verdict.hit for verdict in verdicts)
            detected = any(plant.loss in loss for verdict in verdicts for loss in verdict.losses)
            missed = () if detected else (f"a planted loss is not detected: {plant.what}",)
            what = f"control: {plant.what} is detected"
            yield Row(Promise.DURABLE, what, len(verdicts), hits, missed)


def _tried(scratch: Path, base: Path, plant: Plant) -> list[Verdict]:
    package = Path(tempfile.mkdtemp(prefix="control-", dir=scratch))
    shutil.copytree(ROOT / "jticket", package / "jticket")
    with (package / "jticket" / plant.module).open("a") as module:
        module.write(plant.code)
    scenario = next(scenario for scenario in SCENARIOS if scenario.name == "set")
    rehearsal = rehearse(scratch, base, scenario, package)
    points = [call for call in rehearsal.calls if _is_point(plant, call)]
    return [_disturbed(scratch, plant, rehearsal, call, package) for call in points]


def _is_point(plant: Plant, call: Call) -> bool:
    return call.program == plant.program and call.name in plant.names


def _disturbed(
    scratch: Path, plant: Plant, rehearsal: Rehearsal, call: Call, package: Path
) -> Verdict:
    if plant.error:
        return fail(scratch, rehearsal, Fault(call, f"error={plant.error}"), package)
    return kill(scratch, rehearsal, call, Victim.JTICKET, package)
