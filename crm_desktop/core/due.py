"""What is due with a request, in a few words: “reply in 42 min”, “paused”, “late 1 h 10 min”, “rated 4 ★”.

Lengths are working time: a day is a working day of the calendar, an hour one in which the firm works.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from crm_desktop.core import clock as moments
from crm_desktop.core.i18n import _
from crm_desktop.core.kind import Kind, Locale
from crm_desktop.core.reading import Unreadable, fold
from crm_desktop.core.service_clock import Clock
from crm_desktop.core.vocabulary import Colour

_OPERATORS = {"late": ("late", "超时", "已超时"), "due_today": ("today", "due today", "今天", "今天到期")}

Task = Literal["reply", "solve", "paused", "late", "rated"]

_HOUR = timedelta(hours=1)
_PRECISE = timedelta(hours=2)  # longer ones are told in whole hours


def work_words(length: timedelta, day: timedelta) -> str:
    """Return a length of working time as ``42 min``, ``1 h 10 min``, ``5 h`` or ``2 d``; ``day`` is a working day."""
    days = length // day if day else 0
    if days >= 1 and length > _PRECISE:
        return _("%(count)d d") % {"count": days}
    hours, minutes = divmod(int(length.total_seconds()) // 60, 60)
    told = [_("%(count)d h") % {"count": hours}] if hours else []
    if not hours or (minutes and length < _PRECISE):
        told.append(_("%(count)d min") % {"count": minutes})
    return " ".join(told)


@dataclass(frozen=True, slots=True)
class Due:
    """What is due with one request, and how much working time is left for it (if late: how much too much it was)."""

    task: Task
    left: timedelta = timedelta()
    day: timedelta = timedelta()
    at: datetime | None = None
    is_soon: bool = False
    stars: int = 0

    @property
    def colour(self) -> Colour:
        """The colour of the badge."""
        if self.task == "late":
            return "red"
        if self.task in ("paused", "rated"):
            return "grey"
        return "orange" if self.is_soon else "green"

    @property
    def words(self) -> str:
        """The words of the badge."""
        time = {"time": work_words(self.left, self.day)}
        match self.task:
            case "reply":
                return _("reply in %(time)s") % time
            case "solve":
                return _("solve in %(time)s") % time
            case "late":
                return _("late %(time)s") % time
            case "rated":
                return _("rated %(stars)d ★") % {"stars": self.stars}
        return _("paused")


def clock_words(clock: Clock, day: timedelta) -> str:
    """Return how a clock stands: “met · 24 min of 1 h”, “late 1 h 10 min of 8 h”; ``day`` is a working day."""
    times = {
        "used": work_words(clock.used, day),
        "left": work_words(clock.left, day),
        "over": work_words(-clock.left, day),
        "target": work_words(clock.target, day),
    }
    match clock.state:
        case "met":
            return _("met · %(used)s of %(target)s") % times
        case "late":
            return _("late %(over)s of %(target)s") % times
        case "paused":
            return _("paused · %(used)s of %(target)s") % times
        case "running":
            return _("%(left)s left of %(target)s") % times
    return _("does not count")


def clock_colour(clock: Clock) -> Colour:
    """Return the colour of a clock."""
    if clock.state == "late":
        return "red"
    if clock.state in ("paused", "outside"):
        return "grey"
    return "orange" if clock.state == "running" and clock.is_soon else "green"


class DueTime(Kind[Due]):
    """What is due with a request. It is worked out from now, so nobody types it."""

    operators = ("late", "due_today")
    width = 130

    def operator_of(self, words: str) -> str | None:
        """Return the operator that a word means ('late', 'today'), in any of our languages, or None."""
        folded = fold(words)
        return next((operator for operator, known in _OPERATORS.items() if folded in map(fold, known)), None)

    def show(self, value: Due | None, locale: Locale) -> str:
        return "" if value is None else value.words

    def read(self, text: object, locale: Locale) -> Due | None:
        raise Unreadable(_("This is worked out, not typed."))

    def plain(self, value: Due | None) -> Any:
        if value is None:
            return None
        minutes = round(value.left.total_seconds() / 60)
        at = moments.stamp(value.at) if value.at is not None else None
        return {"task": value.task, "minutes": minutes, "at": at, "stars": value.stars or None}

    def cell(self, value: Due | None, locale: Locale) -> Any:
        return self.show(value, locale) or None
