"""What HEAD holds under given names, asked for in one go."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from jticket.vcs.errors import GitError
from jticket.vcs.paths import nul_list, repo_relative_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from jticket.vcs.repository import Repository

_FORMAT: Final = "%(objecttype) %(objectsize)"


def read_at_head(repo: Repository, paths: Iterable[Path]) -> dict[Path, bytes | None]:
    """Returns each file's content in HEAD; None where HEAD has no such file, or is unborn."""
    names = repo_relative_names(repo.top, paths)
    queries = _queries(names.values())
    output = repo.run("cat-file", f"--batch={_FORMAT}", "-z", input=nul_list(queries)).out
    return dict(zip(names, _contents(queries, output), strict=True))


def names_at_head(repo: Repository, names: Iterable[str]) -> frozenset[str]:
    """Returns those of `names` that HEAD has; without any, git is not started."""
    known = list(names)
    if not known:
        return frozenset()
    queries = _queries(known)
    output = repo.run("cat-file", f"--batch-check={_FORMAT}", "-z", input=nul_list(queries)).out
    facts = _facts(queries, output, bodies=False)
    return frozenset(name for name, found in zip(known, facts, strict=True) if found is not None)


def _queries(names: Iterable[str]) -> list[str]:
    return [f"HEAD:{name}" for name in names]


def _contents(queries: list[str], output: bytes) -> Iterator[bytes | None]:
    for found in _facts(queries, output, bodies=True):
        if found is None or not found[0].startswith(b"blob "):
            yield None
        else:
            yield output[found[1] : found[2]]


def _facts(
    queries: list[str], output: bytes, *, bodies: bool
) -> Iterator[tuple[bytes, int, int] | None]:
    """Yields each answer's head line and where its body begins and ends; None for a missing one.

    A missing name is repeated as it was asked for, newlines and all.
    """
    place = 0
    for query in queries:
        missing = nul_list([query])[:-1] + b" missing\n"
        if output.startswith(missing, place):
            place += len(missing)
            yield None
            continue
        end = output.find(b"\n", place)
        if end < 0:
            raise GitError("cat-file", 0, "its output ends too early")
        head = output[place:end]
        start = end + 1
        place = stop = start + int(head.split(b" ")[1]) if bodies else start
        place += bodies
        yield head, start, stop
