"""Where the history of a shallow clone ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jticket.vcs.repository import Repository


def cut_off(repo: Repository) -> frozenset[str]:
    """Returns the commits at which a shallow clone ends; their content may be older."""
    try:
        return frozenset((repo.common_dir / "shallow").read_text("ascii").split())
    except FileNotFoundError:
        return frozenset()


def is_shallow(repo: Repository) -> bool:
    """Returns whether the clone's history was cut off, so that ancestors may be missing."""
    return bool(cut_off(repo))
