"""A state chosen in the cell of a list asks for what it needs, there, and is saved with it in one step."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from crm_desktop.core import clock
from crm_desktop.ui.record_list_page import RecordListPage
from tests.ui.board_kit import LOST, PROPOSAL, WON
from tests.ui.record_kit import ENTITIES, make_context, transactions

pytestmark = pytest.mark.usefixtures("fixed_clock")


@pytest.fixture
def context(workspace, state):
    return make_context(workspace, state)


@pytest.fixture
def change(qtbot, context, workspace):
    """Return the function that gives the only record of a list another value in a cell, and returns its page."""

    def begin(entity, key, value):
        page = RecordListPage(context, ENTITIES[entity])
        qtbot.addWidget(page)
        workspace.subscribe(page.on_changes)
        page.columns.show((ENTITIES[entity].title_key, key))
        page.resize(1228, 600)
        page.show()
        qtbot.waitExposed(page)
        page.table.cells.go(0, 2)
        page.edit_cell()
        page.editing.frame.editor.load(value)
        page.editing.finish()
        return page

    return begin


def shown(page):
    return page.table.records.index(0, 2).data()


def test_a_lost_opportunity_is_given_its_reason_in_the_list(change, qtbot, deals, workspace, context):
    record = deals("Linen", PROPOSAL, amount=100)
    before = transactions(workspace)
    page = change("opportunity", "stage", LOST)
    asking = page.editing.asking
    assert asking.isVisible()
    assert transactions(workspace) == before, "nothing is written before it is answered"
    texts = [asking.list.item(row).text() for row in range(asking.list.count())]
    assert "Price too high" in texts
    assert "Duplicate" not in texts, "that is a reason why it is void"
    asking.list.setCurrentRow(texts.index("No budget"))
    qtbot.keyClick(asking.list, Qt.Key.Key_Return)
    values = deals.values(record)
    assert (values["stage"].id, values["reason"].name) == (LOST, "No budget")
    assert (values["closed_on"], values["forecast_category"]) == (clock.today(), "omitted")
    assert transactions(workspace) == before + 1
    assert shown(page) == "Lost"
    workspace.history.undo_last()
    assert deals.stage(record) == PROPOSAL


def test_who_gives_no_reason_leaves_the_stage_as_it_was(change, deals):
    record = deals("Linen", PROPOSAL)
    page = change("opportunity", "stage", LOST)
    page.editing.asking.cancel.click()
    QApplication.processEvents()
    assert deals.stage(record) == PROPOSAL
    assert shown(page) == "Proposal"


def test_what_is_won_asks_for_its_amount_and_offers_today(change, qtbot, deals):
    record = deals("Linen", PROPOSAL)
    page = change("opportunity", "stage", WON)
    asking = page.editing.asking
    assert list(asking.editors) == ["amount", "closed_on"]
    qtbot.keyClicks(asking.editors["amount"].line, "80")
    asking.done.click()
    values = deals.values(record)
    assert (values["stage"].id, values["amount"], values["closed_on"]) == (WON, 8000, clock.today())


def test_what_opens_again_loses_its_end(change, deals, workspace):
    record = deals("Linen", PROPOSAL, amount=100)
    workspace.records.save("opportunity", record, {"stage": WON, "closed_on": clock.today()})
    change("opportunity", "stage", PROPOSAL)
    values = deals.values(record)
    assert (values["stage"].id, values["closed_on"], values["forecast_category"]) == (
        PROPOSAL,
        None,
        "pipeline",
    )


def test_a_lead_that_waits_is_asked_until_when(change, workspace):
    record = workspace.records.create("lead", {"title": "Ovens"})
    page = change("lead", "status", "nurturing")
    asking = page.editing.asking
    day = datetime(2027, 1, 15, tzinfo=UTC).date()
    asking.editors["nurturing_until"].load(day)
    asking.done.click()
    values = workspace.records.get("lead", record).values
    assert (values["status"], values["nurturing_until"]) == ("nurturing", day)
