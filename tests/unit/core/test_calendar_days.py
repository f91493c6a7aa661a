"""Weeks, months and what they are called."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.core import calendar_days

FRIDAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("region", "first"), [("", 0), ("DE", 0), ("CN", 0), ("us", 6), ("JP", 6), ("?!", 0)]
)
def test_weeks_begin_as_the_region_has_it(region: str, first: int) -> None:
    assert calendar_days.first_weekday(region) == first


def test_a_month_has_whole_weeks() -> None:
    assert calendar_days.month_span(FRIDAY, 0) == (date(2026, 10, 26), date(2026, 12, 6))
    assert calendar_days.month_span(FRIDAY, 6) == (date(2026, 11, 1), date(2026, 12, 5))


@given(st.dates(date(2, 1, 1), date(9990, 1, 1)), st.integers(0, 6))
def test_the_weeks_of_a_month_hold_all_its_days(day: date, first: int) -> None:
    begin, end = calendar_days.month_span(day, first)
    assert begin.weekday() == first
    assert ((end - begin).days + 1) % 7 == 0
    assert begin <= day.replace(day=1)
    assert (end + timedelta(days=1)).month != day.month or end >= day
    assert (end - begin).days < 42


@pytest.mark.parametrize(
    ("language", "month", "week", "day"),
    [
        ("en", "November 2026", "16 – 22 November 2026", "Friday 20 November 2026"),
        ("zh_CN", "2026年11月", "2026年11月16日 – 22日", "2026年11月20日 星期五"),
    ],
)
def test_they_are_called_as_people_do(language: str, month: str, week: str, day: str) -> None:
    assert calendar_days.month_title(FRIDAY, language) == month
    assert calendar_days.span_title(date(2026, 11, 16), date(2026, 11, 22), language) == week
    assert calendar_days.day_title(FRIDAY, language) == day


def test_a_week_over_two_months_and_over_two_years() -> None:
    first = date(2026, 11, 30)
    assert calendar_days.span_title(first, date(2026, 12, 6), "en") == "30 November – 6 December 2026"
    assert calendar_days.span_title(first, date(2026, 12, 6), "zh_CN") == "2026年11月30日 – 12月6日"
    over = calendar_days.span_title(date(2026, 12, 28), date(2027, 1, 3), "en")
    assert over == "28 December 2026 – 3 January 2027"


def test_the_short_name_of_a_month() -> None:
    assert calendar_days.month_short(date(2026, 11, 22), "en") == "Nov"
    assert calendar_days.month_short(date(2026, 11, 22), "zh_CN") == "11月"
    assert calendar_days.month_short(date(2026, 11, 22), "de") == "Nov."


def test_the_first_day_of_a_month_names_it() -> None:
    assert calendar_days.short_day(date(2026, 12, 1), "en") == "1 Dec"
    assert calendar_days.short_day(date(2026, 12, 1), "zh_CN") == "12月1日"
    assert calendar_days.short_day(date(2026, 12, 2), "en") == "2"
