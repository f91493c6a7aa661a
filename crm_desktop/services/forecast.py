"""The forecast of months and quarters: what was won, what is expected, what was to be reached.

Of a period: *closed* = Σ won in it; *weighted* = Σ amount × probability of the open opportunities that are expected to
close in it and not omitted; *commit*, *best case* and *pipeline* = Σ amount of those by category. Open ones whose
expected close is past stand apart as overdue, in no period, and so do those without a date. All in the base currency,
by the rates that were frozen when the amounts were entered.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal

from crm_desktop.core import formatting
from crm_desktop.core.i18n import N_, language
from crm_desktop.core.query import ListQuery
from crm_desktop.models import registry
from crm_desktop.services.board.standing import open_or_won
from crm_desktop.services.reading import reading_of
from crm_desktop.store import lists, record_rows
from crm_desktop.store.sql import marks

if TYPE_CHECKING:
    from crm_desktop.reports.reading import Reading
    from crm_desktop.services.workspace import Workspace

By = Literal["month", "quarter"]
Parts = frozenset[str]

_EXPECTED: Parts = frozenset({"commit", "best_case", "pipeline", "closed"})
PARTS: dict[str, Parts] = {
    "closed": frozenset({"won"}),
    "commit": frozenset({"commit"}),
    "best_case": frozenset({"best_case"}),
    "pipeline": frozenset({"pipeline"}),
    "weighted": _EXPECTED,
    "overdue": frozenset({"overdue"}),
    "undated": frozenset({"undated"}),
}
"""The figures, each with the sorts of opportunities that it adds up."""

FIGURES = ("closed", "commit", "best_case", "pipeline", "weighted")  # of a period; the others stand in none

_PART = (
    "CASE WHEN s.kind = 'won' THEN 'won' WHEN t.expected_close IS NULL THEN 'undated' "
    "WHEN t.expected_close < ? THEN 'overdue' ELSE t.forecast_category END"
)
_MONTH = "substr(CASE WHEN s.kind = 'won' THEN t.closed_on ELSE t.expected_close END, 1, 7)"
_CHANCE = "CASE WHEN t.forecast_category <> 'omitted' THEN coalesce(t.probability, s.probability) END"


@dataclass(frozen=True, slots=True)
class Period:
    """A month or a quarter."""

    first: date
    last: date

    @property
    def months(self) -> tuple[str, ...]:
        """The months in it, as ``2026-11``."""
        count = 1 + (self.last.year - self.first.year) * 12 + self.last.month - self.first.month
        return tuple(_month(self.first, shift).isoformat()[:7] for shift in range(count))


@dataclass(frozen=True, slots=True)
class Tally:
    """How many opportunities, their amounts and their weighted amounts, and how many amounts have no rate."""

    count: int = 0
    amount: int = 0
    weighted: int = 0
    apart: int = 0

    def plus(self, other: Tally) -> Tally:
        """Return both together."""
        return Tally(
            self.count + other.count,
            self.amount + other.amount,
            self.weighted + other.weighted,
            self.apart + other.apart,
        )


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What was forecast on a day."""

    taken_on: date
    expected: int


@dataclass(frozen=True, slots=True)
class Row:
    """A period with its figures; ``at_start`` is the snapshot that was there when it began."""

    period: Period
    figures: dict[str, Tally]
    target: int | None
    at_start: Snapshot | None
    is_over: bool

    def value(self, figure: str) -> int:
        """Return a figure in minor units."""
        found = self.figures[figure]
        return found.weighted if figure == "weighted" else found.amount

    @property
    def accuracy(self) -> Decimal | None:
        """How near the snapshot at the beginning came, in per cent; known when the period is over."""
        if not self.is_over or self.at_start is None:
            return None
        return accuracy(self.value("closed"), self.at_start.expected)


@dataclass(frozen=True, slots=True)
class Forecast:
    """The forecast of some periods. ``is_whole``: of all opportunities, which is what targets and snapshots are of."""

    rows: tuple[Row, ...]
    overdue: Tally
    undated: Tally
    is_whole: bool


def accuracy(actual: int, forecast: int) -> Decimal | None:
    """Return 1 − |actual − forecast| / actual in per cent, or nothing where nothing was won."""
    return None if actual <= 0 else 100 * (1 - Decimal(abs(actual - forecast)) / actual)


def periods(today: date, by: By) -> tuple[Period, ...]:
    """Return the months of this quarter and the next, or this quarter and the three after it."""
    begin = date(today.year, today.month - (today.month - 1) % 3, 1)
    step, count = (1, 6) if by == "month" else (3, 4)
    starts = [_month(begin, step * at) for at in range(count)]
    return tuple(Period(first, _month(first, step) - timedelta(days=1)) for first in starts)


def _month(first: date, shift: int) -> date:
    at = first.year * 12 + first.month - 1 + shift
    return date(at // 12, at % 12 + 1, 1)


def read_forecast(workspace: Workspace, query: ListQuery, by: By, owner: int | None = None) -> Forecast:
    """Return the forecast of the opportunities of a list, of one owner or of all."""
    reading = reading_of(workspace, language())
    shown = periods(reading.today, by)
    tallies = _tallies(reading, query, shown, owner)
    is_whole = not query.search.strip() and not query.conditions and query.among is None
    rows = []
    for one in shown:
        figures = {name: _sum(tallies, PARTS[name], one.months) for name in FIGURES}
        target = _target(reading, one, owner) if is_whole else None
        snapshot = _at_start(reading, one, owner) if is_whole else None
        rows.append(Row(one, figures, target, snapshot, one.last < reading.today))
    apart = [_sum(tallies, PARTS[name]) for name in ("overdue", "undated")]
    return Forecast(tuple(rows), apart[0], apart[1], is_whole)


def rows_behind(
    workspace: Workspace, query: ListQuery, figure: str, period: Period | None, owner: int | None = None
) -> tuple[int, ...]:
    """Return the opportunities that a figure of a period adds up; without a period those that stand apart."""
    reading = reading_of(workspace, language())
    shown = (period,) if period is not None else periods(reading.today, "month")
    source, values = _source(reading, query, shown, owner)
    parts = sorted(PARTS[figure])
    where, named = f"part IN ({marks(parts)})", tuple(parts)
    if period is not None:
        where, named = f"{where} AND month IN ({marks(period.months)})", (*named, *period.months)
    return tuple(
        row[0]
        for row in reading.rows(f"SELECT id FROM ({source}) WHERE {where} ORDER BY id", *values, *named)
    )


def _source(
    reading: Reading, query: ListQuery, shown: Sequence[Period], owner: int | None
) -> tuple[str, tuple[Any, ...]]:
    """Return the opportunities of a forecast, each with its part and its month."""
    clause, values = lists.narrowed(reading.connection, query)
    base = reading.in_base("t", reading.currencies("FROM opportunity WHERE deleted_at IS NULL"))
    kinds = dict(reading.rows("SELECT id, coalesce(kind, 'open') FROM stage"))
    still_open, won = ([one for one, kind in kinds.items() if kind == of] for of in ("open", "won"))
    after = shown[-1].last + timedelta(days=1)
    standing, ids = open_or_won(still_open, won, shown[0].first, after, stageless=True)
    source = (
        f"SELECT t.id AS id, {_PART} AS part, {_MONTH} AS month, t.amount AS amount, {base} AS base, "
        f"{_CHANCE} AS chance FROM opportunity AS t LEFT JOIN stage AS s ON s.id = t.stage_id WHERE {clause} "
        f"AND t.id IN ({standing})"
    )
    given = (reading.today.isoformat(), *values, *ids)
    return (source, given) if owner is None else (f"{source} AND t.owner_id = ?", (*given, owner))


def _tallies(
    reading: Reading, query: ListQuery, shown: Sequence[Period], owner: int | None
) -> dict[tuple[str, str], Tally]:
    """Return the tallies by part and month, in one statement."""
    source, values = _source(reading, query, shown, owner)
    rows = reading.rows(
        "SELECT part, coalesce(month, ''), count(*), coalesce(sum(base), 0), "
        "coalesce(sum((base * chance + 50) / 100), 0), count(amount) - count(base) "
        f"FROM ({source}) GROUP BY 1, 2",
        *values,
    )
    return {(part, month): Tally(*rest) for part, month, *rest in rows}


def _sum(tallies: dict[tuple[str, str], Tally], parts: Parts, months: Iterable[str] | None = None) -> Tally:
    wanted = None if months is None else set(months)
    found = Tally()
    for (part, month), tally in tallies.items():
        if part in parts and (wanted is None or month in wanted):
            found = found.plus(tally)
    return found


def _target(reading: Reading, period: Period, owner: int | None) -> int | None:
    """Return what is to be won in a period, in minor units: its own target, else those of all its months together."""
    rows = reading.rows(
        "SELECT starts_on, ends_on, value FROM target WHERE deleted_at IS NULL AND metric = 'won_amount' "
        "AND owner_id IS ? AND starts_on >= ? AND ends_on <= ? AND value IS NOT NULL "
        "AND coalesce(nullif(currency, ''), ?) = ? ORDER BY id",
        owner, period.first.isoformat(), period.last.isoformat(), reading.currency, reading.currency,
    )  # fmt: skip
    values = {(first, last): int(value) for first, last, value in rows}
    whole = values.get((period.first.isoformat(), period.last.isoformat()))
    if whole is None:
        months = [_month(period.first, shift) for shift in range(len(period.months))]
        every = [
            values.get((one.isoformat(), (_month(one, 1) - timedelta(days=1)).isoformat())) for one in months
        ]
        if None in every:
            return None
        whole = sum(one for one in every if one is not None)
    unit: int = 10 ** formatting.minor_digits(reading.currency)
    return whole * unit // 100


def _at_start(reading: Reading, period: Period, owner: int | None) -> Snapshot | None:
    """Return the last snapshot of a period that was taken by its first day: what was won then and what was expected."""
    row = reading.connection.execute(
        "SELECT taken_on, coalesce(weighted, 0) + coalesce(closed, 0) FROM forecast_snapshot "
        "WHERE deleted_at IS NULL AND starts_on = ? AND ends_on = ? AND owner_id IS ? AND taken_on <= ? "
        "AND coalesce(nullif(currency, ''), ?) = ? ORDER BY taken_on DESC, id DESC LIMIT 1",
        (
            period.first.isoformat(), period.last.isoformat(), owner, period.first.isoformat(),
            reading.currency, reading.currency,
        ),
    ).fetchone()  # fmt: skip
    return None if row is None else Snapshot(date.fromisoformat(row[0]), row[1])


def take_snapshot(workspace: Workspace, owner: int | None = None) -> int:
    """Keep what is forecast today for each month and quarter that is not over; returns the transaction.

    One that was taken earlier on the same day is replaced.
    """
    reading = reading_of(workspace, language())
    entity = registry.entity("forecast_snapshot")
    rows = [
        row
        for by in ("month", "quarter")
        for row in read_forecast(workspace, ListQuery("opportunity"), by, owner).rows
        if not row.is_over
    ]
    with workspace.work(N_("Take a snapshot of the forecast")) as work:
        by_figure: dict[Period, dict[str, Any]] = defaultdict(dict)
        for row in rows:
            by_figure[row.period] = {
                "weighted": row.value("weighted"), "committed": row.value("commit"),
                "best_case": row.value("best_case"), "closed": row.value("closed"), "currency": reading.currency,
            }  # fmt: skip
        for period, values in by_figure.items():
            same = {"taken_on": reading.today, "starts_on": period.first, "ends_on": period.last}
            present = work.execute(
                "SELECT id FROM forecast_snapshot WHERE deleted_at IS NULL AND taken_on = ? AND starts_on = ? "
                "AND ends_on = ? AND owner_id IS ?",
                (*(one.isoformat() for one in same.values()), owner),
            ).fetchone()
            if present is None:
                record_rows.create(work, entity, {**same, **values, "owner": owner})
            else:
                record_rows.save(work, entity, present[0], values)
    return work.id if work.changes else 0


__all__ = [
    "FIGURES",
    "PARTS",
    "By",
    "Forecast",
    "Period",
    "Row",
    "Snapshot",
    "Tally",
    "accuracy",
    "periods",
    "read_forecast",
    "rows_behind",
    "take_snapshot",
]
