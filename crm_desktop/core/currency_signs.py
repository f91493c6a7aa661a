"""Which currency a written amount names: $, US$, €, 元, CHF … Codes are those of ISO 4217."""

from __future__ import annotations

import re
from functools import cache

# A sign that several currencies share means the customer's own one where that is among them, else the first.
_SIGNS = {
    "$": "USD CAD AUD NZD SGD HKD TWD MXN ARS CLP COP BBD BSD BZD FJD JMD NAD TTD",
    "¥": "CNY JPY", "￥": "CNY JPY", "元": "CNY TWD HKD MOP", "圆": "CNY JPY", "块": "CNY TWD", "円": "JPY",
    "€": "EUR", "£": "GBP EGP LBP", "₩": "KRW", "₽": "RUB", "₹": "INR", "₺": "TRY", "₴": "UAH", "₪": "ILS",
    "₫": "VND", "฿": "THB", "₱": "PHP", "₦": "NGN", "zł": "PLN", "Kč": "CZK", "kr": "SEK NOK DKK ISK",
    "US$": "USD", "HK$": "HKD", "NT$": "TWD", "AU$": "AUD", "A$": "AUD", "CA$": "CAD", "C$": "CAD", "S$": "SGD",
    "NZ$": "NZD", "MX$": "MXN", "R$": "BRL", "CN¥": "CNY", "JP¥": "JPY", "RMB": "CNY", "人民币": "CNY",
    "美元": "USD", "美金": "USD", "欧元": "EUR", "英镑": "GBP", "日元": "JPY", "港币": "HKD", "港元": "HKD",
    "新台币": "TWD", "瑞士法郎": "CHF",
}  # fmt: skip
_CODES = (
    "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP "
    "CNH CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG "
    "HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA "
    "MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD "
    "RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD "
    "UYU UZS VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW"
)


def split(text: str, own: str = "") -> tuple[frozenset[str], str]:
    """Return the currencies that ``text`` names, and the text without them. ``own`` is the one that is expected."""
    found = frozenset(_code(match[0], own) for match in _marks().finditer(text))
    return found, _marks().sub("", text) if found else text


def named(cell: object, own: str = "") -> str | None:
    """Return the one currency that a cell names, None where it names none or several."""
    if not isinstance(cell, str) or cell.isdecimal():
        return None
    found, _rest = split(cell, own)
    return next(iter(found)) if len(found) == 1 else None


def _code(mark: str, own: str) -> str:
    codes = _by_mark().get(mark.casefold(), mark.upper()).split()
    return own if own in codes else codes[0]


@cache
def _by_mark() -> dict[str, str]:
    return {sign.casefold(): codes for sign, codes in _SIGNS.items()}


@cache
def _marks() -> re.Pattern[str]:
    """Return the pattern of all signs, long ones first; letters must stand alone."""
    every = sorted([*_SIGNS, *_CODES.split()], key=len, reverse=True)
    one = "|".join(
        rf"(?<![^\W\d_]){re.escape(mark)}(?![^\W\d_])"
        if mark.isascii() and mark.isalpha()
        else re.escape(mark)
        for mark in every
    )
    return re.compile(one, re.IGNORECASE)
