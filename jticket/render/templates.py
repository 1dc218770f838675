"""Templates rendered in a sandbox, wherever their sources are.

A project's templates come with a clone, so they are treated as hostile: the caller
renders them in a process of their own, with `template_process`.
"""

from __future__ import annotations

import copyreg
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Protocol

from jticket.errors import BadDataError, JticketError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from jinja2 import BaseLoader, Environment

    from jticket.store.templates import TemplateFiles, TemplateSource

DEFAULT: Final = "default"
"""The prefix under which a template of the project finds the packaged one that it overrides."""

_HTML = (".html", ".html.j2")
_EXPRESSION_ERRORS = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
"""What an expression in a template may raise."""


def _read_only(mapping: dict[object, object]) -> MappingProxyType[object, object]:
    return MappingProxyType(mapping)


# A job may hold a project's settings, whose read-only mappings can't be pickled without help.
copyreg.pickle(MappingProxyType, lambda mapping: (_read_only, (dict(mapping),)))


class TemplateError(BadDataError):
    """Raised when a template is wrong, or takes too much time or memory."""

    code = "template"

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(f"{place}: {reason}", "fix the template")


class TemplateContext(Protocol):
    """What a template sees: names, and filters beside those of Jinja2."""

    def names(self) -> Mapping[str, object]:
        """Returns the names, made when the template renders, in the process in which it does."""
        ...

    def filters(self) -> Mapping[str, Callable[..., object]]:
        """Returns the filters."""
        ...


@dataclass(frozen=True, slots=True)
class Job:
    """A template to render: the first of `names` that exists.

    `seconds` of computing and `memory` (in bytes) limit what a template of the project may take.
    """

    names: tuple[str, ...]
    files: TemplateFiles
    context: TemplateContext
    seconds: int = 3
    memory: int = 512 * 1024 * 1024

    @property
    def place(self) -> str:
        """The template, for a message that has no better place."""
        paths = (self.files.own_path(name) for name in self.names)
        return str(next(filter(None, paths), self.names[0]))


def attempt(job: Job) -> dict[str, str]:
    """Returns the `text` that a template makes, or what is wrong: the `error` and its `place`."""
    import traceback

    from jinja2 import TemplateError as JinjaError
    from jinja2 import TemplateSyntaxError

    try:
        template = _environment(job).select_template(list(job.names))
        return {"text": template.render(job.context.names())}
    except TemplateSyntaxError as error:
        place = f"{error.filename or job.place}:{error.lineno}"
        return {"error": error.message or "no template", "place": place}
    except (JinjaError, JticketError, *_EXPRESSION_ERRORS) as error:
        frames = traceback.extract_tb(error.__traceback__)
        places = [f"{frame.filename}:{frame.lineno}" for frame in frames if ".j2" in frame.filename]
        return {
            "error": str(error) or type(error).__name__,
            "place": places[-1] if places else job.place,
        }


def _environment(job: Job) -> Environment:
    """Returns the sandbox; undefined names are errors in it."""
    from jinja2 import ChoiceLoader, PrefixLoader, StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    packaged = _loader(job.files.read_packaged)
    environment = ImmutableSandboxedEnvironment(
        loader=ChoiceLoader(
            [_loader(job.files.read_own), packaged, PrefixLoader({DEFAULT: packaged})]
        ),
        undefined=StrictUndefined,
        autoescape=lambda name: bool(name) and name.endswith(_HTML),
        keep_trailing_newline=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= job.context.filters()
    return environment


def _loader(read: Callable[[str], TemplateSource | None]) -> BaseLoader:
    from jinja2 import FunctionLoader

    def load(name: str) -> tuple[str, str, None] | None:
        source = read(name)
        return (source.text, str(source.path), None) if source else None

    return FunctionLoader(load)
