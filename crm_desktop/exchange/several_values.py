"""Cells that hold several numbers or addresses: ``138 0000 1111/139 0000 2222``, ``a@x.example; b@x.example``.

People write so where a table has one column for what somebody has two of. Only what is surely several is parted: an
extension, or a number that is written as a range (``030 1234-0/15``), stays with its number.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from crm_desktop.core.entity import Field
from crm_desktop.core.kind import Kind
from crm_desktop.core.kinds import Email, Phone
from crm_desktop.exchange import way_words
from crm_desktop.exchange.mapping import ColumnMatch, Mapping, one_more, plain_key

MOST = 6  # values that one cell may hold
_FEWEST_DIGITS = 7  # of a number that stands for itself
_BETWEEN_NUMBERS = re.compile(
    r"\s*(?:[/;,|、，；／\n]|\b(?:or|oder|ou)\b|或)\s*|(?<=[^\W\d][)）])\s*(?=\+?\d{7})"
    rf"|{way_words.NEXT_SORT}",
    re.IGNORECASE,
)
_IN_A_ROW = re.compile(r"\+?\d{9,15}(?:\s+\+?\d{9,15})+")
_SIGNS = "/;,|、，；／\n或"
_WORDS = re.compile(r"\bo(?:r|u|der)\b")
_NEXT_NUMBER = re.compile(r"(?<=\d{9})\s+\+?\d{9}")
_SECOND_ADDRESS = re.compile(r"@[^\0@]*@")
_AFTER_A_SORT = re.compile(r"(?<=[^\W\d][)）])\s*(?=\+?\d{7})")  # 13800007777（家）13900008888（公）
_NEXT_SORT = re.compile(way_words.NEXT_SORT, re.IGNORECASE)
_LETTER = re.compile(r"[^\W\d_]")
_NOT_GIVEN = re.compile(r"\bn/a\b", re.IGNORECASE)
_DIGIT = re.compile(r"\d")


def may_hold_several(kind: Kind[Any], cells: Sequence[object]) -> bool:
    """Tell quickly whether any of these cells may hold several values of a kind."""
    text = "\0".join([one for one in cells if type(one) is str])
    if isinstance(kind, Email):
        return _SECOND_ADDRESS.search(text) is not None
    return isinstance(kind, Phone) and (
        any(sign in text for sign in _SIGNS)
        or ("o" in text and _WORDS.search(text) is not None)
        or _NEXT_NUMBER.search(text) is not None
        or ((")" in text or "）" in text) and _AFTER_A_SORT.search(text) is not None)
        or (_LETTER.search(text) is not None and _NEXT_SORT.search(text) is not None)
    )


def parted(kind: Kind[Any], cell: object) -> list[str]:
    """Return the values of a cell, each as it stands there; of a cell with one value nothing."""
    found = _values(kind, cell)
    return found if 1 < len(found) <= MOST else []


def only_value(kind: Kind[Any], cell: str) -> str | None:
    """Return the one number or address of a cell that says more than that, '' for a word for none; None if unsure."""
    if way_words.is_none(cell):
        return ""
    found = _values(kind, cell)
    return found[0] if len(found) == 1 else None


def _values(kind: Kind[Any], cell: object) -> list[str]:
    if type(cell) is not str:
        return []
    text = _NOT_GIVEN.sub("none", cell.strip())  # its stroke parts nothing
    return way_words.bare_addresses(text) if isinstance(kind, Email) else _numbers(text)


def _numbers(text: str) -> list[str]:
    if _IN_A_ROW.fullmatch(text):
        return text.split()
    pieces = [one for one in _BETWEEN_NUMBERS.split(text) if one and not way_words.is_none(one)]
    found = [one for one in map(way_words.bare_number, pieces) if one]
    return found if all(len(_DIGIT.findall(one)) >= _FEWEST_DIGITS for one in found) else []


class Further:
    """What the cells of a chunk hold beyond their first number or address, by the kind of channels."""

    def __init__(self) -> None:
        self._found: dict[str, dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))

    def taken_from(self, cells: Sequence[object], field: Field) -> tuple[list[object], int]:
        """Return the cells of a column with the first value of each, and how many held several."""
        first, count = list(cells), 0
        for place, cell in enumerate(cells):
            if several := parted(field.kind, cell):
                first[place] = several[0]
                self._found[plain_key(field)][place] += several[1:]
                count += 1
        return first, count

    def columns(self, mapping: Mapping, size: int) -> Iterator[tuple[ColumnMatch, Field, list[str | None]]]:
        """Yield the columns that the other values make, after those that the table has: one like them, the field, and
        the cells."""
        for key, by_place in self._found.items():
            alike = [one for one in mapping.matched if one.field is not None and plain_key(one.field) == key]
            field = next(one.field for one in alike if one.field is not None)
            for count in range(max(map(len, by_place.values()))):
                cells: list[str | None] = [None] * size
                for place, texts in by_place.items():
                    cells[place] = texts[count] if count < len(texts) else None
                yield alike[0], one_more(mapping.entity, field, len(alike) + count + 1), cells


__all__ = ["MOST", "Further", "may_hold_several", "only_value", "parted"]
