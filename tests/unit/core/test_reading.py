"""What people type and spreadsheets hold, understood or refused with a sentence; never guessed in silence."""

# ruff: noqa: DTZ001 - a cell has no zone

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.core import reading
from crm_desktop.core.reading import Unreadable


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, ""),
        ("  a b\u3000", "a b"),
        ("\ufeffname", "name"),
        ("a\r\nb\x00\x07", "a\nb"),
        ("half \ud83d", "half "),
        (13800138000.0, "13800138000"),
        (13800138000, "13800138000"),
        (1e20, "100000000000000000000"),
        (0.5, "0.5"),
        (True, "TRUE"),
        (date(2026, 1, 2), "2026-01-02"),
        (datetime(2026, 1, 2), "2026-01-02"),
        (datetime(2026, 1, 2, 9, 30), "2026-01-02 09:30:00"),
    ],
)
def test_a_cell_as_text(cell: object, text: str) -> None:
    assert reading.text_of(cell) == text


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("E-Mail", "email"),
        ("ÉCOLE", "ecole"),
        ("Straße", "strasse"),
        ("姓 名：", "姓名"),
        ("Ａｃｍｅ Ltd.", "acmeltd"),
    ],
)
def test_folded_texts_are_equal(one: str, other: str) -> None:
    assert reading.fold(one) == reading.fold(other)


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        (None, None),
        ("", None),
        ("  ", None),
        (0, "0"),
        (0.1, "0.1"),
        ("0", "0"),
        ("1,234", "1234"),
        ("1.234,5", "1234.5"),
        ("1,234.5", "1234.5"),
        ("1 234,5", "1234.5"),
        ("1\u00a0234", "1234"),
        ("1'234.50", "1234.50"),
        ("1,234,567", "1234567"),
        ("1.234.567", "1234567"),
        ("0,123", "0.123"),
        ("0.123", "0.123"),
        ("1.234", "1.234"),
        ("12,5", "12.5"),
        ("-5", "-5"),
        ("(5)", "-5"),
        ("（1,200）", "-1200"),
        ("１２．５", "12.5"),
        ("12万", "120000"),
        ("1.5亿", "150000000"),
        ("3k", "3000"),
        ("1.5e3", "1500"),
    ],
)
def test_numbers(cell: object, value: str | None) -> None:
    assert reading.number(cell) == (None if value is None else Decimal(value))


@pytest.mark.parametrize(
    "cell",
    [
        "abc", "1.2.3", "12a", "1,2,3", "--5", "5-", ",", "nan", True, date(2026, 1, 1), timedelta(1), time(9),
        float("nan"), float("inf"), 1e300, "1e300", "9" * 61, "1" * 200_000 + "x",
    ],
)  # fmt: skip
def test_not_a_number(cell: object) -> None:
    with pytest.raises(Unreadable):
        reading.number(cell)


def test_a_unit_behind_a_number() -> None:
    assert reading.number("12 h", " h") == 12


@pytest.mark.parametrize(
    ("cell", "value"),
    [("¥53,990.00", "53990.00"), ("€ 1.234,50", "1234.50"), ("1200 元", "1200"), ("RMB 12万", "120000"),
     ("US$5", "5"), ("(£20)", "-20"), (7, "7"), (1100.04, "1100.04"), ("", None)],
)  # fmt: skip
def test_amounts(cell: object, value: str | None) -> None:
    assert reading.amount(cell) == (None if value is None else Decimal(value))


@pytest.mark.parametrize(
    ("cell", "value"),
    [("Yes", True), ("是", True), ("✓", True), (1, True), (True, True), ("no", False), ("否", False), (0, False),
     ("", None), (None, None)],
)  # fmt: skip
def test_yes_and_no(cell: object, value: bool | None) -> None:
    assert reading.flag(cell) is value


def test_neither_yes_nor_no() -> None:
    with pytest.raises(Unreadable, match="perhaps"):
        reading.flag("perhaps")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", None),
        ("a.b+c@example.co.uk", "a.b+c@example.co.uk"),
        ("MAILTO:a@example.com", "a@example.com"),
        ("Ann Lee <ann@example.com>", "ann@example.com"),
        ("张三@例子.公司", "张三@例子.公司"),
        ("a＠example.com", "a@example.com"),
        ("o'brien@example.ie", "o'brien@example.ie"),
    ],
)
def test_emails(text: str, expected: str | None) -> None:
    assert reading.email(text) == expected


@pytest.mark.parametrize(
    "text", ["keine adresse", "a@b", "a@@example.com", "a..b@example.com", ".a@example.com", "a@example.com, b@x.de",
             "a@" + "b" * 300 + ".com"]
)  # fmt: skip
def test_not_an_email(text: str) -> None:
    with pytest.raises(Unreadable):
        reading.email(text)


@pytest.mark.parametrize(
    "text",
    ["13800138000", "+86 138 0013 8000", "0046 8 123 45", "(020) 7946-0958", "+44 (0)20 7946 0958", "021-5555 转 8",
     "030/1234567", "030 12345 ext. 9", "110"],
)  # fmt: skip
def test_phones_are_kept_as_typed(text: str) -> None:
    assert reading.phone(text) == text


def test_a_phone_link_is_a_phone() -> None:
    assert reading.phone("tel:+4930123") == "+4930123"
    assert reading.phone("") is None


@pytest.mark.parametrize(
    "text", ["none", "12", "1.38E+10", "call Ann 030 123", "1" * 25, "- " * 40_000 + "123"]
)
def test_not_a_phone(text: str) -> None:
    with pytest.raises(Unreadable):
        reading.phone(text)


@pytest.mark.parametrize(
    ("text", "region", "key"),
    [
        ("+86 138 0013 8000", "", "+8613800138000"),
        ("0086-13800138000", "", "+8613800138000"),
        ("8613800138000", "", "+8613800138000"),
        ("138 0013 8000", "", "+8613800138000"),
        ("（+86）13800138000", "", "+8613800138000"),
        ("+86 0755-12345678", "", "+8675512345678"),
        ("0755-12345678", "CN", "+8675512345678"),
        ("0044 20 7946 0958", "", "+442079460958"),
        ("+44 (0)20 7946 0958", "", "+442079460958"),
        ("+44 020 7946 0958", "", "+442079460958"),
        ("020 7946 0958", "GB", "+442079460958"),
        ("+39 06 698 12345", "", "+390669812345"),
        ("+49 30 123456 ext 7", "", "+4930123456"),
        ("030 123456", "DE", "+4930123456"),
        ("030 1234567 / 0171 1234567", "DE", "+49301234567"),
        ("030/1234567", "DE", "+49301234567"),
        ("030 1234567/68", "DE", "+49301234567"),
        ("138 0000 1111 / 2", "CN", "+8613800001111"),
        ("110", "", "110"),
    ],
)
def test_phone_keys(text: str, region: str, key: str) -> None:
    assert reading.phone_key(text, region) == key


def test_lists_in_one_cell() -> None:
    assert reading.words("VIP; 展会，VIP、 new|a\nb") == ["VIP", "展会", "new", "a", "b"]


@given(st.one_of(st.text(max_size=60), st.floats(), st.integers(), st.booleans(), st.datetimes(), st.dates()))
def test_nothing_but_unreadable_is_raised(cell: object) -> None:
    reasons = [_reason(read, cell) for read in (reading.number, reading.amount)]
    text = reading.text_of(cell)
    reasons += [
        _reason(read, text) for read in (reading.flag, reading.email, reading.phone, reading.phone_key)
    ]
    assert all(reasons)


def _reason(read: Callable[[Any], object], cell: object) -> str:
    """Return why a cell is refused, or that it is not; anything but Unreadable passes through."""
    try:
        read(cell)
    except Unreadable as error:
        return str(error)
    return "read"


@given(st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**12), max_value=10**12))
def test_a_number_written_with_groups_is_read_again(value: Decimal) -> None:
    english = f"{value:,.2f}"
    assert reading.number(english) == value
    assert reading.number(english.translate(str.maketrans(",.", ".,"))) == value
