"""A saved view with a relative day goes with the calendar: it lists who is silent for 90 days today."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest

from crm_desktop.core import clock
from crm_desktop.core.relative_days import days_ago, is_relative
from crm_desktop.models import registry
from crm_desktop.services import conditions
from crm_desktop.services.workspace import Condition, ListQuery, Workspace
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


def test_this_month_is_that_of_today(workspace: Workspace, make: Maker, fixed_clock: FixedClock) -> None:
    days = ["2026-10-31", "2026-11-01", "2026-11-30", "2026-12-01", "2026-12-31", "2027-01-01"]
    made = [
        workspace.records.create("opportunity", {"name": day, "expected_close": date.fromisoformat(day)})
        for day in days
    ]
    query = ListQuery(
        "opportunity", sort="expected_close", conditions=(Condition("expected_close", "this_month"),)
    )
    assert list(workspace.lists.ids(query)) == made[1:3]
    fixed_clock.set("2026-12-31 23:30")
    assert list(workspace.lists.ids(query)) == made[3:5]


@pytest.fixture(params=["Asia/Shanghai", "America/Los_Angeles", "UTC"])
def in_zone(request: pytest.FixtureRequest, fixed_clock: FixedClock) -> Iterator[FixedClock]:
    """Let the computer stand elsewhere; there it is 20 November, too."""
    if not hasattr(time, "tzset"):
        pytest.skip("the zone of a process cannot be set here")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", request.param)
        time.tzset()
        yield fixed_clock
    time.tzset()


@pytest.mark.usefixtures("in_zone")
def test_an_opportunity_is_idle_since_the_last_contact_else_since_it_began(workspace: Workspace) -> None:
    spoken = {"last_contact": clock.now() - timedelta(days=16), "started_on": date(2026, 1, 1)}
    old = workspace.records.create("opportunity", {"name": "spoken long ago", **spoken})
    began = workspace.records.create("opportunity", {"name": "never spoken", "started_on": date(2026, 11, 5)})
    workspace.records.create("opportunity", {"name": "on the day itself", "started_on": date(2026, 11, 6)})
    workspace.records.create("opportunity", {"name": "new"})
    idle = Condition("idle_since", "before", days_ago(14))
    query = ListQuery("opportunity", sort="idle_since", conditions=(idle,))
    assert list(workspace.lists.ids(query)) == [old, began]
    assert workspace.lists.page("opportunity", ["idle_since"], [old])[0].values == (spoken["last_contact"],)


def test_opportunities_are_filtered_by_several_stages(workspace: Workspace) -> None:
    made = [
        workspace.records.create("opportunity", {"name": str(stage), "stage": stage})
        for stage in (2000, 2001, 2002)
    ]
    query = ListQuery("opportunity", conditions=(Condition("stage", "any_of", [2000, 2002]),))
    assert list(workspace.lists.ids(query)) == [made[0], made[2]]


def test_the_views_that_lists_bring_along_mean_relative_days() -> None:
    before = [
        (entity.name, one)
        for entity in registry.MAIN
        for view in entity.views
        for one in view.query.conditions
        if one.operator == "before"
    ]
    assert {"company", "contact", "activity", "opportunity"} <= {entity for entity, _one in before}
    assert all(is_relative(one.value) for _entity, one in before)


def test_birthdays_come_again_each_year(workspace: Workspace, make: Maker, fixed_clock: FixedClock) -> None:
    days = ("1980-11-20", "1991-12-20", "1970-01-01", "2000-11-19", "1999-12-21")
    ids = [make.contact(f"Born {day}", birthday=date.fromisoformat(day)) for day in days]
    query = ListQuery("contact", conditions=(Condition("birthday", "comes_within", 30),))
    assert set(workspace.lists.ids(query)) == set(ids[:2])
    fixed_clock.advance(30 * 86_400)
    assert set(workspace.lists.ids(query)) == {ids[1], ids[2], ids[4]}, "across the end of the year"
