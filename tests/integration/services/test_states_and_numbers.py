"""The states that records go through, the stages of opportunities, and the numbers of papers."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from crm_desktop.core.errors import RecordProblem
from crm_desktop.services.workspace import Workspace
from crm_desktop.store.driver import scalar
from tests.conftest import FixedClock, Maker
from tests.integration.services.record_help import rows, statuses, texts


def test_requests_are_numbered(workspace: Workspace) -> None:
    made = [workspace.records.create("service_request", {"title": str(at)}) for at in range(3)]
    assert [texts(workspace, "service_request", one)["number"] for one in made] == [
        "SR-0001",
        "SR-0002",
        "SR-0003",
    ]
    workspace.records.delete("service_request", made[2:])
    again = workspace.records.create("service_request", {"title": "x"})
    assert texts(workspace, "service_request", again)["number"] == "SR-0004", "a number is never given twice"
    typed = workspace.records.create("service_request", {"title": "x", "number": "SR-0412-7"})
    assert texts(workspace, "service_request", typed)["number"] == "SR-0412-7"
    last = workspace.records.create("service_request", {"title": "x", "number": ""})
    assert texts(workspace, "service_request", last)["number"] == "SR-0413"


@pytest.mark.parametrize(("entity", "letter"), [("quote", "Q"), ("sales_order", "O")])
def test_papers_are_numbered_by_year(
    workspace: Workspace, fixed_clock: FixedClock, entity: str, letter: str
) -> None:
    def number() -> str:
        return texts(workspace, entity, workspace.records.create(entity, {}))["number"]

    assert [number(), number()] == [f"{letter}-2026-0001", f"{letter}-2026-0002"]
    fixed_clock.set("2027-01-01 00:30")
    assert number() == f"{letter}-2027-0001"


def test_numbers_go_on_beyond_four_digits(workspace: Workspace) -> None:
    workspace.records.create("service_request", {"title": "x", "number": "SR-9999"})
    made = [workspace.records.create("service_request", {"title": "x"}) for _time in range(2)]
    assert [texts(workspace, "service_request", one)["number"] for one in made] == ["SR-10000", "SR-10001"]


def test_a_request_goes_its_way(workspace: Workspace, fixed_clock: FixedClock) -> None:
    request = workspace.records.create("service_request", {"title": "Broken"})
    assert workspace.records.get("service_request", request).values["status"] == "new"
    assert workspace.records.get("service_request", request).values["received_at"] is not None
    for state in ("in_progress", "waiting_customer", "in_progress", "solved", "closed", "in_progress"):
        workspace.records.save("service_request", request, {"status": state})
    assert statuses(workspace, request)[-6:] == [
        ("new", "in_progress"),
        ("in_progress", "waiting_customer"),
        ("waiting_customer", "in_progress"),
        ("in_progress", "solved"),
        ("solved", "closed"),
        ("closed", "in_progress"),
    ]


@pytest.mark.parametrize(
    ("way", "refused"),
    [
        ([], "closed"),
        ([], "solved"),
        (["in_progress"], "closed"),
        (["rejected"], "new"),
        ([], "nonsense"),
        ([], None),
    ],
)
def test_states_that_may_not_follow_are_refused(
    workspace: Workspace, way: list[str], refused: str | None
) -> None:
    request = workspace.records.create("service_request", {"title": "Broken"})
    for state in way:
        workspace.records.save("service_request", request, {"status": state})
    before = workspace.records.get("service_request", request)
    for act in (
        lambda: workspace.records.save("service_request", request, {"status": refused, "title": "Other"}),
        lambda: workspace.records.set_many(
            "service_request", [request], {"status": refused, "title": "Other"}
        ),
    ):
        with pytest.raises(RecordProblem):
            act()
        assert workspace.records.get("service_request", request) == before


def test_a_major_complaint_needs_one_person_and_a_resolution(workspace: Workspace) -> None:
    values = {"title": "Broken", "kind": "complaint", "is_major": True}
    request = workspace.records.create("service_request", values)
    with pytest.raises(RecordProblem, match="Accountable"):
        workspace.records.save("service_request", request, {"status": "in_progress"})
    workspace.records.save(
        "service_request", request, {"status": "in_progress", "accountable": workspace.user}
    )
    workspace.records.save("service_request", request, {"status": "solved"})
    with pytest.raises(RecordProblem, match="Resolution"):
        workspace.records.save("service_request", request, {"status": "closed"})
    workspace.records.save("service_request", request, {"status": "closed", "resolution": "Sent a new one"})


def test_a_record_may_not_begin_in_a_state_that_needs_more(workspace: Workspace) -> None:
    for values in ({"status": "duplicate"}, {"status": "nonsense"}):
        with pytest.raises(RecordProblem):
            workspace.records.create("service_request", {"title": "x", **values})
    made = workspace.records.create("service_request", {"title": "x", "status": None})
    assert workspace.records.get("service_request", made).values["status"] == "new"


def test_only_a_conversion_converts_a_lead(workspace: Workspace) -> None:
    lead = workspace.records.create("lead", {"title": "Trade fair"})
    for state in ("working", "qualified"):
        workspace.records.save("lead", lead, {"status": state})
    for act in (
        lambda: workspace.records.save("lead", lead, {"status": "converted"}),
        lambda: workspace.records.set_many("lead", [lead], {"status": "converted"}),
        lambda: workspace.records.create("lead", {"title": "x", "status": "converted"}),
    ):
        with pytest.raises(RecordProblem):
            act()
    assert workspace.records.get("lead", lead).values["status"] == "qualified"


def stage(workspace: Workspace, kind: str, which: int = 0) -> int:
    return int(rows(workspace, "SELECT id FROM stage WHERE kind = ? ORDER BY position", kind)[which][0])


def stage_changes(workspace: Workspace, opportunity: int) -> list[tuple[Any, ...]]:
    sql = "SELECT from_stage_id, to_stage_id, amount FROM stage_change WHERE opportunity_id = ? ORDER BY id"
    return rows(workspace, sql, opportunity)


def test_an_opportunity_begins_at_the_first_stage(workspace: Workspace, make: Maker) -> None:
    product = workspace.records.create("product", {"name": "GTX Pro"})
    made = workspace.records.create(
        "opportunity", {"company": make.company("Cancity"), "product": product, "amount": 900}
    )
    record = workspace.records.get("opportunity", made)
    assert record.title == "GTX Pro – Cancity"
    assert record.values["stage"].id == stage(workspace, "open")
    assert record.values["probability"] == 10
    assert record.values["owner"].id == workspace.user
    assert stage_changes(workspace, made) == [(None, stage(workspace, "open"), 900)]


def test_each_new_stage_is_written_down_and_brings_its_probability(workspace: Workspace) -> None:
    made = workspace.records.create("opportunity", {"name": "Big", "amount": 100})
    first, second, third = (stage(workspace, "open", at) for at in range(3))
    workspace.records.save("opportunity", made, {"stage": second})
    workspace.records.set_many("opportunity", [made], {"stage": third, "amount": 200})
    workspace.records.save("opportunity", made, {"note": "no new stage"})
    assert stage_changes(workspace, made) == [(None, first, 100), (first, second, 100), (second, third, 200)]
    assert workspace.records.get("opportunity", made).values["probability"] == 50
    typed = workspace.records.create("opportunity", {"name": "Typed", "probability": 33})
    workspace.records.save("opportunity", typed, {"stage": third})
    assert workspace.records.get("opportunity", typed).values["probability"] == 33


def test_won_needs_amount_and_date_lost_needs_a_reason(workspace: Workspace) -> None:
    made = workspace.records.create("opportunity", {"name": "Big"})
    won, lost = stage(workspace, "won"), stage(workspace, "lost")
    for values in ({"stage": won}, {"stage": won, "amount": 5}, {"stage": lost}):
        with pytest.raises(RecordProblem, match="needs"):
            workspace.records.save("opportunity", made, values)
        with pytest.raises(RecordProblem, match="needs"):
            workspace.records.set_many("opportunity", [made], values)
    workspace.records.save("opportunity", made, {"stage": won, "amount": 5, "closed_on": date(2026, 11, 20)})
    assert workspace.records.get("opportunity", made).values["probability"] == 100
    assert len(stage_changes(workspace, made)) == 2


def test_undo_of_a_new_stage_takes_its_row_along(workspace: Workspace) -> None:
    made = workspace.records.create("opportunity", {"name": "Big", "amount": 100})
    txn = workspace.records.save("opportunity", made, {"stage": stage(workspace, "open", 1)})
    workspace.history.undo(txn)
    record = workspace.records.get("opportunity", made)
    assert (record.values["stage"].id, record.values["probability"]) == (stage(workspace, "open"), 10)
    live = "SELECT count(*) FROM stage_change WHERE deleted_at IS NULL"
    assert scalar(workspace.file.reader(), live) == 1
