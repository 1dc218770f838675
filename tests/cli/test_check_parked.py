"""`check` on parked tickets, JT605 and JT606, and on IDs in prose that git knows, JT319."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commandline import done

if TYPE_CHECKING:
    from gitrepo import GitRepo

ONE = ".tickets/JJM-001.md"
NOW = "2025-10-20T09:30:00Z"


def findings(repo: GitRepo, now: str = NOW) -> list[str]:
    return done(repo.path, "check", "--hygiene", JTICKET_NOW=now).lines


def at(repo: GitRepo, moment: str, *args: str) -> None:
    """Runs a command at a moment, which is that of its commit, too."""
    done(repo.path, *args, JTICKET_NOW=moment, GIT_COMMITTER_DATE=moment, GIT_AUTHOR_DATE=moment)


def test_a_day_that_is_past_is_advice_until_the_ticket_is_touched(repo: GitRepo) -> None:
    at(repo, "2025-10-02T08:00:00Z", "hold", "1", "--until", "2025-10-20")
    assert findings(repo, "2025-10-19T09:30:00Z") == []
    assert findings(repo) == [
        (
            f"{ONE}:11:13: advice JT605 JJM-001 waited until 20 Oct 2025, and nothing has happened"
            " since (begin it, or let it wait longer)"
        )
    ]
    at(repo, NOW, "set", "1", "priority=high")
    assert findings(repo, "2025-10-25T09:30:00Z") == []


def test_a_closed_or_active_ticket_waits_for_no_day(repo: GitRepo) -> None:
    at(repo, "2025-10-02T08:00:00Z", "set", "1", "2", "wait_until=2025-10-05")
    assert [line.partition(":")[0] for line in findings(repo)] == [ONE, ".tickets/JJM-002.md"]
    moment = "2025-10-03T08:00:00Z"
    at(repo, moment, "cancel", "1")
    at(repo, moment, "claim", "2", "--as", "ana", "--force")
    assert [line for line in findings(repo) if "JT605" in line] == []


def test_a_hold_is_old_by_the_commit_that_wrote_its_text(repo: GitRepo) -> None:
    at(repo, "2025-10-02T08:00:00Z", "hold", "1", "answer from legal")
    at(repo, "2025-10-18T08:00:00Z", "set", "1", "priority=high")
    assert findings(repo) == []
    repo.write(".tickets/config.yml", "prefix: JJM\nhold_days: 10\n")
    repo.commit_all("config")
    assert findings(repo) == [
        (
            f"{ONE}:11:10: advice JT606 JJM-001 has been on hold for 18 days"
            " (ask again, or continue without it)"
        )
    ]
    assert findings(repo, "2025-10-12T08:00:00Z") == []
    at(repo, "2025-10-19T08:00:00Z", "hold", "1", "answer from the new lawyer")
    assert findings(repo) == []
    at(repo, "2025-10-19T08:00:00Z", "cancel", "1")
    assert findings(repo, "2026-10-19T08:00:00Z") == []


def test_a_ticket_that_was_created_on_hold_is_on_hold_since_then(repo: GitRepo) -> None:
    repo.write(".tickets/config.yml", "prefix: JJM\nhold_days: 10\n")
    path = repo.path / ".tickets/JJM-003.md"
    text = (repo.path / ONE).read_text().replace("JJM-001", "JJM-003").replace("First", "Unlike it")
    path.write_text(text.replace("tags: []", "tags: []\non_hold: a server"))
    assert findings(repo) == []
    repo.commit_all("by hand")
    (line,) = findings(repo, "2026-10-20T09:30:00Z")
    assert "JT606 JJM-003 has been on hold for " in line


def test_a_parked_ticket_that_commits_name_is_not_orphaned(repo: GitRepo) -> None:
    repo.write("src/new.py", "")
    repo.commit_all("feat: new (JJM-001)")
    assert "JT602" in "".join(findings(repo))
    done(repo.path, "hold", "1", "answer from legal")
    assert findings(repo) == []


def test_prose_may_name_tickets_that_were_deleted_or_are_on_a_branch(repo: GitRepo) -> None:
    repo.git("checkout", "-q", "-b", "side")
    done(repo.path, "create", "On a branch")
    repo.git("checkout", "-q", "main")
    done(repo.path, "devlog", "1", "After JJM-002 and JJM-3, not JJM-4.", "--as", "ana")
    (repo.path / ".tickets/JJM-002.md").unlink()
    repo.commit_all("gone")
    (line,) = done(repo.path, "check").lines
    assert line.endswith("advice JT319 the text names JJM-4, which is not a ticket")


def test_prose_that_names_a_former_id_is_followed(repo: GitRepo) -> None:
    done(repo.path, "set", "2", "aliases=JJM-900")
    done(repo.path, "devlog", "1", "After JJM-900.", "--as", "ana")
    assert done(repo.path, "check").lines == []
