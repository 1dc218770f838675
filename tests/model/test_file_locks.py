"""The queue that hands out tickets whose files are free, compared with a plain scan."""

from __future__ import annotations

import time

import pytest
from graphs import law
from hypothesis import given
from hypothesis import strategies as st

from jticket.model.planning.file_locks import LockQueue
from jticket.model.planning.file_overlap import Entries, overlap

YES_OR_NO = st.sampled_from([True, False])


def files_overlap(files: list[str], other_files: list[str]) -> bool:
    """Returns whether an entry of one ticket overlaps an entry of the other."""
    return any(overlap(entry, other_entry) for entry in files for other_entry in other_files)


@law(60)
@given(
    st.lists(
        st.lists(
            st.sampled_from(["a", "a/b", "a/c", "a/b/d", "e", "a/*", "**/d", "."]), max_size=2
        ),
        max_size=7,
    ),
    st.data(),
)
def test_the_queue_hands_out_what_a_scan_would(files: list[list[str]], data: st.DataObject) -> None:
    queue = LockQueue({rank: Entries.of(entries) for rank, entries in enumerate(files) if entries})
    coming = list(data.draw(st.permutations(range(len(files)))))
    waiting: set[int] = set()
    taken: set[int] = set()
    for _ in range(4 * len(files)):
        if data.draw(YES_OR_NO) and coming:
            rank = coming.pop()
            queue.offer(rank)
            waiting.add(rank)
        if data.draw(YES_OR_NO) and taken:
            rank = data.draw(st.sampled_from(sorted(taken)))
            queue.give_back(rank)
            taken.remove(rank)
        for _ in range(data.draw(st.integers(0, 3))):
            free = (
                n
                for n in sorted(waiting)
                if not any(files_overlap(files[n], files[m]) for m in taken)
            )
            expected = next(free, None)
            assert queue.take() == expected
            if expected is not None:
                waiting.remove(expected)
                taken.add(expected)


def test_a_ticket_that_is_blocked_again_does_not_block_those_that_wait_after_it() -> None:
    files = [["k"], ["k", "m"], ["k"], ["m"]]
    queue = LockQueue({rank: Entries.of(entries) for rank, entries in enumerate(files)})
    for rank in range(4):
        queue.offer(rank)
    assert [queue.take() for _ in range(3)] == [0, 3, None]
    queue.give_back(0)
    assert queue.take() == 2


def test_a_glob_is_compared_with_paths_below_a_folder_of_the_same_ticket() -> None:
    files = [["src", "src/a.py"], ["*.py"]]
    queue = LockQueue({rank: Entries.of(entries) for rank, entries in enumerate(files)})
    for rank in range(2):
        queue.offer(rank)
    assert [queue.take() for _ in range(2)] == [0, None]


def test_all_tickets_that_wait_for_a_folder_are_handed_out_when_it_is_released() -> None:
    files = [["src"], ["src/a"], ["src/b"], ["src/a/c"]]
    queue = LockQueue({rank: Entries.of(entries) for rank, entries in enumerate(files)})
    for rank in range(4):
        queue.offer(rank)
    assert [queue.take() for _ in range(2)] == [0, None]
    queue.give_back(0)
    assert [queue.take() for _ in range(3)] == [1, 2, None]


@pytest.mark.parametrize("paths", [["src/a"], ["src", "src/a"], ["src", "src/a", "src/a/b"]])
def test_tickets_that_block_one_another_are_not_tried_again_each_time(paths: list[str]) -> None:
    count = 5_000
    queue = LockQueue({n: Entries.of([paths[n % len(paths)]]) for n in range(count)})
    for n in range(count):
        queue.offer(n)
    start = time.process_time()
    for _ in range(count):
        rank = queue.take()
        assert rank is not None
        assert queue.take() is None
        queue.give_back(rank)
    assert time.process_time() - start < 10
