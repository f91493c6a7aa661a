"""Numbers, money, dates and moments as people read them, in the language of a screen or a document.

Rules, the same everywhere:

* Money is ``€ 895,200``: symbol, thin space, number. It has no decimals when the amount is whole and all the
  decimals of its currency when it is not; ``decimals=True`` always shows them, for a column in which one
  amount has some. Nothing is ever rounded away. The yuan is ``¥`` in both languages, the yen ``JP¥``.
* Per cent is ``63.2 %`` with a no-break space.
* A day is ``21 Nov 2026`` in English (never 11/21, which half the world reads otherwise) and ``2026-11-21``
  in Chinese; long: ``21 November 2026``, ``2026年11月21日``.

Tables of 40,000 rows and lists call these, so the common cases take about a microsecond and need no locale
data: English and Chinese write numbers alike. Babel is imported when a currency's symbol or the name of a
month is first needed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, tzinfo
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import Any, Literal

THIN_SPACE = "\u202f"  # at which no line ends
MINUS = "\u2212"
NO_BREAK_SPACE = "\u00a0"
DayStyle = Literal["short", "long"]

_MINOR_DIGITS = {
    **dict.fromkeys(
        "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF".split(),
        0,
    ),
    **dict.fromkeys("BHD IQD JOD KWD LYD OMR TND".split(), 3),
    **dict.fromkeys("CLF UYW".split(), 4),
}
UNUSUAL_CURRENCIES = tuple(_MINOR_DIGITS)
"""The currencies whose minor unit is not a hundredth."""

_COMMA_AND_POINT = frozenset({"en", "zh_CN"})
_WHOLE = re.compile(r"%\((\w+)\)d")
_LARGEST_PLAIN = 15  # digits; a number beyond that is shown with an exponent


def format_number(value: int, language: str = "en") -> str:
    """Return a whole number with its thousands parted: ``1,284``."""
    text = f"{value:,}"
    return text if language in _COMMA_AND_POINT else _with_symbols(text, language)


def filled(message: str, values: Mapping[str, Any], language: str = "en") -> str:
    """Return a message with its named places filled, whole numbers (``%(count)d``) with their thousands parted."""
    parted = {name: format_number(int(values[name]), language) for name in _WHOLE.findall(message)}
    return _WHOLE.sub(r"%(\1)s", message) % {**values, **parted}


def format_decimal(value: Decimal | float, language: str = "en", digits: int | None = None) -> str:
    """Return a number with ``digits`` decimals (None: as many as it has): ``1,234.5``."""
    number = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    if not number.is_finite():
        return str(number)
    if abs(number.adjusted()) > _LARGEST_PLAIN:
        return f"{number:.6E}"
    if digits is not None:  # 62.5 is 63 to people, and 62 to the standard's banker
        number = number.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    text = f"{number:,f}"
    return text if language in _COMMA_AND_POINT else _with_symbols(text, language)


def format_size(size: int, language: str = "en") -> str:
    """Return a number of bytes as people read it: ``512 B``, ``12 KB``, ``4.2 MB`` (a KB is 1,000 bytes)."""
    if size < 1_000:
        return f"{size} B"
    if size < 1_000_000:
        return f"{format_decimal(size / 1_000, language, 0)} KB"
    return f"{format_decimal(size / 1_000_000, language, 1)} MB"


def format_percent(points: Decimal | float, language: str = "en", digits: int = 0) -> str:
    """Return percentage points as text: ``63.2 %``, ``−4 %``."""
    return format_decimal(points, language, digits).replace("-", MINUS) + NO_BREAK_SPACE + "%"


def format_money(minor: int, currency: str, language: str = "en", *, decimals: bool = False) -> str:
    """Return an amount of minor units as text: ``€ 895,200``, ``−€ 186,400.50``."""
    prefix, digits, unit = _money_style(currency, language)
    sign = MINUS if minor < 0 else ""
    whole, rest = divmod(abs(minor), unit)
    text = f"{sign}{prefix}{whole:,}"
    if rest or (decimals and digits):
        text = f"{text}.{rest:0{digits}d}"
    return text if language in _COMMA_AND_POINT else _with_symbols(text, language)


def minor_digits(currency: str) -> int:
    """Return how many decimals the minor unit of a currency stands for: EUR 2, JPY 0, KWD 3."""
    return _MINOR_DIGITS.get(currency.upper(), 2)


def money_number_format(currency: str) -> str:
    """Return Excel's number format for amounts of a currency: its symbol and its decimals."""
    digits = minor_digits(currency)
    symbol = currency_symbol(currency).replace('"', "")
    return f'"{symbol}"\u00a0#,##0' + ("." + "0" * digits if digits else "")


def major_units(minor: int, currency: str) -> Decimal:
    """Return an amount of minor units in the currency itself: 1050 cents are 10.50."""
    return Decimal(minor).scaleb(-minor_digits(currency))


# Reading Babel's locale data takes longer than painting the first page; what every start needs stands here, and a
# test compares it with Babel. The yuan is plainly ¥, whoever reads it.
_KNOWN_SYMBOLS = {"CNY": "¥", "JPY": "JP¥", "EUR": "€", "GBP": "£"}
_ENGLISH_MONTHS: dict[DayStyle, dict[int, str]] = {
    "short": dict(enumerate("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(), 1)),
    "long": dict(
        enumerate(
            "January February March April May June July August September October November December".split(),
            1,
        )
    ),
}


@cache
def currency_symbol(currency: str, language: str = "en") -> str:
    """Return the sign of a currency (``€``), or its code where it has none."""
    code = currency.upper()
    if code in _KNOWN_SYMBOLS:
        return _KNOWN_SYMBOLS[code]
    return str(locale_of(language).currency_symbols.get(code, code))


def format_day(value: date, language: str = "en", style: DayStyle = "short") -> str:
    """Return a day as text: ``21 Nov 2026`` or ``2026-11-21``."""
    if language == "zh_CN":
        long = style == "long"
        return f"{value.year}年{value.month}月{value.day}日" if long else date.isoformat(value)[:10]
    return f"{value.day} {_months(language, style)[value.month]} {value.year}"


def format_moment(value: datetime, language: str = "en", zone: tzinfo = UTC) -> str:
    """Return a moment (UTC) as the day and the time in ``zone``: ``21 Nov 2026 09:12``."""
    local = local_moment(value, zone)
    return f"{format_day(local, language)} {local.hour:02d}:{local.minute:02d}"


def local_moment(value: datetime, zone: tzinfo) -> datetime:
    """Return a moment on the clock of ``zone``; one without a zone counts as UTC."""
    moment = value if value.tzinfo is not None else value.replace(tzinfo=UTC)
    try:
        return moment.astimezone(zone)
    except OverflowError:  # the first and the last day that Python knows
        return moment


@cache
def _money_style(currency: str, language: str) -> tuple[str, int, int]:
    digits = minor_digits(currency)
    symbol = currency_symbol(currency, language)
    return (symbol + THIN_SPACE if symbol else "", digits, 10**digits)


@cache
def _months(language: str, style: DayStyle) -> dict[int, str]:
    if language == "en":
        return _ENGLISH_MONTHS[style]
    width = "wide" if style == "long" else "abbreviated"
    names = locale_of(language).months["format"][width]
    return {number: str(names[number]) for number in range(1, 13)}


def _with_symbols(text: str, language: str) -> str:
    """Return ``text``, written with comma and point, with the signs of another language."""
    symbols = locale_of(language).number_symbols.get("latn", {})
    swapped = {",": str(symbols.get("group", ",")), ".": str(symbols.get("decimal", "."))}
    return "".join(swapped.get(char, char) for char in text)


@cache
def locale_of(language: str) -> Any:
    """Return what Babel knows of a language; for one that it does not know, of English."""
    from babel.core import Locale, UnknownLocaleError  # 13 ms: only where a name is needed

    try:
        return Locale.parse(language)
    except (UnknownLocaleError, ValueError):
        return Locale.parse("en")
