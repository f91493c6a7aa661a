"""Calendars going out in iCalendar (RFC 5545): tasks as VTODO, meetings and calls as VEVENT, notes as VJOURNAL.

The entries have the cells that ``calendar_entries`` reads, so that what goes out comes back as it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from icalendar import Alarm, Component, Event, Journal, Todo, vRecur, vText

from crm_desktop.core import clock
from crm_desktop.core.files import write_atomically
from crm_desktop.exchange import calendar_repeats
from crm_desktop.exchange.calendar_entries import COLUMNS, OWN
from crm_desktop.exchange.export import Written, clean_text
from crm_desktop.exchange.json_rows import RECORD_ID

Cells = Mapping[str, Any]

_HEAD = (
    b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//CRM Desktop//Activities//EN\r\nCALSCALE:GREGORIAN\r\n"
    b"METHOD:PUBLISH\r\n"
)
_END = b"END:VCALENDAR\r\n"
_PRIORITIES = {"urgent": 1, "high": 2, "normal": 5, "low": 9}
_BY_NAME = frozenset({RECORD_ID, "subject", "body", "tags", "created_at", "reminder_at"})


def write_calendar(path: Path, entries: Iterable[Cells]) -> Written:
    """Write one entry for each set of cells (Python values by column, references as names). Raises OSError."""
    written = Written()
    with write_atomically(path) as draft, draft.open("wb") as file:
        file.write(_HEAD)
        for cells in entries:
            file.write(component_of(cells).to_ical())
            written.rows += 1
        file.write(_END)
    return written


def component_of(cells: Cells) -> Component:
    """Return the entry of one activity."""
    said: set[str] = set(_BY_NAME)
    begin_key = next((key for key in ("started_at", "planned_at", "due_on") if cells.get(key)), "")
    entry: Component = _made(cells, begin_key)
    entry.add("UID", f"crm-desktop-{cells[RECORD_ID]}")
    entry.add("DTSTAMP", cells.get("updated_at") or clock.now())
    if cells.get("created_at"):
        entry.add("CREATED", cells["created_at"])
    entry.add("SUMMARY", clean_text(cells.get("subject") or ""))
    if cells.get("body"):
        entry.add("DESCRIPTION", clean_text(cells["body"]))
    _add_times(entry, cells, begin_key, said)
    if cells.get("tags"):
        entry.add("CATEGORIES", [clean_text(tag) for tag in cells["tags"]])
    if cells.get("priority"):
        entry.add("PRIORITY", _PRIORITIES.get(cells["priority"], 0))
    text, left_out = calendar_repeats.parted(cells.get("recurrence") or "")
    if text and (rule := _rule(text)) is not None:
        entry.add("RRULE", rule)
        if left_out:
            entry.add("EXDATE", left_out)
        said.add("recurrence")
    for key in COLUMNS:
        if key not in said and cells.get(key):
            entry.add(OWN + key.upper().replace("_", "-"), vText(clean_text(_text(cells[key]))))
    if cells.get("reminder_at"):
        entry.add_component(_alarm(cells))
    return entry


def _made(cells: Cells, begin_key: str) -> Component:
    """Return an empty entry of the right sort."""
    if cells.get("kind") == "task" or (not begin_key and cells.get("kind") != "note"):
        return Todo()
    return Event() if begin_key else Journal()


def _add_times(entry: Component, cells: Cells, begin_key: str, said: set[str]) -> None:
    """Add the times that a calendar has names for, and note in ``said`` which fields that were."""
    if isinstance(entry, Todo):
        entry.add("STATUS", "COMPLETED" if cells.get("done_at") else "NEEDS-ACTION")
        if cells.get("done_at"):
            entry.add("COMPLETED", cells["done_at"])
            said.add("done_at")
        if cells.get("due_on"):
            entry.add("DUE", cells["due_on"])
            said.add("due_on")
        begin_key = "" if begin_key == "due_on" else begin_key
        if begin_key and cells.get("due_on"):
            return  # a task may not begin with an hour and be due on a day
    if begin_key:
        entry.add("DTSTART", cells[begin_key])
        entry.add(f"{OWN}START", vText(begin_key))
        said.add(begin_key)
    end = cells.get("ended_at")
    if isinstance(entry, Event) and end and begin_key != "due_on" and end > cells[begin_key]:
        entry.add("DTEND", end)
        said.add("ended_at")


def _rule(text: str) -> vRecur | None:
    """Return a text as the rule of a series, None where it is none."""
    try:
        rule = vRecur.from_ical(text)
    except ValueError:
        return None
    return rule if rule.get("FREQ") and rule.to_ical().decode() == text else None


def _alarm(cells: Cells) -> Alarm:
    alarm = Alarm()
    alarm.add("ACTION", "DISPLAY")
    alarm.add("DESCRIPTION", clean_text(cells.get("subject") or ""))
    alarm.add("TRIGGER", cells["reminder_at"], parameters={"VALUE": "DATE-TIME"})
    return alarm


def _text(value: Any) -> str:
    if isinstance(value, datetime):
        return clock.stamp(value.astimezone(UTC))
    return value.isoformat() if isinstance(value, date) else str(value)


__all__ = ["Cells", "write_calendar"]
