"""Calendars as Outlook, Google, Apple and others write them, read as a table of activities by the reading process."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from dateutil.rrule import rrulestr  # type: ignore[import-untyped]
from icalendar import Event

from crm_desktop.core import clock
from crm_desktop.core.errors import SourceProblem
from crm_desktop.core.i18n import words_for
from crm_desktop.exchange import calendar_entries, calendar_files, calendar_lines, calendar_repeats
from crm_desktop.exchange.json_rows import RECORD_ID
from crm_desktop.exchange.reader_process import open_table
from crm_desktop.exchange.source import Limits
from tests.conftest import FixedClock

CALENDARS = Path(__file__).parents[2] / "data" / "exchange" / "calendars"
Entry = dict[str, object]


def entries(path: Path, limits: Limits | None = None) -> tuple[list[Entry], list[str]]:
    """Return the rows of a calendar by heading, without empty cells, and what is told about it."""
    with open_table(path, limits=limits) as table:
        rows = [
            {head: cell for head, cell in zip(table.headings, row.cells, strict=True) if cell is not None}
            for row in table
        ]
        return rows, table.notes


def calendar(folder: Path, *lines: str) -> Path:
    """Write a calendar of entries."""
    path = folder / "calendar.ics"
    path.write_text(
        "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", *lines, "END:VCALENDAR", ""]), encoding="utf-8"
    )
    return path


def event(*lines: str) -> list[str]:
    return ["BEGIN:VEVENT", *lines, "END:VEVENT"]


def meaning(*lines: str, kind: str = "VEVENT") -> calendar_entries.Cells:
    """Return what one entry means, without a process in between: with the test's own clock."""
    (raw,) = calendar_lines.split([f"BEGIN:{kind}\n", *(f"{line}\n" for line in lines), f"END:{kind}\n"])
    return calendar_entries.cells_of(calendar_entries.parse(raw), words_for("en").gettext)


def test_a_calendar_of_outlook() -> None:
    """Every date of the file lies before 2026-11-21 or long after it."""
    rows, notes = entries(CALENDARS / "outlook.ics")
    found = {str(row["subject"]).partition(" ")[0]: row for row in rows}
    assert len(rows) == 9
    talk = found["Quarterly"]
    assert talk["subject"] == "Quarterly talk with a subject that is so long that Outlook folds the line"
    assert (talk["planned_at"], talk["ended_at"]) == ("2027-07-08T07:30:00Z", "2027-07-08T09:00:00Z")
    assert (talk["reminder_at"], talk["priority"], talk["kind"]) == (
        "2027-07-08T07:15:00Z",
        "high",
        "meeting",
    )
    assert talk["contact"] == "Anna.Fischer@acme.example; bob@blue.example; boss@own.example"
    assert str(talk["body"]).splitlines() == [
        "Agenda:", "1. Prices, again", "2. Delivery; dates", "Place: Köln, Hohe Straße 1",
        "With: Anna Fischer <Anna.Fischer@acme.example>, bob@blue.example",
    ]  # fmt: skip
    assert (found["Call"]["planned_at"], found["Call"]["ended_at"]) == (
        "2027-01-10T04:30:00Z",
        "2027-01-10T05:15:00Z",
    )
    fair = found["Trade"]
    assert (fair["due_on"], fair["tags"], fair["body"]) == ("2027-03-01", "Fair, Travel", "Until: 2027-03-03")
    assert (found["Floating,"]["started_at"], found["Floating,"]["ended_at"]) == (
        "2026-11-20 09:00:00",
        "2026-11-20 10:00:00",
    )
    assert (found["Send"]["kind"], found["Send"]["due_on"], found["Send"]["priority"]) == (
        "task",
        "2026-12-05",
        "low",
    )
    assert found["Done"]["done_at"] == "2026-11-02T12:00:00Z"
    assert (found["They"]["kind"], found["They"]["started_at"]) == ("note", "2026-11-01 00:00:00")
    assert "Cancelled entries of the calendar that were left out: 1." in notes
    assert any(note.startswith("Repeating entries: 1.") for note in notes)


@pytest.mark.usefixtures("fixed_clock")
def test_a_series_comes_in_at_its_next_time() -> None:
    berlin = "TZID=Europe/Berlin"
    series = (f"DTSTART;{berlin}:20250106T100000", f"DTEND;{berlin}:20250106T103000", "SUMMARY:Jour fixe")
    found = meaning(*series, "RRULE:FREQ=WEEKLY;BYDAY=MO")
    assert (found["planned_at"], found["ended_at"]) == ("2026-11-23T09:00:00Z", "2026-11-23T09:30:00Z")
    assert found["recurrence"] == "FREQ=WEEKLY;BYDAY=MO"
    found = meaning(*series, "RRULE:FREQ=WEEKLY;BYDAY=MO", "EXDATE;TZID=Europe/Berlin:20261123T100000")
    assert found["planned_at"] == "2026-11-30T09:00:00Z"
    found = meaning(*series, "RRULE:FREQ=WEEKLY;UNTIL=20250120T235959Z")
    assert found["started_at"] == "2025-01-20T09:00:00Z"
    found = meaning(*series, "RRULE:FREQ=DAILY;COUNT=3")
    assert found["started_at"] == "2025-01-08T09:00:00Z"
    found = meaning("DTSTART;VALUE=DATE:20200229", "RRULE:FREQ=YEARLY", "SUMMARY:Leap day")
    assert found["due_on"] == "2028-02-29"
    days = ("DTSTART;VALUE=DATE:20261123", "SUMMARY:Fair", "RRULE:FREQ=WEEKLY")
    assert meaning(*days, "EXDATE;VALUE=DATE:20261123")["due_on"] == "2026-11-30"


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY", "FREQ=DAILY;INTERVAL=0", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=NEVER", "COUNT=x",
        "FREQ=DAILY;COUNT=99999999999999999999", "FREQ=MONTHLY;BYMONTHDAY=99",
    ],
)  # fmt: skip
@pytest.mark.usefixtures("fixed_clock")
def test_a_rule_that_leads_nowhere_leaves_the_first_day(rule: str) -> None:
    found = meaning("DTSTART:20261201T100000Z", f"RRULE:{rule}", "SUMMARY:x")
    assert found["planned_at"] == "2026-12-01T10:00:00Z"


def test_a_series_of_every_day_is_not_followed_for_ever() -> None:
    rule = Event.from_ical("BEGIN:VEVENT\r\nRRULE:FREQ=DAILY\r\nEND:VEVENT\r\n")["RRULE"]
    begin, now = datetime(1600, 1, 1, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC)
    first, text = calendar_repeats.coming(begin, [rule], (), now)
    assert (first < datetime(1660, 1, 1, tzinfo=UTC), text) == (True, "FREQ=DAILY")


def dates(*lines: str) -> list[date]:
    """Return the days of an exported series, as the rules of RFC 5545 give them."""
    cells = meaning(*lines)
    begin = clock.moment(cells["planned_at"])
    exported = calendar_files.component_of(
        {
            "kind": "meeting",
            "subject": "x",
            RECORD_ID: 1,
            "planned_at": begin,
            "recurrence": cells["recurrence"],
        }
    )
    text = exported.to_ical().decode()
    rules = "\n".join(one for one in text.splitlines() if one.startswith(("DTSTART", "RRULE", "EXDATE")))
    return [one.date() for one in rrulestr(rules, forceset=True)]


@pytest.mark.usefixtures("fixed_clock")
def test_what_is_left_of_a_series_goes_on_as_it_was() -> None:
    series = "DTSTART:20261116T090000Z", "RRULE:FREQ=WEEKLY;COUNT=5", "SUMMARY:Review"
    assert meaning(*series)["recurrence"] == "FREQ=WEEKLY;COUNT=4"
    left = [date(2026, 11, 23), date(2026, 11, 30), date(2026, 12, 7), date(2026, 12, 14)]
    assert dates(*series) == left
    assert dates(*series, "EXDATE:20261123T090000Z") == left[1:]
    assert dates(*series, "EXDATE:20261130T090000Z,20261214T090000Z") == [left[0], left[2]]
    ended = meaning("DTSTART:20260706T090000Z", "RRULE:FREQ=WEEKLY;COUNT=4", "SUMMARY:x")
    assert (ended["started_at"], ended.get("recurrence")) == ("2026-07-27T09:00:00Z", None)
    days = meaning(
        "DTSTART;VALUE=DATE:20261121", "RRULE:FREQ=DAILY", "EXDATE;VALUE=DATE:20261123", "SUMMARY:x"
    )
    assert (days["due_on"], days["recurrence"]) == ("2026-11-21", "FREQ=DAILY EXDATE:20261123")


def test_exceptions_that_cannot_be_read_are_part_of_the_text() -> None:
    assert calendar_repeats.parted("FREQ=DAILY EXDATE:soon") == ("FREQ=DAILY EXDATE:soon", [])
    assert calendar_repeats.parted("every Monday") == ("every Monday", [])


@pytest.mark.parametrize("begin", ["99999999T999999", "20261399", "next week"])
def test_an_event_whose_time_cannot_be_read_is_left_out(begin: str) -> None:
    with pytest.raises(calendar_entries.Unreadable):
        meaning(f"DTSTART:{begin}", "SUMMARY:x")


def test_whole_days_that_have_passed_are_done(fixed_clock: FixedClock) -> None:
    fixed_clock.set("2026-11-20 12:00")
    past = meaning("DTSTART;VALUE=DATE:20261101", "SUMMARY:Fair")
    assert (past["due_on"], past["done_at"]) == ("2026-11-01", "2026-11-01 00:00:00")
    today = meaning("DTSTART;VALUE=DATE:20261120", "SUMMARY:Fair")
    assert (today["due_on"], today.get("done_at")) == ("2026-11-20", None)
    assert clock.today() == date(2026, 11, 20)


@pytest.mark.usefixtures("fixed_clock")
def test_alarms() -> None:
    begin = ("DTSTART:20270101T100000Z", "DTEND:20270101T120000Z", "SUMMARY:x")
    for trigger, at in (
        ("TRIGGER:-PT15M", "2027-01-01T09:45:00Z"),
        ("TRIGGER;RELATED=END:-P1D", "2026-12-31T12:00:00Z"),
        ("TRIGGER;VALUE=DATE-TIME:20261224T080000Z", "2026-12-24T08:00:00Z"),
        ("TRIGGER:rubbish", None),
        ("TRIGGER:-P99999D", None),
    ):
        found = meaning(*begin, "BEGIN:VALARM", "ACTION:AUDIO", trigger, "END:VALARM")
        assert found.get("reminder_at") == at, trigger
    past = meaning("DTSTART:20250101T100000Z", "SUMMARY:x", "BEGIN:VALARM", "TRIGGER:-PT1M", "END:VALARM")
    assert "reminder_at" not in past


def test_bad_entries_cost_one_entry_each(tmp_path: Path) -> None:
    path = calendar(
        tmp_path,
        *event("SUMMARY:One", "DTSTART:20250101T100000Z"),
        *event("DTSTART:20250101T100000Z"),  # nothing is said
        "BEGIN:VEVENT", "SUMMARY:No end", "BEGIN:VALARM", "TRIGGER:-PT5M",
        *event("SUMMARY:Odd", "DTSTART:20250101T100000", "DTEND;TZID=No/Land:20250101T11", "no colon", "PRIORITY:x"),
        *event("SUMMARY:Long", *["DESCRIPTION:" + "x" * 60_000] * 5),
        *event("SUMMARY:Deep", *["BEGIN:X"] * 5_000, "DTSTART:20250101T100000Z"),
        *event("SUMMARY:x\x00y\x1b", "DTSTART:99999999T999999Z", "DTEND:20250101T110000Z"),
        *event("SUMMARY:=cmd|'/c calc'!A1", "DTSTART:20250101T100000Z", "ATTACH;ENCODING=BASE64:" + "A" * 300_000),
        "END:VALARM", "END:VEVENT",
    )  # fmt: skip
    rows, notes = entries(path)
    subjects = [str(row["subject"]) for row in rows]
    assert [one for one in subjects if not one.startswith("x")] == [
        "One",
        "No end",
        "Odd",
        "Deep",
        "=cmd|'/c calc'!A1",
    ]
    assert [note for note in notes if note.startswith("Entries of the calendar: 5 of 8 were read.")]


def test_twenty_thousand_beginnings_and_a_line_without_end(tmp_path: Path) -> None:
    path = calendar(
        tmp_path, *["BEGIN:VEVENT"] * 20_000, *event("SUMMARY:Last", "DESCRIPTION:" + "y" * 5_000_000)
    )
    rows, _notes = entries(path)
    assert [row["subject"] for row in rows] == ["Last"]


def test_an_empty_calendar_and_one_that_is_too_large_say_so(tmp_path: Path) -> None:
    with pytest.raises(SourceProblem, match="holds no table"):
        entries(calendar(tmp_path))
    with pytest.raises(SourceProblem, match="larger than"):
        entries(calendar(tmp_path, *event("SUMMARY:x")), Limits(calendar_bytes=10))


def test_too_many_entries_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "many.ics"
    path.write_text("BEGIN:VCALENDAR\n" + "BEGIN:VEVENT\nSUMMARY:x\nEND:VEVENT\n" * 100_001, encoding="utf-8")
    with pytest.raises(SourceProblem, match="more than 100,000 entries"):
        entries(path, Limits(seconds=600, stalled=120))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030"])
def test_encodings_are_found(tmp_path: Path, encoding: str) -> None:
    path = calendar(tmp_path, *event("SUMMARY:拜访星辰科技有限公司", "DTSTART:20250101T100000Z"))
    path.write_bytes(path.read_text(encoding="utf-8").encode(encoding))
    with open_table(path, language="zh_CN") as table:
        assert [row.cells[0] for row in table] == ["拜访星辰科技有限公司"]
