"""What a branch changed since its base, read from git and the work tree for `check --base`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jticket.lint.branch import Branch
from jticket.ops.branches.merge_base import HEAD, Endpoint, default_base, find_merge_bases, head_of
from jticket.ops.snapshots import snapshots_of
from jticket.text.project import Project
from jticket.vcs.blobs import files_at
from jticket.vcs.diff import ADDED, differing
from jticket.vcs.log import versions
from jticket.vcs.worktrees import work_tree_names

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jticket.ops.snapshots import Snapshots
    from jticket.ops.workspace import Workspace


def branch_since(workspace: Workspace, name: str | None) -> Branch:
    """Returns what HEAD and the work tree changed since they branched off from a base.

    Without a name, the base is the default branch, or HEAD if there is none. Before the first
    commit, everything is new.

    Raises:
        NotFoundError: there is no such commit, or none in common with HEAD.
        JticketError: there is no repository, or this clone lacks objects.
    """
    snapshots = snapshots_of(workspace)
    now = snapshots.work_tree()
    head = head_of(snapshots)
    if name is None:
        base = default_base(snapshots) or head
    else:
        base = Endpoint(name, snapshots.resolve(name)) if head or name != HEAD else None
    if head and base:
        return _between(snapshots, now, base, head)
    return _all_new(snapshots, now)


def _all_new(snapshots: Snapshots, now: Project) -> Branch:
    nothing = Project((), now.settings)
    below = _below(snapshots)
    names = sorted(work_tree_names(snapshots.repository))
    return Branch(
        label=HEAD,
        now=now,
        before=(nothing,),
        tip=nothing,
        touched=frozenset(file.path for file in now.files),
        other_files={name: ADDED for name in names if not name.startswith(below)},
        folder_prefix=below,
    )


def _between(snapshots: Snapshots, now: Project, base: Endpoint, head: Endpoint) -> Branch:
    repository, location = snapshots.repository, snapshots.workspace.location
    shared = find_merge_bases(snapshots, base, head)
    below = _below(snapshots)
    commits = dict.fromkeys((*shared.bases, base.commit))  # the base is often the merge base
    since = {commit: differing(repository, commit) for commit in commits}
    inside = {commit: _inside(names, below) for commit, names in since.items()}
    names = frozenset.intersection(*(frozenset(since[commit]) for commit in shared.bases))
    tickets = _inside(names, below)
    projects = {
        commit: _project_at(snapshots, now, commit, changed) for commit, changed in inside.items()
    }
    before = tuple(projects[commit] for commit in shared.bases)
    doubts = list(shared.doubts)
    if not any(project.files for project in before):
        shown = location.shown(location.folder)
        doubts.append(f"{shown} had no tickets where the branch left {base.label}: all are new")
    return Branch(
        label=base.label,
        now=now,
        before=before,
        tip=projects[base.commit],
        touched=frozenset(location.shown(repository.top / name) for name in tickets),
        other_files={name: since[shared.bases[0]][name] for name in sorted(names - tickets)},
        commits=tuple(versions(repository, None, f"{base.commit}..{head.commit}")),
        folder_prefix=below,
        doubts=tuple(doubts),
    )


def _below(snapshots: Snapshots) -> str:
    folder = snapshots.repository.relative(snapshots.workspace.location.folder)
    return f"{folder}/" if folder else ""


def _inside(names: Iterable[str], below: str) -> frozenset[str]:
    return frozenset(name for name in names if name.startswith(below))


def _project_at(
    snapshots: Snapshots, now: Project, commit: str, differing: frozenset[str]
) -> Project:
    """Returns the tickets of a commit; reads only the files that differ from the work tree.

    A commit without a tickets folder has no tickets.
    """
    workspace, top = snapshots.workspace, snapshots.repository.top
    location = workspace.location
    files = files_at(snapshots.repository, commit, location.folder)
    if not files:
        return Project((), workspace.settings)
    config = snapshots.repository.relative(location.config)
    if config in differing:
        return snapshots.project_of(files)
    unshared = [blob for blob in files if blob.name in differing or blob.name == config]
    then = snapshots.project_of(unshared)
    shown = {location.shown(top / name) for name in differing}
    kept = [file for file in now.files if file.path not in shown]
    readings = sorted((*then.files, *kept), key=lambda file: file.path)
    return Project(tuple(readings), now.settings)
