"""Which modules touch the disk, start processes or name commands, found in the source.

import-linter checks which module may import which, but can't see a call like `Path.exists`.
"""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click
import pytest

import jticket
from jticket.cli.commands import COMMANDS
from jticket.cli.main import group

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT: Final = Path(jticket.__file__).parent
EFFECTS: Final = ("jticket.store", "jticket.vcs")
DOORS: Final = ("jticket.cli", "jticket.__main__")

# Modules that touch the disk or start a process anyway, and why. The table is meant to shrink.
EXCEPTIONS: Final = {
    "jticket.ops.branches.branch_states": "skips links and deleted files in other work trees",
    "jticket.ops.branches.check": "checks whether a file that a ticket names exists",
    "jticket.ops.templates": "renders a project's own templates in a child process with limits",
    "jticket.ops.views.document_templates": "finds a template that is named by its path",
    "jticket.ops.views.documents": "reads the document that it may overwrite",
    "jticket.ops.workspace": "distinguishes missing settings from unreadable ones",
    "jticket.ops.write.archive": "refuses to move a ticket to an existing file",
    "jticket.ops.write.fix": "fixes a file with several names only once",
    "jticket.ops.write.init": "creates the tickets folder, and removes it if the commit fails",
}

# Modules below the command line that name its commands or options anyway, and why.
NAMING_COMMANDS: Final = {
    "jticket.lint.formats.sarif": "its readers see the findings away from any surface",
    "jticket.render.diff_markdown": "its readers see the review away from any surface",
    "jticket.render.plot": "the extra is for one option",
    **dict.fromkeys(
        (f"jticket.render.schemas.{name}" for name in ("catalogue", "config", "reviews", "views")),
        "it describes what commands print, by their names",
    ),
}

# Calls by their full names; a prefix that ends with a dot means everything in that module.
CALLS: Final = (
    *("open", "io.open", "shutil.", "tempfile.", "subprocess.", "glob.", "fileinput."),
    *("importlib.resources.", "pkgutil.get_data", "multiprocessing.", "pathlib.Path.cwd"),
    *(f"os.{name}" for name in ("open", "read", "write", "close", "fsync", "truncate", "pipe")),
    *(f"os.{name}" for name in ("scandir", "listdir", "walk", "stat", "lstat", "access", "utime")),
    *(f"os.{name}" for name in ("link", "symlink", "readlink", "unlink", "remove", "rename")),
    *(f"os.{name}" for name in ("replace", "mkdir", "makedirs", "rmdir", "removedirs", "chmod")),
    *(f"os.{name}" for name in ("chdir", "getcwd", "fork", "system", "popen", "kill")),
    *(f"os.path.{name}" for name in ("exists", "lexists", "isfile", "isdir", "islink", "ismount")),
    *(f"os.path.{name}" for name in ("realpath", "samefile", "getsize", "getmtime")),
)

# Methods of `Path`, on whatever value they are called.
METHODS: Final = frozenset(
    {
        *("read_text", "read_bytes", "write_text", "write_bytes", "open", "touch", "unlink"),
        *("exists", "is_file", "is_dir", "is_symlink", "is_mount", "samefile", "stat", "lstat"),
        *("iterdir", "glob", "rglob", "walk", "mkdir", "rmdir", "chmod", "readlink"),
        *("symlink_to", "hardlink_to", "rename", "expanduser"),
    }
)


def modules() -> dict[str, ast.Module]:
    """Returns the source of every module by its dotted name."""
    trees = {}
    for path in sorted(ROOT.rglob("*.py")):
        parts = path.relative_to(ROOT.parent).with_suffix("").parts
        name = ".".join(parts).removesuffix(".__init__")
        trees[name] = ast.parse(path.read_text(encoding="utf-8"))
    return trees


def is_in(module: str, packages: tuple[str, ...]) -> bool:
    return any(module == package or module.startswith(f"{package}.") for package in packages)


def imported(tree: ast.Module) -> dict[str, str]:
    """Returns the full names of what a module imports, by the names that it uses."""
    names = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                used = alias.asname or alias.name.partition(".")[0]
                names[used] = alias.name if alias.asname else used
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                names[alias.asname or alias.name] = f"{node.module}.{alias.name}"
    return names


def full_name(function: ast.expr, names: dict[str, str]) -> str:
    """Returns the dotted name of what is called, "" if it is called on the value of an expression.

    A name that was not imported is that of a builtin function, or of a local value.
    """
    match function:
        case ast.Name(name):
            return names.get(name, name)
        case ast.Attribute(value, attribute):
            start = full_name(value, names)
            return f"{start}.{attribute}" if start else ""
    return ""


def is_path_method(call: ast.Call) -> bool:
    """Returns whether a call is one of a method of `Path` that touches the disk."""
    if not isinstance(call.func, ast.Attribute):
        return False
    match call.func.attr:
        case "resolve":  # with an argument it is that of a graph, which resolves an ID
            return not call.args
        case "replace":  # texts are replaced by two arguments, values by keywords
            return len(call.args) == 1 and not call.keywords
        case method:
            return method in METHODS


def effects(tree: ast.Module) -> Iterator[str]:
    """Yields the calls that touch the disk or start a process, each with its line."""
    names = imported(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = full_name(node.func, names)
            is_listed = any(
                name.startswith(call) if call.endswith(".") else name == call for call in CALLS
            )
            if is_listed or is_path_method(node):
                yield f"{node.lineno}: {ast.unparse(node.func)}"


def git_commands(tree: ast.Module) -> Iterator[str]:
    """Yields the calls that start git with words of their own, each with its line."""
    names = imported(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = full_name(node.func, names)
            is_run = isinstance(node.func, ast.Attribute) and node.func.attr == "run"
            if (is_run and name != "subprocess.run") or name == "jticket.vcs.process.start":
                yield f"{node.lineno}: {ast.unparse(node.func)}"


def test_only_store_and_vcs_touch_the_disk_or_start_a_process() -> None:
    calls_of = {
        module: calls
        for module, tree in modules().items()
        if not is_in(module, EFFECTS + DOORS) and (calls := [*effects(tree)])
    }
    assert {module: calls_of[module] for module in calls_of.keys() - EXCEPTIONS.keys()} == {}
    assert EXCEPTIONS.keys() - calls_of.keys() == set(), "no longer exceptions: delete them"


def test_a_class_has_a_name_of_its_own() -> None:
    homes: defaultdict[str, list[str]] = defaultdict(list)
    for module, tree in modules().items():
        for node in tree.body:
            if isinstance(node, ast.ClassDef):
                homes[node.name].append(module)
    assert {name: there for name, there in homes.items() if len(there) > 1} == {}


def test_only_vcs_spells_a_git_command() -> None:
    calls_of = {
        module: calls
        for module, tree in modules().items()
        if not is_in(module, ("jticket.vcs",)) and (calls := [*git_commands(tree)])
    }
    assert calls_of == {}


def texts(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Yields the string literals that are not docstrings, each with its line."""
    docstrings = {
        statement.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        for statement in node.body
        if isinstance(statement, ast.Expr)
    }
    for node in ast.walk(tree):
        match node:
            case ast.Constant(str(text)) if node not in docstrings:
                yield node.lineno, text


def option_names(command: click.Command) -> Iterator[str]:
    """Yields the long options of a command and its subcommands."""
    for parameter in command.params:
        yield from (name for name in parameter.opts if name.startswith("--"))
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            if subcommand := command.get_command(context, name):
                yield from option_names(subcommand)


@cache
def own_names() -> re.Pattern[str]:
    """Returns the pattern of our options, and of our commands after the program's name."""
    options = "|".join(map(re.escape, sorted(set(option_names(group)), key=len, reverse=True)))
    return re.compile(rf"(?<![\w-])(?:{options})(?![\w-])|\bjticket (?:{'|'.join(COMMANDS)})\b")


def named_commands(text: str, *, is_vcs: bool = False) -> list[str]:
    """Returns the commands and options of ours that a text names.

    Git's commands in backquotes are not ours, nor are options that `vcs` passes to git.
    """
    text = re.sub(r"`git [^`]*`", "", text)
    if is_vcs and text.startswith("--"):
        return []
    return own_names().findall(text)


def test_only_the_command_line_names_commands_and_options() -> None:
    names_of = {
        module: names
        for module, tree in modules().items()
        if not is_in(module, (*DOORS, "jticket.guide"))
        and (
            names := [
                f"{line}: {text}"
                for line, text in texts(tree)
                if named_commands(text, is_vcs=is_in(module, ("jticket.vcs",)))
            ]
        )
    }
    assert {module: names_of[module] for module in names_of.keys() - NAMING_COMMANDS.keys()} == {}
    assert NAMING_COMMANDS.keys() - names_of.keys() == set(), "no longer exceptions: delete them"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("--force overrides the workflow", ["--force"]),
        ("run `jticket check`", ["jticket check"]),
        ("`git fetch --unshallow` fetches it", []),
        ("`git log --all` shows it", []),
        ("--forceful jticket checks", []),
    ],
)
def test_names_of_commands_and_options_are_recognized(text: str, names: list[str]) -> None:
    assert named_commands(text) == names


@pytest.mark.parametrize(
    "source",
    [
        "open('x')",
        "import os\nos.open('x', 0)",
        "import os\nos.path.lexists(x)",
        "from os import path\npath.realpath('x')",
        "from os.path import exists\nexists('x')",
        "import os as system\nsystem.scandir('x')",
        "def f():\n    from shutil import which\n    which('git')",
        "import subprocess\nsubprocess.run(['git'])",
        "from tempfile import TemporaryFile\nTemporaryFile()",
        "from importlib.resources import files\nfiles('x')",
        "path.read_bytes()",
        "(folder / 'x').exists()",
        "path.parent.resolve()",
        "temporary.replace(target)",
        "next(path.iterdir())",
    ],
)
def test_calls_that_touch_the_disk_are_recognized(source: str) -> None:
    assert [*effects(ast.parse(source))] != []


@pytest.mark.parametrize(
    "source",
    [
        "'a'.replace('b', 'c')",
        "moment.replace(tzinfo=UTC)",
        "from dataclasses import replace\nreplace(value, key=1)",
        "project.resolve('1')",
        "import os\nos.fsencode('x')",
        "import os\nos.path.relpath('x', 'y')",
        "from jticket.store.files import read_file\nread_file(path)",
        "tally.open",
        "path.relative_to(root).as_posix()",
    ],
)
def test_other_calls_are_not_mistaken_for_effects(source: str) -> None:
    assert [*effects(ast.parse(source))] == []


@pytest.mark.parametrize(
    ("source", "is_git"),
    [
        ("repo.run('log')", True),
        ("self.repository.run(*words)", True),
        ("from jticket.vcs import process\nprocess.start(folder, ['log'], env={})", True),
        ("import subprocess\nsubprocess.run(['x'])", False),
        ("run(args)", False),
    ],
)
def test_git_commands_are_recognized(source: str, is_git: bool) -> None:
    assert bool([*git_commands(ast.parse(source))]) == is_git


def test_no_module_holds_the_marks_of_a_merge_conflict() -> None:
    """In a docstring they do no harm to Python, and no other check sees them."""
    marks = re.compile(r"^\s*(<{7}|>{7}) \S", re.MULTILINE)
    assert not [path.name for path in ROOT.rglob("*.py") if marks.search(path.read_text())]
