"""Working time: the vectors of the specification, breaks, holidays, make-up workdays, summer time, and by chance."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.core.work_time import WorkTime, read_intervals
from tests.service_kit import OFFICE, at, hours

BREAK = ((9 * 60, 12 * 60), (13 * 60, 18 * 60))
LUNCH = WorkTime((BREAK,) * 5 + ((), ()), zone=UTC)
BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("received", "due"),
    [
        ("Fri 17:00", "Mon 12:00"),
        ("Sat 15:00", "Mon 13:00"),
        ("Sun 03:00", "Mon 13:00"),
        ("Mon 07:00", "Mon 13:00"),
        ("Mon 14:00", "Mon 18:00"),  # over with the day, not with the next morning
        ("Mon 18:00", "Tue 13:00"),
    ],
)
def test_four_hours_later(received: str, due: str) -> None:
    assert OFFICE.add_work(at(received), hours(4)) == at(due)


@pytest.mark.parametrize(
    ("begin", "end", "worked"),
    [
        ("Fri 17:30", "Mon 10:00", 1.5),
        ("Fri 09:00", "Fri 18:00", 9),
        ("Sat 00:00", "Sun 23:00", 0),
        ("Mon 06:00", "Mon 09:00", 0),
        ("Fri 12:00", "Wed 12:00", 27),
        ("Mon 12:00", "Fri 12:00", 0),  # the wrong way round
    ],
)
def test_work_between(begin: str, end: str, worked: float) -> None:
    assert OFFICE.work_between(at(begin), at(end)) == hours(worked)


def test_lunch_is_no_work() -> None:
    assert LUNCH.add_work(at("Mon 11:00"), hours(2)) == at("Mon 14:00")
    assert LUNCH.add_work(at("Mon 12:30"), hours(1)) == at("Mon 14:00")
    assert LUNCH.add_work(at("Mon 11:00"), hours(1)) == at("Mon 12:00")
    assert LUNCH.work_between(at("Mon 11:30"), at("Mon 13:30")) == hours(1)
    assert LUNCH.work_between(at("Mon 12:10"), at("Mon 12:50")) == hours(0)
    assert LUNCH.day == hours(8)


def test_holidays_and_make_up_workdays() -> None:
    shifted = WorkTime(OFFICE.week, {date(2026, 11, 23): (), date(2026, 11, 21): ((600, 720),)}, UTC)
    assert shifted.add_work(at("Fri 17:00"), hours(2)) == at("Sat 11:00")
    assert shifted.add_work(at("Fri 17:00"), hours(4)) == at("Tue 10:00")
    assert shifted.work_between(at("Fri 17:00"), at("Tue 09:30")) == hours(3.5)


def test_a_night_shift_goes_on_into_the_next_day() -> None:
    night = WorkTime((((22 * 60, 6 * 60),),) * 7, zone=UTC)
    assert night.add_work(at("Mon 23:00"), hours(2)) == at("Tue 01:00")
    assert night.add_work(at("Tue 02:00"), hours(5)) == at("Tue 23:00")
    assert night.work_between(at("Mon 00:00"), at("Tue 00:00")) == hours(8)
    assert night.day == hours(8)


def test_intervals_that_overlap_count_once() -> None:
    double = WorkTime((((540, 720), (600, 780)),) * 7, zone=UTC)
    assert double.work_between(at("Mon 00:00"), at("Tue 00:00")) == hours(4)


@pytest.mark.parametrize(
    ("day", "worked", "zone"),
    [
        (date(2026, 3, 29), 23, BERLIN),  # summer time begins
        (date(2026, 10, 25), 25, BERLIN),  # and ends
        (date(2026, 3, 29), 24, ZoneInfo("Asia/Shanghai")),
    ],
)
def test_the_length_of_a_day_at_a_change_of_time(day: date, worked: int, zone: ZoneInfo) -> None:
    around = WorkTime((((0, 24 * 60),),) * 7, zone=zone)
    begin = datetime(day.year, day.month, day.day, tzinfo=zone)
    end = begin + timedelta(days=1)  # on the wall
    assert around.work_between(begin, end) == hours(worked)
    assert around.add_work(begin, hours(worked)) == end


def test_an_office_opens_at_nine_before_and_after_the_change() -> None:
    office = WorkTime(OFFICE.week, zone=BERLIN)
    friday = datetime(2026, 10, 23, 17, 0, tzinfo=BERLIN)  # +02:00
    due = office.add_work(friday, hours(2))
    assert due == datetime(2026, 10, 26, 10, 0, tzinfo=BERLIN)  # +01:00
    assert due is not None
    assert due.astimezone(UTC).hour == 9
    night = WorkTime((((2 * 60 + 15, 2 * 60 + 45),),) * 7, zone=BERLIN)
    whole = datetime(2026, 3, 28, 12, tzinfo=BERLIN), datetime(2026, 3, 29, 12, tzinfo=BERLIN)
    assert night.work_between(*whole) == hours(0.5)  # the clock leaves out 02:15, the shift does not


def test_the_same_moment_in_any_zone() -> None:
    office = WorkTime(OFFICE.week, zone=ZoneInfo("Asia/Shanghai"))
    begin = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)  # 17:00 there
    assert office.add_work(begin, hours(4)) == datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
    assert office.add_work(begin.astimezone(BERLIN), hours(4)) == datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


def test_where_nobody_ever_works_nothing_is_ever_due() -> None:
    never = WorkTime(((),) * 7, zone=UTC)
    assert never.add_work(at("Mon 09:00"), hours(1)) is None
    assert never.work_between(at("Fri 00:00"), at("Wed 00:00")) == hours(0)
    assert never.day == hours(0)
    once = WorkTime(((),) * 7, {date(2026, 11, 24): ((600, 660),)}, UTC)
    assert once.add_work(at("Mon 09:00"), hours(1)) == at("Tue 11:00")
    assert once.add_work(at("Mon 09:00"), hours(1.5)) is None


def test_far_apart() -> None:
    begin, end = datetime(1998, 1, 5, 9, tzinfo=UTC), datetime(2026, 11, 23, 9, tzinfo=UTC)
    weeks = (end - begin).days // 7
    assert OFFICE.work_between(begin, end) == hours(45) * weeks
    assert OFFICE.add_work(begin, hours(45) * 100) == begin + timedelta(days=7 * 99 + 4, hours=9)


def test_intervals_in_words() -> None:
    assert read_intervals("09:00-12:00, 13:00-18:00") == ((540, 720), (780, 1080))
    assert read_intervals("9:00–12:30；22:00~24:00") == ((540, 750), (1320, 1440))
    assert read_intervals("closed, 25:00-26:00") == ()
    assert read_intervals("") == ()


BEGIN = int(datetime(2026, 1, 1, tzinfo=UTC).timestamp())
moments = st.integers(BEGIN, BEGIN + 365 * 86_400).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))
lengths = st.integers(0, 200 * 3600).map(lambda seconds: timedelta(seconds=seconds))
minutes = st.integers(0, 24 * 60)
weeks = st.lists(st.lists(st.tuples(minutes, minutes), max_size=3).map(tuple), min_size=7, max_size=7)


@given(weeks, moments, lengths)
def test_what_is_added_lies_between(week: list[tuple], moment: datetime, length: timedelta) -> None:
    work = WorkTime(tuple(week), {date(2026, 5, 1): ()}, BERLIN)
    due = work.add_work(moment, length)
    if due is not None:
        assert work.work_between(moment, due) == length
        assert due >= moment
        if length:
            assert work.work_between(moment, due - timedelta(seconds=1)) == length - timedelta(seconds=1)


@given(weeks, st.lists(moments, min_size=3, max_size=3))
def test_work_adds_up(week: list[tuple], three: list[datetime]) -> None:
    work = WorkTime(tuple(week), zone=BERLIN)
    first, second, third = sorted(three)
    parts = work.work_between(first, second) + work.work_between(second, third)
    assert work.work_between(first, third) == parts <= third - first
