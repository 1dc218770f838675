"""The catalogue of findings: each rule with its stable code, reason and example."""

from __future__ import annotations

from jticket.model.diagnostics import Rule, Severity

RULES: dict[str, Rule] = {}


def _rule(code: str, name: str, severity: Severity, reason: str, example: str) -> Rule:
    RULES[code] = Rule(code, name, severity, reason, example)
    return RULES[code]


_E, _W, _A = Severity.ERROR, Severity.WARNING, Severity.ADVICE

# The file
UNREADABLE = _rule(
    "JT001",
    "unreadable",
    _E,
    "The file can't be read: no permission, no regular file, or a name that leads nowhere.",
    "a directory or a pipe named `JJM-001.md`",
)
TOO_LARGE = _rule(
    "JT002",
    "too-large",
    _E,
    "A file may have 1 MiB, its front matter 64 KiB, so that hostile input is refused fast.",
    "a front matter with ten thousand tags",
)
NOT_UTF8 = _rule(
    "JT003",
    "not-utf8",
    _E,
    "Tickets are UTF-8 text, with or without a byte order mark.",
    "`title: Caf\\xe9` saved as Latin-1",
)
NO_FRONT_MATTER = _rule(
    "JT004",
    "no-front-matter",
    _E,
    "A ticket begins with a line `---`; a Markdown file that is no ticket belongs elsewhere.",
    "a file of notes, `notes.md`, among the tickets",
)
UNCLOSED_FRONT_MATTER = _rule(
    "JT005",
    "unclosed-front-matter",
    _E,
    "A second line `---` ends the front matter.",
    "a first line `---` and no other",
)
YAML_SYNTAX = _rule(
    "JT006",
    "yaml-syntax",
    _E,
    "The front matter or the config is not YAML.",
    "`title: Fix: the parser` (a colon and a blank inside a plain value)",
)
YAML_FEATURE = _rule(
    "JT007",
    "yaml-feature",
    _E,
    "Anchors, aliases, tags, merge keys and several documents are not read: what such a file "
    "means can't be seen by looking at it.",
    "`title: &name Parser` or `<<: *base`",
)
NOT_A_MAPPING = _rule(
    "JT008",
    "not-a-mapping",
    _E,
    "Front matter and config are block mappings: `key: value`, one a line.",
    "`{id: JJM-001, title: Parser}`",
)
DUPLICATE_KEY = _rule(
    "JT009",
    "duplicate-key",
    _E,
    "A key that stands twice has no certain value (a merge may have left it behind).",
    "`status: ready` and, below, `status: done`",
)
TOO_DEEP = _rule(
    "JT010",
    "too-deep",
    _E,
    "Values are nested at most 32 levels deep.",
    "`[[[[…]]]]`",
)
LINK_LEAVES = _rule(
    "JT011",
    "link-leaves",
    _E,
    "A symbolic link that leads out of the tickets folder is not followed.",
    "`JJM-001.md -> /etc/passwd`",
)
CONFLICT_MARKERS = _rule(
    "JT012",
    "conflict-markers",
    _E,
    "Git left conflict markers in the file: somebody has to choose.",
    "`<<<<<<< HEAD`",
)

# The front matter
MISSING_FIELD = _rule(
    "JT101",
    "missing-field",
    _E,
    "Every ticket has an `id` and a `title`.",
    "`title:` with nothing behind it",
)
WRONG_SHAPE = _rule(
    "JT102",
    "wrong-shape",
    _E,
    "A list stands where one value belongs, or one value where a list does.",
    "`tags: cli`, which should be `tags: [cli]`",
)
UNKNOWN_VALUE = _rule(
    "JT103",
    "unknown-value",
    _E,
    "Statuses, ticket types, priorities and enums have fixed values.",
    "`status: inprogress`",
)
BAD_ID = _rule(
    "JT104",
    "bad-id",
    _E,
    "An ID is `PREFIX-NUMBER`, or `PREFIX-` and four or more random letters and digits.",
    "`parent_id: 486d1c2f-3400`",
)
BAD_EFFORT = _rule(
    "JT105",
    "bad-effort",
    _E,
    "Effort is a duration such as `90m`, `6h`, `1.5d`, `1w` or `1d 4h`; a bare number is hours.",
    "`effort: 1:30`",
)
BAD_DATE = _rule(
    "JT106",
    "bad-date",
    _E,
    "Dates are ISO 8601: `2025-10-01`, and for `created` also `2025-10-01T09:30:00Z`.",
    "`due: 01.10.2025`",
)
BAD_LINE = _rule(
    "JT107",
    "bad-line",
    _E,
    "A title, name, phase or milestone is one line of text without control characters; a title "
    "has at most 200 characters.",
    '`title: "two\\nlines"`',
)
BAD_WORD = _rule(
    "JT108",
    "bad-word",
    _E,
    "Tags are words without blanks and commas; a service is `[A-Za-z0-9][A-Za-z0-9._/-]*`.",
    "`tags: [needs review]`",
)
BAD_PATH = _rule(
    "JT109",
    "bad-path",
    _E,
    "`files` holds paths from the repository's root, with `/`, that stay inside it.",
    "`files: [../secret]`",
)
UNKNOWN_KEY = _rule(
    "JT110",
    "unknown-key",
    _W,
    "A key that neither the format nor the config declares is kept, but nothing reads it.",
    "`asignee: ana`",
)
BAD_CUSTOM_VALUE = _rule(
    "JT111",
    "bad-custom-value",
    _E,
    "A custom field's value has the type that the config declares.",
    "`points: many`, with `points: {type: integer}` in the config",
)
REPEATED_ITEM = _rule(
    "JT112",
    "repeated-item",
    _W,
    "An item that stands twice in a list says nothing the second time.",
    "`tags: [cli, cli]`",
)
READS_OTHERWISE = _rule(
    "JT113",
    "reads-otherwise",
    _A,
    "Other front-matter tools read this unquoted value as something else; quotes settle it.",
    "`title: no`, which others read as the boolean false",
)

# The body
REPEATED_SECTION = _rule(
    "JT201",
    "repeated-section",
    _W,
    "The second of two sections of one name is only text: nothing reads it.",
    "`## Devlog` twice",
)
BAD_DEVLOG_HEADING = _rule(
    "JT202",
    "bad-devlog-heading",
    _W,
    "A devlog entry is headed `### TIMESTAMP AUTHOR`.",
    "`### yesterday`",
)
DEVLOG_ORDER = _rule(
    "JT203",
    "devlog-order",
    _W,
    "The devlog is only appended to, so its oldest entry stands first.",
    "an entry of May below one of June",
)

# The project
DUPLICATE_ID = _rule(
    "JT301",
    "duplicate-id",
    _E,
    "Two files claim one ID, so that nobody can say which is meant.",
    "`JJM-001.md` and `archive/JJM-001.md`",
)
FILE_NAME = _rule(
    "JT302",
    "file-name",
    _E,
    "A ticket's file is named by its ID.",
    "`id: JJM-002` in `JJM-001.md`",
)
DANGLING_PARENT = _rule(
    "JT303",
    "dangling-parent",
    _E,
    "`parent_id` names a ticket that is not there.",
    "`parent_id: JJM-999`",
)
DANGLING_DEPENDENCY = _rule(
    "JT304",
    "dangling-dependency",
    _E,
    "A dependency names a ticket that is not there, so this one can never start.",
    "`dependencies: [JJM-999]`",
)
DANGLING_SERVICE = _rule(
    "JT305",
    "dangling-service",
    _E,
    "Where the config lists `services`, `service_id` is one of them.",
    "`service_id: jeta-sso`",
)
DEPENDENCY_CYCLE = _rule(
    "JT306",
    "dependency-cycle",
    _E,
    "Tickets that wait for each other in a circle can never start.",
    "JJM-001 depends on JJM-002, and JJM-002 on JJM-001",
)
PARENT_CYCLE = _rule(
    "JT307",
    "parent-cycle",
    _E,
    "A ticket can't be its own ancestor.",
    "JJM-001 is the parent of JJM-002, and JJM-002 of JJM-001",
)
MIXED_CYCLE = _rule(
    "JT308",
    "mixed-cycle",
    _E,
    "A parent closes after its children, and an epic's dependencies hold for all below it: a "
    "circle over both kinds of edge can never be worked off.",
    "JJM-002 depends on its own epic, JJM-001",
)
DONE_TOO_EARLY = _rule(
    "JT309",
    "done-too-early",
    _W,
    "`done` asks that every criterion is ticked, every dependency satisfied, every child closed.",
    "`status: done` above `- [ ] tests pass`",
)
REQUIRED_MISSING = _rule(
    "JT310",
    "required-missing",
    _E,
    "The config's `required` asks for this field or section in tickets of this type.",
    "a bug without a Description, with `required: {bug: [Description]}`",
)
FORMER_ID = _rule(
    "JT311",
    "former-id",
    _A,
    "A reference by a former ID works, but whoever greps for the new one misses it.",
    "`dependencies: [JJM-007]` where JJM-107 has `aliases: [JJM-007]`",
)
DANGLING_RELATION = _rule(
    "JT312",
    "dangling-relation",
    _E,
    "A field that names related tickets names one that is not there.",
    "`relates_to: [JJM-999]`",
)

# The config
CONFIG_UNKNOWN_KEY = _rule(
    "JT401",
    "config-unknown-key",
    _W,
    "A setting that jticket does not know does nothing.",
    "`id_widht: 4`",
)
CONFIG_VALUE = _rule(
    "JT402",
    "config-value",
    _E,
    "The setting's value can't be used, so its default counts.",
    "`commit: sometimes`",
)
CONFIG_WORKFLOW = _rule(
    "JT403",
    "config-workflow",
    _E,
    "The workflow names a status that has no row, or a new status has no class.",
    "`review: [done, qa]` without a row `qa: […]` and a `status_class: {qa: active}`",
)

# The branch: what only a pair of versions, or the commits, can show
UNREACHABLE_STATUS = _rule(
    "JT501",
    "unreachable-status",
    _E,
    "No steps of the workflow, however many, lead from the status at the base to this one.",
    "`done` at the base and `backlog` here, with `done: []` in the workflow",
)
CREATED_REWRITTEN = _rule(
    "JT502",
    "created-rewritten",
    _E,
    "`created` is written once: statistics count from it.",
    "`created: 2025-10-01T09:30:00Z` at the base and `created: 2025-11-01` here",
)
ID_REWRITTEN = _rule(
    "JT503",
    "id-rewritten",
    _E,
    "Whoever refers to a ticket by its former ID finds it only where `aliases` lists that.",
    "JJM-007 at the base, which is JJM-107 here without `aliases: [JJM-007]`",
)
DEVLOG_REWRITTEN = _rule(
    "JT504",
    "devlog-rewritten",
    _E,
    "The devlog is only appended to: an entry that the base has was edited or dropped.",
    "an entry of yesterday with other words than at the base",
)
ID_TAKEN = _rule(
    "JT505",
    "id-taken",
    _E,
    "The base branch has given this ID to another ticket meanwhile, so that both can't be merged.",
    "JJM-042, created here, and another JJM-042 on `main`",
)
DONE_WITH_OPEN_CRITERIA = _rule(
    "JT506",
    "done-with-open-criteria",
    _E,
    "A ticket became done on this branch, but not all of its acceptance criteria are ticked.",
    "`status: done`, which the base has `in_progress`, above `- [ ] tests pass`",
)
COMMIT_WITHOUT_TICKET = _rule(
    "JT507",
    "commit-without-ticket",
    _W,
    "Where the config says `require_ticket: true`, every commit of the branch that changes "
    "something besides tickets names one, at the beginning of its subject or in a trailer.",
    "a commit `fix the parser` without a line `Ticket: JJM-014` at its end",
)
UNDECLARED_FILE = _rule(
    "JT508",
    "undeclared-file",
    _A,
    "The branch changed a file for a ticket whose `files` do not name it, so that plans put work "
    "side by side that meets in that file.",
    "`files: [src/a.py]` and a commit `JJM-014: …` that changes `src/b.py`",
)
UNTOUCHED_FILE = _rule(
    "JT509",
    "untouched-file",
    _A,
    "A ticket that this branch works on names a file that the branch has not changed.",
    "`files: [src/a.py]` and a branch that changes `src/b.py` alone",
)
GONE_FILE = _rule(
    "JT510",
    "gone-file",
    _A,
    "An open ticket names a file that was there once and is no more.",
    "`files: [src/old.py]` after `git mv src/old.py src/new.py`",
)
