"""What the day's page says of sales: the open pipeline, what was won by month, and the way from lead to win."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from crm_desktop.core import clock, formatting
from crm_desktop.reports.reading import Reading
from crm_desktop.services.today.rows import (
    Rows,
    beginning,
    in_base,
    moment_before,
    month_before,
    numbers,
)

MONTHS = 12
FUNNEL_DAYS = 90
LIKELY = 50  # per cent: an opportunity at a stage of that chance has been offered something
_HUNDREDTH = 2  # decimals of a target


@dataclass(frozen=True, slots=True)
class Total:
    """A sum in the base currency. ``valued`` of ``count`` records have an amount in it; none of them: no sum."""

    rows: Rows
    count: int
    valued: int
    minor: int

    @property
    def amount(self) -> int | None:
        """The sum; None where there are records and none of them has an amount."""
        return None if self.count and not self.valued else self.minor


@dataclass(frozen=True, slots=True)
class Pipeline:
    """What is open now, and what was open at the same moment a month ago."""

    now: Total
    then: Total
    then_on: date


@dataclass(frozen=True, slots=True)
class Won:
    """What was won this month, with the month's target in minor units, or else the same days of last month."""

    month: date
    now: Total
    target: int | None
    before: Total
    before_until: date


@dataclass(frozen=True, slots=True)
class Month:
    """What was won in one month."""

    first: date
    won: Total


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the way from lead to win. ``label`` is set where the step is a stage, as the user calls it."""

    name: str
    count: int
    rows: Rows
    label: str = ""


def stages(reading: Reading, *kinds: str) -> tuple[int, ...]:
    """Return the ids of the stages of some kinds."""
    return tuple(row[0] for row in reading.rows("SELECT id, kind FROM stage") if row[1] in kinds)


def pipeline(reading: Reading) -> Pipeline:
    """Return the open pipeline: the sum of the amounts of all opportunities at an open stage, by their frozen rates.

    Open a month ago was what had been started by then and is open still or was closed later, unless the log of stages
    says otherwise. What has moved since counts with the amount that it had then, by the log; the rest with today's.
    """
    opened, closed = stages(reading, "open"), stages(reading, "won", "lost", "void")
    day = month_before(reading.today)
    moment = clock.stamp(moment_before(clock.now(), day, reading))
    now = Rows(
        "opportunity",
        f"FROM opportunity AS t WHERE t.deleted_at IS NULL AND t.stage_id IN ({numbers(opened)})",
    )
    kept = "SELECT id, amount, currency, rate FROM opportunity WHERE deleted_at IS NULL"
    begun = "AND coalesce(started_on, substr(created_at, 1, 10)) <= :day"
    moved = (
        f"SELECT opportunity_id FROM stage_change WHERE to_stage_id IN ({numbers(opened + closed)}) "
        "AND deleted_at IS NULL AND at > :moment"
    )
    before = "SELECT x.id FROM stage_change AS x WHERE x.opportunity_id = t.id AND x.deleted_at IS NULL"
    then = Rows(
        "opportunity",
        f"FROM ({kept} AND stage_id IN ({numbers(opened)}) {begun} "
        f"UNION ALL {kept} AND stage_id IN ({numbers(closed)}) AND closed_on > :day {begun}) AS t "
        f"LEFT JOIN stage_change AS c ON c.id = CASE WHEN t.id IN ({moved}) "
        f"THEN ({before} AND x.at <= :moment ORDER BY x.at DESC LIMIT 1) END "
        f"WHERE c.id IS NULL OR c.to_stage_id IN ({numbers(opened)})",
        {"moment": moment, "day": day.isoformat()},
    )
    return Pipeline(_total(reading, now), _total(reading, then, "coalesce(c.amount, t.amount)"), day)


def won(reading: Reading) -> Won:
    """Return what was won this month: the opportunities at a won stage that were closed in it.

    The target is that of the firm for just this month. Without one the comparison is with last month until the same
    day, so that a month that has just begun is not held against a whole one.
    """
    first = reading.today.replace(day=1)
    earlier = month_before(first)
    until = month_before(reading.today)
    return Won(
        first,
        _total(reading, _won_rows(reading, first, _last_of(first))),
        _target(reading, first, _last_of(first)),
        _total(reading, _won_rows(reading, earlier, until)),
        until,
    )


def months(reading: Reading) -> tuple[Month, ...]:
    """Return what was won in each of the last twelve months, the present one last."""
    firsts = [month_before(reading.today.replace(day=1), back) for back in range(MONTHS - 1, -1, -1)]
    all_rows = _won_rows(reading, firsts[0], _last_of(firsts[-1]))
    by_month = {
        key: counted
        for key, *counted in reading.rows(
            "SELECT month, count(*), count(base), coalesce(sum(base), 0) FROM "
            f"(SELECT substr(t.closed_on, 1, 7) AS month, {in_base(reading, 't')} AS base {all_rows.source}) "
            "GROUP BY month",
            **all_rows.values,
        )
    }
    return tuple(
        Month(
            first,
            Total(
                _won_rows(reading, first, _last_of(first)),
                *by_month.get(first.isoformat()[:7], (0, 0, 0)),
            ),
        )
        for first in firsts
    )


def funnel(reading: Reading) -> tuple[Step, ...]:
    """Return how many leads of the last 90 days there are and how many of them qualified; how many opportunities
    were started in these days, how many of them came to a stage of at least 50 % (or were won), how many were won.
    """
    first = reading.today - timedelta(days=FUNNEL_DAYS)
    since, day = beginning(first, reading), first.isoformat()
    leads = "FROM lead AS t WHERE t.deleted_at IS NULL AND t.created_at >= :since"
    begun = "FROM opportunity AS t WHERE t.deleted_at IS NULL AND t.started_on >= :day"
    won_stages = stages(reading, "won")
    likely, name = _likely(reading)
    moved = f"SELECT opportunity_id FROM stage_change WHERE to_stage_id IN ({numbers(likely)})"
    reached = (
        f"(+t.stage_id IN ({numbers(likely + won_stages)}) "
        f"OR t.id IN ({moved} AND deleted_at IS NULL AND at >= :since))"
    )
    asked = (
        ("leads", "lead", leads, {"since": since}, ""),
        ("qualified", "lead", f"{leads} AND +t.status IN ('qualified', 'converted')", {"since": since}, ""),
        ("opportunities", "opportunity", begun, {"day": day}, ""),
        ("likely", "opportunity", f"{begun} AND {reached}", {"day": day, "since": since}, name),
        ("won", "opportunity", f"{begun} AND +t.stage_id IN ({numbers(won_stages)})", {"day": day}, ""),
    )
    found = []
    for key, entity, source, values, label in asked:
        rows = Rows(entity, source, values)
        found.append(Step(key, rows.count(reading), rows, label))
    return tuple(found)


def _likely(reading: Reading) -> tuple[tuple[int, ...], str]:
    """Return the open stages of at least 50 %, and what the first of them is called."""
    found = tuple(
        row[0]
        for row in reading.rows(
            "SELECT id FROM stage WHERE kind = 'open' AND probability >= ? AND deleted_at IS NULL "
            "ORDER BY position, id",
            LIKELY,
        )
    )
    return found, reading.labels("stage")[found[0]] if found else ""


def _won_rows(reading: Reading, first: date, last: date) -> Rows:
    return Rows(
        "opportunity",
        "FROM opportunity AS t WHERE t.deleted_at IS NULL AND t.closed_on BETWEEN :first AND :last "
        f"AND t.stage_id IN ({numbers(stages(reading, 'won'))})",
        {"first": first.isoformat(), "last": last.isoformat()},
    )


def _total(reading: Reading, rows: Rows, amount: str = "t.amount") -> Total:
    base = in_base(reading, "o")
    counted = reading.row(
        f"SELECT count(*), count(base), coalesce(sum(base), 0) FROM (SELECT {base} AS base FROM "
        f"(SELECT {amount} AS amount, t.currency AS currency, t.rate AS rate {rows.source}) AS o)",
        **rows.values,
    )
    return Total(rows, *counted)


def _target(reading: Reading, first: date, last: date) -> int | None:
    """Return the firm's target of a month in minor units of the base currency."""
    row = next(
        reading.rows(
            "SELECT value FROM target WHERE deleted_at IS NULL AND metric = 'won_amount' AND owner_id IS NULL "
            "AND starts_on = ? AND ends_on = ? AND value > 0 AND coalesce(nullif(currency, ''), ?) = ? ORDER BY id",
            first.isoformat(),
            last.isoformat(),
            reading.currency,
            reading.currency,
        ),
        None,
    )
    unit = 10 ** formatting.minor_digits(reading.currency)
    return None if row is None else int(row[0]) * unit // 10**_HUNDREDTH


def _last_of(first: date) -> date:
    return month_before(first, -1) - timedelta(days=1)


__all__ = ["Month", "Pipeline", "Step", "Total", "Won", "funnel", "months", "pipeline", "won"]
