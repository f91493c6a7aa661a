"""A list that is given another search or order begins at its top; what somebody selected stays selected."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from crm_desktop.ui.record_list_page import RecordListPage
from tests.ui.record_kit import ENTITIES, make_context


@pytest.fixture
def page(qtbot, workspace, state, make):
    for number in range(120):
        make.company(f"Firm {number:03}")
    make.company("Zebra")
    made = RecordListPage(make_context(workspace, state), ENTITIES["company"])
    qtbot.addWidget(made)
    made.resize(1228, 500)
    made.show()
    qtbot.waitExposed(made)
    return made


def place(page):
    QApplication.processEvents()
    return page.table.verticalScrollBar().value()


def test_what_a_search_marked_by_itself_is_let_go(page):
    page.search("zebra")
    found = page.table.current_id()
    assert page.table.selected_count() == 0
    page.search("")
    assert page.table.current_id() == page.table.records.ids[0] != found
    assert place(page) == 0


def test_what_somebody_selected_stays_selected_out_of_sight(page, qtbot):
    page.search("zebra")
    qtbot.keyClick(page.bar.search, Qt.Key.Key_Return)
    found = page.table.current_id()
    assert list(page.table.selected_ids()) == [found]
    page.search("")
    assert list(page.table.selected_ids()) == [found]
    assert page.table.current_id() == found
    assert place(page) == 0


def test_another_order_begins_at_the_top_and_a_change_moves_nothing(page, workspace):
    workspace.subscribe(page.on_changes)
    page.table.verticalScrollBar().setValue(1200)
    seen = page.table.rowAt(0)
    first = page.table.records.ids[seen]
    workspace.records.create("company", {"name": "Aardvark"})
    assert page.table.records.ids[page.table.rowAt(0)] == first
    page.sort("name", True)
    assert place(page) == 0
