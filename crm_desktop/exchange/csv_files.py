"""CSV files going out: for Excel, with a mark and no cell that a spreadsheet program would run, and plain for others.

The reader (``csv_rows``) takes the guard away again, so export → import changes nothing.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from datetime import date, datetime, time
from decimal import Decimal
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from crm_desktop.core.files import write_atomically
from crm_desktop.core.reading import text_of
from crm_desktop.exchange.export import ExportColumn, Rows, Written, clean_text

# Texts with a guard of their own get one more, so that taking one away gives back what was there.
_LIVE = re.compile("'*[=+\\-@\t\r\n＝＋－＠]")
_GUARDED = re.compile("'+[=+\\-@\t\r\n＝＋－＠]")  # what the reader takes a guard from
# A line that begins like a formula, and is no number such as that of a telephone.
_MARKED = re.compile("\n(?=['=+\\-@＝＋－＠])(?![+-]?[\\d ().,-]+(?:\n|$))")
_PLAIN = {int, float, Decimal, date, type(None)}  # written by the csv module as they should be
_TEXTS = {str, type(None)}
_MOMENTS = {datetime, type(None)}
_BLOCK = 1_000
_HARMLESS = re.compile(r"[+-]?[\d\s().,-]+")


def write_table(path: Path, columns: Sequence[ExportColumn], rows: Rows, *, title: str = "") -> Written:
    """Write a CSV file with a line of headings, to be opened in Excel. A CSV file has no title."""
    return _write(path, columns, rows, "utf-8-sig", _LIVE)


def write_plain_table(path: Path, columns: Sequence[ExportColumn], rows: Rows) -> Written:
    """Write a CSV file for other programs: no mark, and texts as they are, whatever they begin with.

    Only what looks guarded already gets one more guard, so that our own reader gives it back as it was.
    """
    return _write(path, columns, rows, "utf-8", _GUARDED)


def _write(
    path: Path, columns: Sequence[ExportColumn], rows: Rows, encoding: str, live: re.Pattern[str]
) -> Written:
    written = Written()
    remaining = iter(rows)
    column_of = partial(_column, live=live)
    with write_atomically(path) as draft, draft.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file)
        writer.writerow([_text(column.heading, live) for column in columns])
        while block := list(islice(remaining, _BLOCK)):
            writer.writerows(zip(*map(column_of, zip(*block, strict=True)), strict=True))
            written.rows += len(block)
    return written


def _column(cells: tuple[object, ...], live: re.Pattern[str]) -> Sequence[object]:
    """Return a column of a block as CSV has it; most columns are found harmless at one look."""
    types = set(map(type, cells))
    if types <= _PLAIN:
        return cells
    if types <= _TEXTS:
        texts: Sequence[str] = cells if None not in cells else list(filter(None, cells))  # type: ignore[assignment, arg-type]
        if "".join(texts).isprintable() and not _MARKED.search("\n" + "\n".join(texts)):
            return cells
    if types <= _MOMENTS:  # often one moment for many rows
        known = {cell: _value(cell, live) for cell in set(cells)}
        return [known[cell] for cell in cells]
    return [_text(cell, live) if type(cell) is str else _value(cell, live) for cell in cells]


def _text(text: str, live: re.Pattern[str]) -> str:
    """Return a text as CSV has it; one that is ``live`` gets a guard."""
    if text.isalnum():
        return text
    text = clean_text(text)
    return f"'{text}" if live.match(text) and not _HARMLESS.fullmatch(text) else text


def _value(cell: Any, live: re.Pattern[str]) -> object:
    """Return a cell that is not a text as CSV has it."""
    if cell is None or (isinstance(cell, (int, Decimal)) and not isinstance(cell, bool)):
        return cell
    if isinstance(cell, datetime) and cell.time() != time():
        return cell.replace(tzinfo=None).isoformat(" ", "seconds")
    return _text(text_of(cell), live)
