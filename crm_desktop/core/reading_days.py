"""Dates and moments as people type them and spreadsheets hold them; as :mod:`crm_desktop.core.reading`, of which
this is the part about the calendar.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from crm_desktop.core import clock
from crm_desktop.core.i18n import _
from crm_desktop.core.reading import Unreadable, text_of

_EXCEL_EPOCH = date(1899, 12, 30)
_LONGEST_DATE = 60
_YMD = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
_ZERO = re.compile(
    r"0{1,4}([-/.])0{1,2}\1(?:0{1,4})(?: 00:00:00)?"
)  # what Outlook and MySQL write for no day
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_THREE = re.compile(r"(\d{1,2})\s*[-/.\s]\s*(\d{1,2})\s*[-/.\s]\s*(\d{4}|\d{1,2})")
_NAMED = re.compile(
    r"(\d{1,2})\.?[\s-]*([^\W\d]{3,12})\.?,?[\s-]*(\d{4})|([^\W\d]{3,12})\.?\s*(\d{1,2}),?\s*(\d{4})"
)
# The beginnings of the names of months, three letters long except where two months share them (juin, juillet).
_MONTHS = {
    name: place + 1
    for names in (
        "jan feb mar apr may jun jul aug sep oct nov dec",
        "janv fév mars avr mai juin juil aoû sept octo novem déc",
        "jän febr mär april mai juni juli augu sept okt nove dez",
        "ene fev mrz abr mei jun jul ago set out nov dic",
        "gen fevr marz apri mag giu lug aout septe ott novi dice",
    )
    for place, name in enumerate(names.split())
}


def day(cell: object, order: str = "dmy") -> date | None:
    """Return the date in a cell or text.

    Dates of a spreadsheet, ISO, 2026/1/2, 2026.1.2, 2026年1月2日, 20260102, 1/2/2026 (``order`` 'dmy' or
    'mdy' decides only when both are possible), 1 Jan 2026, Jan 1, 2026, and Excel's day numbers. A year of
    two digits belongs to the hundred years that end ten years from now. Raises Unreadable.
    """
    if cell is None or cell == "":
        return None
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return _numbered_day(cell)
    text = text_of(cell)
    if not text or _ZERO.fullmatch(text):
        return None
    if len(text) > _LONGEST_DATE:
        raise Unreadable(_("“%(value)s” is not a date.") % {"value": text[:80]})
    text = unicodedata.normalize("NFKC", text)
    stem = _without_time(text)
    parts = _day_parts(stem, order)
    if parts is None and stem.isdigit() and len(stem) == 5:
        return _numbered_day(int(stem))
    try:
        if parts is not None:
            return date(*parts)
    except ValueError:
        pass
    raise Unreadable(_("“%(value)s” is not a date.") % {"value": text[:80]})


def _without_time(text: str) -> str:
    """Return a text without the time of day behind it."""
    return re.split(r"[T ](?=\d{1,2}:)", text, maxsplit=1)[0].strip()


def _numbered_day(value: float) -> date:
    """Return the day of an Excel day number or of a number written YYYYMMDD."""
    whole = int(value) if 60 < value < 30_000_000 else 0  # not for NaN and infinity
    if 19_000_101 <= whole <= 21_001_231:
        found = day(str(whole))
        if found is not None:
            return found
    if 60 < whole < 110_000:
        return _EXCEL_EPOCH + timedelta(days=whole)
    raise Unreadable(_("“%(value)s” is not a date.") % {"value": text_of(value)})


def _day_parts(text: str, order: str) -> tuple[int, int, int] | None:
    """Return year, month and day of a text, unchecked, or None."""
    if match := _YMD.fullmatch(text) or _COMPACT.fullmatch(text):
        return int(match[1]), int(match[2]), int(match[3])
    if match := _THREE.fullmatch(text):
        first, second, third = (int(part) for part in match.groups())
        short = len(match[3]) < 4
        # 26-01-02 in a country that writes the year first; 85-03-02 and 26-1-2 anywhere.
        if short and len(match[1]) == 2 and (_year_first(match) or (order == "ymd" and second <= 12)):
            return _century(first), second, third
        if len(match[3]) == 1:
            return None
        year = _century(third) if short else third
        month_first = (order == "mdy" and first <= 12) or second > 12
        return (year, first, second) if month_first else (year, second, first)
    if match := _NAMED.fullmatch(text):
        number_of_day, name, named_year = match.groups()[:3] if match[1] else (match[5], match[4], match[6])
        name = name.casefold()
        found = _MONTHS.get(name[:4]) or _MONTHS.get(name[:3])
        return (int(named_year), found, int(number_of_day)) if found else None
    return None


def _year_first(match: re.Match[str]) -> bool:
    """Tell whether three numbers can only be year, month and day."""
    return len(match[1]) == 2 and (int(match[1]) > 31 or len(match[3]) == 1)


def _century(year: int) -> int:
    """Return the full year for two digits."""
    latest = clock.today().year + 10
    return latest - (latest - year) % 100


def day_order(texts: Iterable[str]) -> str | None:
    """Return 'dmy', 'mdy' or 'ymd' (years of two digits) when the texts of a column prove it, 'both' when they
    contradict one another, None when it stays open."""
    proofs = set()
    for text in texts:
        match = _THREE.fullmatch(_without_time(text)) if 5 < len(text) <= _LONGEST_DATE else None
        if match:
            first, second = int(match[1]), int(match[2])
            if _year_first(match):
                proofs.add("ymd")
            elif first > 12 or second > 12:
                proofs.add("dmy" if first > 12 else "mdy")
    return "both" if len(proofs) > 1 else next(iter(proofs), None)


_CLOCK = re.compile(r"[T ]\s*(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*(Z|[+-]\d{2}:?\d{2}|[AaPp][Mm])?$")


def moment(cell: object, order: str = "dmy") -> datetime | None:
    """Return a point in time: with a zone when the text names one, else without. Raises Unreadable."""
    if cell is None or cell == "":
        return None
    if isinstance(cell, datetime):
        return cell
    if isinstance(cell, float) and 60 < cell < 110_000:
        return datetime.combine(_EXCEL_EPOCH, time()) + timedelta(seconds=round(cell * 86_400))
    found = day(cell, order)
    if found is None:
        return None
    match = _CLOCK.search(unicodedata.normalize("NFKC", text_of(cell)))
    if match is None:
        return datetime.combine(found, time())
    hour, minute, second = int(match[1]), int(match[2]), int(match[3] or 0)
    mark = (match[4] or "").lower()
    if mark in ("am", "pm"):
        hour = hour % 12 + (12 if mark == "pm" else 0)
        mark = ""
    try:
        at = datetime.combine(found, time(hour, minute, second))
        return datetime.fromisoformat(at.isoformat() + mark.upper()) if mark else at
    except ValueError:
        raise Unreadable(_("“%(value)s” is not a time.") % {"value": text_of(cell)[:80]}) from None
