"""The order of lists: dated records from the newest on, every list also by when its records were made."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from crm_desktop.services.workspace import ListQuery, Workspace
from crm_desktop.store import lists
from tests.conftest import Maker


def ids(workspace: Workspace, entity: str, **query: Any) -> list[int]:
    return list(workspace.lists.ids(ListQuery(entity, **query)))


def test_dated_records_begin_with_the_newest(workspace: Workspace) -> None:
    records, today = workspace.records, date(2026, 11, 22)
    moments = {
        "started_at": datetime(2026, 11, 20, 9, tzinfo=UTC),
        "planned_at": datetime(2026, 11, 30, 9, tzinfo=UTC),
    }
    call = records.create(
        "activity", {"kind": "call", "subject": "A call", "started_at": moments["started_at"]}
    )
    visit = records.create("activity", {"kind": "visit", "subject": "B", "planned_at": moments["planned_at"]})
    task = records.create("activity", {"subject": "C", "due_on": today})
    assert ids(workspace, "activity") == [visit, task, call]
    shown = workspace.lists.page("activity", ["happens"], [task, call, visit])
    assert [row.values[0] for row in shown] == [today, date(2026, 11, 20), date(2026, 11, 30)]
    records.save("activity", call, {"started_at": datetime(2026, 12, 24, 9, tzinfo=UTC)})
    assert ids(workspace, "activity") == [call, visit, task]
    assert ids(workspace, "activity", search="c") == [task, call], "of a search the nearest comes first"


def test_lists_can_be_sorted_by_when_records_were_made(workspace: Workspace) -> None:
    old = workspace.records.create("company", {"name": "Z"})
    new = workspace.records.create("company", {"name": "A"})
    brought = workspace.records.create(
        "company", {"name": "M", "created_at": datetime(2019, 5, 1, tzinfo=UTC)}
    )
    assert ids(workspace, "company", sort="created_at") == [brought, old, new]
    assert ids(workspace, "company", sort="created_at", descending=True) == [new, old, brought]
    plan = workspace.file.reader().execute(
        "EXPLAIN QUERY PLAN SELECT id FROM company AS t WHERE t.deleted_at IS NULL AND t.created_at IS NOT NULL "
        "ORDER BY t.created_at, t.id"
    )
    steps = " ".join(row[3] for row in plan)
    assert "ix_company_created_at" in steps
    assert "B-TREE" not in steps


@pytest.mark.parametrize("piece", [1, 17, 18, 19, 100, 10_000])
def test_no_id_is_lost_where_the_text_of_ids_is_cut(
    workspace: Workspace, make: Maker, monkeypatch: pytest.MonkeyPatch, piece: int
) -> None:
    make.many(50)
    wanted = [row[0] for row in workspace.file.reader().execute("SELECT id FROM company ORDER BY name_key")]
    monkeypatch.setattr(lists, "PIECE", piece)
    assert list(workspace.lists.ids(ListQuery("company"))) == wanted
