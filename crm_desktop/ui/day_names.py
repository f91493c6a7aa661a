"""Days without their year, as people say them; from Qt's own locale data, which no first page has to wait for."""

from __future__ import annotations

from datetime import date, datetime

from PySide6.QtCore import QDate, QLocale

from crm_desktop.core.i18n import _, language


def greeting(now: datetime, name: str) -> str:
    """Return the greeting of the time of day, with a person's first name; a Chinese name stays whole."""
    if 5 <= now.hour < 12:
        words = _("Good morning")
    elif 12 <= now.hour < 18:
        words = _("Good afternoon")
    else:
        words = _("Good evening")
    first = name.split(maxsplit=1)[0] if name.split() else ""
    return _("%(greeting)s, %(name)s") % {"greeting": words, "name": first} if first else words


def long_day(day: date) -> str:
    """Return a day with its weekday: ``Saturday 21 November``, ``11月21日 星期六``."""
    return _written(day, "M月d日 dddd" if language() == "zh_CN" else "dddd d MMMM")


def short_day(day: date) -> str:
    """Return a day: ``21 Nov``, ``11月21日``."""
    return _written(day, "M月d日" if language() == "zh_CN" else "d MMM")


def month(day: date, *, short: bool = False) -> str:
    """Return the name of a month: ``November``, ``Nov``, ``11月``."""
    width = QLocale.FormatType.ShortFormat if short else QLocale.FormatType.LongFormat
    numbered = language() == "zh_CN"
    return f"{day.month}月" if numbered else QLocale(language()).standaloneMonthName(day.month, width)


def clock_time(at: datetime) -> str:
    """Return the time of a local moment: ``09:30``."""
    return f"{at.hour:02d}:{at.minute:02d}"


def _written(day: date, form: str) -> str:
    return QLocale(language()).toString(QDate(day.year, day.month, day.day), form)
