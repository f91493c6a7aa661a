"""What one entry of a calendar means as an activity, by the columns of a table of activities.

Events become meetings, tasks stay tasks, journals become notes. What has begun has taken place; a whole day is a day
on which something is due. Our own entries (``calendar_files``) bring their number and everything that a calendar has
no name for in X-CRM- properties.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from typing import Any

from icalendar import Component, Event, Journal, Todo, vText
from icalendar.prop import vBroken

from crm_desktop.core import clock
from crm_desktop.exchange import calendar_repeats
from crm_desktop.exchange.calendar_lines import ENTRY, RawEntry
from crm_desktop.exchange.json_rows import RECORD_ID

OWN = "X-CRM-"
"""How the properties begin in which our own entries keep what a calendar has no name for."""
UID = re.compile(r"crm-desktop-(\d{1,19})(?:@.*)?")

REFERENCES = (
    "contact", "company", "lead", "opportunity", "sales_order", "service_request", "campaign", "owner",
)  # fmt: skip
TIMES = (
    "planned_at",
    "started_at",
    "ended_at",
    "due_on",
    "done_at",
    "reminder_at",
    "snoozed_until",
    "created_at",
)
COLUMNS = (
    RECORD_ID, ENTRY, "subject", "kind", *TIMES, "recurrence", "priority", "channel", "direction", "outcome", "tags",
    "body", *REFERENCES,
)  # fmt: skip
"""What an entry may fill, in the order of the table."""

_SUBJECT_LENGTH = 80

Cells = dict[str, Any]
Words = Callable[[str], str]


class Unreadable(Exception):
    """An entry of which nothing can be made."""


class _Event(Event):
    ignore_exceptions = True


class _Todo(Todo):
    ignore_exceptions = True


class _Journal(Journal):
    ignore_exceptions = True


_CLASSES: dict[str, type[Component]] = {"VEVENT": _Event, "VTODO": _Todo, "VJOURNAL": _Journal}


@dataclass(slots=True)
class Entry:
    """An entry that was parsed: its component, and the days of its series that have entries of their own."""

    component: Component
    moved: set[date] = field(default_factory=set)

    @property
    def uid(self) -> str:
        """What names it in every calendar."""
        return str(self._first("UID") or "")

    @property
    def number(self) -> int | None:
        """The number of our own record, or None."""
        found = UID.fullmatch(self.uid)
        number = int(found[1]) if found else 0
        return number if 0 < number < 2**63 else None

    @property
    def replaces(self) -> date | None:
        """The beginning of the one of a series that it stands for."""
        return self.time("RECURRENCE-ID")

    def text(self, name: str) -> str:
        """Return a property as text."""
        return str(self._first(name) or "").strip()

    def own(self, key: str) -> str:
        """Return one of our own properties."""
        found = self._first(OWN + key.upper().replace("_", "-"))
        return str(vText.from_ical(str(found))) if found is not None else ""

    def time(self, name: str) -> date | None:
        """Return a property as a date or a datetime; None where there is none that can be read."""
        found = getattr(self._first(name), "dt", None)
        return found if isinstance(found, date) else None

    def length(self) -> timedelta | None:
        """Return how long it takes, where it says so."""
        found = getattr(self._first("DURATION"), "dt", None)
        return found if isinstance(found, timedelta) else None

    def every(self, name: str) -> list[Any]:
        """Return all values of a property that can be read."""
        found = self.component.get(name, [])
        values = found if isinstance(found, list) else [found]
        return [one for one in values if not isinstance(one, vBroken)]

    def has_unreadable(self, name: str) -> bool:
        """Tell whether a property is there, but cannot be read."""
        return self.component.get(name) is not None or any(one == name for one, _ in self.component.errors)

    def _first(self, name: str) -> Any:
        return next(iter(self.every(name)), None)


def parse(raw: RawEntry) -> Entry:
    """Return an entry. Raises Unreadable."""
    if raw.is_too_long:
        raise Unreadable
    for text in (raw.text, raw.bare_text):
        try:
            component = _CLASSES[raw.kind].from_ical(text)
        except Exception:  # noqa: BLE001, S112 - what a foreign parser may raise on foreign text has no end
            continue
        if isinstance(component, Component):
            return Entry(component)
    raise Unreadable


def cells_of(entry: Entry, words: Words) -> Cells:
    """Return what an entry means, by column. Raises Unreadable."""
    try:
        return _cells_of(entry, words)
    except (ArithmeticError, ValueError) as error:  # a moment beyond the calendar
        raise Unreadable from error


def _cells_of(entry: Entry, words: Words) -> Cells:
    cells = _own(entry) if entry.number is not None else _foreign(entry, words)
    tags = [str(tag) for one in entry.every("CATEGORIES") for tag in getattr(one, "cats", ())]
    subject = (
        entry.text("SUMMARY") or str(cells.get("body") or "").strip().partition("\n")[0][:_SUBJECT_LENGTH]
    )
    cells |= {"subject": subject, "tags": ", ".join(filter(None, map(str.strip, tags)))}
    found = {key: value for key, value in cells.items() if value not in (None, "")}
    if "subject" not in found:
        raise Unreadable
    return {key: _plain(value) for key, value in found.items()}


def _plain(value: Any) -> Any:
    """Return a date as a text that the import reads; one without a zone is meant on the user's clock."""
    if isinstance(value, datetime):
        if value.tzinfo is not None:
            return clock.stamp(value.astimezone(UTC))
        return value.replace(microsecond=0).isoformat(" ")
    return value.isoformat() if isinstance(value, date) else value


# ------------------------------------------------------------------ our own


def _own(entry: Entry) -> Cells:
    """Return what one of our own entries says; times that were changed in a calendar are those of the calendar."""
    begin, name = entry.time("DTSTART"), entry.component.name
    cells: Cells = {key: entry.own(key) for key in COLUMNS[3:]}
    cells[RECORD_ID] = entry.number
    cells["body"] = entry.text("DESCRIPTION")
    cells["created_at"] = entry.time("CREATED")
    if begin is not None:
        role = entry.own("start")
        usual = "planned_at" if isinstance(begin, datetime) else "due_on"
        cells[role if role in ("planned_at", "started_at", "due_on") else usual] = begin
        if name == "VEVENT" and isinstance(begin, datetime):
            cells["ended_at"] = entry.time("DTEND") or cells["ended_at"]
    if name == "VTODO":
        due = entry.time("DUE")
        cells["due_on"] = due.astimezone().date() if isinstance(due, datetime) else due
        cells["done_at"] = entry.time("COMPLETED") or cells["done_at"]
    cells["reminder_at"] = _alarm(entry, begin, None)
    rule = calendar_repeats.rule_text(entry.every("RRULE"))
    left_out = [one for dates in entry.every("EXDATE") for one in _days_of(dates)]
    cells["recurrence"] = calendar_repeats.joined(rule, left_out) or cells["recurrence"]
    cells["priority"] = cells["priority"] or _priority(entry)
    return cells


# ------------------------------------------------------------------ those of others


def _foreign(entry: Entry, words: Words) -> Cells:
    name = entry.component.name
    cells = {"VEVENT": _event, "VTODO": _task, "VJOURNAL": _journal}[name or "VEVENT"](entry)
    cells[ENTRY] = _identity(entry)
    cells["priority"] = _priority(entry)
    cells["body"] = "\n".join(filter(None, (entry.text("DESCRIPTION"), *_lines(entry, words))))
    people = [*entry.every("ATTENDEE"), *entry.every("ORGANIZER")]
    cells["contact"] = "; ".join(dict.fromkeys(filter(None, map(_address, people))))
    return cells


def _identity(entry: Entry) -> int | None:
    """Return a number for the UID of an entry, of one day of a series with that day; None for none."""
    if not entry.uid:
        return None
    day = entry.replaces
    if isinstance(day, datetime) and day.tzinfo is not None:
        day = day.astimezone(UTC)
    digest = sha256(f"{entry.uid}\n{day.isoformat() if day is not None else ''}".encode()).digest()
    return int.from_bytes(digest[:6]) + 1


def _lines(entry: Entry, words: Words) -> list[str]:
    """Return what has no column as lines of the text."""
    place, people = entry.text("LOCATION"), [_person(one) for one in entry.every("ATTENDEE")]
    lines = [words("Place: %(place)s") % {"place": place}] if place else []
    if named := list(dict.fromkeys(filter(None, people))):
        lines.append(words("With: %(people)s") % {"people": ", ".join(named)})
    begin, end = entry.time("DTSTART"), entry.time("DTEND")
    if (
        begin is not None
        and not isinstance(begin, datetime)
        and end is not None
        and not isinstance(end, datetime)
    ):
        last = end - timedelta(days=1)
        if last > begin:
            lines.append(words("Until: %(day)s") % {"day": last.isoformat()})
    return lines


def _event(entry: Entry) -> Cells:
    begin, end = entry.time("DTSTART"), entry.time("DTEND")
    length = entry.length() if end is None else _between(begin, end)
    cells: Cells = {"kind": "meeting"}
    rule = calendar_repeats.rule_text(entry.every("RRULE"))
    if begin is None and entry.has_unreadable("DTSTART"):
        raise Unreadable
    if begin is not None and rule and entry.replaces is None:
        begin, cells["recurrence"] = calendar_repeats.coming(
            begin, entry.every("RRULE"), _left_out(entry), _now(begin)
        )
    if isinstance(begin, datetime):
        cells["started_at" if begin <= _now(begin) else "planned_at"] = begin
        cells["ended_at"] = begin + length if length is not None and length >= timedelta() else None
    elif begin is not None:
        cells["due_on"] = begin
        if begin < clock.today():
            cells["done_at"] = datetime.combine(begin, time())
    cells["reminder_at"] = _alarm(entry, begin, length)
    return _without_past_alarm(cells)


def _task(entry: Entry) -> Cells:
    begin, due = entry.time("DTSTART"), entry.time("DUE")
    done = entry.time("COMPLETED")
    if done is None and (
        entry.text("STATUS").upper() == "COMPLETED" or entry.text("PERCENT-COMPLETE") == "100"
    ):
        done = entry.time("LAST-MODIFIED") or datetime.now(UTC)
    if due is None and begin is not None and not isinstance(begin, datetime):
        due = begin
    cells: Cells = {"kind": "task", "recurrence": calendar_repeats.rule_text(entry.every("RRULE"))}
    cells["due_on"] = due.astimezone().date() if isinstance(due, datetime) else due
    cells["planned_at"] = begin if isinstance(begin, datetime) and done is None else None
    if done is not None:
        done = done if isinstance(done, datetime) else datetime.combine(done, time())
        cells["done_at"] = min(done, _now(done))
    cells["reminder_at"] = _alarm(entry, begin or due, _between(begin, due))
    return _without_past_alarm(cells)


def _journal(entry: Entry) -> Cells:
    begin = entry.time("DTSTART")
    if begin is not None and not isinstance(begin, datetime):
        begin = datetime.combine(begin, time())
    return {"kind": "note", "started_at": min(begin, _now(begin)) if begin is not None else None}


def _without_past_alarm(cells: Cells) -> Cells:
    """Leave out an alarm that would ring at once, or for what is done."""
    at = cells.get("reminder_at")
    if at is not None and (at <= _now(at) or cells.get("done_at") or cells.get("started_at")):
        cells["reminder_at"] = None
    return cells


def _now(like: date) -> datetime:
    """Return the present, with a zone or on the user's clock as ``like`` is."""
    aware = isinstance(like, datetime) and like.tzinfo is not None
    return clock.now() if aware else clock.now().astimezone().replace(tzinfo=None)


def _between(begin: date | None, end: date | None) -> timedelta | None:
    """Return the time from beginning to end, where both are of one sort."""
    try:
        return end - begin if begin is not None and end is not None else None
    except TypeError:  # a day and a moment, or one with and one without a zone
        return None


def _left_out(entry: Entry) -> Collection[datetime]:
    """Return the beginnings of a series that are left out or stand elsewhere; of whole days these."""
    excepted = {one for dates in entry.every("EXDATE") for one in _days_of(dates)}
    return {
        one if isinstance(one, datetime) else datetime.combine(one, time()) for one in excepted | entry.moved
    }


def _days_of(dates: Any) -> list[date]:
    return [one.dt for one in getattr(dates, "dts", ()) if isinstance(one.dt, date)]


def _alarm(entry: Entry, begin: date | None, length: timedelta | None) -> datetime | None:
    """Return when the first alarm rings."""
    for alarm in entry.component.walk("VALARM"):
        trigger = alarm.get("TRIGGER")
        at = getattr(trigger, "dt", None)
        if isinstance(at, datetime):
            return at
        if isinstance(at, timedelta) and begin is not None:
            start = begin if isinstance(begin, datetime) else datetime.combine(begin, time())
            from_end = str(getattr(trigger, "params", {}).get("RELATED", "")).upper() == "END"
            try:
                return start + at + (length or timedelta() if from_end else timedelta())
            except OverflowError:
                return None
    return None


_MOST_URGENT = {
    1: "high",
    2: "high",
    3: "high",
    4: "high",
    5: "normal",
    6: "low",
    7: "low",
    8: "low",
    9: "low",
}


def _priority(entry: Entry) -> str:
    text = entry.text("PRIORITY")
    return _MOST_URGENT.get(int(text), "") if text.isdecimal() and len(text) < 3 else ""


def _address(person: Any) -> str:
    """Return the e-mail address of somebody who takes part."""
    text = str(person).strip()
    address = text[7:] if text[:7].lower() == "mailto:" else text
    return address if "@" in address and not re.search(r"[\s;,]", address) else ""


def _person(person: Any) -> str:
    params: Mapping[str, Any] = getattr(person, "params", {})
    name = str(params.get("CN", "")).strip().strip('"')
    address = _address(person)
    return f"{name} <{address}>" if name and address and name != address else name or address


__all__ = ["COLUMNS", "OWN", "Cells", "Entry", "Unreadable", "cells_of", "parse"]
