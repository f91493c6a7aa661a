"""CSV files going out: UTF-8 with a mark for Excel, and no cell that a spreadsheet program would run.

The reader (``csv_rows``) takes the guard away again, so export → import changes nothing.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from datetime import date, datetime, time
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any

from crm_desktop.core.files import write_atomically
from crm_desktop.core.reading import text_of
from crm_desktop.exchange.export import ExportColumn, Rows, Written, clean_text

# Texts with a guard of their own get one more, so that taking one away gives back what was there.
_LIVE = re.compile("'*[=+\\-@\t\r\n＝＋－＠]")
_MARKED = re.compile("\n['=+\\-@＝＋－＠]")  # a line that begins like a formula
_PLAIN = {int, float, Decimal, date, type(None)}  # written by the csv module as they should be
_TEXTS = {str, type(None)}
_MOMENTS = {datetime, type(None)}
_BLOCK = 1_000
_HARMLESS = re.compile(r"[+-]?[\d\s().,-]+")


def write_table(path: Path, columns: Sequence[ExportColumn], rows: Rows, *, title: str = "") -> Written:
    """Write a CSV file with a line of headings. A CSV file has no title."""
    written = Written()
    remaining = iter(rows)
    with write_atomically(path) as draft, draft.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([_text(column.heading) for column in columns])
        while block := list(islice(remaining, _BLOCK)):
            writer.writerows(zip(*map(_column, zip(*block, strict=True)), strict=True))
            written.rows += len(block)
    return written


def _column(cells: tuple[object, ...]) -> Sequence[object]:
    """Return a column of a block as CSV has it; most columns are found harmless at one look."""
    types = set(map(type, cells))
    if types <= _PLAIN:
        return cells
    if types <= _TEXTS:
        texts: Sequence[str] = cells if None not in cells else list(filter(None, cells))  # type: ignore[assignment, arg-type]
        if "".join(texts).isprintable() and not _MARKED.search("\n" + "\n".join(texts)):
            return cells
    if types <= _MOMENTS:  # often one moment for many rows
        known = {cell: _value(cell) for cell in set(cells)}
        return [known[cell] for cell in cells]
    return [_text(cell) if type(cell) is str else _value(cell) for cell in cells]


def _text(text: str) -> str:
    if text.isalnum():
        return text
    text = clean_text(text)
    return f"'{text}" if _LIVE.match(text) and not _HARMLESS.fullmatch(text) else text


def _value(cell: Any) -> object:
    """Return a cell that is not a text as CSV has it."""
    if cell is None or (isinstance(cell, (int, Decimal)) and not isinstance(cell, bool)):
        return cell
    if isinstance(cell, datetime) and cell.time() != time():
        return cell.replace(tzinfo=None).isoformat(" ", "seconds")
    return _text(text_of(cell))
