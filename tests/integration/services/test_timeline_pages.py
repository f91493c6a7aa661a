"""A timeline is read by page: nothing is skipped or told twice, and large customers cost no more than small ones."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from crm_desktop.services.timeline import GROUPS, Event, _sources
from crm_desktop.services.timeline.sources import START, Moments
from crm_desktop.services.workspace import Workspace
from tests.conftest import FixedClock, Maker

SAME = "2026-11-20T12:00:00Z"
ENTITIES = ("company", "contact", "lead", "opportunity", "sales_order", "service_request", "campaign")


def pages(
    workspace: Workspace, entity: str, record: int, limit: int, group: str = ""
) -> Iterator[tuple[Event, ...]]:
    """Yield the pages of a timeline."""
    cursor: Any = None
    while True:
        page = workspace.timeline.page(entity, record, group, cursor, limit)
        yield page.events
        cursor = page.earlier
        if cursor is None:
            return


def fill(workspace: Workspace, company: int, count: int) -> None:
    """Give a company activities, orders and requests, many of them at the same moment."""
    with workspace.work("Fill", "import") as work:
        ids = iter(work.writer.ids.block(3 * count))
        moments = [SAME if at % 3 else f"2026-11-{1 + at % 19:02}T0{at % 10}:00:00Z" for at in range(count)]
        rows = [(next(ids), "note", f"Note {at}", company, one) for at, one in enumerate(moments)]
        work.insert_many("activity", ["id", "kind", "subject", "company_id", "started_at"], rows)
        orders = [(next(ids), f"O-{at}", company, one[:10], one[:10]) for at, one in enumerate(moments)]
        work.insert_many("sales_order", ["id", "number", "company_id", "ordered_on", "delivered_on"], orders)
        asked = [(next(ids), f"SR-{at}", "x", company, one) for at, one in enumerate(moments)]
        work.insert_many("service_request", ["id", "number", "title", "company_id", "received_at"], asked)


@pytest.mark.parametrize("limit", [1, 7, 25, 500])
def test_pages_over_ties_hold_everything_once(workspace: Workspace, make: Maker, limit: int) -> None:
    company = make.company("Acme")
    fill(workspace, company, 30)
    for at in range(12):
        workspace.records.save("company", company, {"note": f"Note {at}"})
    read = list(pages(workspace, "company", company, limit))
    assert all(len(one) == limit for one in read[:-1])
    keys = [event.key for one in read for event in one]
    assert len(keys) == len(set(keys)) == 4 * 30 + 12 + 1
    moments = [event.at for one in read for event in one]
    assert moments == sorted(moments, reverse=True)


def test_a_filter_pages_too(workspace: Workspace, make: Maker) -> None:
    company = make.company("Acme")
    fill(workspace, company, 30)
    for group in GROUPS:
        read = [event for one in pages(workspace, "company", company, 8, group) for event in one]
        assert {event.group for event in read} <= {group}
        assert (
            len(read) == {"activities": 30, "sales": 60, "service": 30, "campaigns": 0, "changes": 1}[group]
        )


def test_what_is_written_between_two_pages_moves_nothing(workspace: Workspace, make: Maker) -> None:
    company = make.company("Acme")
    fill(workspace, company, 20)
    before = [event.key for one in pages(workspace, "company", company, 10) for event in one]
    first = workspace.timeline.page("company", company, limit=10)
    workspace.records.create("activity", {"kind": "note", "subject": "New", "company": company})
    rest, cursor = [], first.earlier
    while cursor is not None:
        page = workspace.timeline.page("company", company, after=cursor, limit=10)
        rest += [event.key for event in page.events]
        cursor = page.earlier
    assert [event.key for event in first.events] + rest == before


def test_changes_that_follow_from_calls_hide_no_older_ones(
    workspace: Workspace, make: Maker, fixed_clock: FixedClock
) -> None:
    company = make.company("Acme")
    workspace.records.save("company", company, {"note": "old"})
    for at in range(40):
        fixed_clock.advance(60)
        moment = datetime(2026, 11, 20, 13, at, tzinfo=UTC)
        workspace.records.create("activity", {"kind": "call", "company": company, "started_at": moment})
    read = [event for one in pages(workspace, "company", company, 10) for event in one]
    changed = [event.title for event in read if event.group == "changes"]
    assert changed == ["Note: old", "Record created"]


# ---------------------------------------------------------------- at any size


def moments() -> list[Any]:
    """Return each entity with each of its sources of rows."""
    return [
        pytest.param(entity, one, id=f"{entity}-{one.name}")
        for entity in ENTITIES
        for one in _sources(entity)
        if isinstance(one, Moments)
    ]


@pytest.mark.parametrize(("entity", "source"), moments())
def test_every_source_is_read_by_index(workspace: Workspace, entity: str, source: Moments) -> None:
    bound = {"record": 1, "at": START[0], "id": START[1], "limit": 26}
    plan = [
        row[3] for row in workspace.file.reader().execute(f"EXPLAIN QUERY PLAN {source.sql(entity)}", bound)
    ]
    assert any(re.match(r"SEARCH x USING", line) for line in plan), plan
    assert not [line for line in plan if line.startswith("SCAN") and "SUBQUERY" not in line], plan


@pytest.mark.parametrize("entity", ENTITIES)
def test_activities_come_in_order_from_the_index(workspace: Workspace, entity: str) -> None:
    (source,) = [one for one in _sources(entity) if one.name == "activity" and isinstance(one, Moments)]
    bound = {"record": 1, "at": START[0], "id": START[1], "limit": 26}
    plan = [
        row[3] for row in workspace.file.reader().execute(f"EXPLAIN QUERY PLAN {source.sql(entity)}", bound)
    ]
    assert len(plan) == 1, "no sorting"
    assert f"INDEX ix_activity_{entity}_id ({entity}_id=? AND deleted_at=? AND happens<?)" in plan[0]


def test_a_page_of_a_large_customer_takes_as_many_steps_as_of_a_small_one(
    workspace: Workspace, make: Maker
) -> None:
    """Counted in steps of SQLite's machine: a thousand times the activities, the same page."""
    small, large = make.company("Small"), make.company("Large")
    for company, count in ((small, 100), (large, 100_000)):
        with workspace.work("Fill", "import") as work:
            ids = work.writer.ids.block(count)
            rows = [
                (one, "note", "x", company, f"2026-01-01T00:{at // 60 % 60:02}:{at % 60:02}Z")
                for at, one in enumerate(ids)
            ]
            work.insert_many("activity", ["id", "kind", "subject", "company_id", "started_at"], rows)
    reader = workspace.file.reader()
    counted: list[int] = []

    def steps(company: int) -> int:
        counted.clear()
        reader.set_progress_handler(lambda: counted.append(1), 100)
        try:
            page = workspace.timeline.page("company", company)
            assert page.earlier is not None
            workspace.timeline.page("company", company, after=page.earlier)
        finally:
            reader.set_progress_handler(None, 100)
        return len(counted)

    first = steps(small)
    assert first > 0
    assert steps(large) <= 2 * first
