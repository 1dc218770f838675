"""Whether two tickets' `files` overlap: paths, folders and globs.

A plain entry is a file or a folder, never a pattern: `src` and `src/` are the same. Two entries
overlap when they are equal, when one is a folder above the other, or when one as a glob matches
the other. Two globs overlap unless their literal beginnings exclude each other, whether or not
there is a file that both match, since a ticket may create it.

Globs follow gitignore, without negation and without backslashes. `*`, `?` and `[a-z]` or
`[!a-z]` stay within one part of a path, `**` is any number of parts. A glob with a slash
at its beginning or inside is matched from the repository's root; one without, such as `*.py`, at
any depth. A glob that matches a folder matches all that is below. Case matters.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fnmatch import translate
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

_ANY_PARTS = "**"
_WILDCARD = re.compile(r"[*?\[]")
_MOST_MATCHERS = 1 << 12


@dataclass(frozen=True, slots=True)
class Entries:
    """A ticket's `files` in normal form: plain paths and globs."""

    paths: tuple[str, ...] = ()
    globs: tuple[str, ...] = ()

    @classmethod
    def of(cls, files: Iterable[str]) -> Entries:
        """Returns the entries of a ticket's `files`."""
        normal = dict.fromkeys(normalised(entry).rstrip("/") for entry in files if entry.strip())
        return cls(
            tuple(entry for entry in normal if not is_glob(entry)),
            tuple(entry for entry in normal if is_glob(entry)),
        )


def overlap(first: str, second: str) -> bool:
    """Returns whether the work on two entries may touch the same file."""
    if is_glob(first) and is_glob(second):
        beginnings = sorted((_literal_beginning(first), _literal_beginning(second)), key=len)
        return beginnings[1].startswith(beginnings[0])
    glob, plain = (second, first) if is_glob(second) else (first, second)
    return matcher(glob)(normalised(plain).rstrip("/"))


@lru_cache(_MOST_MATCHERS)
def matcher(entry: str) -> Callable[[str], bool]:
    """Returns a predicate for the paths that an entry overlaps; wildcards in a path are literal.

    A glob also names the file or folder whose name it spells: `app/[id]/page.tsx`.
    """
    own = normalised(entry).rstrip("/")
    matches = _glob_matcher(own) if is_glob(own) else None

    def overlaps(path: str) -> bool:
        return (
            path == own
            or _is_above(own, path)
            or _is_above(path, own)
            or (matches is not None and matches(path))
        )

    return overlaps


def normalised(entry: str) -> str:
    """Returns an entry without `./` and doubled slashes; the repository's root is ""."""
    text = entry.strip()
    parts = [part for part in text.split("/") if part not in ("", ".")]
    return "/".join(parts) + ("/" if parts and text.endswith("/") else "")


def is_glob(entry: str) -> bool:
    """Returns whether an entry has a wildcard."""
    return _WILDCARD.search(entry) is not None


def folders(path: str) -> Iterator[str]:
    """Yields the folders above a path, the repository's root ("") first."""
    if not path:
        return
    yield ""
    at = path.find("/")
    while at >= 0:
        yield path[:at]
        at = path.find("/", at + 1)


def _is_above(folder: str, path: str) -> bool:
    return bool(path) and (not folder or path.startswith(f"{folder}/"))


def _literal_beginning(glob: str) -> str:
    """Returns the characters with which every path begins that a glob matches."""
    glob = normalised(glob).rstrip("/")
    return _WILDCARD.split(glob, maxsplit=1)[0] if "/" in glob else ""


def _glob_matcher(pattern: str) -> Callable[[str], bool]:
    """Returns a predicate for the paths that a glob matches, or whose folder it matches.

    The glob is cut at `**` into runs of parts, and each run is searched for after the one before:
    the first place where a run fits leaves most for the rest, so that no search is repeated. The
    parts are matched by expressions of `fnmatch`, which do not backtrack into a `*` either.
    """
    parts = pattern.split("/") if "/" in pattern else [_ANY_PARTS, pattern]
    if parts[-1] == _ANY_PARTS:
        parts[-1] = "*"
    runs: list[list[Callable[[str], object]]] = [[]]
    for part in parts:
        if part == _ANY_PARTS:
            if runs[-1] or len(runs) == 1:
                runs.append([])
        else:
            runs[-1].append(re.compile(translate(part.replace("[^", "[!"))).match)

    def matches(path: str) -> bool:
        names = path.split("/")
        start = 0
        for number, run in enumerate(runs):
            last = start if number == 0 else len(names)
            place = _first_place(run, names, start, last)
            if place is None:
                return False
            start = place + len(run)
        return True

    return matches


def _first_place(
    run: list[Callable[[str], object]], names: list[str], start: int, last: int
) -> int | None:
    """Returns the first place from `start` to `last` where a run of parts fits the names."""
    for place in range(start, min(last, len(names) - len(run)) + 1):
        if all(fits(names[place + offset]) for offset, fits in enumerate(run)):
            return place
    return None
