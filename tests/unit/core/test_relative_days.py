"""Days told from today on: how they are typed, shown and meant."""

from __future__ import annotations

from datetime import date

import pytest

from crm_desktop.core import i18n, relative_days
from tests.conftest import FixedClock


@pytest.mark.parametrize(
    ("typed", "days"),
    [
        ("90 days ago", 90),
        ("1 day ago", 1),
        ("today", 0),
        ("今天", 0),
        ("90 天前", 90),
        ("in 7 days", -7),
        ("7天后", -7),
    ],
)
def test_what_is_typed(typed: str, days: int) -> None:
    assert relative_days.read(f"  {typed.upper()} ") == relative_days.days_ago(days)


@pytest.mark.parametrize("typed", ["", "2026-11-22", "90", "ninety days ago", "days ago", "in the past"])
def test_anything_else_is_no_relative_day(typed: str) -> None:
    assert relative_days.read(typed) is None


@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize("days", [90, 1, 0, -1, -30])
def test_what_is_shown_can_be_typed(language: str, days: int) -> None:
    i18n.install(language)
    try:
        assert relative_days.read(relative_days.show(relative_days.days_ago(days))) == {"days_ago": days}
    finally:
        i18n.install("en")


def test_a_relative_day_moves_with_the_calendar(fixed_clock: FixedClock) -> None:
    silent = relative_days.days_ago(90)
    before = relative_days.day_of(silent)
    fixed_clock.advance(10 * 86_400)
    assert (relative_days.day_of(silent) - before).days == 10
    assert relative_days.day_of("2026-11-22") == date(2026, 11, 22)
    assert relative_days.shifted(silent, 1) == {"days_ago": 89}
    assert relative_days.shifted("2026-11-30", 1) == "2026-12-01"
    with pytest.raises(ValueError, match="Invalid"):
        relative_days.day_of("tomorrow")
