"""The command line's words for errors: the options and commands that help, by their names."""

from __future__ import annotations

from shlex import quote
from typing import TYPE_CHECKING, Final

from jticket.errors import Argument, Remedy, parts

if TYPE_CHECKING:
    from jticket.errors import Advice, JticketError, Message, Part

REMEDIES: Final = {
    Remedy.ADD_CRITERION: "`jticket criterion add {} TEXT` adds one",
    Remedy.CANCEL: "or close it, which keeps them: `jticket cancel {}`",
    Remedy.CHECK_ALL: "`jticket check` shows all",
    Remedy.COMMIT_LATER: "`jticket commit {}` commits it",
    Remedy.COMPARE_ENDS: "`jticket diff {}` compares the two ends",
    Remedy.FORCE: "--force overrides the workflow",
    Remedy.FORCE_EDIT: "--force overrides",
    Remedy.GIVE_ENTRY: "jticket devlog ID TEXT",
    Remedy.GIVE_HOLD: "write `jticket hold ID TEXT`, or give --until DATE",
    Remedy.GIVE_MESSAGE: "give one with `-m MESSAGE`",
    Remedy.INIT: "`jticket init` makes one",
    Remedy.LIST_ALL: "`jticket list --all` shows all tickets",
    Remedy.MAKE_FOLDER: "`jticket --dir {} init` makes one",
    Remedy.MOVE_ON: "`jticket move {} STATUS` moves it on",
    Remedy.NAME_FOLDER: "if you trust it: --dir {}",
    Remedy.NUMBER_CRITERIA: "`jticket show {}` numbers them",
    Remedy.ONLY_CHECK: "a hook may run `jticket check`, but nothing that changes tickets",
    Remedy.ONLY_WRITE: "--no-commit only writes the file",
    Remedy.QUERY_FIELDS: "`jticket guide queries` lists the fields",
    Remedy.RESUME: "`jticket resume {}` ends that",
    Remedy.SHOW_RAW: "fix the file (`jticket show --raw {}` prints it)",
    Remedy.SHOW_LOG: "`jticket log {}` shows what changed it",
    Remedy.SKIP_HOOKS: "`--no-verify` skips the pre-commit and commit-msg hooks",
    Remedy.UNDO: "`jticket undo {}` undoes it all the same",
    Remedy.UNLINK: "`jticket unlink {}` removes that relation",
    Remedy.WHO_YOU_ARE: "set JTICKET_USER, or `git config user.name`",
}
"""The words for each remedy; its facts, quoted for a shell, replace `{}`."""

ARGUMENTS: Final = {
    Argument.CRITERION: "--criterion",
    Argument.OLDER_THAN: "--older-than",
    Argument.PLAN_START: "--from",
    Argument.QUERY: "--where",
    Argument.SINCE: "--since",
    Argument.UNTIL: "--until",
}
"""What the command line calls each argument that an error may be about."""

_EXCERPT_COLUMNS = 76


def message_of(error: JticketError) -> str:
    """Returns the message of an error, which begins with the option that is wrong."""
    start = f"{ARGUMENTS[error.argument]}: " if error.argument else ""
    return start + words(error.parts)


def hint_of(error: JticketError) -> str | None:
    """Returns the hints of an error as one sentence."""
    return "; ".join(map(words, error.hints)) or None


def excerpt_of(error: JticketError) -> tuple[str, ...]:
    """Returns the lines that show the place of a mistake in a query; none for other errors."""
    from jticket.ops.selection import BadQueryError, BadViewError
    from jticket.render.terminal import pointed

    if not isinstance(error, (BadQueryError, BadViewError)):
        return ()
    lines = pointed(error.text, error.start, error.end, columns=_EXCERPT_COLUMNS)
    return tuple(f"  {line}" for line in lines)


def words(message: Message) -> str:
    """Returns a message in the command line's words."""
    return "".join(map(_words_of_part, parts(message)))


def _words_of_part(part: Part) -> str:
    return part if isinstance(part, str) else _words_of_advice(part)


def _words_of_advice(advice: Advice) -> str:
    return REMEDIES[advice.remedy].format(" ".join(map(quote, advice.facts)))
