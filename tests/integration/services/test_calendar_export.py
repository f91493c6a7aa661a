"""Activities as a calendar: out, back without a change, into another file, and those of other programs in."""

from __future__ import annotations

import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from icalendar import Calendar

from crm_desktop.core.errors import Cancelled, SourceProblem, UsageProblem
from crm_desktop.core.query import ListQuery
from crm_desktop.services.calendar_export import export_calendar
from crm_desktop.services.exports import export_list
from crm_desktop.services.workspace import Workspace, open_workspace
from tests.conftest import Maker
from tests.integration.services.import_help import bring, counts, everything, texts, values

OUTLOOK = Path(__file__).parents[2] / "data" / "exchange" / "calendars" / "outlook.ics"
KEYS = (
    "subject", "kind", "planned_at", "started_at", "ended_at", "due_on", "done_at", "reminder_at", "recurrence",
    "priority", "channel", "direction", "outcome", "tags", "body", "contact", "company", "owner",
)  # fmt: skip


def at(day: int, hour: int = 9) -> datetime:
    return datetime(2027, 3, day, hour, tzinfo=UTC)


@pytest.fixture
def full(workspace: Workspace) -> Workspace:
    """A file with activities of every sort."""
    make = Maker(workspace)
    acme = make.company("Acme")
    anna = make.contact("Anna Fischer", company=acme)
    for one in (
        {"kind": "meeting", "subject": "Talk; with, signs\\n", "planned_at": at(1), "ended_at": at(1, 10),
         "contact": anna, "company": acme, "priority": "urgent", "body": "two\nlines" + " long" * 40,
         "tags": ["Fair", "VIP"],
         "reminder_at": at(1, 8), "recurrence": "FREQ=WEEKLY;BYDAY=MO"},
        {"kind": "call", "subject": "Call", "started_at": datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC), "channel": "phone",
         "planned_at": datetime(2026, 1, 2, 3, tzinfo=UTC), "direction": "outgoing", "outcome": "reached",
         "done_at": datetime(2026, 1, 2, 4, tzinfo=UTC), "due_on": date(2026, 1, 3)},
        {"kind": "task", "subject": "Offer", "due_on": date(2027, 1, 3), "planned_at": at(2), "recurrence": "weekly"},
        {"kind": "task", "subject": "Done", "done_at": datetime(2026, 1, 2, 4, tzinfo=UTC), "priority": "low"},
        {"kind": "task", "subject": "Some day"},
        {"kind": "visit", "subject": "Whole day", "due_on": date(2027, 5, 1)},
        {"kind": "note", "body": "=1+1 王小明", "done_at": datetime(2026, 1, 2, 4, tzinfo=UTC)},
    ):  # fmt: skip
        workspace.records.create("activity", one)
    return workspace


def test_a_calendar_that_comes_back_changes_nothing(full: Workspace, tmp_path: Path) -> None:
    out = tmp_path / "all.ics"
    assert export_list(full, ListQuery("activity"), out).rows == 7
    before = everything(full)
    assert counts(bring(full, out, "activity")) == (0, 0, 7, 0)
    assert everything(full) == before


def test_another_file_gets_everything(full: Workspace, plain_template: Path, tmp_path: Path) -> None:
    out = tmp_path / "all.ics"
    export_list(full, ListQuery("activity"), out)
    other = open_workspace(Path(shutil.copyfile(plain_template, tmp_path / "other.crm")))
    try:
        assert counts(bring(other, out, "activity")) == (7, 0, 0, 0)
        assert sorted(texts(other, "activity", *KEYS)) == sorted(texts(full, "activity", *KEYS))
    finally:
        other.close()


def test_the_entries_are_of_the_sorts_that_programs_know(full: Workspace, tmp_path: Path) -> None:
    out = tmp_path / "all.ics"
    export_list(full, ListQuery("activity"), out)
    assert all(len(line) <= 75 for line in out.read_bytes().split(b"\r\n"))
    calendar = Calendar.from_ical(out.read_bytes())
    found = {
        str(one.get("SUMMARY")): one for one in calendar.walk() if one.name in ("VEVENT", "VTODO", "VJOURNAL")
    }
    kinds = {subject: one.name for subject, one in found.items()}
    assert kinds == {
        "Talk; with, signs\\n": "VEVENT", "Call": "VEVENT", "Offer": "VTODO", "Done": "VTODO", "Some day": "VTODO",
        "Whole day": "VEVENT", "=1+1 王小明": "VJOURNAL",
    }  # fmt: skip
    assert found["Offer"]["DUE"].dt == date(2027, 1, 3)
    assert (found["Done"]["STATUS"], found["Some day"]["STATUS"]) == ("COMPLETED", "NEEDS-ACTION")
    assert found["Whole day"]["DTSTART"].dt == date(2027, 5, 1)
    talk = found["Talk; with, signs\\n"]
    assert (talk["DTSTART"].dt, talk["DTEND"].dt) == (at(1), at(1, 10))
    assert (talk["RRULE"].to_ical(), talk["PRIORITY"]) == (b"FREQ=WEEKLY;BYDAY=MO", 1)
    assert [alarm["TRIGGER"].dt for alarm in talk.walk("VALARM")] == [at(1, 8)]


def test_what_was_moved_in_a_calendar_moves_here(full: Workspace, tmp_path: Path) -> None:
    out = tmp_path / "all.ics"
    export_list(full, ListQuery("activity"), out)
    out.write_bytes(out.read_bytes().replace(b"DTSTART:20270301T090000Z", b"DTSTART:20270301T080000Z"))
    assert counts(bring(full, out, "activity")) == (0, 1, 6, 0)
    moved = [row for row in values(full, "activity", "subject", "planned_at") if row[0].startswith("Talk")]
    assert moved == [("Talk; with, signs\\n", "2027-03-01T08:00:00+00:00")]


def test_a_calendar_of_outlook_comes_in_once(workspace: Workspace) -> None:
    make = Maker(workspace)
    make.contact("Anna Fischer")
    anna = make.contact("Anna Fischer", email="anna.fischer@ACME.example")
    assert counts(bring(workspace, OUTLOOK, "activity")) == (9, 0, 0, 0)
    rows = workspace.lists.page(
        "activity", ["subject", "contact"], workspace.lists.ids(ListQuery("activity"))
    )
    assert [row.values[1].id for row in rows if row.values[1] is not None] == [anna]
    assert workspace.lists.count("contact") == 2
    assert counts(bring(workspace, OUTLOOK, "activity")) == (0, 0, 9, 0)


def test_a_calendar_holds_nothing_but_activities(workspace: Workspace, tmp_path: Path) -> None:
    with pytest.raises(SourceProblem, match="its entries are activities"):
        bring(workspace, OUTLOOK, "contact")
    with pytest.raises(UsageProblem, match="Only activities"):
        export_list(workspace, ListQuery("contact"), tmp_path / "contacts.ics")
    workspace.records.create("activity", {"subject": "Call"})
    with pytest.raises(Cancelled):
        export_calendar(workspace, ListQuery("activity"), tmp_path / "a.ics", cancelled=lambda: True)
    assert list(tmp_path.glob("*.ics")) == []


def test_an_address_names_a_contact_in_every_table(workspace: Workspace, tmp_path: Path) -> None:
    anna = Maker(workspace).contact("Anna Fischer", email="anna@acme.example")
    path = tmp_path / "calls.csv"
    path.write_text(
        "Subject,Kind,Contact\nOne,Call,ANNA@acme.example\nTwo,Call,new@acme.example\n", encoding="utf-8"
    )
    bring(workspace, path, "activity")
    rows = workspace.lists.page(
        "activity", ["subject", "contact"], workspace.lists.ids(ListQuery("activity"))
    )
    assert {row.texts[0]: row.texts[1] for row in rows} == {"One": "Anna Fischer", "Two": "new@acme.example"}
    assert anna in [row.values[1].id for row in rows]
