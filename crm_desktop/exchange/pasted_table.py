"""The table that a spreadsheet puts onto the clipboard: cells between tabs, quoted where they hold tabs or lines."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from crm_desktop.core.entity import Entity, Field
from crm_desktop.core.i18n import _
from crm_desktop.exchange.mapping import match_headings

# Quotation marks count only around a whole cell: spreadsheets leave those of '"Foo" Ltd' as they are.
_CELL = re.compile(r'"((?:[^"]|"")*)"(?=\t|\r|\n|\Z)|([^\t\r\n]*)')
_LINE_END = re.compile(r"\r\n|\r|\n")


def parse(text: str) -> list[list[str]]:
    """Return the rows of a table; empty lines at its end are none."""
    rows: list[list[str]] = [[]]
    at = 0
    while at <= len(text):
        cell = _CELL.match(text, at)
        assert cell is not None
        rows[-1].append(cell[1].replace('""', '"') if cell[1] is not None else cell[2])
        at = cell.end()
        if at >= len(text):
            break
        if text[at] == "\t":
            at += 1
        else:
            end = _LINE_END.match(text, at)
            at = end.end() if end is not None else at + 1
            rows.append([])
    while rows and not any(cell.strip() for cell in rows[-1]):
        rows.pop()
    return rows


def has_headings(first: Sequence[str], entity: Entity, custom: Iterable[Field] = (), least: int = 1) -> bool:
    """Tell whether a first row names fields: at least half of its cells, and no fewer than ``least``."""
    filled = [cell for cell in first if cell.strip()]
    if len(set(filled)) < len(filled) or any("\n" in cell for cell in filled):
        return False
    known = [
        one for one in match_headings(filled, entity, _, custom) if one.reason in ("key", "label", "alias")
    ]
    return len(known) >= max(least, (len(filled) + 1) // 2)


def write(path: Path, headings: Sequence[str] | None, rows: Iterable[Sequence[str]]) -> None:
    """Write a table as a file that an import can read; ``headings`` are put before the rows where they have none."""
    listed = [list(row) for row in rows]
    width = max((len(row) for row in listed), default=0)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter="\t")
        if headings is not None:
            extra = [_("Column %(number)d") % {"number": at + 1} for at in range(len(headings), width)]
            writer.writerow([*headings[:width], *extra])
        writer.writerows(row + [""] * (width - len(row)) for row in listed)
