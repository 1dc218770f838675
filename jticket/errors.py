"""Errors that a user may see: what can't be done, with the facts, and what may help.

What is wrong *in a user's file* is not an error but a `Diagnostic` (`jticket.model.diagnostics`).

No error names an option or a command, since those differ between the command line, an editor and a
browser: a hint that would is an `Advice`, and an argument that is wrong an `Argument`. Each surface
has its own words for both (`jticket.cli.errors`).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, ClassVar, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class Remedy(Enum):
    """What the user can do. The values are words for a surface that has none of its own."""

    ADD_CRITERION = "add a criterion"
    CANCEL = "cancel it instead"
    CHECK_ALL = "check all tickets"
    CLAIM_FIRST = "claim it first"
    COMMIT_LATER = "commit it later"
    COMPARE_ENDS = "compare the two ends"
    COMPLETE_FIRST = "complete that one first"
    DROP_DEPENDENCY = "drop the dependency"
    GIVE_ENTRY = "give the text of an entry"
    GIVE_HOLD = "say what it waits for, or until when"
    GIVE_MESSAGE = "give a message"
    INIT = "set up the project"
    LIST_ALL = "list all tickets"
    LIST_SETTINGS = "list all keys"
    MAKE_FOLDER = "set up the project in that folder"
    MOVE_FIRST = "move it first"
    MOVE_ON = "move it to another status"
    NAME_FOLDER = "name the folder outright, if you trust it"
    NEXT = "take another ticket"
    NEXT_CHILD = "take one of its children"
    NUMBER_CRITERIA = "show the ticket with its criteria numbered"
    ONLY_CHECK = "a hook may check tickets, but not change them"
    ONLY_WRITE = "write the file without a commit"
    OWN_NAME = "go on with it, unless someone else uses the same name"
    QUERY_FIELDS = "read which fields there are"
    RELEASE_FIRST = "release it first"
    RELEASE_ONE = "finish one of them first, or release it"
    REOPEN = "reopen it, if there is more to do"
    REOPEN_FIRST = "reopen it first"
    RESUME = "resume it"
    SHOW_RAW = "fix the file; show its text"
    SHOW_LOG = "look at what changed it"
    SKIP_HOOKS = "skip the hooks"
    SUBMIT_FIRST = "submit it first"
    TICK = "tick the criteria that are met"
    UNDO = "undo it by its name"
    UNLINK = "unlink the two first"
    WAIT_FOR_ROOM = "wait until one of them has moved on"
    WHO_YOU_ARE = "say who you are"


@dataclass(frozen=True, slots=True)
class Advice:
    """A remedy, and the facts that its words need: IDs, a path, two revisions."""

    remedy: Remedy
    facts: tuple[str, ...] = ()

    def __str__(self) -> str:
        return self.remedy.value


Fact: TypeAlias = str | int | tuple[str, ...] | tuple[int, ...] | None
"""A fact of an error as a program gets it: an ID, a status, a name, a count, or several."""

Part: TypeAlias = str | Advice
Message: TypeAlias = str | tuple[Part, ...]
"""A sentence, in parts where it has an `Advice` in it."""


class Argument(Enum):
    """An argument that an error is about, whatever a surface calls it."""

    CRITERION = "criterion"
    OLDER_THAN = "older than"
    PLAN_START = "start of the plan"
    QUERY = "query"
    SINCE = "since"
    UNTIL = "until"


class JticketError(Exception):
    """Raised when an operation can't be done: a message, hints, a stable code and an exit code.

    `argument` is what the message is about, where that is an argument of the operation.
    """

    code: str = "error"
    exit_code: ClassVar[int] = 1
    argument: Argument | None = None

    def __init__(self, message: Message, *hints: Message | Advice | None) -> None:
        super().__init__(message)
        self.parts = parts(message)
        self.hints = tuple(parts(hint) for hint in hints if hint)

    def __str__(self) -> str:
        return self.message

    @property
    def facts(self) -> Mapping[str, Fact]:
        """The facts by their names, for a program; none where the message has no others."""
        return {}

    @property
    def message(self) -> str:
        """The message, without words of any surface."""
        return "".join(map(str, self.parts))

    @property
    def hint(self) -> str | None:
        """The hints as one sentence, without words of any surface."""
        return "; ".join("".join(map(str, hint)) for hint in self.hints) or None

    def add_hint(self, hint: Message | Advice) -> None:
        """Appends a hint, for a caller that knows more."""
        self.hints = (*self.hints, parts(hint))


class UsageError(JticketError):
    """Raised when the arguments of an operation are wrong."""

    code = "usage"
    exit_code = 2

    def __init__(
        self, message: Message, *hints: Message | Advice | None, argument: Argument | None = None
    ) -> None:
        super().__init__(message, *hints)
        self.argument = argument


class NotFoundError(JticketError):
    """Raised when what was asked for does not exist."""

    code = "not_found"


class RefusedError(JticketError):
    """Raised when the tool will not do this; the message says why."""

    code = "refused"


class ConflictError(JticketError):
    """Raised when someone else changed what this command was about to change."""

    code = "conflict"


class BadDataError(JticketError):
    """Raised when a file or JSON document can't be used as it is."""

    code = "bad_data"


def parts(message: Message | Advice) -> tuple[Part, ...]:
    """Returns the parts of a message."""
    return message if isinstance(message, tuple) else (message,)


def joined(separator: str, messages: Iterable[Message | Advice]) -> tuple[Part, ...]:
    """Returns one message of several, with a separator between them."""
    together: list[Part] = []
    for message in messages:
        together += [separator, *parts(message)] if together else parts(message)
    return tuple(together)
