"""Numbers, money and dates as people read them."""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from babel.core import Locale
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.core.formatting import (
    currency_symbol,
    filled,
    format_day,
    format_decimal,
    format_moment,
    format_money,
    format_number,
    format_percent,
    major_units,
    minor_digits,
)
from crm_desktop.core.reading import amount


@pytest.mark.parametrize(
    ("minor", "currency", "language", "text"),
    [
        (89520000, "EUR", "en", "€\u202f895,200"),
        (89520000, "EUR", "zh_CN", "€\u202f895,200"),
        (18640050, "CNY", "zh_CN", "¥\u202f186,400.50"),
        (18640000, "CNY", "en", "¥\u202f186,400"),
        (5000, "JPY", "en", "JP¥\u202f5,000"),
        (1234, "KWD", "en", "KWD\u202f1.234"),
        (-105, "USD", "en", "\u2212$\u202f1.05"),
        (0, "EUR", "en", "€\u202f0"),
        (500, "XXY", "en", "XXY\u202f5"),
        (500, "EUR", "de", "€\u202f5"),
        (123456789, "EUR", "de", "€\u202f1.234.567,89"),
    ],
)
def test_money(minor: int, currency: str, language: str, text: str) -> None:
    assert format_money(minor, currency, language) == text


def test_money_with_decimals_always() -> None:
    assert format_money(100, "EUR", decimals=True) == "€\u202f1.00"
    assert format_money(100, "JPY", decimals=True) == "JP¥\u202f100"


@given(st.integers(-(10**18), 10**18), st.sampled_from(["EUR", "JPY", "KWD", "CLF"]))
def test_money_never_loses_a_cent(minor: int, currency: str) -> None:
    sign, number = format_money(minor, currency).split("\u202f")
    assert amount(sign[: sign.startswith("\u2212")] + number) == major_units(minor, currency)


def test_minor_digits() -> None:
    assert [minor_digits(code) for code in ("JPY", "EUR", "KWD", "CLF", "eur")] == [0, 2, 3, 4, 2]


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_the_short_cut_for_our_languages_agrees_with_the_locale_data(language: str) -> None:
    symbols = Locale.parse(language).number_symbols["latn"]
    assert (symbols["group"], symbols["decimal"]) == (",", ".")


def test_numbers() -> None:
    assert format_number(1284) == "1,284"
    assert format_number(-1234567, "zh_CN") == "-1,234,567"
    assert format_number(1284, "de") == "1.284"
    assert format_decimal(Decimal("1234.50")) == "1,234.50"
    assert format_decimal(1234.5) == "1,234.5"
    assert format_decimal(Decimal("62.5"), digits=0) == "63"
    assert format_decimal(Decimal("0.125"), digits=2) == "0.13"
    assert format_decimal(3) == "3"


@pytest.mark.parametrize("value", ["NaN", "Infinity", "1E+999999", "-1E-999999", "9" * 5000])
def test_absurd_numbers_stay_short(value: str) -> None:
    assert len(format_decimal(Decimal(value))) < 40
    assert len(format_decimal(Decimal(value), digits=2)) < 40


def test_per_cent() -> None:
    assert format_percent(80) == "80\u00a0%"
    assert format_percent(Decimal("63.15"), digits=2) == "63.15\u00a0%"
    assert format_percent(Decimal("63.15"), digits=1) == "63.2\u00a0%"
    assert format_percent(-4) == "\u22124\u00a0%"


def test_days() -> None:
    day = date(2026, 11, 2)
    assert format_day(day, "en") == "2 Nov 2026"
    assert format_day(day, "en", "long") == "2 November 2026"
    assert format_day(day, "zh_CN") == "2026-11-02"
    assert format_day(day, "zh_CN", "long") == "2026年11月2日"
    assert format_day(date(1, 1, 1), "zh_CN") == "0001-01-01"
    assert format_day(date(9999, 12, 31), "en") == "31 Dec 9999"


def test_moments_are_shown_on_the_clock_of_the_zone() -> None:
    moment = datetime(2026, 11, 20, 23, 40, tzinfo=UTC)
    assert format_moment(moment, "en") == "20 Nov 2026 23:40"
    assert format_moment(moment, "zh_CN", ZoneInfo("Asia/Shanghai")) == "2026-11-21 07:40"
    assert format_moment(moment.replace(tzinfo=None), "zh_CN") == "2026-11-20 23:40"
    last = datetime.max.replace(tzinfo=UTC)
    assert format_moment(last, "zh_CN", timezone(timedelta(hours=8))) == "9999-12-31 23:59"


def test_symbols() -> None:
    assert currency_symbol("USD", "en") == "$"
    assert currency_symbol("USD", "zh_CN") == "US$"
    assert currency_symbol("CHF", "en") == "CHF"
    assert currency_symbol("EUR", "no-such-language") == "€"


def test_messages_part_the_thousands_of_their_numbers() -> None:
    told = filled(
        "Merge %(count)d of %(left)d: %(name)s, 100 %%", {"count": 10_290, "left": 7, "name": "%(x)d"}
    )
    assert told == "Merge 10,290 of 7: %(x)d, 100 %"
