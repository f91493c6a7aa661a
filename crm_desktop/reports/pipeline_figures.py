"""The numbers of the sales pipeline: counted and summed by SQL, one pass for each way of grouping.

Won and lost opportunities count in the period in which they were closed; open ones are those of now.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from crm_desktop.reports.reading import Reading

OPEN, WON, LOST, VOID = "open", "won", "lost", "void"


@dataclass(frozen=True, slots=True)
class Question:
    """Which opportunities are meant."""

    first: date | None = None
    last: date | None = None
    owner: int | None = None
    pipeline: int | None = None


@dataclass(slots=True)
class Tally:
    """How many, how many of them with an amount, and the sums in the base currency."""

    count: int = 0
    valued: int = 0
    amount: int = 0
    weighted: int = 0

    def add(self, other: Tally) -> None:
        """Count another tally in."""
        self.count += other.count
        self.valued += other.valued
        self.amount += other.amount
        self.weighted += other.weighted


@dataclass(slots=True)
class Outcome:
    """The tallies of open, won, lost and void opportunities: of all, of a stage, of an owner, of a product."""

    by_kind: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))

    @property
    def open(self) -> Tally:
        """What is still open."""
        return self.by_kind[OPEN]

    @property
    def won(self) -> Tally:
        """What was won in the period."""
        return self.by_kind[WON]

    @property
    def lost(self) -> Tally:
        """What was lost in the period."""
        return self.by_kind[LOST]

    @property
    def win_rate(self) -> Decimal | None:
        """The share of the won among the decided, in per cent; void ones were never decided."""
        decided = self.won.count + self.lost.count
        return Decimal(100 * self.won.count) / decided if decided else None


Key = tuple[int | None, ...]


def folded(outcomes: Mapping[Key, Outcome], place: int) -> dict[int | None, Outcome]:
    """Return outcomes by one place of their keys."""
    found: dict[int | None, Outcome] = defaultdict(Outcome)
    for key, outcome in outcomes.items():
        for kind, tally in outcome.by_kind.items():
            found[key[place]].by_kind[kind].add(tally)
    return dict(found)


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of a pipeline, in its order."""

    id: int | None
    label: str
    kind: str


@dataclass(frozen=True, slots=True)
class Apart:
    """Amounts of a currency that no rate turns into the base currency, as sums of their own."""

    currency: str
    open_count: int
    open_amount: int
    won_count: int
    won_amount: int


class PipelineFigures:
    """Asks one customer file one :class:`Question`."""

    def __init__(self, reading: Reading, question: Question) -> None:
        self._reading = reading
        self._question = question
        codes = reading.currencies("FROM opportunity WHERE deleted_at IS NULL")
        self._base = reading.in_base("o", codes)
        self._values: dict[str, Any] = {
            "owner": question.owner,
            "pipeline": question.pipeline,
            "first": question.first.isoformat() if question.first else None,
            "last": question.last.isoformat() if question.last else None,
            "today": reading.today.isoformat(),
        }

    def _source(self, *, period: bool = True) -> str:
        """Return FROM and WHERE of the opportunities that are meant."""
        asked = self._question
        where = ["o.deleted_at IS NULL"]
        if asked.owner is not None:
            where.append("o.owner_id = :owner")
        if asked.pipeline is not None:
            where.append("coalesce(s.pipeline_id, o.pipeline_id) = :pipeline")
        if period:
            closed = [f"o.closed_on {sign} :{name}" for sign, name in self._bounds()]
            where += [f"(coalesce(s.kind, 'open') = 'open' OR {' AND '.join(closed)})"] if closed else []
        return f"FROM opportunity AS o LEFT JOIN stage AS s ON s.id = o.stage_id WHERE {' AND '.join(where)}"

    def _bounds(self) -> Iterator[tuple[str, str]]:
        if self._question.first is not None:
            yield ">=", "first"
        if self._question.last is not None:
            yield "<=", "last"

    def by(self, *columns: str) -> dict[Key, Outcome]:
        """Return the outcomes by the values of some columns (``stage_id``, ``owner_id``, ``product_id``)."""
        found: dict[Key, Outcome] = defaultdict(Outcome)
        keys = ", ".join(f"o.{column} AS {column}" for column in columns)
        group = ", ".join(columns)
        rows = self._reading.rows(
            f"SELECT {group}, kind, count(*), count(base), coalesce(sum(base), 0), "
            "coalesce(sum((base * chance + 50) / 100), 0) "
            f"FROM (SELECT {keys}, coalesce(s.kind, 'open') AS kind, {self._base} AS base, "
            "CASE WHEN o.forecast_category <> 'omitted' THEN coalesce(o.probability, s.probability) END AS chance "
            f"{self._source()}) GROUP BY {group}, kind",
            **self._values,
        )
        for *key, kind, count, valued, amount, weighted in rows:
            found[tuple(key)].by_kind[kind].add(Tally(count, valued, amount, weighted))
        return found

    def stages(self, used: Container[int | None]) -> list[Stage]:
        """Return the stages in the order of their pipelines: open ones still in use, and all that hold something."""
        pipelines = self._reading.labels("pipeline")
        labels = self._reading.labels("stage")
        rows = self._reading.rows(
            "SELECT s.id, s.kind, s.pipeline_id, s.retired_at IS NULL AND s.deleted_at IS NULL "
            "FROM stage AS s LEFT JOIN pipeline AS p ON p.id = s.pipeline_id "
            "ORDER BY p.position, p.id, s.position, s.id"
        )
        found = []
        for one, kind, of, living in rows:
            asked = self._question.pipeline in (None, of)
            if one in used or (kind == OPEN and living and asked):
                label = (
                    f"{pipelines[of]} · {labels[one]}"
                    if len(pipelines) > 1 and of in pipelines
                    else labels[one]
                )
                found.append(Stage(one, label, kind))
        return found

    def names(self, table: str, ids: list[int | None]) -> dict[int | None, str]:
        """Return the names of users or products."""
        wanted = ", ".join(str(int(one)) for one in ids if one is not None)
        return dict(self._reading.rows(f'SELECT id, name FROM "{table}" WHERE id IN ({wanted})'))

    def days_to_win(self) -> tuple[float | None, int]:
        """Return the average days from the start to the win, and of how many with both dates that is."""
        days = "julianday(o.closed_on) - julianday(o.started_on)"
        average, count = self._reading.row(
            f"SELECT avg({days}), count(*) {self._source()} AND s.kind = 'won' AND {days} >= 0",
            **self._values,
        )
        return average, count

    def undated(self) -> int:
        """Return how many won and lost ones have no date and so are in no period; 0 without a period."""
        if not any(True for _bound in self._bounds()):
            return 0
        source = self._source(period=False)
        where = "s.kind IN ('won', 'lost') AND o.closed_on IS NULL"
        return int(self._reading.row(f"SELECT count(*) {source} AND {where}", **self._values)[0])

    def apart(self) -> list[Apart]:
        """Return the amounts in other currencies that have no rate."""
        sums = ", ".join(
            f"count(*) FILTER (WHERE kind = '{kind}'), coalesce(sum(amount) FILTER (WHERE kind = '{kind}'), 0)"
            for kind in (OPEN, WON)
        )
        rows = self._reading.rows(
            f"SELECT currency, {sums} FROM (SELECT o.currency AS currency, o.amount AS amount, "
            f"coalesce(s.kind, 'open') AS kind, {self._base} AS base {self._source()}) "
            "WHERE base IS NULL AND amount IS NOT NULL AND kind IN ('open', 'won') "
            "GROUP BY currency ORDER BY currency",
            **self._values,
        )
        return [Apart(*row) for row in rows]

    def opportunities(self, *, overdue: bool, limit: int | None) -> Iterator[tuple[Any, ...]]:
        """Return open opportunities with the names a list shows: overdue ones the oldest first, others the dearest."""
        order = "o.expected_close, o.id" if overdue else "base DESC NULLS LAST, o.expected_close, o.id"
        is_overdue = "coalesce(o.expected_close < :today, 0)"
        inner = (
            f"SELECT o.id AS id, o.name AS name, o.company_id AS company_id, o.contact_id AS contact_id, "
            "o.amount AS amount, o.currency AS currency, o.owner_id AS owner_id, o.expected_close AS expected_close, "
            f"coalesce(o.probability, s.probability) AS probability, {self._base} AS base {self._source()} "
            f"AND coalesce(s.kind, 'open') = 'open' AND {is_overdue} = {int(overdue)} "
            f"ORDER BY {order} LIMIT {-1 if limit is None else int(limit)}"
        )
        return self._reading.rows(
            "SELECT o.name, coalesce(c.name, p.full_name), o.amount, o.currency, o.probability, "
            "o.expected_close, u.name "
            f"FROM ({inner}) AS o LEFT JOIN company AS c ON c.id = o.company_id "
            "LEFT JOIN contact AS p ON p.id = o.contact_id LEFT JOIN user AS u ON u.id = o.owner_id "
            f"ORDER BY {order}",
            **self._values,
        )

    def overdue(self) -> Tally:
        """Return the tally of open ones whose expected close has passed (one pass beats the index: hence the +)."""
        count, valued, amount = self._reading.row(
            f"SELECT count(*), count(base), coalesce(sum(base), 0) FROM (SELECT {self._base} AS base "
            f"{self._source()} AND coalesce(s.kind, 'open') = 'open' AND +o.expected_close < :today)",
            **self._values,
        )
        return Tally(count, valued, amount)


def velocity(open_count: int, average: Decimal, win_rate: Decimal, days: float) -> int | None:
    """Return what a day of selling brings, rounded down: open × average won × win rate (in per cent) ÷ days."""
    return int(open_count * average * win_rate / 100 / Decimal(str(days))) if days > 0 else None
