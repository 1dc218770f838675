"""Random histories of tickets: `from histories import write_history`.

Branches that cross, octopus merges that choose or edit, moves, new IDs, copies, files that go, come
back or can't be read, commits of code alone, and clocks that go wrong.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

    from gitrepo import GitRepo

START = 1_759_300_000
HOUR = 3600
STATUSES = ("backlog", "ready", "in_progress", "review", "done")
AUTHORS = ("Ana", "Bo")
FOLDER = ".tickets/"

Tree = dict[str, tuple[str, ...]]
"""The tickets of a commit: their files' names below the folder, and the texts that each had.

The last text is the one that the commit has; "" is none.
"""


class Made(NamedTuple):
    """A commit: its number, its tickets, and how often code was changed."""

    mark: int
    tree: Tree
    code: int


def write_history(repo: GitRepo, rng: Random, commits: int, *, wild: bool) -> None:
    """Fills an empty repository; only a `wild` history has what older commits may have a say in."""
    feed = "".join(_stream(rng, commits, wild=wild))
    repo.git("fast-import", "--quiet", stdin=feed)
    repo.git("reset", "-q", "--hard", "main")


def _stream(rng: Random, commits: int, *, wild: bool) -> Iterator[str]:
    first = Made(
        1, {f"{ticket_id}.md": (_new(ticket_id, 1),) for ticket_id in ("JJM-001", "JJM-002")}, 0
    )
    yield _commit(rng, first, [])
    heads = [first]
    for mark in range(2, commits + 1):
        parents = [rng.choice(heads)]
        if len(heads) > 1 and rng.random() < 0.3:
            parents = rng.sample(heads, rng.randint(2, min(3, len(heads))))
        made = _merged(rng, mark, parents, wild=wild) if len(parents) > 1 else parents[0]
        tree, code = dict(made.tree), made.code
        if len(parents) == 1 or rng.random() < 0.3:
            for _ in range(rng.randint(0, 2)):
                _change(rng, tree, mark, wild=wild)
            code += rng.random() < 0.3
        made = Made(mark, tree, code)
        yield _commit(rng, made, parents)
        if rng.random() < 0.8:
            heads.remove(parents[0])  # else it is a fork
        heads = [*heads, made][-4:]
    last = _merged(rng, commits + 1, heads, wild=wild)
    yield _commit(rng, last, heads)
    yield f"reset refs/heads/main\nfrom :{last.mark}\n\n"


def _merged(rng: Random, mark: int, parents: list[Made], *, wild: bool) -> Made:
    """Merges each ticket from the side that changed it, or from both; `wild` from any side."""
    tree: Tree = {}
    for name in dict.fromkeys(name for parent in parents for name in parent.tree):
        sides = [parent.tree[name] for parent in parents if name in parent.tree]
        merged = sides[0]
        for side in sides[1:]:
            if merged[: len(side)] == side:
                continue
            if side[: len(merged)] == merged:
                merged = side
            elif wild and rng.random() < 0.5:
                merged = rng.choice([merged, side])
            else:
                text = (merged[-1] or side[-1]).replace("tags: [", f"tags: [m{mark}, ")
                merged = (*merged, text)
        tree[name] = merged
    return Made(mark, tree, sum(parent.code for parent in parents))


def _change(rng: Random, tree: Tree, mark: int, *, wild: bool) -> None:
    """Does one thing to the tickets of a commit."""
    there = [name for name, texts in tree.items() if texts[-1]]
    doings = ["status", "status", "status", "tag", "title", "body", "add", "move"]
    if wild and rng.random() < 0.2:
        doings = ["renumber", "copy", "delete", "back", "break", "anew"]
    doing = rng.choice(doings) if there else "add"
    name = rng.choice(there) if there else ""
    text = tree[name][-1] if there else ""
    old = next((line for line in text.splitlines() if line.startswith("id: ")), "id: ")
    number = f"JJM-{100 + mark:03}"
    done: dict[str, str] = {}
    if doing == "status":
        done[name] = _with(text, "status", rng.choice(STATUSES))
    elif doing == "tag":
        done[name] = _with(text, "tags", f"[t{rng.randint(1, 3)}]")
    elif doing == "title":
        done[name] = _with(text, "title", f"Title {rng.randint(1, 3)}")
    elif doing == "body":
        done[name] = f"{text}\nMore {mark}.\n"
    elif doing == "add":
        done[f"{number}.md"] = _new(number, mark)
    elif doing == "move":
        moved = name.removeprefix("archive/") if "archive" in name else f"archive/{name}"
        done = {name: "", moved: text}
    elif doing == "renumber":
        alias = f"id: {number}\naliases: [{old.removeprefix('id: ')}]"
        done = {name: "", f"{number}.md": text.replace(old, alias, 1)}
    elif doing == "copy":
        done[f"{number}.md"] = rng.choice([text, text.replace(old, f"id: {number}", 1)])
    elif doing == "delete" and len(there) > 1:
        done[name] = ""
    elif doing == "back":
        done[f"JJM-00{rng.randint(1, 2)}.md"] = _new(f"JJM-00{rng.randint(1, 2)}", 1)
    elif doing == "break":
        done[name] = text.replace("status: ", "status: a: ", 1)
    elif doing == "anew":
        done[name] = _new(f"JJM-{rng.randint(1, 2):03}", mark)
    for name, new in done.items():
        tree[name] = (*tree.get(name, ()), new)


def _with(text: str, key: str, value: str) -> str:
    lines = text.splitlines(keepends=True)
    return "".join(f"{key}: {value}\n" if line.startswith(f"{key}: ") else line for line in lines)


def _new(ticket_id: str, mark: int) -> str:
    created = f"2025-10-01T09:{mark % 60:02}:00Z"
    return (
        f"---\nid: {ticket_id}\ntitle: Title of {ticket_id}\nstatus: backlog\n"
        f"tags: []\ncreated: {created}\n---\n\n## Description\n\nText {mark}.\n"
    )


def _commit(rng: Random, made: Made, parents: list[Made]) -> str:
    skew = rng.choice([0] * 8 + [-30 * HOUR, 30 * HOUR])
    when = f"{START + made.mark * HOUR + skew} +0000"
    who = rng.choice(AUTHORS)
    lines = [f"commit refs/heads/work\nmark :{made.mark}\n"]
    lines.append(f"author {who} <{who}@example.com> {when}\ncommitter C <c@example.com> {when}\n")
    lines.append("data 2\nx\n")
    lines += [f"{'merge' if n else 'from'} :{parent.mark}\n" for n, parent in enumerate(parents)]
    lines.append("deleteall\n")
    files = {f"{FOLDER}{name}": texts[-1] for name, texts in made.tree.items() if texts[-1]}
    files |= {f"{FOLDER}config.yml": "prefix: JJM\n", "code": str(made.code)}
    for name, text in files.items():
        lines.append(f"M 100644 inline {name}\ndata {len(text)}\n{text}\n")
    return "".join(lines)
