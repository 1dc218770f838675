"""Edits of the front matter, style by style: the text before and after."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from strategies import read

from jticket.text.edits.apply import EditRefusedError, apply_edits
from jticket.text.edits.edit import Quote, SetField

if TYPE_CHECKING:
    from jticket.text.reading import ValidFile

HEAD, FOOT = "---\nid: JJM-014\ntitle: a\n", "---\n"


def after(before: str, *edits: SetField | Quote) -> ValidFile:
    """Returns the file after edits of a front matter's lines below `title`."""
    return apply_edits(read(f"{HEAD}{before}{FOOT}"), edits)


def lines(before: str, *edits: SetField | Quote) -> str:
    """Returns these lines after the edits."""
    reading = after(before, *edits)
    return reading.text.document.text.removeprefix(HEAD).removesuffix(FOOT)


@pytest.mark.parametrize(
    ("before", "value", "written"),
    [
        ("assignee: bob\n", "ana", "assignee: ana\n"),
        ("assignee:   bob   \n", "ana", "assignee:   ana   \n"),
        ("assignee: bob # since May\n", "ana", "assignee: ana # since May\n"),
        ("assignee: 'bob'\n", "it's", "assignee: 'it''s'\n"),
        ('assignee: "bob"\n', "ana", 'assignee: "ana"\n'),
        ("assignee: bob\n", "no", 'assignee: "no"\n'),
        ("assignee: bob\n", "", "assignee:\n"),
        ("assignee: 'bob'\n", "", "assignee: ''\n"),
        ("assignee: bob # since May\n", "", "assignee: # since May\n"),
        ("assignee:\n", "ana", "assignee: ana\n"),
        ("assignee: \n", "ana", "assignee: ana\n"),
        ("assignee:   \n", "ana", "assignee: ana  \n"),
        ("assignee: # who?\n", "ana", "assignee: ana # who?\n"),
        ("assignee:  # who?\n", "ana", "assignee: ana # who?\n"),
        ("assignee:\t# who?\n", "ana", "assignee: ana\t# who?\n"),
        ("assignee: bob\n  de boer\n", "ana", "assignee: ana\n"),
        ("assignee:\n  # who?\n  bob\n", "ana", "assignee:\n  # who?\n  ana\n"),
        ("assignee:\n  # who?\n  bob\n", "", 'assignee:\n  # who?\n  ""\n'),
        ("assignee:\n  bob\n", "", "assignee:\n"),
        ("assignee: |\n  bob\n\ntags: []\n", "ana", "assignee: ana\n\ntags: []\n"),
        ("assignee: >-  # who?\n  bob\n", "ana", "assignee: ana # who?\n"),
        ("assignee: |+\n  bob\n\n\ntags: []\n", "ana", "assignee: ana\ntags: []\n"),
        ("assignee: [bob, c]\n", "ana", "assignee: ana\n"),
        ("assignee:\n  name: bob # he\ntags: []\n", "ana", "assignee: ana # he\ntags: []\n"),
        ("'assignee' : bob\n", "ana", "'assignee' : ana\n"),
        ("? assignee\n: bob\n", "ana", "? assignee\n: ana\n"),
    ],
)
def test_a_value_is_replaced_in_its_place_and_style(before: str, value: str, written: str) -> None:
    assert lines(before, SetField("assignee", value)) == written


def test_a_cleared_field_has_its_default_value() -> None:
    changed = after("priority: high\n", SetField("priority", ""))
    assert changed.ticket.priority == "normal"
    assert changed.text.document.text == f"{HEAD}priority:\n{FOOT}"


@pytest.mark.parametrize(
    ("before", "key", "value", "written"),
    [
        ("", "status", "ready", "status: ready\n"),
        ("tags: []\n", "status", "ready", "status: ready\ntags: []\n"),
        ("tags: []\n", "due", "2025-10-31", "tags: []\ndue: 2025-10-31\n"),
        ("tags: []\nphase: x\n", "effort", "6", "tags: []\neffort: 6\nphase: x\n"),
        ("phase: x\ntags: []\n", "effort", "6h", "phase: x\ntags: []\neffort: 6h\n"),
        (
            "files:\n  - a\n  # - b\n\n# about c\nx-c: d\n",
            "aliases",
            ("A-1",),
            "files:\n  - a\n  # - b\naliases: [A-1]\n\n# about c\nx-c: d\n",
        ),
        ("x: 1\ny: 2\n", "customer", "no", 'x: 1\ny: 2\ncustomer: "no"\n'),
        ("", "points", "5", "points: 5\n"),
        ("", "customer", "5", 'customer: "5"\n'),
        ("", "reviewers", ("a", "b, c"), 'reviewers: [a, "b, c"]\n'),
        ("", "parent_id", "007", 'parent_id: "007"\n'),
        ("", "files", ("a",), "files:\n  - a\n"),
        ("", "tags", ("x" * 50, "y" * 40), f"tags:\n  - {'x' * 50}\n  - {'y' * 40}\n"),
        ("", "tags", ("x" * 40, "y" * 38), f"tags: [{'x' * 40}, {'y' * 38}]\n"),
        ("tags: |+\n\nx: |+\n  y\n\n", "customer", "z", "tags: |+\n\nx: |+\n  y\n\ncustomer: z\n"),
        ("", "assignee", "", ""),
        ("", "status", "backlog", ""),
        ("", "tags", (), ""),
    ],
)
def test_a_new_key_is_added_in_its_canonical_place(
    before: str, key: str, value: str | tuple[str, ...], written: str
) -> None:
    assert lines(before, SetField(key, value)) == written


def test_a_new_key_without_a_predecessor_is_added_before_its_successor() -> None:
    reading = read("---\n# a comment\n\n  due: 2025-10-31\n---\n")
    changed = apply_edits(reading, [SetField("title", "b")])
    assert changed.text.document.front == "# a comment\n\n  title: b\n  due: 2025-10-31\n"
    empty = apply_edits(read("---\n# c\n---\n"), [SetField("title", "b")])
    assert empty.text.document.front == "title: b\n# c\n"


@pytest.mark.parametrize(
    ("before", "key", "written"),
    [
        ("due: 2025-10-31\nphase: x\n", "due", "phase: x\n"),
        ("due: 2025-10-31\n\n# about x\nphase: x\n", "due", "\n# about x\nphase: x\n"),
        ("due: 2025-10-31 # the fair\n", "due", "due: # the fair\n"),
        ("phase: >\n  a\n  b\n\nfiles: []\n", "phase", "\nfiles: []\n"),
        ("phase: |+\n  a\n\nfiles: []\n", "phase", "files: []\n"),
        ("files:\n- a\n- b\nphase: x\n", "files", "phase: x\n"),
        ("files:\n  - a # why\n  - b\nphase: x\n", "files", "files: []\n  # why\nphase: x\n"),
        ("files: [a,\n  b]\n", "files", ""),
        ("files: [a, # why\n  b]\n", "files", "files: [ # why\n  ]\n"),
        ("customer:\n  name: x\n  b: [c]\nphase: x\n", "customer", "phase: x\n"),
        ("phase:\n", "phase", "phase:\n"),
        ("effort: two\n", "effort", ""),
        ("customer: x # why\n", "customer", "customer: # why\n"),
        ("files: a b\n", "files", ""),
    ],
)
def test_clearing_a_key_removes_its_lines_but_no_comment(
    before: str, key: str, written: str
) -> None:
    value: str | tuple[str, ...] = () if key == "files" else ""
    assert lines(before, SetField(key, value)) == written


@pytest.mark.parametrize(
    ("before", "value", "written"),
    [
        ("tags: [a, b]\n", "a c b", "tags: [a, c, b]\n"),
        ("tags: [ a, 'b' ] # c\n", "a 'b'", "tags: [ a, \"'b'\" ] # c\n"),
        ("tags: [ a,b ]\n", "b", "tags: [ b ]\n"),
        ("tags: [ a,b]\n", "b", "tags: [b]\n"),
        ("tags: [a,b ]\n", "b", "tags: [b]\n"),
        ("tags: [  ]\n", "b", "tags: [b]\n"),
        ('tags: ["a", "b"]\n', "a b c", 'tags: ["a", "b", "c"]\n'),
        ("tags: ['a', b]\n", "a b c", "tags: ['a', b, c]\n"),
        ("tags: [a, b,]\n", "a c", "tags: [a, c]\n"),
        ("tags: [a]\n", "", "tags: []\n"),
        ("tags: []\n", "a", "tags: [a]\n"),
        ("tags:\n", "a b", "tags: [a, b]\n"),
        ("tags: # c\n", "a b", "tags: [a, b] # c\n"),
        ("tags: a, b # c\n", "x", "tags: [x] # c\n"),
        ("tags: {a: b}\n", "x", "tags: [x]\n"),
        ("tags: [a,\n  b]\n", "a b c d", "tags: [a,\n  b, c, d]\n"),
        ("tags: [a,\n  b]\n", "x z a b", "tags: [x, z, a,\n  b]\n"),
        ("tags: [a,\n  b,\n  c]\n", "a x b c", "tags: [a, x,\n  b,\n  c]\n"),
        ("tags: [a,\n  b,\n  c]\n", "a b x c", "tags: [a,\n  b, x,\n  c]\n"),
        ("tags: [a,\n  b,\n  c]\n", "a c", "tags: [a,\n  c]\n"),
        ("tags: [a,\n  b,\n  c]\n", "c", "tags: [c]\n"),
        ("tags: [a,\n  b,\n  c]\n", "a", "tags: [a]\n"),
        ("tags: [a, # 1\n  b, # 2\n  c # 3\n]\n", "a c", "tags: [a, # 1\n   # 2\n  c # 3\n]\n"),
        ("tags: [a, # 1\n  b, # 2\n  c # 3\n]\n", "a b", "tags: [a, # 1\n  b, # 2\n   # 3\n]\n"),
        ("tags: [a, # 1\n  b # 2\n]\n", "", "tags: [ # 1\n   # 2\n]\n"),
        ("tags: [a, # 1\n  b # 2\n]\n", "x z", "tags: [x, # 1\n  z # 2\n]\n"),
        ("tags: [a,\n  b,\n]\n", "a b c", "tags: [a,\n  b, c,\n]\n"),
        ("tags: [a,\n  b,\n]\n", "", "tags: [\n  \n]\n"),
        ("tags: [# 1\n]\n", "a b", "tags: [a, b # 1\n]\n"),
        ("tags:\n  - a\n  - b\n", "a c b d", "tags:\n  - a\n  - c\n  - b\n  - d\n"),
        ("tags:\n- a\n- b\n", "x a b", "tags:\n- x\n- a\n- b\n"),
        ("tags:\n  -   'a'\n", "a b", "tags:\n  -   'a'\n  -   'b'\n"),
        ("tags:\n  - a # 1\n  - b # 2\n", "x b", "tags:\n  - x # 1\n  - b # 2\n"),
        ("tags:\n  - a # 1\n  # of b\n  - b\n\n  - c\n", "c", "tags:\n  # 1\n  # of b\n\n  - c\n"),
        ("tags:\n  - a\n", "", "tags: []\n"),
        ("tags: # why\n  - a # 1\n", "", "tags: [] # why\n  # 1\n"),
        ("tags:\n  -\n    a\n  - b\n", "b", "tags:\n  - b\n"),
        ("tags:\n  -\n    a\n  - b\n", "x b z", "tags:\n  -\n    x\n  - b\n  - z\n"),
        ("tags:\n-\n- b\n", "b", "tags:\n- b\n"),
        ("tags:\n- |\n  a\n- b\n", "x b", "tags:\n- x\n- b\n"),
        ("tags:\n- - a\n- b\n", "x b", "tags:\n- x\n- b\n"),
        ("tags:\n- a\n# last\n", "a b", "tags:\n- a\n- b\n# last\n"),
    ],
)
def test_a_list_keeps_its_other_items_and_its_comments(
    before: str, value: str, written: str
) -> None:
    assert lines(before, SetField("tags", tuple(value.split()))) == written


def test_a_list_too_long_for_its_line_gets_one_item_per_line() -> None:
    many = tuple(f"JJM-{n:03d}" for n in range(10))
    below = "".join(f"  - {path}\n" for path in many)
    assert lines("dependencies: [JJM-000]\n", SetField("dependencies", many)) == (
        f"dependencies:\n{below}"
    )
    assert lines(f"dependencies: [{', '.join(many)}]\n", SetField("dependencies", many[:9])) == (
        f"dependencies: [{', '.join(many[:9])}]\n"
    )
    wide = ("x" * 40, "y" * 38)
    assert lines("tags: [a]\n", SetField("tags", wide)) == f"tags: [{', '.join(wide)}]\n"
    wider = ("x" * 40, "y" * 39)
    assert (
        lines("tags: [a]\n", SetField("tags", wider)) == f"tags:\n  - {wider[0]}\n  - {wider[1]}\n"
    )
    kept = lines("dependencies: [JJM-000] # why\n", SetField("dependencies", many))
    assert kept == f"dependencies: [{', '.join(many)}] # why\n"


@pytest.mark.parametrize("before", ["files: []\n", "files:\n", "files: \n"])
def test_new_files_are_written_one_per_line(before: str) -> None:
    assert (
        lines(before, SetField("files", ("a", "b"))).replace(": \n", ":\n")
        == "files:\n  - a\n  - b\n"
    )
    assert lines("files: [a]\n", SetField("files", ("a", "b"))) == "files: [a, b]\n"


def test_an_indented_mapping_keeps_its_indent() -> None:
    reading = read("---\n  id: JJM-014\n  title: a\n  tags:\n---\n")
    edits = [SetField("tags", ("x" * 50, "y" * 40)), SetField("phase", "b")]
    changed = apply_edits(reading, edits)
    assert changed.text.document.front == (
        f"  id: JJM-014\n  title: a\n  tags:\n    - {'x' * 50}\n    - {'y' * 40}\n  phase: b\n"
    )


@pytest.mark.parametrize(
    ("front", "edit", "reason"),
    [
        ("? tags\n: - a\n", SetField("tags", ()), "not written as a plain `tags: value`"),
        ("customer:\n  a: b # c\n  d: e\n", SetField("customer", ""), "lose the comment '# c'"),
        ("tags: a\n", SetField("tags", "b"), ":4: tags can't be set safely here"),
        ("", SetField("id", ""), "id can't be set safely here"),
    ],
)
def test_an_unsafe_edit_is_refused_with_the_reason(front: str, edit: SetField, reason: str) -> None:
    with pytest.raises(EditRefusedError) as refusal:
        after(front, edit)
    assert reason in refusal.value.message
    assert refusal.value.message.startswith(".tickets/JJM-014.md:")
    assert refusal.value.message.endswith("; nothing was changed")
    assert refusal.value.hint


def test_no_edits_change_nothing() -> None:
    reading = read(f"{HEAD}{FOOT}")
    assert apply_edits(reading, []) is reading


@pytest.mark.parametrize(
    ("before", "key", "indexes", "written"),
    [
        ("phase: 1.10\n", "phase", (), 'phase: "1.10"\n'),
        ("tags: [a, 1.10]\n", "tags", (1,), 'tags: [a, "1.10"]\n'),
        ("tags: [1, b, 2, 3]\n", "tags", (3, 0, 1, 0), 'tags: ["1", "b", 2, "3"]\n'),
        ("tags: [a, 1.10]\n", "tags", (2,), "tags: [a, 1.10]\n"),
        ("tags: [a, 1.10]\n", "tags", (), "tags: [a, 1.10]\n"),
        ("phase: '1.10'\n", "phase", (), "phase: '1.10'\n"),
        ("phase:\n", "phase", (), "phase:\n"),
        ("tags: []\n", "phase", (), "tags: []\n"),
    ],
)
def test_quotes_are_put_around_a_plain_value_only(
    before: str, key: str, indexes: tuple[int, ...], written: str
) -> None:
    assert lines(before, Quote(key, indexes)) == written


def test_a_front_matter_that_would_be_too_large_is_refused() -> None:
    with pytest.raises(EditRefusedError, match=r"has 70029 bytes \(at most 65536\); nothing"):
        after("", SetField("phase", "x" * 70_000))


def test_a_list_of_several_lines_without_items_can_get_one() -> None:
    assert lines("tags: [\n]\n", SetField("tags", ("a",))) == "tags: [a\n]\n"


def test_long_lists_that_differ_everywhere_are_replaced_without_comparing_them() -> None:
    old, new = ([f"{letter}{number}" for number in range(400)] for letter in "ab")
    before = "tags:\n" + "".join(f"- {tag}\n" for tag in ["same", *old, "last"])
    expected = "tags:\n" + "".join(f"- {tag}\n" for tag in ["same", *new, "last"])
    assert lines(before, SetField("tags", ("same", *new, "last"))) == expected
