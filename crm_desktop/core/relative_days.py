"""Days told from today on, in the conditions of lists: a saved view “not contacted for 90 days” must not age.

Stored as ``{"days_ago": 90}`` in the place of a date; days to come are negative.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

from crm_desktop.core import clock
from crm_desktop.core.i18n import _, ngettext

_KEY = "days_ago"
_AGO = re.compile(r"(\d{1,5})\s*(?:days?\s+ago|天(?:之)?前)", re.IGNORECASE)
_TO_COME = re.compile(r"in\s+(\d{1,5})\s*days?|(\d{1,5})\s*天(?:之)?后", re.IGNORECASE)
_TODAY = frozenset({"today", "今天", "今日"})


def days_ago(days: int) -> dict[str, int]:
    """Return the stored form of a day so many days before today."""
    return {_KEY: days}


def is_relative(value: Any) -> bool:
    """Tell whether the value of a condition is told from today on."""
    return isinstance(value, dict) and isinstance(value.get(_KEY), int)


def day_of(value: Any) -> date:
    """Return the day that a condition means today. Raises ValueError for what is no day."""
    if is_relative(value):
        return clock.today() - timedelta(days=value[_KEY])
    return date.fromisoformat(str(value))


def shifted(value: Any, days: int) -> Any:
    """Return the stored form of a day some days later than ``value``."""
    if is_relative(value):
        return days_ago(value[_KEY] - days)
    return (date.fromisoformat(value) + timedelta(days=days)).isoformat()


def show(value: dict[str, int]) -> str:
    """Return a relative day as a person reads and types it."""
    days = value[_KEY]
    if not days:
        return _("today")
    if days > 0:
        return ngettext("%(count)d day ago", "%(count)d days ago", days) % {"count": days}
    return ngettext("in %(count)d day", "in %(count)d days", -days) % {"count": -days}


def read(text: str) -> dict[str, int] | None:
    """Return the relative day that was typed, in any of our languages, or None for anything else."""
    words = " ".join(text.split())
    if words.casefold() in _TODAY:
        return days_ago(0)
    if found := _AGO.fullmatch(words):
        return days_ago(int(found[1]))
    if found := _TO_COME.fullmatch(words):
        return days_ago(-int(found[1] or found[2]))
    return None
