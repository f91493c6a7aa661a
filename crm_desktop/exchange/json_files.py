"""JSON files going out: one document, a list with one object for each row, for other programs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from crm_desktop.core.files import write_atomically
from crm_desktop.exchange.export import ExportColumn, Rows, Written


def write_table(path: Path, columns: Sequence[ExportColumn], rows: Rows, *, title: str = "") -> Written:
    """Write a list of objects whose keys are the headings; dates are ISO. A JSON file has no title."""
    written = Written()
    keys = [column.heading for column in columns]
    with write_atomically(path) as draft, draft.open("w", encoding="utf-8", errors="replace") as file:
        file.write("[")
        for row in rows:
            record = dict(zip(keys, row, strict=True))
            file.write(",\n " if written.rows else "\n ")
            file.write(json.dumps(record, ensure_ascii=False, default=_plain))
            written.rows += 1
        file.write("\n]\n")
    return written


def _plain(value: Any) -> object:
    """Return what JSON has no type for as the nearest that it has."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return str(value)
