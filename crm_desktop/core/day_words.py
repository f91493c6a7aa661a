"""Days as people say them, in all our languages whatever the program speaks: tomorrow, +3, monday, 明天, 下周一."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta

_NEAR = {
    "today": 0,
    "tomorrow": 1,
    "the day after tomorrow": 2,
    "day after tomorrow": 2,
    "yesterday": -1,
    "今天": 0,
    "今日": 0,
    "明天": 1,
    "明日": 1,
    "后天": 2,
    "大后天": 3,
    "昨天": -1,
    "a week": 7,
    "in a week": 7,
    "next week": 7,
    "一周后": 7,
    "一星期后": 7,
}
_A_MONTH = frozenset({"in a month", "a month", "next month", "一个月后", "下个月", "下月"})
_WEEKDAYS = {
    **{
        name: at for at, name in enumerate("monday tuesday wednesday thursday friday saturday sunday".split())
    },
    **{name: at for at, name in enumerate("mon tue wed thu fri sat sun".split())},
    **{head + name: at for head in ("周", "星期", "礼拜") for at, name in enumerate("一二三四五六日")},
    **{f"{head}天": 6 for head in ("周", "星期", "礼拜")},
}
_COUNTED = re.compile(
    r"(?:\+|in )\s*(\d{1,4})\s*(d|days?|天|w|weeks?|周|星期|m|months?|个月|月)?"
    r"|(\d{1,4})\s*(天|周|星期|个月|个星期)之?[后後]"
)
_NEXT = ("next ", "下个", "下")


def read(text: str, today: date) -> date | None:
    """Return the day that was said, or None for anything else.

    A weekday is the next one after today; *next* or 下 means that of the week to come, which begins on Monday.
    """
    words = " ".join(unicodedata.normalize("NFKC", text).casefold().split())
    if words in _NEAR:
        return _later(today, _NEAR[words])
    if words in _A_MONTH:
        return month_later(today)
    if (weekday := _WEEKDAYS.get(words)) is not None:
        return _later(today, (weekday - today.weekday() - 1) % 7 + 1)
    for head in _NEXT:
        if words.startswith(head) and (weekday := _WEEKDAYS.get(words.removeprefix(head))) is not None:
            return _later(today, 7 - today.weekday() + weekday)
    return _counted(words, today)


def _counted(words: str, today: date) -> date | None:
    match = _COUNTED.fullmatch(words)
    if match is None:
        return None
    count, unit = int(match[1] or match[3]), match[2] or match[4] or "d"
    if unit.startswith("m") or unit in {"个月", "月"}:
        return month_later(today, count)
    return _later(today, count * (7 if unit.startswith("w") or unit in {"周", "星期", "个星期"} else 1))


def _later(today: date, days: int) -> date | None:
    try:
        return today + timedelta(days=days)
    except OverflowError:
        return None


def month_later(day: date, months: int = 1) -> date:
    """Return the same day some months later, or the last one of a month that is too short for it."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    year = max(1, min(9998, year))
    first_of_next = date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    return date(year, month + 1, min(day.day, (first_of_next - timedelta(days=1)).day))
