"""Whether two tickets' `files` overlap: paths, folders and globs.

An entry names paths: a plain one itself and all below it (`src` may be a folder as well as `src/`),
a glob what it matches, and with a trailing `/` all below that. Two entries overlap when there is
a path that both name. For plain ones that is: equal, or one a folder above the other. Two globs
overlap when some path fits both, whether or not there is such a file, since a ticket may create
it. Two character classes are taken to have a letter in common, and two globs too long to be meant
a path: that errs on the safe side.

`*` and `?` stay within a folder, `**` does not, `[a-z]` and `[!a-z]` are one letter. Case matters.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

_PIECE = re.compile(r"(?<![^/])\*\*+/|\*+|\?|\[[!^]?\]?[^\]/]*\]|.", re.DOTALL)
_ANY = "any"
_IN_FOLDER = "in folder"
_CACHED = 1 << 16
_MOST_STATES = 1 << 20


@dataclass(frozen=True, slots=True)
class Entries:
    """What a ticket's `files` come to: plain paths, none below another, and globs."""

    paths: tuple[str, ...] = ()
    globs: tuple[str, ...] = ()

    @classmethod
    def of(cls, files: Iterable[str]) -> Entries:
        """The entries of a ticket's `files`."""
        normal = dict.fromkeys(normalised(each) for each in files if each.strip())
        globs = tuple(each for each in normal if is_glob(each))
        paths = {each.rstrip("/"): None for each in normal if not is_glob(each)}
        return cls(
            tuple(each for each in paths if not any(above in paths for above in folders(each))),
            globs,
        )


def files_overlap(files: Iterable[str], others: Iterable[str]) -> bool:
    """Whether an entry of the one overlaps an entry of the other."""
    against = list(others)
    return any(overlap(one, two) for one in files for two in against)


def overlap(one: str, two: str) -> bool:
    """Whether there may be a path that both entries name."""
    one, two = normalised(one), normalised(two)
    if not (is_glob(one) or is_glob(two)):
        one, two = one.rstrip("/"), two.rstrip("/")
        return one == two or one in folders(two) or two in folders(one)
    head, other = _literal(one), _literal(two)
    shared = min(len(head), len(other))
    if head[:shared] != other[:shared]:
        return False
    return len(one) * len(two) > _MOST_STATES or _meet(*sorted((one, two)))


def matcher(entry: str) -> Callable[[str], bool]:
    """A test for real files' names: whether the entry names that file.

    A name's wildcards are letters there. A glob names a file that is called just so, too:
    `app/[id]/page.tsx`. What lies below a file is a submodule's, which git has as one file.
    """
    entry = normalised(entry)
    if is_glob(entry):
        accepts = _Recognizer(_automaton(entry)).accepts
        return lambda name: name == entry or accepts(name)
    plain = entry.rstrip("/")
    below = f"{plain}/" if plain else ""
    return lambda name: name == plain or name.startswith(below) or below.startswith(f"{name}/")


def normalised(entry: str) -> str:
    """An entry without `./` and doubled slashes; the repository itself is the empty text."""
    text = entry.strip()
    parts = [part for part in text.split("/") if part not in ("", ".")]
    return "/".join(parts) + ("/" if parts and text.endswith("/") else "")


def is_glob(entry: str) -> bool:
    """Whether an entry holds a wildcard."""
    return any(letter in entry for letter in "*?[")


def folders(path: str) -> Iterator[str]:
    """The folders above a path, the repository's root (the empty text) first."""
    if not path:
        return
    yield ""
    at = path.find("/")
    while at >= 0:
        yield path[:at]
        at = path.find("/", at + 1)


def _literal(entry: str) -> list[str]:
    """The parts of an entry before its first wildcard: no path that it names begins otherwise."""
    parts: list[str] = []
    for part in entry.rstrip("/").split("/") if entry else ():
        if is_glob(part):
            break
        parts.append(part)
    return parts


@dataclass(frozen=True, slots=True)
class _Automaton:
    """A nondeterministic automaton: for each state its moves `(letters, state)` and its ends.

    Letters are one letter, `_ANY`, `_IN_FOLDER` (any but the slash) or a class in brackets.
    """

    moves: tuple[tuple[tuple[str, int], ...], ...]
    ends: frozenset[int]


@lru_cache(_CACHED)
def _automaton(entry: str) -> _Automaton:
    """The automaton of the paths that an entry names.

    `**/` is no folder or several. The last two states are the whole entry, and all below it.
    """
    moves: list[list[tuple[str, int]]] = [[]]
    skips: dict[int, int] = {}
    before = ""
    for piece in _PIECE.findall(entry.rstrip("/")):
        state = len(moves) - 1
        if piece.startswith("**") and piece.endswith("/"):
            if before == piece:  # another one says nothing more, and would only cost moves
                continue
            moves[state].append((_ANY, state + 1))
            moves += [[(_ANY, state + 1), ("/", state + 2)], []]
            skips[state] = state + 2
        elif piece.startswith("*"):
            moves[state].append((_ANY if len(piece) > 1 else _IN_FOLDER, state))
        else:
            moves[state].append((_IN_FOLDER if piece == "?" else piece, state + 1))
            moves.append([])
        before = piece
    last = len(moves) - 1
    ends = {last}
    if entry.endswith("/") or not is_glob(entry):
        moves[last].append(("/" if entry else _ANY, last + 1))
        moves.append([(_ANY, last + 1)])
        ends.add(last + 1)
    for state in sorted(skips, reverse=True):
        moves[state] += moves[skips[state]]
        if skips[state] in ends:
            ends.add(state)
    return _Automaton(tuple(map(tuple, moves)), frozenset(ends))


@dataclass(slots=True)
class _Recognizer:
    """Runs an automaton over names, all states at once as the bits of a number.

    The steps that were taken once are remembered, as far as they are not too many.
    """

    automaton: _Automaton
    _shifts: dict[str, tuple[tuple[int, int], ...]] = field(default_factory=dict)
    _steps: dict[tuple[int, str], int] = field(default_factory=dict)

    def accepts(self, name: str) -> bool:
        """Whether the automaton accepts the name."""
        states = 1
        for letter in name:
            following = self._steps.get((states, letter))
            if following is None:
                following = self._following(states, letter)
            if not following:
                return False
            states = following
        return any(states >> end & 1 for end in self.automaton.ends)

    def _following(self, states: int, letter: str) -> int:
        if len(self._steps) >= _CACHED:
            self._steps.clear()
        shifts = self._shifts.get(letter)
        if shifts is None:
            shifts = self._shifts[letter] = tuple(self._shifts_for(letter))
        following = 0
        for distance, movable in shifts:
            following |= (states & movable) << distance
        self._steps[states, letter] = following
        return following

    def _shifts_for(self, letter: str) -> Iterator[tuple[int, int]]:
        """How far states move at a letter, and which."""
        movable: defaultdict[int, int] = defaultdict(int)
        for state, moves in enumerate(self.automaton.moves):
            for letters, onward in moves:
                if _share(letters, letter):
                    movable[onward - state] |= 1 << state
        yield from movable.items()


@lru_cache(_CACHED)
def _meet(one: str, two: str) -> bool:
    """Whether the automata of two entries accept a path in common: a walk over both at once."""
    first, second = _automaton(one), _automaton(two)
    seen = {(0, 0)}
    stack = [(0, 0)]
    while stack:
        here, there = stack.pop()
        if here in first.ends and there in second.ends:
            return True
        for letters, onward in first.moves[here]:
            for others, beyond in second.moves[there]:
                if (onward, beyond) not in seen and _share(letters, others):
                    seen.add((onward, beyond))
                    stack.append((onward, beyond))
    return False


def _share(letters: str, others: str) -> bool:
    """Whether two sets of letters have one in common."""
    if len(letters) == 1 and len(others) == 1:
        return letters == others
    if _ANY in (letters, others):
        return True
    for letter, wide in ((letters, others), (others, letters)):
        if len(letter) == 1:
            return letter != "/" and (wide == _IN_FOLDER or _in_class(letter, wide))
    return True


def _in_class(letter: str, brackets: str) -> bool:
    """Whether a letter is in a class such as `[a-z]` or `[!0-9_]`."""
    inner = brackets[1:-1]
    negated = inner.startswith(("!", "^"))
    inner = inner[negated:]
    at, found = 0, False
    while at < len(inner):
        if inner[at + 1 : at + 2] == "-" and at + 2 < len(inner):
            found = found or inner[at] <= letter <= inner[at + 2]
            at += 3
        else:
            found = found or inner[at] == letter
            at += 1
    return found != negated
