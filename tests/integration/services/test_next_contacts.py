"""The next contact of a customer follows the activities that are planned with it, however these are written."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from crm_desktop.services.workspace import Workspace
from tests.conftest import FixedClock, Maker, check_sound
from tests.integration.services.import_help import bring, plain_csv

MONDAY, TUESDAY, FRIDAY = date(2026, 11, 23), date(2026, 11, 24), date(2026, 11, 27)
TYPED = date(2026, 12, 24)


@pytest.fixture
def acme(make: Maker, fixed_clock: FixedClock) -> int:
    return make.company("Acme")


@pytest.fixture
def plan(workspace: Workspace, acme: int) -> Any:
    """Return the function that makes an activity with Acme."""

    def make(day: date | None = None, **values: Any) -> int:
        given = {"kind": "call", "subject": "Call", "company": acme, "due_on": day, **values}
        return workspace.records.create("activity", given)

    return make


@pytest.fixture
def next_day(workspace: Workspace, acme: int) -> Any:
    """Return the function that reads the next contact of Acme, or of another record."""
    return lambda record=0, entity="company": workspace.records.get(entity, record or acme).values[
        "next_contact"
    ]


def test_the_earliest_open_one_counts(plan: Any, next_day: Any, workspace: Workspace) -> None:
    later, sooner = plan(FRIDAY), plan(MONDAY)
    assert next_day() == MONDAY
    workspace.activities.finish([sooner])
    assert next_day() == FRIDAY
    workspace.activities.finish([later])
    assert next_day() is None
    workspace.activities.reopen([sooner])
    assert next_day() == MONDAY


def test_a_planned_time_counts_by_its_local_day(plan: Any, next_day: Any) -> None:
    at = datetime(2026, 11, 24, 0, 30).astimezone(UTC)
    plan(FRIDAY, planned_at=at)
    assert next_day() == TUESDAY


def test_what_was_done_from_the_start_plans_nothing(
    plan: Any, next_day: Any, fixed_clock: FixedClock
) -> None:
    plan(started_at=datetime(2026, 11, 19, 9, tzinfo=UTC))
    plan()
    assert next_day() is None


def test_it_is_kept_for_everybody_an_activity_is_with(
    plan: Any, next_day: Any, make: Maker, workspace: Workspace
) -> None:
    ana = make.contact("Ana Beltrán")
    lead = workspace.records.create("lead", {"title": "张三"})
    deal = workspace.records.create("opportunity", {"name": "Pumps"})
    plan(MONDAY, contact=ana, lead=lead, opportunity=deal)
    found = [next_day(ana, "contact"), next_day(lead, "lead"), next_day(deal, "opportunity"), next_day()]
    assert found == [MONDAY] * 4


def test_moved_and_given_to_another_company(
    plan: Any, next_day: Any, make: Maker, workspace: Workspace
) -> None:
    call, other = plan(MONDAY), make.company("O'Brien")
    workspace.activities.move(call, TUESDAY)
    assert next_day() == TUESDAY
    workspace.records.save("activity", call, {"company": other})
    assert (next_day(), next_day(other)) == (None, TUESDAY)
    workspace.activities.postpone([call], FRIDAY)
    assert next_day(other) == FRIDAY


def test_deleted_and_restored(plan: Any, next_day: Any, workspace: Workspace) -> None:
    call = plan(MONDAY)
    workspace.records.delete("activity", [call])
    assert next_day() is None
    workspace.records.restore("activity", [call])
    assert next_day() == MONDAY


def test_a_bulk_edit_counts(plan: Any, next_day: Any, workspace: Workspace) -> None:
    calls = [plan(MONDAY), plan(MONDAY)]
    workspace.records.set_many("activity", calls, {"due_on": FRIDAY})
    assert next_day() == FRIDAY


def test_typed_by_hand_it_stays_until_an_activity_sets_it(
    plan: Any, next_day: Any, workspace: Workspace, acme: int
) -> None:
    workspace.records.save("company", acme, {"next_contact": TYPED})
    plan(started_at=datetime(2026, 11, 19, 9, tzinfo=UTC))
    assert next_day() == TYPED, "a call that was logged plans nothing"
    call = plan(MONDAY)
    assert next_day() == MONDAY
    workspace.records.save("company", acme, {"next_contact": TYPED})
    workspace.records.save("activity", call, {"body": "Asked for samples"})
    assert next_day() == TYPED, "words do not plan"
    workspace.activities.finish([call])
    assert next_day() == TYPED, "it is not the day of that call"


def test_undo_and_redo(plan: Any, next_day: Any, workspace: Workspace, acme: int) -> None:
    workspace.records.save("company", acme, {"next_contact": TYPED})
    plan(FRIDAY)
    plan(MONDAY)
    for expected in (FRIDAY, TYPED):
        report = workspace.history.undo_last()
        assert not report.kept
        assert next_day() == expected
    for expected in (FRIDAY, MONDAY):
        workspace.history.redo_last()
        assert next_day() == expected
    check_sound(workspace)


def test_an_older_step_is_undone_without_a_word_about_the_day(
    plan: Any, next_day: Any, workspace: Workspace
) -> None:
    plan(FRIDAY)
    first = workspace.history.recent(1)[0].id
    plan(MONDAY)
    report = workspace.history.undo(first)
    assert not report.kept
    assert next_day() == MONDAY
    workspace.history.undo_last()
    assert next_day() is None, "the day of the first is not brought back"


def test_many_that_are_imported_count(
    workspace: Workspace, acme: int, next_day: Any, make: Maker, tmp_path: Path
) -> None:
    make.many(1_200, name="Firm %04d")
    days = [f"2026-11-{23 + at % 5}" for at in range(1_200)]
    rows = [("Subject", "Kind", "Company", "Due")]
    rows += [("Call", "call", f"Firm {at:04}", day) for at, day in enumerate(days)]
    source = plain_csv(tmp_path / "calls.csv", [*rows, ("Call", "call", "Acme", "2026-11-24")])
    assert bring(workspace, source, "activity").created == 1_201
    assert next_day() == TUESDAY
    found = workspace.file.reader().execute(
        "SELECT next_contact, count(*) FROM company WHERE id <> ? GROUP BY 1 ORDER BY 1", (acme,)
    )
    assert found.fetchall() == [(f"2026-11-{day}", 240) for day in range(23, 28)]
    workspace.history.undo_last()
    assert next_day() is None
    check_sound(workspace)


def test_the_timeline_does_not_tell_it_beside_the_activity(
    plan: Any, workspace: Workspace, acme: int
) -> None:
    plan(MONDAY)
    told = workspace.history.of_record("company", acme, brief=True)
    assert [field.label for entry in told for field in entry.fields] == []
    workspace.records.save("company", acme, {"next_contact": TYPED})
    told = workspace.history.of_record("company", acme, brief=True)
    assert [field.label for entry in told for field in entry.fields] == ["Next contact"]
