"""Output as it was reviewed: `from golden import reviewed`."""

from __future__ import annotations

import os
from pathlib import Path

GOLDENS = Path(__file__).parent / "goldens"
UPDATE = bool(os.environ.get("JTICKET_UPDATE_GOLDENS"))


def reviewed(name: str, text: str) -> str:
    """Returns the golden of a name; with `JTICKET_UPDATE_GOLDENS=1` the text becomes the golden."""
    golden = GOLDENS / name
    if UPDATE:
        golden.write_text(text, encoding="utf-8")
    return golden.read_text(encoding="utf-8")
