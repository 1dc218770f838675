"""Template files: the project's own before the packaged ones, and none from outside the folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from jticket.store.files import MAX_FILE, UnreadableFileError
from jticket.store.locate import LeavesFolderError
from jticket.store.templates import NoTemplatesError, TemplateFiles, packaged_templates

if TYPE_CHECKING:
    from pathlib import Path


def test_the_first_folder_with_a_template_of_that_name_wins(tmp_path: Path) -> None:
    first, second, missing = tmp_path / "first", tmp_path / "second", tmp_path / "missing"
    for folder in (first, second):
        folder.mkdir()
        (folder / "both.md.j2").write_text(folder.name)
    (second / "only.md.j2").write_text("only")
    files = TemplateFiles((missing, first, second))
    both, only = files.read_own("both.md.j2"), files.read_own("only.md.j2")
    assert both
    assert only
    assert (both.text, both.path) == ("first", first / "both.md.j2")
    assert only.text == "only"
    assert files.read_own("neither.md.j2") is None
    assert {"both.md.j2", "only.md.j2", "overview.md.j2"} <= files.document_names()


def test_neither_names_nor_links_lead_out_of_the_folder(tmp_path: Path) -> None:
    folder = tmp_path / "templates"
    folder.mkdir()
    (tmp_path / "secret.j2").write_text("secret")
    (folder / "link.j2").symlink_to(tmp_path / "secret.j2")
    (folder / "inside.j2").symlink_to("real.j2")
    (folder / "real.j2").write_text("real")
    files = TemplateFiles((folder,))
    with pytest.raises(LeavesFolderError):
        files.read_own("link.j2")
    (folder / ".git").mkdir()
    (folder / ".git/config").write_text("secret")
    for name in (".git/config", "../secret.j2", str(tmp_path / "secret.j2"), ".", ""):
        assert files.read_own(name) is None, name
        assert files.read_packaged(name) is None, name
    inside = files.read_own("inside.j2")
    assert inside
    assert inside.text == "real"


def test_a_template_of_more_than_1_mib_is_refused(tmp_path: Path) -> None:
    files = TemplateFiles((tmp_path,))
    (tmp_path / "a.j2").write_text("x" * MAX_FILE)
    assert files.read_own("a.j2")
    (tmp_path / "a.j2").write_text("x" * (MAX_FILE + 1))
    with pytest.raises(UnreadableFileError, match="larger than 1024 KiB"):
        files.read_own("a.j2")


def test_the_texts_of_all_templates_of_the_project_come_before_the_packaged_one(
    tmp_path: Path,
) -> None:
    files = TemplateFiles((tmp_path,))
    assert not TemplateFiles((tmp_path,)).has_own_documents
    (tmp_path / "a.j2").write_bytes(b"caf\xe9")
    (tmp_path / "b.txt").write_text("no template")
    assert files.has_own_documents
    assert files.own_path("a.j2") == tmp_path / "a.j2"
    assert files.own_path("b.j2") is None
    packaged = files.packaged_path("overview.md.j2")
    assert packaged
    sources = [*files.document_sources("overview.md.j2")]
    assert sources == ["caf\N{REPLACEMENT CHARACTER}", packaged.read_text(encoding="utf-8")]
    assert [*files.document_sources("a.j2")] == sources[:1]


def test_an_installation_without_templates_is_called_broken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("jticket.store.templates.__file__", str(tmp_path / "store/templates.py"))
    with pytest.raises(NoTemplatesError, match="no templates in") as caught:
        packaged_templates()
    assert caught.value.hint == "install jticket again"
