"""Templates: a project's own over the packaged ones, rendered where they can do no harm.

A project's templates come with a clone, so they are hostile until shown otherwise: they render in
a sandbox, in a process of their own with bounded time and memory, and reach no file outside their
folder.
"""

from __future__ import annotations

import copyreg
import json
import pickle
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Protocol

from jticket.errors import BadDataError, JticketError, NotFoundError
from jticket.model.suggestions import one_of
from jticket.store.locate import real_path

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from jinja2 import Environment

DEFAULT = "default"
"""The prefix under which a template of the project finds the packaged one that it lies over."""


def _unchanging(mapping: dict[object, object]) -> MappingProxyType[object, object]:
    return MappingProxyType(mapping)


# A job may hold a project's settings, whose mappings can't be changed, nor pickled without help.
copyreg.pickle(MappingProxyType, lambda mapping: (_unchanging, (dict(mapping),)))

SUFFIX = ".j2"
_PATIENCE = 20
"""How many times its computing time a template may take on a busy machine."""

_MISTAKES = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
"""What an expression in a template may raise."""

TICKETS = "tickets"
"""The folder of the templates of new tickets."""


class NoTemplatesError(JticketError):
    """Says that the packaged templates are missing: the installation is broken."""

    def __init__(self, folder: Path) -> None:
        super().__init__(f"no templates in {folder}", "install jticket again")


class NoTemplateError(NotFoundError):
    """Says that there is no template of that name."""

    def __init__(self, name: str, known: Sequence[str]) -> None:
        super().__init__(f"no template '{name}'", one_of(name, known))


class TemplateError(BadDataError):
    """Says what is wrong with a template, and where."""

    code = "template"

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(f"{place}: {reason}", "mend the template")


class Ingredients(Protocol):
    """What a template is given: the names it knows, and filters beside those of Jinja2."""

    def context(self) -> Mapping[str, object]:
        """The names, made when the template renders, in the process in which it does."""
        ...

    def filters(self) -> Mapping[str, Callable[..., object]]:
        """The filters."""
        ...


@dataclass(frozen=True, slots=True)
class Job:
    """A template to render: the first of `names` that there is.

    `own` are the folders of the project's own templates, the first before the next; they need not
    exist. `seconds` of computing and `memory` (in bytes) bound what a template of the project may
    take.
    """

    names: tuple[str, ...]
    own: tuple[Path, ...]
    ingredients: Ingredients
    seconds: int = 3
    memory: int = 512 * 1024 * 1024

    @property
    def place(self) -> str:
        """The template, for a message that has no better place."""
        found = (own_template(self.own, name) for name in self.names)
        return str(next(filter(None, found), self.names[0]))


def packaged_templates() -> Path:
    """The folder of the templates that come with the package, installed or in a checkout."""
    package = Path(__file__).resolve().parent.parent
    for folder in (package / "templates", package.parent / "templates"):
        if (folder / TICKETS).is_dir():
            return folder
    raise NoTemplatesError(package / "templates")


def environment(own: tuple[Path, ...], ingredients: Ingredients) -> Environment:
    """The sandbox that templates render in; undefined names are errors."""
    from jinja2 import ChoiceLoader, FileSystemLoader, FunctionLoader, PrefixLoader, StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    packaged = FileSystemLoader(packaged_templates())
    loaders = [FunctionLoader(lambda name: _source(own, name))] if own else []
    made = ImmutableSandboxedEnvironment(
        loader=ChoiceLoader([*loaders, packaged, PrefixLoader({DEFAULT: packaged})]),
        undefined=StrictUndefined,
        autoescape=lambda name: bool(name) and name.endswith((".html", f".html{SUFFIX}")),
        keep_trailing_newline=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= ingredients.filters()
    return made


def rendered(job: Job, *, is_own: bool) -> str:
    """What the template makes; `is_own` says that one of the project may take part.

    Raises:
        TemplateError: a template of the project is wrong.
    """
    answer = _asked_apart(job) if is_own else attempt(job, ())
    if "error" in answer:
        raise TemplateError(answer["place"], answer["error"])
    return answer["text"]


def attempt(job: Job, own: tuple[Path, ...]) -> dict[str, str]:
    """The `text` that a template makes, or what is wrong: the `error` and its `place`."""
    import traceback

    from jinja2 import TemplateError as JinjaError
    from jinja2 import TemplateSyntaxError

    try:
        template = environment(own, job.ingredients).select_template(list(job.names))
        return {"text": template.render(job.ingredients.context())}
    except TemplateSyntaxError as error:
        place = f"{error.filename or job.place}:{error.lineno}"
        return {"error": error.message or "no template", "place": place}
    except (JinjaError, JticketError, *_MISTAKES) as error:
        frames = traceback.extract_tb(error.__traceback__)
        ours = [f"{each.filename}:{each.lineno}" for each in frames if SUFFIX in each.filename]
        return {
            "error": str(error) or type(error).__name__,
            "place": ours[-1] if ours else job.place,
        }


def own_template(own: tuple[Path, ...], name: str) -> Path | None:
    """The project's template of that name; none that a link leads out of its folder to."""
    for folder in own:
        path = real_path(folder / name)
        if path.is_relative_to(real_path(folder)) and path.is_file():
            return folder / name
    return None


def _source(own: tuple[Path, ...], name: str) -> tuple[str, str, None] | None:
    path = own_template(own, name)
    return (path.read_text(encoding="utf-8"), str(path), None) if path else None


def _asked_apart(job: Job) -> dict[str, str]:
    """Renders in a child process, which is stopped when it takes too long or too much memory."""
    command = [sys.executable, "-P", "-m", "jticket.render.template_process"]
    place = job.place
    try:
        result = subprocess.run(  # noqa: S603 — our own interpreter and code
            command,
            input=pickle.dumps(job),
            capture_output=True,
            timeout=job.seconds * _PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise TemplateError(place, f"takes more than {job.seconds * _PATIENCE} seconds") from None
    if result.returncode == -signal.SIGXCPU:
        raise TemplateError(place, f"takes more than {job.seconds} seconds")
    if result.returncode:
        raise TemplateError(place, "was stopped: it takes too much time or memory")
    answer: dict[str, str] = json.loads(result.stdout)
    return answer
