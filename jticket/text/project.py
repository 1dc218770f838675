"""All ticket files of a project as they were read, and the lookup of references in them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from jticket.errors import Advice, JticketError, NotFoundError, Remedy
from jticket.model import rules
from jticket.model.field_values import references_of
from jticket.model.graph import Graph
from jticket.model.ids import beginning, is_id, matching, named, nearest_number, sort_key
from jticket.model.people import means_asker, unknown_asker
from jticket.model.suggestions import nearest
from jticket.model.ticket_facts import NO_FACTS
from jticket.model.wording import listed
from jticket.text.reading import UnreadableFile, ValidFile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date

    from jticket.model.diagnostics import Diagnostic
    from jticket.model.settings import Settings
    from jticket.model.ticket_facts import TicketFacts
    from jticket.text.reading import File


class NoSuchTicketError(NotFoundError):
    """Raised when a reference names no ticket; `nearest` is the ID that is most like it."""

    def __init__(self, reference: str, nearest: str | None) -> None:
        hint = f"did you mean {nearest}?" if nearest else Advice(Remedy.LIST_ALL)
        super().__init__(f"no ticket '{reference}'", hint)
        self.reference, self.nearest = reference, nearest


class AmbiguousError(NotFoundError):
    """Raised when a reference may mean several tickets."""

    code = "ambiguous"

    def __init__(self, reference: str, candidates: list[str]) -> None:
        super().__init__(f"'{reference}' may mean {listed(candidates)}", "type more of the ID")
        self.reference, self.candidates = reference, tuple(candidates)


class DuplicateTicketError(JticketError):
    """Raised when several files have the ID that was asked for."""

    code = "duplicate_id"

    def __init__(self, ticket_id: str, paths: list[str]) -> None:
        super().__init__(f"{ticket_id} is the ID of {' and '.join(paths)}", "keep one of the files")
        self.ticket_id, self.paths = ticket_id, tuple(paths)


@dataclass(frozen=True)
class Project:
    """All ticket files of a project, by path, and what follows from them.

    `today` is the day that decides which tickets are parked by a date, None where no clock is read.
    `facts` are what git's history says about the tickets. `asker` returns the person at work, or
    raises a `NoNameError`.
    """

    files: tuple[File, ...]
    settings: Settings
    today: date | None = None
    facts: TicketFacts = field(default=NO_FACTS, compare=False, repr=False)
    asker: Callable[[], str] = field(default=unknown_asker, compare=False, repr=False)

    @cached_property
    def valid(self) -> tuple[ValidFile, ...]:
        """The files that contain a ticket, in the order of their IDs."""
        files = [file for file in self.files if isinstance(file, ValidFile)]
        return tuple(sorted(files, key=lambda file: (sort_key(file.ticket.id), file.path)))

    @cached_property
    def unreadable(self) -> tuple[UnreadableFile, ...]:
        """The files that contain no readable ticket."""
        return tuple(file for file in self.files if isinstance(file, UnreadableFile))

    @cached_property
    def by_id(self) -> Mapping[str, tuple[ValidFile, ...]]:
        """The files of each ID; several if the ID is a duplicate."""
        files: defaultdict[str, list[ValidFile]] = defaultdict(list)
        for file in self.valid:
            files[file.ticket.id].append(file)
        return {ticket_id: tuple(same) for ticket_id, same in files.items()}

    @cached_property
    def graph(self) -> Graph:
        """The tickets and their edges."""
        files = (file.ticket for file in self.valid)
        return Graph(files, self.settings, self.today, self.facts)

    def on(self, day: date | None) -> Project:
        """Returns the project on another day, or without one."""
        return self if day == self.today else replace(self, today=day)

    def person(self, name: str) -> str:
        """Returns the person whom a name means, spelled as in the config.

        Raises:
            NoNameError: it means the person at work, but nothing names that person.
        """
        return self.asker() if means_asker(name) else self.settings.person_key(name)

    def knows(self, ticket_id: str) -> bool:
        """Returns whether a file has or had that ID; an unreadable file counts by its name."""
        return self.graph.resolve(ticket_id) is not None or ticket_id in self._unreadable_names

    @cached_property
    def _unreadable_names(self) -> frozenset[str]:
        return frozenset(PurePosixPath(file.path).stem for file in self.unreadable)

    def with_files(self, changed: Iterable[File], *, gone: Iterable[str] = ()) -> Project:
        """Returns the project with files changed or added, and those at `gone` paths removed."""
        files = {file.path: file for file in self.files}
        for path in gone:
            del files[path]
        files |= {file.path: file for file in changed}
        return replace(self, files=tuple(files.values()))

    def find(self, reference: str) -> ValidFile:
        """Returns the file that a reference means, as `resolve` does.

        Raises:
            NotFoundError: no ticket or several match.
            DuplicateTicketError: several files have that ID.
        """
        ticket_id = self.resolve(reference)
        files = self.by_id[ticket_id]
        if len(files) > 1:
            raise DuplicateTicketError(ticket_id, [file.path for file in files])
        return files[0]

    def resolve(self, reference: str) -> str:
        """Returns the ID that a reference means.

        Tried in this order: an ID or its number, an alias or ref in any case, the beginning of a
        random ID, the number or beginning of a former ID.

        Raises:
            NotFoundError: no ticket or several match.
        """
        tickets, prefix = self.graph.tickets, self.settings.prefix
        candidates = (
            named(reference, tickets, prefix)
            or self._other_names.get(reference.strip().casefold())
            or beginning(reference, tickets)
            or self._former(reference)
        )
        if not candidates:
            near = nearest_number(reference, tickets, prefix)
            raise NoSuchTicketError(reference, near or nearest(reference, tickets))
        if len(candidates) > 1:
            raise AmbiguousError(reference, sorted(candidates, key=sort_key))
        return candidates[0]

    @cached_property
    def _other_names(self) -> Mapping[str, list[str]]:
        """The IDs of the tickets that have an alias or ref, by that in lower case."""
        names: defaultdict[str, dict[str, None]] = defaultdict(dict)
        for ticket in self.graph.tickets.values():
            for alias in ticket.aliases:
                if resolved := self.graph.resolve(alias):  # one alias has one ticket
                    names[alias.casefold()][resolved] = None
            for ref in ticket.value("refs"):
                names[ref.casefold()][ticket.id] = None
        return {name: [*ids] for name, ids in names.items()}

    def _former(self, reference: str) -> list[str]:
        """Returns the current IDs of the former ones that a short form may mean."""
        former = {alias for file in self.valid for alias in file.ticket.aliases if is_id(alias)}
        aliases = matching(reference, former, self.settings.prefix)
        return list(dict.fromkeys(filter(None, map(self.graph.resolve, aliases))))

    def diagnostics_of(self, file: File) -> tuple[Diagnostic, ...]:
        """Returns what is wrong with a file, as far as the file and the names of tickets show it.

        A reference that is not an ID by its form is an alias if a ticket has it.
        """
        if not isinstance(file, ValidFile):
            return file.diagnostics
        by_alias = {
            file.text.span_of(key, index)
            for key, index, target in references_of(file.ticket)
            if not is_id(target) and self.graph.resolve(target) not in (None, target)
        }
        return tuple(
            diagnostic
            for diagnostic in file.diagnostics
            if diagnostic.rule is not rules.BAD_ID or diagnostic.span not in by_alias
        )
