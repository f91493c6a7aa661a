"""The records behind a number, found by the very FROM and WHERE that the number is counted with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from crm_desktop.core import clock, formatting
from crm_desktop.core.kinds import day_bounds

if TYPE_CHECKING:
    from crm_desktop.reports.reading import Reading


@dataclass(frozen=True, slots=True)
class Rows:
    """Records of an entity: ``source`` is FROM and WHERE with the alias ``t`` for its table."""

    entity: str
    source: str
    values: Mapping[str, Any] = field(default_factory=dict)

    def ids(self, reading: Reading) -> tuple[int, ...]:
        """Return the ids of the records."""
        return tuple(row[0] for row in reading.rows(f"SELECT DISTINCT t.id {self.source}", **self.values))

    def count(self, reading: Reading) -> int:
        """Return how many records there are."""
        return int(reading.row(f"SELECT count(*) {self.source}", **self.values)[0])


def only(entity: str, ids: tuple[int, ...]) -> Rows:
    """Return records that are known by their ids."""
    return Rows(entity, f'FROM "{entity}" AS t WHERE t.id IN ({numbers(ids)})')


def numbers(ids: tuple[int, ...]) -> str:
    """Return ids as SQL lists them."""
    return ", ".join(str(int(one)) for one in ids)


def in_base(reading: Reading, alias: str, column: str = "amount", table: str = "opportunity") -> str:
    """Return the SQL of an amount in the base currency, by the frozen rate (see :meth:`Reading.in_base`).

    Which currencies occur matters only where the base currency has no hundredths: elsewhere the few that have none
    are known, and no table is read for them.
    """
    if formatting.minor_digits(reading.currency) == 2:
        return reading.in_base(alias, formatting.UNUSUAL_CURRENCIES, column)
    return reading.in_base(alias, reading.currencies(f'FROM "{table}" WHERE deleted_at IS NULL'), column)


def beginning(day: date, reading: Reading) -> str:
    """Return the stored moment at which a day begins on the user's clock."""
    return clock.stamp(day_bounds(day, reading.zone)[0])


def days_ago(days: int) -> str:
    """Return the stored moment that many days before now."""
    return clock.stamp(clock.now() - timedelta(days=days))


def month_before(day: date, months: int = 1) -> date:
    """Return the same day of an earlier month, or its last day where it is shorter."""
    month = day.year * 12 + day.month - 1 - months
    first = date(month // 12, month % 12 + 1, 1)
    following = date((month + 1) // 12, (month + 1) % 12 + 1, 1)
    return min(first + timedelta(days=day.day - 1), following - timedelta(days=1))


def moment_before(moment: datetime, day: date, reading: Reading) -> datetime:
    """Return the time of day of ``moment`` on another day of the user's calendar, in UTC."""
    local = moment.astimezone(reading.zone)
    return datetime.combine(day, local.timetz()).astimezone(UTC)
