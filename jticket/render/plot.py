"""Pictures of the flow of work, drawn by Matplotlib, which is loaded only for them."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

from jticket.errors import RefusedError
from jticket.render.terminal import safe_line

if TYPE_CHECKING:
    from jticket.model.stats.flow import Flow

FORMATS = ("svg", "png")


class NoPlotsError(RefusedError):
    """Says that pictures need a library that is not installed."""

    code = "missing_extra"

    def __init__(self) -> None:
        super().__init__("--plot needs Matplotlib", "pip install 'jticket[plot]' brings it")


def can_plot() -> None:
    """Raises `NoPlotsError` unless the library is there."""
    try:
        import matplotlib.figure  # noqa: F401
    except ImportError:
        raise NoPlotsError from None


def picture(found: Flow, form: str) -> bytes:
    """An SVG or PNG file of the flow; the same bytes for the same figures.

    Raises:
        NoPlotsError: the library is not installed.
    """
    can_plot()
    from matplotlib import rc_context
    from matplotlib.figure import Figure

    with rc_context({"svg.hashsalt": "jticket", "svg.fonttype": "path"}):
        figure = Figure(figsize=(9, 11), layout="constrained")
        throughput, cumulative, burndown = figure.subplots(3, 1)
        _throughput(throughput, found)
        _cumulative(cumulative, found)
        _burndown(burndown, found)
        buffer = BytesIO()
        metadata: dict[str, Any] = {"Date": None} if form == "svg" else {"Software": None}
        figure.savefig(buffer, format=form, dpi=120, metadata=metadata)
    return buffer.getvalue()


def _throughput(axes: Any, found: Flow) -> None:
    weeks = [each.start for each in found.throughput]
    axes.bar(weeks, [each.done for each in found.throughput], width=6, align="edge")
    axes.set_title("Throughput: tickets done a week")
    axes.set_ylim(bottom=0)


def _cumulative(axes: Any, found: Flow) -> None:
    """The closed statuses lie at the bottom, so that what is left stands on what is done."""
    moments = [each.moment for each in found.points]
    counts = [dict(each.counts) for each in found.points]
    names = [name for name, _ in found.points[0].counts if any(each[name] for each in counts)]
    series = [[each[name] for each in counts] for name in reversed(names)]
    if series:
        labels = [safe_line(name).replace("$", r"\$") for name in reversed(names)]
        axes.stackplot(moments, *series, labels=labels)
        axes.legend(loc="upper left", reverse=True)
    axes.set_title("Cumulative flow: tickets by status")


def _burndown(axes: Any, found: Flow) -> None:
    moments = [each.moment for each in found.burndown]
    by_hours = any(each.open_hours for each in found.burndown)
    sizes = [each.open_hours if by_hours else each.open for each in found.burndown]
    axes.plot(moments, sizes, marker="o")
    axes.set_title(f"Burndown: {'hours' if by_hours else 'tickets'} left to do")
    axes.set_ylim(bottom=0)
