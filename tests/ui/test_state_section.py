"""The path of states on a page: next steps by one click, what they need asked in place, nothing overwritten."""

from __future__ import annotations

from datetime import date
from functools import partial

import pytest

from crm_desktop.core.kinds import Status
from crm_desktop.models.lead import LEAD_MACHINE, LEAD_STATUSES
from crm_desktop.ui.state_section import StateSection, next_states, path_to
from tests.ui.record_kit import make_context, nameless, shown_page

LEAD = Status(LEAD_STATUSES, LEAD_MACHINE)
USUAL = ("new", "working", "qualified", "converted")


@pytest.fixture
def context(workspace, state):
    return make_context(workspace, state)


@pytest.fixture
def open_page(qtbot, context):
    return partial(shown_page, qtbot, context)


@pytest.fixture
def lead(workspace):
    return workspace.records.create("lead", {"title": "Wants linen"})


def section(page):
    return next(one for one in page.sections.all if isinstance(one, StateSection))


def status(workspace, entity, record_id):
    return workspace.records.get(entity, record_id).values["status"]


@pytest.mark.parametrize(
    ("state", "path"),
    [
        ("new", list(USUAL)),
        ("converted", list(USUAL)),
        ("nurturing", ["new", "working", "qualified", "nurturing"]),
        ("disqualified", ["new", "working", "qualified", "disqualified"]),
    ],
)
def test_the_path(state, path):
    assert path_to(LEAD, USUAL, state) == path


def test_what_only_a_service_does_is_no_button():
    assert next_states(LEAD, "qualified") == ["working", "nurturing", "disqualified"]
    assert next_states(LEAD, "converted") == []


def test_a_step_is_one_click_and_one_undo(open_page, lead, workspace, context):
    page = open_page("lead", lead)
    card = section(page)
    assert [one.text() for one in card.buttons] == ["Mark as “Working”", "Convert…"]
    assert [one.text() for one in card.menu.actions()] == ["Mark as “Nurturing”", "Mark as “Disqualified”"]
    card.buttons[0].click()
    assert status(workspace, "lead", lead) == "working"
    assert card.path.accessibleName().endswith("Working")
    assert "status" not in page.overview.form.rows, "the path tells it"
    assert context.navigator.toasts[-1] == "Wants linen: Working"
    assert nameless(page) == []


def test_what_a_state_needs_is_asked_in_place(open_page, lead, workspace):
    page = open_page("lead", lead)
    card = section(page)
    card.menu.actions()[-1].trigger()
    assert card.asked.isVisible()
    card.asked._save()
    assert status(workspace, "lead", lead) == "new", "without a reason nothing is written"
    reason = workspace.lists.options("lost_reason")[0]
    card.asked.editors["lost_reason"].load(reason)
    card.asked._save()
    record = workspace.records.get("lead", lead)
    assert (record.values["status"], record.values["lost_reason"].id) == ("disqualified", reason.id)
    assert card.asked.isHidden()


def test_the_day_of_sending_is_today_unless_told(open_page, workspace, fixed_clock):
    fixed_clock.set("2026-11-20 12:00")
    quote = workspace.records.create("quote", {"title": "Offer", "status": "draft", "issued_on": None})
    page = open_page("quote", quote)
    card = section(page)
    card.buttons[0].click()
    card.asked._save()
    record = workspace.records.get("quote", quote)
    assert (record.values["status"], record.values["issued_on"]) == ("sent", date(2026, 11, 20))


def test_a_move_of_somebody_else_is_shown_and_not_overwritten(open_page, lead, workspace, context):
    page = open_page("lead", lead)
    card = section(page)
    context.tasks.hold = True
    card.buttons[0].click()
    context.tasks.hold = False
    held, context.tasks.held = context.tasks.held, []
    reason = workspace.lists.options("lost_reason")[0].id
    workspace.records.save("lead", lead, {"status": "disqualified", "lost_reason": reason})
    for go in held:
        go()
    assert status(workspace, "lead", lead) == "disqualified"
    assert "Disqualified" in card.problem.text()


def test_what_lies_in_the_trash_has_no_steps(open_page, lead, workspace):
    workspace.records.delete("lead", [lead])
    assert section(open_page("lead", lead)).buttons == []


def test_lines_stand_in_their_order_with_their_sums(open_page, workspace, context):
    order = workspace.records.create(
        "sales_order", {"status": "draft", "subtotal": 300_00, "tax": 57_00, "total": 357_00}
    )
    for position, text, total in ((2, "Wool", 100_00), (1, "Linen", 200_00)):
        line = {"sales_order": order, "position": position, "text": text, "total": total}
        workspace.records.create("line", line)
    page = open_page("sales_order", order)
    card = next(one for one in page.sections.all if type(one).__name__ == "LinesCard")
    table = card.shown.layout().itemAt(0).widget()
    assert [row.row.texts[0] for row in table.rows] == ["Linen", "Wool"]
    assert all(one.related.entity.name != "line" for one in page.overview.related.cards)
    workspace.records.create("line", {"sales_order": order, "position": 3, "text": "Silk"})
    table = card.shown.layout().itemAt(0).widget()
    assert len(table.rows) == 3
    empty = open_page("quote", workspace.records.create("quote", {"title": "Empty"}))
    assert nameless(empty) == []


def test_an_opportunity_moves_along_its_stages(open_page, workspace, fixed_clock, context):
    fixed_clock.set("2026-11-20 12:00")
    deal = workspace.records.create("opportunity", {"name": "Linen", "amount": 64_000_00})
    page = open_page("opportunity", deal)
    card = next(one for one in page.sections.all if type(one).__name__ == "StageSection")
    stages = [one.name for one in workspace.lists.named("stage", "")]
    assert card.path.accessibleName() == f"Stage: {stages[0]}"
    card.buttons[0].click()
    assert workspace.records.get("opportunity", deal).texts["stage"] == stages[1]
    assert card.path.accessibleName() == f"Stage: {stages[1]}"
    lost = next(one for one in card.menu.actions() if "Lost" in one.text())
    lost.trigger()
    assert list(card.asked.editors) == ["reason"]
    reason = workspace.lists.options("lost_reason")[0]
    card.asked.editors["reason"].load(reason)
    card.asked._save()
    record = workspace.records.get("opportunity", deal)
    assert (record.texts["stage"], record.values["reason"].id) == ("Lost", reason.id)
    assert card.path.accessibleName() == "Stage: Lost"
    assert context.navigator.toasts
    context.tasks.hold = True
    next(one for one in card.menu.actions() if stages[1] in one.text()).trigger()
    context.tasks.hold = False
    held, context.tasks.held = context.tasks.held, []
    first = workspace.lists.named("stage", "")[0].id
    workspace.records.save("opportunity", deal, {"stage": first})
    for go in held:
        go()
    assert workspace.records.get("opportunity", deal).values["stage"].id == first, "not overwritten"
    assert card.problem.text()
