"""The rules that are checked while a file is read; `lint` adds those that need more than a file."""

from __future__ import annotations

from jticket.model.diagnostics import Rule, Safety, Severity

READING_RULES: dict[str, Rule] = {}
"""The rules of this module by code, in the order of the codes."""


def _rule(
    code: str,
    name: str,
    severity: Severity,
    reason: str,
    example: str,
    safety: Safety = Safety.DISPLAY_ONLY,
) -> Rule:
    READING_RULES[code] = Rule(code, name, severity, reason, example, safety)
    return READING_RULES[code]


_E, _W = Severity.ERROR, Severity.WARNING

# The file
UNREADABLE = _rule(
    "JT001",
    "unreadable",
    _E,
    "The file can't be read: no permission, not a regular file, or a link that leads nowhere.",
    "a directory or a pipe named `JJM-001.md`",
)
TOO_LARGE = _rule(
    "JT002",
    "too-large",
    _E,
    "A file has at most 1 MiB, its front matter 64 KiB, so that hostile input is refused fast.",
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
    "A ticket begins with a line `---`; a Markdown file that is not a ticket belongs elsewhere.",
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
    "`title: Fix: the parser` (a colon and a space inside a plain value)",
)
YAML_FEATURE = _rule(
    "JT007",
    "yaml-feature",
    _E,
    "Anchors, aliases, tags, merge keys and several documents are not supported: you can't see "
    "what such a file means by looking at it.",
    "`title: &name Parser` or `<<: *base`",
)
NOT_A_MAPPING = _rule(
    "JT008",
    "not-a-mapping",
    _E,
    "Front matter and config are block mappings: `key: value`, one per line.",
    "`{id: JJM-001, title: Parser}`",
)
DUPLICATE_KEY = _rule(
    "JT009",
    "duplicate-key",
    _E,
    "The value of a key that appears twice is ambiguous (a merge may have left both).",
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
    "Git left conflict markers in the file: choose between the two sides.",
    "`<<<<<<< HEAD`",
)

# The front matter
MISSING_FIELD = _rule(
    "JT101",
    "missing-field",
    _E,
    "Every ticket has an `id` and a `title`.",
    "`title:` with nothing after it",
    Safety.SAFE,
)
WRONG_SHAPE = _rule(
    "JT102",
    "wrong-shape",
    _E,
    "The key has a list where one value belongs, or one value where a list does.",
    "`tags: cli`, which should be `tags: [cli]`",
    Safety.SAFE,
)
UNKNOWN_VALUE = _rule(
    "JT103",
    "unknown-value",
    _E,
    "Statuses, ticket types and priorities have fixed values.",
    "`status: inprogress`",
    Safety.SAFE,
)
BAD_ID = _rule(
    "JT104",
    "bad-id",
    _E,
    "An ID is `PREFIX-NUMBER`, or `PREFIX-` and four or more random letters and digits; a "
    "reference may also be an alias that a ticket has.",
    "`parent_id: 486d1c2f-3400`",
    Safety.SAFE,
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
    "A title, name, phase, milestone or hold is one line of text without control characters; a "
    "title has at most 200 characters, and an assignee is one person, without a comma.",
    '`title: "two\\nlines"`',
)
BAD_WORD = _rule(
    "JT108",
    "bad-word",
    _E,
    "Tags and aliases are words without spaces and commas, refs are such words that begin "
    "with `name:`; a service is `[A-Za-z0-9][A-Za-z0-9._/-]*`.",
    "`tags: [needs review]`",
    Safety.SAFE,
)
BAD_PATH = _rule(
    "JT109",
    "bad-path",
    _E,
    "`files` holds paths from the repository's root, with `/`, that stay inside it.",
    "`files: [../secret]`",
    Safety.SAFE,
)
UNKNOWN_KEY = _rule(
    "JT110",
    "unknown-key",
    _W,
    "A key that neither the format nor the config declares is kept, but may be a typo.",
    "`asignee: ana`",
)
BAD_CUSTOM_VALUE = _rule(
    "JT111",
    "bad-custom-value",
    _E,
    "A custom field's value has the type that the config declares; the value of an enum is one of "
    "its `values`.",
    "`points: many`, with `points: {type: integer}` in the config",
    Safety.SAFE,
)
REPEATED_ITEM = _rule(
    "JT112",
    "repeated-item",
    _W,
    "An item that appears twice in a list adds nothing the second time.",
    "`tags: [cli, cli]`",
    Safety.SAFE,
)

# The body
REPEATED_SECTION = _rule(
    "JT201",
    "repeated-section",
    _W,
    "If two sections have the same name, only the first one is read.",
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
    "The devlog is only appended to, so its oldest entry comes first.",
    "an entry from May below one from June",
)

# The project, as far as the config describes it
DANGLING_SERVICE = _rule(
    "JT305",
    "dangling-service",
    _E,
    "If the config lists `services`, `service_id` must be one of them.",
    "`service_id: jeta-sso`",
    Safety.SAFE,
)
UNKNOWN_MILESTONE = _rule(
    "JT314",
    "unknown-milestone",
    _W,
    "If the config lists `milestones`, `milestone` should be one of them.",
    "`milestone: MPV`",
    Safety.SAFE,
)
UNKNOWN_PERSON = _rule(
    "JT315",
    "unknown-person",
    _W,
    "If the config lists `people`, `assignee` should be one of them.",
    "`assignee: anna`",
    Safety.SAFE,
)

# The config
CONFIG_UNKNOWN_KEY = _rule(
    "JT401",
    "config-unknown-key",
    _W,
    "A setting that jticket does not know has no effect.",
    "`id_widht: 4`",
)
CONFIG_VALUE = _rule(
    "JT402",
    "config-value",
    _E,
    "The setting's value can't be used, so the default applies.",
    "`commit: sometimes`",
)
CONFIG_WORKFLOW = _rule(
    "JT403",
    "config-workflow",
    _E,
    "The workflow names a status that has no row, or a new status has no class.",
    "`review: [done, qa]` without a row `qa: […]` and a `status_class: {qa: active}`",
)
