"""Working time: how much of it lies between two moments, and when a stretch of it will be over.

A calendar of work is the intervals of each weekday, days unlike their weekday (holidays, make-up workdays), and the
time zone in which they are meant. Moments go in and come out in UTC.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import accumulate

Interval = tuple[int, int]
"""From one minute after midnight until another; one that ends before it begins goes on into the next day."""

DAY_MINUTES = 24 * 60
_FURTHEST = 3_660  # days ahead in which the end of a stretch is looked for
_PIECE = 400  # days that are laid out at once
_STRETCH = re.compile(r"\s*(\d{1,2})[:：](\d{2})\s*[-–—~～至]\s*(\d{1,2})[:：](\d{2})\s*")


def read_intervals(text: str) -> tuple[Interval, ...]:
    """Return the intervals of a day that are written as ``09:00-12:00, 13:00-18:00``; what is not one is left out."""
    found = []
    for part in re.split(r"[,，;；、]", text):
        if match := _STRETCH.fullmatch(part):
            begin, end = (int(match[at]) * 60 + int(match[at + 1]) for at in (1, 3))
            if begin <= DAY_MINUTES and end <= DAY_MINUTES:
                found.append((begin, end))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Layout:
    """The working time of consecutive days as stretches of Unix time, and how many seconds lie before each."""

    first: date
    last: date
    begins: Sequence[int]
    ends: Sequence[int]
    before: Sequence[int]


@dataclass(frozen=True)
class WorkTime:
    """The working time of a firm: intervals from Monday to Sunday, other ones on ``unlike`` days.

    ``zone`` None is the time of this computer. Asking is quick at any distance: days are laid out once.
    """

    week: tuple[tuple[Interval, ...], ...]
    unlike: Mapping[date, tuple[Interval, ...]] = field(default_factory=dict)
    zone: tzinfo | None = None

    @property
    def day(self) -> timedelta:
        """The length of a usual working day; nothing where nobody ever works."""
        worked = [sum(_length(one) for one in day) for day in self.week if day]
        return timedelta(minutes=sum(worked) / len(worked)) if worked else timedelta()

    def work_between(self, begin: datetime, end: datetime) -> timedelta:
        """Return how much working time lies between two moments; nothing if they are the wrong way round."""
        if end <= begin:
            return timedelta()
        layout = self._layout(self._day_of(begin), self._day_of(end))
        return timedelta(seconds=_until(layout, end) - _until(layout, begin))

    def add_work(self, moment: datetime, duration: timedelta) -> datetime | None:
        """Return when so much working time after a moment is over; None where there will not be so much."""
        if duration <= timedelta():
            return moment
        start, days = self._day_of(moment), _PIECE
        while True:
            layout = self._layout(start, start + timedelta(days=days))
            wanted = _until(layout, moment) + duration.total_seconds()
            place = bisect_left(layout.before, wanted) - 1  # the stretch in which the last of it is worked
            if layout.before[-1] >= wanted:
                left = wanted - layout.before[place]
                return datetime.fromtimestamp(layout.begins[place] + left, UTC)
            if days >= _FURTHEST:
                return None
            days *= 2

    def _day_of(self, moment: datetime) -> date:
        return moment.astimezone(self.zone).date()

    def _layout(self, first: date, last: date) -> _Layout:
        """Return a layout that holds these days and one more at each end; the last one made is kept."""
        kept: _Layout | None = vars(self).get("_kept")
        first, last = first - timedelta(days=2), last + timedelta(days=2)
        if kept is not None and kept.first <= first and last <= kept.last:
            return kept
        if kept is not None:
            first, last = min(first, kept.first), max(last, kept.last)
        last = max(last, first + timedelta(days=_PIECE))
        begins, ends = _joined(sorted(self._stretches(first, last)))
        before = list(accumulate((end - begin for begin, end in zip(begins, ends, strict=True)), initial=0))
        made = _Layout(first, last, begins, ends, before)
        vars(self)["_kept"] = made
        return made

    def _stretches(self, first: date, last: date) -> Iterator[tuple[int, int]]:
        for number in range((last - first).days + 1):
            day = first + timedelta(days=number)
            for interval in self.unlike.get(day, self.week[day.weekday()]):
                begin = interval[0]
                yield self._moment(day, begin), self._moment(day, begin + _length(interval))

    def _moment(self, day: date, minute: int) -> int:
        """Return the Unix time at which the clock on the wall says so many minutes after midnight."""
        days, minute = divmod(minute, DAY_MINUTES)
        at = datetime.combine(day + timedelta(days=days), time(minute // 60, minute % 60))
        local = at.replace(tzinfo=self.zone) if self.zone is not None else at.astimezone()
        return int(local.timestamp())


def _length(interval: Interval) -> int:
    begin, end = interval
    return end - begin if end >= begin else end - begin + DAY_MINUTES


def _joined(stretches: Sequence[tuple[int, int]]) -> tuple[list[int], list[int]]:
    """Return the begins and ends of stretches, with those that overlap made one."""
    begins: list[int] = []
    ends: list[int] = []
    for begin, end in stretches:
        if end <= begin:  # all of it lies in the hour that summer time leaves out
            continue
        if ends and begin <= ends[-1]:
            ends[-1] = max(ends[-1], end)
        else:
            begins.append(begin)
            ends.append(end)
    return begins, ends


def _until(layout: _Layout, moment: datetime) -> float:
    """Return the working seconds from the beginning of a layout until a moment."""
    at = moment.timestamp()
    place = bisect_right(layout.begins, at) - 1
    if place < 0:
        return 0
    return layout.before[place] + min(at, layout.ends[place]) - layout.begins[place]
