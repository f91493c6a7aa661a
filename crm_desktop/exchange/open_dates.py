"""Columns of dates that do not show whether the day, the month or the year comes first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from crm_desktop.core.reading import Unreadable
from crm_desktop.core.reading_days import day

ORDERS = ("dmy", "mdy", "ymd")
EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class OpenDates:
    """A question about one column: its heading, the ``order`` in which it is read, and how its first dates could be
    read.

    ``examples`` are texts of the column, each with the day that it means by order. ``answered``: somebody has said
    which order is meant; else the locale decided. ``mixed``: some dates show that the day comes first, others that
    the month does.
    """

    heading: str
    order: str
    examples: tuple[tuple[str, dict[str, date]], ...]
    answered: bool = False
    mixed: bool = False

    @property
    def orders(self) -> tuple[str, ...]:
        """The orders that can be meant: those that read any of the examples in a way of their own."""
        return tuple(one for one in ORDERS if any(one in read for _text, read in self.examples))


def readings(text: str) -> dict[str, date]:
    """Return the days that a text may mean, by order; an order that reads it like an earlier one is left out."""
    found: dict[str, date] = {}
    for order in ORDERS:
        try:
            read = day(text, order)
        except Unreadable:
            continue
        if read is not None and read not in found.values():
            found[order] = read
    return found


def order_read(order: str, found: Iterable[tuple[str, dict[str, date]]]) -> str:
    """Return the order in which the examples are truly read: 03/04/1990 shows no year first, whatever is usual."""
    readings_of = list(found)
    for text, read in readings_of:
        if order not in read:
            meant = day(text, order)
            return next((one for one, value in read.items() if value == meant), order)
    return order


def examples(texts: Iterable[str], limit: int = EXAMPLES) -> dict[str, dict[str, date]]:
    """Return the first texts that can be read in more than one way, with their readings."""
    found: dict[str, dict[str, date]] = {}
    for text in texts:
        if len(found) == limit:
            break
        if text not in found and len(read := readings(text)) > 1:
            found[text] = read
    return found
