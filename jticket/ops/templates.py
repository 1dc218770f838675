"""Renders templates: packaged ones here, a project's own in a child process with limits."""

from __future__ import annotations

import json
import pickle
import signal
import subprocess
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

from jticket.render.new_ticket import NewTicketContext
from jticket.render.templates import Job, TemplateError, attempt
from jticket.store.templates import SUFFIX, TICKETS, TemplateFiles

if TYPE_CHECKING:
    from pathlib import Path

    from jticket.model.ticket import Ticket

_WALL_CLOCK_FACTOR = 20
"""How many times its computing time a template may take on a busy machine."""

_FALLBACK_TYPE = "task"


def render_template(job: Job, *, is_own: bool) -> str:
    """Returns the text that a template makes; `is_own` if one of the project's may take part.

    Raises:
        TemplateError: the template is wrong, or takes too much time or memory.
    """
    answer = _in_child(job) if is_own else attempt(replace(job, files=TemplateFiles()))
    if "error" in answer:
        raise TemplateError(answer["place"], answer["error"])
    return answer["text"]


def ticket_body(ticket: Ticket, folder: Path) -> str:
    """Returns the body that a new ticket begins with, by the template of its type.

    A type without a template has the task's. `folder` holds the project's own templates, and need
    not exist.

    Raises:
        TemplateError: a template of the project is wrong.
    """
    names = tuple(f"{TICKETS}/{name}.md{SUFFIX}" for name in (ticket.ticket_type, _FALLBACK_TYPE))
    files = TemplateFiles((folder,))
    job = Job(names, files, NewTicketContext(ticket))
    return render_template(job, is_own=any(map(files.own_path, names)))


def _in_child(job: Job) -> dict[str, str]:
    """Renders in a child process, which is stopped when it takes too much time or memory."""
    command = [sys.executable, "-P", "-m", "jticket.render.template_process"]
    limit = job.seconds * _WALL_CLOCK_FACTOR
    try:
        result = subprocess.run(  # noqa: S603 - our own interpreter and code
            command, input=pickle.dumps(job), capture_output=True, timeout=limit, check=False
        )
    except subprocess.TimeoutExpired:
        raise TemplateError(job.place, f"takes more than {limit} seconds") from None
    if result.returncode == -signal.SIGXCPU:
        raise TemplateError(job.place, f"takes more than {job.seconds} seconds")
    if result.returncode:
        raise TemplateError(job.place, "was stopped: it takes too much time or memory")
    answer: dict[str, str] = json.loads(result.stdout)
    return answer
