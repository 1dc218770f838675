"""Words that people know from other trackers: the command that each means, or what helps instead.

A word is an alias where one command means just that. Any other has a hint, written down by what the
word means; none is derived from its spelling.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

ALIASES: Final[Mapping[str, tuple[str, ...]]] = {
    **dict.fromkeys(("new", "add"), ("create",)),
    **dict.fromkeys(("view", "cat", "get"), ("show",)),
    "ls": ("list",),
    "mine": ("list", "--mine"),
    **dict.fromkeys(("find", "grep"), ("search",)),
    **dict.fromkeys(("comment", "note", "add-note", "annotate"), ("devlog",)),
    **dict.fromkeys(("done", "finish"), ("complete",)),
    **dict.fromkeys(("take", "grab"), ("claim",)),
    "unclaim": ("release",),
    "transition": ("move",),
    **dict.fromkeys(("undefer", "unpause"), ("resume",)),
    "uncheck": ("untick",),
    "undep": ("dep", "rm"),
    **dict.fromkeys(("rm", "del", "remove"), ("delete",)),
    "kanban": ("board",),
    "history": ("log",),
    **dict.fromkeys(("lint", "validate"), ("check",)),
    **dict.fromkeys(("man", "manual", "docs"), ("guide",)),
    "quickstart": ("guide", "start"),
    **dict.fromkeys(("prime", "onboard"), ("guide", "agents")),
}
"""What each alias is replaced by: a command, with its first arguments."""

_CLOSE = "`jticket complete ID` closes a ticket as done, `jticket cancel ID` one that won't be done"
_OPEN = "`jticket show ID` shows a ticket, `jticket reopen ID` opens a closed one again"
_START = "`jticket claim ID` takes a ticket: it is in progress, assigned to you"
_STOP = "`jticket release ID` gives a ticket back, `jticket hold ID TEXT` puts it on hold"
_DEFER = "`jticket hold ID --until DATE` parks a ticket until that day"
_ASSIGN = "`jticket claim ID` takes a ticket yourself, `jticket set ID assignee=WHO` assigns it"
_SET = "`jticket set ID KEY=VALUE` sets fields of a ticket"
_TAG = "`jticket set ID tag+=TAG` adds a tag, `jticket list --tag TAG` finds it"
_TAGS = "`jticket stats --by tag` counts them, `jticket list --tag TAG` filters by one"
_GIT = "tickets are files in your repository: `git pull` and `git push` share them"
_DUPLICATE = (
    "`jticket cancel ID --duplicate-of ID` closes a duplicate,"
    " `jticket check --hygiene` finds tickets with the same title"
)
_RELATE = "`jticket link ID relates_to ID` relates tickets, `jticket dep add ID ON` orders them"
_BLOCK = "`jticket dep add ID ON` lets a ticket wait for another, `jticket hold ID TEXT` parks it"
_UNBLOCK = "`jticket dep rm ID ON` takes a dependency away, `jticket resume ID` ends a hold"
_EPIC = "`jticket create TITLE -t epic` makes one, `jticket tree` shows all"
_CHILD = "`jticket create TITLE --parent ID` makes a ticket below another"
_REVIEW = "`jticket submit ID` hands a ticket over, `jticket list -s review` shows what waits"
_CLOSED = "`jticket list --where closed` lists the closed tickets"
_ACTIVE = "`jticket list -s in_progress` lists what is being worked on"
_PARKED = "`jticket list --where parked` lists what is on hold"
_OVERDUE = "`jticket list --where overdue` lists them, `jticket plan` shows what will be late"
_PHASE = "`jticket set ID phase=NAME` and `milestone=NAME` group tickets; `jticket plan` has dates"
_COUNT = "`jticket stats` counts tickets, hours and what is done"
_STATUS = (
    "`jticket board` shows the tickets by status, `jticket stats` counts them;"
    " `jticket move ID STATUS` changes one"
)
_TITLE = "`jticket set ID title=TEXT` changes the title"
_DESCRIPTION = "`jticket edit ID` opens the text, `jticket set ID description=@FILE` replaces it"
_DELETE = "`jticket delete ID` removes a ticket, `jticket cancel ID` closes it and keeps its text"
_CRITERIA = "`jticket show ID` numbers the criteria, `jticket tick ID N` ticks one"
_COPY = "`jticket create TITLE --like ID` writes a ticket like another"
_EXPORT = "`jticket list --all --full --json` prints all tickets, `--format csv` as a table"
_IMPORT = "`jticket create --from-json FILE` takes one ticket or many"
_WEB = "`jticket board --watch` shows the tickets and redraws them at every change"
_PEOPLE = "`jticket stats --by assignee` shows who has what"
_ME = "`jticket config` shows your settings, `me` among them"
_HOOKS = "`jticket guide ci` shows the hooks and workflows"
_HYGIENE = "`jticket check --hygiene` reports stale, forgotten and duplicate tickets"
_ARCHIVE = "`jticket archive` moves closed tickets out of the way"
_CYCLES = "`jticket check` finds cycles; `jticket graph` draws what waits for what"
_NOUN = "leave the word out: `jticket create TITLE`, `jticket list`, `jticket show ID`"
_UNDO = "`jticket undo` undoes your last commit on tickets, `jticket undo COMMIT` another"
_WAVES = "`jticket plan` shows the order, and what can be done at the same time"
_SERVICES = "`jticket stats --by service` counts the tickets of each service"
_TYPES = "`jticket guide templates` has the types' templates"

NOUNS: Final = ("issue", "issues", "ticket", "tickets", "task", "tasks", "bug", "bugs", "item")
"""Words for a ticket, which others put before a command."""

HINTS: Final[Mapping[str, str]] = {
    **dict.fromkeys(("close", "resolve", "wontfix", "reject", "abandon"), _CLOSE),
    **dict.fromkeys(("accept", "approve", "merge"), f"{_CLOSE}; {_REVIEW}"),
    "open": _OPEN,
    **dict.fromkeys(("start", "begin", "work", "pick", "checkout"), _START),
    **dict.fromkeys(("stop", "pause", "drop"), _STOP),
    **dict.fromkeys(("defer", "snooze", "wait", "later"), _DEFER),
    **dict.fromkeys(("assign", "unassign", "owner"), _ASSIGN),
    "q": "`jticket create TITLE` writes a ticket and prints its ID alone",
    "info": "`jticket show ID` shows a ticket, `jticket stats` counts all",
    **dict.fromkeys(("update", "modify", "mod", "change", "field"), _SET),
    **dict.fromkeys(("due", "estimate", "effort", "priority", "prio", "prioritize"), _SET),
    **dict.fromkeys(("title", "rename", "retitle", "mv"), _TITLE),
    **dict.fromkeys(("description", "body", "append", "prepend"), _DESCRIPTION),
    **dict.fromkeys(("tag", "label", "untag", "unlabel"), _TAG),
    **dict.fromkeys(("tags", "labels", "show-tags"), _TAGS),
    **dict.fromkeys(("sync", "push", "pull", "fetch", "bridge", "remote"), _GIT),
    **dict.fromkeys(("duplicate", "duplicates", "dup"), _DUPLICATE),
    **dict.fromkeys(("relate", "related", "links"), _RELATE),
    **dict.fromkeys(("block", "depends", "depend", "deps", "dependency"), _BLOCK),
    "unblock": _UNBLOCK,
    **dict.fromkeys(("epic", "epics"), _EPIC),
    **dict.fromkeys(("child", "children", "subtask", "sub", "parent"), _CHILD),
    "review": _REVIEW,
    **dict.fromkeys(("closed", "completed", "show-resolved"), _CLOSED),
    **dict.fromkeys(("active", "show-active", "wip"), _ACTIVE),
    **dict.fromkeys(("waiting", "parked", "deferred", "show-paused"), _PARKED),
    **dict.fromkeys(("overdue", "late"), _OVERDUE),
    **dict.fromkeys(("sprint", "sprints", "milestone", "milestones", "phase"), _PHASE),
    **dict.fromkeys(("count", "summary", "report", "reports", "burndown", "timesheet"), _COUNT),
    **dict.fromkeys(("status", "state"), _STATUS),
    **dict.fromkeys(("purge", "destroy", "erase"), _DELETE),
    **dict.fromkeys(("criteria", "ac", "checklist"), _CRITERIA),
    **dict.fromkeys(("clone", "copy", "cp"), _COPY),
    **dict.fromkeys(("query", "filter", "where"), "`jticket list --where QUERY` lists by a query"),
    **dict.fromkeys(("export", "dump", "json"), _EXPORT),
    **dict.fromkeys(("import", "load", "restore", "migrate-beads"), _IMPORT),
    **dict.fromkeys(("browser", "web", "webui", "serve", "ui", "tui", "termui", "watch"), _WEB),
    **dict.fromkeys(("user", "users", "people", "who"), _PEOPLE),
    **dict.fromkeys(("me", "whoami"), _ME),
    **dict.fromkeys(("hooks", "hook", "setup", "daemon"), _HOOKS),
    **dict.fromkeys(("doctor", "stale", "orphans"), _HYGIENE),
    **dict.fromkeys(("repair", "fix"), "`jticket check --fix` fixes what has one right answer"),
    **dict.fromkeys(("cleanup", "compact", "gc"), _ARCHIVE),
    **dict.fromkeys(("cycles", "cycle"), _CYCLES),
    **dict.fromkeys(("revert", "rollback"), _UNDO),
    **dict.fromkeys(("sequence", "order", "roadmap", "gantt", "schedule"), _WAVES),
    **dict.fromkeys(("template", "templates"), _TYPES),
    **dict.fromkeys(("all", "show-open"), "`jticket list` lists open tickets, `--all` closed ones"),
    "show-next": "`jticket next` shows the ticket to do next",
    **dict.fromkeys(("promote", "demote", "draft", "drafts"), "`jticket move ID STATUS` moves it"),
    **dict.fromkeys(("activity", "comments", "blame"), "`jticket log` shows who changed what"),
    **dict.fromkeys(
        ("project", "projects", "show-projects"), "`jticket stats --by service` counts"
    ),
    **dict.fromkeys(NOUNS, _NOUN),
}
"""What helps instead of each word."""

SUBCOMMANDS: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = {
    "dep": dict.fromkeys(("remove", "delete", "del"), ("rm",)),
    "criterion": {
        "new": ("add",),
        "move": ("mv",),
        **dict.fromkeys(("remove", "delete", "del"), ("rm",)),
    },
}
"""The aliases within groups of commands."""

SUBHINTS: Final[Mapping[str, Mapping[str, str]]] = {
    "dep": {
        **dict.fromkeys(("tree", "graph"), "`jticket graph` draws which tickets wait for which"),
        **dict.fromkeys(("cycle", "cycles", "check"), _CYCLES),
        **dict.fromkeys(("list", "ls", "show"), "`jticket show ID` lists what a ticket waits for"),
    },
    "criterion": {
        **dict.fromkeys(("list", "ls", "show"), _CRITERIA),
        **dict.fromkeys(("done", "tick", "check"), "`jticket tick ID N` ticks one"),
    },
}
"""The hints within groups of commands."""

_WHO = ("--assignee", "--as", "--author")
OPTIONS: Final[Mapping[str, tuple[str, ...]]] = {
    **dict.fromkeys(("--label", "--labels", "--tags", "--add-label"), ("--tag",)),
    **dict.fromkeys(("--body", "--desc", "--details"), ("--description",)),
    **dict.fromkeys(("--state", "--in"), ("--status",)),
    **dict.fromkeys(("--kind", "--issue-type", "--ticket-type"), ("--type",)),
    **dict.fromkeys(("--query", "--filter", "--search", "--jql"), ("--where",)),
    **dict.fromkeys(("--epic", "--parent-id"), ("--parent",)),
    **dict.fromkeys(("--depends-on", "--deps", "--blocked-by", "--after"), ("--dep",)),
    **dict.fromkeys(("--component", "--project", "--service-id"), ("--service",)),
    **dict.fromkeys(("--sprint", "--fix-version"), ("--milestone",)),
    **dict.fromkeys(("--estimate", "--points"), ("--effort",)),
    **dict.fromkeys(("--ac", "--acceptance", "--criteria"), ("--criterion",)),
    **dict.fromkeys(
        ("--reason", "--comment", "--notes", "--append-notes"), ("--note", "--message")
    ),
    **dict.fromkeys(
        ("--assignee", "--assign", "--owner", "--user", "--author"),
        ("--assignee", "--as", "--author"),
    ),
    **dict.fromkeys(("--closed", "--include-closed", "--show-closed"), ("--all",)),
    **dict.fromkeys(("--order-by", "--order", "--reverse"), ("--sort",)),
    **dict.fromkeys(("--max", "--count", "--max-count", "--paginate"), ("--limit",)),
    **dict.fromkeys(("--output", "--template", "--plain", "--csv"), ("--format",)),
    **dict.fromkeys(("--no-color", "--no-colour", "--colour"), ("--color",)),
    **dict.fromkeys(("--directory", "--repo", "--cwd"), ("-C",)),
    **dict.fromkeys(("--link", "--related"), ("--relates-to",)),
}
"""The options that each option may mean; the first that the command has is named."""


def words_meant(arguments: list[str], group: str, known: Iterable[str]) -> list[str] | None:
    """Returns the arguments with our words for the first of them; None if it is not an alias.

    `group` is the group of commands that it was given to, "" for the program, and `known` are its
    commands.
    """
    aliases = SUBCOMMANDS.get(group, {}) if group else ALIASES
    meant = aliases.get(arguments[0])
    return [*meant, *arguments[1:]] if meant and meant[0] in known else None


def hint_for(arguments: Sequence[str], group: str, known: Iterable[str]) -> str | None:
    """Returns what helps instead of the first of the arguments; None where nothing is known.

    `group` and `known` are those of `words_meant`.
    """
    word, *rest = arguments
    if group:
        return SUBHINTS.get(group, {}).get(word)
    if word in NOUNS and rest:
        if rest[0] in known or words_meant(rest, group, known):
            return f"leave {word} out: `jticket {rest[0]}`"
        return HINTS.get(rest[0]) or HINTS[word]
    return HINTS.get(word)
