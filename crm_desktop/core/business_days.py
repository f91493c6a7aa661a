"""Days and moments of a business: not so long ago that they can only be a slip, and where they tell what has happened,
not to come.

Only what is written is looked at: filters may ask for any day. Birthdays and the user's own fields are free.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from crm_desktop.core import clock
from crm_desktop.core.i18n import _
from crm_desktop.core.kinds import Day, Locale, Moment

FIRST_YEAR = 1970
_SLACK = timedelta(minutes=1)  # clocks of two computers differ a little


class BusinessDay(Day):
    """A day on which something is to happen or has happened."""

    def objection(self, value: date, locale: Locale, *, typed: bool = True) -> str:
        return _too_early(value, self.show(value, locale))


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
