"""A record that a picker makes in a cell or for many records is made with the change, in one step, or not at all."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from crm_desktop.ui.bulk_dialog import BulkDialog
from crm_desktop.ui.record_list_page import RecordListPage
from tests.ui.record_kit import ENTITIES, make_context, transactions


@pytest.fixture
def context(workspace, state):
    return make_context(workspace, state)


@pytest.fixture
def people(make):
    return [make.contact(name) for name in ("Ana Beltrán", "张三", "O'Brien")]


@pytest.fixture
def cell(qtbot, context, people):
    """Return the function that opens the cell of the company of the first contact."""
    page = RecordListPage(context, ENTITIES["contact"])
    qtbot.addWidget(page)
    page.resize(1228, 600)
    page.show()
    qtbot.waitExposed(page)

    def begin():
        page.table.select_id(people[0])
        column = next(at for at, one in enumerate(page.table.records.fields, 1) if one.key == "company")
        page.table.cells.go(page.table.records.ids.index(people[0]), column)
        page.edit_cell()
        return page.editing.frame.editor

    return begin


def make_new(qtbot, editor, name):
    """Type the name of nobody and choose to make it new."""
    qtbot.keyClicks(editor.line, name)
    qtbot.waitUntil(lambda: -1 in editor._ids)
    editor.popup.hide()
    editor._on_activated(editor._names.index(editor._ids.index(-1)))


def company_of(workspace, record):
    found = workspace.records.get("contact", record).texts["company"]
    return found or None


def test_a_cell_left_with_escape_makes_nothing(cell, qtbot, workspace):
    before, editor = transactions(workspace), cell()
    make_new(qtbot, editor, "Nobody Ltd")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert workspace.lists.count("company") == 0
    assert transactions(workspace) == before


def test_a_cell_makes_it_with_its_change_and_one_undo_takes_both_back(
    cell, qtbot, workspace, context, people
):
    before, editor = transactions(workspace), cell()
    make_new(qtbot, editor, "Nobody Ltd")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: company_of(workspace, people[0]) == "Nobody Ltd")
    assert transactions(workspace) == before + 1
    assert context.window.toasts[-1] == "“Company” changed"
    assert not workspace.history.undo_last().kept
    assert company_of(workspace, people[0]) is None
    assert workspace.lists.count("company") == 0


@pytest.mark.parametrize(
    ("entity", "key", "target"), [("contact", "company", "company"), ("company", "parent", "company")]
)
def test_many_records_get_one_new_one(qtbot, context, workspace, make, people, entity, key, target):
    ids = people if entity == "contact" else [make.company("A"), make.company("B")]
    before = workspace.lists.count(target)
    holder = QWidget()
    qtbot.addWidget(holder)
    for cancelled in (True, False):
        dialog = BulkDialog(context, ENTITIES[entity], ids, key, holder)
        dialog.show()
        qtbot.waitExposed(dialog)
        make_new(qtbot, dialog.editor, "Nobody Ltd")
        qtbot.waitUntil(dialog.change_button.isEnabled)
        assert dialog.plan.samples[0][2] == "Nobody Ltd"
        assert workspace.lists.count(target) == before, "looking makes nothing"
        dialog.reject() if cancelled else dialog.change_button.click()
    found = {workspace.records.get(entity, one).values[key].name for one in ids}
    assert found == {"Nobody Ltd"}
    assert workspace.lists.count(target) == before + 1
    workspace.history.undo_last()
    assert workspace.lists.count(target) == before
    assert {workspace.records.get(entity, one).values[key] for one in ids} == {None}
