"""A week's work on the example as a reviewer reads it, and reviews of hostile or huge branches."""

from __future__ import annotations

import os
import re
import shutil
from datetime import UTC, datetime
from pathlib import Path
from random import SystemRandom

import pytest
from commandline import done
from gitrepo import GitRepo, new_repo
from golden import reviewed
from markdown_it import MarkdownIt

from jticket.ops.branches.diff import review
from jticket.ops.workspace import Environment, Workspace, open_workspace
from jticket.render.diff_text import TextCanvas, review_lines
from jticket.text.printable import width

TOP = Path(__file__).parents[2]
COMMIT = re.compile(r"\b[0-9a-f]{10}\b")
ACTING = {chr(n) for n in (*range(9), *range(11, 32), 0x7F, 0x85, 0x2028, 0x202E, 0x200F)}
EVIL = "\x1b[31m\u202e @ana #12 <img src=x> | `a` </details> GH-1 https://x.y/z"


@pytest.fixture(scope="module")
def week(tmp_path_factory: pytest.TempPathFactory, environment: dict[str, str]) -> GitRepo:
    """Returns the example with a branch of a week of work in some twenty commits."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in environment.items():
            patch.setenv(name, value)
        repo = new_repo(tmp_path_factory.mktemp("week") / "jules")
        shutil.copytree(TOP / ".tickets-example", repo.path / ".tickets")
        repo.commit_all("start")
        repo.git("checkout", "-q", "-b", "week")
        for command in WORK:
            done(repo.path, *command)
        path = repo.path / ".tickets/JJM-022.md"
        path.write_text(
            path.read_text()
            .replace("without fear", "without any fear")
            .replace("in under ten seconds", "in under five seconds")
        )
        done(repo.path, "commit")
        repo.git("rm", "-q", ".tickets/JJM-062.md")
        repo.commit_all("JJM-062: no production yet")
    return repo


WORK = [
    ("claim", "22", "--as", "dora"),
    ("tick", "22", "1", "2", "5"),
    ("devlog", "22", "Split answers are read now.\n\nNext: the server that dies."),
    ("complete", "16", "--force", "--note", "The server answers."),
    (
        *("create", "Timeouts differ", "-t", "bug", "-p", "high", "--effort", "3h", "--dep", "22"),
        *("--parent", "67", "--phase", "MVP Phase 5: Testing & Documentation"),
        *("--criterion", "One timeout everywhere", "-d", "The client waits 30 s, the server 20."),
    ),
    ("set", "42", "effort=9h", "tags+=keys", "tags-=api", "priority=high"),
    ("set", "26", "assignee=chidi"),
    ("dep", "add", "59", "76"),
    ("criterion", "add", "26", "the old store can still be read"),
    ("set", "26", "technical_notes=Look at the old store first.\n\nIt has no index."),
    ("cancel", "61", "--force"),
    ("archive", "1", "2"),
    ("claim", "34", "--as", "ana", "--force"),
    ("submit", "34", "--force"),
    ("devlog", "34", "Ready for review."),
    ("create", "Write down the limits", "--effort", "1h", "-p", "low"),
]


@pytest.mark.parametrize(
    ("name", "options"), [("diff-week.txt", ()), ("diff-week.md", ("--format", "markdown"))]
)
def test_a_weeks_work_matches_its_golden(
    week: GitRepo, name: str, options: tuple[str, ...]
) -> None:
    out = COMMIT.sub("0123456789", done(week.path, "diff", "main", *options).out)
    assert out == reviewed(name, out)


@pytest.mark.parametrize("columns", [40, 80])
def test_a_weeks_work_fits_on_a_terminal(week: GitRepo, columns: int) -> None:
    reviewed_branch = review(workspace(week), "main")
    ends = "main (0123456789) → work tree"
    plain = [*review_lines(reviewed_branch.comparison, TextCanvas(columns, color=False), ends=ends)]
    assert max(map(width, plain)) <= columns
    lines = [*review_lines(reviewed_branch.comparison, TextCanvas(columns, color=True), ends=ends)]
    bare = [re.sub(r"\x1b\[\d*m", "", line) for line in lines]
    assert max(map(width, bare)) <= columns
    assert "[-" not in "".join(bare)
    assert "without \x1b[32many\x1b[0m fear." in "".join(lines)


def workspace(repo: GitRepo) -> Workspace:
    now = datetime(2025, 10, 1, tzinfo=UTC)
    return open_workspace(Environment(repo.path, None, lambda: now, SystemRandom()))


def test_the_markdown_is_a_table_with_links_and_folded_details(week: GitRepo) -> None:
    out = done(
        week.path, "diff", "main", "--format", "markdown", "--link-base", "https://x.y/o/r/blob/c/"
    ).out
    page = MarkdownIt("gfm-like", {"linkify": False, "html": True}).render(out)
    assert page.count("<table>") == 2
    assert '<a href="https://x.y/o/r/blob/c/.tickets/JJM-022.md">JJM-022</a>' in page
    assert page.count("<details>") == page.count("</details>") == 1
    assert out.index("| Ticket |") < out.index("#### Plan") < out.index("<details>")


@pytest.fixture
def hostile(repo: GitRepo) -> GitRepo:
    """Returns a branch whose every text tries to break out of where it is shown."""
    path = repo.path / ".tickets/JJM-001.md"
    text = path.read_text()
    title = EVIL.replace("\x1b", "\\e").replace('"', "")
    text = text.replace("title: First", f'title: "{title}"')
    text = text.replace("assignee:", f'assignee: "{title}"').replace("tags: []", "tags: ['@all']")
    text += f"\n{EVIL}\n\n## Acceptance Criteria\n\n- [ ] {EVIL}\n\n## {EVIL}\n\n{EVIL}\n"
    text += f"\n## Devlog\n\n### 2025-10-01T00:00:00Z @bo\n\n{EVIL}\n\n```\n# x\n"
    path.write_text(text)
    repo.write(".tickets/JJM-003.md", text.replace("JJM-001", "JJM-003"))
    return repo


def test_text_of_tickets_does_not_control_the_terminal(hostile: GitRepo) -> None:
    for form in ("text", "markdown"):
        ran = done(hostile.path, "diff", "HEAD", "--format", form)
        assert not ACTING & {*ran.out, *ran.err}
        assert "@ana" in ran.out


def test_text_of_tickets_neither_mentions_anyone_nor_breaks_the_comment(hostile: GitRepo) -> None:
    out = done(hostile.path, "diff", "HEAD", "--format", "markdown").out
    page = MarkdownIt("gfm-like", {"linkify": False, "html": True}).render(out)
    assert "<img" not in page
    assert page.count("</details>") == 1
    assert page.strip().endswith("</details>")
    outside = re.sub(r"<code>.*?</code>|<[^>]*>", "", page)
    assert not re.search(r"@\w|#\d|GH-\d|https?:", outside)


def test_links_lead_to_files_whose_names_are_not_utf8(repo: GitRepo) -> None:
    text = (repo.path / ".tickets/JJM-001.md").read_bytes().replace(b"JJM-001", b"JJM-003")
    names = {b"\xff (a).md": b"3", b"](x)\n.md": b"4"}
    for name, number in names.items():
        path = Path(os.fsdecode(os.fsencode(repo.path / ".tickets") + b"/" + name))
        path.write_bytes(text.replace(b"JJM-003", b"JJM-00" + number))
    out = done(repo.path, "diff", "HEAD", "--format", "markdown").out
    assert "| [JJM-003](.tickets/%FF%20%28a%29.md) |" in out
    assert "| [JJM-004](.tickets/%5D%28x%29%0A.md) |" in out
    assert "(.tickets/%FF%20%28a%29.md)" in done(repo.path, "overview").out


def test_an_arrow_between_right_to_left_words_points_to_the_new_one(
    repo: GitRepo,
) -> None:
    done(repo.path, "set", "1", "title=שלום")
    done(repo.path, "set", "1", "title=עולם", "--no-commit")
    out = done(repo.path, "diff", "HEAD", "--format", "markdown").out
    assert "| title שלום &lrm;→&lrm; עולם |" in out
    assert "\n- title: שלום &lrm;→&lrm; עולם\n" in out


def test_an_embedded_image_is_shortened_and_the_rest_is_shown(repo: GitRepo) -> None:
    text = (repo.path / ".tickets/JJM-001.md").read_text()
    picture = f"![a](data:image/png;base64,{'QUJD' * 50_000})"
    text += f"\n## Notes\n\n{picture} the end\n\n## Acceptance Criteria\n\n- [ ] {picture} seen\n"
    repo.write(".tickets/JJM-001.md", text)
    out = done(repo.path, "diff", "HEAD").out
    assert len(out) < 3_000
    assert "… the end+}" in out
    assert "… seen" in out


def test_a_huge_branch_fits_in_a_comment_and_counts_what_is_left_out(repo: GitRepo) -> None:
    words = " ".join(f"w{n}@x|`" for n in range(300))
    for number in range(1, 700):
        name = f"JJM-{number:03}"
        text = f"---\nid: {name}\ntitle: '{'<@#|>' * 30}'\n---\n\n## Description\n\n{words}\n"
        repo.write(f".tickets/{name}.md", text)
    out = done(repo.path, "diff", "HEAD", "--format", "markdown").out
    assert 40_000 < len(out) < 65_536
    above = out.split("#### Plan")[0]
    rows = above.count("\n| [JJM-")
    assert f"… and {699 - rows} more" in above
    assert re.search(r"The details of \d+ tickets are left out", out)
    assert out.rstrip().endswith("</details>")
    assert len(done(repo.path, "diff", "HEAD", "--json").json["created"]) == 697
