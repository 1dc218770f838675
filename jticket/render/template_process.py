"""The process in which a project's own templates render: one job on stdin, within limits."""

from __future__ import annotations

import json
import pickle
import resource
import sys
import traceback

from jinja2 import TemplateError, TemplateSyntaxError

from jticket.errors import JticketError
from jticket.render.templates import SUFFIX, Job, environment


def _limited(job: Job) -> None:
    """Bounds time and memory, and forbids writing any file."""
    resource.setrlimit(resource.RLIMIT_CPU, (job.seconds, job.seconds))
    resource.setrlimit(resource.RLIMIT_AS, (job.memory, job.memory))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def _answer(job: Job) -> dict[str, str]:
    """The text that a template makes, or what is wrong with it and where."""
    try:
        template = environment(job.own, job.ingredients).select_template(list(job.names))
        return {"text": template.render(job.ingredients.context())}
    except TemplateSyntaxError as error:
        place = f"{error.filename or job.place}:{error.lineno}"
        return {"error": error.message or "no template", "place": place}
    except (
        TemplateError,
        JticketError,
        ArithmeticError,
        AttributeError,
        LookupError,
        TypeError,
        ValueError,
    ) as error:
        frames = traceback.extract_tb(error.__traceback__)
        ours = [f"{each.filename}:{each.lineno}" for each in frames if SUFFIX in each.filename]
        place = ours[-1] if ours else job.place
        return {"error": str(error) or type(error).__name__, "place": place}


if __name__ == "__main__":
    # The job comes from the process that started this one, never from a file.
    job: Job = pickle.load(sys.stdin.buffer)  # noqa: S301
    _limited(job)
    json.dump(_answer(job), sys.stdout)
