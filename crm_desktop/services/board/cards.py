"""What a board shows: the open opportunities of a list by their stages, and those won in this month.

Few statements, whatever the number of cards: the stages, the sums of each column, the first cards of each column. The
sums are of all opportunities, in the base currency by the rates that were frozen when the amounts were entered.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from crm_desktop.core import clock
from crm_desktop.core.entity import Field
from crm_desktop.core.i18n import language
from crm_desktop.core.kinds import Choice, Option, Reference
from crm_desktop.core.query import ListQuery
from crm_desktop.models import registry
from crm_desktop.services.board.standing import open_or_won
from crm_desktop.services.reading import reading_of
from crm_desktop.store import lists, names
from crm_desktop.store.sql import marks

if TYPE_CHECKING:
    from crm_desktop.reports.reading import Reading
    from crm_desktop.services.workspace import Workspace

MOST_CARDS = 3_000  # of one column; who looks for one of more searches or filters
STALE = 1.5  # times the expected days of a stage
OPEN, WON, LOST, VOID = "open", "won", "lost", "void"
_BY_DEFAULT = "expected_close"


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of a pipeline. ``probability`` is in per cent, ``days`` are those it is expected to take."""

    id: int
    label: str
    kind: str
    probability: int | None
    days: int | None
    living: bool = True


@dataclass(frozen=True, slots=True)
class Card:
    """An opportunity as a card. ``customer`` is its company, else its contact; ``base`` its amount in the base
    currency, None where no rate turns it into that; ``order`` what the cards of a column are sorted by."""

    id: int
    stage: int
    name: str
    customer: str
    company: int | None
    amount: int | None
    currency: str
    base: int | None
    probability: int | None
    expected: date | None
    closed: date | None
    owner: str
    idle_since: datetime | None
    snoozed: date | None
    next_step: str
    from_lines: bool
    order: Any

    def is_overdue(self, today: date) -> bool:
        """Tell whether it was to be closed by now, and is open."""
        return self.closed is None and self.expected is not None and self.expected < today

    def is_snoozed(self, today: date) -> bool:
        """Tell whether nobody wants to see it yet."""
        return self.snoozed is not None and self.snoozed > today

    def idle_days(self, today: date) -> int:
        """Return for how many days nobody spoke about it."""
        if self.idle_since is None:
            return 0
        return max(0, (today - self.idle_since.astimezone(clock.zone()).date()).days)

    def is_stale(self, stage: Stage, today: date) -> bool:
        """Tell whether it lies idle for too long: for 1.5 × the days that its stage is expected to take."""
        is_waiting = stage.kind == OPEN and not self.is_snoozed(today)
        return is_waiting and stage.days is not None and self.idle_days(today) >= STALE * stage.days


@dataclass(frozen=True, slots=True)
class Column:
    """A stage with its opportunities: how many, what they add up to, how many amounts have no rate, the first cards."""

    stage: Stage
    count: int = 0
    amount: int = 0
    weighted: int = 0
    apart: int = 0
    cards: tuple[Card, ...] = ()


@dataclass(frozen=True, slots=True)
class Board:
    """The columns of a pipeline, and its stages where opportunities end that are not shown."""

    pipelines: tuple[tuple[int, str], ...]
    pipeline: int
    columns: tuple[Column, ...]
    ends: tuple[Stage, ...]
    descending: bool
    today: date

    @property
    def open_columns(self) -> tuple[Column, ...]:
        """The columns of what is still open."""
        return tuple(one for one in self.columns if one.stage.kind == OPEN)

    def stage(self, stage_id: int) -> Stage | None:
        """Return a stage of this pipeline."""
        stages = (*(one.stage for one in self.columns), *self.ends)
        return next((one for one in stages if one.id == stage_id), None)

    def with_cards(self, ids: Iterable[int], fresh: Board) -> Board:
        """Return the board with these cards, and all sums, as ``fresh`` has them; the other cards stay."""
        touched = set(ids)
        new = {one.stage.id: one for one in fresh.columns}
        if list(new) != [one.stage.id for one in self.columns]:
            return fresh
        columns = []
        for column in self.columns:
            kept = [one for one in column.cards if one.id not in touched]
            cards = in_order((*kept, *new[column.stage.id].cards), self.today, descending=self.descending)
            columns.append(replace(new[column.stage.id], cards=cards[:MOST_CARDS]))
        return replace(fresh, columns=tuple(columns))


def in_order(cards: Iterable[Card], today: date, *, descending: bool) -> tuple[Card, ...]:
    """Return cards in the order of a column: those without a value behind the others, snoozed ones last."""
    listed = sorted(cards, key=lambda one: one.id)
    filled = sorted(
        (one for one in listed if one.order is not None), key=lambda one: one.order, reverse=descending
    )
    listed = [*filled, *(one for one in listed if one.order is None)]
    return tuple(sorted(listed, key=lambda one: one.is_snoozed(today)))


def read_board(workspace: Workspace, query: ListQuery, pipeline: int = 0) -> Board:
    """Return the board of a list. An unknown pipeline (or 0) means the first one."""
    return _Reader(workspace, query, pipeline).board()


def read_cards(workspace: Workspace, query: ListQuery, pipeline: int, ids: Sequence[int]) -> Board:
    """Return the board of a list with no other cards than these; the sums are of all."""
    return _Reader(workspace, query, pipeline, ids).board()


@dataclass
class _Reader:
    """Reads one board."""

    workspace: Workspace
    query: ListQuery
    wanted: int
    only: Sequence[int] | None = None
    reading: Reading = field(init=False)

    def board(self) -> Board:
        self.reading = reading_of(self.workspace, language())
        pipelines = self._pipelines()
        known = [one for one, _name in pipelines]
        pipeline = self.wanted if self.wanted in known else known[0] if known else 0
        stages = self._stages(pipeline)
        shown = [one for one in stages if one.kind in {OPEN, WON}]
        self._source, self._values = self._from_where(stages, is_first=known[:1] == [pipeline])
        sums, cards = self._sums(), self._cards()
        columns = [
            replace(sums.get(one.id, Column(one)), stage=one, cards=cards.get(one.id, ())) for one in shown
        ]
        return Board(
            pipelines=tuple(pipelines),
            pipeline=pipeline,
            columns=tuple(one for one in columns if one.stage.living or one.count),
            ends=tuple(one for one in stages if one.kind in {LOST, VOID} and one.living),
            descending=self.query.descending,
            today=self.reading.today,
        )

    def _pipelines(self) -> list[tuple[int, str]]:
        label = names.title_expression("pipeline")
        rows = self.reading.rows(
            f"SELECT id, {label} FROM pipeline WHERE deleted_at IS NULL AND retired_at IS NULL ORDER BY position, id"
        )
        return [(row[0], str(row[1] or "")) for row in rows]

    def _stages(self, pipeline: int) -> list[Stage]:
        """Return the stages of a pipeline: what is open, then won, then what came to nothing."""
        label = names.title_expression("stage")
        rows = self.reading.rows(
            f"SELECT id, {label}, kind, probability, expected_days, deleted_at IS NULL AND retired_at IS NULL "
            f"FROM stage WHERE pipeline_id = ? ORDER BY position, id",
            pipeline,
        )
        found = [
            Stage(one, str(name or ""), kind, chance, days, bool(living))
            for one, name, kind, chance, days, living in rows
        ]
        return sorted(found, key=lambda one: (OPEN, WON, LOST, VOID).index(one.kind))

    def _from_where(self, stages: Sequence[Stage], *, is_first: bool) -> tuple[str, tuple[Any, ...]]:
        """Return FROM and WHERE of the opportunities of the board, with their column as ``t.stage_id``."""
        reader = self.reading.connection
        clause, values = lists.narrowed(reader, self.query)
        still_open = [one.id for one in stages if one.kind == OPEN]
        won = [one.id for one in stages if one.kind == WON]
        first = self.reading.today.replace(day=1)
        following = (first + timedelta(days=31)).replace(day=1)
        standing, ids = open_or_won(still_open, won, first, following, stageless=is_first)
        self._first_stage = still_open[0] if still_open else 0
        return (
            "FROM opportunity AS t LEFT JOIN stage AS s ON s.id = t.stage_id "
            f"WHERE {clause} AND t.id IN ({standing})",
            (*values, *ids),
        )

    def _base(self) -> str:
        codes = self.reading.currencies("FROM opportunity WHERE deleted_at IS NULL")
        return self.reading.in_base("t", codes)

    def _sums(self) -> dict[int, Column]:
        chance = "CASE WHEN t.forecast_category <> 'omitted' THEN coalesce(t.probability, s.probability) END"
        rows = self.reading.rows(
            "SELECT stage, count(*), coalesce(sum(base), 0), coalesce(sum((base * chance + 50) / 100), 0), "
            f"count(amount) - count(base) FROM (SELECT coalesce(t.stage_id, {self._first_stage}) AS stage, "
            f"t.amount AS amount, {self._base()} AS base, {chance} AS chance {self._source}) GROUP BY stage",
            *self._values,
        )
        return {
            one: Column(Stage(one, "", OPEN, None, None), count, amount, weighted, apart)
            for one, count, amount, weighted, apart in rows
        }

    def _cards(self) -> dict[int, tuple[Card, ...]]:
        """Return the first cards of each column, in order; of ``only`` where these are asked for."""
        order, down = self._order()
        source, values = self._source, self._values
        if self.only is not None:
            source, values = f"{source} AND t.id IN ({marks(self.only)})", (*values, *self.only)
        today = self.reading.today.isoformat()
        inner = (
            f"SELECT t.*, coalesce(t.stage_id, {self._first_stage}) AS in_stage, {self._base()} AS base, "
            f"coalesce(t.probability, s.probability) AS chance, {order} AS sorted {source}"
        )
        ranked = (
            "SELECT *, row_number() OVER (PARTITION BY in_stage ORDER BY coalesce(snoozed_until > ?, 0), "
            f"sorted IS NULL, sorted {down}, id) AS nth FROM ({inner})"
        )
        rows = self.reading.rows(
            "SELECT x.id, x.in_stage, x.name, coalesce(c.name, p.full_name, ''), x.company_id, x.amount, "
            "coalesce(x.currency, ''), x.base, x.chance, x.expected_close, "
            "CASE WHEN g.kind = 'won' THEN x.closed_on END, coalesce(u.name, ''), x.idle_since, x.snoozed_until, "
            f"coalesce(x.next_step, ''), x.amount_from_lines, x.sorted FROM ({ranked}) AS x "
            "LEFT JOIN stage AS g ON g.id = x.stage_id LEFT JOIN company AS c ON c.id = x.company_id "
            "LEFT JOIN contact AS p ON p.id = x.contact_id LEFT JOIN user AS u ON u.id = x.owner_id "
            f"WHERE x.nth <= {MOST_CARDS}",
            today,
            *values,
        )
        found: dict[int, list[Card]] = {}
        for row in rows:
            found.setdefault(row[1], []).append(_card(row))
        descending = self.query.descending
        return {
            one: in_order(cards, self.reading.today, descending=descending) for one, cards in found.items()
        }

    def _order(self) -> tuple[str, str]:
        """Return the SQL by which the cards of a column are in order, and its direction."""
        entity = registry.entity("opportunity")
        one = entity.by_key.get(self.query.sort or _BY_DEFAULT)
        down = "DESC" if self.query.descending else "ASC"
        return (_sorted_by(one) if one is not None and one.sort_on else "t.expected_close"), down


def _sorted_by(one: Field) -> str:
    """Return the SQL of what a field is sorted by: the place of an option, the name of a record."""
    column = f't."{one.sort_on}"'
    if isinstance(one.kind, Option):
        return f"(SELECT r.position FROM option AS r WHERE r.id = {column})"
    if isinstance(one.kind, Reference):
        target = one.kind.entity
        title = 'r."name_key"' if registry.is_searchable(target) else names.title_expression(target, "r")
        return f'(SELECT {title} FROM "{target}" AS r WHERE r.id = {column})'
    if isinstance(one.kind, Choice):
        cases = "".join(f" WHEN '{code}' THEN {at}" for at, code in enumerate(one.kind.vocabulary.codes))
        return f"CASE {column}{cases} END"
    return column


def _card(row: tuple[Any, ...]) -> Card:
    values: list[Any] = list(row)
    for at in (9, 10, 13):
        values[at] = None if values[at] is None else date.fromisoformat(values[at])
    values[12] = None if values[12] is None else clock.moment(values[12])
    values[15] = bool(values[15])
    return Card(*values)


__all__ = ["MOST_CARDS", "Board", "Card", "Column", "Stage", "in_order", "read_board", "read_cards"]
