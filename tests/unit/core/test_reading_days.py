"""Dates and moments as people type them: read, or refused with a sentence."""

# ruff: noqa: DTZ001 - a cell has no zone

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.core import clock, reading_days
from crm_desktop.core.reading import Unreadable


@pytest.mark.parametrize(
    "cell",
    [
        date(2026, 1, 2),
        datetime(2026, 1, 2, 23, 59),
        "2026-01-02",
        "2026/1/2",
        "2026.1.2",
        "2026年1月2日",
        "2026 年 1 月 2 日",
        "２０２６－０１－０２",
        "20260102",
        20260102,
        "2/1/2026",
        "2.1.2026",
        "2-1-26",
        "2 Jan 2026",
        "2. Januar 2026",
        "Jan 2, 2026",
        "2 janvier 2026",
        "2026-01-02 13:45",
        "2026-01-02T13:45:00Z",
        46024,
        46024.0,
        "46024",
    ],
)
def test_the_same_day_in_many_ways(cell: object) -> None:
    assert reading_days.day(cell) == date(2026, 1, 2)


@pytest.mark.parametrize(
    ("text", "month"),
    [("3 juin 2026", 6), ("3 juillet 2026", 7), ("3 März 2026", 3), ("3 dez. 2026", 12), ("Sept 3, 2026", 9),
     ("3 août 2026", 8), ("3-May-2026", 5), ("3 agosto 2026", 8)],
)  # fmt: skip
def test_months_by_name(text: str, month: int) -> None:
    assert reading_days.day(text) == date(2026, month, 3)


@pytest.mark.parametrize(
    ("text", "order", "expected"),
    [
        ("1/2/2026", "dmy", date(2026, 2, 1)),
        ("1/2/2026", "mdy", date(2026, 1, 2)),
        ("13/2/2026", "mdy", date(2026, 2, 13)),
        ("2/13/2026", "dmy", date(2026, 2, 13)),
        ("26-01-02", "ymd", date(2026, 1, 2)),
        ("26-01-02", "dmy", date(2002, 1, 26)),
        ("85-03-02", "dmy", date(1985, 3, 2)),
        ("1/2/2026", "ymd", date(2026, 2, 1)),
        ("26-1-2", "dmy", date(2026, 1, 2)),
    ],
)
def test_the_order_decides_only_what_is_open(text: str, order: str, expected: date) -> None:
    assert reading_days.day(text, order) == expected


def test_two_digit_years_end_ten_years_from_now() -> None:
    year = clock.today().year
    assert reading_days.day(f"1.1.{(year + 10) % 100:02d}") == date(year + 10, 1, 1)
    assert reading_days.day(f"1.1.{(year + 11) % 100:02d}") == date(year - 89, 1, 1)


@pytest.mark.parametrize(
    "cell",
    [
        "1988-13-45",
        "30.2.2026",
        "soon",
        "2026",
        5,
        1e15,
        -5,
        True,
        "1/2",
        "1/2/3",
        "31/31/2026",
        "1 " * 50_000,
        "3 Foo 2026",
    ],
)
def test_not_a_day(cell: object) -> None:
    with pytest.raises(Unreadable):
        reading_days.day(cell)


@pytest.mark.parametrize(
    ("texts", "order"),
    [
        (["1/2/2026", "13/2/2026"], "dmy"),
        (["1/2/2026", "2/13/2026"], "mdy"),
        (["13/2/2026", "2/13/2026"], "both"),
        (["1/2/2026", "2026-02-13"], None),
        (["1/2/26", "85-03-02"], "ymd"),
        (["1/2/2026 10:00", "1/30/2026 10:00"], "mdy"),
        ([], None),
        (["x" * 1000], None),
    ],
)
def test_the_order_of_a_column(texts: list[str], order: str | None) -> None:
    assert reading_days.day_order(texts) == order


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("2026-01-02 09:30", datetime(2026, 1, 2, 9, 30)),
        ("2/1/2026 9:30 PM", datetime(2026, 1, 2, 21, 30)),
        ("2/1/2026 12:05 am", datetime(2026, 1, 2, 0, 5)),
        ("2026-01-02", datetime(2026, 1, 2)),
        ("2026-01-02T09:30:00Z", datetime(2026, 1, 2, 9, 30, tzinfo=UTC)),
        ("2026-01-02T09:30:00+08:00", datetime(2026, 1, 2, 9, 30, tzinfo=timezone(timedelta(hours=8)))),
        (46024.5, datetime(2026, 1, 2, 12)),
        (date(2026, 1, 2), datetime(2026, 1, 2)),
        (None, None),
    ],
)
def test_moments(cell: object, expected: datetime | None) -> None:
    assert reading_days.moment(cell) == expected


def test_not_a_moment() -> None:
    with pytest.raises(Unreadable):
        reading_days.moment("2026-01-02 25:00")


@given(st.dates(date(1000, 1, 1)))
def test_a_date_written_in_any_unmistakable_way_is_read_again(value: date) -> None:
    for form in ("%Y-%m-%d", "%Y/%m/%d", "%Y年%m月%d日"):
        assert reading_days.day(value.strftime(form)) == value


@given(st.one_of(st.text(max_size=60), st.floats(), st.integers(), st.booleans(), st.datetimes(), st.dates()))
def test_nothing_but_unreadable_is_raised(cell: object) -> None:
    for read in (reading_days.day, reading_days.moment):
        found = None
        with suppress(Unreadable):
            found = read(cell)
        assert found is None or isinstance(found, date)


@pytest.mark.parametrize("text", ["0/0/00", "00.00.0000", "0000-00-00", "0000-00-00 00:00:00"])
def test_what_other_programs_write_for_no_day(text: str) -> None:
    assert reading_days.day(text) is None
    assert reading_days.moment(text) is None
