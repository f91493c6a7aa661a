"""The rows of a contacts file of Outlook, with a street in one cell, and all given names. Runs in the reading process.

There an address of several lines is spread over columns ("Business Street", "Business Street 2", "Business Street 3"),
and so are given names ("First Name", "Middle Name"), as in a file of Google.
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
_MIDDLE = {
    "First Name": "Middle Name",
    "Given Name": "Additional Name",
    "Vorname": "Weitere Vornamen",
    "名": "中间名",
    "名字": "中间名",
}
"""The columns of further given names by that of the first, in Outlook and Google."""


class OutlookRows(GoogleRows):
    """A contacts file of Outlook opened for reading; one of Google, or any other CSV file, is read as it stands."""

    def __init__(self, order: Order) -> None:
        super().__init__(order)
        self._lines: dict[int, list[int]] = {}  # what belongs to a column, by its place
        self._signs: dict[int, str] = {}  # what stands between them then

    def prepare(self, alive: Callable[[], object]) -> None:
        """Look where streets and given names go on in other columns."""
        super().prepare(alive)
        head = next(super().rows(), [])
        for place, heading in enumerate(head):
            further = [head.index(heading + end) for end in _FURTHER if heading + end in head]
            if heading in _STREETS and further:
                self._lines[place], self._signs[place] = further, ", "
            elif (middle := _MIDDLE.get(heading)) in head:
                self._lines[place], self._signs[place] = [head.index(middle)], " "

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
                    row[place] = self._signs[place].join(filter(None, lines))
            yield [cell for place, cell in enumerate(row) if place not in left_out]


__all__ = ["OutlookRows"]
