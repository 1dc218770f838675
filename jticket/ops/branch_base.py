"""A branch beside its base, read from git and the work tree: what `check --base` looks at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jticket.errors import UsageError
from jticket.lint.branch import Branch
from jticket.ops.snapshots import snapshots
from jticket.text.project import Project
from jticket.vcs.bases import default_branch, is_shallow, merge_bases
from jticket.vcs.branch import NoMergeBaseError, differing, is_unborn
from jticket.vcs.snapshots import commit_named, files_at
from jticket.vcs.versions import versions

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jticket.ops.snapshots import Snapshots
    from jticket.ops.workspace import Workspace

_HEAD = "HEAD"


class NoBaseError(UsageError):
    """Says that nothing tells what the branch left from."""

    def __init__(self) -> None:
        super().__init__("there is no branch to compare with", "--base REV names one")


@dataclass(frozen=True, slots=True)
class Base:
    """What a branch is held against: a name for messages, its commit, and where they part."""

    label: str
    tip: str
    left_at: tuple[str, ...]


def base_of(found: Snapshots, name: str | None) -> Base | None:
    """The base of that name, or the default branch; None where HEAD itself has no commit yet.

    Raises:
        NotFoundError: there is no such commit, or none in common with HEAD.
        NoBaseError: no name is given, and there is no default branch.
    """
    repository = found.repository
    if name in (None, _HEAD) and is_unborn(repository):
        return None
    if name is None:
        branch = default_branch(repository)
        if branch is None:
            raise NoBaseError
        label, tip = branch.name, branch.commit
    else:
        label, tip = name, found.resolve(name)
    left_at = merge_bases(repository, tip, commit_named(repository, _HEAD))
    if not left_at:
        raise NoMergeBaseError(label, _HEAD, shallow=is_shallow(repository))
    return Base(label, tip, left_at)


def branch_since(workspace: Workspace, project: Project, name: str | None) -> Branch:
    """What HEAD and the work tree did since they left a base, the default branch without a name.

    Raises:
        NotFoundError: there is no such commit, or none in common with HEAD.
        NoBaseError: no name is given, and there is no default branch.
        JticketError: there is no repository, or this clone lacks objects.
    """
    found = snapshots(workspace)
    repository, location = found.repository, workspace.location
    folder = repository.relative(location.folder)
    below = f"{folder}/" if folder else ""
    base = base_of(found, name)
    if base is None:
        nothing = Project((), workspace.settings)
        shown = frozenset(each.path for each in project.readings)
        return Branch(_HEAD, project, (nothing,), nothing, shown, below=below)
    since = {each: differing(repository, each) for each in (*base.left_at, base.tip)}
    inside = {each: _inside(names, below) for each, names in since.items()}
    names = frozenset.intersection(*(frozenset(since[each]) for each in base.left_at))
    tickets = _inside(names, below)
    return Branch(
        label=base.label,
        now=project,
        before=tuple(_project_at(found, project, each, inside[each]) for each in base.left_at),
        tip=_project_at(found, project, base.tip, inside[base.tip]),
        touched=frozenset(location.shown(repository.top / each) for each in tickets),
        others={each: since[base.left_at[0]][each] for each in sorted(names - tickets)},
        commits=tuple(versions(repository, None, f"{base.tip}..{commit_named(repository, _HEAD)}")),
        below=below,
    )


def _inside(names: Iterable[str], below: str) -> frozenset[str]:
    return frozenset(each for each in names if each.startswith(below))


def _project_at(found: Snapshots, now: Project, commit: str, differing: frozenset[str]) -> Project:
    """The tickets of a commit, of which only the files that differ from the work tree are read.

    A commit without a tickets folder has none.
    """
    workspace, top = found.workspace, found.repository.top
    location = workspace.location
    files = files_at(found.repository, commit, location.folder)
    if not files:
        return Project((), workspace.settings)
    config = found.repository.relative(location.config)
    if config in differing:
        return found.project_of(files)
    other = [each for each in files if each.name in differing or each.name == config]
    then = found.project_of(other)
    shown = {location.shown(top / each) for each in differing}
    kept = [each for each in now.readings if each.path not in shown]
    readings = sorted((*then.readings, *kept), key=lambda each: each.path)
    return Project(tuple(readings), now.settings)
