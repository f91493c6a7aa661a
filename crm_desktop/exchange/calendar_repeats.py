"""Series of a calendar: their rule as text, and the one of their days that comes next."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import UTC, date, datetime, time
from typing import Any

_TOO_FREQUENT = frozenset({"SECONDLY", "MINUTELY", "HOURLY"})
_MOST = 20_000  # days of a series that are looked at
_LONGEST = 500


def rule_text(rules: Sequence[Any]) -> str:
    """Return the rule of a series (``FREQ=WEEKLY;BYDAY=MO``), '' without one that can be read."""
    for rule in rules:
        if isinstance(rule, dict) and rule.get("FREQ"):
            text = str(rule.to_ical().decode("utf-8", "replace"))  # type: ignore[attr-defined]
            return text if len(text) <= _LONGEST else ""
    return ""


def next_time(begin: date, rules: Sequence[Any], left_out: Collection[datetime], now: datetime) -> date:
    """Return the first beginning of a series from ``now`` on, or the last one of a series that has ended.

    A rule that cannot be followed, or asks for every hour, gives its first beginning. ``now`` is of the kind of
    ``begin``: with a zone or without.
    """
    rule = next(one for one in rules if isinstance(one, dict) and one.get("FREQ"))
    if str(rule["FREQ"][0]).upper() in _TOO_FREQUENT:
        return begin
    zone = begin.tzinfo if isinstance(begin, datetime) else None
    plain = begin if isinstance(begin, datetime) else datetime.combine(begin, time())
    here = (now.astimezone(zone) if zone is not None else now).replace(tzinfo=None)
    if not isinstance(begin, datetime):
        here = datetime.combine(here.date(), time())
    without = {_plain(one, zone) for one in left_out}
    last = plain = plain.replace(tzinfo=None)
    for at in _times(plain, rule, zone):
        if at in without:
            continue
        last = at
        if at >= here:
            break
    found = last.replace(tzinfo=zone)
    return found if isinstance(begin, datetime) else found.date()


def _times(begin: datetime, rule: Any, zone: Any) -> Iterator[datetime]:
    """Yield the beginnings of a series, without zones."""
    from dateutil.rrule import rrulestr  # type: ignore[import-untyped]

    parts = {key: value for key, value in rule.items() if str(key).upper() != "UNTIL"}
    until = next(iter(rule.get("UNTIL", ())), None)
    if until is not None and not isinstance(until, datetime):
        until = datetime.combine(until, time.max)
    last = _plain(until, zone) if until is not None else None
    try:
        text = type(rule)(parts).to_ical().decode("utf-8", "replace")
        for count, at in enumerate(rrulestr(text, dtstart=begin), 1):
            if last is not None and at > last:
                return
            yield at
            if count == _MOST:
                return
    except (ValueError, TypeError, OverflowError, AttributeError):
        return


def _plain(at: datetime, zone: Any) -> datetime:
    """Return a moment on the clock of the series, without its zone."""
    if at.tzinfo is None:
        return at
    return at.astimezone(zone if zone is not None else UTC).replace(tzinfo=None)


__all__ = ["next_time", "rule_text"]
