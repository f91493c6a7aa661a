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

import orjson

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


_forgiving = json.JSONEncoder(ensure_ascii=False, default=_plain).encode


def _written(value: object) -> bytes:
    """Return a value in one line. Halves of characters, which no file can hold, become question marks."""
    try:
        return orjson.dumps(value, _plain, orjson.OPT_PASSTHROUGH_DATETIME)
    except orjson.JSONEncodeError:
        return _forgiving(value).encode("utf-8", "replace")


def write_records(
    path: Path, entity: str, fields: Iterable[Mapping[str, object]], records: Iterable[Mapping[str, object]]
) -> Written:
    """Write records, each a mapping of what is filled, below the descriptions of their fields."""
    written = Written()
    with write_atomically(path) as draft, draft.open("wb") as file:
        file.write(f"{FIRST_LINE}\n".encode())
        file.write(b' "entity": %b, "written_at": %b,\n' % (_written(entity), _written(clock.stamp())))
        file.write(b' "fields": [\n  %b\n ],\n' % b",\n  ".join(map(_written, fields)))
        file.write(RECORDS.encode())
        for record in records:
            file.write(b",\n  " if written.rows else b"\n  ")
            file.write(_written(record))
            written.rows += 1
        file.write(b"\n ]}\n")
    return written
