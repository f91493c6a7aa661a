"""JSON files of ours going out: one document that says what it holds, one record on each line (``docs/json.md``).

The reader is ``json_rows``; what goes out comes back as it was.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from crm_desktop.core import clock
from crm_desktop.core.files import write_atomically
from crm_desktop.exchange.export import Written

FORMAT = "crm-desktop records"
VERSION = 1
FIRST_LINE = f'{{"format": "{FORMAT}", "version": {VERSION},'
"""How every file of ours begins; the reader knows it by this."""
RECORDS = ' "records": ['
"""The line before the records."""


def _plain(value: Any) -> object:
    """Return what JSON has no type for as the nearest that it has; a decimal that a float would change as text."""
    if isinstance(value, datetime):
        return clock.stamp(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        if value == value.to_integral_value():
            return int(value)
        return float(value) if Decimal(repr(float(value))) == value else str(value)
    return str(value)


_written = json.JSONEncoder(ensure_ascii=False, default=_plain).encode


def write_records(
    path: Path, entity: str, fields: Iterable[Mapping[str, object]], records: Iterable[Mapping[str, object]]
) -> Written:
    """Write records, each a mapping of what is filled, below the descriptions of their fields."""
    written = Written()
    with write_atomically(path) as draft, draft.open("w", encoding="utf-8", errors="replace") as file:
        file.write(f"{FIRST_LINE}\n")
        file.write(f' "entity": {_written(entity)}, "written_at": {_written(clock.stamp())},\n')
        described = ",\n  ".join(map(_written, fields))
        file.write(f' "fields": [\n  {described}\n ],\n{RECORDS}')
        for record in records:
            file.write(f"{',' if written.rows else ''}\n  {_written(record)}")
            written.rows += 1
        file.write("\n ]}\n")
    return written
