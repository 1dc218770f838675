"""The packaged example's files, and the folder that a demo is made in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from jticket.store import example
from jticket.store.example import (
    NoExampleError,
    OccupiedFolderError,
    example_files,
    vacant_folder,
)

if TYPE_CHECKING:
    from pathlib import Path


def fill_twice(folder: Path) -> None:
    (folder / "below").mkdir(parents=True)
    (folder / "below").mkdir()


def test_the_example_has_its_config_and_75_tickets() -> None:
    files = example_files()
    assert files["config.yml"].startswith(b"# Settings")
    assert sum(name.endswith(".md") for name in files) == 75


def test_an_installation_without_the_example_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(example, "__file__", str(tmp_path / "jticket/store/example.py"))
    with pytest.raises(NoExampleError) as caught:
        example_files()
    assert caught.value.hint == "install jticket again"


def test_what_was_made_stays_unless_something_fails(tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    with vacant_folder(folder, "demo"):
        folder.mkdir()
        (folder / "file").touch()
    assert (folder / "file").exists()
    with pytest.raises(OccupiedFolderError), vacant_folder(folder, "demo"):
        pytest.fail("it is not empty")
    assert (folder / "file").exists()


@pytest.mark.parametrize("existed", [True, False])
def test_after_a_failure_the_folder_is_as_it_was(tmp_path: Path, *, existed: bool) -> None:
    folder = tmp_path / "demo"
    if existed:
        folder.mkdir()
    with pytest.raises(FileExistsError), vacant_folder(folder, "demo"):
        fill_twice(folder)
    assert folder.exists() == existed
    assert not existed or list(folder.iterdir()) == []
