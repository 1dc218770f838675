"""Commands that are interrupted once they have come to a place."""

from __future__ import annotations

import signal
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def heed_interrupts() -> None:
    """Undoes what a shell does to processes that it starts in the background."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def until(mark: Path) -> None:
    """Waits for a file."""
    end = time.monotonic() + 120
    while not mark.exists():
        assert time.monotonic() < end
        time.sleep(0.01)
