"""CSV files going out: for Excel, with a mark and no cell that a spreadsheet program would run, and plain for others.

The reader (``csv_rows``) takes the guard away again, so export → import changes nothing. Cells are looked at by column,
a block of rows at a time, and quoted like the csv module of Python does it, which takes twice as long.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
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
_BETWEEN = "|"  # the texts of a column that are looked at together
_SIGNS, _WIDE_SIGNS = "=+-@'", "＝＋－＠"
# A text that begins like a formula, and is no number such as that of a telephone.
_MARKED = re.compile(r"\|(?=['=+\-@＝＋－＠])(?![+-]?[\d ().,-]+(?:\||$))")
_QUOTED = re.compile('[",\n]')
_MARK = "\ufeff"
_PLAIN = {int, float, Decimal, date, type(None)}  # their texts are what goes out
_TEXTS = {str, type(None)}
_MOMENTS = {datetime, type(None)}
_BLOCK = 1_000
_HARMLESS = re.compile(r"[+-]?[\d\s().,-]+")


def write_table(path: Path, columns: Sequence[ExportColumn], rows: Rows, *, title: str = "") -> Written:
    """Write a CSV file with a line of headings, to be opened in Excel. A CSV file has no title."""
    return _write(path, columns, rows, _MARK, _LIVE)


def write_plain_table(path: Path, columns: Sequence[ExportColumn], rows: Rows) -> Written:
    """Write a CSV file for other programs: no mark, and texts as they are, whatever they begin with.

    Only what looks guarded already gets one more guard, so that our own reader gives it back as it was.
    """
    return _write(path, columns, rows, "", _GUARDED)


def _write(
    path: Path, columns: Sequence[ExportColumn], rows: Rows, mark: str, live: re.Pattern[str]
) -> Written:
    written = Written()
    remaining = iter(rows)
    column_of = partial(_column, live=live)
    with write_atomically(path) as draft, draft.open("w", encoding="utf-8", newline="") as file:
        headings = [_quoted(_text(column.heading, live)) for column in columns]
        file.write(mark + _lines([[heading] for heading in headings]))
        while block := list(islice(remaining, _BLOCK)):
            file.write(_lines(list(map(column_of, zip(*block, strict=True)))))
            written.rows += len(block)
    return written


def _lines(columns: Sequence[Iterable[str]]) -> str:
    """Return columns of finished cells as lines, each with its end; a lone empty cell is quoted, as it is a row."""
    lines = map(",".join, zip(*columns, strict=True))
    return "\r\n".join([*(lines if len(columns) > 1 else (line or '""' for line in lines)), ""])


def _column(cells: Sequence[Any], live: re.Pattern[str]) -> Sequence[str]:
    """Return a column of a block as CSV has it."""
    try:
        return _texts(cells, _BETWEEN.join(cells), live)
    except TypeError:  # there are others than texts
        types = set(map(type, cells))
    if types <= _TEXTS:
        texts = [cell or "" for cell in cells]
        return _texts(texts, _BETWEEN.join(texts), live)
    if types <= _PLAIN:
        return ["" if cell is None else str(cell) for cell in cells]
    if types <= _MOMENTS:  # often one moment for many rows
        known = {cell: _quoted(_value(cell, live)) for cell in set(cells)}
        return [known[cell] for cell in cells]
    return [_quoted(_text(cell, live) if type(cell) is str else _value(cell, live)) for cell in cells]


def _texts(texts: Sequence[str], joined: str, live: re.Pattern[str]) -> Sequence[str]:
    """Return texts, which are also given joined, as CSV has them; most columns are found harmless at one look."""
    is_clean = joined.count(_BETWEEN) < len(texts) and joined.isprintable() and not _is_marked(joined)
    if not is_clean:
        return [_quoted(_text(text, live)) for text in texts]
    return list(map(_quoted, texts)) if "," in joined or '"' in joined else texts


def _is_marked(joined: str) -> bool:
    """Tell whether one of some texts that are joined begins like a formula."""
    signs = _SIGNS if joined.isascii() else _SIGNS + _WIDE_SIGNS
    return any(sign in joined for sign in signs) and bool(_MARKED.search(_BETWEEN + joined))


def _quoted(text: str) -> str:
    """Return a cell in quotes where it needs them."""
    return '"' + text.replace('"', '""') + '"' if _QUOTED.search(text) else text


def _text(text: str, live: re.Pattern[str]) -> str:
    """Return a text as CSV has it; one that is ``live`` gets a guard."""
    if text.isalnum():
        return text
    text = clean_text(text)
    return f"'{text}" if live.match(text) and not _HARMLESS.fullmatch(text) else text


def _value(cell: Any, live: re.Pattern[str]) -> str:
    """Return a cell that is not a text as CSV has it."""
    if cell is None:
        return ""
    if isinstance(cell, (int, Decimal)) and not isinstance(cell, bool):
        return str(cell)
    if isinstance(cell, datetime) and cell.time() != time():
        return cell.replace(tzinfo=None).isoformat(" ", "seconds")
    return _text(text_of(cell), live)
