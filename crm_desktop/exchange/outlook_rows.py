"""The rows of a contacts file of Outlook, with a street in one cell. Runs in the reading process.

There an address of several lines is spread over columns ("Business Street", "Business Street 2", "Business Street 3").
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from crm_desktop.exchange.google_rows import GoogleRows
from crm_desktop.exchange.source import Order

_STREETS = frozenset({
    "Business Street", "Home Street", "Other Street", "Straße geschäftlich", "Straße privat", "Weitere Straße",
    "Strasse geschäftlich", "Strasse privat", "Weitere Strasse", "商务地址 街道", "住宅地址 街道", "其他地址 街道",
})  # fmt: skip
_FURTHER = (" 2", " 3")


class OutlookRows(GoogleRows):
    """A contacts file of Outlook opened for reading; one of Google, or any other CSV file, is read as it stands."""

    def __init__(self, order: Order) -> None:
        super().__init__(order)
        self._lines: dict[int, list[int]] = {}  # the places of further lines by that of the street

    def prepare(self, alive: Callable[[], object]) -> None:
        """Look where the streets go on in other columns."""
        super().prepare(alive)
        head = next(super().rows(), [])
        for place, heading in enumerate(head):
            further = [head.index(heading + end) for end in _FURTHER if heading + end in head]
            if heading in _STREETS and further:
                self._lines[place] = further

    def rows(self) -> Iterator[list[str]]:
        """Yield the headings and the rows."""
        rows = super().rows()
        if not self._lines:
            yield from rows
            return
        left_out = {place for further in self._lines.values() for place in further}
        yield [heading for place, heading in enumerate(next(rows)) if place not in left_out]
        for row in rows:
            for place, further in self._lines.items():
                lines = [row[at].strip() for at in (place, *further) if at < len(row)]
                if len(lines) > 1:
                    row[place] = ", ".join(filter(None, lines))
            yield [cell for place, cell in enumerate(row) if place not in left_out]


__all__ = ["OutlookRows"]
