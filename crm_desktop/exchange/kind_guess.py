"""Which kind of custom field the values of a column look like: a proposal for a column that no field fits."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from typing import Any

from crm_desktop.core import currency_signs, reading
from crm_desktop.core.kinds import Day, Locale, Money
from crm_desktop.core.reading import Unreadable, text_of

SAMPLE = 200  # rows that are looked at
ENTRIES = 12  # words of a list, at most
REPEATED = 2  # times that each word of a list stands there on average, at least
LONG = 100  # letters
_WEB = re.compile(
    r"(?:https?://|www\.)\S+|[\w-]+(?:\.[\w-]+)*\.(?:com|cn|net|org|eu|de|io|co|uk)(?:/\S*)?", re.I
)
_PHONE = re.compile(r"(?:\+|00?)[\d\s()/.-]{6,}|1[3-9]\d{9}|\(\d+\)[\d\s-]{5,}")
_WHOLE = re.compile(r"-?(?:0|[1-9]\d{0,14})")
_TIME = re.compile(r"\d:\d\d")


def proposed(cells: Sequence[object], locale: Locale) -> str:
    """Return the code of the kind that fits all filled cells of a column, the most particular one first."""
    filled = [cell for cell in cells if text_of(cell)]
    if not filled:
        return "text"
    texts = list(map(text_of, filled))
    for kind, fits in _TESTS:
        if all(fits(cell, text, locale) for cell, text in zip(filled, texts, strict=True)):
            return kind
    if any("\n" in text or len(text) > LONG for text in texts):
        return "long_text"
    different = len({text.casefold() for text in texts})
    return "option" if different <= ENTRIES and len(texts) > different * REPEATED else "text"


def _reads(read: Callable[[Any], object], cell: object) -> bool:
    try:
        return read(cell) is not None
    except (Unreadable, ArithmeticError, ValueError):
        return False


def _is_flag(cell: object, _text: str, _locale: Locale) -> bool:
    return _reads(reading.flag, cell)


def _is_day(cell: object, text: str, locale: Locale) -> bool:
    if isinstance(cell, datetime):
        return cell.time() == time()
    if isinstance(cell, date):
        return True
    if not isinstance(cell, str) or text.isdigit() or _TIME.search(text):
        return False
    return _reads(lambda one: Day().read(one, locale), text) and not _is_number(cell, text, locale)


def _is_moment(cell: object, text: str, locale: Locale) -> bool:
    if isinstance(cell, date):
        return True
    return (
        isinstance(cell, str)
        and bool(_TIME.search(text))
        and _reads(lambda one: Day().read(one, locale), text)
    )


def _is_whole(cell: object, text: str, _locale: Locale) -> bool:
    return isinstance(cell, (int, str)) and bool(_WHOLE.fullmatch(text)) and not _PHONE.fullmatch(text)


def _is_money(cell: object, text: str, locale: Locale) -> bool:
    signed = currency_signs.named(cell, locale.currency) is not None
    return (signed or _is_number(cell, text, locale)) and _reads(lambda one: Money().read(one, locale), cell)


def _is_number(cell: object, text: str, _locale: Locale) -> bool:
    if isinstance(cell, (int, float)):
        return True
    return not re.match(r"[+0]\d", text) and _reads(reading.number, text)


_Test = Callable[[object, str, Locale], bool]
_TESTS: tuple[tuple[str, _Test], ...] = (
    ("flag", _is_flag),
    ("day", _is_day),
    ("moment", _is_moment),
    ("number", _is_whole),
    ("phone", lambda _cell, text, _locale: bool(_PHONE.fullmatch(text))),
    ("exact", _is_number),
    ("money", _is_money),
    ("email", lambda _cell, text, _locale: _reads(reading.email, text)),
    ("web", lambda _cell, text, _locale: bool(_WEB.fullmatch(text))),
)
