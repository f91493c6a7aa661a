"""Values of a document as typed cells of a workbook, with their number formats."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

from crm_desktop.core.document import Amount, Cell, Column, Document, Percent
from crm_desktop.core.formatting import (
    currency_symbol,
    local_moment,
    major_units,
    minor_digits,
)
from crm_desktop.reports.cells import NUMBERS, cell_text, scrub

LONGEST_TEXT = 32_767  # characters of a cell, in every program
_EXACT_DIGITS = 15  # a longer number would lose digits in Excel, so it is written as text
_FIRST_DAY = date(1900, 3, 1)  # Excel believes in 29 February 1900
_MOST_DECIMALS = 10
_PLAIN = Column("")

_PLAIN_FONT = Font(name="Calibri", size=11)
_BOLD = Font(name="Calibri", size=11, bold=True)
_TITLE = Font(name="Calibri", size=16, bold=True)
_QUIET = Font(name="Calibri", size=11, color="667085")
_HEADING_FILL = PatternFill("solid", fgColor="EEF2FA")
_THIN = Side("thin", color="9AA4B2")

Typed = tuple[Any, str, str]
"""A value as the file holds it, openpyxl's letter for its type, and its number format."""


class Cells:
    """Makes the cells of one write-only sheet. A cell is written at once, so each place reuses its own."""

    def __init__(self, sheet: Any, document: Document) -> None:
        self._sheet = sheet
        self._document = document
        self._text = cell_text(document.language, document.zone)
        self._reused: dict[tuple[int, str, bool], Any] = {}
        self._decimals: dict[int, bool] = {}

    def learn(self, place: int, column: Column, values: Iterable[Any]) -> None:
        """Look at the first values of a column: if one amount is not whole, all show their decimals."""
        amounts = (value for value in values if isinstance(value, Amount))
        self._decimals[place] = any(a.minor % 10 ** minor_digits(a.currency) for a in amounts)

    def shown(self, value: Any, place: int, column: Column) -> str:
        """Return about what will be seen of a value, to reckon the width of its column."""
        if isinstance(value, Amount) and self._decimals.get(place):
            return self._text(value) + "." + "0" * minor_digits(value.currency)
        return self._own_text(value, column)[:LONGEST_TEXT]

    def heading(self, text: str, *, right: bool = False) -> Any:
        """Return the cell of a heading, at the right above numbers and dates."""
        cell = self._words(text, _BOLD)
        cell.fill = _HEADING_FILL
        side = "right" if right else "left"
        cell.alignment = Alignment(horizontal=side, vertical="center", wrap_text=True)
        return cell

    def title(self, text: str) -> Any:
        """Return the large cell of a title."""
        return self._words(text, _TITLE)

    def quiet(self, text: str) -> Any:
        """Return a grey cell."""
        return self._words(text, _QUIET)

    def strong(self, value: Any, place: int = 0, column: Column = _PLAIN, *, rule: bool = False) -> Any:
        """Return a bold cell, with a line above if it is a total."""
        content, kind, number_format = self._typed(value, place, column)
        if content is None and not rule:
            return None
        cell = self._cell(content, kind, _BOLD)
        cell.number_format = number_format
        if rule:
            cell.border = Border(top=_THIN)
        return cell

    def left(self, value: Any, place: int, *, strong: bool = False) -> Any:
        """Return the cell for a value in a row of labels and values, at the left whatever its type."""
        cell = self.strong(value, place)
        if cell is not None:
            cell.alignment = Alignment(horizontal="left")
            cell.font = _BOLD if strong else _PLAIN_FONT
        return cell

    def value(self, value: Any, place: int, column: Column = _PLAIN, *, wrap: bool = False) -> Any:
        """Return the cell for a value, or what the writer takes in place of one: None, a harmless string."""
        wrap = wrap or column.wrap
        plain = type(value) is str and not wrap and column.format is None
        if plain and value.isprintable() and len(value) < 1000 and value[:1] not in "=#":
            return value or None
        content, kind, number_format = self._typed(value, place, column)
        if content is None:
            return None
        cell = self._reusable(place, number_format, wrap)
        cell.value = content
        cell.data_type = kind  # after the value, which openpyxl would take for a formula
        return cell

    def _words(self, text: str, font: Font) -> Any:
        return self._cell(scrub(text, LONGEST_TEXT), "s", font)

    def _cell(self, content: Any, kind: str, font: Font) -> Any:
        cell = WriteOnlyCell(self._sheet)
        cell.font = font
        cell.value = content
        cell.data_type = kind  # after the value, which openpyxl would take for a formula
        return cell

    def _reusable(self, place: int, number_format: str, wrap: bool) -> Any:
        key = (place, number_format, wrap)
        cell = self._reused.get(key)
        if cell is None:
            cell = self._reused[key] = WriteOnlyCell(self._sheet)
            cell.number_format = number_format
            if wrap:
                cell.alignment = Alignment(wrap_text=True, vertical="top")
        return cell

    def _typed(self, value: Any, place: int, column: Column) -> Typed:
        if value is None or value == "":
            return None, "n", "General"
        content, kind, number_format = typed(value, self._document, decimals=self._decimals.get(place, False))
        if kind == "s":
            content = scrub(self._own_text(value, column), LONGEST_TEXT) or None
        elif column.number_format is not None:
            number_format = column.number_format
        return content, kind, number_format

    def _own_text(self, value: Any, column: Column) -> str:
        if column.format is not None and value is not None:
            return column.format(value, self._document.language)
        return self._text(value)


def typed(value: Cell, document: Document, *, decimals: bool = False) -> Typed:
    """Return a value as a cell holds it; what Excel cannot hold exactly becomes text."""
    if isinstance(value, bool):
        return value, "b", "General"
    if isinstance(value, Amount):
        number_format = money_format(value, document.language, decimals=decimals)
        return _number(major_units(value.minor, value.currency), number_format)
    if isinstance(value, Percent):
        places = "." + "0" * value.digits if value.digits else ""
        return (
            _number(Decimal(str(value.points)) / 100, f"0{places} %") if _finite(value.points) else _AS_TEXT
        )
    if isinstance(value, int):
        return _number(value, "#,##0")
    if isinstance(value, (float, Decimal)):
        return _number(value, _decimal_format(value)) if _finite(value) else _AS_TEXT
    if isinstance(value, datetime):
        local = local_moment(value, document.zone).replace(tzinfo=None, microsecond=0)
        return (local, "d", _moment_format(document)) if local.date() >= _FIRST_DAY else _AS_TEXT
    if isinstance(value, date):
        return (value, "d", _day_format(document)) if value >= _FIRST_DAY else _AS_TEXT
    return _AS_TEXT


_AS_TEXT: Typed = ("", "s", "General")


def money_format(amount: Amount, language: str, *, decimals: bool = False) -> str:
    """Return Excel's format for money: symbol, space, number; decimals if asked for or if the amount has some."""
    digits = minor_digits(amount.currency)
    symbol = scrub(currency_symbol(amount.currency, language), 8).replace("]", "").replace("-", "")
    fraction = digits and (decimals or amount.minor % 10**digits)
    return f"[${symbol}] #,##0" + ("." + "0" * digits if fraction else "")


def column_width(texts: Sequence[str]) -> float:
    """Return a width for a column in characters; Chinese ones count twice."""
    widest = max((text_width(text) for text in texts), default=0)
    return float(min(max(widest * 1.08 + 2, 8), 60))


def text_width(text: str) -> int:
    """Return how many narrow characters a text is wide, at its widest line."""
    lines = text[:2_000].splitlines() or [""]
    return max(sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line) for line in lines)


def stands_right(values: Iterable[Any]) -> bool:
    """Return whether Excel puts the first of ``values`` that is not empty at the right of its cell."""
    first = next((value for value in values if value is not None and value != ""), None)
    return isinstance(first, (*NUMBERS, date)) and not isinstance(first, bool)


def _decimal_format(value: Decimal | float) -> str:
    """Return a format with as many decimals as the number has (``#`` in place of 0 would leave a lone point)."""
    exponent = Decimal(str(value)).normalize().as_tuple().exponent
    places = min(max(-int(exponent), 0), _MOST_DECIMALS)
    return "#,##0" + ("." + "0" * places if places else "")


def _number(value: Decimal | float, number_format: str) -> Typed:
    if Decimal(value).adjusted() >= _EXACT_DIGITS:
        return _AS_TEXT
    return value, "n", number_format


def _finite(value: Decimal | float) -> bool:
    return math.isfinite(value)


def _day_format(document: Document) -> str:
    return "yyyy-mm-dd" if document.language == "zh_CN" else "d mmm yyyy"


def _moment_format(document: Document) -> str:
    return _day_format(document) + " hh:mm"
