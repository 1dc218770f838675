"""The facts that git's history gives to tickets, and their cache."""

from __future__ import annotations

import os
import re
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import pytest
from gitrepo import GitRepo
from histories import write_history
from test_ticket_history import change, commit, status, workspace

from jticket.model.ticket_facts import FACTS
from jticket.ops.history.facts import with_facts
from jticket.ops.history.show import ticket_histories
from jticket.vcs.errors import NoRepositoryError
from jticket.vcs.head_file import head_file

if TYPE_CHECKING:
    from jticket.model.ticket_facts import FactValue
    from jticket.text.project import Project

A, B = ".tickets/JJM-001.md", ".tickets/JJM-002.md"
SEEDS = range(100 if os.environ.get("JTICKET_STRESS") else 8)
CACHE = ".git/jticket/history.json"
STATUSES = ("backlog", "ready", "in_progress", "done")


def project_of(repo: GitRepo, at: str | None = None) -> Project:
    space = workspace(repo)
    return with_facts(space, space.project(), at)


def facts(repo: GitRepo, ticket_id: str, at: str | None = None) -> dict[str, FactValue]:
    """Returns all facts of a ticket of the work tree."""
    graph = project_of(repo, at).graph
    return {key: fact(graph.tickets[ticket_id], graph) for key, fact in FACTS.items()}


def all_facts(repo: GitRepo) -> dict[str, dict[str, FactValue]]:
    return {ticket_id: facts(repo, ticket_id) for ticket_id in project_of(repo).graph.tickets}


def everything(repo: GitRepo) -> dict[str, list[FactValue]]:
    """Returns all facts of all tickets, read once."""
    graph = project_of(repo).graph
    return {
        ticket_id: [fact(ticket, graph) for fact in FACTS.values()]
        for ticket_id, ticket in graph.tickets.items()
    }


def test_facts_come_from_the_commits_of_a_ticket(repo: GitRepo) -> None:
    status(repo, 2, "backlog", "in_progress")
    repo.write("src/new.py", "")
    commit(repo, 3, "--author=Bo <bo@example.com>", "-m", "feat: parser (JJM-001)")
    status(repo, 4, "in_progress", "done")
    change(repo, A, "in a few words", "in many words")
    commit(repo, 5)
    assert facts(repo, "JJM-001") == {
        "updated": "2025-10-05T12:00:00Z",
        "status_since": "2025-10-04T12:00:00Z",
        "closed_on": "2025-10-04",
        "creator": "Ana Author",
        "commits": 0,
    }
    assert facts(repo, "JJM-002") == {
        "updated": "2025-10-01T09:30:00Z",
        "status_since": "2025-10-01T09:30:00Z",
        "closed_on": None,
        "creator": "Ana Author",
        "commits": 0,
    }


def test_commits_are_those_of_code_that_name_the_ticket_or_its_former_id(repo: GitRepo) -> None:
    for number, message in enumerate(("feat: x (JJM-001)", "y\n\nCloses JJM-009, JJM-002", "z")):
        repo.write(f"src/{number}.py", "")
        repo.commit_all(message)
    change(repo, A, "id: JJM-001", "id: JJM-001\naliases: [JJM-009, JJM-002]")
    repo.commit_all("JJM-001: aliases")
    assert [facts(repo, f"JJM-00{n}")["commits"] for n in (1, 2)] == [2, 1]


def test_a_move_is_not_a_change(repo: GitRepo) -> None:
    status(repo, 2, "backlog", "done")
    (repo.path / ".tickets/archive").mkdir()
    repo.git("mv", A, ".tickets/archive/JJM-001.md")
    commit(repo, 3)
    assert facts(repo, "JJM-001")["updated"] == "2025-10-02T12:00:00Z"


def test_what_is_not_committed_has_no_values(repo: GitRepo) -> None:
    change(repo, A, "status: backlog", "status: done")
    repo.write(".tickets/JJM-003.md", (repo.path / B).read_text().replace("JJM-002", "JJM-003"))
    assert facts(repo, "JJM-001")["status_since"] is None
    assert facts(repo, "JJM-001")["closed_on"] is None
    assert facts(repo, "JJM-001")["updated"] == "2025-10-01T09:30:00Z"
    assert set(facts(repo, "JJM-003").values()) == {None}


def test_facts_of_an_older_commit_end_there(repo: GitRepo) -> None:
    status(repo, 2, "backlog", "ready")
    status(repo, 3, "ready", "backlog")
    assert facts(repo, "JJM-001", "HEAD~2")["updated"] == "2025-10-01T09:30:00Z"
    assert facts(repo, "JJM-001")["updated"] == "2025-10-03T12:00:00Z"


def test_before_the_first_commit_there_are_no_facts(empty_repo: GitRepo) -> None:
    empty_repo.write(A, "---\nid: JJM-001\ntitle: T\n---\n")
    assert set(facts(empty_repo, "JJM-001").values()) == {None}
    assert not (empty_repo.path / CACHE).exists()


def test_a_shallow_clone_does_not_take_its_end_for_the_creation(
    repo: GitRepo, tmp_path: Path
) -> None:
    status(repo, 2, "backlog", "ready", B)
    repo.git("clone", "-q", "--depth=1", f"file://{repo.path}", str(tmp_path / "clone"))
    clone = GitRepo(tmp_path / "clone")
    assert set(facts(clone, "JJM-001").values()) == {None, 0}
    clone.git("fetch", "-q", "--unshallow")
    assert facts(clone, "JJM-002")["updated"] == "2025-10-02T12:00:00Z"


@pytest.mark.parametrize("seed", SEEDS)
def test_facts_say_what_git_says_of_each_file(empty_repo: GitRepo, seed: int) -> None:
    write_history(empty_repo, Random(seed), 15, wild=False)  # noqa: S311 - the same ones each time
    by_id = project_of(empty_repo).by_id
    for ticket_id in (ticket_id for ticket_id, same in by_id.items() if len(same) == 1):
        known = facts(empty_repo, ticket_id)
        assert known["updated"] == last_change(empty_repo, f"{ticket_id}.md"), ticket_id


def last_change(repo: GitRepo, name: str) -> str:
    """Returns when the newest commit was made whose file of that name is unlike all parents'."""
    log = repo.git("log", "--date-order", "--date=format-local:%FT%TZ", "--format=%H %cd %P")
    for commit_id, moment, *parents in map(str.split, log.splitlines()):
        if blob(repo, commit_id, name) not in {blob(repo, parent, name) for parent in parents}:
            return moment
    raise AssertionError


def blob(repo: GitRepo, commit_id: str, name: str) -> str | None:
    tree = repo.git("ls-tree", "-r", commit_id)
    files = [line for line in tree.splitlines() if line.endswith(f"/{name}")]
    return files[0].split()[2] if files else None


@pytest.mark.parametrize("seed", SEEDS)
def test_facts_agree_with_the_history_of_each_ticket(empty_repo: GitRepo, seed: int) -> None:
    write_history(empty_repo, Random(seed), 20, wild=False)  # noqa: S311 - the same ones each time
    project = project_of(empty_repo)
    files = [same[0] for same in project.by_id.values() if len(same) == 1]
    pasts = ticket_histories(workspace(empty_repo), project, files)
    for file, past in zip(files, pasts, strict=True):
        known = facts(empty_repo, file.ticket.id)
        assert past.since
        assert past.created
        assert known["status_since"] == f"{past.since.moment:%Y-%m-%dT%H:%M:%SZ}"
        assert known["creator"] == past.created.author
        assert known["commits"] == len(past.commits)


class TestTheCache:
    def test_gives_what_was_computed(self, repo: GitRepo) -> None:
        status(repo, 2, "backlog", "done")
        computed = all_facts(repo)
        written = (repo.path / CACHE).read_bytes()
        assert all_facts(repo) == computed
        assert (repo.path / CACHE).read_bytes() == written
        (repo.path / CACHE).unlink()
        assert all_facts(repo) == computed

    def test_is_used(self, repo: GitRepo, monkeypatch: pytest.MonkeyPatch) -> None:
        computed = all_facts(repo)
        monkeypatch.setattr("jticket.vcs.process.start", None)
        assert all_facts(repo) == computed

    def test_is_of_one_commit(self, repo: GitRepo) -> None:
        all_facts(repo)
        status(repo, 2, "backlog", "ready")
        assert facts(repo, "JJM-001")["updated"] == "2025-10-02T12:00:00Z"
        repo.git("checkout", "-q", "HEAD~1")
        assert facts(repo, "JJM-001")["updated"] == "2025-10-01T09:30:00Z"

    @pytest.mark.parametrize("seed", SEEDS)
    def test_is_brought_up_to_newer_commits_as_if_computed(
        self, empty_repo: GitRepo, seed: int
    ) -> None:
        rng = Random(seed)  # noqa: S311 - the same ones each time
        write_history(empty_repo, rng, 12, wild=bool(seed % 2))
        everything(empty_repo)
        for day in range(1, 5):
            for file in rng.sample([*empty_repo.path.glob(".tickets/**/*.md")], 1):
                odd = rng.choice(["", "", "", "id", "gone", "copy"])
                text = file.read_text(errors="replace")
                text = re.sub("(?m)^status:.*$", f"status: {rng.choice(STATUSES)}", text)
                text = re.sub("(?m)^id:.*$", f"id: JJM-{day}77", text) if odd == "id" else text
                file.write_text(f"{text}\nMore on day {day}.\n")
                if odd == "copy":
                    file.with_name(f"JJM-{day}88.md").write_text(text)
                elif odd == "gone":
                    file.unlink()
            empty_repo.write("src/code.py", f"{day}")
            commit(empty_repo, day, "--allow-empty", "-m", f"JJM-00{day}: JJM-001")
            kept = everything(empty_repo)
            (empty_repo.path / CACHE).unlink(missing_ok=True)
            assert kept == everything(empty_repo)

    def test_one_newer_commit_is_read_alone(
        self, repo: GitRepo, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        everything(repo)
        status(repo, 2, "backlog", "in_progress")
        status(repo, 3, "in_progress", "done")
        monkeypatch.setattr("jticket.ops.history.reader.HistoryReader.history", None)
        assert facts(repo, "JJM-001") == {
            "updated": "2025-10-03T12:00:00Z",
            "status_since": "2025-10-03T12:00:00Z",
            "closed_on": "2025-10-03",
            "creator": "Ana Author",
            "commits": 0,
        }

    def test_a_rewritten_history_is_read_again(self, repo: GitRepo) -> None:
        status(repo, 2, "backlog", "ready")
        everything(repo)
        repo.git("commit", "-q", "--amend", "--author=Bo <bo@example.com>", "-m", "other")
        status(repo, 4, "ready", "done")
        kept = everything(repo)
        (repo.path / CACHE).unlink()
        assert kept == everything(repo)

    def test_is_of_one_config(self, repo: GitRepo) -> None:
        status(repo, 2, "backlog", "done")
        all_facts(repo)
        before = (repo.path / CACHE).read_bytes()
        repo.write(".tickets/config.yml", "prefix: JJM\nid_width: 4\n")
        all_facts(repo)
        assert (repo.path / CACHE).read_bytes() != before

    @pytest.mark.parametrize(
        "content",
        [
            b"",
            b"{}",
            b"\xff" * 100,
            b'{"key": "other", REST, "changes": {}, "commits": {}}',
            b'{"key": KEY, REST, "changes": {}}',
            b'{"key": KEY, REST, "changes": [], "commits": {}}',
            b'{"key": KEY, REST, "changes": {"JJM-001": ["a"]}, "commits": {"JJM-001": 7}}',
            b'{"key": KEY, REST, "changes": {"JJM-001": [1, 2, 3, 4]}, "commits": {"JJM-001": 7}}',
            b'{"key": KEY, REST, "changes": null, "commits": {"JJM-001": "7"}}',
            b"[" * 100_000,
        ],
    )
    def test_is_ignored_if_it_is_not_as_written(self, repo: GitRepo, content: bytes) -> None:
        from jticket.ops.history.fact_cache import fact_cache
        from jticket.store.cache import write_cache

        computed = all_facts(repo)
        cache = fact_cache(workspace(repo))
        assert cache is not None
        rest = f'"commit": "{cache.commit}", "is_unique": true, "ids": {{}}'
        for name, text in (("KEY", f'"{cache.key}"'), ("REST", rest)):
            content = content.replace(name.encode(), text.encode())
        write_cache(repo.path / CACHE, content)
        assert all_facts(repo) == computed
        (repo.path / CACHE).write_bytes(content)
        assert all_facts(repo) == computed

    def test_is_ignored_if_it_is_torn(self, repo: GitRepo) -> None:
        computed = all_facts(repo)
        written = (repo.path / CACHE).read_bytes()
        for content in (written[:-5], written.replace(b"Ana", b"Eve"), written + b" "):
            (repo.path / CACHE).write_bytes(content)
            assert all_facts(repo) == computed

    def test_need_not_be_writable(self, repo: GitRepo) -> None:
        repo.write(".git/jticket", "a file where the folder should be")
        assert facts(repo, "JJM-001")["creator"] == "Ana Author"

    def test_is_one_for_each_work_tree(self, repo: GitRepo, tmp_path: Path) -> None:
        repo.git("worktree", "add", "-q", str(tmp_path / "other"))
        other = GitRepo(tmp_path / "other")
        status(other, 2, "backlog", "ready")
        assert facts(other, "JJM-001")["updated"] == "2025-10-02T12:00:00Z"
        assert facts(repo, "JJM-001")["updated"] == "2025-10-01T09:30:00Z"
        assert (repo.path / ".git/worktrees/other/jticket/history.json").exists()

    def test_is_not_written_outside_a_repository(self, tmp_path: Path) -> None:
        (tmp_path / ".tickets").mkdir()
        (tmp_path / A).write_text("---\nid: JJM-001\ntitle: T\n---\n")
        space = workspace(GitRepo(tmp_path))
        with pytest.raises(NoRepositoryError):
            _ = with_facts(space, space.project()).facts.changes
        assert [path.name for path in tmp_path.rglob("*")] == [".tickets", "JJM-001.md"]

    def test_is_not_written_before_a_fact_is_asked_for(self, repo: GitRepo) -> None:
        assert project_of(repo).graph.tickets
        assert not (repo.path / CACHE).exists()


class TestHeadOfTheFiles:
    def check(self, repo: GitRepo) -> None:
        head = head_file(repo.path)
        assert head is not None
        assert head.commit == repo.git("rev-parse", "HEAD")
        assert head.git_dir == Path(repo.git("rev-parse", "--absolute-git-dir"))

    def test_is_that_of_git(self, repo: GitRepo, tmp_path: Path) -> None:
        self.check(repo)
        repo.git("checkout", "-q", "-b", "feat/a.b")
        self.check(repo)
        repo.git("pack-refs", "--all")
        assert not (repo.path / ".git/refs/heads/feat/a.b").exists()
        self.check(repo)
        commit(repo, 2)
        self.check(repo)
        repo.git("checkout", "-q", "--detach", "HEAD~1")
        self.check(repo)
        repo.git("worktree", "add", "-q", str(tmp_path / "a"), "main")
        self.check(GitRepo(tmp_path / "a"))

    def test_is_unknown_at_any_doubt(self, repo: GitRepo, tmp_path: Path) -> None:
        assert head_file(tmp_path / "nowhere") is None
        commit(repo, 2)
        repo.git("replace", "HEAD", "HEAD~1")
        assert head_file(repo.path) is None
        repo.git("pack-refs", "--all")
        assert head_file(repo.path) is None
        repo.git("replace", "-d", "HEAD")
        assert head_file(repo.path) is not None
        repo.write(".git/info/grafts", "")
        assert head_file(repo.path) is None
        (repo.path / ".git/info/grafts").unlink()
        repo.write(".git/HEAD", "ref: refs/heads/../../x\n")
        assert head_file(repo.path) is None
        repo.write(".git/HEAD", "ref: refs/heads/none\n")
        assert head_file(repo.path) is None
