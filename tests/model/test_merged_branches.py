"""The tickets that commits name by the branches that they were merged from."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

import pytest

from jticket.model.history.merged_branches import merged_branches, names_by_commit


@dataclass(frozen=True)
class Message:
    """A commit without files."""

    id: str
    parents: tuple[str, ...] = ()
    subject: str = "work"
    body: str = ""
    tickets: tuple[str, ...] = ()


@pytest.mark.parametrize(
    ("subject", "branches"),
    [
        ("Merge branch 'jjm-014-parse'", ("jjm-014-parse",)),
        ("Merge branch 'jjm-014-parse' into main", ("jjm-014-parse",)),
        ("Merge branch 'jjm-014-parse' into 'main'", ("jjm-014-parse",)),
        ("Merge branch 'jjm-014' of github.com:ana/branch into jjm-015", ("jjm-014",)),
        ("Merge branches 'a', 'b' and 'c' into main", ("a", "b", "c")),
        ("Merge remote-tracking branch 'origin/jjm-014/x' into main", ("jjm-014/x",)),
        ("Merge remote-tracking branches 'o/a' and 'o/b'", ("a", "b")),
        ("Merge branch 'a', remote-tracking branch 'o/b' and tag 'c/d'", ("a", "b", "c/d")),
        ("Merge pull request #3 from ana/jjm-014-parse", ("jjm-014-parse",)),
        ("Merge pull request 'Parse' (#3) from jjm-014-parse into main", ("jjm-014-parse",)),
        ("Merge pull request 'Parse' (#3) from ana:jjm-014 into main", ("jjm-014",)),
        ("Merge pull request #3 in JJM/tool from jjm-014 to main", ("jjm-014",)),
        ("Merged in jjm-014-parse (pull request #3)", ("jjm-014-parse",)),
        ("Merge tag 'v1.0'", ()),
        ("Merge commit 'abc'", ()),
        ("JJM-014: Merge branch 'a'", ()),
        ("", ()),
    ],
)
def test_the_subject_of_a_merge_says_which_branches_it_merged(
    subject: str, branches: tuple[str, ...]
) -> None:
    assert merged_branches(subject) == branches


def merged(subject: str) -> dict[str, tuple[str, ...]]:
    """Returns the names in a history where `side` was merged into `main`, both since `root`."""
    merge = Message("merge", ("main", "side"), subject)
    return names_by_commit(
        [merge, Message("side", ("root",)), Message("main", ("root",)), Message("root")]
    )


def test_a_merge_names_the_ticket_of_its_branch_for_the_commits_it_brought_in() -> None:
    assert merged("Merge branch 'jjm-014-parse'") == {"side": ("jjm-014",)}
    assert merged("Merge pull request #3 from ana/JJM-014") == {"side": ("JJM-014",)}


def test_a_branch_name_that_only_contains_an_id_names_no_ticket() -> None:
    for branch in ("fix-jjm-014", "fix/jjm-014", "main", "jjm"):
        assert "jjm-014" not in str(merged(f"Merge branch '{branch}'"))


def test_a_merge_also_says_what_it_names_itself() -> None:
    subject = "Merge pull request 'JJM-015: Parse' (#3) from jjm-014 into main"
    assert merged(subject) == {"side": ("jjm-014",), "merge": ("JJM-015",)}


def test_the_branch_that_was_merged_into_is_not_named() -> None:
    assert merged("Merge branch 'main' into jjm-014") == {}


def test_commits_that_are_not_merges_merge_nothing() -> None:
    squashed = Message("squash", ("root",), "Merge branch 'jjm-014'")
    assert names_by_commit([squashed, Message("root")]) == {"squash": ("jjm-014",)}


def test_each_branch_of_an_octopus_names_its_own_commits() -> None:
    merge = Message("merge", ("main", "a", "b"), "Merge branches 'jjm-1' and 'jjm-2'")
    commits = [merge, *(Message(name, ("root",)) for name in ("main", "a", "b")), Message("root")]
    assert names_by_commit(commits) == {"a": ("jjm-1",), "b": ("jjm-2",)}


def test_only_wanted_names_of_branches_are_looked_for() -> None:
    commits = [Message("m", ("a", "b"), "Merge branch 'jjm-1'"), Message("a"), Message("b")]
    assert names_by_commit(commits, lambda word: word != "jjm-1") == {}


def test_what_a_merge_brought_in_is_what_only_its_other_parent_descends_from() -> None:
    for seed in range(300):
        commits = random_history(Random(seed))  # noqa: S311 - repeatable
        named = names_by_commit(commits[::-1])
        assert {commit: {*names} for commit, names in named.items()} == by_ancestors(commits), seed


def random_history(random: Random) -> list[Message]:
    """Returns commits, oldest first, whose merges are from branches called by their numbers."""
    oldest_first: list[Message] = []
    for number in range(random.randint(2, 30)):
        count = min(number, random.choice((1, 1, 1, 2, 2, 3)))
        recent = [message.id for message in oldest_first[-6:]]
        parents = tuple(random.sample(recent, min(count, len(recent))))
        names = [f"'jjm-{number}-{place}'" for place in range(1, len(parents))]
        subject = f"Merge branches {' and '.join(names)}" if names else "work"
        oldest_first.append(Message(f"c{number}", parents, subject))
    return oldest_first


def by_ancestors(oldest_first: list[Message]) -> dict[str, set[str]]:
    """Returns the names of commits by the sets of all ancestors."""
    ancestors: dict[str, set[str]] = {}
    expected: dict[str, set[str]] = {}
    for number, message in enumerate(oldest_first):
        above = [ancestors[parent] for parent in message.parents]
        ancestors[message.id] = {message.id}.union(*above)
        for parent in message.parents[1:]:
            for brought in ancestors[parent] - ancestors[message.parents[0]]:
                expected.setdefault(brought, set()).add(f"jjm-{number}")
    return expected
