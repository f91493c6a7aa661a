"""Of which activities to remind, and when."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from crm_desktop.core import clock
from crm_desktop.services.workspace import Workspace
from tests.conftest import FixedClock

HOUR, LONG_AGO = timedelta(hours=1), datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def record(workspace: Workspace, fixed_clock: FixedClock) -> Any:
    """Return the function that makes an activity with a reminder some hours from now."""

    def make(subject: str, hours: float, **values: Any) -> int:
        at = clock.now() + hours * HOUR
        return workspace.records.create("activity", {"subject": subject, "reminder_at": at, **values})

    return make


def _due(workspace: Workspace, after: datetime = LONG_AGO) -> list[str]:
    return [one.entry.subject for one in workspace.reminders.due(after, clock.now())]


def test_what_is_due_comes_in_order(workspace: Workspace, record: Any) -> None:
    record("now", 0)
    record("earlier", -2)
    record("later", 1)
    record("shown before", -5)
    found = workspace.reminders.due(clock.now() - 3 * HOUR, clock.now())
    assert [(one.entry.subject, one.at) for one in found] == [
        ("earlier", clock.now() - 2 * HOUR),
        ("now", clock.now()),
    ]
    assert workspace.reminders.next_at(clock.now()) == clock.now() + HOUR


def test_what_is_done_or_gone_reminds_nobody(workspace: Workspace, record: Any) -> None:
    done, gone, rest = record("done", -1), record("gone", -1), record("rest", -1)
    record("has begun", -1, started_at=clock.now() - HOUR)
    workspace.activities.finish([done])
    workspace.records.delete("activity", [gone])
    assert _due(workspace) == ["rest"]
    assert [one.entry.id for one in workspace.reminders.still_due([done, gone, rest], clock.now())] == [rest]
    assert workspace.reminders.next_at(clock.now()) is None


def test_each_is_reminded_of_what_is_theirs(workspace: Workspace, record: Any) -> None:
    other = workspace.records.create("user", {"name": "Tom Hale"})
    record("theirs", -1, owner=other)
    record("mine", -1)
    nobodys = record("nobody's", -1)
    workspace.records.save("activity", nobodys, {"owner": None})
    assert sorted(_due(workspace)) == ["mine", "nobody's"]


def test_what_is_put_off_reminds_again_then(
    workspace: Workspace, record: Any, fixed_clock: FixedClock
) -> None:
    one = record("task", -1)
    workspace.activities.snooze([one], clock.now() + HOUR)
    assert _due(workspace) == []
    assert workspace.reminders.still_due([one], clock.now()) == []
    seen = clock.now()
    fixed_clock.advance(3600)
    assert _due(workspace, seen) == ["task"]


def test_only_the_index_of_reminders_is_walked(workspace: Workspace, record: Any) -> None:
    record("task", 1)
    plans: list[str] = []
    reader = workspace.file.reader()
    for sql in ("reminder_at > ? AND t.reminder_at <= ?", "reminder_at > ?"):
        values = ("a",) * sql.count("?")
        explained = f"EXPLAIN QUERY PLAN SELECT id FROM activity AS t INDEXED BY ix_activity_reminder_at WHERE t.{sql}"
        plans += [row[3] for row in reader.execute(f"{explained} AND t.deleted_at IS NULL", values)]
    assert all("ix_activity_reminder_at (reminder_at>" in plan for plan in plans)
