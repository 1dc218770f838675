"""Plots of the flow of work by Matplotlib, which is loaded only for them."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

from jticket.errors import RefusedError
from jticket.text.printable import safe_line

if TYPE_CHECKING:
    from collections.abc import Callable

    from jticket.model.stats.flow import Flow

FORMATS = ("svg", "png")


class NoPlotsError(RefusedError):
    """Raised when the library that plots need is not installed."""

    code = "missing_extra"

    def __init__(self) -> None:
        super().__init__("--plot needs Matplotlib", "pip install 'jticket[plot]' brings it")


def can_plot() -> None:
    """Checks that the library is installed.

    Raises:
        NoPlotsError: it is not.
    """
    try:
        import matplotlib.figure  # noqa: F401
    except ImportError:
        raise NoPlotsError from None


def picture(flow: Flow, form: str) -> bytes:
    """Returns an SVG or PNG file of the flow; the same bytes for the same figures.

    Raises:
        NoPlotsError: the library is not installed.
    """

    def draw(figure: Any) -> None:
        throughput, cumulative, burndown = figure.subplots(3, 1)
        _throughput(throughput, flow)
        _cumulative(cumulative, flow)
        _burndown(burndown, flow)

    return drawn(draw, form, size=(9, 11))


def drawn(draw: Callable[[Any], None], form: str, *, size: tuple[float, float]) -> bytes:
    """Returns a picture of so many inches that a function draws on a figure.

    The same drawing makes the same bytes.

    Raises:
        NoPlotsError: the library is not installed.
    """
    can_plot()
    from matplotlib import rc_context
    from matplotlib.figure import Figure

    with rc_context({"svg.hashsalt": "jticket", "svg.fonttype": "path"}):
        figure = Figure(figsize=size, layout="constrained")
        draw(figure)
        buffer = BytesIO()
        metadata: dict[str, Any] = {"Date": None} if form == "svg" else {"Software": None}
        figure.savefig(buffer, format=form, dpi=120, metadata=metadata)
    return buffer.getvalue()


def plain(text: str) -> str:
    """Returns a text as a plot takes it, which reads formulas between dollar signs."""
    return safe_line(text).replace("$", r"\$")


def _throughput(axes: Any, flow: Flow) -> None:
    starts = [week.start for week in flow.throughput]
    axes.bar(starts, [week.done for week in flow.throughput], width=6, align="edge")
    axes.set_title("Throughput: tickets done a week")
    axes.set_ylim(bottom=0)


def _cumulative(axes: Any, flow: Flow) -> None:
    """Stacks the closed statuses at the bottom, the open ones on top of them."""
    moments = [point.moment for point in flow.points]
    counts = [dict(point.counts) for point in flow.points]
    names = [name for name, _ in flow.points[0].counts if any(count[name] for count in counts)]
    series = [[count[name] for count in counts] for name in reversed(names)]
    if series:
        labels = [plain(name) for name in reversed(names)]
        axes.stackplot(moments, *series, labels=labels)
        axes.legend(loc="upper left", reverse=True)
    axes.set_title("Cumulative flow: tickets by status")


def _burndown(axes: Any, flow: Flow) -> None:
    moments = [point.moment for point in flow.burndown]
    by_hours = any(point.open_hours for point in flow.burndown)
    sizes = [point.open_hours if by_hours else point.open for point in flow.burndown]
    axes.plot(moments, sizes, marker="o")
    axes.set_title(f"Burndown: {'hours' if by_hours else 'tickets'} left to do")
    axes.set_ylim(bottom=0)
