"""Which ID a new ticket gets: one that no ticket has or ever had, anywhere that git knows of."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from commandline import done, jticket

if TYPE_CHECKING:
    from gitrepo import GitRepo

TICKET = "---\nid: {id}\ntitle: T\n---\n"


def created(repo: GitRepo, *options: str) -> str:
    return done(repo.path, "create", "New", *options).out.strip()


def test_numbers_continue_above_the_highest(repo: GitRepo) -> None:
    repo.write(".tickets/archive/deep/JJM-041.md", TICKET.format(id="JJM-041"))
    assert created(repo) == "JJM-042"
    assert created(repo) == "JJM-043"


def test_numbers_may_outgrow_the_width(repo: GitRepo) -> None:
    repo.write(".tickets/JJM-999.md", TICKET.format(id="JJM-999"))
    assert created(repo) == "JJM-1000"


@pytest.mark.parametrize("number", ["9" * 18, "1" + "0" * 18, "9" * 60])
def test_a_number_that_no_number_can_follow_is_stepped_over(repo: GitRepo, number: str) -> None:
    repo.git("switch", "-q", "-c", "hostile")
    repo.write(f".tickets/JJM-{number}.md", TICKET.format(id=f"JJM-{number}"))
    repo.commit_all("a number as high as can be")
    repo.git("switch", "-q", "main")
    assert created(repo) == "JJM-003"
    assert created(repo) == "JJM-004"
    assert done(repo.path, "check").status == 0


def test_the_width_and_the_prefix_come_from_the_config(repo: GitRepo) -> None:
    repo.write(".tickets/config.yml", "prefix: WEB\nid_width: 5\n")
    assert created(repo) == "WEB-00001"


def test_a_deleted_id_is_not_given_out_again(repo: GitRepo) -> None:
    repo.git("rm", "-q", ".tickets/JJM-002.md")
    repo.commit_all("gone")
    assert created(repo) == "JJM-003"


def test_an_id_on_another_branch_is_not_given_out(repo: GitRepo) -> None:
    repo.git("switch", "-q", "-c", "other")
    assert created(repo) == "JJM-003"
    repo.git("switch", "-q", "main")
    assert created(repo) == "JJM-004"


def test_an_id_in_another_work_tree_is_not_given_out(repo: GitRepo) -> None:
    repo.git("worktree", "add", "-q", "../linked", "-b", "linked")
    done(repo.path.parent / "linked", "create", "There", "--no-commit")
    assert created(repo) == "JJM-004"


def test_an_id_of_a_remote_branch_is_not_given_out(repo: GitRepo) -> None:
    repo.git("switch", "-q", "-c", "theirs")
    created(repo)
    oid = repo.head()
    repo.git("switch", "-q", "main")
    repo.git("branch", "-q", "-D", "theirs")
    repo.git("update-ref", "refs/remotes/origin/theirs", oid)
    assert created(repo) == "JJM-004"


def test_an_id_that_is_only_staged_is_not_given_out(repo: GitRepo) -> None:
    repo.write(".tickets/JJM-003.md", TICKET.format(id="JJM-003"))
    repo.git("add", ".tickets/JJM-003.md")
    (repo.path / ".tickets/JJM-003.md").unlink()
    assert created(repo) == "JJM-004"


def test_the_name_of_a_broken_file_is_not_given_out(repo: GitRepo) -> None:
    repo.write(".tickets/JJM-003.md", "no ticket\n")
    assert created(repo) == "JJM-004"


def test_the_name_of_a_file_with_another_id_is_not_given_out(repo: GitRepo) -> None:
    repo.write(".tickets/JJM-003.md", TICKET.format(id="JJM-009"))
    assert created(repo) == "JJM-010"
    repo.write(".tickets/JJM-011.md", TICKET.format(id="WEB-009"))
    assert created(repo) == "JJM-012"


def test_a_former_id_is_not_given_out(repo: GitRepo) -> None:
    repo.write(".tickets/JJM-001.md", "---\nid: JJM-001\ntitle: T\naliases: [JJM-007]\n---\n")
    assert created(repo) == "JJM-008"


def test_other_prefixes_do_not_count(repo: GitRepo) -> None:
    repo.write(".tickets/WEB-100.md", TICKET.format(id="WEB-100"))
    assert created(repo) == "JJM-003"


def test_random_ids_are_drawn_again_each_time(repo: GitRepo) -> None:
    repo.write(".tickets/config.yml", "prefix: JJM\nid_scheme: random\n")
    drawn = [created(repo) for _ in range(4)]
    assert len(set(drawn)) == 4
    for ticket_id in drawn:
        _, _, tail = ticket_id.partition("-")
        assert len(tail) == 4
        assert set(tail) <= set("23456789abcdefghjkmnpqrstuvwxyz")
        assert f".tickets/{ticket_id}.md" in repo.files()


def imported(repo: GitRepo, *ids: str) -> tuple[int, str]:
    batch = json.dumps([{"id": ticket_id, "title": "New"} for ticket_id in ids])
    ran = jticket(repo.path, "create", "--from-json", "-", stdin=batch)
    return ran.status, ran.err if ran.status else ran.out


def test_an_id_can_be_given(repo: GitRepo) -> None:
    assert imported(repo, "JJM-050") == (0, "JJM-050\n")
    assert imported(repo, "WEB-1", "JJM-x7k2") == (0, "WEB-1\nJJM-x7k2\n")
    assert created(repo) == "JJM-051"


@pytest.mark.parametrize(
    ("ticket_id", "where"),
    [
        ("JJM-001", "it is that of .tickets/JJM-001.md"),
        ("JJM-1", "it is that of .tickets/JJM-001.md"),
        ("JJM-0002", "it is that of .tickets/JJM-002.md"),
        ("JJM-007", "it is a former ID of JJM-002"),
        ("JJM-008", "it is or was used in another branch"),
        ("JJM-009", "it is or was used in another branch"),
        ("JJM-010", "it is the name of .tickets/JJM-010.md"),
    ],
)
def test_an_id_that_is_taken_is_refused(repo: GitRepo, ticket_id: str, where: str) -> None:
    repo.write(".tickets/JJM-008.md", TICKET.format(id="JJM-008"))
    repo.commit_all("soon gone")
    repo.git("rm", "-q", ".tickets/JJM-008.md")
    repo.commit_all("gone")
    repo.git("switch", "-q", "-c", "other")
    repo.write(".tickets/JJM-009.md", TICKET.format(id="JJM-009"))
    repo.commit_all("elsewhere")
    repo.git("switch", "-q", "main")
    repo.write(".tickets/JJM-010.md", "no ticket\n")
    repo.write(".tickets/JJM-002.md", "---\nid: JJM-002\ntitle: T\naliases: [JJM-007]\n---\n")
    before = repo.files()
    status, err = imported(repo, "JJM-100", ticket_id)
    assert status == 1
    assert err == (
        f"error: the ID {ticket_id} is taken: {where}\n"
        "hint: nothing was written; leave the id out, and a free one is found\n"
    )
    assert repo.files() == before


def test_two_tickets_of_a_batch_cannot_have_the_same_id(repo: GitRepo) -> None:
    status, err = imported(repo, "JJM-050", "JJM-50")
    assert status == 1
    assert "the ID JJM-50 is taken: another ticket of this batch has it" in err


def test_new_ids_avoid_those_given_in_the_batch(repo: GitRepo) -> None:
    batch = '[{"title": "a"}, {"title": "b", "id": "JJM-003"}, {"title": "c"}]'
    ran = done(repo.path, "create", "--from-json", "-", stdin=batch)
    assert ran.out == "JJM-004\nJJM-003\nJJM-005\n"


def test_outside_a_repository_the_tickets_on_disk_count(tmp_path: object, repo: GitRepo) -> None:
    repo.git("rm", "-q", ".tickets/JJM-002.md")
    (repo.path / ".git").rename(repo.path / "not-git")
    assert created(repo, "--no-commit") == "JJM-002"
