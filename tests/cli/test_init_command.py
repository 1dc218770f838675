"""`init`: the folder, its config and its commit."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from commandline import done, jticket
from gitrepo import GitRepo, new_repo

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def fresh(tmp_path: Path) -> GitRepo:
    """Returns a repository with a commit and without tickets, in a folder named `my-Jobs4u`."""
    repo = new_repo(tmp_path / "my-Jobs4u")
    repo.write("README.md", "# Jobs\n")
    repo.commit_all("start")
    return repo


def test_init_creates_config_and_attributes_in_one_commit(fresh: GitRepo) -> None:
    before = fresh.head()
    ran = done(fresh.path, "init", "--prefix", "JJM")
    short = fresh.head()[:10]
    assert ran.out == (
        f"made .tickets/config.yml, .tickets/.gitattributes; IDs begin with JJM- [{short}]\n"
    )
    assert ran.err == "next: jticket create 'What is to be done'\n"
    assert fresh.git("rev-parse", "HEAD^") == before
    assert fresh.git("log", "-1", "--format=%B").strip() == "tickets: init"
    assert fresh.git("show", "--format=", "--name-only").split() == [
        ".tickets/.gitattributes",
        ".tickets/config.yml",
    ]
    assert "prefix: JJM\n" in fresh.files()[".tickets/config.yml"].decode()
    assert "*.md merge=jticket" in fresh.files()[".tickets/.gitattributes"].decode()
    assert fresh.status() == ""


def test_the_prefix_is_derived_from_the_name_of_the_folder(fresh: GitRepo) -> None:
    assert "IDs begin with MYJO-" in done(fresh.path, "init").out
    assert done(fresh.path, "create", "One").out == "MYJO-001\n"


def test_init_in_a_subfolder_works_at_the_top(fresh: GitRepo) -> None:
    below = fresh.path / "src/deep"
    below.mkdir(parents=True)
    done(below, "init")
    assert (fresh.path / ".tickets/config.yml").exists()
    assert not (below / ".tickets").exists()


def test_init_can_be_run_again(fresh: GitRepo) -> None:
    done(fresh.path, "init")
    before = fresh.head()
    again = done(fresh.path, "init")
    assert again.out == ".tickets is set up already; nothing was changed\n"
    assert fresh.head() == before


def test_init_creates_what_is_missing_and_leaves_the_rest_alone(fresh: GitRepo) -> None:
    done(fresh.path, "init")
    config = fresh.write(".tickets/config.yml", "prefix: OURS\n# by hand\n")
    fresh.git("rm", "-q", ".tickets/.gitattributes")
    fresh.commit_all("by hand")
    ran = done(fresh.path, "init", "--prefix", "OTHER")
    assert ran.out.startswith("made .tickets/.gitattributes; IDs begin with OURS-")
    assert "note: the config says OURS; change the prefix there" in ran.err
    assert config.read_text() == "prefix: OURS\n# by hand\n"


def test_json_lists_what_was_created(fresh: GitRepo) -> None:
    made = done(fresh.path, "init", "--json").json
    assert made == {
        "folder": ".tickets",
        "prefix": "MYJO",
        "created": [".tickets/config.yml", ".tickets/.gitattributes"],
        "commit": fresh.head(),
    }
    again = done(fresh.path, "init", "--json").json
    assert again == {"folder": ".tickets", "prefix": "MYJO", "created": [], "commit": None}


def test_no_commit_only_writes_files(fresh: GitRepo) -> None:
    before = fresh.head()
    done(fresh.path, "init", "--no-commit")
    assert fresh.head() == before
    assert fresh.status() == "?? .tickets/.gitattributes\n?? .tickets/config.yml"


def test_the_message_can_be_given(fresh: GitRepo) -> None:
    done(fresh.path, "init", "-m", "set up as agreed")
    assert fresh.git("log", "-1", "--format=%s") == "tickets: set up as agreed"


def test_random_ids_can_be_configured(fresh: GitRepo) -> None:
    done(fresh.path, "init", "--id-scheme", "random")
    assert "id_scheme: random\n" in fresh.files()[".tickets/config.yml"].decode()
    ticket_id = done(fresh.path, "create", "One").out.strip()
    prefix, _, drawn = ticket_id.partition("-")
    assert prefix == "MYJO"
    assert len(drawn) == 4
    assert not drawn.isdigit()


def test_staged_changes_stay_staged(fresh: GitRepo) -> None:
    fresh.write("other.txt", "staged\n")
    fresh.git("add", "other.txt")
    done(fresh.path, "init")
    assert fresh.status() == "A  other.txt"


@pytest.mark.parametrize("prefix", ["jjm", "1A", "A-B", "", "A" * 17, "É"])
def test_a_prefix_that_cannot_begin_an_id_is_refused(fresh: GitRepo, prefix: str) -> None:
    ran = jticket(fresh.path, "init", "--prefix", prefix)
    assert ran.status == 2
    assert ran.err == (
        f"error: '{prefix}' can't be a prefix\n"
        "hint: a capital letter, then at most 15 capital letters or digits\n"
    )
    assert not (fresh.path / ".tickets").exists()


def test_outside_a_repository_the_hint_is_git_init(tmp_path: Path) -> None:
    ran = jticket(tmp_path, "init")
    assert ran.status == 1
    assert ran.err == (
        f"error: {tmp_path} is not inside a git repository\n"
        "hint: run `git init` in the project's folder first\n"
    )
    assert list(tmp_path.iterdir()) == []


def test_init_can_make_the_first_commit(empty_repo: GitRepo) -> None:
    done(empty_repo.path, "init")
    assert empty_repo.git("rev-list", "--count", "HEAD") == "1"


def test_a_hook_that_refuses_leaves_nothing_behind(fresh: GitRepo) -> None:
    fresh.hook("pre-commit", "echo no tickets here; exit 1")
    ran = jticket(fresh.path, "init")
    assert ran.status == 1
    assert "no tickets here" in ran.err
    assert not (fresh.path / ".tickets").exists()
    assert fresh.status() == ""
    done(fresh.path, "init", "--no-verify")


def test_a_named_folder_is_created_with_its_parents(fresh: GitRepo) -> None:
    done(fresh.path, "--dir", "work/items", "init", JTICKET_DIR="elsewhere")
    assert fresh.git("show", "--format=", "--name-only").split() == [
        "work/items/.gitattributes",
        "work/items/config.yml",
    ]
    done(fresh.path, "init", JTICKET_DIR="more/items")
    assert (fresh.path / "more/items/config.yml").exists()


def test_created_parent_folders_are_removed_when_the_commit_fails(fresh: GitRepo) -> None:
    fresh.hook("pre-commit", "exit 1")
    assert jticket(fresh.path, "--dir", "work/items", "init").status == 1
    assert not (fresh.path / "work").exists()


def test_a_repository_inside_another_gets_its_own_folder(fresh: GitRepo) -> None:
    done(fresh.path, "init", "--prefix", "OUT")
    inner = new_repo(fresh.path / "vendor/inner")
    done(inner.path, "init", "--prefix", "INN")
    assert (inner.path / ".tickets/config.yml").read_text().endswith("prefix: INN\n")


def test_a_folder_that_leads_out_of_the_repository_is_refused(
    fresh: GitRepo, tmp_path: Path
) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (fresh.path / ".tickets").symlink_to(outside)
    for options in ([], ["--no-commit"]):
        ran = jticket(fresh.path, "init", *options)
        assert ran.status == 1
        assert "is a link that leads out of the repository" in ran.err
    assert os.listdir(outside) == []


def test_a_config_that_is_a_dangling_link_is_not_written_through(
    fresh: GitRepo, tmp_path: Path
) -> None:
    fresh.write(".tickets/x.txt", "")
    (fresh.path / ".tickets/config.yml").symlink_to(tmp_path / "planted")
    jticket(fresh.path, "init", "--no-commit")
    assert not (tmp_path / "planted").exists()
