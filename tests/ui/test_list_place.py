"""Where a list stands when records leave it and come back: the next one is current at the same height."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from crm_desktop.core.query import Condition, ListQuery
from crm_desktop.ui.record_list_page import RecordListPage
from tests.ui.record_kit import ENTITIES, make_context

COUNT = 120  # more than the first page of ids


@pytest.fixture
def page(qtbot, workspace, make, state):
    make.many(COUNT, "company", name="Company %05d")
    made = RecordListPage(make_context(workspace, state), ENTITIES["company"])
    qtbot.addWidget(made)
    workspace.subscribe(made.on_changes)
    made.resize(900, 500)
    made.show()
    qtbot.waitExposed(made)
    assert len(made.table.records.ids) == COUNT
    return made


def stand(page, row):
    """Choose a row and return its height in the table."""
    page.table.select_id(page.table.records.ids[row])
    return height(page)


def height(page):
    return page.table.visualRect(page.table.currentIndex()).top()


def undo(workspace):
    workspace.history.undo(workspace.history.last_undoable().id)


@pytest.mark.parametrize("row", [0, 60, COUNT - 4])
def test_what_follows_a_deleted_record_takes_its_place(page, workspace, row):
    at, ids = stand(page, row), list(page.table.records.ids)
    page.delete()
    assert page.table.current_id() == ids[row + 1]
    assert height(page) == at
    undo(workspace)
    assert page.table.current_id() == ids[row]
    assert list(page.table.selected_ids()) == [ids[row]]
    assert page.table.viewport().rect().contains(page.table.visualRect(page.table.currentIndex()).center())


def test_the_last_record_leaves_the_one_before(page):
    stand(page, COUNT - 1)
    page.delete()
    assert page.table.currentIndex().row() == COUNT - 2


def test_several_deleted_records_leave_the_one_behind_them(page, workspace):
    stand(page, 40)
    ids, table = list(page.table.records.ids), page.table
    for row in (41, 42, 44):
        flags = table.selectionModel().SelectionFlag
        table.selectionModel().setCurrentIndex(table.records.index(row, 1), flags.Select | flags.Rows)
    at = height(page)
    page.delete()
    assert table.current_id() == ids[45]
    assert height(page) == at
    table.verticalScrollBar().setValue(0)
    undo(workspace)
    assert list(table.selected_ids()) == [ids[row] for row in (40, 41, 42, 44)]
    assert table.rowAt(0) > 0


def test_a_record_that_leaves_the_filter_leaves_the_next_one(page, workspace):
    page.query = ListQuery("company", conditions=(Condition("name", "contains", "Company"),))
    page.load()
    at, ids = stand(page, 60), list(page.table.records.ids)
    workspace.records.save("company", ids[60], {"name": "Elsewhere"})
    assert page.table.current_id() == ids[61]
    assert height(page) == at
    undo(workspace)
    assert page.table.current_id() == ids[60]


def test_a_record_deleted_elsewhere_leaves_the_place(page, workspace):
    at, ids = stand(page, 60), list(page.table.records.ids)
    workspace.records.delete("company", [ids[60 - 2], ids[2]])
    assert page.table.current_id() == ids[60]
    assert height(page) == at
    assert list(page.table.selected_ids()) == [ids[60]]


def test_the_keys_go_on_from_there(page, qtbot):
    stand(page, 60)
    ids = list(page.table.records.ids)
    page.delete()
    qtbot.keyClick(page.table, Qt.Key.Key_Down)
    assert list(page.table.selected_ids()) == [ids[62]]
