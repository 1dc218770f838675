"""`jticket plan`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from jticket.cli.options import filter_options, format_options, pop_selection
from jticket.cli.output import notice, print_json_view, print_view
from jticket.ops.views.plan import PlanRequest, plan_tickets
from jticket.render.plan import plan_json, plan_lines

if TYPE_CHECKING:
    from typing import Any

    from jticket.cli.app import App
    from jticket.ops.views.plan import PlannedTickets


@click.command("plan", epilog="Example: jticket plan --workers 2 --milestone MVP")
@click.option(
    "--workers", metavar="N", type=click.IntRange(1, 10_000), help="A schedule for so many."
)
@click.option("--from", "start", metavar="DATE", help="The day on which work begins (today).")
@click.option("--share-files", is_flag=True, help="Tickets with the same files may run at once.")
@filter_options
@click.option("--all", "from_scratch", is_flag=True, help="As if nothing were begun or done.")
@format_options(("text", "mermaid", "svg"), about="Text, or a Gantt chart.")
@click.pass_obj
def command(
    app: App,
    /,
    *,
    workers: int | None,
    start: str | None,
    share_files: bool,
    from_scratch: bool,
    form: str | None,
    as_json: bool,
    at: str | None,
    **options: Any,
) -> None:
    """Plan the open tickets: critical path, slack, waves, an order.

    Weighted by effort, in hours from now and in dates by working days. Epics add up their children
    and are not planned.
    """
    planned = plan_tickets(
        app.project(at),
        pop_selection(options, closed_too=True),
        app.workspace().now(),
        PlanRequest(
            workers=workers, share_files=share_files, from_scratch=from_scratch, start=start
        ),
    )
    match "json" if as_json else form:
        case "json":
            print_json_view(plan_json(planned.plan, planned.dates, planned.graph))
        case "mermaid":
            _print_mermaid(planned)
        case "svg":
            from jticket.render.gantt import sections
            from jticket.render.gantt_svg import svg_gantt

            print_view(svg_gantt(sections(planned.dates, planned.graph)))
        case _:
            columns, color = app.line_width, app.colored
            lines = plan_lines(
                planned.plan, planned.graph, planned.dates, columns=columns, color=color
            )
            print_view(lines)


def _print_mermaid(planned: PlannedTickets) -> None:
    from jticket.render.gantt import is_too_long, mermaid_gantt, sections

    lines = [*mermaid_gantt(sections(planned.dates, planned.graph))]
    if is_too_long(lines):
        notice("note: the chart is too large for Mermaid; use a filter to make it smaller")
    print_view(lines)
