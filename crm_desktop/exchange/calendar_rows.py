"""The entries of a calendar file as the rows of a table of activities. Runs in the reading process."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from icalendar import Calendar

from crm_desktop.core.i18n import N_, words_for
from crm_desktop.exchange import calendar_entries, calendar_lines, encodings
from crm_desktop.exchange.calendar_entries import COLUMNS, Cells, Entry
from crm_desktop.exchange.source import Order, RowSource
from crm_desktop.exchange.workbook_rows import Refused

MOST_ENTRIES = 100_000
_MOST_ZONES = 1_000
_SIGN_OF_LIFE = 500  # entries
_NAMED = 5  # lines of unreadable entries that the note names

WORDS = (N_("Place: %(place)s"), N_("With: %(people)s"), N_("Until: %(day)s"))
"""How the lines of a text begin that tell what an activity has no field for."""


class CalendarRows(RowSource):
    """A calendar file opened for reading: its first row is that of the headings, the keys of the fields."""

    def __init__(self, order: Order) -> None:
        super().__init__()
        self._path = Path(order.path)
        found = encodings.detect(self._path, order.language)
        self.encoding = order.encoding or found.encoding
        if found.assumed and not order.encoding:
            self.notes.append(("encoding", {"encoding": encodings.label(found.encoding)}))
        self._words = words_for(order.language).gettext
        self._cells: list[Cells] = []
        self._skipped: list[int] = []
        self._count = 0

    def prepare(self, alive: Callable[[], object]) -> None:
        """Read all entries, as only all of them tell the columns; ``alive`` is called now and then."""
        entries = list(self._entries(alive))
        _set_apart([entry for _line, entry in entries])
        repeating = cancelled = 0
        for place, (line, entry) in enumerate(entries):
            if not place % _SIGN_OF_LIFE:
                alive()
            if entry.text("STATUS").upper() == "CANCELLED" and entry.number is None:
                cancelled += 1
                continue
            try:
                cells = calendar_entries.cells_of(entry, self._words)
            except calendar_entries.Unreadable:
                self._skipped.append(line)
                continue
            repeating += "recurrence" in cells and entry.number is None
            self._cells.append(cells)
        self._note(repeating, cancelled)

    def rows(self) -> Iterator[list[Any]]:
        """Yield the headings and a row for each entry."""
        if not self._cells:
            return
        filled = set().union(*self._cells)
        keys = [key for key in COLUMNS if key in filled]
        yield list(keys)
        for cells in self._cells:
            yield [cells.get(key) for key in keys]

    def _entries(self, alive: Callable[[], object]) -> Iterator[tuple[int, Entry]]:
        """Yield the entries that can be parsed, each with the line where it begins. Raises Refused for too many."""
        zones = 0
        with self._path.open(encoding=self.encoding, errors="replace", newline=None) as file:
            for raw in calendar_lines.split(file):
                if raw.kind == "VTIMEZONE":
                    zones += 1
                    if zones <= _MOST_ZONES:
                        _learn_zone(raw)
                    continue
                self._count += 1
                if self._count > MOST_ENTRIES:
                    raise Refused("too_many_entries", limit=MOST_ENTRIES)
                if not self._count % _SIGN_OF_LIFE:
                    alive()
                try:
                    yield raw.line, calendar_entries.parse(raw)
                except calendar_entries.Unreadable:
                    self._skipped.append(raw.line)

    def _note(self, repeating: int, cancelled: int) -> None:
        if self._skipped:
            lines = sorted(self._skipped)
            named = ", ".join(map(str, lines[:_NAMED])) + (" …" if len(lines) > _NAMED else "")
            values = {"read": self._count - len(lines), "count": self._count, "lines": named}
            self.notes.append(("entries_skipped", values))
        if repeating:
            self.notes.append(("repeating", {"count": repeating}))
        if cancelled:
            self.notes.append(("cancelled_entries", {"count": cancelled}))


def _set_apart(entries: list[Entry]) -> None:
    """Tell series which of their days have entries of their own."""
    series = {entry.uid: entry for entry in entries if entry.uid and entry.replaces is None}
    for entry in entries:
        day = entry.replaces
        if day is not None and entry.uid in series:
            series[entry.uid].moved.add(day)


def _learn_zone(raw: calendar_lines.RawEntry) -> None:
    """Make a time zone known that the file describes itself; of one that cannot be read the name has to do."""
    with suppress(Exception):  # what a foreign parser may raise on foreign text has no end
        Calendar.from_ical(f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-\r\n{raw.text}END:VCALENDAR\r\n")


__all__ = ["CalendarRows"]
