"""The process in which a project's own templates render: one request on stdin, within limits."""

from __future__ import annotations

import json
import resource
import sys
import traceback
from pathlib import Path

from jinja2 import TemplateError, TemplateSyntaxError

from jticket.render.templates import SECONDS, environment

_MEMORY = 512 * 1024 * 1024


def _limited() -> None:
    """Bounds time and memory, and forbids writing any file."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def _answer(own: Path, names: list[str], context: dict[str, object]) -> dict[str, str]:
    """The text that a template makes, or what is wrong with it and where."""
    try:
        return {"text": environment(own).select_template(names).render(context)}
    except TemplateSyntaxError as error:
        place = f"{error.filename or own / names[0]}:{error.lineno}"
        return {"error": error.message or "no template", "place": place}
    except (TemplateError, ArithmeticError, LookupError, TypeError, ValueError) as error:
        frames = traceback.extract_tb(error.__traceback__)
        ours = [f"{each.filename}:{each.lineno}" for each in frames if ".j2" in each.filename]
        place = ours[-1] if ours else str(own / names[0])
        return {"error": str(error) or type(error).__name__, "place": place}


if __name__ == "__main__":
    _limited()
    request = json.load(sys.stdin)
    json.dump(_answer(Path(request["own"]), request["names"], request["context"]), sys.stdout)
