"""What revisions are called: branches, tags and remotes' branches, for who types one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from jticket.vcs import process
from jticket.vcs.environment import FIXED, OPTIONS
from jticket.vcs.paths import decoded

if TYPE_CHECKING:
    from pathlib import Path

_KINDS: Final = {"refs/heads/": "branch", "refs/tags/": "tag", "refs/remotes/": "remote branch"}


def revision_names(folder: Path) -> dict[str, str]:
    """Returns the names in the repository around a folder, with what each is; one git tells them.

    References to other ones, as `origin/HEAD` is, are left out. There are none outside a
    repository. Raises `GitMissingError`.
    """
    shape = "--format=%(symref)%00%(refname)"
    args = (*OPTIONS, "for-each-ref", shape, *_KINDS)
    result = process.start(folder, args, env=FIXED)
    found: dict[str, str] = {}
    refs = [line.split("\0") for line in decoded(result.out).split("\n") if "\0" in line]
    for place, kind in _KINDS.items():
        for symref, ref in refs:
            name = ref.removeprefix(place)
            if not symref and name != ref:
                found.setdefault(name, kind)
    return {} if result.status else found
