"""What the times of an activity become when it is done, opened again or moved."""

# ruff: noqa: DTZ001 - times of the user's clock

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.core import activity_times
from crm_desktop.core.activity_times import EndsBefore, NotYet, Times

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
TOUCHES = ("call", "meeting")
SHANGHAI, NEW_YORK = ZoneInfo("Asia/Shanghai"), ZoneInfo("America/New_York")


def _at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


def _finished(times: Times) -> dict[str, datetime | None]:
    return activity_times.finished(times, TOUCHES, NOW, UTC)


def test_a_task_of_today_keeps_its_place() -> None:
    assert _finished(Times("task", due_on=date(2026, 11, 20))) == {"done_at": NOW}
    assert _finished(Times("task")) == {"done_at": NOW}


@pytest.mark.parametrize("day", [date(2026, 11, 13), date(2026, 11, 27)])
def test_what_is_late_or_early_stands_on_the_day_it_was_done(day: date) -> None:
    assert _finished(Times("task", due_on=day)) == {"done_at": NOW, "started_at": NOW}


def test_a_call_takes_place_when_it_is_done() -> None:
    assert _finished(Times("call", due_on=date(2026, 11, 20))) == {"done_at": NOW, "started_at": NOW}


def test_an_appointment_that_passed_took_place_as_planned() -> None:
    times = Times("meeting", planned_at=_at(20, 9), ended_at=_at(20, 10))
    assert _finished(times) == {"done_at": NOW, "started_at": _at(20, 9), "ended_at": _at(20, 10)}
    longer = Times("meeting", planned_at=_at(20, 11), ended_at=_at(20, 13))
    assert _finished(longer)["ended_at"] == NOW


def test_an_appointment_to_come_that_is_done_took_place_now() -> None:
    times = Times("meeting", planned_at=_at(24, 9), ended_at=_at(24, 10))
    assert _finished(times) == {"done_at": NOW, "started_at": NOW, "ended_at": None}


def test_what_is_done_stays_as_it_is() -> None:
    assert _finished(Times("call", started_at=_at(18, 9), done_at=_at(18, 9))) == {}


def test_opened_again_it_stands_where_it_was_planned() -> None:
    times = Times("meeting", planned_at=_at(20, 9), started_at=_at(20, 9), ended_at=_at(20, 10), done_at=NOW)
    assert activity_times.reopened(times, UTC) == {"done_at": None, "started_at": None}
    logged = Times("call", started_at=_at(18, 9), ended_at=_at(18, 10), done_at=_at(18, 9))
    assert activity_times.reopened(logged, UTC) == {
        "done_at": None,
        "started_at": None,
        "ended_at": None,
        "due_on": date(2026, 11, 18),
    }


def _placed(times: Times, begin: date, end: datetime | None = None) -> dict[str, object]:
    return activity_times.placed(times, begin, end, NOW, UTC)


def test_an_appointment_moves_with_its_end_its_day_and_its_reminder() -> None:
    times = Times(
        "meeting",
        planned_at=_at(24, 9),
        ended_at=_at(24, 10),
        due_on=date(2026, 11, 24),
        reminder_at=_at(24, 8, 30),
    )
    assert _placed(times, datetime(2026, 11, 26, 14)) == {
        "planned_at": _at(26, 14),
        "ended_at": _at(26, 15),
        "due_on": date(2026, 11, 26),
        "reminder_at": _at(26, 13, 30),
        "snoozed_until": None,
    }


def test_a_task_gets_an_hour_and_keeps_the_day_by_which_it_is_due() -> None:
    times = Times("task", due_on=date(2026, 11, 27))
    assert _placed(times, datetime(2026, 11, 25, 9), datetime(2026, 11, 25, 10)) == {
        "planned_at": _at(25, 9),
        "ended_at": _at(25, 10),
    }
    late = Times("task", due_on=date(2026, 11, 13))
    assert _placed(late, datetime(2026, 11, 25, 9)) == {
        "planned_at": _at(25, 9),
        "due_on": date(2026, 11, 25),
    }


def test_an_appointment_loses_its_hour_among_what_has_only_a_day() -> None:
    times = Times("meeting", planned_at=_at(24, 9), ended_at=_at(24, 10))
    assert _placed(times, date(2026, 11, 25)) == {
        "due_on": date(2026, 11, 25),
        "planned_at": None,
        "started_at": None,
        "ended_at": None,
    }


def test_what_is_done_moves_in_the_past_only() -> None:
    call = Times("call", started_at=_at(18, 9), ended_at=_at(18, 10), done_at=_at(18, 9))
    assert _placed(call, date(2026, 11, 17)) == {
        "started_at": _at(17, 9),
        "ended_at": _at(17, 10),
        "done_at": _at(17, 9),
    }
    for times, begin in ((call, date(2026, 11, 21)), (Times("task", done_at=NOW), date(2026, 11, 21))):
        with pytest.raises(NotYet):
            _placed(times, begin)


def test_nothing_ends_before_it_begins() -> None:
    with pytest.raises(EndsBefore):
        _placed(Times("meeting"), datetime(2026, 11, 25, 9), datetime(2026, 11, 25, 8))


@pytest.mark.parametrize("zone", [SHANGHAI, NEW_YORK])
def test_days_and_hours_are_those_of_the_users_clock(zone: ZoneInfo) -> None:
    times = Times("meeting", planned_at=datetime(2026, 10, 30, 23, 30, tzinfo=UTC))
    begin, end = activity_times.same_time(times, date(2026, 11, 6), zone)
    assert isinstance(begin, datetime)
    assert begin.time() == activity_times.local(times.planned_at or NOW, zone).time(), (
        "a week later, in winter"
    )
    assert end is None
    values = activity_times.placed(times, begin, None, NOW - timedelta(days=30), zone)
    assert activity_times.local(values["planned_at"], zone) == begin


@given(
    st.builds(
        Times,
        kind=st.sampled_from(["task", "call"]),
        planned_at=st.none()
        | st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)),
        started_at=st.none()
        | st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)),
        due_on=st.none() | st.dates(date(2020, 1, 1), date(2030, 1, 1)),
        done_at=st.none() | st.just(NOW),
    )
)
def test_what_was_finished_never_lies_in_the_future(times: Times) -> None:
    found = _finished(times)
    if found:
        started = found.get("started_at", times.started_at)
        assert started is None or started <= NOW
