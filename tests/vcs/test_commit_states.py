"""Commits of one ticket in every state of a repository, checked by one oracle."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from commit_oracle import assert_committed_alone, assert_untouched, commit_one
from gitrepo import GitRepo, new_repo

if TYPE_CHECKING:
    from collections.abc import Callable

OLD = ".tickets/JJM-001.md"
NEW = ".tickets/JJM-009.md"


@dataclass(frozen=True)
class Scene:
    """The repository to commit in, and the names of an existing and of a new ticket."""

    repo: GitRepo
    old: str = OLD
    new: str = NEW
    newline: bytes = b"\n"


STATES: dict[str, Callable[[GitRepo], Scene]] = {}


def state(setup: Callable[[GitRepo], Scene | None]) -> Callable[[GitRepo], Scene | None]:
    """Adds a state to the matrix, under the function's name."""

    def scene(repo: GitRepo) -> Scene:
        return setup(repo) or Scene(repo)

    STATES[setup.__name__] = scene
    return setup


@state
def clean(repo: GitRepo) -> None:
    pass


@state
def a_tag_and_a_branch_called_head(repo: GitRepo) -> None:
    repo.git("tag", "HEAD")
    repo.git("update-ref", "refs/heads/HEAD", "refs/heads/main")


@state
def detached_beside_a_tag_called_head(repo: GitRepo) -> None:
    repo.git("checkout", "-q", "--detach")
    repo.git("tag", "HEAD")


@state
def a_branch_whose_name_holds_a_line_separator(repo: GitRepo) -> None:
    repo.git("checkout", "-q", "-b", "a\u2028b")


@state
def others_staged(repo: GitRepo) -> None:
    repo.write("README.md", "staged\n")
    repo.write("added.txt", "staged\n")
    repo.git("add", "-A")
    repo.git("mv", ".tickets/JJM-002.md", ".tickets/JJM-003.md")
    repo.git("rm", "-q", "--cached", ".tickets/config.yml")


@state
def others_dirty(repo: GitRepo) -> None:
    repo.write("README.md", "dirty\n")
    repo.write(".tickets/JJM-002.md", "dirty\n")
    (repo.path / "src/app.py").unlink()


@state
def others_untracked_and_intended(repo: GitRepo) -> None:
    repo.write(".tickets/JJM-077.md", "untracked\n")
    repo.write("intended.txt", "add -N\n")
    repo.git("add", "-N", "intended.txt")


@state
def others_half_added(repo: GitRepo) -> None:
    lines = (repo.path / "src/app.py").read_text()
    repo.write("src/app.py", lines.replace("line_2 =", "first =").replace("line_29 =", "last ="))
    repo.git("add", "-p", "src/app.py", stdin="y\nn\n")
    assert repo.status() == "MM src/app.py"


@state
def others_flagged(repo: GitRepo) -> None:
    repo.git("update-index", "--assume-unchanged", "README.md")
    repo.git("update-index", "--skip-worktree", "src/app.py")
    repo.write("README.md", "not to be seen\n")
    repo.write("src/app.py", "not to be seen\n")


@state
def others_in_conflict_after_stash_pop(repo: GitRepo) -> None:
    repo.write("README.md", "stashed\n")
    repo.git("stash", "-q")
    repo.write("README.md", "committed\n")
    repo.commit_all()
    repo.git("stash", "pop", "-q", check=False)
    assert repo.status() == "UU README.md"


@state
def ours_half_added(repo: GitRepo) -> None:
    for name in (OLD, NEW):
        repo.write(name, "staged, to be replaced\n")
        repo.git("add", name)
        repo.write(name, "staged, to be replaced, and more\n")


@state
def ours_intended(repo: GitRepo) -> None:
    repo.write(NEW, "add -N\n")
    repo.git("add", "-N", NEW)


@state
def ours_staged_as_deleted(repo: GitRepo) -> None:
    repo.git("rm", "-q", "--cached", OLD)


@state
def ours_flagged(repo: GitRepo) -> None:
    repo.git("update-index", "--assume-unchanged", OLD)


@state
def unborn_branch(repo: GitRepo) -> Scene:
    unborn = new_repo(repo.path.parent / "unborn")
    unborn.write("other.txt", "staged\n")
    unborn.git("add", "other.txt")
    unborn.write(OLD, "there, not committed\n")
    return Scene(unborn)


@state
def unborn_branch_beside_another(repo: GitRepo) -> None:
    repo.git("checkout", "-q", "--orphan", "fresh")


@state
def detached_head(repo: GitRepo) -> None:
    repo.git("checkout", "-q", "--detach")


@state
def branch_with_slashes(repo: GitRepo) -> None:
    repo.git("checkout", "-q", "-b", "feature/a/b")


@state
def linked_worktree(repo: GitRepo) -> Scene:
    path = repo.path.parent / "linked tree"
    repo.git("worktree", "add", "-q", "-b", "side", str(path))
    repo.write("README.md", "staged in the main work tree\n")
    repo.git("add", "README.md")
    return Scene(GitRepo(path))


@state
def submodule(repo: GitRepo) -> Scene:
    above = new_repo(repo.path.parent / "above")
    above.git("submodule", "add", "-q", str(repo.path), "sub")
    above.commit_all()
    return Scene(GitRepo(above.path / "sub"))


@state
def with_a_submodule(repo: GitRepo) -> None:
    inner = new_repo(repo.path.parent / "inner")
    inner.write("x", "x\n")
    inner.commit_all()
    repo.git("submodule", "add", "-q", str(inner.path), "inner")
    repo.commit_all()
    (repo.path / "inner/x").write_text("dirty\n")


@state
def tickets_in_a_subfolder(repo: GitRepo) -> Scene:
    repo.write("team/a/.tickets/JJM-001.md", "deep\n")
    repo.commit_all()
    return Scene(repo, "team/a/.tickets/JJM-001.md", "team/a/.tickets/archive/JJM-009.md")


@state
def separate_git_dir(repo: GitRepo) -> Scene:
    path = repo.path.parent / "elsewhere.git"
    repo.git("init", "-q", "--separate-git-dir", str(path))
    return Scene(repo)


@state
def sparse_cone_without_tickets(repo: GitRepo) -> None:
    repo.git("sparse-checkout", "set", "--cone", "src")
    # The edit restores one ticket, as a tool does that reads it from HEAD.
    repo.write(OLD, "brought back\n")


@state
def sparse_cone_with_sparse_index(repo: GitRepo) -> None:
    repo.write("other/deep/x.txt", "x\n")
    repo.commit_all()
    repo.git("sparse-checkout", "set", "--cone", "--sparse-index", ".tickets")
    assert not (repo.path / "other").exists()


@state
def sparse_patterns(repo: GitRepo) -> None:
    repo.git("sparse-checkout", "set", "--no-cone", "/.tickets/JJM-001.md")


@state
def index_version_four(repo: GitRepo) -> None:
    repo.git("config", "index.version", "4")
    repo.git("update-index", "--index-version", "4")


@state
def split_index(repo: GitRepo) -> None:
    repo.git("config", "core.splitIndex", "true")
    repo.git("update-index", "--split-index")
    repo.write("README.md", "staged\n")
    repo.git("add", "README.md")


@state
def untracked_cache(repo: GitRepo) -> None:
    repo.git("config", "core.untrackedCache", "true")
    repo.git("update-index", "--untracked-cache")
    repo.git("status")


@state
def sha256(repo: GitRepo) -> Scene:
    other_repo = new_repo(repo.path.parent / "sha256", "--object-format=sha256")
    shutil.copytree(repo.path / ".tickets", other_repo.path / ".tickets")
    other_repo.commit_all()
    return Scene(other_repo)


@state
def sha256_unborn(repo: GitRepo) -> Scene:
    other_repo = new_repo(repo.path.parent / "sha256", "--object-format=sha256")
    other_repo.write(OLD, "there, not committed\n")
    return Scene(other_repo)


@state
def crlf_by_autocrlf(repo: GitRepo) -> Scene:
    repo.git("config", "core.autocrlf", "true")
    repo.write("README.md", "staged\r\n")
    repo.git("add", "README.md")
    return Scene(repo, newline=b"\r\n")


@state
def crlf_by_attributes(repo: GitRepo) -> Scene:
    repo.write(".gitattributes", "*.md text eol=crlf\n")
    repo.git("add", "--renormalize", ".")
    repo.commit_all()
    return Scene(repo, newline=b"\r\n")


@state
def clean_filter(repo: GitRepo) -> None:
    repo.git("config", "filter.loud.clean", "tr a-z A-Z")
    repo.git("config", "filter.loud.smudge", "cat")
    repo.write(".gitattributes", "*.md filter=loud\n")
    repo.commit_all()


def _named(repo: GitRepo, old: str, new: str) -> Scene:
    repo.write(old, "odd\n")
    repo.commit_all()
    return Scene(repo, old, new)


@state
def names_with_spaces_and_unicode(repo: GitRepo) -> Scene:
    return _named(repo, "meine tickets/Größe ✓.md", "meine tickets/naïve\u0301 file.md")


@state
def names_with_leading_dashes(repo: GitRepo) -> Scene:
    return _named(repo, "--all.md", "-n")


@state
def names_like_patterns(repo: GitRepo) -> Scene:
    repo.write("a.md", "matched by the pattern\n")
    repo.git("add", "a.md")
    return _named(repo, "[ab]*.md", ":(top)?.md")


@state
def names_with_newlines_and_quotes(repo: GitRepo) -> Scene:
    return _named(repo, 'a\nb "c".md', ".t/\n\t\\.md")


@state
def names_that_are_not_utf8(repo: GitRepo) -> Scene:
    return _named(repo, "caf\udce9.md", "na\udcefve.md")


@state
def packed_refs(repo: GitRepo) -> None:
    repo.git("pack-refs", "--all")


@state
def reftable(repo: GitRepo) -> Scene:
    path = repo.path.parent / "reftable"
    command = ["git", "init", "-q", "-b", "main", "--ref-format=reftable", str(path)]
    if subprocess.run(command, check=False, capture_output=True).returncode:
        pytest.skip("this git knows no reftables")
    other_repo = GitRepo(path)
    shutil.copytree(repo.path / ".tickets", path / ".tickets")
    other_repo.commit_all()
    return Scene(other_repo)


@state
def shared_with_a_group(repo: GitRepo) -> None:
    repo.git("config", "core.sharedRepository", "group")


@state
def shallow_clone(repo: GitRepo) -> Scene:
    path = repo.path.parent / "shallow"
    repo.git("clone", "-q", "--depth=1", f"file://{repo.path}", str(path))
    return Scene(GitRepo(path))


@state
def tracked_though_ignored(repo: GitRepo) -> None:
    repo.write(".gitignore", "JJM-001.md\n")
    repo.commit_all()


@state
def squash_merge_prepared(repo: GitRepo) -> None:
    repo.git("checkout", "-q", "-b", "side")
    repo.write("side.txt", "side\n")
    repo.commit_all()
    repo.git("checkout", "-q", "main")
    repo.git("merge", "-q", "--squash", "side")
    assert repo.status() == "A  side.txt"


@state
def replaced_head(repo: GitRepo) -> None:
    repo.git("symbolic-ref", "refs/heads/alias", "refs/heads/main")
    repo.git("symbolic-ref", "HEAD", "refs/heads/alias")


@pytest.mark.parametrize("kind", ["M", "A", "D"])
@pytest.mark.parametrize("name", STATES)
def test_a_commit_contains_one_ticket_and_nothing_else_changes(
    repo: GitRepo, name: str, kind: str
) -> None:
    scene = STATES[name](repo)
    target = scene.new if kind == "A" else scene.old
    there = scene.repo.git("ls-tree", "-z", "HEAD", "--", f":(literal){target}", check=False)
    if kind == "D" and not there:
        pytest.skip("nothing to delete before the first commit")
    text = b"new text" + scene.newline
    committed, before = commit_one(scene.repo, target, None if kind == "D" else text)

    assert committed is not None
    assert committed.oid == scene.repo.head()
    assert committed.notices == ()
    expected = kind if there else "A"
    assert_committed_alone(scene.repo, target, expected, before)
    subject = "commit: JJM-001: a change" if before.head else "commit (initial): JJM-001: a change"
    assert scene.repo.git("reflog", "-1", "--format=%gs") == subject


@pytest.mark.parametrize("name", STATES)
def test_without_a_change_nothing_is_touched(repo: GitRepo, name: str) -> None:
    scene = STATES[name](repo)
    path = scene.repo.path / scene.old
    there = scene.repo.git("ls-tree", "HEAD", "--", f":(literal){scene.old}", check=False)
    if not there:
        pytest.skip("nothing is committed yet")
    scene.repo.git("cat-file", "-e", f"HEAD:{scene.old}")
    content = subprocess.run(
        ["git", "cat-file", "--filters", f"HEAD:{scene.old}"],
        cwd=scene.repo.path,
        capture_output=True,
        check=True,
    ).stdout
    path.parent.mkdir(exist_ok=True)
    committed, before = commit_one(scene.repo, scene.old, content)

    assert committed is None
    assert_untouched(scene.repo, before)


def test_the_result_names_the_branch_if_there_is_one(repo: GitRepo) -> None:
    first, _ = commit_one(repo, OLD, b"one\n")
    repo.git("checkout", "-q", "--detach")
    second, _ = commit_one(repo, OLD, b"two\n")
    assert first is not None
    assert second is not None
    assert (first.branch, second.branch) == ("main", None)
    assert first.short == first.oid[:10]
