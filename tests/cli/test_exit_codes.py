"""How commands end: 0, 1, 2, 3 or 130, a sentence for people and an object for programs."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from commandline import command, done, environment, jticket, process

from jticket.cli import app

if TYPE_CHECKING:
    from gitrepo import GitRepo

FULL = Path("/dev/full")
PYPROJECT = Path(__file__).parents[2] / "pyproject.toml"
ENTRY_POINT: str = tomllib.loads(PYPROJECT.read_text())["project"]["scripts"]["jticket"]


def with_full_stdout(repo: GitRepo, arguments: list[str]) -> subprocess.CompletedProcess[str]:
    """Runs a command that can write nothing to stdout."""
    with FULL.open("w") as full:
        return subprocess.run(
            command(*arguments),
            cwd=repo.path,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            env=environment(),
        )


def error_of(text: str) -> dict[str, object]:
    error: dict[str, object] = json.loads(text.splitlines()[-1])["error"]
    return error


@pytest.mark.parametrize(
    ("arguments", "status", "code", "message", "hint"),
    [
        (["list", "--status", "x"], 2, "usage", "unknown status 'x'", "one of backlog, ready"),
        (["list", "--nope"], 2, "usage", "`jticket list` has no option --nope", "list --help"),
        (["crate"], 2, "usage", "no command 'crate'", None),
        (["show", "99"], 1, "not_found", "no ticket '99'", "did you mean JJM-002?"),
        (["set", "1", "status=done"], 1, "no_step", "JJM-001 can't go", "`jticket claim"),
        (["set", "1", "parent_id=1"], 1, "cycle", "that would close a cycle", "take one edge out"),
        (["--dir", "nope", "list"], 1, "no_tickets", "nope is not a folder", "--dir nope init"),
        (["create", "--from-json", "x.json"], 1, "not_found", "can't read x.json", None),
        (["set", "1", "description=@x"], 1, "not_found", "can't read x", "@@"),
    ],
)
def test_errors_are_a_sentence_a_hint_and_with_json_an_object(
    repo: GitRepo, arguments: list[str], status: int, code: str, message: str, hint: str | None
) -> None:
    plain = jticket(repo.path, *arguments)
    assert (plain.status, plain.out) == (status, "")
    assert plain.err.startswith(f"error: {message}")
    with_json = jticket(repo.path, *arguments, "--json")
    assert (with_json.status, with_json.out) == (status, "")
    assert with_json.err.startswith(plain.err)
    error = error_of(with_json.err)
    assert {*error} == {"code", "message", "hint", "facts"}
    assert error["code"] == code
    assert str(error["message"]).startswith(message)
    assert (hint or "") in str(error["hint"] or "")
    if error["hint"]:
        assert plain.err.rstrip().endswith(f"hint: {error['hint']}")


def test_the_program_alone_shows_its_help(repo: GitRepo) -> None:
    assert done(repo.path) == done(repo.path, "--help")


@pytest.mark.parametrize("arguments", [["--version"], ["-V"], ["version"]])
def test_the_version_is_printed(repo: GitRepo, arguments: list[str]) -> None:
    from jticket import __version__

    assert done(repo.path, *arguments).out == f"jticket {__version__}\n"


def test_a_missing_tickets_folder_is_reported_with_a_hint(empty_repo: GitRepo) -> None:
    for arguments in (["list"], ["show", "1"], ["create", "T"], ["set", "1", "x=y"], ["check"]):
        ran = jticket(empty_repo.path, *arguments)
        assert ran.status == 1
        assert ran.err == (
            f"error: no .tickets folder in {empty_repo.path} or above it\n"
            "hint: `jticket init` makes one\n"
        )


def test_an_internal_error_says_where_its_log_is(
    repo: GitRepo, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def broken(self: app.App, at: str | None) -> None:
        raise ZeroDivisionError("\x1b[31mno way")

    monkeypatch.setattr(app.App, "project", broken)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    ran = jticket(repo.path, "list", "--json")
    assert ran.status == 3
    assert ran.err.startswith(
        "error: a fault of jticket's own: ZeroDivisionError: \\x1b[31mno way\n"
        "hint: the traceback is in "
    )
    (log,) = tmp_path.glob("jticket-*.log")
    assert str(log) in ran.err
    assert "Traceback (most recent call last)" in log.read_text()
    assert "Traceback" not in ran.err
    assert error_of(ran.err)["code"] == "internal"


@pytest.mark.skipif(not FULL.exists(), reason="no /dev/full here")
@pytest.mark.parametrize(
    "arguments", [["list"], ["list", "--json"], ["show", "1"], ["--help"], ["check", "--json"]]
)
def test_output_that_cannot_be_written_is_an_error(repo: GitRepo, arguments: list[str]) -> None:
    ran = with_full_stdout(repo, arguments)
    assert ran.returncode == 1
    assert ran.stderr.splitlines()[0] == "error: input or output: No space left on device"
    assert "Traceback" not in ran.stderr


@pytest.mark.skipif(not FULL.exists(), reason="no /dev/full here")
@pytest.mark.parametrize("arguments", [["create", "New"], ["create", "New", "--json"]])
def test_a_change_whose_result_cannot_be_written_is_reported_as_made(
    repo: GitRepo, arguments: list[str]
) -> None:
    ran = with_full_stdout(repo, arguments)
    assert ran.returncode == 1
    commit = repo.head()[:10]
    assert ran.stderr.splitlines()[:2] == [
        "error: can't print the result: No space left on device",
        f"hint: JJM-003 is written and committed [{commit}]: don't run the command again",
    ]
    assert "Traceback" not in ran.stderr


@pytest.mark.skipif(not FULL.exists(), reason="no /dev/full here")
@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (["set", "1", "effort=2h"], "JJM-001 is written and committed ["),
        (["claim", "1", "--as", "ana"], "JJM-001 is written and committed ["),
        (["set", "1", "effort=2h", "--no-commit"], "JJM-001 is written: don't"),
    ],
)
def test_every_change_is_reported_as_made_on_a_full_stdout(
    repo: GitRepo, arguments: list[str], hint: str
) -> None:
    ran = with_full_stdout(repo, arguments)
    assert ran.returncode == 1
    assert ran.stderr.splitlines()[1].startswith(f"hint: {hint}")


@pytest.mark.skipif(not FULL.exists(), reason="no /dev/full here")
def test_an_error_that_cannot_be_printed_still_has_its_exit_code(repo: GitRepo) -> None:
    with FULL.open("w") as full:
        for arguments, status in ((["show", "99"], 1), (["list", "--nope"], 2)):
            ran = subprocess.run(
                command(*arguments),
                cwd=repo.path,
                stderr=full,
                stdout=subprocess.PIPE,
                check=False,
                env=environment(),
            )
            assert ran.returncode == status


@pytest.mark.parametrize("arguments", ["list", "list --json", "show"])
def test_a_closed_pipe_is_not_an_error(repo: GitRepo, arguments: str) -> None:
    for number in range(3, 40):
        text = (
            f"---\nid: JJM-{number:03}\ntitle: {'long ' * 39}\nstatus: dnoe\n---\n\n{'x' * 5000}\n"
        )
        repo.write(f".tickets/JJM-{number:03}.md", text)
    ids = " ".join(map(str, range(1, 40))) if "show" in arguments else ""
    script = f'{" ".join(command())} {arguments} {ids} | head -c 20; echo "${{PIPESTATUS[0]}}" >&2'
    ran = subprocess.run(
        ["bash", "-c", script],
        cwd=repo.path,
        capture_output=True,
        text=True,
        check=True,
        env=environment(),
    )
    assert ran.stderr == "0\n"
    assert len(ran.stdout) == 20


@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&-", ">&- 2>&- <&-"])
def test_closed_streams_cause_no_internal_error(repo: GitRepo, closed: str) -> None:
    line = " ".join(command("list"))
    ran = subprocess.run(
        ["sh", "-c", f"{line} {closed}"],
        cwd=repo.path,
        capture_output=True,
        text=True,
        check=False,
        env=environment(),
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ("JJM-001" in ran.stdout) == (">&-" not in closed.replace("2>&-", ""))


@pytest.mark.parametrize("arguments", [["create", "--from-json", "-"], ["devlog", "1"]])
def test_a_closed_stdin_is_reported(repo: GitRepo, arguments: list[str]) -> None:
    line = " ".join(command(*arguments))
    ran = subprocess.run(
        ["sh", "-c", f"{line} <&-"],
        cwd=repo.path,
        capture_output=True,
        text=True,
        check=False,
        env=environment(),
    )
    assert ran.returncode == 1
    assert ran.stderr.startswith("error: can't read stdin: ")


def test_a_deleted_working_folder_is_reported(repo: GitRepo) -> None:
    script = f"mkdir gone && cd gone && rmdir ../gone && exec {' '.join(command('list'))}"
    ran = subprocess.run(
        ["sh", "-c", script],
        cwd=repo.path,
        capture_output=True,
        text=True,
        check=False,
        env=environment(),
    )
    assert ran.returncode == 1
    assert ran.stderr.splitlines() == [
        "error: the current folder can't be entered: No such file or directory",
        "hint: change to a folder that is there",
    ]


def test_an_invalid_clock_is_reported(repo: GitRepo) -> None:
    ran = jticket(repo.path, "create", "T", JTICKET_NOW="noon")
    assert (ran.status, ran.err) == (
        2,
        "error: JTICKET_NOW is not a timestamp: noon\nhint: write 2025-10-01T09:30:00Z\n",
    )


def test_the_installed_program_and_the_module_are_the_same(repo: GitRepo) -> None:
    ran = process(repo.path, "list")
    assert ran == jticket(repo.path, "list")
    code = f"from {ENTRY_POINT.replace(':', ' import ')} as main; main()"
    by_entry_point = subprocess.run(
        [sys.executable, "-c", code, "list"],
        cwd=repo.path,
        capture_output=True,
        text=True,
        check=True,
        env=environment(),
    )
    assert by_entry_point.stdout == ran.out


def test_characters_that_stdout_cannot_encode_are_escaped(repo: GitRepo) -> None:
    done(repo.path, "set", "1", "title=A → 中")
    ran = process(repo.path, "list", PYTHONIOENCODING="latin-1")
    assert "A \\u2192 \\u4e2d\n" in ran.out


@pytest.mark.parametrize("start", ["-m", "script"])
@pytest.mark.parametrize(
    "interrupted",
    [
        "KILL\n",
        "class Wrapping:\n    def __set_name__(self, *_): KILL\nclass Owner: a = Wrapping()\n",
        "class Swallowing:\n    def __del__(self):\n        KILL\nSwallowing()\n",
    ],
    ids=["plain", "wrapped", "swallowed"],
)
def test_an_interrupt_while_modules_load_is_not_a_fault(
    repo: GitRepo, tmp_path: Path, interrupted: str, start: str
) -> None:
    kill = "import os, signal; os.kill(os.getpid(), signal.SIGINT); len('x')"
    (tmp_path / "early").mkdir()
    (tmp_path / "early/click.py").write_text(interrupted.replace("KILL", kill))
    code = f"from {ENTRY_POINT.replace(':', ' import ')} as main; main()"
    way = ["-m", "jticket"] if start == "-m" else ["-c", code]
    path = environment()["PYTHONPATH"]
    ran = subprocess.run(
        [sys.executable, *way, "list"],
        cwd=repo.path,
        capture_output=True,
        text=True,
        check=False,
        env=environment(PYTHONPATH=f"{tmp_path / 'early'}:{path}"),
    )
    assert (ran.returncode, ran.stdout, ran.stderr) == (130, "", "error: interrupted\n")


def test_an_interrupt_that_the_caller_ignores_is_ignored(repo: GitRepo, tmp_path: Path) -> None:
    (tmp_path / "early").mkdir()
    source = "import os, signal; os.kill(os.getpid(), signal.SIGINT); raise SystemExit(7)\n"
    (tmp_path / "early/click.py").write_text(source)
    path = environment()["PYTHONPATH"]
    line = f"trap '' INT; exec {' '.join(command('list'))}"
    ran = subprocess.run(
        ["sh", "-c", line],
        cwd=repo.path,
        capture_output=True,
        text=True,
        check=False,
        env=environment(PYTHONPATH=f"{tmp_path / 'early'}:{path}"),
    )
    assert ran.returncode == 7


def test_an_error_whose_words_cannot_be_loaded_is_still_one_line(
    repo: GitRepo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "jticket.cli.errors", None)  # its import fails
    ran = jticket(repo.path, "show", "JJM-99\x1b[31m")
    assert ran.status == 1
    assert len(ran.err.splitlines()) == 1
    assert ran.err.startswith("error: ")
    assert "\x1b" not in ran.err
    assert "JJM-99" in ran.err
    assert "list all tickets" in ran.err  # the hint


def test_an_interrupt_while_python_ends_does_not_replace_the_answer(repo: GitRepo) -> None:
    code = (
        "import atexit, os, signal\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "atexit.register(os.kill, os.getpid(), signal.SIGINT)\n"
        "from jticket.__main__ import main\n"
        "main()\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code, "list", "--format", "ids"],
        cwd=repo.path,
        capture_output=True,
        text=True,
        check=False,
        env=environment(),
    )
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "JJM-001\nJJM-002\n", "")


def test_an_interrupt_while_code_is_executed_ends_with_130_like_any_other(repo: GitRepo) -> None:
    code = (
        "import os, signal\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "from jticket.cli import app, main\n"
        "def interrupted(*_):\n"
        "    exec('import os, signal; os.kill(os.getpid(), signal.SIGINT); len(str(1))')\n"
        "app.App.workspace = interrupted\n"
        "main.main()\n"
    )
    (repo.path / "started_as_a_module.py").write_text(code)
    ran = subprocess.run(
        [sys.executable, "-m", "started_as_a_module", "set", "1", "priority=high"],
        cwd=repo.path,
        capture_output=True,
        text=True,
        check=False,
        env=environment(),
    )
    assert (ran.returncode, ran.stdout, ran.stderr) == (130, "", "\nerror: interrupted\n")
