"""The rows of a CSV file, whatever program wrote it. Runs in the reading process, streaming.

Strict first: an opening quotation mark without its partner would otherwise swallow the rest of the file. A line
that breaks the rules is read by itself, and a note names it.
"""

from __future__ import annotations

import csv
import io
import re
from collections import deque
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Literal

from crm_desktop.exchange import encodings
from crm_desktop.exchange.source import MEGABYTE, Note, Order, RowSource
from crm_desktop.exchange.workbook_rows import Refused

FIELD_LIMIT = 10 * MEGABYTE
SEPARATORS = (",", ";", "\t", "|")
_LONG_RECORD = 200  # lines
_GUARDED = re.compile("'+[=+\\-@\t\r\n＝＋－＠]")
_LOST = re.compile(r"""(?:^|[,;\t|"])\s*\?[?\s()-]*\?\s*(?=[,;\t|"\r\n]|$)""")
_LEAST_LOST, _SHARE_LOST = 2, 4  # lines with cells of question marks, and of how many lines one
_SEPARATOR_LINE = re.compile(r"\ufeff?\"?sep=(.)\"?\s*", re.IGNORECASE)


class CsvRows(RowSource):
    """A CSV file opened for reading. ``rows()`` may be called again for a second look."""

    def __init__(self, order: Order) -> None:
        csv.field_size_limit(FIELD_LIMIT)
        super().__init__()
        self._path = Path(order.path)
        self.encoding = self._find_encoding(order)
        self._skip_first = False
        self.separator = self._find_separator(order.separator)

    def _find_encoding(self, order: Order) -> str:
        if order.encoding:
            if not encodings.known(order.encoding):
                raise Refused("encoding", encoding=order.encoding)
            return order.encoding
        found = encodings.detect(self._path, order.language)
        if found.assumed:
            self.notes.append(("encoding", {"encoding": encodings.label(found.encoding)}))
        return found.encoding

    def _find_separator(self, wanted: str | None) -> str:
        with self._open() as file:
            head = list(islice(_bounded_lines(file), 200))
        named = _SEPARATOR_LINE.fullmatch(head[0]) if head else None
        if named:
            self._skip_first = True
            return wanted or named[1]
        return wanted or _likely_separator([line.replace("\0", "") for line in head])

    def _open(self) -> io.TextIOWrapper:
        return self._path.open(encoding=self.encoding, errors="replace", newline="")

    def rows(self) -> Iterator[list[str]]:
        """Yield the cells of each record; the record's place in the sequence is the row that Excel would show."""
        with self._open() as file:
            lines = _Lines(file, self.encoding)
            if self._skip_first:
                next(lines, None)
                yield []
            yield from self._records(lines)
            for note in lines.notes:
                self._note(note)
            if lines.has_lost_letters:
                self._note(("lost_letters", {"count": lines.lost}))

    def _records(self, lines: _Lines) -> Iterator[list[str]]:
        broken = 0
        reader = csv.reader(lines, delimiter=self.separator, strict=True)
        while True:
            lines.begin_record()
            try:
                record = next(reader)
            except StopIteration:
                break
            except csv.Error:
                broken += 1
                if broken == 1:
                    self._note(("quote", {"line": lines.first}))
                record = _as_it_stands(lines.retreat(), self.separator)
                reader = csv.reader(lines, delimiter=self.separator, strict=True)
            else:
                if lines.taken > _LONG_RECORD:
                    self._note(("long_field", {"line": lines.first, "count": lines.taken}))
            yield [_clean(cell) for cell in record]
        if broken > 1:
            self._note(("more_quotes", {"count": broken - 1}))

    def _note(self, note: Note) -> None:
        if note not in self.notes:
            self.notes.append(note)


def _clean(cell: str) -> str:
    """Return a cell with Unix line ends and without the guard of our own exports before '=' and the like."""
    if "\r" in cell:
        cell = cell.replace("\r\n", "\n")
    return cell[1:] if cell.startswith("'") and _GUARDED.match(cell) else cell


def _as_it_stands(line: str, separator: str) -> list[str]:
    """Return the cells of one line that breaks the rules of quotation."""
    line = line.rstrip("\r\n")[:FIELD_LIMIT]
    lenient = line.count('"') % 2 == 0
    quoting: Literal[0, 3] = csv.QUOTE_MINIMAL if lenient else csv.QUOTE_NONE
    return next(csv.reader([line], delimiter=separator, quoting=quoting), [])


def _bounded_lines(file: io.TextIOWrapper) -> Iterator[str]:
    """Yield the lines of a file, each cut into pieces of the largest size of a field."""
    while line := file.readline(FIELD_LIMIT):
        yield line


class _Lines:
    """The lines of a file for the csv module: without NULs, counted, and given back when a record fails."""

    def __init__(self, file: io.TextIOWrapper, encoding: str) -> None:
        self._file = _bounded_lines(file)
        self._encoding = encoding
        self._again: deque[str] = deque()
        self._record: list[str] = []
        self._number = 0
        self.first = 1
        self.lost = 0  # lines with cells of question marks only
        self.notes: list[Note] = []

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else self._fresh()
        self._record.append(line)
        return line

    def _fresh(self) -> str:
        line = next(self._file)
        self._number += 1
        if self._number == 1:
            line = line.removeprefix("\ufeff")
        if len(line) >= FIELD_LIMIT and not line.endswith(("\n", "\r")):
            self._note_once("cut_field", {"line": self._number, "limit": FIELD_LIMIT // MEGABYTE})
            while (rest := next(self._file, "\n")) and not rest.endswith(("\n", "\r")):
                pass
        if "\0" in line:
            self._note_once("nuls", {"line": self._number})
            line = line.replace("\0", "")
        if "??" in line and _LOST.search(line):
            self.lost += 1
        if "\ufffd" in line:
            self._note_once("bad_bytes", {"line": self._number, "encoding": encodings.label(self._encoding)})
        return line

    def _note_once(self, code: str, values: dict[str, object]) -> None:
        if all(code != noted for noted, _values in self.notes):
            self.notes.append((code, values))

    @property
    def has_lost_letters(self) -> bool:
        """Whether so many lines have cells of question marks only that somebody lost their letters."""
        return self.lost >= _LEAST_LOST and self.lost * _SHARE_LOST >= self._number

    @property
    def taken(self) -> int:
        """The number of lines of the record that is being read."""
        return len(self._record)

    def begin_record(self) -> None:
        """Say that the next line begins a record."""
        self._record.clear()
        self.first = self._number - len(self._again) + 1

    def retreat(self) -> str:
        """Return the first line of the failed record and put the others back."""
        first, *others = self._record
        self._again.extendleft(reversed(others))
        return first


def _likely_separator(lines: list[str]) -> str:
    """Return the separator that cuts most lines into the same number of cells; a comma where none does."""
    best = (0.0, 0, ",")
    for separator in SEPARATORS:
        try:
            widths = [len(row) for row in csv.reader(lines, delimiter=separator) if row]
        except csv.Error:
            continue
        several = [width for width in widths if width > 1]
        if not several:
            continue
        usual = max(set(several), key=several.count)
        candidate = (round(several.count(usual) / len(widths), 2), usual, separator)
        if candidate[:2] > best[:2]:
            best = candidate
    return best[2]
