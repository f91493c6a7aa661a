"""Days that nobody can mean are refused with a sentence: long ago, or to come where something has happened."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from crm_desktop.core import clock
from crm_desktop.core.errors import RecordProblem
from crm_desktop.services import bulk_edit, imports
from crm_desktop.services.board import moves
from crm_desktop.services.workspace import Condition, ListQuery, Workspace
from tests.conftest import FixedClock, Maker
from tests.integration.services.import_help import plain_csv, values

WON = 2004
LONG_AGO = "is too long ago: days count from 1970 on."
TO_COME = "is still to come: this says what has happened."


@pytest.fixture(autouse=True)
def friday(fixed_clock: FixedClock) -> None:
    """Let it be 20 November 2026, noon."""


def make(workspace: Workspace, entity: str, **given: Any) -> int:
    titles = {"opportunity": "name", "activity": "subject", "campaign": "name", "service_request": "title"}
    named = {titles[entity]: "张三"} if entity in titles else {}
    return workspace.records.create(entity, {**named, **given})


@pytest.mark.parametrize(
    ("entity", "key"),
    [
        ("opportunity", "closed_on"), ("opportunity", "expected_close"), ("quote", "issued_on"),
        ("sales_order", "ordered_on"), ("sales_order", "due_on"), ("campaign", "starts_on"), ("activity", "due_on"),
    ],
)  # fmt: skip
def test_days_of_a_business_begin_with_1970(workspace: Workspace, entity: str, key: str) -> None:
    with pytest.raises(RecordProblem, match=LONG_AGO):
        make(workspace, entity, **{key: date(1969, 12, 31)})
    assert workspace.lists.count(entity) == 0
    record = make(workspace, entity, **{key: date(1970, 1, 1)})
    with pytest.raises(RecordProblem, match=LONG_AGO):
        workspace.records.save(entity, record, {key: date(1900, 1, 1)})
    assert workspace.records.get(entity, record).values[key] == date(1970, 1, 1)


@pytest.mark.parametrize(
    ("entity", "key"),
    [
        ("activity", "done_at"), ("service_request", "received_at"), ("service_request", "resolved_at"),
        ("opportunity", "last_contact"),
    ],
)  # fmt: skip
def test_what_has_happened_lies_behind_us(workspace: Workspace, entity: str, key: str) -> None:
    record = make(workspace, entity, **{key: clock.now()})
    for at, reason in (
        (clock.now() + timedelta(hours=1), TO_COME),
        (datetime(1901, 1, 1, tzinfo=UTC), LONG_AGO),
    ):
        with pytest.raises(RecordProblem, match=reason):
            workspace.records.save(entity, record, {key: at})


def test_won_tomorrow_is_no_win(workspace: Workspace) -> None:
    deal = make(workspace, "opportunity", amount=100)
    for day, reason in ((date(2026, 11, 21), TO_COME), (date(1900, 1, 1), LONG_AGO)):
        with pytest.raises(RecordProblem, match=f"^Closed on: .*{reason}"):
            workspace.records.save("opportunity", deal, {"stage": WON, "closed_on": day})
        with pytest.raises(RecordProblem, match=reason):
            moves.move(workspace, {deal: 2000}, WON, {"closed_on": day})
    workspace.records.save("opportunity", deal, {"stage": WON, "closed_on": date(2026, 11, 20)})


def test_what_is_planned_may_lie_ahead_and_birthdays_long_ago(workspace: Workspace) -> None:
    make(workspace, "activity", planned_at=clock.now() + timedelta(days=400), due_on=date(2030, 1, 1))
    make(workspace, "opportunity", expected_close=date(2031, 1, 1))
    workspace.records.create("contact", {"full_name": "Łukasz", "birthday": date(1921, 5, 1)})


def test_many_are_looked_at_before_and_refused(workspace: Workspace) -> None:
    deals = [make(workspace, "opportunity") for _one in range(3)]
    plan = bulk_edit.plan_value(workspace, "opportunity", deals, "closed_on", date(2030, 1, 1))
    assert (plan.count(), plan.refused_count) == (0, 3)
    assert plan.reasons()[0][0].endswith(TO_COME)
    with pytest.raises(RecordProblem, match=LONG_AGO):
        workspace.records.set_many("opportunity", deals, {"started_on": date(1950, 1, 1)})


def test_what_is_there_already_does_not_hinder_other_changes(workspace: Workspace) -> None:
    deal = make(workspace, "opportunity")
    with workspace.work("Older program") as work:
        work.execute("UPDATE opportunity SET started_on = '1900-01-01' WHERE id = ?", (deal,))
    assert workspace.records.save("opportunity", deal, {"name": "O'Brien"})
    query = ListQuery("opportunity", conditions=(Condition("started_on", "before", "1970-01-01"),))
    assert list(workspace.lists.ids(query)) == [deal], "filters find such a day"


def test_an_import_brings_history_and_lists_slips(workspace: Workspace, make: Maker, tmp_path: Path) -> None:
    rows = [
        ("Number", "Date", "Delivered on"),
        ("O-1", "1998-03-01", "1998-04-01"),
        ("O-2", "1900-01-01", ""),
        ("O-3", "2026-11-01", "2026-12-24"),
    ]
    plan = imports.plan_import(workspace, plain_csv(tmp_path / "orders.csv", rows), "sales_order")
    assert [(one.row, one.value) for one in plan.rejected] == [(3, "1900-01-01")]
    assert plan.rejected[0].reason.endswith(LONG_AGO)
    imports.run_import(workspace, plan)
    assert [one[0] for one in values(workspace, "sales_order", "number")] == ["O-1", "O-3"]
