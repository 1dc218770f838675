"""The forecast and its backtest, for people and as JSON."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from jticket.model.forecast.backtest import hits
from jticket.model.forecast.evidence import NEEDED
from jticket.model.forecast.forecast import PERCENTS
from jticket.render.bars import bar
from jticket.render.payload import number
from jticket.render.terminal import styled, table
from jticket.text.printable import width

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from jticket.model.forecast.backtest import PastForecast
    from jticket.model.forecast.evidence import Evidence
    from jticket.model.forecast.forecast import Ends, Forecast, GoalForecast
    from jticket.render.payload import Json

_BAR_COLUMNS = 30
_MOST_ROWS = 16
_REST = "the rest"


def too_little(evidence: Evidence) -> str:
    """Returns how much history there is, and how much a forecast needs."""
    count = len(evidence.observations)
    known = "1 finished ticket has" if count == 1 else f"{count or 'no'} finished tickets have"
    also = f" ({evidence.unknown} more have no known start)" if evidence.unknown else ""
    return f"{known} a known start and end{also}; a forecast needs {NEEDED}"


def forecast_json(
    forecast: Forecast | None,
    evidence: Evidence,
    as_of: date,
    left_out: Sequence[str],
    *,
    runs: int,
    seed: int,
) -> dict[str, Json]:
    """Returns the forecast as JSON; without one, `forecast` is null and `reason` says why."""
    start: dict[str, Json] = {
        "as_of": as_of.isoformat(),
        "seed": seed,
        "runs": runs,
        "observations": len(evidence.observations),
        "needed": NEEDED,
        "unknown_start": evidence.unknown,
        "left_out": list(left_out),
    }
    if forecast is None:
        reason = "nothing is left to do" if evidence.is_enough else too_little(evidence)
        return {**start, "forecast": None, "reason": reason, "rest": None, "milestones": []}
    return {
        **start,
        "in_progress_at_once": number(round(forecast.at_once, 2)),
        "new_work": number(round(forecast.unplanned, 4)),
        "rest": {"open": len(forecast.rest.tickets), **_days_json(forecast.rest.ends)},
        "milestones": [_milestone_json(milestone) for milestone in forecast.milestones],
    }


def _days_json(ends: Ends) -> dict[str, Json]:
    return {f"p{percent}": ends.percent(percent).isoformat() for percent in PERCENTS}


def _milestone_json(milestone: GoalForecast) -> dict[str, Json]:
    chance = milestone.chance_on_time
    return {
        "name": milestone.name,
        "open": len(milestone.tickets),
        "deadline": milestone.deadline.isoformat() if milestone.deadline else None,
        **_days_json(milestone.ends),
        "chance_on_time": None if chance is None else number(round(chance, 4)),
    }


def forecast_lines(
    forecast: Forecast, evidence: Evidence, *, runs: int, seed: int, columns: int, color: bool
) -> Iterator[str]:
    """Yields the forecast for people: the days at each chance, and how the chance grows."""
    count = len(forecast.rest.tickets)
    yield (
        f"{count} {'ticket' if count == 1 else 'tickets'} to do, forecast from "
        f"{len(evidence.observations)} finished ones ({runs} runs, seed {seed})"
    )
    yield f"in progress at once: {forecast.at_once:.1f}{_new_work(forecast)}"
    yield ""
    header = ("WHAT", "OPEN", *_percent_names(), "DEADLINE", "ON TIME")
    rows = [
        (
            goal.name or _REST,
            str(len(goal.tickets)),
            *(goal.ends.percent(percent).isoformat() for percent in PERCENTS),
            goal.deadline.isoformat() if goal.deadline else "",
            _percentage(goal.chance_on_time),
        )
        for goal in forecast.goals
    ]
    spare = ("DEADLINE", "OPEN", "50%", "ON TIME")
    yield from _fitting(header, rows, spare, columns=columns, color=color)
    yield ""
    yield styled("Chance that the rest is done", "bold", color=color)
    yield from _chances(forecast.rest.ends, columns=columns, color=color)


def _new_work(forecast: Forecast) -> str:
    share = _percentage(forecast.unplanned)
    return f", {share} of it new work done before older" if forecast.unplanned >= 0.005 else ""


def _percent_names() -> tuple[str, ...]:
    return tuple(f"{percent}%" for percent in PERCENTS)


def _percentage(share: float | None) -> str:
    """Returns a share in percent; never 0% or 100% for what is only near."""
    if share is None:
        return ""
    percent = round(share * 100)
    if percent in (0, 100) and share not in (0, 1):
        return "<1%" if not percent else ">99%"
    return f"{percent}%"


def _chances(ends: Ends, *, columns: int, color: bool) -> Iterator[str]:
    """Yields the chance by day, as many days apart as fit, up to the first day with 95 percent."""
    first, last = ends.days[0], ends.percent(PERCENTS[-1])
    step = max(1, -(-((last - first).days + 1) // _MOST_ROWS))
    step = step if step < 4 else -(-step // 7) * 7
    room = min(_BAR_COLUMNS, max(8, columns - 20))
    rows: list[tuple[str, str, str]] = []
    day, before = first, 0.0
    while not rows or before < PERCENTS[-1] / 100:
        if (chance := ends.chance_by(day)) > before:
            rows.append((day.isoformat(), f"{_percentage(chance):>4}", bar(chance, room)))
        day, before = day + timedelta(days=step), chance
    yield from table(("BY", "  %", ""), rows, columns=columns, color=color)


def _fitting(
    header: Sequence[str],
    rows: Sequence[Sequence[str]],
    spare: Sequence[str],
    *,
    columns: int,
    color: bool,
) -> list[str]:
    """Returns the lines of a table without empty columns, and without spare ones until it fits."""
    kept = [n for n in range(len(header)) if any(row[n] for row in rows)]
    widths = [max(len(header[n]), *(width(row[n]) for row in rows)) for n in range(len(header))]
    for name in spare:
        if sum(widths[n] + 2 for n in kept) - 2 > columns:
            kept = [n for n in kept if header[n] != name]
    cells = [[row[n] for n in kept] for row in rows]
    return table([header[n] for n in kept], cells, columns=columns, color=color)


def backtest_json(
    forecasts: Sequence[PastForecast], evidence: Evidence, today: date, *, runs: int, seed: int
) -> dict[str, Json]:
    """Returns past forecasts and what happened as JSON, with the hit rates.

    `milestone` is null for all that was open, `happened` and a hit for what is not known yet.
    """
    start: dict[str, Json] = {
        "as_of": today.isoformat(),
        "seed": seed,
        "runs": runs,
        "observations": len(evidence.observations),
        "needed": NEEDED,
    }
    if not forecasts:
        return {**start, "backtest": None, "reason": _no_weeks(evidence), "weeks": [], "hits": {}}
    return {
        **start,
        "weeks": [
            {
                "week": past.week.isoformat(),
                "milestone": past.milestone or None,
                "open": past.open,
                **_days_json(past.ends),
                "happened": past.happened.isoformat() if past.happened else None,
                "hit": {f"p{percent}": past.is_hit(percent, today) for percent in PERCENTS},
            }
            for past in forecasts
        ],
        "hits": {
            f"p{percent}": {
                "hits": hit.right,
                "of": hit.judged,
                "rate": None if hit.rate is None else number(round(hit.rate, 4)),
            }
            for percent, hit in hits(forecasts, today).items()
        },
    }


def _no_weeks(evidence: Evidence) -> str:
    if evidence.is_enough:
        return f"no past week began with {NEEDED} finished tickets and others open"
    return too_little(evidence)


def backtest_lines(
    forecasts: Sequence[PastForecast],
    evidence: Evidence,
    today: date,
    *,
    runs: int,
    seed: int,
    columns: int,
    color: bool,
) -> Iterator[str]:
    """Yields past forecasts and what happened, for people, and the hit rates."""
    if not forecasts:
        yield f"no backtest: {_no_weeks(evidence)}"
        return
    weeks = len({past.week for past in forecasts})
    yield (
        f"{weeks} past {'week' if weeks == 1 else 'weeks'} as forecast then "
        f"({runs} runs, seed {seed})"
    )
    yield ""
    rows = [
        (
            past.week.isoformat(),
            past.milestone or _REST,
            str(past.open),
            *(past.ends.percent(percent).isoformat() for percent in PERCENTS),
            past.happened.isoformat() if past.happened else "-",
            _within(past, today),
        )
        for past in forecasts
    ]
    header = ("AS OF", "WHAT", "OPEN", *_percent_names(), "HAPPENED", "WITHIN")
    spare = ("OPEN", "WITHIN", "50%", "95%", "WHAT")
    yield from _fitting(header, rows, spare, columns=columns, color=color)
    yield ""
    yield styled("Forecasts that were right", "bold", color=color)
    rates = [
        (
            f"{percent}%",
            f"{hit.right}/{hit.judged}",
            f"{_percentage(hit.rate):>4}",
            "" if hit.rate is None else bar(hit.rate, min(_BAR_COLUMNS, max(8, columns - 30))),
        )
        for percent, hit in hits(forecasts, today).items()
    ]
    yield from table(("FORECAST", "HITS", "RATE", ""), rates, columns=columns, color=color)


def _within(past: PastForecast, today: date) -> str:
    """Returns the lowest percentile by which it was done."""
    outcomes = {percent: past.is_hit(percent, today) for percent in PERCENTS}
    first = next((percent for percent, is_hit in outcomes.items() if is_hit), None)
    if first is not None:
        return f"{first}%"
    return "later" if outcomes[PERCENTS[-1]] is False else "not yet"
