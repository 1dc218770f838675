"""`check --fix`: what it fixes, what it leaves, and that it reports both exactly."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import pytest
from commandline import Ran, done, jticket
from hypothesis import given
from hypothesis import strategies as st
from strategies import AWKWARD, LAYOUTS, TRAILING, Layout, double_quoted, law, single_quoted

if TYPE_CHECKING:
    from gitrepo import GitRepo

CONFIG = """\
prefix: JJM
services:
  core: {title: Core}
  jules-jobs: {title: Jobs}
fields:
  color: {type: enum, values: [Red, dark-blue, 'no']}
  points: {type: integer}
  reviewers: {type: list}
"""
OTHERS = {
    "JJM-002": "title: Second\naliases: [JJM-007]",
    "JJM-x7kd": "title: Random",
    "ABC-001": "title: Of another project",
}
SINGLE: dict[str, list[str]] = {
    "title": ["Parser", "no", "1.10", "12:30:45", "ok, so", "~"],
    "status": ["ready", "In Progress", "in-progress", "READY", "rdy", "inprogress", "[ready]"],
    "ticket_type": ["task", "Task", "bug", "Selection"],
    "priority": ["high", "HIGH", "urgent"],
    "service_id": ["core", "Core", "Jules Jobs", "other"],
    "parent_id": ["JJM-002", "jjm-2", "2", "JJM-007", "JJM-0002", "9", "x7k", "JJM-X7KD", "abc-1"],
    "effort": ["6h", "6", "1:30"],
    "due": ["2025-10-31", "01.10.2025"],
    "phase": ["P1", "yes", "2025-01-01", "1e3", "0x1F", "two words"],
    "color": ["Red", "RED", "Dark_Blue", "no", "NO", "pink"],
    "points": ["3", "many"],
}
LISTS: dict[str, list[str]] = {
    "tags": ["cli", "a", "a", "", "no", "1.10", "x y", "A"],
    "dependencies": ["JJM-002", "jjm-2", "2", "JJM-007", "", "JJM-x7kd", "jjm-X7KD", "nope", "x7k"],
    "files": ["src/a.py", "src/a.py", "src/", "", "../x", "on"],
    "aliases": ["JJM-030", "jjm-031", "31"],
    "reviewers": ["ana", "no", "ana"],
}
REVEALED = {"JT301", "JT304", "JT306", "JT307", "JT308"}
"""Findings that a fix may reveal, once a value can be read: cycles, duplicate and missing IDs."""

TICKET = ".tickets/JJM-001.md"


def put(repo: GitRepo, front: str, name: str = "JJM-001") -> None:
    """Writes a ticket with these lines below its ID."""
    repo.write(f".tickets/{name}.md", f"---\nid: {name}\n{front}\n---\n\nBody -- as it is\n")


def front_of(repo: GitRepo, name: str = "JJM-001") -> str:
    """Returns the lines below a ticket's ID."""
    text = (repo.path / f".tickets/{name}.md").read_text()
    return text.removeprefix(f"---\nid: {name}\n").removesuffix("\n---\n\nBody -- as it is\n")


def plain(text: str) -> str:
    """Returns the text as it is if YAML reads it as a text, else in quotes."""
    return text if re.fullmatch(r"[\w~.](?:[\w .:/~-]*[\w.])?/?", text) else double_quoted(text)


@dataclass(frozen=True)
class Ticket:
    """The lines of a front matter, key by key, and how they become bytes."""

    chunks: tuple[tuple[str, str], ...]
    layout: Layout

    @property
    def data(self) -> bytes:
        """Returns the file."""
        front = "".join(text for _, text in self.chunks)
        return self.layout.data(f"---\n{front}---\n\n## Description\n\nLeft  as it is. \n")


def chunks_of(data: bytes) -> tuple[dict[str, bytes], bytes]:
    """Returns the lines of each key of a front matter, and everything that is not front matter."""
    head, front, body = re.split(
        rb"^(?:\xef\xbb\xbf)?---\r?\n", data, maxsplit=2, flags=re.MULTILINE
    )
    parts = re.split(rb"^(?=[a-z][a-z_-]* ?:)", front, flags=re.MULTILINE)
    return {part.split(b":")[0].strip().decode(): part for part in parts if part}, head + body


@st.composite
def single(draw: st.DrawFn, key: str) -> str:
    """Draws a key with one value."""
    value = draw(st.sampled_from(SINGLE[key]) | st.sampled_from(AWKWARD))
    start = key + draw(st.sampled_from([":", ":", " :"]))
    style = draw(
        st.sampled_from([plain, plain, plain, single_quoted, double_quoted, "block", "next"])
    )
    if not value.isprintable():
        style = double_quoted
    if style == "block":
        return f"{start} {draw(st.sampled_from('|>'))}-\n  {value or 'x'}\n"
    if style == "next":
        return f"{start}{draw(TRAILING)}\n   {double_quoted(value)}{draw(TRAILING)}\n"
    assert callable(style)
    return f"{start} {style(value)}{draw(TRAILING)}\n"


@st.composite
def several(draw: st.DrawFn, key: str) -> str:
    """Draws a key with a list, or with one word instead of a list."""
    items = draw(st.lists(st.sampled_from(LISTS[key]), min_size=1, max_size=4))
    quote = draw(st.sampled_from([plain, plain, double_quoted]))
    written = [quote(item) for item in items]
    end = draw(TRAILING)
    match draw(st.sampled_from(["flow", "wide", "block", "block", "one"])):
        case "flow":
            return f"{key}: [{', '.join(written)}]{end}\n"
        case "wide":
            lines = [f"  {item},{draw(TRAILING)}\n" for item in written]
            return f"{key}: [\n{''.join(lines)}  ]{end}\n"
        case "block":
            dash = draw(st.sampled_from(["-", "  -", "  -  "]))
            above = st.sampled_from(["", "", "  # about the next\n"])
            lines = [f"{draw(above)}{dash} {item}{draw(TRAILING)}\n" for item in written]
            return f"{key}:{end}\n{''.join(lines)}"
        case _:
            return f"{key}: {written[0]}{end}\n"


@st.composite
def tickets(draw: st.DrawFn) -> Ticket:
    """Draws a ticket with many small mistakes."""
    own = draw(st.sampled_from(["JJM-001"] * 5 + ["jjm-1", "1", "JJM-002", '""', "none", "JJM-X"]))
    chunks = [] if own == "none" else [("id", f"id: {own}{draw(TRAILING)}\n")]
    chunks.append(("x-note", "x-note: {a: no}  # c\n"))
    some = draw(st.lists(st.sampled_from([*SINGLE, *LISTS]), unique=True, max_size=8))
    chunks += [(key, draw(single(key) if key in SINGLE else several(key))) for key in some]
    if draw(st.booleans()):
        chunks = draw(st.permutations(chunks))
    return Ticket(tuple(chunks), draw(LAYOUTS))


def report_of(ran: Ran) -> Any:
    """Returns what a command printed as JSON; it had no error."""
    assert ran.status in (0, 1), ran
    assert "error: " not in ran.err, ran
    return ran.json


def keys_of(findings: Any, chunks: dict[str, bytes], severity: str = "") -> set[str]:
    """Returns the keys on whose lines the findings are; a missing ID is on the first line."""
    owner, line = {1: "id"}, 2
    for key, text in chunks.items():
        owner |= dict.fromkeys(range(line, line + text.count(b"\n")), key)
        line += text.count(b"\n")
    return {
        owner.get(finding["line"], "") for finding in findings if severity in finding["severity"]
    }


@law(60)
@given(tickets())
def test_it_fixes_what_it_reports_and_nothing_else(ticket: Ticket) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name) / ".tickets"
        (folder / "sub").mkdir(parents=True)
        (folder / "config.yml").write_text(CONFIG)
        for stem, front in OTHERS.items():
            (folder / f"{stem}.md").write_text(f"---\nid: {stem}\n{front}\n---\n")
        path = folder / "sub" / "JJM-001.md"
        path.write_bytes(ticket.data)
        first = report_of(jticket(folder, "check", "--json"))
        outcome = report_of(jticket(folder, "check", "--fix", "--json"))
        fixed = path.read_bytes()
        assert report_of(jticket(folder, "check", "--json")) == {
            key: value for key, value in outcome.items() if key != "fixed"
        }
        again = jticket(folder, "check", "--fix", "--json")
        assert path.read_bytes() == fixed
        assert report_of(again) == {**outcome, "fixed": []}
        assert again.status == (1 if outcome["errors"] else 0)
        assert {p.name for p in folder.iterdir()} >= {f"{stem}.md" for stem in OTHERS}

    (before, rest), (after, rest_after) = chunks_of(ticket.data), chunks_of(fixed)
    assert rest == rest_after
    changed = {key for key in {*before, *after} if before.get(key) != after.get(key)}
    assert changed <= keys_of(outcome["fixed"], before)
    remaining = [finding for finding in outcome["findings"] if finding["code"] not in REVEALED]
    assert keys_of(remaining, after, "error") <= keys_of(first["findings"], before, "error")


def test_fix_quotes_values_that_other_readers_misread_and_nothing_else(repo: GitRepo) -> None:
    put(repo, "title: no   # a comment\nstatus: ready")
    head = repo.head()
    before = (repo.path / TICKET).read_text()
    done(repo.path, "check", "--fix")
    after = (repo.path / TICKET).read_text()
    assert after in {before.replace("title: no ", f"title: {q}no{q} ") for q in "'\""}
    assert repo.head() == head
    done(repo.path, "check", "--fix", "--strict")
    assert (repo.path / TICKET).read_text() == after


def test_fix_leaves_a_value_with_several_possible_fixes(repo: GitRepo) -> None:
    put(repo, "title: T\nstatus: whatever")
    before = repo.files()
    ran = jticket(repo.path, "check", "--fix")
    assert (ran.status, "JT103" in ran.out) == (1, True)
    assert ran.err == "2 tickets checked: 1 error\n"
    assert repo.files() == before


@pytest.mark.parametrize(
    ("front", "after"),
    [
        ("title: T\ntags: ['', no, ok]", 'title: T\ntags: ["no", ok]'),
        ("title: T\ntags: ['']  # c", "title: T\ntags: []  # c"),
        ("title: T\ndependencies:\n- ''\ntags: []", "title: T\ntags: []"),
        ("title: T\nstatus: |\n  Ready", "title: T\nstatus: ready"),
        ('title: T\n"status" :\tREADY', 'title: T\n"status" :\tready'),
        ("title: T\n? priority\n: 'HIGH'", "title: T\n? priority\n: 'high'"),
        ("title: T\ntags: 'cli' # c", "title: T\ntags: [cli] # c"),
        ("title: T\ndependencies: 2", "title: T\ndependencies: [JJM-002]"),
        ("title: T\nrelates_to: [jjm-002]", "title: T\nrelates_to: [JJM-002]"),
    ],
)
def test_a_finding_with_one_possible_fix_is_fixed(repo: GitRepo, front: str, after: str) -> None:
    put(repo, front)
    ran = done(repo.path, "check", "--fix")
    assert front_of(repo) == after
    assert ran.err.startswith("fixed: ")
    assert done(repo.path, "check", "--fix", "--strict").err == "2 tickets checked: all is well\n"


@pytest.mark.parametrize(
    "front",
    [
        "title: T\nstatus: &a Ready",
        "title: T\nstatus: Ready\nstatus: ready",
        "title: T\nparent_id: JJM-9",
        "title: T\ntags: cli, mvp",
        "title: T\ntags: [x y]",
        "title: T\nstatus: [ready]",
        "title: T\ntags: {a: b}",
        "title: T\ntags:\n\t- a",
    ],
)
def test_a_finding_with_several_possible_fixes_is_left_alone(repo: GitRepo, front: str) -> None:
    put(repo, front)
    before = repo.files()
    ran = jticket(repo.path, "check", "--fix")
    assert (ran.status, "fixed" in ran.err) == (1, False)
    assert ran.out == jticket(repo.path, "check").out
    assert repo.files() == before


@pytest.mark.parametrize("front", ["---\n", "---\nid:\n", "---\nid: ''\n", "---\nid: jjm-1\n"])
def test_a_missing_id_becomes_the_file_name(repo: GitRepo, front: str) -> None:
    repo.write(TICKET, f"{front}title: T\n---\n")
    done(repo.path, "check", "--fix")
    assert re.sub("'", "", (repo.path / TICKET).read_text()) == "---\nid: JJM-001\ntitle: T\n---\n"


def test_a_missing_id_is_left_if_the_file_name_is_not_an_id(repo: GitRepo) -> None:
    repo.write(".tickets/notes.md", "---\ntitle: T\n---\n")
    before = repo.files()
    assert jticket(repo.path, "check", "--fix").status == 1
    assert repo.files() == before


def test_custom_fields_are_fixed(repo: GitRepo) -> None:
    repo.write(".tickets/config.yml", CONFIG)
    put(repo, "title: T\ncolor: NO\nreviewers: ana")
    done(repo.path, "check", "--fix", "--strict")
    assert front_of(repo) == 'title: T\ncolor: "no"\nreviewers: [ana]'


@pytest.mark.parametrize(
    "config", ["priorities: Low\n", "workflow: {Ready: [gone]}\n", "fields: [\n"]
)
def test_nothing_is_fixed_while_the_config_has_errors(repo: GitRepo, config: str) -> None:
    repo.write(".tickets/config.yml", f"prefix: JJM\n{config}")
    put(repo, "title: T\nstatus: Ready\npriority: Low")
    before = repo.files()
    ran = jticket(repo.path, "check", "--fix")
    assert (ran.status, ran.out) == (1, "")
    assert "error: the settings can't be read: .tickets/config.yml:" in ran.err
    assert "hint: fix the config first" in ran.err
    assert repo.files() == before


def test_a_fix_that_would_lose_a_comment_is_refused_with_the_reason(repo: GitRepo) -> None:
    put(repo, "title: T\nstatus: Ready\ntags:\n  # about it\n  cli")
    ran = jticket(repo.path, "check", "--fix")
    assert front_of(repo) == "title: T\nstatus: ready\ntags:\n  # about it\n  cli"
    assert ran.err == (
        f"left as it is: {TICKET}: setting tags would lose the comment '# about it'\n"
        f"fixed: {TICKET}:4:9: error JT103 unknown status 'Ready' (did you mean 'ready'?)\n"
        "2 tickets checked: 1 error\n"
    )


def test_a_finding_that_a_fix_reveals_is_fixed_and_reported(repo: GitRepo) -> None:
    put(repo, "title: no\ntags: =")
    ran = done(repo.path, "check", "--fix")
    assert front_of(repo) == 'title: "no"\ntags: ["="]'
    assert [line.split()[3] for line in ran.err.splitlines()[:-1]] == ["JT102", "JT113"]


def test_with_a_base_old_findings_in_untouched_files_are_left_alone(repo: GitRepo) -> None:
    put(repo, "title: T\nstatus: Ready")
    put(repo, "title: U\nstatus: Ready\ndependencies: [JJM-002]", "JJM-004")
    repo.commit_all("old")
    repo.git("checkout", "-q", "-b", "feature")
    put(repo, "title: S\naliases: [JJM-002]\npriority: HIGH", "JJM-003")
    (repo.path / ".tickets/JJM-002.md").unlink()
    ran = done(repo.path, "check", "--fix", "--base", "main")
    assert front_of(repo) == "title: T\nstatus: Ready"
    assert front_of(repo, "JJM-003") == "title: S\naliases: [JJM-002]\npriority: high"
    assert front_of(repo, "JJM-004") == "title: U\nstatus: ready\ndependencies: [JJM-003]"
    fixed = [(line.split()[1][9:16], line.split()[3]) for line in ran.err.splitlines()[:3]]
    assert fixed == [("JJM-003", "JT103"), ("JJM-004", "JT311"), ("JJM-004", "JT103")]
    assert ran.err.endswith("1 old finding elsewhere: `jticket check` shows all\n")


def test_with_paths_other_files_are_left_alone(repo: GitRepo) -> None:
    put(repo, "title: no")
    put(repo, "title: no", "JJM-002")
    ran = done(repo.path, "check", "--fix", ".tickets/JJM-002.md")
    assert (front_of(repo), front_of(repo, "JJM-002")) == ("title: no", 'title: "no"')
    assert ran.err.endswith("1 ticket checked: all is well\n")


def test_the_index_and_uncommitted_changes_stay_as_they_are(repo: GitRepo) -> None:
    repo.write("src/app.py", "staged\n")
    put(repo, "title: T\nstatus: Ready")
    repo.git("add", "-A")
    repo.write("src/app.py", "and dirty\n")
    repo.write("new.txt", "untracked\n")
    index = repo.git("ls-files", "--stage")
    done(repo.path, "check", "--fix")
    assert repo.git("ls-files", "--stage") == index
    assert (repo.path / "src/app.py").read_text() == "and dirty\n"
    assert front_of(repo) == "title: T\nstatus: ready"


def test_it_works_outside_a_repository_and_through_links_in_the_folder(tmp_path: Path) -> None:
    folder = tmp_path / ".tickets"
    (folder / ".store").mkdir(parents=True)
    (folder / "sub").mkdir()
    (folder / ".store/one").write_text("---\nid: JJM-001\ntitle: T\nstatus: Ready\n---\n")
    (folder / "JJM-001.md").symlink_to(".store/one")
    (folder / "sub/JJM-001.md").symlink_to("../.store/one")
    ran = jticket(tmp_path, "check", "--fix")
    assert re.findall(r"JT\d+", ran.out) == ["JT301", "JT301"]
    assert (folder / "JJM-001.md").is_symlink()
    assert (folder / ".store/one").read_text() == "---\nid: JJM-001\ntitle: T\nstatus: ready\n---\n"


def test_a_full_disk_leaves_every_file_as_it_was(
    repo: GitRepo, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("JJM-001", "JJM-002"):
        put(repo, "title: no", name)
    before = repo.files()
    real = os.rename

    def rename(source: str, target: str, **folders: int) -> None:
        if target == "JJM-002.md":
            raise OSError(28, "No space left on device")
        real(source, target, **folders)

    monkeypatch.setattr("os.rename", rename)
    ran = jticket(repo.path, "check", "--fix")
    assert (ran.status, ran.out) == (1, "")
    assert ran.err.endswith("JJM-002.md: No space left on device; nothing was changed\n")
    assert repo.files() == before


@pytest.mark.parametrize("form", ["github", "sarif", "text"])
def test_each_format_reports_what_was_fixed(repo: GitRepo, form: str) -> None:
    put(repo, "title: T\nstatus: Ready\npriority: urgent")
    ran = jticket(repo.path, "check", "--fix", "--format", form)
    assert ran.status == 1
    assert ("JT103" in ran.out, "Ready" in ran.out, "urgent" in ran.out) == (True, False, True)
    assert "fixed: .tickets/JJM-001.md:4:9: error JT103 unknown status 'Ready'" in ran.err


def test_json_has_what_was_fixed_and_what_is_left(repo: GitRepo) -> None:
    put(repo, "title: T\nstatus: Ready\npriority: urgent")
    ran = jticket(repo.path, "check", "--fix", "--json")
    assert (ran.status, ran.err) == (1, "")
    for key, word in (("fixed", "'Ready'"), ("findings", "'urgent'")):
        [finding] = ran.json[key]
        assert word in finding["message"]
