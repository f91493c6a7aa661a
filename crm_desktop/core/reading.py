"""Understanding what people type and what spreadsheets hold. Pure functions; nothing is guessed silently.
Dates and moments stand in :mod:`crm_desktop.core.reading_days`.

Every function takes the original (text or a typed spreadsheet cell), returns None for "nothing there" and raises
:class:`Unreadable` with a sentence in the user's language for what it cannot understand.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from crm_desktop.core import currency_signs
from crm_desktop.core.i18n import _


class Unreadable(ValueError):
    """A value that cannot be understood; the message is a sentence for the user."""


_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_SPACE = re.compile(r"[ \t\u00a0\u2007\u202f\u3000]+")


def text_of(cell: object) -> str:
    """Return a cell or a typed text as one clean text: trimmed, no control characters, whole numbers without
    ``.0`` or exponent, dates as ISO."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        text = cell.strip("\ufeff \t\r\n\u00a0\u3000")
        return _CONTROL.sub("", text.replace("\r\n", "\n")) if text else ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e22 else repr(cell)
    if isinstance(cell, datetime):
        return cell.isoformat(" ") if cell.time() != time() else cell.date().isoformat()
    return str(cell)


_NEITHER_LETTER_NOR_DIGIT = re.compile(r"[\W_]+")


@lru_cache(maxsize=20_000)
def fold(text: str) -> str:
    """Return ``text`` for comparing names: NFKC, case-folded, without spaces and punctuation, accents stripped."""
    if text.isascii():
        return _NEITHER_LETTER_NOR_DIGIT.sub("", text.lower())
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(ch for ch in decomposed if ch.isalnum())


_DIGITS = str.maketrans("０１２３４５６７８９．，－＋\u2212", "0123456789.,-+-")
_LONGEST_NUMBER = 60
_DIGITS_KEPT = 26  # what is left of the precision of Decimal when an amount is turned into cents
_UNITS = {"万": 10_000, "萬": 10_000, "亿": 100_000_000, "億": 100_000_000, "k": 1_000, "K": 1_000}


def number(cell: object, suffix: str = "") -> Decimal | None:
    """Return the number in a cell or text. Understands 1,234.5 and 1.234,5 and 1 234,5, 12万, （5） as −5.

    Groups and decimals are told apart by their places; a single separator with exactly three digits behind it
    is a group (1,234), except where a zero stands before it (0.123). Raises Unreadable.
    """
    if cell is None:
        return None
    if isinstance(cell, (int, float, Decimal)) and not isinstance(cell, bool):
        return _bounded(Decimal(repr(cell)) if isinstance(cell, float) else Decimal(cell), cell)
    if isinstance(cell, (date, datetime, time, timedelta)):
        raise Unreadable(_("This is a date, not a number."))
    text = _SPACE.sub("", str(cell)).translate(_DIGITS)
    if len(text) > _LONGEST_NUMBER:
        raise Unreadable(_("“%(value)s” is not a number.") % {"value": str(cell)[:80]})
    if suffix.strip():
        text = text.removesuffix(suffix.strip())
    if not text:
        return None
    negative = text[0] in "(（" and text[-1] in ")）"
    text = text.strip("()（）")
    factor = _UNITS.get(text[-1:], 1)
    if factor != 1:
        text = text[:-1]
    try:
        value = Decimal(_plain_number(text)) * factor
    except InvalidOperation:
        raise Unreadable(_("“%(value)s” is not a number.") % {"value": str(cell)[:80]}) from None
    return _bounded(-value if negative else value, cell)


def _bounded(value: Decimal, cell: object) -> Decimal:
    """Return a number that can be worked with; raises Unreadable for infinity and for more than 30 digits."""
    if not value.is_finite() or value.adjusted() >= _DIGITS_KEPT:
        raise Unreadable(_("“%(value)s” is not a number.") % {"value": str(cell)[:80]})
    return value


_NUMBER = re.compile(r"[+-]?[\d.,'’]*\d[\d.,'’]*(?:[eE][+-]?\d{1,3})?")


def _plain_number(text: str) -> str:
    """Return ``text`` with groups removed and a point before the decimals; raises InvalidOperation."""
    if not _NUMBER.fullmatch(text):
        raise InvalidOperation
    text = text.replace("'", "").replace("’", "")
    comma, point = text.rfind(","), text.rfind(".")
    if comma >= 0 and point >= 0:
        return text.replace(",", "") if point > comma else text.replace(".", "").replace(",", ".")
    for separator in ",.":
        count = text.count(separator)
        if not count:
            continue
        whole, tail = text.rsplit(separator, 1)
        grouped = all(len(group) == 3 for group in text.lstrip("+-").split(separator)[1:])
        if count > 1 and not grouped:
            raise InvalidOperation
        is_group = grouped and (count > 1 or (separator == "," and whole.lstrip("+-") not in ("", "0")))
        return text.replace(separator, "") if is_group else f"{whole}.{tail}"
    return text


def amount(cell: object, currency: str = "") -> Decimal | None:
    """Return an amount of money in whole units, as :func:`number`, without its currency.

    Raises Unreadable also when the text names another currency than ``currency`` ('' takes any).
    """
    if not isinstance(cell, str) or cell.isdecimal():
        return number(cell)
    named, rest = currency_signs.split(cell, currency)
    if named and currency and named != {currency}:
        values = {"value": cell[:80], "found": ", ".join(sorted(named)), "own": currency}
        raise Unreadable(_("“%(value)s” is an amount in %(found)s, but this one is in %(own)s.") % values)
    return number(rest)


_YES = {fold(word) for word in ("yes", "y", "true", "1", "x", "✓", "ja", "oui", "是", "有", "对", "真")}
_NO = {fold(word) for word in ("no", "n", "false", "0", "nein", "non", "否", "无", "没有", "假")}


def flag(cell: object) -> bool | None:
    """Return yes or no. Raises Unreadable."""
    if isinstance(cell, bool):
        return cell
    text = text_of(cell)
    if not text:
        return None
    if text == "✓" or fold(text) in _YES:
        return True
    if fold(text) in _NO:
        return False
    raise Unreadable(_("“%(value)s” is neither yes nor no.") % {"value": text[:80]})


_EMAIL = re.compile(
    r"[^\s@<>()\[\],;:\"]{1,64}@(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+(?:[^\W\d_]{2,24}|xn--[a-z0-9-]{2,59})",
    re.IGNORECASE,
)
USUAL_EMAIL = re.compile(
    r"(?=.{5,64}\Z)[a-z0-9_+-]+(?:\.[a-z0-9_+-]+)*@(?:[a-z0-9]+(?:-[a-z0-9]+)*\.)+[a-z]{2,24}",
    re.IGNORECASE | re.ASCII,
)
"""Most addresses: :func:`email` returns them as they are."""
_WIDE_MAIL = str.maketrans("＠．", "@.")
_MAILBOX = re.compile(r"[^<>]*<([^<>]+)>")


def email(text: str) -> str | None:
    """Return an e-mail address as typed, without 'mailto:' and without the name before <…>. Raises Unreadable."""
    if not text:
        return None
    bare = text.translate(_WIDE_MAIL).strip()
    bare = bare[7:].strip() if bare[:7].casefold() == "mailto:" else bare
    if match := _MAILBOX.fullmatch(bare):
        bare = match[1].strip()
    if len(bare) > 254 or ".." in bare or bare.startswith(".") or not _EMAIL.fullmatch(bare):
        raise Unreadable(_("“%(value)s” is not an e-mail address.") % {"value": text[:80]})
    return bare


_NOT_DIGIT = re.compile(r"\D+")
USUAL_PHONE = re.compile(r"\+?\d(?:[ -]?\d){4,18}")
_PHONE = re.compile(r"[+＋(（]?[\d\s()（）./\-–+*#转xX,;]*(?:(?:ext|分机|转)\.?\s*\d+)?")


def phone(text: str) -> str | None:
    """Return a phone number as typed. Raises Unreadable when it has no digits or is plainly something else."""
    if not text:
        return None
    if USUAL_PHONE.fullmatch(text):
        return text
    bare = text.removeprefix("tel:").strip()
    digits = len(_NOT_DIGIT.sub("", bare))
    if not 3 <= digits <= 24 or len(bare) > 60 or not _PHONE.fullmatch(bare):
        raise Unreadable(_("“%(value)s” is not a phone number.") % {"value": text[:80]})
    return bare


_TRUNK = re.compile(r"[(（]0[)）]")
# Countries whose numbers never begin with the 0 that is dialled inside them; people write it all the same.
_TRUNK_AFTER_CODE = re.compile(r"^(86|44|49|33|31|32|41|43|46|61|64|81|82|90)0(?=\d{5})")


_PLAIN_NUMBER = re.compile(r"\+?[0-9][0-9 -]*")  # most numbers: nothing to think about
_PLAIN_CHARACTERS = re.compile(r"[0-9 +\n-]*")
_BETWEEN = str.maketrans("", "", " -")
_CHINESE_MOBILE = re.compile(r"\n(?=1[3-9]\d{9}(?:\n|$))")
_UNSETTLED = re.compile(r"\n(?!\+(?!(?:86|44|49|33|31|32|41|43|46|61|64|81|82|90)0)[1-9]\d{6,}(?:\n|$))")


@lru_cache(maxsize=50_000)
def phone_key(text: str, region: str = "") -> str:
    """Return a phone number in its normal form for matching: E.164 where the country is known, else its digits.

    ``region`` (ISO 3166) is the country of numbers without a code. International numbers and Chinese ones are
    normalised here; for other national numbers the phonenumbers library (ITU numbering plans) decides.
    """
    if _PLAIN_NUMBER.fullmatch(text):
        return _key_of_digits(text.translate(_BETWEEN), region)
    bare = unicodedata.normalize("NFKC", text).strip()
    bare = re.split(r"(?i)ext|分机|转|[;x]", bare)[0]
    first = re.split(r"[/,、]", bare)[0]
    if len(_NOT_DIGIT.sub("", first)) > 6:  # another number or other last digits follow; 030/1234567 is one
        bare = first.strip()
    international = bare.lstrip("(").startswith("+") or bare.startswith("00")
    digits = _NOT_DIGIT.sub("", _TRUNK.sub("", bare) if international else bare)
    return _key_of_digits(("+" if international else "") + digits, region)


def phone_keys(texts: list[str], region: str = "") -> list[str]:
    """Return the normal forms of many phone numbers, as :func:`phone_key` does."""
    found = coded_phone_keys(texts, region)
    if found is not None:
        return found
    digits = _digits_together(texts)
    if digits is None:
        return [phone_key(text, region) for text in texts]
    return [_key_of_digits(one, region) for one in digits.split("\n")[1:]]


def coded_phone_keys(texts: list[str], region: str = "") -> list[str] | None:
    """Return the normal forms of many phone numbers where all have the code of a country, or are Chinese mobiles.

    Then nothing needs to be looked at one by one; None where that is not so.
    """
    digits = _digits_together(texts)
    if digits is None:
        return None
    coded = _CHINESE_MOBILE.sub("\n+86", digits) if region in ("", "CN") else digits
    return None if _UNSETTLED.search(coded) else coded.split("\n")[1:]


def _digits_together(texts: list[str]) -> str | None:
    """Return the digits of many plain numbers, each behind the end of a line; None where any is not plain."""
    together = "\n" + "\n".join(texts)
    if not _PLAIN_CHARACTERS.fullmatch(together) or together.count("\n") != len(texts):
        return None
    return together.translate(_BETWEEN) if together.count("+") == together.count("\n+") else None


def _key_of_digits(digits: str, region: str) -> str:
    """Return the normal form of digits, with a + in front where the number names its country."""
    if digits.startswith(("+", "00")):
        digits = digits.removeprefix("+").removeprefix("00")
        if len(digits) <= 6:
            return digits
        trunk = _TRUNK_AFTER_CODE.match(digits)
        return f"+{trunk[1]}{digits[trunk.end() :]}" if trunk else f"+{digits}"
    if len(digits) == 13 and digits.startswith("861"):
        return "+" + digits
    if region in ("", "CN") and len(digits) == 11 and digits[0] == "1" and digits[1] in "3456789":
        return "+86" + digits
    if region == "CN" and digits.startswith("0") and 10 <= len(digits) <= 12:
        return "+86" + digits[1:]
    if region and region != "CN" and len(digits) > 4:
        return _national(digits, region)
    return digits


def _national(digits: str, region: str) -> str:
    """Return a national number in E.164, or its digits where the numbering plan does not know it."""
    import phonenumbers

    try:
        parsed = phonenumbers.parse(digits, region)
    except phonenumbers.NumberParseException:
        return digits
    if not phonenumbers.is_possible_number(parsed):
        return digits
    return str(phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164))


_SEPARATORS = re.compile(r"[,;，；、|\n]+")


def words(text: str) -> list[str]:
    """Return the parts of a list written in one cell, trimmed, without repeats, in their order."""
    return list(dict.fromkeys(part.strip() for part in _SEPARATORS.split(text) if part.strip()))
