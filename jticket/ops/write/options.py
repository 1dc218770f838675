"""How a change is made: by whom, with or without a commit."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Options:
    """How a change is made: by whom, with or without a commit, with which message.

    `actor` is who acts, where that is not the person of `ops.people`. `trailers` are pairs
    appended to the commit message. `verify` runs the hooks, `force` overrides the workflow.
    `patience` is how many seconds to wait for the lock: twenty commands at once may need some.
    """

    commit: bool = True
    message: str | None = None
    verify: bool = True
    force: bool = False
    actor: str | None = None
    trailers: tuple[tuple[str, str], ...] = ()
    patience: float = 60.0
