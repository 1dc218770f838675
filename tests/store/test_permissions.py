"""The permissions of a file that is to be put back as it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jticket.store.files import permissions

if TYPE_CHECKING:
    from pathlib import Path


def test_a_regular_file_has_permissions_and_a_link_or_a_missing_one_has_none(
    tmp_path: Path,
) -> None:
    file = tmp_path / "file"
    file.write_text("text")
    file.chmod(0o640)
    (tmp_path / "link").symlink_to(file)
    names = ("file", "link", "missing")
    assert [permissions(tmp_path / name) for name in names] == [0o640, None, None]
