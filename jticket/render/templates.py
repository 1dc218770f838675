"""The bodies of new tickets: a template for each type, the project's own over the packaged ones.

A project's templates come with a clone, so they are hostile until shown otherwise: they render in
a sandbox, in a process of their own with bounded time and memory, and reach no file outside their
folder.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from jticket.errors import BadDataError, JticketError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jinja2 import Environment

    from jticket.model.ticket import Ticket

DEFAULT = "default"
"""The prefix under which a template of the project finds the packaged one that it lies over."""

_PLAIN = "task"
SECONDS = 3


class NoTemplatesError(JticketError):
    """Says that the packaged templates are missing: the installation is broken."""

    def __init__(self, folder: Path) -> None:
        super().__init__(f"no templates in {folder}", "install jticket again")


class TemplateError(BadDataError):
    """Says what is wrong with a template, and where."""

    code = "template"

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(f"{place}: {reason}", "mend the template")


def packaged_templates() -> Path:
    """The folder of the templates that come with the package, installed or in a checkout."""
    package = Path(__file__).resolve().parent.parent
    for folder in (package / "templates", package.parent / "templates"):
        if (folder / "tickets").is_dir():
            return folder
    raise NoTemplatesError(package / "templates")


def ticket_body(ticket: Ticket, own: Path) -> str:
    """The body that a new ticket of this type begins with; a type of one's own has the task's.

    `own` is the project's folder of templates, which need not exist.

    Raises:
        TemplateError: a template of the project is wrong.
    """
    names = [f"tickets/{ticket.ticket_type}.md.j2", f"tickets/{_PLAIN}.md.j2"]
    context = {
        "ticket": {
            "id": ticket.id,
            "title": ticket.title,
            "ticket_type": ticket.ticket_type,
            "priority": ticket.priority,
            "created": ticket.created,
            "assignee": ticket.assignee,
            "service_id": ticket.service_id,
            "tags": list(ticket.tags),
            "parent_id": ticket.parent_id,
            "dependencies": list(ticket.dependencies),
            "effort": ticket.effort,
            "phase": ticket.phase,
            "milestone": ticket.milestone,
        }
    }
    if any((own / name).is_file() for name in names):
        return _rendered_apart(own, names, context)
    return environment(None).select_template(names).render(context)


def environment(own: Path | None) -> Environment:
    """The sandbox that templates render in; undefined names are errors."""
    from jinja2 import ChoiceLoader, FileSystemLoader, FunctionLoader, PrefixLoader, StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    packaged = FileSystemLoader(packaged_templates())
    loaders = [packaged, PrefixLoader({DEFAULT: packaged})]
    if own is not None:
        loaders.insert(0, FunctionLoader(lambda name: _source(own, name)))
    return ImmutableSandboxedEnvironment(
        loader=ChoiceLoader(loaders),
        undefined=StrictUndefined,
        autoescape=False,
        keep_trailing_newline=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _source(own: Path, name: str) -> tuple[str, str, None] | None:
    """A template of the project and its file; none that a link leads out of the folder to."""
    path = (own / name).resolve()
    if not path.is_relative_to(own.resolve()) or not path.is_file():
        return None
    return path.read_text(encoding="utf-8"), str(own / name), None


def _rendered_apart(own: Path, names: list[str], context: Mapping[str, object]) -> str:
    """Renders in a child process, which is stopped when it takes too long or too much memory."""
    request = json.dumps({"own": str(own), "names": names, "context": context})
    command = [sys.executable, "-P", "-m", "jticket.render.template_process"]
    try:
        result = subprocess.run(  # noqa: S603 — our own interpreter and code
            command, input=request, capture_output=True, text=True, timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise TemplateError(str(own / names[0]), f"takes more than {SECONDS} seconds") from None
    if result.returncode:
        raise TemplateError(str(own / names[0]), "was stopped: it takes too much time or memory")
    answer: dict[str, str] = json.loads(result.stdout)
    if "error" in answer:
        raise TemplateError(answer["place"], answer["error"])
    return answer["text"]
