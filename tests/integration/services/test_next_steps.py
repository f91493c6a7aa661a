"""What is still to be done for a record: only what is open, the most urgent first."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

ACME_STEPS = [
    ({"subject": "Later", "due_on": date(2026, 12, 4)}, True),
    ({"subject": "Some day"}, True),
    ({"subject": "Visit", "kind": "visit", "planned_at": datetime(2026, 11, 23, 9, tzinfo=UTC)}, True),
    ({"subject": "Overdue", "due_on": date(2026, 11, 1)}, True),
    ({"subject": "Done", "due_on": date(2026, 11, 1), "done_at": datetime(2026, 11, 2, tzinfo=UTC)}, False),
    ({"subject": "Called", "kind": "call", "started_at": datetime(2026, 11, 2, tzinfo=UTC)}, False),
]


@pytest.fixture
def acme(workspace, make):
    made = make.company("Acme")
    for values, _is_open in ACME_STEPS:
        workspace.records.create("activity", {"kind": "task", "company": made, **values})
    workspace.records.create(
        "activity", {"kind": "task", "subject": "Elsewhere", "company": make.company("Other")}
    )
    return made


def test_only_what_is_open_the_most_urgent_first(workspace, acme):
    found = workspace.next_steps("company", acme, 10)
    assert [one.subject for one in found.first] == ["Overdue", "Visit", "Later", "Some day"]
    assert found.count == sum(is_open for _values, is_open in ACME_STEPS)
    assert found.first[0].day == date(2026, 11, 1)
    assert found.first[1].at == datetime(2026, 11, 23, 9, tzinfo=UTC)
    assert (found.first[3].day, found.first[3].at) == (None, None)


def test_the_rest_is_counted(workspace, acme):
    found = workspace.next_steps("company", acme, 2)
    assert (len(found.first), found.count) == (2, 4)


def test_what_was_deleted_is_not_to_be_done(workspace, acme):
    step = workspace.next_steps("company", acme, 1).first[0]
    workspace.records.delete("activity", [step.id])
    assert workspace.next_steps("company", acme, 10).count == 3
