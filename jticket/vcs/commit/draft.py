"""A commit in the making, which the user's hooks may change or refuse."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from jticket.model.wording import listed
from jticket.vcs.commit import index as indexes
from jticket.vcs.errors import EmptyMessageError
from jticket.vcs.paths import decoded

if TYPE_CHECKING:
    from pathlib import Path

    from jticket.vcs.commit.hooks import Hooks
    from jticket.vcs.repository import Repository
    from jticket.vcs.revisions import Head

_MOST_NAMES: Final = 3


@dataclass(frozen=True, slots=True)
class CommitDraft:
    """One attempt at a commit of `names` on `head`, built in `folder`."""

    repo: Repository
    folder: Path
    head: Head
    names: tuple[str, ...]
    message: str
    verify: bool
    hooks: Hooks

    def verified(self, tree: str, notices: list[str]) -> str:
        """Runs the pre-commit hook and returns `tree`, with our paths as the hook staged them."""
        if not self.verify or not self.hooks.may_have("pre-commit"):
            return tree
        index = self._index_for_hooks(tree)
        before = indexes.file_signature(index)
        notices += self.hooks.run("pre-commit", index=index)
        if indexes.file_signature(index) in (before, None):
            return tree
        staged = indexes.write_tree(self.repo, index)
        if staged == tree:
            return tree
        ours, others = self._staged_entries(staged)
        if not others:
            return staged
        notices.append(
            "the pre-commit hook staged other files, which are left uncommitted:"
            f" {listed(others, _MOST_NAMES)}"
        )
        return indexes.tree_of_entries(self.repo, self.folder / "index", self.head.tree, ours)

    def worded(self, tree: str, notices: list[str]) -> str:
        """Runs the hooks that may change or refuse the message, and returns it cleaned up."""
        file = self.folder / "COMMIT_EDITMSG"
        file.write_bytes(_cleaned(self.message).encode("utf-8", "surrogateescape"))
        hooks: list[tuple[str, tuple[str, ...]]] = [("prepare-commit-msg", (str(file), "message"))]
        if self.verify:
            hooks.append(("commit-msg", (str(file),)))
        for name, args in hooks:
            if self.hooks.may_have(name):
                notices += self.hooks.run(name, *args, index=self._index_for_hooks(tree))
        message = _cleaned(file.read_bytes().decode("utf-8", "surrogateescape"))
        if not message:
            raise EmptyMessageError
        return message

    def _index_for_hooks(self, tree: str) -> Path:
        """Returns the index that all hooks of this attempt share, created for the first one."""
        index = self.folder / "hooks"
        if not index.exists():
            indexes.index_for_hooks(self.repo, index, tree)
        return index

    def _staged_entries(self, tree: str) -> tuple[list[bytes], list[str]]:
        """Returns where `tree` differs from HEAD: the entries of our paths, the names of others."""
        fields = self.repo.run(
            *("diff-tree", "-r", "-z", "--no-renames", "--no-abbrev", self.head.tree, tree)
        ).out.split(b"\0")
        names = frozenset(self.names)
        ours: list[bytes] = []
        others: list[str] = []
        for facts, raw in zip(fields[:-1:2], fields[1::2], strict=True):
            _, mode, _, oid, _ = facts.split(b" ")
            name = decoded(raw)
            if name in names:
                ours.append(mode + b" " + oid + b"\t" + raw)
            else:
                others.append(name)
        return ours, others


def _cleaned(message: str) -> str:
    """Returns `message` as `git stripspace` leaves it; lines that begin with `#` stay."""
    lines: list[str] = []
    for line in message.split("\n"):
        bare = line.rstrip(" \t\r")
        if bare or (lines and lines[-1]):
            lines.append(bare)
    text = "\n".join(lines).rstrip("\n")
    return f"{text}\n" if text else ""
