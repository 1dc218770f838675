"""Hooks, signatures and messages: as `git commit` handles them, for the given paths alone."""

from __future__ import annotations

import json
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest
from commit_oracle import Snapshot, assert_committed_alone, assert_untouched, commit_one

from jticket.store.lock import held
from jticket.vcs.commit.commit import commit_paths
from jticket.vcs.environment import COMMITTING, spoken_locale
from jticket.vcs.errors import EmptyMessageError, GitError, HookFailedError
from jticket.vcs.repository import open_repository

if TYPE_CHECKING:
    from pathlib import Path

    from gitrepo import GitRepo

OLD = ".tickets/JJM-001.md"


def subject(repo: GitRepo) -> str:
    return repo.git("log", "-1", "--format=%B").removesuffix("\n")


def test_all_four_hooks_run_in_order_with_what_git_gives_them(repo: GitRepo) -> None:
    log = repo.path.parent / "log"
    for name in ("pre-commit", "prepare-commit-msg", "commit-msg", "post-commit"):
        repo.hook(
            name,
            f'echo "{name} $# $2 $(basename "$1") $(git diff --cached --name-only HEAD)"'
            f' "$(pwd)" ${COMMITTING} $GIT_LITERAL_PATHSPECS >> "{log}"',
        )
    repo.write("README.md", "staged by the user\n")
    repo.git("add", "README.md")
    committed, before = commit_one(repo, OLD, b"new\n")

    assert_committed_alone(repo, OLD, "M", before)
    assert committed is not None
    assert committed.notices == ()
    top = repo.path
    assert log.read_text().splitlines() == [
        f"pre-commit 0   {OLD} {top} 1",
        f"prepare-commit-msg 2 message COMMIT_EDITMSG {OLD} {top} 1",
        f"commit-msg 1  COMMIT_EDITMSG {OLD} {top} 1",
        f"post-commit 0   README.md {top} 1",
    ]


def test_no_verify_skips_the_same_two_hooks_as_git(repo: GitRepo) -> None:
    log = repo.path.parent / "log"
    for name in ("pre-commit", "prepare-commit-msg", "commit-msg", "post-commit"):
        repo.hook(name, f'echo {name} >> "{log}"')
    repository = open_repository(repo.path)
    repo.write(OLD, "one\n")
    commit_paths(repository, [repo.path / OLD], "one", verify=False)
    assert log.read_text().split() == ["prepare-commit-msg", "post-commit"]

    log.unlink()
    repo.git("config", "jticket.verify", "off")
    repo.write(OLD, "two\n")
    commit_paths(repository, [repo.path / OLD], "two")
    assert log.read_text().split() == ["prepare-commit-msg", "post-commit"]


def test_a_hook_may_change_the_message(repo: GitRepo) -> None:
    repo.hook("prepare-commit-msg", 'printf "\\n\\nprepared   \\n# kept\\n\\n\\nend\\n\\n" > "$1"')
    repo.hook("commit-msg", 'echo "Signed: yes" >> "$1"')
    commit_one(repo, OLD, b"new\n")
    assert subject(repo) == "prepared\n# kept\n\nend\n\nSigned: yes"
    assert repo.git("reflog", "-1", "--format=%gs") == "commit: prepared"


def test_a_hook_may_format_our_file_and_stage_it(repo: GitRepo) -> None:
    repo.hook("pre-commit", f"echo formatted > {OLD}; git add {OLD}")
    committed, before = commit_one(repo, OLD, b"new\n")

    assert committed is not None
    assert repo.git("cat-file", "blob", f"HEAD:{OLD}") == "formatted"
    before.files[OLD] = b"formatted\n"
    assert_committed_alone(repo, OLD, "M", before)
    assert repo.status() == ""


def test_other_files_that_a_hook_stages_are_left_out_with_a_notice(repo: GitRepo) -> None:
    repo.hook(
        "pre-commit",
        f"echo generated > other.txt; echo formatted > {OLD}\n"
        "git rm -q --cached README.md\ngit add -A .tickets other.txt",
    )
    committed, before = commit_one(repo, OLD, b"new\n")

    assert committed is not None
    assert committed.notices == (
        "the pre-commit hook staged other files, which are left uncommitted: README.md, other.txt",
    )
    before.files.update({OLD: b"formatted\n", "other.txt": b"generated\n"})
    assert_committed_alone(repo, OLD, "M", before)
    assert repo.status() == "?? other.txt"


def test_a_hook_may_revert_the_change(repo: GitRepo) -> None:
    repo.hook("pre-commit", f"git reset -q -- {OLD}")
    head = repo.head()
    committed, _ = commit_one(repo, OLD, b"new\n")
    assert committed is None
    assert repo.head() == head
    assert repo.status() == f" M {OLD}"


@pytest.mark.parametrize("name", ["pre-commit", "prepare-commit-msg", "commit-msg"])
def test_a_hook_that_fails_leaves_everything_as_it_was(repo: GitRepo, name: str) -> None:
    repo.hook(name, "echo to stdout; echo to stderr >&2; exit 3")
    repo.write(".tickets/JJM-009.md", "half\n")
    repo.git("add", "-N", ".tickets/JJM-009.md")
    path = repo.write(OLD, "new\n")
    before = Snapshot.of(repo)

    with pytest.raises(HookFailedError) as caught:
        commit_paths(open_repository(repo.path), [path, repo.path / ".tickets/JJM-009.md"], "m")
    assert caught.value.hook == name
    assert caught.value.message == (
        f"the {name} hook refused the commit (exit status 3):\nto stdout\nto stderr"
    )
    assert_untouched(repo, before)


def test_a_post_commit_hook_that_fails_is_only_a_notice(repo: GitRepo) -> None:
    repo.hook("post-commit", "echo too late; exit 1")
    committed, before = commit_one(repo, OLD, b"new\n")
    assert committed is not None
    assert committed.notices == ("the post-commit hook failed after the commit was made: too late",)
    assert_committed_alone(repo, OLD, "M", before)


def test_the_output_of_hooks_is_passed_on_and_nothing_reaches_stdout(
    repo: GitRepo, capfd: pytest.CaptureFixture[str]
) -> None:
    repo.hook("pre-commit", "echo all is well; echo really >&2")
    committed, _ = commit_one(repo, OLD, b"new\n")
    assert committed is not None
    assert committed.notices == ("the pre-commit hook says: all is well\nreally",)
    assert capfd.readouterr() == ("", "")


def test_hooks_are_found_by_hooks_path_and_in_a_linked_work_tree(repo: GitRepo) -> None:
    repo.git("config", "core.hooksPath", "tools/hooks")
    repo.script("tools/hooks/pre-commit", "echo from the folder that the configuration names")
    repo.commit_all()
    committed, _ = commit_one(repo, OLD, b"new\n")
    assert committed is not None
    assert "from the folder that the configuration names" in committed.notices[0]


def test_git_is_asked_for_hooks_only_where_there_may_be_some(
    repo: GitRepo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def started() -> list[str]:
        trace = tmp_path / "trace"
        monkeypatch.setenv("GIT_TRACE2_EVENT", str(trace))
        commit_one(repo, OLD, f"{next(texts)}\n".encode())
        monkeypatch.delenv("GIT_TRACE2_EVENT")
        events = [json.loads(line) for line in trace.read_text().splitlines()]
        trace.unlink()
        return [
            event["argv"][6] for event in events if event.get("argv", [""] * 4)[3:4] == ["hook"]
        ]

    texts = iter("abcd")
    assert started() == []
    repo.hook("commit-msg", ":")
    assert started() == ["commit-msg"]
    every = ["pre-commit", "prepare-commit-msg", "commit-msg", "post-commit"]
    repo.git("config", "hook.linter.command", "true")  # newer versions of git read hooks from there
    assert started() == every
    repo.git("config", "--unset", "hook.linter.command")
    repo.git("config", "core.hooksPath", "tools")
    assert started() == every


def test_a_setting_that_is_not_a_boolean_is_an_error(repo: GitRepo) -> None:
    repo.git("config", "commit.gpgsign", "perhaps")
    path = repo.write(OLD, "new\n")
    before = Snapshot.of(repo)
    with pytest.raises(GitError, match=r"'perhaps' is not a value for commit\.gpgsign"):
        commit_paths(open_repository(repo.path), [path], "m")
    assert_untouched(repo, before)


def test_settings_that_git_can_not_read_are_an_error(repo: GitRepo) -> None:
    path = repo.write(OLD, "new\n")
    repository = open_repository(repo.path)
    config = repo.path / ".git/config"
    before = config.read_bytes()
    config.write_bytes(before + b"[broken\n")
    with pytest.raises(GitError, match="bad config line"):
        commit_paths(repository, [path], "m")
    config.write_bytes(before)
    assert repo.status() == f" M {OLD}"


@pytest.mark.parametrize("words", ['touch "$GIT_INDEX_FILE"', 'rm "$GIT_INDEX_FILE"'])
def test_a_hook_that_stages_nothing_changes_nothing(repo: GitRepo, words: str) -> None:
    repo.hook("pre-commit", f"sleep 0.01; {words}")
    committed, before = commit_one(repo, OLD, b"new\n")
    assert committed is not None
    assert committed.notices == ()
    assert_committed_alone(repo, OLD, "M", before)


def test_an_index_that_git_can_not_read_is_an_error_and_stays(repo: GitRepo) -> None:
    path = repo.write(OLD, "new\n")
    index = repo.path / ".git/index"
    index.write_bytes(b"garbage")
    head = repo.head()
    with pytest.raises(GitError, match=r"git [a-z-]+ failed: .*index file"):
        commit_paths(open_repository(repo.path), [path], "m")
    assert (index.read_bytes(), repo.head()) == (b"garbage", head)


def test_programs_that_git_starts_under_the_lock_know_of_it(repo: GitRepo) -> None:
    log = repo.path.parent / "log"
    repo.hook("reference-transaction", f'echo "$1 ${COMMITTING}" >> "{log}"')
    path = repo.write(OLD, "new\n")
    repository = open_repository(repo.path)
    with held(repository.lock_path) as descriptor:
        commit_paths(repository.with_descriptors(descriptor), [path], "m")
    assert log.read_text().splitlines() == ["prepared 1", "committed 1"]


def _refuse_references(repo: GitRepo, also: str = ":") -> None:
    repo.hook("reference-transaction", f'[ "$1" != prepared ] || {{ {also}; exit 1; }}')


def test_a_refused_reference_leaves_everything_as_it_was(repo: GitRepo) -> None:
    intended = repo.write(".tickets/JJM-009.md", "add -N\n")
    repo.git("add", "-N", ".tickets/JJM-009.md")
    repo.write(OLD, "staged by hand\n")
    repo.git("add", OLD)
    path = repo.write(OLD, "new\n")
    repo.hook("unused", "")
    before = Snapshot.of(repo)
    _refuse_references(repo)
    with pytest.raises(GitError, match=r"git update-ref failed: .*hook"):
        commit_paths(open_repository(repo.path), [path, intended], "m")
    assert_untouched(repo, before)


def test_before_the_first_commit_a_refused_reference_leaves_no_index(empty_repo: GitRepo) -> None:
    path = empty_repo.write(OLD, "new\n")
    empty_repo.hook("unused", "")
    before = Snapshot.of(empty_repo)
    assert "index" not in before.git_files
    _refuse_references(empty_repo)
    with pytest.raises(GitError):
        commit_paths(open_repository(empty_repo.path), [path], "m")
    assert_untouched(empty_repo, before)


def test_files_staged_by_others_before_a_reference_is_refused_stay_staged(repo: GitRepo) -> None:
    repo.write("theirs.txt", "x\n")
    path = repo.write(OLD, "new\n")
    _refuse_references(repo, "git add theirs.txt")
    with pytest.raises(GitError):
        commit_paths(open_repository(repo.path), [path], "m")
    assert repo.status().split("\n") == [f" M {OLD}", "A  theirs.txt"]


def test_an_index_that_is_locked_when_a_reference_is_refused_stays(repo: GitRepo) -> None:
    path = repo.write(OLD, "new\n")
    _refuse_references(repo, "touch .git/index.lock")
    with pytest.raises(GitError):
        commit_paths(open_repository(repo.path), [path], "m")
    assert repo.status() == f"M  {OLD}"


def test_an_empty_message_is_refused(repo: GitRepo) -> None:
    repo.hook("commit-msg", ': > "$1"')
    path = repo.write(OLD, "new\n")
    before = Snapshot.of(repo)
    with pytest.raises(EmptyMessageError):
        commit_paths(open_repository(repo.path), [path], "m")
    assert_untouched(repo, before)


def test_the_message_is_cleaned_up_as_git_does_it(repo: GitRepo) -> None:
    text = "\n \nJJM-001: ünï → x  \n\n\n\n# a heading\r\n\tcode\t \n\n"
    commit_one(repo, OLD, b"new\n", text)
    expected = repo.git("stripspace", stdin=text)
    assert repo.git("cat-file", "commit", "HEAD").partition("\n\n")[2] == expected
    assert "encoding" not in repo.git("cat-file", "commit", "HEAD").partition("\n\n")[0]


def test_the_message_is_utf8_whatever_the_configuration_says(repo: GitRepo) -> None:
    repo.git("config", "i18n.commitEncoding", "latin1")
    commit_one(repo, OLD, b"new\n", "ünï")
    assert repo.git("-c", "i18n.logOutputEncoding=utf-8", "log", "-1", "--format=%s") == "ünï"


def test_hooks_get_the_locale_of_the_user(repo: GitRepo) -> None:
    log = repo.path.parent / "log"
    repo.hook("pre-commit", f'echo "$LC_ALL/$LANGUAGE/$LANG" > "{log}"')
    path = repo.write(OLD, "one\n")
    commit_paths(open_repository(repo.path), [path], "one")
    assert log.read_text() == "//C.UTF-8\n"

    repo.write(OLD, "two\n")
    locale = spoken_locale({"LC_ALL": "de_DE.UTF-8", "LANGUAGE": "de:fr", "HOME": "/"})
    commit_paths(open_repository(repo.path, locale=locale), [path], "two")
    assert log.read_text() == "de_DE.UTF-8/de:fr/C.UTF-8\n"


@pytest.mark.parametrize("ask", ["git diff-files --quiet", "git diff --exit-code"])
def test_a_hook_sees_only_what_is_really_unstaged(repo: GitRepo, ask: str) -> None:
    repo.git("sparse-checkout", "set", "--cone", ".tickets")
    repo.git("update-index", "--assume-unchanged", ".tickets/JJM-002.md")
    repo.write(".tickets/JJM-002.md", "not to be seen\n")
    repo.hook("pre-commit", ask)
    committed, before = commit_one(repo, OLD, b"new\n")
    assert committed is not None
    assert_committed_alone(repo, OLD, "M", before)

    repo.write("README.md", "dirty\n")
    with pytest.raises(HookFailedError):
        commit_one(repo, OLD, b"newer\n")


def test_hooks_do_not_run_when_there_is_nothing_to_commit(repo: GitRepo) -> None:
    repo.hook("pre-commit", "exit 1")
    path = repo.path / OLD
    assert commit_paths(open_repository(repo.path), [path], "m") is None


def _ssh_key(folder: Path) -> Path:
    if not shutil.which("ssh-keygen"):
        pytest.skip("no ssh-keygen")
    key = folder / "key"
    command = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(key)]
    subprocess.run(command, check=True)
    return key


def test_commits_are_signed_if_the_user_signs_commits(repo: GitRepo) -> None:
    key = _ssh_key(repo.path.parent)
    allowed = repo.path.parent / "allowed"
    allowed.write_text(f"carl@example.com {key.with_suffix('.pub').read_text()}")
    for name, value in (
        ("commit.gpgsign", "yes"),
        ("gpg.format", "ssh"),
        ("user.signingkey", str(key)),
        ("gpg.ssh.allowedSignersFile", str(allowed)),
    ):
        repo.git("config", name, value)
    _, before = commit_one(repo, OLD, b"new\n")
    assert_committed_alone(repo, OLD, "M", before)
    repo.git("verify-commit", "HEAD")


def test_a_signature_that_fails_leaves_everything_as_it_was(repo: GitRepo) -> None:
    repo.git("config", "commit.gpgsign", "true")
    repo.git("config", "gpg.program", str(repo.script("../gpg", "echo no key >&2; exit 2")))
    path = repo.write(OLD, "new\n")
    before = Snapshot.of(repo)
    with pytest.raises(GitError, match=r"git commit-tree failed: .*gpg failed to sign"):
        commit_paths(open_repository(repo.path), [path], "m")
    assert_untouched(repo, before)
