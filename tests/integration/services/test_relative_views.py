"""A saved view with a relative day goes with the calendar: it lists who is silent for 90 days today."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from crm_desktop.core.relative_days import days_ago, is_relative
from crm_desktop.models import registry
from crm_desktop.services import conditions
from crm_desktop.services.workspace import Condition, ListQuery, Workspace, open_workspace
from tests.conftest import FixedClock, Maker


def test_a_saved_view_does_not_age(workspace: Workspace, make: Maker, fixed_clock: FixedClock) -> None:
    now = datetime(2026, 11, 20, 12, tzinfo=UTC)
    silent = make.company("Silent", last_contact=now - timedelta(days=100))
    recent = make.company("Recent", last_contact=now - timedelta(days=20))
    query = ListQuery("company", conditions=(Condition("last_contact", "before", days_ago(90)),))
    workspace.views.save("company", "Silent 90 days", query, ())
    (view,) = workspace.views.of("company")
    assert list(workspace.lists.ids(view.query)) == [silent]
    assert workspace.lists.count_of(view.query) == 1
    fixed_clock.advance(80 * 86_400)
    assert set(workspace.lists.ids(view.query)) == {silent, recent}


def test_on_and_after_take_relative_days_too(
    workspace: Workspace, make: Maker, fixed_clock: FixedClock
) -> None:
    today = datetime(2026, 11, 20).date()  # noqa: DTZ001 - the user's calendar
    due = [
        workspace.records.create("activity", {"subject": str(days), "due_on": today + timedelta(days=days)})
        for days in (-1, 0, 1, 7)
    ]

    def found(text: str) -> list[int]:
        query = ListQuery(
            "activity", sort="due_on", conditions=(conditions.parse(workspace, "activity", text),)
        )
        return list(workspace.lists.ids(query))

    assert found("due_on=today") == due[1:2]
    assert found("due_on<today") == due[:1]
    assert found("due_on<=today") == due[:2]
    assert found("due_on>in 1 day") == due[3:]
    assert found("due_on>=1 day ago") == due


def test_the_sample_firm_keeps_relative_days(demo: Path) -> None:
    workspace = open_workspace(demo)
    before = [
        (entity.name, one)
        for entity in registry.MAIN
        for view in workspace.views.of(entity.name)
        for one in view.query.conditions
        if one.operator == "before"
    ]
    workspace.close()
    assert {"company", "contact", "activity", "opportunity"} <= {entity for entity, _one in before}
    assert all(is_relative(one.value) for _entity, one in before)
