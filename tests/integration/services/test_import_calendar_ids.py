"""Entries of foreign calendars that come in again: what was moved is changed, and a series stays one activity."""

from __future__ import annotations

from pathlib import Path

from crm_desktop.core import clock
from crm_desktop.services import imports
from crm_desktop.services.workspace import Workspace
from tests.integration.exchange.test_calendar_files import calendar, event
from tests.integration.services.import_help import bring, counts, values

TIMES = ("subject", "planned_at", "started_at", "due_on")


def talk(begin: str, *more: str, uid: str = "talk@google.example", subject: str = "Talk") -> list[str]:
    return event(f"UID:{uid}", f"SUMMARY:{subject}", f"DTSTART{begin}", *more)


def test_an_event_that_was_moved_is_the_same_activity(workspace: Workspace, tmp_path: Path) -> None:
    other = talk(":20310203T090000Z", uid="TALK@google.example")
    bring(workspace, calendar(tmp_path, *talk(":20310102T090000Z"), *other), "activity")
    moved = calendar(tmp_path, *talk(":20310203T090000Z"), *other)
    plan = imports.plan_import(workspace, moved, "activity")
    assert counts(plan) == (0, 1, 1, 0)
    assert plan.preview()[0][2:] == ("Talk", "Planned for: 2 Jan 2031 09:00 → 3 Feb 2031 09:00")
    result = imports.run_import(workspace, plan)
    assert values(workspace, "activity", *TIMES) == 2 * [("Talk", "2031-02-03T09:00:00+00:00", None, None)]
    assert counts(bring(workspace, moved, "activity")) == (0, 0, 2, 0)
    workspace.history.undo(result.undo)
    assert values(workspace, "activity", "planned_at")[0] == ("2031-01-02T09:00:00+00:00",)


def test_a_new_event_in_the_place_of_a_moved_one_is_another(workspace: Workspace, tmp_path: Path) -> None:
    bring(workspace, calendar(tmp_path, *talk(":20310102T090000Z")), "activity")
    swapped = calendar(tmp_path, *talk(":20310102T090000Z", uid="new"), *talk(":20310105T090000Z"))
    assert counts(bring(workspace, swapped, "activity")) == (1, 1, 0, 0)
    assert [row[1][:10] for row in values(workspace, "activity", *TIMES)] == ["2031-01-05", "2031-01-02"]


def test_what_had_taken_place_can_lie_ahead_again(workspace: Workspace, tmp_path: Path) -> None:
    bring(workspace, calendar(tmp_path, *talk(":20200102T090000Z")), "activity")
    assert values(workspace, "activity", *TIMES) == [("Talk", None, "2020-01-02T09:00:00+00:00", None)]
    bring(workspace, calendar(tmp_path, *talk(":20310102T090000Z")), "activity")
    assert values(workspace, "activity", *TIMES) == [("Talk", "2031-01-02T09:00:00+00:00", None, None)]
    bring(workspace, calendar(tmp_path, *talk(";VALUE=DATE:20310103")), "activity")
    assert values(workspace, "activity", *TIMES) == [("Talk", None, None, "2031-01-03")]
    assert workspace.problems() == []


def test_a_day_that_had_passed_can_lie_ahead_again(workspace: Workspace, tmp_path: Path) -> None:
    bring(workspace, calendar(tmp_path, *talk(";VALUE=DATE:20200102")), "activity")
    ((day, done),) = values(workspace, "activity", "due_on", "done_at")
    assert (day, done is not None) == ("2020-01-02", True)
    ahead = calendar(tmp_path, *talk(";VALUE=DATE:20310103"))
    bring(workspace, ahead, "activity")
    assert values(workspace, "activity", "due_on", "done_at") == [("2031-01-03", None)]
    ((record,),) = workspace.file.reader().execute("SELECT id FROM activity").fetchall()
    workspace.records.save("activity", record, {"done_at": clock.now()})
    assert counts(bring(workspace, ahead, "activity")) == (0, 0, 1, 0)  # what somebody has done stays done


def test_an_import_that_was_undone_comes_in_again(workspace: Workspace, tmp_path: Path) -> None:
    source = calendar(tmp_path, *talk(":20310102T090000Z"))
    workspace.history.undo(bring(workspace, source, "activity").undo)
    assert counts(bring(workspace, source, "activity")) == (1, 0, 0, 0)
    assert counts(bring(workspace, source, "activity")) == (0, 0, 1, 0)
    assert [one.key for one in workspace.lists.fields("activity") if "calendar" in one.key] == []
    assert workspace.problems() == []


def test_a_series_is_one_activity_until_it_is_done(workspace: Workspace, tmp_path: Path) -> None:
    moved_day = talk(":20310116T100000Z", "RECURRENCE-ID:20310115T090000Z")
    series = talk(":20310108T090000Z", "RRULE:FREQ=WEEKLY;COUNT=5")
    bring(workspace, calendar(tmp_path, *series, *moved_day), "activity")
    again = talk(":20310122T090000Z", "RRULE:FREQ=WEEKLY;COUNT=3")  # as the weeks have passed
    moved_day = talk(":20310117T100000Z", "RECURRENCE-ID:20310115T090000Z")
    assert counts(bring(workspace, calendar(tmp_path, *again, *moved_day), "activity")) == (0, 2, 0, 0)
    assert [row[1][:10] for row in values(workspace, "activity", *TIMES)] == ["2031-01-22", "2031-01-17"]
    (record,) = workspace.file.reader().execute("SELECT min(id) FROM activity").fetchone()
    workspace.records.save("activity", record, {"done_at": clock.now()})
    assert counts(bring(workspace, calendar(tmp_path, *again, *moved_day), "activity")) == (0, 0, 2, 0)
    later = talk(":20310129T090000Z", "RRULE:FREQ=WEEKLY;COUNT=2")
    for expected in ((1, 0, 0, 0), (0, 0, 1, 0)):
        assert counts(bring(workspace, calendar(tmp_path, *later), "activity")) == expected
    days = [row[1][:10] for row in values(workspace, "activity", *TIMES)]
    assert days == ["2031-01-22", "2031-01-17", "2031-01-29"]
