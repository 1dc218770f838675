"""Real git in a temporary folder, for tests: `from gitrepo import GitRepo`, fixture `repo`."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

IDENTITY = {
    "GIT_AUTHOR_NAME": "Ana Author",
    "GIT_AUTHOR_EMAIL": "ana@example.com",
    "GIT_AUTHOR_DATE": "2025-10-01T09:30:00+00:00",
    "GIT_COMMITTER_NAME": "Carl Committer",
    "GIT_COMMITTER_EMAIL": "carl@example.com",
    "GIT_COMMITTER_DATE": "2025-10-01T09:30:00+00:00",
}

# What a developer's shell may hold that changes how git or jticket behaves.
_REMOVED_PREFIXES = ("GIT_", "JTICKET_", "LC_", "XDG_")
_REMOVED = frozenset(
    {
        *("EDITOR", "VISUAL", "PAGER", "LESS", "LESSOPEN", "EMAIL", "LANG", "LANGUAGE"),
        *("FORCE_COLOR", "COLUMNS", "LINES", "TZ"),
    }
)


def isolated(environ: Mapping[str, str], home: Path) -> dict[str, str]:
    """Returns `environ` without anything of the user's that git or jticket would heed."""
    kept = {
        name: value
        for name, value in environ.items()
        if name not in _REMOVED
        and (not name.startswith(_REMOVED_PREFIXES) or name == "JTICKET_STRESS")
    }
    return {
        **kept,
        **IDENTITY,
        "HOME": str(home),
        "GIT_CONFIG_GLOBAL": str(home / "gitconfig"),
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_TERMINAL_PROMPT": "0",
        "LANG": "C.UTF-8",
        "NO_COLOR": "1",
        "TERM": "dumb",
        "TZ": "UTC",
    }


@dataclass(frozen=True)
class GitRepo:
    """A work tree, driven by plain git."""

    path: Path

    def git(self, *args: str, stdin: str | bytes = b"", check: bool = True, **env: str) -> str:
        """Runs `git ARGS` at the top and returns what it prints, without the last newline."""
        content = stdin if isinstance(stdin, bytes) else stdin.encode()
        done = subprocess.run(
            ["git", *args],
            cwd=self.path,
            input=content,
            capture_output=True,
            check=False,
            env={**os.environ, **env},
        )
        if check and done.returncode:
            raise AssertionError(f"git {args} failed: {done.stderr.decode(errors='replace')}")
        return os.fsdecode(done.stdout).removesuffix("\n")

    def write(self, name: str, content: str | bytes) -> Path:
        """Writes a file, and the folders above it, byte for byte."""
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def script(self, name: str, text: str) -> Path:
        """Writes a shell script that can be run, a hook for example."""
        path = self.write(name, f"#!/bin/sh\n{text}\n")
        path.chmod(0o755)
        return path

    def hook(self, name: str, text: str) -> Path:
        """Installs a hook in git's own folder."""
        return self.script(f".git/hooks/{name}", text)

    def commit_all(self, message: str = "a commit") -> str:
        """Commits everything that is not ignored and returns the commit's object ID."""
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "--no-verify", "-m", message)
        return self.head()

    def head(self) -> str:
        """Returns HEAD's object ID, empty before the first commit."""
        return self.git("rev-parse", "-q", "--verify", "HEAD", check=False)

    def subject(self) -> str:
        """Returns the subject of HEAD's commit."""
        return self.git("log", "-1", "--format=%s")

    def status(self) -> str:
        """Returns the short status, a line a file; empty when all is clean."""
        return self.git("status", "--short", "--untracked-files=all")

    def files(self) -> dict[str, bytes]:
        """Returns the work tree's bytes by name; of a symbolic link, where it leads."""
        contents = {}
        for folder, folders, names in os.walk(self.path):
            if ".git" in folders:
                folders.remove(".git")
            for name in (*names, *folders):
                path = self.path / folder / name
                key = path.relative_to(self.path).as_posix()
                if path.is_symlink():
                    contents[key] = b"-> " + os.fsencode(path.readlink())
                elif path.is_file() and name != ".git":
                    contents[key] = path.read_bytes()
        return contents


def new_repo(path: Path, *options: str) -> GitRepo:
    """Makes an empty repository with the branch `main` and no sample hooks."""
    path.mkdir(parents=True, exist_ok=True)
    repo = GitRepo(path)
    repo.git("init", "-q", "-b", "main", "--template=", *options)
    return repo
