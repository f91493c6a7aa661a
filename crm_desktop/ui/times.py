"""When something happened, as people say it: today, yesterday, then the day; always on the user's clock."""

from __future__ import annotations

from datetime import date, datetime, timedelta, tzinfo

from crm_desktop.core import clock
from crm_desktop.core.calendar_days import clock_text, day_of_year
from crm_desktop.core.formatting import format_day, format_moment
from crm_desktop.core.i18n import _, language
from crm_desktop.core.kinds import Locale


def day_words(day: date, *, inside: bool = False) -> str:
    """Return a day in words where it is near; ``inside`` a phrase they begin small: “until tomorrow”."""
    near = {
        0: _("today") if inside else _("Today"),
        -1: _("yesterday") if inside else _("Yesterday"),
        1: _("tomorrow") if inside else _("Tomorrow"),
    }
    return near.get((day - clock.today()).days) or format_day(day, language())


def near_day(day: date, *, inside: bool = False) -> str:
    """Return a day where events are told: in words where it is near, without the year where it is the present one."""
    if abs((day - clock.today()).days) <= 1:
        return day_words(day, inside=inside)
    is_of_this_year = day.year == clock.today().year
    return day_of_year(day, language()) if is_of_this_year else format_day(day, language())


def moment_words(at: datetime, locale: Locale, *, inside: bool = False) -> str:
    """Return a moment in words where its day is near: ``Yesterday 15:40``; ``inside``: see :func:`day_words`."""
    local = at.astimezone(locale.zone)
    return f"{near_day(local.date(), inside=inside)} {clock_text(local)}"


def exact_words(value: date | datetime, zone: tzinfo | None) -> str:
    """Return a day or a moment in full, for the tooltip of what is said in fewer words: ``21 Nov 2026 15:40``."""
    if isinstance(value, datetime):
        return format_moment(value, language(), zone or clock.zone())
    return format_day(value, language())


def short_words(value: date | datetime, zone: tzinfo, *, inside: bool = False) -> str:
    """Return a day or a moment as a list shows it: in words where it is near, the year only where it is another one,
    the time only where the day is near; ``inside``: see :func:`day_words`."""
    if not isinstance(value, datetime):
        return near_day(value, inside=inside)
    local = value.astimezone(zone)
    words = near_day(local.date(), inside=inside)
    is_near = abs((local.date() - clock.today()).days) <= 1
    return f"{words} {clock_text(local)}" if is_near else words


def backup_words(at: datetime) -> str:
    """Return when a backup was made, short enough for the foot of the navigation: the time only where it is near."""
    near = {"time": f"{at:%H:%M}"}
    today = clock.today()
    if at.date() == today:
        return _("Backup today %(time)s") % near
    if at.date() == today - timedelta(days=1):
        return _("Backup yesterday %(time)s") % near
    return _("Backup %(day)s") % {"day": format_day(at.date(), language())}
