"""The files that a commit, HEAD or the index holds, read from git's objects in bulk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from uuid import uuid4

from jticket.vcs.errors import GitError, MissingObjectError
from jticket.vcs.paths import decoded, nul_list, repo_relative_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from jticket.vcs.repository import Repository

_FORMAT: Final = "%(objecttype) %(objectsize)"
_REGULAR_FILE: Final = "100"


@dataclass(frozen=True, slots=True)
class Blob:
    """A file of a commit: its name from the repository's top, and its content's object ID."""

    name: str
    object_id: str


def regular_file(object_id: str, mode: str) -> str | None:
    """Returns the object ID of a regular file's content; None for no file, a link or a submodule.

    Whatever the permissions are: git reads an old tree's 100664 as 100644.
    """
    return object_id if mode.startswith(_REGULAR_FILE) and object_id.strip("0") else None


def files_at(repo: Repository, commit: str, folder: Path) -> tuple[Blob, ...]:
    """Returns the regular files that a commit holds below a folder, not links and submodules.

    `commit` is an object ID. Raises `GitError` if this clone lacks the tree.
    """
    output = repo.run("ls-tree", "-r", "-z", "--full-tree", commit, *_inside(repo, folder)).out
    return tuple(
        Blob(name, blob)
        for (mode, _, object_id), name in _entries(output)
        if (blob := regular_file(object_id, mode))
    )


def skipped_files(repo: Repository, folder: Path) -> tuple[Blob, ...]:
    """Returns the files below a folder that a sparse checkout leaves out of the work tree."""
    output = repo.run("ls-files", "-t", "-s", "-z", *_inside(repo, folder)).out
    return tuple(
        Blob(name, blob)
        for (tag, mode, object_id, _), name in _entries(output)
        if tag == "S" and (blob := regular_file(object_id, mode))
    )


def contents(repo: Repository, object_ids: Iterable[str]) -> Mapping[str, bytes]:
    """Returns the contents of blobs by their object IDs; one git process reads each of them once.

    Raises `MissingObjectError` for a blob that this clone does not have.
    """
    wanted = list(dict.fromkeys(object_ids))
    blobs: dict[str, bytes] = {}
    for object_id, answer in zip(wanted, _answers(repo, wanted), strict=True):
        if answer is None:
            raise MissingObjectError(object_id)
        blobs[object_id] = answer[1]
    return blobs


def checked_out(repo: Repository, blobs: Iterable[Blob]) -> Mapping[Blob, bytes]:
    """Returns the contents that git would write into the work tree: line endings, filters.

    Raises `MissingObjectError` for a blob that this clone does not have.
    """
    wanted = list(dict.fromkeys(blobs))
    if not wanted:
        return {}
    mark = f"{uuid4().hex} "  # the sizes that git prints are those before its filters
    output = repo.run(
        *("cat-file", "--filters", f"--batch={mark}%(objectname)", "-z"),
        input=nul_list(f"{blob.object_id} {blob.name}" for blob in wanted),
        env=repo.locale,
    ).out
    parts = output.split(mark.encode())[1:]
    if len(parts) < len(wanted):
        present = {part[: part.index(b"\n")].decode() for part in parts}
        raise MissingObjectError(
            next(blob.object_id for blob in wanted if blob.object_id not in present)
        )
    texts = (part[part.index(b"\n") + 1 : -1] for part in parts)
    return dict(zip(wanted, texts, strict=True))


def read_at_head(repo: Repository, paths: Iterable[Path]) -> dict[Path, bytes | None]:
    """Returns each file's content in HEAD; None where HEAD has no such file, or is unborn."""
    names = repo_relative_names(repo.top, paths)
    answers = _answers(repo, [f"HEAD:{name}" for name in names.values()])
    return {
        path: answer[1] if answer and answer[0] == "blob" else None
        for path, answer in zip(names, answers, strict=True)
    }


def names_at_head(repo: Repository, names: Iterable[str]) -> frozenset[str]:
    """Returns those of `names` that HEAD has; without any, git is not started."""
    wanted = list(names)
    answers = _answers(repo, [f"HEAD:{name}" for name in wanted], with_contents=False)
    return frozenset(
        name for name, answer in zip(wanted, answers, strict=True) if answer is not None
    )


def _inside(repo: Repository, folder: Path) -> tuple[str, ...]:
    """Returns the arguments that limit a listing to what is inside a folder, not a file there."""
    name = repo.relative(folder)
    return ("--", f"{name}/") if name else ()


def _entries(output: bytes) -> Iterator[tuple[list[str], str]]:
    """Yields the facts and the name of each record of a listing."""
    for record in decoded(output).split("\0"):
        facts, tab, name = record.partition("\t")
        if tab:
            yield facts.split(" "), name


def _answers(
    repo: Repository, queries: list[str], *, with_contents: bool = True
) -> Iterator[tuple[str, bytes] | None]:
    """Yields each object's type and content (empty if not asked for); None for a missing one."""
    if not queries:
        return
    option = "--batch" if with_contents else "--batch-check"
    output = repo.run("cat-file", f"{option}={_FORMAT}", "-z", input=nul_list(queries)).out
    place = 0
    for query in queries:
        # A missing object is repeated as it was asked for, newlines included.
        missing = nul_list([query])[:-1] + b" missing\n"
        if output.startswith(missing, place):
            place += len(missing)
            yield None
            continue
        end = output.find(b"\n", place)
        if end < 0:
            raise GitError("cat-file", 0, "its output ends too early")
        kind, size = output[place:end].decode().split(" ")
        start = place = end + 1
        if with_contents:
            place = start + int(size) + 1
        yield kind, output[start : place - 1]
