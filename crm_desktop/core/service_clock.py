"""One clock of a service agreement: how much of its target is used up, when it is due, and how it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from crm_desktop.core.work_time import WorkTime

State = Literal["met", "running", "paused", "late", "outside"]
Span = tuple[datetime, datetime]
SOON = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Clock:
    """A clock at one moment. All lengths are working time.

    ``ended`` is None while it goes on or is paused. A clock that ran out is late, also while it is paused and after
    it has ended.
    """

    state: State
    target: timedelta
    used: timedelta
    due: datetime
    ended: datetime | None

    @property
    def left(self) -> timedelta:
        """What is left of the target; less than nothing when it is late."""
        return self.target - self.used

    @property
    def is_soon(self) -> bool:
        """Whether little of the target is left: an hour, or a quarter of it."""
        return self.left <= max(SOON, self.target / 4)

    @property
    def counts(self) -> bool:
        """Whether it is decided: met or late. What still goes on in time counts neither way."""
        return self.state in ("met", "late")


@dataclass(frozen=True, slots=True)
class Run:
    """What a clock is told: when it began, when it ended, when it stood still, whether it does so now."""

    received: datetime
    ended: datetime | None = None
    pauses: Sequence[Span] = ()
    is_paused: bool = False
    is_outside: bool = False


def read_clock(work: WorkTime, target: timedelta, run: Run, now: datetime) -> Clock | None:
    """Return how a clock stands; None where the working hours will never hold its target.

    ``due = add_work(received, target + paused work)``.
    """
    end = run.ended or now
    pauses = [(begin, min(until, end)) for begin, until in run.pauses]
    paused = sum((work.work_between(*one) for one in pauses), timedelta())
    used = max(work.work_between(run.received, end) - paused, timedelta())
    due = work.add_work(run.received, target + paused)
    if due is None:
        return None
    return Clock(_state(run, late=used > target), target, used, due, run.ended)


def _state(run: Run, *, late: bool) -> State:
    if run.is_outside:
        return "outside"
    if late:
        return "late"
    if run.ended is not None:
        return "met"
    return "paused" if run.is_paused else "running"
