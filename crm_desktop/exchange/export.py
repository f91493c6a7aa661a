"""What every writer of tables shares: columns, clean texts, and what was written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

_DIRT = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")

Rows = Iterable[Sequence[object]]


@dataclass(frozen=True, slots=True)
class ExportColumn:
    """A column of a table that goes out: its heading, Excel's number format ('@': text), its width in pixels."""

    heading: str
    number_format: str | None = None
    width: int = 120


@dataclass(slots=True)
class Written:
    """What came of an export: the number of rows, and what the user should know of it."""

    rows: int = 0
    notes: list[str] = field(default_factory=list)


def clean_text(text: str) -> str:
    """Return a text that every program can open: Unix line ends, no control characters, no halves of characters."""
    if text.isprintable():
        return text
    return _DIRT.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
