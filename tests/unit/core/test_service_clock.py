"""The clocks of a service agreement: due with pauses, and the five ways in which they stand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from crm_desktop.core.service_clock import Clock, Run, read_clock
from crm_desktop.core.work_time import WorkTime
from tests.service_kit import OFFICE, at, hours


def stands(run: Run, now: str, target: float = 8) -> Clock:
    clock = read_clock(OFFICE, hours(target), run, at(now))
    assert clock is not None
    return clock


WAITED = (at("Fri 17:30"), at("Mon 10:00"))


def test_due_moves_by_the_working_time_of_a_pause() -> None:
    clock = stands(Run(at("Fri 16:00"), pauses=[WAITED]), "Mon 11:00")
    assert clock.due == at("Mon 16:30")
    assert clock.used == hours(2.5)
    assert clock.left == hours(5.5)
    assert clock.state == "running"


def test_a_pause_that_goes_on_counts_until_now() -> None:
    run = Run(at("Fri 16:00"), pauses=[(at("Fri 17:30"), datetime.max.replace(tzinfo=UTC))], is_paused=True)
    clock = stands(run, "Mon 10:00")
    assert (clock.state, clock.due, clock.used) == ("paused", at("Mon 16:30"), hours(1.5))


@pytest.mark.parametrize(
    ("run", "now", "state"),
    [
        (Run(at("Mon 09:00")), "Mon 17:00", "running"),  # to the minute is in time
        (Run(at("Mon 09:00")), "Mon 17:01", "late"),
        (Run(at("Mon 09:00"), at("Mon 17:00")), "Wed 09:00", "met"),
        (Run(at("Mon 09:00"), at("Mon 17:01")), "Wed 09:00", "late"),
        (Run(at("Mon 09:00"), is_paused=True), "Wed 09:00", "late"),  # too late to wait
        (Run(at("Mon 09:00"), at("Wed 17:00"), is_outside=True), "Wed 18:00", "outside"),
    ],
)
def test_how_a_clock_stands(run: Run, now: str, state: str) -> None:
    clock = stands(run, now)
    assert clock.state == state
    assert clock.counts == (state in ("met", "late"))


def test_a_pause_after_the_end_is_none() -> None:
    run = Run(at("Mon 09:00"), at("Mon 12:00"), pauses=[(at("Mon 11:00"), at("Tue 11:00"))])
    clock = stands(run, "Wed 09:00", target=2)
    assert (clock.used, clock.state) == (hours(2), "met")


def test_no_working_hours_no_clock() -> None:
    assert (
        read_clock(WorkTime(((),) * 7, zone=UTC), timedelta(hours=1), Run(at("Mon 09:00")), at("Tue 09:00"))
        is None
    )
