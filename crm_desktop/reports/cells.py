"""Values of a document as texts, and texts made safe for files."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime, tzinfo
from decimal import Decimal
from typing import Any

from crm_desktop.core.document import Amount, Column, Document, Group, Percent, Row, Subtotal
from crm_desktop.core.formatting import (
    format_day,
    format_decimal,
    format_moment,
    format_money,
    format_number,
    format_percent,
    minor_digits,
)
from crm_desktop.core.i18n import N_, words_for

# What neither XML nor a PDF's own texts may hold: controls, halves of surrogate pairs, non-characters.
_UNSAFE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
ELLIPSIS = "…"
NUMBERS = (int, float, Decimal, Amount, Percent)

ToText = Callable[[Any], str]


def scrub(text: str, longest: int) -> str:
    """Return ``text`` without characters that break files, cut at ``longest`` with a mark."""
    cut = text if len(text) <= longest else text[: longest - 1] + ELLIPSIS
    return _UNSAFE.sub("", cut.replace("\r\n", "\n").replace("\r", "\n"))


def cell_text(language: str, zone: tzinfo = UTC, *, decimals: bool = False) -> ToText:
    """Return the function that writes any value in ``language``; ``decimals``: money always with cents."""
    writers: dict[type, ToText] = {
        str: str,
        bool: _yes_or_no(language),
        int: lambda value: format_number(value, language),
        float: lambda value: format_decimal(value, language),
        Decimal: lambda value: format_decimal(value, language),
        datetime: lambda value: format_moment(value, language, zone),
        date: lambda value: format_day(value, language),
        Amount: lambda value: format_money(value.minor, value.currency, language, decimals=decimals),
        Percent: lambda value: format_percent(value.points, language, value.digits),
        type(None): lambda value: "",
    }

    def text(value: Any) -> str:
        writer = writers.get(type(value))
        if writer is None:
            kind = next((known for known in writers if isinstance(value, known)), str)
            writer = writers[type(value)] = writers[kind]
        return writer(value)

    return text


def column_text(document: Document, column: Column, sample: Iterable[Any]) -> ToText:
    """Return the function that writes the values of ``column``.

    If one amount of the sample is not whole, all amounts of the column show their decimals.
    """
    if column.format is not None:
        own, language = column.format, document.language
        return lambda value: "" if value is None else own(value, language)
    decimals = any(
        value.minor % 10 ** minor_digits(value.currency) for value in sample if isinstance(value, Amount)
    )
    return cell_text(document.language, document.zone, decimals=decimals)


def column_sample(rows: Iterable[Row], index: int) -> list[Any]:
    """Return the values of one column of ``rows``, headings of groups left out."""
    cells = (row.cells if isinstance(row, Subtotal) else row for row in rows if not isinstance(row, Group))
    return [row[index] for row in cells if index < len(row)]


def labelled_totals(totals: Sequence[Any] | None, language: str) -> list[Any] | None:
    """Return the row of totals with the word 'Total' in its first cell if that is empty."""
    if totals is None:
        return None
    cells = list(totals)
    if cells and cells[0] is None:
        cells[0] = words_for(language).gettext(N_("Total"))
    return cells


def _yes_or_no(language: str) -> ToText:
    words = words_for(language)
    yes, no = words.gettext(N_("Yes")), words.gettext(N_("No"))
    return lambda value: yes if value else no
