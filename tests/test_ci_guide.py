"""The workflows of the guide: their shell steps run unchanged, with stand-ins for the network."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from commandline import done, environment

if TYPE_CHECKING:
    from gitrepo import GitRepo

PAGE = Path(__file__).parents[1] / "jticket" / "guide" / "ci.md"
BLOCKS = re.findall(r"^```yaml\n(.*?)^```$", PAGE.read_text(), re.DOTALL | re.MULTILINE)
ANSWER = '[ "$2" != --paginate ] || [ -z "${COMMENTS-}" ] || printf "%s\\n" $COMMENTS'
HOOKS, GITHUB, GITLAB = (yaml.safe_load(block) for block in BLOCKS)


@pytest.fixture
def branch(repo: GitRepo, tmp_path: Path) -> tuple[GitRepo, dict[str, str]]:
    """Returns a clone on a branch with a new ticket, and stand-ins for programs of the network."""
    done(repo.path, "overview", "-o", "TICKETS.md")
    repo.git("add", "-A")
    repo.git("commit", "-qm", "overview")
    clone = tmp_path / "clone"
    repo.git("clone", "-q", str(repo.path), str(clone))
    from gitrepo import GitRepo as Repo

    work = Repo(clone)
    work.git("checkout", "-q", "-b", "feature")
    done(clone, "create", "Log in")
    done(clone, "overview", "-o", "TICKETS.md")
    work.git("add", "-A")
    work.git("commit", "-qm", "overview")
    tools = Repo(tmp_path)
    for name in ("gh", "curl", "pip", "pipx"):
        tools.script(f"bin/{name}", f'echo {name} "$@" >> {tmp_path / "called"}\n{ANSWER}')
    import sys

    tools.script("bin/jticket", f'exec {sys.executable} -m jticket "$@"')
    variables = environment(
        PATH=f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}",
        BASE="origin/main",
        PR="7",
        GITHUB_REPOSITORY="ana/jules",
        FILES="https://example.org/blob",
        GITHUB_STEP_SUMMARY=str(tmp_path / "summary"),
        CI_MERGE_REQUEST_TARGET_BRANCH_NAME="main",
        CI_API_V4_URL="https://example.org/api",
    )
    return work, variables


def run(step: str, branch: tuple[GitRepo, dict[str, str]]) -> subprocess.CompletedProcess[str]:
    repo, variables = branch
    return subprocess.run(
        ["bash", "-eo", "pipefail", "-c", step],
        cwd=repo.path,
        env=variables,
        capture_output=True,
        text=True,
        check=False,
    )


def steps(workflow: dict[str, Any]) -> dict[str, str]:
    listed = workflow["jobs"]["tickets"]["steps"]
    return {step["name"]: step["run"] for step in listed if "run" in step}


def test_the_steps_for_github_pass(branch: tuple[GitRepo, dict[str, str]], tmp_path: Path) -> None:
    for step in steps(GITHUB).values():
        ran = run(step, branch)
        assert ran.returncode == 0, ran.stderr
    assert "(https://example.org/blob/.tickets/JJM-003.md)" in (tmp_path / "summary").read_text()
    called = (tmp_path / "called").read_text().splitlines()
    assert called[-1] == "gh pr comment 7 --body-file review.md"


def test_an_existing_comment_is_edited(
    branch: tuple[GitRepo, dict[str, str]], tmp_path: Path
) -> None:
    branch[1]["COMMENTS"] = "41 42"
    ran = run(steps(GITHUB)["comment"], branch)
    assert ran.returncode == 0, ran.stderr
    asked, edited = (tmp_path / "called").read_text().splitlines()
    assert asked == (
        "gh api --paginate repos/ana/jules/issues/7/comments --jq .[] | select("
        '.user.login == "github-actions[bot]" and (.body | startswith("<!-- jticket -->"))) | .id'
    )
    assert edited == "gh api --method PATCH repos/ana/jules/issues/comments/41 -F body=@review.md"


def test_an_error_on_the_branch_is_annotated_and_fails_the_step(
    branch: tuple[GitRepo, dict[str, str]],
) -> None:
    ticket = branch[0].path / ".tickets" / "JJM-003.md"
    ticket.write_text(ticket.read_text().replace("status: backlog", "status: raedy"))
    ran = run(steps(GITHUB)["check"], branch)
    assert ran.returncode == 1
    assert ran.stdout.startswith("::error file=.tickets/JJM-003.md,line=4")
    assert run(steps(GITHUB)["overview"], branch).returncode == 1


def test_the_script_for_gitlab_passes(
    branch: tuple[GitRepo, dict[str, str]], tmp_path: Path
) -> None:
    ran = run("\n".join(GITLAB["tickets"]["script"]), branch)
    assert ran.returncode == 0, ran.stderr
    assert "JJM-003" in (branch[0].path / "review.md").read_text()
    assert "body@review.md" in (tmp_path / "called").read_text()


def test_the_documented_hooks_are_those_that_exist() -> None:
    there = yaml.safe_load((PAGE.parents[2] / ".pre-commit-hooks.yaml").read_text())
    used = {hook["id"] for hook in HOOKS["repos"][0]["hooks"]}
    assert used == {hook["id"] for hook in there}
