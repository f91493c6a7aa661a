"""Moments in words: those of the foot of the navigation are short enough for it."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from crm_desktop.core.kinds import Locale
from crm_desktop.ui.labels import ElidedLabel
from crm_desktop.ui.language import switch
from crm_desktop.ui.navigation import Navigation
from crm_desktop.ui.times import backup_words, moment_words, near_day, short_words

MOMENTS = ["2026-11-20 03:28", "2026-11-19 23:59", "2026-11-18 12:00", "2025-09-30 08:00"]


def test_a_backup_is_told_by_its_time_or_its_day(fixed_clock):
    words = [backup_words(datetime.fromisoformat(one)) for one in MOMENTS]
    assert words[:2] == ["Backup today 03:28", "Backup yesterday 23:59"]
    assert "2026" in words[2]
    assert ":" not in words[2]
    switch("zh_CN")
    assert backup_words(datetime.fromisoformat(MOMENTS[0])) == "今天 03:28 已备份"


@pytest.mark.parametrize("code", ["en", "zh_CN"])
@pytest.mark.parametrize("moment", MOMENTS)
def test_the_words_fit_under_the_navigation(qtbot, fixed_clock, code, moment):
    switch(code)
    navigation = Navigation("Northwind", ())
    qtbot.addWidget(navigation)
    navigation.show()
    qtbot.waitExposed(navigation)
    navigation.set_state(backup_words(datetime.fromisoformat(moment)))
    foot = navigation._state
    foot.grab()
    assert foot.toolTip() == "", "a cut label says all in its tooltip"


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (date(2026, 11, 20), "Today"),
        (date(2026, 11, 19), "Yesterday"),
        (date(2026, 11, 21), "Tomorrow"),
        (date(2026, 11, 18), "18 Nov"),
        (datetime(2026, 11, 20, 8, 5, tzinfo=UTC), "Today 08:05"),
        (datetime(2026, 11, 19, 15, 40, tzinfo=UTC), "Yesterday 15:40"),
        (datetime(2025, 3, 2, 15, 40, tzinfo=UTC), "2 Mar 2025"),
    ],
)
def test_lists_say_near_days_in_words_and_times_only_there(fixed_clock, value, said):
    assert short_words(value, UTC) == said


def test_events_leave_out_the_present_year(fixed_clock):
    assert [near_day(date(2026, 11, 18)), near_day(date(2025, 11, 18))] == ["18 Nov", "18 Nov 2025"]
    assert moment_words(datetime(2026, 11, 18, 9, 5, tzinfo=UTC), Locale(zone=UTC)) == "18 Nov 09:05"
    assert near_day(date(2026, 11, 21), inside=True) == "tomorrow"
    switch("zh_CN")
    assert [near_day(date(2026, 11, 4)), near_day(date(2026, 11, 20))] == ["11月4日", "今天"]


def test_the_foot_says_where_the_data_is_and_how_safe(qtbot):
    navigation = Navigation("Firm", ())
    qtbot.addWidget(navigation)
    navigation.set_state("Only on this computer\nNo backup yet")
    navigation.show()
    shown = [one.text() for one in navigation.findChildren(ElidedLabel) if one.isVisible()]
    assert shown == ["Only on this computer", "No backup yet"]
    navigation.set_narrow(True)
    assert not [one for one in navigation.findChildren(ElidedLabel) if one.isVisible()]
    navigation.set_narrow(False)
    navigation.set_state("Read only")
    shown = [one.text() for one in navigation.findChildren(ElidedLabel) if one.isVisible()]
    assert shown == ["Read only"], "one line takes no room for two"
