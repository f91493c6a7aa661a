"""Where the events of a timeline come from: rows by their moments, and the change log.

A source gives its newest moments after a position, from an index alone; only what is shown is then read and told.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any, Protocol

from crm_desktop.core import clock
from crm_desktop.core.kinds import Locale
from crm_desktop.models import registry
from crm_desktop.services.timeline.event import Event
from crm_desktop.services.timeline.telling import Telling
from crm_desktop.store.record_log import NEWEST

Position = tuple[str, int]
START: Position = ("~", NEWEST)  # after every moment


@dataclass(frozen=True, slots=True)
class Head:
    """The place of one event: when it was, and where its source goes on after it. ``event`` if it is told already."""

    at: datetime
    is_day: bool
    position: Position
    event: Event | None = None


class Source(Protocol):
    """One sort of event of one record."""

    @property
    def name(self) -> str: ...
    @property
    def group(self) -> str: ...
    def heads(self, telling: Telling, after: Position, limit: int) -> list[Head]: ...
    def told(self, telling: Telling, heads: Sequence[Head]) -> Mapping[Position, Event]: ...


@dataclass(frozen=True, slots=True)
class Moments:
    """Events that are rows of a table, each at its ``moment``.

    A row belongs to a record by the column of that name, or through the record that it is a part of (``via``: a move of
    an opportunity belongs to the company of the opportunity). ``own``: the page of the row itself tells it too.
    """

    name: str
    group: str
    table: str
    moment: str
    tell: Callable[[Telling, Sequence[int]], Mapping[int, Event]] = field(compare=False)
    condition: str = ""
    via: str = ""
    own: bool = True

    def scope(self, entity: str) -> str:
        """Return the condition under which a row ``x`` belongs to a record of an entity; '' if none can."""
        columns = registry.column_names(self.table)
        if entity == self.table:
            return "x.id = :record" if self.own else ""
        if f"{entity}_id" in columns:
            return f"x.{entity}_id = :record"
        return self._scope_via(entity) if self.via else ""

    def _scope_via(self, entity: str) -> str:
        if f"{entity}_id" not in registry.column_names(self.via):
            return ""
        owners = f"SELECT id FROM {self.via} WHERE {entity}_id = :record AND deleted_at IS NULL"
        if self.via == "opportunity" and entity == "contact":  # who has a say in it
            owners += (
                " UNION SELECT o.id FROM opportunity_contact AS c JOIN opportunity AS o ON o.id = c.opportunity_id "
                "WHERE c.contact_id = :record AND c.deleted_at IS NULL AND o.deleted_at IS NULL"
            )
        return f"x.{self.via}_id IN ({owners})"

    def sql(self, entity: str) -> str:
        """Return the query for the newest moments after a position."""
        moment = f"x.{self.moment}"
        return (
            f"SELECT {moment}, x.id FROM {self.table} AS x WHERE {self.scope(entity)} AND x.deleted_at IS NULL "
            f"AND ({moment}, x.id) < (:at, :id) {self.condition} ORDER BY {moment} DESC, x.id DESC LIMIT :limit"
        )

    def heads(self, telling: Telling, after: Position, limit: int) -> list[Head]:
        """Return the newest events after a position."""
        bound = {"record": telling.record_id, "at": after[0], "id": after[1], "limit": limit}
        rows = telling.reader.execute(self.sql(telling.seen_from), bound)
        return [Head(*moment_of(text, telling.locale), (text, row_id)) for text, row_id in rows]

    def told(self, telling: Telling, heads: Sequence[Head]) -> Mapping[Position, Event]:
        """Return the events of these places, by position."""
        events = self.tell(telling, [one.position[1] for one in heads])
        return {one.position: events[one.position[1]] for one in heads if one.position[1] in events}


def moment_of(stored: Any, locale: Locale) -> tuple[datetime, bool]:
    """Return a stored date or moment as a moment, and whether only its day is known."""
    if len(stored) > len("2026-11-21"):
        return clock.moment(stored), False
    begin = datetime.combine(date.fromisoformat(stored), time())  # on the user's clock
    return (begin.replace(tzinfo=locale.zone) if locale.zone else begin).astimezone(UTC), True
