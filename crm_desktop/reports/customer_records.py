"""What a customer file knows of one customer: people, sales, orders, service, what happened and what comes next.

The customer is a company or a contact. What was done with a company's people counts for the company, unless it
was done for another one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from crm_desktop.core import clock
from crm_desktop.core.document import Amount, Cell
from crm_desktop.core.entity import Entity
from crm_desktop.core.i18n import N_
from crm_desktop.models import registry
from crm_desktop.models.activity_words import ACTIVITY_KINDS, OUTCOMES
from crm_desktop.models.request_states import FINISHED, REQUEST_STATUSES
from crm_desktop.reports.reading import Reading, quoted

MOST_ROWS = 20
_NO_PURCHASE = "('draft', 'returned', 'cancelled')"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody at the customer, or where somebody works: a name, and a line about it."""

    name: str
    line: str


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened or is to be done. ``strong`` characters of its title say what it was."""

    when: date | datetime | None
    title: str
    strong: int | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """The first rows of what there is, and how many there are in all."""

    rows: list[Any]
    total: int


@dataclass(frozen=True, slots=True)
class Purchases:
    """The orders of a customer. ``by_month`` are the last twelve months; ``unrated`` orders are in no sum."""

    count: int
    total: int
    recent: int
    last: date | None
    by_month: Mapping[str, int]
    unrated: int


class CustomerRecords:
    """Reads what concerns one company or contact."""

    def __init__(self, reading: Reading, entity: Entity, record_id: int) -> None:
        self._reading = reading
        self.entity = entity
        self.id = record_id
        self._is_company = entity.name == "company"

    def _scope(self, table: str) -> str:
        """Return the condition under which a row ``x`` of a table concerns the customer.

        Two searches of an index each; one condition with OR would read the whole table.
        """
        if not self._is_company:
            return "x.deleted_at IS NULL AND x.contact_id = :id"
        own = f"SELECT id FROM {table} WHERE company_id = :id AND deleted_at IS NULL"
        people = (
            f"SELECT t.id FROM affiliation AS a CROSS JOIN {table} AS t ON t.contact_id = a.contact_id "
            "WHERE a.company_id = :id AND a.deleted_at IS NULL AND a.ended_on IS NULL "
            "AND t.deleted_at IS NULL AND t.company_id IS NULL"
        )
        return f"x.id IN ({own} UNION ALL {people})"

    def facts(self, keys: tuple[str, ...]) -> dict[str, Cell]:
        """Return the values of fields that have one, by key."""
        fields = [one for one in self._reading.fields(self.entity) if one.key in keys]
        values = next(self._reading.records(self.entity, fields, [self.id]), None)
        pairs = zip(fields, values, strict=True) if values is not None else ()
        found = {one.key: value for one, value in pairs if value is not None and value != ""}
        return {key: found[key] for key in keys if key in found}

    # ------------------------------------------------------------------ people

    def people(self) -> Found:
        """Return the people of a company, or the companies of a person."""
        own, other, name = (
            ("company", "contact", "full_name") if self._is_company else ("contact", "company", "name")
        )
        source = (
            f"FROM affiliation AS a JOIN {other} AS x ON x.id = a.{other}_id "
            f"WHERE a.{own}_id = :id AND a.deleted_at IS NULL AND x.deleted_at IS NULL AND a.ended_on IS NULL"
        )
        rows = list(
            self._reading.rows(
                f"SELECT x.id, x.{name}, a.title, a.department {source} "
                f"ORDER BY a.is_primary DESC, x.name_key LIMIT {MOST_ROWS}",
                id=self.id,
            )
        )
        reach = self._channels(other, [row[0] for row in rows])
        people = [
            Person(called, " · ".join(part for part in (title, department, *reach.get(one, ())) if part))
            for one, called, title, department in rows
        ]
        return Found(people, self._count(source))

    def _channels(self, table: str, ids: list[int]) -> dict[int, list[str]]:
        """Return a number and an address for each, those marked as primary first."""
        wanted = ", ".join(str(one) for one in ids)
        rows = self._reading.rows(
            f"SELECT {table}_id, CASE kind WHEN 'mobile' THEN 'phone' ELSE kind END AS sort, value FROM channel "
            f"WHERE {table}_id IN ({wanted}) AND deleted_at IS NULL AND is_invalid = 0 "
            "AND kind IN ('mobile', 'phone', 'email', 'wechat') "
            "ORDER BY CASE kind WHEN 'mobile' THEN 0 WHEN 'phone' THEN 1 WHEN 'email' THEN 2 ELSE 3 END, "
            "is_primary DESC, id"
        )
        found: dict[int, dict[str, str]] = {}
        for one, sort, value in rows:
            found.setdefault(one, {}).setdefault(sort, value)
        return {one: list(by_sort.values()) for one, by_sort in found.items()}

    # ------------------------------------------------------------------ sales

    def opportunities(self) -> Found:
        """Return open opportunities: name, stage, amount, probability, expected close."""
        labels = self._reading.labels("stage")
        scope = self._scope("opportunity")
        if not self._is_company:
            shared = (
                "SELECT opportunity_id FROM opportunity_contact WHERE contact_id = :id AND deleted_at IS NULL"
            )
            scope = f"x.deleted_at IS NULL AND (x.contact_id = :id OR x.id IN ({shared}))"
        source = (
            "FROM opportunity AS x LEFT JOIN stage AS s ON s.id = x.stage_id "
            f"WHERE coalesce(s.kind, 'open') = 'open' AND {scope}"
        )
        rows = self._reading.rows(
            "SELECT x.name, x.stage_id, x.amount, x.currency, coalesce(x.probability, s.probability), "
            f"x.expected_close {source} ORDER BY x.expected_close IS NULL, x.expected_close, x.id LIMIT {MOST_ROWS}",
            id=self.id,
        )
        found = [
            (name, labels.get(stage), self._amount(amount, currency), chance, day_of(expected))
            for name, stage, amount, currency, chance, expected in rows
        ]
        return Found(found, self._count(source))

    def purchases(self, since: date) -> Purchases:
        """Return the orders; the months are those from ``since`` on."""
        orders = (
            f"FROM sales_order AS x WHERE {self._scope('sales_order')} AND x.status NOT IN {_NO_PURCHASE}"
        )
        base = self._reading.in_base("x", self._reading.currencies(orders, id=self.id), "total")
        source = f"FROM (SELECT x.ordered_on AS day, x.total AS total, {base} AS base {orders})"
        count, total, recent, last, unrated = self._reading.row(
            "SELECT count(*), coalesce(sum(base), 0), coalesce(sum(base) FILTER (WHERE day >= :since), 0), max(day), "
            f"count(*) FILTER (WHERE base IS NULL AND total IS NOT NULL) {source}",
            id=self.id,
            since=since.isoformat(),
        )
        months = self._reading.rows(
            f"SELECT substr(day, 1, 7), coalesce(sum(base), 0) {source} WHERE day >= :since GROUP BY 1",
            id=self.id,
            since=since.isoformat(),
        )
        return Purchases(count, total, recent, day_of(last), dict(months), unrated)

    # ------------------------------------------------------------------ what happened, what comes next

    def history(self) -> Found:
        """Return what was done last, the latest first."""
        at = "coalesce(x.started_at, x.done_at)"
        source = f"FROM activity AS x WHERE {self._scope('activity')} AND {at} IS NOT NULL AND {at} <= :now"
        rows = self._reading.rows(
            f"SELECT {at}, x.kind, x.subject, x.body, x.outcome {source} ORDER BY 1 DESC, x.id DESC LIMIT {MOST_ROWS}",
            id=self.id,
            now=clock.stamp(),
        )
        events = [
            self._told(clock.moment(moment), kind, subject, outcome, body)
            for moment, kind, subject, body, outcome in rows
        ]
        return Found(events, self._count(source))

    def _told(self, when: datetime, kind: str, subject: str, outcome: str | None, body: str | None) -> Event:
        text = self._reading.text
        term, result = ACTIVITY_KINDS.term(kind), OUTCOMES.term(outcome)
        head = " · ".join(part for part in (text(term.label) if term else kind, subject) if part)
        parts = [head, text(result.label) if result else ""]
        more = " ".join((body or "").split())
        if more and not more.startswith(subject.rstrip("…")):
            parts.append(more)
        return Event(when, " · ".join(part for part in parts if part), len(head))

    def requests(self) -> Found:
        """Return the open requests, the oldest first."""
        finished = ", ".join(quoted(status) for status in sorted(FINISHED))
        source = f"FROM service_request AS x WHERE {self._scope('service_request')} AND x.status NOT IN ({finished})"
        rows = self._reading.rows(
            f"SELECT x.received_at, x.number, x.title, x.status {source} "
            f"ORDER BY x.received_at, x.id LIMIT {MOST_ROWS}",
            id=self.id,
        )
        events = []
        for received, number, title, status in rows:
            term = REQUEST_STATUSES.term(status)
            shown = self._reading.text(term.label) if term else status
            when = clock.moment(received) if received else None
            events.append(Event(when, " · ".join(part for part in (number, title, shown) if part)))
        return Found(events, self._count(source))

    def next_steps(self) -> Found:
        """Return what is planned or due, and the next steps of open opportunities behind it."""
        source = f"FROM activity AS x WHERE {self._scope('activity')} AND x.done_at IS NULL AND x.started_at IS NULL"
        due = "coalesce(x.due_on, substr(x.planned_at, 1, 10))"
        rows = self._reading.rows(
            f"SELECT x.due_on, x.planned_at, x.kind, x.subject {source} "
            f"ORDER BY {due} IS NULL, {due}, x.planned_at, x.id LIMIT {MOST_ROWS}",
            id=self.id,
        )
        events = [self._planned(*row) for row in rows]
        steps = (
            "FROM opportunity AS x LEFT JOIN stage AS s ON s.id = x.stage_id WHERE x.next_step <> '' "
            f"AND coalesce(s.kind, 'open') = 'open' AND {self._scope('opportunity')}"
        )
        for name, step in self._reading.rows(
            f"SELECT x.name, x.next_step {steps} LIMIT {MOST_ROWS}", id=self.id
        ):
            events.append(Event(None, f"{step} · {name}", len(step)))
        return Found(events, self._count(source) + self._count(steps))

    def _planned(self, due_on: str | None, planned_at: str | None, kind: str, subject: str) -> Event:
        text, term = self._reading.text, ACTIVITY_KINDS.term(kind)
        when: date | datetime | None = day_of(due_on) or (clock.moment(planned_at) if planned_at else None)
        day = when.astimezone(self._reading.zone).date() if isinstance(when, datetime) else when
        late = text(N_("overdue")) if day is not None and day < self._reading.today else ""
        label = text(term.label) if term else kind
        return Event(when, " · ".join(part for part in (label, subject, late) if part))

    def _amount(self, minor: int | None, currency: str | None) -> Amount | None:
        return None if minor is None else Amount(minor, currency or self._reading.currency)

    def _count(self, source: str) -> int:
        return int(self._reading.row(f"SELECT count(*) {source}", id=self.id, now=clock.stamp())[0])


def day_of(stored: str | None) -> date | None:
    """Return a stored date."""
    return date.fromisoformat(stored) if stored else None


def title_of(reading: Reading, entity: Entity, record_id: int) -> str:
    """Return what a record is called."""
    column = registry.entity(entity.name).title_field.column
    return str(reading.row(f'SELECT "{column}" FROM "{entity.name}" WHERE id = ?', record_id)[0])
