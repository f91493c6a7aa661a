"""Finding the row of headings in a sheet, and giving every column a heading that can be used."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from crm_desktop.exchange.heading_words import fold_heading
from crm_desktop.exchange.source import SourceChunk

_DEPTH = 20
_LONGEST = 60
_SIMILAR_SCORE = 0.7
_VALUE = re.compile(r"[\d\s.,:/()%+€$¥￥£-]+|\S+@\S+\.\S+|https?://\S+|\d{4}年.*")
_CLEAR = tuple(
    map(
        re.compile,
        (
            r"[^\s@]+@[^\s@]+\.[^\s@]{2,}",
            r"https?://\S+|www\.\S+",
            r"\+?\d[\d ()/-]{6,18}",
            r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4}",
        ),
    )
)
_BRACKETS = re.compile(r"[(（\[【<].*?[)）\]】>]")
_INNER = re.compile(r"[(（\[【<](.*?)[)）\]】>]")
_NUMBER = re.compile(r"\b[2-9]\b")
_COUNTED = re.compile(r"[\s_-]*\d{1,2}$")


@dataclass(frozen=True, slots=True)
class Headed:
    """The headings of a table and the row of the sheet they stand in (0: none)."""

    row: int
    headings: list[str]


def find_headings(
    chunk: SourceChunk, wanted: int | None, known: Collection[str], first_column: int = 0
) -> Headed:
    """Return the headings: of the row ``wanted`` (0: there are none), else of the row that looks most like them.

    Where even that row holds values like those below it (addresses, numbers, days), there are none.
    """
    top = list(chunk.part(0, max(_DEPTH, 0) if wanted is None else None))
    if wanted is not None:
        cells = next((row.cells for row in top if row.number == wanted), ())
        return Headed(wanted, _named(cells, _width(chunk, cells), first_column))
    words = frozenset(known)
    hits = [sum(form in words for cell in row.cells for form in _exact_forms(cell)) for row in top]
    if max(hits) >= min(2, sum(cell is not None for cell in top[0].cells)):
        best = top[hits.index(max(hits))]
    else:
        scores = [_score(row.cells) for row in top]
        enough = max(scores) * _SIMILAR_SCORE
        best = next(row for row, score in zip(top, scores, strict=True) if score >= enough)
        if _is_record(best.cells, [row.cells for row in top if row.number > best.number]):
            return find_headings(chunk, 0, known, first_column)
    return Headed(best.number, _named(best.cells, _width(chunk, best.cells), first_column))


def heading_forms(text: str) -> list[str]:
    """Return what a heading may mean besides itself, folded, the surest first.

    'Phone (mobile)' → mobile, phone; 'Price (EUR)' → eur, price; 'E-mail 1' → email; 'Phone 2 - Value' →
    phone1value; '年龄*' is 年龄 already.
    """
    forms = [fold_heading(inner) for inner in _INNER.findall(text)]
    bare = _BRACKETS.sub(" ", text).strip()
    forms.append(fold_heading(_NUMBER.sub("1", text)))
    forms += [
        fold_heading(bare),
        fold_heading(_COUNTED.sub("", bare)),
        fold_heading(re.split(r"[:：/／\n]", bare)[0]),
    ]
    whole = fold_heading(text)
    return [form for form in dict.fromkeys(forms) if form and form != whole]


def _exact_forms(cell: object) -> set[str]:
    """Return the folded heading of a cell and its form without brackets; nothing for long texts and numbers."""
    if not isinstance(cell, str) or len(cell) > _LONGEST:
        return set()
    return {fold_heading(cell) or " "} | (
        {fold_heading(_BRACKETS.sub(" ", cell)) or " "} if "(" in cell or "（" in cell else set()
    )


def _score(cells: Sequence[object]) -> int:
    """Return how much a row looks like headings: the number of different short texts that are not values."""
    texts = {
        cell.strip().casefold()
        for cell in cells
        if isinstance(cell, str) and 0 < len(cell) <= _LONGEST and not _VALUE.fullmatch(cell.strip())
    }
    values = sum(isinstance(cell, (int, float, date)) for cell in cells)
    return max(len(texts) - values, 0)


def _is_record(cells: Sequence[object], below: Sequence[Sequence[object]]) -> bool:
    """Tell whether a row is one like those below it: where it holds a clear value, most of them do."""
    for place, cell in enumerate(cells):
        if sort := _clear_sort(cell):
            under = [row[place] for row in below if row[place] is not None]
            if under and 2 * sum(_clear_sort(one) == sort for one in under) > len(under):
                return True
    return False


def _clear_sort(cell: object) -> int:
    """Return which sort of value a cell clearly is, 0 for none."""
    if isinstance(cell, date):
        return len(_CLEAR)
    text = str(cell).strip()
    return next((at for at, form in enumerate(_CLEAR, 1) if form.fullmatch(text)), 0)


def _width(chunk: SourceChunk, headings: Sequence[object]) -> int:
    """Return the number of columns that have a heading or, in the first rows, anything else."""
    filled = [place + 1 for place, cell in enumerate(headings) if _is_text(cell)]
    used = [
        place + 1 for place, column in enumerate(chunk.columns) if any(cell is not None for cell in column)
    ]
    return max(filled[-1:] + used[-1:], default=1)


def _is_text(cell: object) -> bool:
    return cell is not None and bool(str(cell).strip())


def _named(cells: Sequence[object], width: int, first_column: int) -> list[str]:
    """Return a heading for each column; a column without one gets the letters that Excel shows above it."""
    names: list[str] = []
    taken: set[str] = set()
    for place in range(width):
        cell = cells[place] if place < len(cells) else None
        base = " ".join(str(cell).split()) if _is_text(cell) else column_letters(first_column + place)
        name, count = base, 1
        while name.casefold() in taken:
            count += 1
            name = f"{base} ({count})"
        taken.add(name.casefold())
        names.append(name)
    return names


def column_letters(place: int) -> str:
    """Return the letters of a column as Excel shows them, counted from 0."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
