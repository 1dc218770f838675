"""The state of a folder: another one after every change that a reader would see."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from jticket.store.folder_state import folder_state

if TYPE_CHECKING:
    from pathlib import Path


def test_every_change_makes_another_state(tmp_path: Path) -> None:
    folder, target = tmp_path / "tickets", tmp_path / "target.md"
    (folder / "archive").mkdir(parents=True)
    first, deep, link = folder / "A.md", folder / "archive" / "B.md", folder / "C.md"
    states = [folder_state(folder)]

    def changed() -> None:
        assert folder_state(folder) == folder_state(folder)
        states.append(folder_state(folder))

    first.write_text("one")
    changed()
    deep.write_text("one")
    changed()
    (folder / "new").write_text("two")  # as long as before, and put in the place of the old file
    os.utime(folder / "new", ns=(first.stat().st_atime_ns, first.stat().st_mtime_ns))
    (folder / "new").rename(first)
    changed()
    target.write_text("one")
    link.symlink_to(target)
    changed()
    target.write_text("other")
    changed()
    target.unlink()
    changed()
    deep.unlink()
    changed()
    assert len({*states}) == len(states)


def test_hidden_files_and_reading_make_no_other_state(tmp_path: Path) -> None:
    ticket = tmp_path / "A.md"
    ticket.write_text("one")
    before = folder_state(tmp_path)
    (tmp_path / ".A.md.swp").write_text("x")
    ticket.read_text()
    assert folder_state(tmp_path) == before


def test_a_folder_that_is_gone_has_a_state_too(tmp_path: Path) -> None:
    assert folder_state(tmp_path / "gone") != folder_state(tmp_path)
