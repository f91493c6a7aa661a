"""Finishing, postponing and moving activities: one step each, and what the file says afterwards."""

# ruff: noqa: DTZ001 - times of the user's clock

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from crm_desktop.core import clock
from crm_desktop.core.errors import RecordProblem
from crm_desktop.services.workspace import Workspace
from tests.conftest import FixedClock, Maker


@pytest.fixture
def record(workspace: Workspace, fixed_clock: FixedClock) -> Any:
    """Return the function that makes an activity."""
    return lambda **values: workspace.records.create("activity", {"subject": "Call back", **values})


def _values(workspace: Workspace, one: int) -> Any:
    return workspace.records.get("activity", one).values


def _noon() -> datetime:
    return datetime(2026, 11, 20, 12).astimezone(UTC)


def test_done_is_one_step_and_notes_the_contact(workspace: Workspace, make: Maker, record: Any) -> None:
    company = make.company("Acme")
    call = record(kind="call", due_on=date(2026, 11, 18), company=company)
    written = workspace.activities.finish([call])
    assert written.text == "Done: Call back"
    values = _values(workspace, call)
    assert (values["done_at"], values["started_at"]) == (_noon(), _noon())
    assert workspace.records.get("company", company).values["last_contact"] == _noon()
    report = workspace.history.undo(written.transaction)
    assert not report.kept
    values = _values(workspace, call)
    assert (values["done_at"], values["started_at"]) == (None, None)
    assert workspace.records.get("company", company).values["last_contact"] is None


def test_what_is_done_already_is_no_step(workspace: Workspace, record: Any) -> None:
    one = record(kind="task")
    assert workspace.activities.finish([one]).transaction
    assert workspace.activities.finish([one]).transaction == 0


def test_many_are_done_in_one_step(workspace: Workspace, record: Any) -> None:
    ids = [record(kind="task", due_on=date(2026, 11, 20)) for _one in range(3)]
    written = workspace.activities.finish(ids)
    assert written.text == "Done: 3 activities"
    workspace.history.undo(written.transaction)
    assert [_values(workspace, one)["done_at"] for one in ids] == [None] * 3


def test_postponing_keeps_the_hour(workspace: Workspace, record: Any) -> None:
    at = datetime(2026, 11, 20, 14, 30).astimezone(UTC)
    meeting = record(kind="meeting", planned_at=at, reminder_at=at - timedelta(minutes=30))
    task = record(kind="task", due_on=date(2026, 11, 13))
    workspace.activities.postpone([meeting, task], date(2026, 11, 23))
    values = _values(workspace, meeting)
    assert values["planned_at"] - at == timedelta(days=3)
    assert values["planned_at"] - values["reminder_at"] == timedelta(minutes=30)
    assert _values(workspace, task)["due_on"] == date(2026, 11, 23)


def test_what_is_done_is_not_postponed_and_nothing_is_written(workspace: Workspace, record: Any) -> None:
    done, task = record(kind="task"), record(kind="task", due_on=date(2026, 11, 13))
    workspace.activities.finish([done])
    with pytest.raises(RecordProblem, match="“Call back” is done already"):
        workspace.activities.postpone([task, done], date(2026, 11, 23))
    assert _values(workspace, task)["due_on"] == date(2026, 11, 13)


def test_a_done_one_does_not_move_into_the_future(workspace: Workspace, record: Any) -> None:
    call = record(kind="call", started_at=_noon(), done_at=_noon())
    with pytest.raises(RecordProblem, match="cannot lie in the future"):
        workspace.activities.move(call, date(2026, 11, 21))
    workspace.activities.move(call, datetime(2026, 11, 19, 9))
    assert workspace.agenda.one(call).begin == datetime(2026, 11, 19, 9)  # type: ignore[union-attr]


def test_a_planned_end_is_no_contact(workspace: Workspace, make: Maker, record: Any) -> None:
    company = make.company("Acme")
    at = datetime(2026, 11, 19, 9).astimezone(UTC)
    meeting = record(kind="meeting", planned_at=at, company=company)
    workspace.activities.move(meeting, datetime(2026, 11, 19, 9), datetime(2026, 11, 19, 10))
    assert workspace.records.get("company", company).values["last_contact"] is None
    workspace.activities.finish([meeting])
    assert workspace.records.get("company", company).values["last_contact"] == at + timedelta(hours=1)


def test_the_next_step_takes_over_whom_it_is_about(workspace: Workspace, make: Maker, record: Any) -> None:
    company, contact = make.company("Acme"), make.contact("陈晓梅")
    call = record(kind="call", company=company, contact=contact)
    written = workspace.activities.follow_up(call, "Send the offer", date(2026, 11, 23), "reached")
    assert written.text == "Next step: Send the offer"
    assert _values(workspace, call)["outcome"] == "reached"
    ids = workspace.records.related_ids("activity", "contact", contact)
    step = next(one for one in ids if one != call)
    values = _values(workspace, step)
    assert (values["kind"], values["due_on"]) == ("task", date(2026, 11, 23))
    assert values["company"].id == company
    workspace.history.undo(written.transaction)
    assert _values(workspace, call)["outcome"] is None
    assert workspace.records.get("activity", step).deleted


def test_snoozing_is_data_and_can_be_undone(workspace: Workspace, record: Any) -> None:
    task = record(kind="task", reminder_at=_noon())
    later = clock.now() + timedelta(minutes=10)
    written = workspace.activities.snooze([task], later)
    assert _values(workspace, task)["snoozed_until"] == later
    workspace.history.undo(written.transaction)
    values = _values(workspace, task)
    assert (values["reminder_at"], values["snoozed_until"]) == (_noon(), None)


def test_what_is_gone_is_said(workspace: Workspace, record: Any) -> None:
    task = record(kind="task")
    workspace.records.delete("activity", [task])
    with pytest.raises(RecordProblem, match="no longer exists"):
        workspace.activities.finish([task])
