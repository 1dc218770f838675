"""What a branch changed since its base, read from git and the work tree for `check --base`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jticket.lint.branch import Branch
from jticket.ops.branches.merge_base import HEAD, Endpoint, default_base, find_merge_bases, head_of
from jticket.ops.snapshots import snapshots
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
    found = snapshots(workspace)
    now = found.work_tree()
    head = head_of(found)
    if name is None:
        base = default_base(found) or head
    else:
        base = Endpoint(name, found.resolve(name)) if head or name != HEAD else None
    if head and base:
        return _between(found, now, base, head)
    return _all_new(found, now)


def _all_new(found: Snapshots, now: Project) -> Branch:
    nothing = Project((), now.settings)
    below = _below(found)
    names = sorted(work_tree_names(found.repository))
    return Branch(
        label=HEAD,
        now=now,
        before=(nothing,),
        tip=nothing,
        touched=frozenset(each.path for each in now.files),
        other_files={each: ADDED for each in names if not each.startswith(below)},
        folder_prefix=below,
    )


def _between(found: Snapshots, now: Project, base: Endpoint, head: Endpoint) -> Branch:
    repository, location = found.repository, found.workspace.location
    shared = find_merge_bases(found, base, head)
    below = _below(found)
    since = {each: differing(repository, each) for each in (*shared.bases, base.commit)}
    inside = {each: _inside(names, below) for each, names in since.items()}
    names = frozenset.intersection(*(frozenset(since[each]) for each in shared.bases))
    tickets = _inside(names, below)
    before = tuple(_project_at(found, now, each, inside[each]) for each in shared.bases)
    doubts = list(shared.doubts)
    if not any(each.files for each in before):
        shown = location.shown(location.folder)
        doubts.append(f"where the branch left {base.label}, {shown} held no tickets: all are new")
    return Branch(
        label=base.label,
        now=now,
        before=before,
        tip=_project_at(found, now, base.commit, inside[base.commit]),
        touched=frozenset(location.shown(repository.top / each) for each in tickets),
        other_files={each: since[shared.bases[0]][each] for each in sorted(names - tickets)},
        commits=tuple(versions(repository, None, f"{base.commit}..{head.commit}")),
        folder_prefix=below,
        doubts=tuple(doubts),
    )


def _below(found: Snapshots) -> str:
    folder = found.repository.relative(found.workspace.location.folder)
    return f"{folder}/" if folder else ""


def _inside(names: Iterable[str], below: str) -> frozenset[str]:
    return frozenset(each for each in names if each.startswith(below))


def _project_at(found: Snapshots, now: Project, commit: str, differing: frozenset[str]) -> Project:
    """Returns the tickets of a commit; reads only the files that differ from the work tree.

    A commit without a tickets folder has no tickets.
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
    kept = [each for each in now.files if each.path not in shown]
    readings = sorted((*then.files, *kept), key=lambda each: each.path)
    return Project(tuple(readings), now.settings)
