"""Series of a calendar: their rule as text, and the one of their days that comes next."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time
from typing import Any

_TOO_FREQUENT = frozenset({"SECONDLY", "MINUTELY", "HOURLY"})
_MOST = 20_000  # days of a series that are looked at
_LONGEST = 500
_EXCEPT = " EXDATE:"
_MOST_EXCEPTIONS = 30
_DAY, _MOMENT = "%Y%m%d", "%Y%m%dT%H%M%SZ"


def rule_text(rules: Sequence[Any]) -> str:
    """Return the rule of a series (``FREQ=WEEKLY;BYDAY=MO``), '' without one that can be read."""
    for rule in rules:
        if isinstance(rule, dict) and rule.get("FREQ"):
            text = str(rule.to_ical().decode("utf-8", "replace"))  # type: ignore[attr-defined]
            return text if len(text) <= _LONGEST else ""
    return ""


def coming(
    begin: date, rules: Sequence[Any], left_out: Collection[datetime], now: datetime
) -> tuple[date, str]:
    """Return the first beginning of a series from ``now`` on, and the rule from there on as text.

    What is left of a number of times is counted, and days to come that are left out stand behind the rule (see
    :func:`parted`). A series that has ended gives its last beginning and no rule; a rule that cannot be followed, or
    asks for every hour, its first beginning. ``now`` is of the kind of ``begin``: with a zone or without.
    """
    rule = next(one for one in rules if isinstance(one, dict) and one.get("FREQ"))
    text = rule_text(rules)
    if str(rule["FREQ"][0]).upper() in _TOO_FREQUENT:
        return begin, text
    zone = begin.tzinfo if isinstance(begin, datetime) else None
    plain = begin if isinstance(begin, datetime) else datetime.combine(begin, time())
    here = (now.astimezone(zone) if zone is not None else now).replace(tzinfo=None)
    if not isinstance(begin, datetime):
        here = datetime.combine(here.date(), time())
    without = {_plain(one, zone) for one in left_out}
    passed, last = 0, plain.replace(tzinfo=None)
    for place, at in enumerate(_times(last, rule, zone)):
        if at not in without:
            passed, last = place, at
            if at >= here:
                break
    found = last.replace(tzinfo=zone)
    first = found if isinstance(begin, datetime) else found.date()
    if last < here and _can_end(rule):
        return first, ""
    later = sorted(at for at in without if at > last)
    return first, _from_there(text, rule, passed) + _exceptions(later, begin, zone)


def parted(text: str) -> tuple[str, list[date]]:
    """Return the rule of a series and the days or moments that it leaves out, from the text that :func:`coming` gives
    and a field keeps: ``FREQ=WEEKLY;COUNT=3 EXDATE:20261123T090000Z``."""
    rule, mark, days = text.partition(_EXCEPT)
    found: list[date] = []
    for one in days.split(",") if mark else ():
        try:
            at = datetime.strptime(one, _MOMENT if "T" in one else _DAY).replace(tzinfo=UTC)
            found.append(at if "T" in one else at.date())
        except ValueError:
            return text, []
    return rule, found


def joined(rule: str, left_out: Iterable[date]) -> str:
    """Return the text that :func:`parted` takes apart."""
    days = [
        one.astimezone(UTC).strftime(_MOMENT) if isinstance(one, datetime) else one.strftime(_DAY)
        for one in left_out
    ]
    return f"{rule}{_EXCEPT}{','.join(days)}" if rule and days else rule


def _can_end(rule: Any) -> bool:
    return bool(rule.get("COUNT") or rule.get("UNTIL"))


def _from_there(text: str, rule: Any, passed: int) -> str:
    """Return the rule with the number of times that are left."""
    count = next(iter(rule.get("COUNT", ())), None)
    if not isinstance(count, int) or not passed:
        return text
    left = type(rule)(
        {key: max(1, count - passed) if key == "COUNT" else value for key, value in rule.items()}
    )
    return str(left.to_ical().decode("utf-8", "replace"))


def _exceptions(later: Sequence[datetime], begin: date, zone: Any) -> str:
    days = [one.replace(tzinfo=zone) if isinstance(begin, datetime) else one.date() for one in later]
    return joined("-", days).removeprefix("-") if len(days) <= _MOST_EXCEPTIONS else ""


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


__all__ = ["coming", "joined", "parted", "rule_text"]
