"""How wide the columns of a table are, decided from its first rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from crm_desktop.core.document import Align, Column, Document, Row, Table
from crm_desktop.reports.cells import NUMBERS, column_sample, column_text
from crm_desktop.reports.pdf_fonts import Typeface, typeface

SAMPLE_ROWS = 400
SHORT_TABLE = 30  # rows; a short table is set with more air
PAD = 6.0  # points to each side of a cell's text

_LONGEST_CELL = 300  # characters that are looked at in a cell of one line
_WIDEST_TEXT = 150.0  # points a column of texts asks for before the type is made smaller
_NARROWEST_TEXT = 34.0
_HEADING_LINES = 2


@dataclass(frozen=True, slots=True)
class PlannedColumn:
    """A column with its place on the page and the function that writes its values."""

    column: Column
    left: float
    width: float
    align: Align
    text: Callable[[Any], str]

    @property
    def room(self) -> float:
        """The width that texts may take."""
        return self.width - 2 * PAD

    def anchor(self) -> float:
        """Return the x at which texts begin, are centred or end."""
        if self.align == "left":
            return self.left + PAD
        return self.left + (self.width / 2 if self.align == "center" else self.width - PAD)


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of a table, its size of type and the height of a row of one line."""

    columns: tuple[PlannedColumn, ...]
    size: float
    row_height: float
    leading: float


@dataclass(slots=True)
class _Wish:
    """What a column asks for, in points: its natural width, and that with its heading on one line."""

    column: Column
    align: Align
    numeric: bool
    text: Callable[[Any], str]
    texts: list[str]
    natural: float = 0.0
    roomy: float = 0.0


def plan(document: Document, table: Table, sample: Sequence[Row], left: float, room: float) -> Layout:
    """Return the layout of ``table`` for ``room`` points, from the first rows of it."""
    short = len(sample) <= SHORT_TABLE
    wishes = [_wish(document, table, sample, index) for index in range(len(table.columns))]
    usual = (9.5, 9.0, 8.5, 8.0, 7.5, 7.0) if short else (8.5, 8.0, 7.5, 7.0)
    sizes = (table.size,) if table.size is not None else usual
    for size in sizes:
        for wish in wishes:
            _measure(wish, size)
        if sum(w.natural if w.numeric else min(w.natural, _WIDEST_TEXT) for w in wishes) <= room:
            break
    if sum(wish.roomy for wish in wishes) <= room:
        for wish in wishes:
            wish.natural = wish.roomy
    columns, x = [], left
    for wish, width in zip(wishes, _widths(wishes, room), strict=True):
        columns.append(PlannedColumn(wish.column, x, width, wish.align, wish.text))
        x += width
    return Layout(tuple(columns), size, size + (12.5 if short else 8.0), size * 1.35)


def _wish(document: Document, table: Table, sample: Sequence[Row], index: int) -> _Wish:
    column = table.columns[index]
    values = column_sample(sample, index)
    if not callable(table.totals) and table.totals is not None and index < len(table.totals):
        values.append(table.totals[index])
    first = next((value for value in values if value is not None and value != ""), None)
    numeric = isinstance(first, NUMBERS) and not isinstance(first, bool) and column.format is None
    last = index == len(table.columns) - 1
    natural: Align = "right" if numeric or (last and index and isinstance(first, date)) else "left"
    text = column_text(document, column, values)
    face = typeface()
    texts = [face.clean(text(value)[:_LONGEST_CELL]) for value in values]
    return _Wish(column, column.align or natural, numeric or isinstance(first, date), text, texts)


def _measure(wish: _Wish, size: float) -> None:
    face, heading = typeface(), wish.column.heading[:_LONGEST_CELL]
    width = max((face.width(text, size) for text in set(wish.texts)), default=0.0)
    if wish.numeric:
        width *= 1.06  # sums are bold, and later rows may be a little longer
    wish.natural = max(width, heading_width(face, heading, size)) + 2 * PAD
    wish.roomy = max(width, min(face.width(face.clean(heading), size), _WIDEST_TEXT)) + 2 * PAD + 0.1


def heading_width(face: Typeface, heading: str, size: float) -> float:
    """Return the least width in which a heading stands on at most two lines without being cut."""
    whole = face.width(face.clean(heading[:_LONGEST_CELL]), size)
    if whole <= 60:
        return whole
    room = whole / 2
    while room < whole:
        lines = face.wrap(heading[:_LONGEST_CELL], size, room, _HEADING_LINES + 1)
        if len(lines) <= _HEADING_LINES:
            return min(room, _WIDEST_TEXT)
        room += 6
    return min(whole, _WIDEST_TEXT)


def _widths(wishes: Sequence[_Wish], room: float) -> list[float]:
    """Return widths that add up to ``room``: numbers get theirs, texts share what is left."""
    texts = [wish for wish in wishes if not wish.numeric]
    fixed = sum(wish.natural for wish in wishes if wish.numeric)
    left = room - fixed
    if left < len(texts) * _NARROWEST_TEXT:  # far too many columns: all of them shrink alike
        total = sum(wish.natural for wish in wishes) or 1.0
        return [wish.natural * room / total for wish in wishes]
    wanted = sum(wish.natural for wish in texts)
    if wanted <= left:
        takers = texts or list(wishes)
        weights = sum(max(wish.column.weight, 0.01) for wish in takers)
        spare = left - wanted
        return [
            wish.natural + (spare * max(wish.column.weight, 0.01) / weights if wish in takers else 0.0)
            for wish in wishes
        ]
    level = _level([wish.natural / max(wish.column.weight, 0.01) for wish in texts], texts, left)
    return [
        wish.natural if wish.numeric else min(wish.natural, level * max(wish.column.weight, 0.01))
        for wish in wishes
    ]


def _level(naturals: Sequence[float], texts: Sequence[_Wish], left: float) -> float:
    """Return the width per weight at which columns cut to it fill ``left`` exactly."""
    order = sorted(zip(naturals, texts, strict=True), key=lambda pair: pair[0])
    remaining = left
    weights = sum(max(wish.column.weight, 0.01) for wish in texts)
    for natural, wish in order:
        weight = max(wish.column.weight, 0.01)
        if natural * weights >= remaining:
            return remaining / weights
        remaining -= natural * weight
        weights -= weight
    return order[-1][0] if order else 0.0
