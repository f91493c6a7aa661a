"""Weeks and months of a calendar, and what they are called: by the first weekday of the region, in any language."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import cache

from crm_desktop.core.day_words import month_later
from crm_desktop.core.formatting import format_day, locale_of

WEEK = 7
# What the program's own languages call the days of a week; a test compares it with Babel, which takes time to open.
_ENGLISH_DAYS = "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"
_CHINESE_DAYS = "一二三四五六日"


@cache
def first_weekday(region: str) -> int:
    """Return with which weekday weeks begin in a region (two letters; Monday is 0, which no region means)."""
    from babel.core import Locale, UnknownLocaleError

    try:
        return int(Locale.parse(f"und_{region.upper()}").first_week_day) if region else 0
    except (UnknownLocaleError, ValueError):
        return 0


def begin_of_week(day: date, first: int) -> date:
    """Return the first day of the week of a day."""
    return day - timedelta(days=(day.weekday() - first) % WEEK)


def month_span(day: date, first: int) -> tuple[date, date]:
    """Return the first and the last day of the whole weeks in which the month of a day lies."""
    begin = day.replace(day=1)
    end = month_later(begin) - timedelta(days=1)
    return begin_of_week(begin, first), begin_of_week(end, first) + timedelta(days=WEEK - 1)


def month_title(day: date, language: str) -> str:
    """Return the name of a month with its year: ``November 2026``, ``2026年11月``."""
    if language == "zh_CN":
        return f"{day.year}年{day.month}月"
    return format_day(day, language, "long").split(" ", 1)[1]


def span_title(first: date, last: date, language: str) -> str:
    """Return what the days from one to another are called: ``16 – 22 November 2026``, ``2026年11月16日 – 22日``."""
    whole = format_day(last, language, "long"), format_day(first, language, "long")
    if first.year != last.year:
        return f"{whole[1]} – {whole[0]}"
    if language == "zh_CN":
        end = f"{last.day}日" if first.month == last.month else f"{last.month}月{last.day}日"
        return f"{whole[1]} – {end}"
    begin = str(first.day) if first.month == last.month else whole[1].rsplit(" ", 1)[0]
    return f"{begin} – {whole[0]}"


def day_title(day: date, language: str) -> str:
    """Return a day with its weekday: ``Sunday 22 November 2026``, ``2026年11月22日 星期日``."""
    name, text = weekday_name(day.weekday(), language, "wide"), format_day(day, language, "long")
    return f"{text} {name}" if language == "zh_CN" else f"{name} {text}"


def weekday_and_day(day: date, language: str) -> str:
    """Return a day with its weekday, both short: ``Friday 27 Nov``, ``11月27日 周五``."""
    if language == "zh_CN":
        return f"{day_of_year(day, language)} {weekday_name(day.weekday(), language)}"
    return f"{weekday_name(day.weekday(), language, 'wide')} {day_of_year(day, language)}"


def weekday_name(weekday: int, language: str, width: str = "abbreviated") -> str:
    """Return the name of a weekday (Monday is 0): ``Mon``, ``周一``; ``wide``: ``Monday``, ``星期一``."""
    is_wide = width == "wide"
    if language == "en":
        return _ENGLISH_DAYS[weekday] if is_wide else _ENGLISH_DAYS[weekday][:3]
    if language == "zh_CN":
        return ("星期" if is_wide else "周") + _CHINESE_DAYS[weekday]
    return str(locale_of(language).days["format"][width][weekday])


def day_of_year(day: date, language: str) -> str:
    """Return a day without its year: ``27 Nov``, ``11月27日``."""
    return f"{day.month}月{day.day}日" if language == "zh_CN" else format_day(day, language).rsplit(" ", 1)[0]


def month_short(day: date, language: str) -> str:
    """Return the short name of a month: ``Nov``, ``11月``."""
    return f"{day.month}月" if language == "zh_CN" else day_of_year(day, language).split(" ", 1)[1]


def short_day(day: date, language: str) -> str:
    """Return the number of a day, at the beginning of a month with the name of the month: ``1 Dec``, ``12月1日``."""
    if day.day > 1:
        return str(day.day)
    return day_of_year(day, language)


def clock_text(at: datetime) -> str:
    """Return the time of a moment on the user's clock: ``09:30``."""
    return f"{at.hour:02d}:{at.minute:02d}"
