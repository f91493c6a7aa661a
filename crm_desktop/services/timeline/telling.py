"""What those who tell events read: rows of the file as values and texts, names, amounts, times in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from crm_desktop.core.i18n import _, ngettext
from crm_desktop.core.kinds import Locale, Money
from crm_desktop.models import registry
from crm_desktop.store import pages
from crm_desktop.store.driver import Connection
from crm_desktop.store.sql import marks

if TYPE_CHECKING:
    from crm_desktop.services.workspace import Workspace

_MINUTE, _HOUR, _DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Row:
    """One row by the keys of its fields: values as they are, and as people read them."""

    id: int
    values: dict[str, Any]
    texts: dict[str, str]

    def target(self, key: str) -> int | None:
        """Return the id that a reference points to."""
        return getattr(self.values[key], "id", None)


@dataclass(frozen=True, slots=True)
class Telling:
    """A reading of the file for the timeline of one record."""

    workspace: Workspace
    seen_from: str
    record_id: int
    locale: Locale
    reader: Connection

    def rows(self, entity: str, keys: str, ids: Iterable[int]) -> list[Row]:
        """Return rows of an entity with the fields of these keys."""
        description = registry.entity(entity)
        fields = [description.field(key) for key in keys.split()]
        found = pages.page(self.reader, description, fields, list(ids), self.locale)
        names = [one.key for one in fields]
        return [
            Row(
                one.id,
                dict(zip(names, one.values, strict=True)),
                dict(zip(names, one.texts, strict=True)),
            )
            for one in found
        ]

    def about(self, entity: str, record_id: int | None) -> tuple[str, int] | None:
        """Return the record that an event links to; none when its timeline is that of the record itself."""
        own = entity == self.seen_from and record_id == self.record_id
        return None if own or record_id is None else (entity, record_id)

    def money(self, minor: int | None, currency: str | None) -> str:
        """Return an amount in words; nothing for none."""
        return "" if minor is None else Money().show(minor, self.locale.of_currency(currency))

    def count(self, table: str, link: str, ids: Sequence[int]) -> dict[int, int]:
        """Return how many live rows of a table point to each of the records."""
        sql = f"SELECT {link}, count(*) FROM {table} WHERE {link} IN ({marks(ids)}) AND deleted_at IS NULL GROUP BY 1"
        return dict(self.reader.execute(sql, tuple(ids)).fetchall())


def told(*parts: str) -> tuple[str, ...]:
    """Return the parts that say something."""
    return tuple(part for part in parts if part)


def named(number: str, title: str) -> str:
    """Return a number with the title behind it, or the one that there is: SR-0412 “wrong shade”."""
    quoted = _("“%(text)s”") % {"text": title} if title else ""
    return " ".join(told(number, quoted))


def duration(begin: datetime | None, end: datetime | None) -> str:
    """Return the time between two moments in words, as '1 day 4 h'; nothing if one is missing."""
    if begin is None or end is None or end < begin:
        return ""
    length = end - begin
    days, rest = divmod(length, _DAY)
    hours, rest = divmod(rest, _HOUR)
    minutes = rest // _MINUTE
    parts = [
        ngettext("%(count)d day", "%(count)d days", days) % {"count": days} if days else "",
        _("%(count)d h") % {"count": hours} if hours else "",
        _("%(count)d min") % {"count": minutes} if not days and (minutes or not hours) else "",
    ]
    return " ".join(told(*parts))
