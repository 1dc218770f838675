"""Plots of a forecast and of its backtest, by Matplotlib."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jticket.model.forecast.forecast import PERCENTS
from jticket.render.plot import drawn, plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jticket.model.forecast.backtest import PastForecast
    from jticket.model.forecast.forecast import Ends, Forecast

_HEIGHT = 3.5


def forecast_picture(forecast: Forecast, form: str) -> bytes:
    """Returns a picture of the chances by day, of all open tickets and of each milestone.

    Raises:
        NoPlotsError: the library is not installed.
    """
    goals = forecast.goals

    def draw(figure: Any) -> None:
        plots = figure.subplots(len(goals), 1, sharex=True, squeeze=False)[:, 0]
        for axes, goal in zip(plots, goals, strict=True):
            _chances(axes, goal.ends)
            axes.set_title(f"Chance that {plain(goal.name) or 'the rest'} is done")
            if goal.deadline is not None:
                axes.axvline(goal.deadline, color="tab:red", label="deadline")
                axes.legend(loc="lower right")

    return drawn(draw, form, size=(9, 1 + _HEIGHT * len(goals)))


def _chances(axes: Any, ends: Ends) -> None:
    days = sorted(set(ends.days[: len(ends.days) * 99 // 100 + 1]))
    axes.step(days, [100 * ends.chance_by(day) for day in days], where="post")
    for percent in PERCENTS:
        day = ends.percent(percent)
        axes.plot([day], [percent], marker="o", color="tab:blue")
        axes.annotate(f"{percent}%: {day}", (day, percent), (6, -12), textcoords="offset points")
    axes.set_ylim(0, 105)
    axes.set_ylabel("%")


def backtest_picture(forecasts: Sequence[PastForecast], form: str) -> bytes:
    """Returns a picture of what was forecast week by week, and of what happened.

    Raises:
        NoPlotsError: the library is not installed.
    """
    names = list(dict.fromkeys(past.milestone for past in forecasts))

    def draw(figure: Any) -> None:
        plots = figure.subplots(len(names), 1, sharex=True, squeeze=False)[:, 0]
        for axes, name in zip(plots, names, strict=True):
            _comparison(axes, [past for past in forecasts if past.milestone == name])
            axes.set_title(f"{plain(name) or 'The rest'}: done by, as forecast each week")

    return drawn(draw, form, size=(9, 1 + _HEIGHT * len(names)))


def _comparison(axes: Any, forecasts: Sequence[PastForecast]) -> None:
    weeks = [past.week for past in forecasts]
    low, *_, high = PERCENTS
    lows, highs = ([past.ends.percent(percent) for past in forecasts] for percent in (low, high))
    axes.fill_between(weeks, lows, highs, alpha=0.3, label=f"{low}% to {high}%")
    for percent in PERCENTS[1:-1]:
        days = [past.ends.percent(percent) for past in forecasts]
        axes.plot(weeks, days, marker=".", label=f"{percent}%")
    known = [(past.week, past.happened) for past in forecasts if past.happened is not None]
    if known:
        axes.plot([week for week, _ in known], [day for _, day in known], "k.", label="happened")
    axes.legend(loc="best")
