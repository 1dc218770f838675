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
    Remedy.CLAIM_FIRST: "first `jticket claim {}`",
    Remedy.COMMIT_LATER: "`jticket commit {}` commits it",
    Remedy.COMPARE_ENDS: "`jticket diff {}` compares the two ends",
    Remedy.COMPLETE_FIRST: "first `jticket complete {}`",
    Remedy.DROP_DEPENDENCY: "`jticket dep rm {}` drops what does not exist",
    Remedy.GIVE_ENTRY: "jticket devlog ID TEXT",
    Remedy.GIVE_HOLD: "write `jticket hold ID TEXT`, or give --until DATE",
    Remedy.GIVE_MESSAGE: "give one with `-m MESSAGE`",
    Remedy.INIT: "`jticket init` makes one",
    Remedy.LIST_ALL: "`jticket list --all` shows all tickets",
    Remedy.LIST_SETTINGS: "`jticket config` shows all keys",
    Remedy.MAKE_FOLDER: "`jticket --dir {} init` makes one",
    Remedy.MOVE_FIRST: "first `jticket move {}`",
    Remedy.MOVE_ON: "`jticket move {}` moves it on",
    Remedy.NAME_FOLDER: "if you trust it: --dir {}",
    Remedy.NEXT: "`jticket next` shows another ticket",
    Remedy.NEXT_CHILD: "`jticket next --parent {}` shows one to take",
    Remedy.NUMBER_CRITERIA: "`jticket show {}` numbers them",
    Remedy.ONLY_CHECK: "a hook may run `jticket check`, but nothing that changes tickets",
    Remedy.ONLY_WRITE: "--no-commit only writes the file",
    Remedy.OWN_NAME: (
        "go on with it; if someone else works under this name too, set JTICKET_USER to your own"
    ),
    Remedy.QUERY_FIELDS: "`jticket guide queries` lists the fields",
    Remedy.RELEASE_FIRST: "first `jticket release {}`",
    Remedy.RELEASE_ONE: "finish one first, or give it back: `jticket release {}`",
    Remedy.REOPEN: "if there is more to do, `jticket reopen {}` opens it again",
    Remedy.REOPEN_FIRST: "first `jticket reopen {}`",
    Remedy.RESUME: "`jticket resume {}` ends that",
    Remedy.SHOW_RAW: "fix the file (`jticket show --raw {}` prints it)",
    Remedy.SHOW_LOG: "`jticket log {}` shows what changed it",
    Remedy.SKIP_HOOKS: "`--no-verify` skips the pre-commit and commit-msg hooks",
    Remedy.SUBMIT_FIRST: "first `jticket submit {}`",
    Remedy.TICK: "tick what is met: `jticket tick {}`",
    Remedy.UNDO: "`jticket undo {}` undoes it all the same",
    Remedy.UNLINK: "`jticket unlink {}` removes that relation",
    Remedy.WAIT_FOR_ROOM: "one of them has to move on first: `jticket show {}`",
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
