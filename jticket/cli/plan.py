"""`jticket plan`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from jticket.cli.options import (
    exclusive,
    filter_options,
    format_options,
    pop_selection,
    requires,
)
from jticket.cli.output import notice, print_json_view, print_view
from jticket.ops.views.plan import PlanRequest, plan_tickets
from jticket.render.plan import plan_json, plan_lines

if TYPE_CHECKING:
    from typing import Any

    from jticket.cli.app import App
    from jticket.ops.views.plan import PlannedTickets


_FORECASTS = ("--forecast", "--backtest")


@click.command("plan", epilog="Example: jticket plan --workers 2 --milestone MVP")
@click.option(
    "--workers", metavar="N", type=click.IntRange(1, 10_000), help="A schedule for so many."
)
@click.option("--from", "start", metavar="DATE", help="The day on which work begins (today).")
@click.option("--share-files", is_flag=True, help="Tickets with the same files may run at once.")
@filter_options
@click.option("--all", "from_scratch", is_flag=True, help="As if nothing were begun or done.")
@click.option("--forecast", is_flag=True, help="When all is done, by how long others took.")
@click.option("--backtest", is_flag=True, help="What past weeks forecast, and what happened.")
@click.option(
    "--runs",
    metavar="N",
    type=click.IntRange(20, 100_000),
    help="Of a forecast (1000); of a week in a backtest (200).",
)
@click.option("--seed", metavar="S", type=int, help="The chances of a forecast (1).")
@click.option("--plot", metavar="FILE", help="Draw the forecast as well: .svg or .png.")
@format_options(("text", "mermaid", "svg"), about="Text, or a Gantt chart.")
@exclusive("--forecast", "--backtest", "--share-files", "--all", "--format")
@exclusive("--backtest", "--from", "--at", "--share-files", "--all", "--format")
@requires("--runs", *_FORECASTS, message="--runs needs --forecast or --backtest")
@requires("--seed", *_FORECASTS, message="--seed needs --forecast or --backtest")
@requires("--plot", *_FORECASTS, message="--plot needs --forecast or --backtest")
@click.pass_obj
def command(
    app: App,
    /,
    *,
    workers: int | None,
    start: str | None,
    share_files: bool,
    from_scratch: bool,
    forecast: bool,
    backtest: bool,
    runs: int | None,
    seed: int | None,
    plot: str | None,
    form: str | None,
    as_json: bool,
    at: str | None,
    **options: Any,
) -> None:
    """Plan the open tickets: critical path, slack, waves, an order.

    Weighted by effort, in hours from now and in dates by working days. Epics add up their children
    and are not planned.

    --forecast says from git's history how long tickets took, and so when the rest and each
    milestone will be done, at three chances; --backtest how right that was in the past.
    """
    project = app.project(at)
    selection = pop_selection(options, closed_too=True)
    if forecast or backtest:
        from jticket.cli.plan_forecast import print_backtest, print_forecast
        from jticket.ops.history.forecast import BACKTEST_RUNS, RUNS, SEED, ForecastRequest

        usual_runs = BACKTEST_RUNS if backtest else RUNS
        request = ForecastRequest(
            runs=usual_runs if runs is None else runs,
            seed=SEED if seed is None else seed,
            workers=workers,
            start=start,
        )
        if backtest:
            print_backtest(app, project, selection, request, plot=plot, as_json=as_json)
        else:
            print_forecast(app, project, selection, request, at=at, plot=plot, as_json=as_json)
        return
    planned = plan_tickets(
        project,
        selection,
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
