"""`create TITLE`: every option, the file it writes, the commit it makes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from commandline import NOW, done, jticket

if TYPE_CHECKING:
    from gitrepo import GitRepo


def text_of(repo: GitRepo, ticket_id: str) -> str:
    return repo.files()[f".tickets/{ticket_id}.md"].decode()


def front_of(repo: GitRepo, ticket_id: str) -> list[str]:
    return text_of(repo, ticket_id).split("---\n")[1].splitlines()


def test_a_title_alone_creates_a_task_with_the_first_nine_keys(repo: GitRepo) -> None:
    before = repo.head()
    ran = done(repo.path, "create", "Fix the parser")
    assert (ran.out, ran.err) == ("JJM-003\n", "")
    assert text_of(repo, "JJM-003") == (
        "---\n"
        "id: JJM-003\n"
        "title: Fix the parser\n"
        "status: backlog\n"
        "ticket_type: task\n"
        "priority: normal\n"
        f"created: {NOW}\n"
        "assignee:\n"
        "service_id:\n"
        "tags: []\n"
        "---\n"
        "\n"
        "## Description\n"
        "\n"
        "<!-- What is to be done, and why. -->\n"
    )
    assert repo.git("rev-parse", "HEAD^") == before
    assert repo.git("log", "-1", "--format=%B").strip() == "JJM-003: create: Fix the parser"
    assert repo.git("show", "--format=", "--name-only") == ".tickets/JJM-003.md"
    assert repo.status() == ""


def test_every_option_sets_its_field(repo: GitRepo) -> None:
    options = [
        *("-t", "bug", "-p", "critical", "-a", "ana", "--status", "ready", "--parent", "1"),
        *("--service", "jetta-sso", "--tag", "cli", "--tag", "mvp,ux", "--dep", "2,2"),
        *("--effort", "1d 4h", "--due", "2025-10-31", "--phase", "MVP Phase 4: CLI"),
        *("--milestone", "MVP", "--file", "src/main.py", "--file", "docs/{a,b}.md"),
        *("--criterion", "it works", "--criterion", "it works twice", "-d", "Why it matters."),
    ]
    done(repo.path, "create", "All of it", *options)
    assert front_of(repo, "JJM-003") == [
        "id: JJM-003",
        "title: All of it",
        "status: ready",
        "ticket_type: bug",
        "priority: critical",
        f"created: {NOW}",
        "assignee: ana",
        "service_id: jetta-sso",
        "tags: [cli, mvp, ux]",
        "parent_id: JJM-001",
        "dependencies: [JJM-002]",
        "effort: 1d 4h",
        "due: 2025-10-31",
        'phase: "MVP Phase 4: CLI"',
        "milestone: MVP",
        "files:",
        "  - src/main.py",
        "  - docs/{a,b}.md",
    ]
    body = text_of(repo, "JJM-003").split("---\n", 2)[2]
    assert body == (
        "\n## Description\n\nWhy it matters.\n"
        "\n## Acceptance Criteria\n\n- [ ] it works\n- [ ] it works twice\n"
        "\n## Technical Notes\n\n<!-- What is known of the cause. -->\n"
    )


def test_json_prints_the_ticket_as_an_object(repo: GitRepo) -> None:
    ticket = done(repo.path, "create", "One", "--effort", "90m", "--json").json
    assert ticket["id"] == "JJM-003"
    assert ticket["effort"] == "90m"
    assert ticket["effort_hours"] == 1.5
    assert ticket["description"] == ""
    assert ticket["path"] == ".tickets/JJM-003.md"


@pytest.mark.parametrize("kind", ["epic", "issue", "bug", "spike", "task"])
def test_each_type_has_its_own_body_that_counts_as_empty(repo: GitRepo, kind: str) -> None:
    ticket = done(repo.path, "create", "One", "-t", kind, "--json").json
    assert ticket["ticket_type"] == kind
    assert (ticket["description"], ticket["technical_notes"], ticket["sections"]) == ("", "", {})
    assert ticket["acceptance_criteria"] == []
    body = text_of(repo, "JJM-003")
    assert "## Description\n\n<!--" in body
    assert ("## Acceptance Criteria\n\n<!--" in body) == (kind != "task")


def test_a_custom_type_has_the_body_of_a_task(repo: GitRepo) -> None:
    repo.write(".tickets/config.yml", "prefix: JJM\nticket_types: [chore, epic]\n")
    assert done(repo.path, "create", "One", "--json").json["ticket_type"] == "chore"
    assert "## Description\n\n<!-- What is to be done, and why. -->" in text_of(repo, "JJM-003")


def test_a_description_with_headings_is_split_into_sections(repo: GitRepo) -> None:
    text = (
        "Why.\n\n## acceptance criteria\n\n- [ ] one\n- [x] two\n\n"
        "## Devlog\n\n### 2025-01-01T10:00:00Z ana\n\nFound it.\n\n## Links\n\nhere\n"
    )
    ticket = done(repo.path, "create", "One", "-d", text, "--criterion", "three", "--json").json
    assert ticket["description"] == "Why."
    assert ticket["acceptance_criteria"] == [
        {"text": "one", "done": False},
        {"text": "two", "done": True},
        {"text": "three", "done": False},
    ]
    assert ticket["devlog"] == [
        {"timestamp": "2025-01-01T10:00:00Z", "author": "ana", "text": "Found it."}
    ]
    assert ticket["sections"] == {"Links": "here"}
    assert text_of(repo, "JJM-003").count("## Description") == 1


def test_a_heading_in_a_code_fence_starts_no_section(repo: GitRepo) -> None:
    text = "Like so:\n\n```\n## Devlog\n```\n\nand on."
    ticket = done(repo.path, "create", "One", "-d", text, "--json").json
    assert ticket["description"] == text
    assert ticket["devlog"] == []


def test_a_description_can_come_from_a_file_or_stdin(repo: GitRepo) -> None:
    repo.write("why.md", b"\xef\xbb\xbfFrom a file.\r\n")
    from_file = done(repo.path, "create", "One", "-d", "@why.md", "--json").json
    assert from_file["description"] == "From a file."
    from_stdin = done(repo.path, "create", "Two", "-d", "@-", "--json", stdin="From stdin.\n").json
    assert from_stdin["description"] == "From stdin."
    plain = done(repo.path, "create", "Three", "-d", "@@ana said so", "--json").json
    assert plain["description"] == "@ana said so"


def test_a_missing_file_is_named(repo: GitRepo) -> None:
    ran = jticket(repo.path, "create", "One", "-d", "@nope.md")
    assert ran.status == 1
    assert ran.err == (
        "error: can't read nope.md: No such file or directory\n"
        "hint: @FILE reads a file; write @@ for a text that begins with @\n"
    )


def test_all_invalid_values_are_reported_at_once(repo: GitRepo) -> None:
    before = repo.files()
    ran = jticket(
        *(repo.path, "create", "Bad", "-t", "bgu", "-p", "urgent", "--effort", "1:30"),
        *("--due", "soon", "--tag", "a b", "--file", "/etc/passwd", "--status", "doing"),
        *("--service", "!", "--dep", "99", "--parent", "486d1c2f"),
    )
    assert ran.status == 2
    assert ran.err.splitlines() == [
        "error: unknown status 'doing' (did you mean 'done'?)",
        "  unknown ticket type 'bgu' (did you mean 'bug'?)",
        "  unknown priority 'urgent' (one of low, normal, high, critical)",
        (
            "  service_id: '!' is not a service name"
            " (letters, digits and . _ / - only, a letter or digit first)"
        ),
        "  tags: 'a b' is not a single word (write a-b)",
        "  effort: '1:30' is not a duration (write 90m, 6h, 1.5d, 1w or 1d 4h)",
        "  due: 'soon' is not a date (write 2025-10-31, tomorrow, friday, +3d or today + 2w)",
        "  files: '/etc/passwd' is an absolute path (write it from the repository's root)",
        "  parent_id: no ticket '486d1c2f' (an ID looks like JJM-001)",
        "  dependencies: no ticket '99' (did you mean JJM-002?)",
        "hint: nothing was written",
    ]
    assert repo.files() == before


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--dep", "99"], "dependencies: no ticket '99'"),
        (["--parent", "JJM-02"], ""),
        (["--parent", "JMJ-001"], "parent_id: no ticket 'JMJ-001' (did you mean JJM-001?)"),
    ],
)
def test_a_reference_to_a_missing_ticket_is_not_found(
    repo: GitRepo, options: list[str], message: str
) -> None:
    ran = jticket(repo.path, "create", "One", *options)
    assert ran.status == (1 if message else 0)
    assert message in ran.err
    assert (repo.path / ".tickets/JJM-003.md").exists() == (not message)


@pytest.mark.parametrize(
    ("title", "reason"),
    [
        ("", "the title is empty"),
        ("  \t", "the title is empty"),
        ("two\nlines", "title is not one line of plain text"),
        ("bell\x07", "title is not one line of plain text"),
        ("x" * 201, "the title has 201 characters (at most 200)"),
        ("\udcff", "the title is not UTF-8 text"),
    ],
)
def test_a_title_is_one_line_of_text(repo: GitRepo, title: str, reason: str) -> None:
    ran = jticket(repo.path, "create", title)
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith(f"error: {reason}")
    assert repo.status() == ""


@pytest.mark.parametrize(
    "title", ["no", "1.10", "- x", "a: b", "#x", "[x]", "'q", "é ✓ 中", "x" * 200]
)
def test_any_line_can_be_a_title(repo: GitRepo, title: str) -> None:
    assert done(repo.path, "create", "--json", "--", title).json["title"] == title


@pytest.mark.parametrize(
    "options", [["-d", "\udcff"], ["--criterion", "\udcff"], ["-m", "\udcff"], ["-a", "\udcff"]]
)
def test_bytes_that_are_not_utf8_are_an_invalid_value(repo: GitRepo, options: list[str]) -> None:
    ran = jticket(repo.path, "create", "One", *options)
    assert ran.status == 2
    assert "is not UTF-8 text" in ran.err


def test_an_empty_criterion_is_an_invalid_value(repo: GitRepo) -> None:
    ran = jticket(repo.path, "create", "One", "--criterion", " ")
    assert ran.status == 2
    assert ran.err.startswith("error: --criterion: a criterion has no text")


def test_a_criterion_may_have_several_lines(repo: GitRepo) -> None:
    text = "it works\n- here\n- there"
    ticket = done(repo.path, "create", "One", "--criterion", text, "--json").json
    assert ticket["acceptance_criteria"] == [{"text": text, "done": False}]


def test_omitting_both_title_and_json_is_a_usage_error(repo: GitRepo) -> None:
    ran = jticket(repo.path, "create")
    assert ran.status == 2
    assert ran.err == "error: give either a title or --from-json FILE\n"


def test_a_title_without_quotes_gets_a_hint_to_quote_it(repo: GitRepo) -> None:
    ran = jticket(repo.path, "create", "Fix", "the", "parser", "--tag", "x")
    assert ran.status == 2
    assert ran.err == (
        "error: the title is several arguments\nhint: put it in quotes: 'Fix the parser'\n"
    )


def test_the_message_option_replaces_the_subject_but_not_the_id(repo: GitRepo) -> None:
    done(repo.path, "create", "One", "-m", "asked for by ana\n\nand by ben")
    assert repo.git("log", "-1", "--format=%B").strip() == "JJM-003: asked for by ana\n\nand by ben"


def test_a_long_title_is_cut_in_the_subject(repo: GitRepo) -> None:
    done(repo.path, "create", "word " * 39)
    subject = repo.git("log", "-1", "--format=%s")
    assert len(subject) <= 100
    assert subject.startswith("JJM-003: create: word")
    assert subject.endswith("…")


def test_no_commit_only_writes_files(repo: GitRepo) -> None:
    before = repo.head()
    assert done(repo.path, "create", "One", "--no-commit").out == "JJM-003\n"
    assert repo.head() == before
    assert repo.status() == "?? .tickets/JJM-003.md"


def test_stage_only_stages_and_off_only_writes(repo: GitRepo) -> None:
    repo.write(".tickets/config.yml", "prefix: JJM\ncommit: stage\n")
    repo.commit_all("stage")
    before = repo.head()
    done(repo.path, "create", "One")
    assert repo.status() == "A  .tickets/JJM-003.md"
    repo.write(".tickets/config.yml", "prefix: JJM\ncommit: off\n")
    repo.git("add", ".tickets/config.yml")
    done(repo.path, "create", "Two")
    assert "?? .tickets/JJM-004.md" in repo.status()
    assert repo.head() == before


def test_the_subject_follows_the_config(repo: GitRepo) -> None:
    repo.write(
        ".tickets/config.yml", "prefix: JJM\ncommit_subject: 'chore(tickets): {what} [{id}]'\n"
    )
    done(repo.path, "create", "word " * 39)
    subject = repo.git("log", "-1", "--format=%s")
    assert subject.startswith("chore(tickets): create: word")
    assert subject.endswith("… [JJM-003]")
    assert len(subject) <= 100


def test_a_service_must_be_listed_in_the_config(repo: GitRepo) -> None:
    repo.write(".tickets/config.yml", "prefix: JJM\nservices:\n  jetta-sso: {title: SSO}\n")
    ran = jticket(repo.path, "create", "One", "--service", "jeta-sso")
    assert ran.status == 2
    assert "unknown service 'jeta-sso' (did you mean 'jetta-sso'?)" in ran.err
    done(repo.path, "create", "One", "--service", "jetta-sso")


def test_a_new_ticket_that_closes_a_cycle_with_its_epic_is_refused(repo: GitRepo) -> None:
    done(repo.path, "set", "1", "ticket_type=epic")
    ran = jticket(repo.path, "create", "One", "--parent", "1", "--dep", "1")
    assert ran.status == 1
    assert "error: that would close a cycle: JJM-001 → JJM-003 → JJM-001\n" in ran.err
    assert not (repo.path / ".tickets/JJM-003.md").exists()


def test_other_staged_and_unstaged_changes_stay_as_they_are(repo: GitRepo) -> None:
    repo.write("staged.txt", "x\n")
    repo.git("add", "staged.txt")
    repo.write("src/app.py", "changed\n")
    before = repo.status()
    done(repo.path, "create", "One")
    assert repo.status() == before
    assert repo.git("show", "--format=", "--name-only") == ".tickets/JJM-003.md"


def test_create_works_in_a_new_project_without_config(empty_repo: GitRepo) -> None:
    (empty_repo.path / ".tickets").mkdir()
    assert done(empty_repo.path, "create", "One").out == "EMPT-001\n"
    assert empty_repo.git("log", "--format=%s") == "EMPT-001: create: One"
