"""The command line's words for errors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commandline import done, jticket

from jticket.cli.errors import ARGUMENTS, REMEDIES, hint_of, message_of
from jticket.errors import Advice, Argument, JticketError, Remedy, UsageError

if TYPE_CHECKING:
    from gitrepo import GitRepo


def test_every_remedy_and_every_argument_has_a_wording() -> None:
    assert REMEDIES.keys() == set(Remedy)
    assert ARGUMENTS.keys() == set(Argument)


def test_facts_are_quoted_for_a_shell() -> None:
    error = JticketError("no folder", Advice(Remedy.MAKE_FOLDER, ("my tickets",)))
    assert hint_of(error) == "`jticket --dir 'my tickets' init` makes one"


def test_several_hints_are_one_sentence() -> None:
    error = JticketError("no commit", "set an identity", Advice(Remedy.ONLY_WRITE))
    error.add_hint(("the text is kept: ", Advice(Remedy.COMMIT_LATER, ("JJM-001", "JJM-002"))))
    assert hint_of(error) == (
        "set an identity; --no-commit only writes the file;"
        " the text is kept: `jticket commit JJM-001 JJM-002` commits it"
    )


def test_an_error_without_hints_has_none() -> None:
    assert hint_of(JticketError("no")) is None
    assert JticketError("no").hint is None


def test_a_message_begins_with_the_option_that_is_wrong() -> None:
    error = UsageError("'x' is no time", argument=Argument.SINCE)
    assert message_of(error) == "--since: 'x' is no time"


def test_advice_can_be_in_the_middle_of_a_message() -> None:
    error = JticketError(("not found (", Advice(Remedy.LIST_ALL), ")"))
    assert message_of(error) == "not found (`jticket list --all` shows all tickets)"


def test_without_a_surface_an_error_names_no_option() -> None:
    error = JticketError(("not found (", Advice(Remedy.LIST_ALL), ")"), Advice(Remedy.NEXT))
    assert str(error) == "not found (list all tickets)"
    assert error.hint == "take another ticket"


def test_advice_in_the_mistakes_of_a_ticket_is_worded_too(repo: GitRepo) -> None:
    ran = jticket(repo.path, "create", "Third", "--parent", "ZZ-9", "--json")
    message = "parent_id: no ticket 'ZZ-9' (`jticket list --all` shows all tickets)"
    assert (ran.status, ran.err.count(message)) == (1, 2)


def test_without_a_tickets_folder_the_hint_is_to_create_one(repo: GitRepo) -> None:
    (repo.path / ".tickets").rename(repo.path / "elsewhere")
    assert jticket(repo.path, "list").err.endswith("hint: `jticket init` makes one\n")
    err = jticket(repo.path, "--dir", "my tickets", "list").err
    assert err.endswith("hint: `jticket --dir 'my tickets' init` makes one\n")


def test_without_a_repository_the_hints_are_joined(repo: GitRepo) -> None:
    (repo.path / ".git").rename(repo.path / "git")
    err = jticket(repo.path, "set", "1", "priority=high").err
    assert err.endswith("in the project's folder first; --no-commit only writes the file\n")
    done(repo.path, "set", "1", "priority=high", "--no-commit")
