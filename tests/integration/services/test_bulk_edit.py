"""Values of many records at once: what a plan says, and what it writes."""

from __future__ import annotations

import pytest

from crm_desktop.core.errors import Cancelled
from crm_desktop.core.new_record import NewRecord
from crm_desktop.core.query import ListQuery
from crm_desktop.services import bulk_edit
from crm_desktop.services.workspace import Workspace
from tests.conftest import Maker, check_sound


def value(workspace: Workspace, record: int, key: str, entity: str = "company") -> object:
    return workspace.records.get(entity, record).values[key]


def test_says_what_changes_and_what_has_the_value_already(workspace: Workspace, make: Maker) -> None:
    ids = [make.company(name, note="x" if name == "A" else None) for name in "ABC"]
    plan = bulk_edit.plan_value(workspace, "company", ids, "note", "x")
    assert (list(plan.changes), plan.same, plan.refused_count) == (ids[1:], 1, 0)
    assert plan.samples == [("B", "", "x"), ("C", "", "x")]
    txn = bulk_edit.apply(workspace, plan)
    assert {value(workspace, one, "note") for one in ids} == {"x"}
    workspace.history.undo(txn)
    assert [value(workspace, one, "note") for one in ids] == ["x", None, None]
    check_sound(workspace)


def test_options_are_named_in_the_samples(workspace: Workspace, make: Maker) -> None:
    size = workspace.lists.options("size")[0]
    plan = bulk_edit.plan_value(workspace, "company", [make.company("A")], "size", size.id)
    assert plan.samples == [("A", "", size.name)]


def test_tags_are_added_to_those_that_are_there_and_taken_away(workspace: Workspace, make: Maker) -> None:
    ids = [make.company("A", tags=["old", "VIP"]), make.company("B", tags=["old"])]
    plan = bulk_edit.plan_value(workspace, "company", ids, "tags", ["vip"], "add")
    assert (list(plan.changes), plan.same) == ([ids[1]], 1)
    bulk_edit.apply(workspace, plan)
    assert value(workspace, ids[1], "tags") == ["VIP", "old"]
    bulk_edit.apply(workspace, bulk_edit.plan_value(workspace, "company", ids, "tags", ["OLD"], "remove"))
    assert [value(workspace, one, "tags") for one in ids] == [["VIP"], ["VIP"]]
    check_sound(workspace)


def test_what_lies_in_child_rows_changes_too(workspace: Workspace, make: Maker) -> None:
    ids = [make.company("A", city="Berlin"), make.company("B")]
    txn = bulk_edit.apply(workspace, bulk_edit.plan_value(workspace, "company", ids, "city", "Ulm"))
    assert [value(workspace, one, "city") for one in ids] == ["Ulm", "Ulm"]
    workspace.history.undo(txn)
    assert [value(workspace, one, "city") for one in ids] == ["Berlin", None]


def test_states_that_may_not_follow_are_counted_by_reason(workspace: Workspace) -> None:
    ids = [workspace.records.create("service_request", {"title": str(at)}) for at in range(3)]
    workspace.records.save("service_request", ids[0], {"status": "in_progress"})
    plan = bulk_edit.plan_value(workspace, "service_request", ids, "status", "solved")
    assert list(plan.changes) == [ids[0]]
    assert plan.refused_count == 2
    assert all("cannot follow" in reason for reason in plan.refused)
    bulk_edit.apply(workspace, plan)
    assert value(workspace, ids[0], "status", "service_request") == "solved"


def test_amounts_in_another_currency_are_left_alone(workspace: Workspace, make: Maker) -> None:
    ids = [
        workspace.records.create("opportunity", {"name": name, "currency": currency})
        for name, currency in (("A", "EUR"), ("B", "JPY"))
    ]
    plan = bulk_edit.plan_value(workspace, "opportunity", ids, "amount", 10_000)
    assert (list(plan.changes), dict(plan.refused)) == ([ids[0]], {"Its amounts are in JPY.": 1})


def test_required_values_and_vanished_records_are_refused(workspace: Workspace, make: Maker) -> None:
    ids = [make.company("A"), make.company("B")]
    workspace.records.delete("company", [ids[1]])
    plan = bulk_edit.plan_value(workspace, "company", [*ids, 5], "name", None)
    assert not plan.changes
    assert plan.refused["“Name” cannot be empty."] == 1
    assert plan.refused["This record no longer exists."] == 2
    assert bulk_edit.apply(workspace, plan) == 0


def test_each_record_its_own_values_in_one_transaction(workspace: Workspace, make: Maker) -> None:
    ids = [make.company("A"), make.company("B"), make.company("C", city="Bonn")]
    cells = {ids[0]: {"city": "Ulm"}, ids[1]: {"city": "Köln", "note": "n"}, ids[2]: {"city": "Bonn"}}
    plan = bulk_edit.plan_cells(workspace, "company", cells)
    assert (len(plan.changes), plan.same) == (2, 1)
    before = len(workspace.history.recent(100))
    txn = bulk_edit.apply(workspace, plan)
    assert len(workspace.history.recent(100)) == before + 1
    assert value(workspace, ids[1], "city") == "Köln"
    assert value(workspace, ids[1], "note") == "n"
    workspace.history.undo(txn)
    assert value(workspace, ids[1], "city") is None


def test_a_cancelled_plan_and_a_cancelled_write_change_nothing(workspace: Workspace, make: Maker) -> None:
    ids = [make.company("A"), make.company("B")]
    with pytest.raises(Cancelled):
        bulk_edit.plan_value(workspace, "company", ids, "city", "Ulm", cancelled=lambda: True)
    plan = bulk_edit.plan_value(workspace, "company", ids, "city", "Ulm")
    asked: list[int] = []

    def after_the_first() -> bool:
        asked.append(1)
        return len(asked) > 1

    with pytest.raises(Cancelled):
        bulk_edit.apply(workspace, plan, cancelled=after_the_first)
    assert [value(workspace, one, "city") for one in ids] == [None, None]


def test_a_record_that_is_not_there_yet_is_made_once_with_the_change(
    workspace: Workspace, make: Maker
) -> None:
    ids = [make.company("A"), make.company("B")]
    holding = NewRecord("company", "Holding", (("name", "Holding"),))
    plan = bulk_edit.plan_value(workspace, "company", ids, "parent", holding)
    assert plan.samples == [("A", "", "Holding"), ("B", "", "Holding")]
    assert workspace.lists.count("company") == 2
    txn = bulk_edit.apply(workspace, plan)
    parents = {value(workspace, one, "parent").name for one in ids}  # type: ignore[attr-defined]
    assert parents == {"Holding"}
    assert workspace.lists.count("company") == 3
    workspace.history.undo(txn)
    assert workspace.lists.count("company") == 2
    check_sound(workspace)


def test_many_are_written_as_few_are(
    workspace: Workspace, make: Maker, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By column or one by one: the same values, search texts and normal forms, and the same way back."""
    monkeypatch.setattr(bulk_edit, "MANY", 2)
    ids = [make.contact(f"Ana {at}", mobile=f"+4930123{at:04}") for at in range(3)]
    reader = workspace.file.reader()
    rows = [row[0] for row in reader.execute("SELECT id FROM channel ORDER BY id")]
    names = bulk_edit.plan_cells(workspace, "contact", {one: {"full_name": f"Zoë {one}"} for one in ids})
    numbers = bulk_edit.plan_cells(
        workspace, "channel", {one: {"value": f"0044 20 7946 000{at}"} for at, one in enumerate(rows)}
    )
    done = [bulk_edit.apply(workspace, plan) for plan in (names, numbers)]
    assert {value(workspace, one, "full_name", "contact") for one in ids} == {f"Zoë {one}" for one in ids}
    assert set(workspace.lists.ids(ListQuery("contact", search="zoe"))) == set(ids)
    normal = reader.execute("SELECT normal FROM channel ORDER BY id").fetchall()
    assert normal == [(f"+44207946000{at}",) for at in range(3)]
    assert list(workspace.lists.ids(ListQuery("contact", search="79460002"))) == ids[2:]
    check_sound(workspace)
    for one in reversed(done):
        workspace.history.undo(one)
    assert value(workspace, ids[1], "mobile", "contact") == "+49301230001"
    assert list(workspace.lists.ids(ListQuery("contact", search="ana 01230001"))) == ids[1:2]
    check_sound(workspace)
