"""Days and moments of a business: not so long ago that they can only be a slip, and where they tell what has happened,
not to come.

Only what is written is looked at: filters may ask for any day. Birthdays and the user's own fields are free.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from crm_desktop.core import clock
from crm_desktop.core.i18n import _
from crm_desktop.core.kinds import Day, Locale, Moment

FIRST_YEAR = 1970
_SLACK = timedelta(minutes=1)  # clocks of two computers differ a little


class BusinessDay(Day):
    """A day on which something is to happen or has happened."""

    def objection(self, value: date, locale: Locale, *, typed: bool = True) -> str:
        return _too_early(value, self.show(value, locale))


class Deadline(BusinessDay):
    """A day that is missed once it has passed, unless one of the fields ``met_by`` of its record is filled.

    ``set_by``: of a day that is worked out from several fields, those that make it a deadline.
    """

    def __init__(self, *met_by: str, set_by: tuple[str, ...] = ()) -> None:
        self.met_by = met_by
        self.set_by = set_by

    @property
    def keys(self) -> tuple[str, ...]:
        """The fields that tell whether the day is missed."""
        return self.met_by + self.set_by

    def is_missed(self, value: date | None, value_of: Callable[[str], Any], today: date) -> bool:
        """Tell whether the day has passed in vain; ``value_of`` gives the record's value of a field."""
        if value is None or value >= today or any(value_of(key) is not None for key in self.met_by):
            return False
        return not self.set_by or any(value_of(key) is not None for key in self.set_by)


class PastDay(BusinessDay):
    """A day on which something has happened."""

    def objection(self, value: date, locale: Locale, *, typed: bool = True) -> str:
        is_to_come = typed and value > clock.today()
        return _to_come(self.show(value, locale)) if is_to_come else super().objection(value, locale)


class BusinessMoment(Moment):
    """A moment at which something is to happen or has happened."""

    def objection(self, value: datetime, locale: Locale, *, typed: bool = True) -> str:
        return _too_early(value, self.show(value, locale))


class PastMoment(BusinessMoment):
    """A moment at which something has happened."""

    def objection(self, value: datetime, locale: Locale, *, typed: bool = True) -> str:
        is_to_come = typed and value > clock.now() + _SLACK
        return _to_come(self.show(value, locale)) if is_to_come else super().objection(value, locale)


def _too_early(value: date, shown: str) -> str:
    if value.year >= FIRST_YEAR:
        return ""
    return _("%(day)s is too long ago: days count from %(year)s on.") % {"day": shown, "year": FIRST_YEAR}


def _to_come(shown: str) -> str:
    return _("%(day)s is still to come: this says what has happened.") % {"day": shown}
