"""`jticket plan --forecast` and `--backtest`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jticket.cli.output import SHALLOW_CLONE, computing, notice, print_drawn, print_json_view
from jticket.cli.pictures import picture_file, picture_format, write_picture
from jticket.ops.history.forecast import ForecastRequest, forecast_tickets

if TYPE_CHECKING:
    from jticket.cli.app import App
    from jticket.ops.selection import Selection
    from jticket.text.project import Project


def print_forecast(
    app: App,
    project: Project,
    selection: Selection,
    request: ForecastRequest,
    *,
    at: str | None,
    plot: str | None,
    as_json: bool,
) -> None:
    """Prints when the open tickets are done, or why that can't be forecast."""
    from jticket.render.forecast import forecast_json, forecast_lines, too_little

    file = picture_file(plot)
    with computing("the forecast"):
        report = forecast_tickets(app.workspace(), project, selection, request, at)
    forecast, evidence, runs, seed = report.forecast, report.evidence, request.runs, request.seed
    if report.is_cut:
        notice(SHALLOW_CLONE)
    if report.left_out and not as_json:
        notice(f"note: left out, they wait for themselves: {', '.join(report.left_out)}")
    if as_json:
        more = report.as_of, report.left_out
        print_json_view(forecast_json(forecast, evidence, *more, runs=runs, seed=seed))
    elif forecast is None:
        reason = "nothing is left to do" if evidence.is_enough else too_little(evidence)
        print_drawn(app, [f"no forecast: {reason}"])
    else:
        print_drawn(
            app,
            forecast_lines(
                forecast, evidence, runs=runs, seed=seed, columns=app.width, color=app.colored
            ),
        )
    if file and forecast:
        from jticket.render.forecast_plot import forecast_picture

        write_picture(app, file, forecast_picture(forecast, picture_format(file)))


def print_backtest(
    app: App,
    project: Project,
    selection: Selection,
    request: ForecastRequest,
    *,
    plot: str | None,
    as_json: bool,
) -> None:
    """Prints what was forecast in past weeks, and what happened."""
    from jticket.ops.history.backtest import backtest
    from jticket.render.forecast import backtest_json, backtest_lines

    file = picture_file(plot)
    with computing("a forecast for each past week"):
        report = backtest(app.workspace(), project, selection, request)
    figures, runs, seed = (
        (report.forecasts, report.evidence, report.today),
        request.runs,
        request.seed,
    )
    if report.is_cut:
        notice(SHALLOW_CLONE)
    if as_json:
        print_json_view(backtest_json(*figures, runs=runs, seed=seed))
    else:
        columns, color = app.width, app.colored
        lines = backtest_lines(*figures, runs=runs, seed=seed, columns=columns, color=color)
        print_drawn(app, lines)
    if file and report.forecasts:
        from jticket.render.forecast_plot import backtest_picture

        write_picture(app, file, backtest_picture(report.forecasts, picture_format(file)))
