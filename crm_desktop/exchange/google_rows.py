"""The rows of a contacts file of Google, with a column for each kind of channel. Runs in the reading process.

There a number stands beside a column that says what it is ("Phone 1 - Type", "Phone 1 - Value"; newer files say
"Label"), and several values of a kind share one cell, parted by " ::: ". Here mobiles, other phones and faxes get
columns of their own, as many as one person has, and so do addresses (``google_addresses``); lists of groups are parted
by commas. A birthday without a year, which is no day, goes to the note.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from crm_desktop.exchange import google_addresses
from crm_desktop.exchange.csv_rows import CsvRows
from crm_desktop.exchange.source import Order

_PAIR = re.compile(r"(E-mail|Phone|Website) (\d+) - (Type|Label|Value)")
_BETWEEN = ":::"
_YEARLESS = re.compile(r"-{1,2}\d{1,2}-\d{1,2}")
_KINDS = ("E-mail", "Mobile", "Phone", "Fax", "Website")
_MOBILE = ("mobile", "cell", "handy", "手机", "移动", "portable", "móvil")
_FAX = ("fax", "传真")
Channels = dict[str, list[str]]


def is_google(headings: Sequence[str]) -> bool:
    """Tell whether headings are those of a contacts file of Google."""
    return any(_PAIR.fullmatch(one) for one in headings) and any(
        one in headings for one in ("Group Membership", "Labels", "Given Name", "Phonetic First Name")
    )


class GoogleRows(CsvRows):
    """A contacts file of Google opened for reading; any other CSV file is read as it stands."""

    def __init__(self, order: Order) -> None:
        super().__init__(order)
        self._most: dict[str, int] = {}
        self._head: list[str] = []
        self._addresses: list[str] = []  # the keys of their fields

    def prepare(self, alive: Callable[[], object]) -> None:
        """Look how many channels of each kind one person has at most."""
        rows = super().rows()
        self._head = next(rows, [])
        if not is_google(self._head):
            return
        for number, row in enumerate(rows):
            if not number % 1_000:
                alive()
            for kind, values in self._channels(row).items():
                self._most[kind] = max(self._most.get(kind, 0), len(values))
            self._addresses += google_addresses.cells(self._head, row).keys() - set(self._addresses)
        self._addresses.sort()

    def rows(self) -> Iterator[list[str]]:
        """Yield the headings and a row for each person."""
        rows = super().rows()
        if not is_google(self._head):
            yield from rows
            return
        next(rows)
        kept = [place for place, one in enumerate(self._head) if not _is_told_apart(one)]
        columns = [(kind, place) for kind in _KINDS for place in range(self._most.get(kind, 0))]
        yield [
            *(self._head[place] for place in kept),
            *(kind if not place else f"{kind} {place + 1}" for kind, place in columns),
            *google_addresses.headings(self._addresses),
        ]
        for row in rows:
            channels = self._channels(row)
            cells = [row[place] if place < len(row) else "" for place in kept]
            own = [_joined(cell) for cell in cells]
            _keep_yearless([self._head[place] for place in kept], own)
            addresses = google_addresses.cells(self._head, row)
            yield [
                *own,
                *(
                    channels[kind][place] if place < len(channels.get(kind, ())) else ""
                    for kind, place in columns
                ),
                *(addresses.get(key, "") for key in self._addresses),
            ]

    def _channels(self, row: Sequence[str]) -> Channels:
        """Return the channels of a row by their kind."""
        found: Channels = {}
        words: dict[tuple[str, str], str] = {}
        for heading, cell in zip(self._head, row, strict=False):
            match = _PAIR.fullmatch(heading)
            if match is None or not cell.strip():
                continue
            sort, number, what = match.groups()
            if what != "Value":
                words[sort, number] = cell.casefold()
                continue
            kind = _kind(sort, words.get((sort, number), ""))
            found.setdefault(kind, []).extend(part.strip() for part in cell.split(_BETWEEN) if part.strip())
        return found


def _is_told_apart(heading: str) -> bool:
    """Tell whether a column is parted by what stands beside it, and not read as it stands."""
    address = google_addresses.COLUMN.fullmatch(heading)
    return _PAIR.fullmatch(heading) is not None or (
        address is not None and address[2] not in ("PO Box", "Extended Address")
    )


def _kind(sort: str, word: str) -> str:
    """Return what a channel is: a fax and a mobile are no plain phones."""
    if sort != "Phone":
        return sort
    if any(one in word for one in _FAX):
        return "Fax"
    return "Mobile" if any(one in word for one in _MOBILE) else "Phone"


def _joined(cell: str) -> str:
    """Return a cell of several values as a list with commas, without the groups that Google makes itself."""
    if _BETWEEN not in cell and not cell.startswith("* "):
        return cell
    parts = [part.strip() for part in cell.split(_BETWEEN)]
    return ", ".join(part for part in parts if part and not part.startswith("*"))


def _keep_yearless(headings: Sequence[str], cells: list[str]) -> None:
    """Move a birthday without a year into the note."""
    if "Birthday" in headings and "Notes" in headings:
        day, note = headings.index("Birthday"), headings.index("Notes")
        if _YEARLESS.fullmatch(cells[day].strip()):
            cells[note] = "\n".join(
                filter(None, (cells[note], f"Birthday: {cells[day].strip().lstrip('-')}"))
            )
            cells[day] = ""
