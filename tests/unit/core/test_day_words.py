"""Days as people say them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.core import day_words

FRIDAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("today", date(2026, 11, 20)),
        ("Tomorrow", date(2026, 11, 21)),
        ("day after tomorrow", date(2026, 11, 22)),
        ("+3", date(2026, 11, 23)),
        ("＋３", date(2026, 11, 23)),
        ("+2w", date(2026, 12, 4)),
        ("in 2 weeks", date(2026, 12, 4)),
        ("in 10 days", date(2026, 11, 30)),
        ("+1m", date(2026, 12, 20)),
        ("in a month", date(2026, 12, 20)),
        ("monday", date(2026, 11, 23)),
        ("fri", date(2026, 11, 27)),
        ("next monday", date(2026, 11, 23)),
        ("next  Friday", date(2026, 11, 27)),
        ("明天", date(2026, 11, 21)),
        ("后天", date(2026, 11, 22)),
        ("周六", date(2026, 11, 21)),
        ("下周一", date(2026, 11, 23)),
        ("下星期天", date(2026, 11, 29)),
        ("下个礼拜三", date(2026, 11, 25)),
        ("3天后", date(2026, 11, 23)),
        ("2周后", date(2026, 12, 4)),
        ("3个月后", date(2027, 2, 20)),
        ("一周后", date(2026, 11, 27)),
        ("下个月", date(2026, 12, 20)),
    ],
)
def test_words_mean_a_day(text: str, day: date) -> None:
    assert day_words.read(text, FRIDAY) == day


@pytest.mark.parametrize("text", ["", "soon", "24.12.", "next", "下", "+", "in days", "星期八", "next today"])
def test_other_words_mean_nothing(text: str) -> None:
    assert day_words.read(text, FRIDAY) is None


def test_a_short_month_has_its_last_day() -> None:
    assert day_words.month_later(date(2027, 1, 31)) == date(2027, 2, 28)
    assert day_words.month_later(date(2026, 12, 31), 2) == date(2027, 2, 28)


@given(st.text(max_size=30), st.dates())
def test_anything_may_be_typed(text: str, today: date) -> None:
    found = day_words.read(text, today)
    assert found is None or isinstance(found, date)


@given(st.integers(0, 9999), st.sampled_from("d w m 天 周 个月".split()), st.dates())
def test_any_number_may_be_typed(count: int, unit: str, today: date) -> None:
    assert day_words.read(f"+{count}{unit}", today) is None or count >= 0
