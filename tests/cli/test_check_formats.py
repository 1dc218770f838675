"""`check --fix`, and findings for GitHub and as SARIF."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commandline import done, jticket

if TYPE_CHECKING:
    from gitrepo import GitRepo

TICKET = ".tickets/JJM-001.md"


def put(repo: GitRepo, front: str) -> None:
    repo.write(TICKET, f"---\nid: JJM-001\n{front}\n---\n\nBody -- as it is\n")


def test_a_finding_is_an_annotation_on_its_line(repo: GitRepo) -> None:
    put(repo, "title: 'a%b::c'\nstatus: raedy")
    ran = jticket(repo.path, "check", "--format", "github")
    assert ran.status == 1
    [line] = [each for each in ran.lines if each.startswith("::error ")]
    assert f"file={TICKET}" in line
    assert "line=4" in line
    assert "unknown status 'raedy'" in line


def test_a_message_can_t_begin_another_annotation(repo: GitRepo) -> None:
    put(repo, 'title: T\nstatus: "x\\n::error::y%0A"')
    ran = jticket(repo.path, "check", "--format", "github")
    assert all(line.startswith(("::error ", "::warning ", "::notice ")) for line in ran.lines)
    assert "%0A::error" not in ran.out


def test_sarif_names_each_rule_and_place(repo: GitRepo) -> None:
    put(repo, "title: T\nstatus: raedy")
    log = jticket(repo.path, "check", "--format", "sarif").json
    assert log["version"] == "2.1.0"
    [run] = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    [result] = run["results"]
    assert result["level"] == "error"
    assert rules[result["ruleIndex"]]["id"] == result["ruleId"] == "JT103"
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == TICKET
    assert place["region"]["startLine"] == 4


def test_sarif_without_findings_has_an_empty_list(repo: GitRepo) -> None:
    assert done(repo.path, "check", "--format", "sarif").json["runs"][0]["results"] == []


def test_fix_quotes_what_others_misread_and_touches_nothing_else(repo: GitRepo) -> None:
    put(repo, "title: no   # a comment\nstatus: ready")
    head = repo.head()
    before = (repo.path / TICKET).read_text()
    done(repo.path, "check", "--fix")
    after = (repo.path / TICKET).read_text()
    assert after in {before.replace("title: no ", f"title: {q}no{q} ") for q in "'\""}
    assert repo.head() == head
    done(repo.path, "check", "--fix", "--strict")
    assert (repo.path / TICKET).read_text() == after


def test_fix_leaves_what_has_no_one_answer(repo: GitRepo) -> None:
    put(repo, "title: T\nstatus: whatever")
    before = (repo.path / TICKET).read_text()
    ran = jticket(repo.path, "check", "--fix")
    assert (ran.status, "JT103" in ran.out) == (1, True)
    assert (repo.path / TICKET).read_text() == before
