"""Editing in the cells of a list: the right editor, one transaction a cell, nothing overwritten unseen."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QKeyEvent
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

from crm_desktop.core.query import ListQuery
from crm_desktop.ui.record_list_page import RecordListPage
from tests.ui.record_kit import ENTITIES, make_context, nameless, transactions

KEYS = ("name", "city", "level", "employees", "note", "owner", "parent", "tags", "created_at")


@pytest.fixture
def context(workspace, state):
    return make_context(workspace, state)


@pytest.fixture
def acme(make):
    found = make.company("Acme", city="Berlin", note="old")
    make.company("Beta", city="Hamburg")
    make.company("Gamma")
    return found


@pytest.fixture
def page(qtbot, context, workspace, acme):
    holder = QWidget()
    qtbot.addWidget(holder)
    made = RecordListPage(context, ENTITIES["company"])
    column = QVBoxLayout(holder)
    column.addWidget(made)
    made.other = QLineEdit()
    column.addWidget(made.other)
    made.holder = holder
    workspace.subscribe(made.on_changes)
    made.columns.show(KEYS)
    QAbstractItemModelTester(
        made.table.records, QAbstractItemModelTester.FailureReportingMode.Fatal, made.table
    )
    holder.resize(1228, 600)
    holder.show()
    holder.activateWindow()
    qtbot.waitExposed(holder)
    made.table.setFocus()
    return made


def go(page, key, row=0):
    page.table.cells.go(row, KEYS.index(key) + 1)


def start(page, qtbot, key, row=0):
    go(page, key, row)
    qtbot.keyClick(page.table, Qt.Key.Key_F2)
    return page.editing.frame.editor


def press(qtbot, editor, key):
    qtbot.keyClick(editor.focusProxy(), key)
    QApplication.processEvents()


def city(workspace, acme):
    return workspace.records.get("company", acme).values["city"]


def shown(page, key, row=0):
    return page.table.records.index(row, KEYS.index(key) + 1).data()


def test_f2_edits_and_enter_saves_and_goes_down(page, qtbot, workspace, acme, context):
    before = transactions(workspace)
    editor = start(page, qtbot, "city")
    assert editor.line.selectedText() == "Berlin"
    qtbot.keyClicks(editor.line, "Bremen")
    press(qtbot, editor, Qt.Key.Key_Return)
    assert city(workspace, acme) == "Bremen"
    assert shown(page, "city") == "Bremen"
    assert not page.editing.is_open()
    assert page.table.currentIndex().row() == 1
    assert transactions(workspace) == before + 1
    assert context.window.toasts == ["“City” changed"]
    context.window.acts[0]()
    workspace.history.undo(context.window.undone[0])
    assert city(workspace, acme) == "Berlin"


def test_escape_leaves_the_cell_as_it_was(page, qtbot, workspace, acme):
    before = transactions(workspace)
    editor = start(page, qtbot, "city")
    qtbot.keyClicks(editor.line, "Bremen")
    press(qtbot, editor, Qt.Key.Key_Escape)
    assert not page.editing.is_open()
    assert page.table.hasFocus()
    assert city(workspace, acme) == "Berlin"
    assert transactions(workspace) == before


def test_del_empties_a_marked_cell_and_not_its_record(page, qtbot, workspace, acme, context):
    go(page, "city")
    override = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_Delete, Qt.KeyboardModifier.NoModifier)
    override.ignore()
    QApplication.sendEvent(page.table, override)
    assert override.isAccepted()
    qtbot.keyClick(page.table, Qt.Key.Key_Delete)
    assert city(workspace, acme) is None
    assert workspace.lists.count("company") == 3
    workspace.history.undo_last()
    assert city(workspace, acme) == "Berlin"
    go(page, "name")
    qtbot.keyClick(page.table, Qt.Key.Key_Delete)
    assert context.window.toasts[-1] == "“Name” cannot be empty."
    page.table.cells.show(False)
    override.ignore()
    QApplication.sendEvent(page.table, override)
    assert not override.isAccepted()


def test_del_means_the_records_where_several_are_selected(page, qtbot, workspace, acme):
    go(page, "city")
    qtbot.keyClick(page.table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert page.table.cells.is_shown, "cells of one column can be copied"
    override = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_Delete, Qt.KeyboardModifier.NoModifier)
    override.ignore()
    QApplication.sendEvent(page.table, override)
    assert not override.isAccepted()
    page.select_all()
    assert not page.table.cells.is_shown
    qtbot.keyClick(page.table, Qt.Key.Key_Delete)
    assert workspace.lists.count("company") == 0
    workspace.history.undo_last()
    assert city(workspace, acme) == "Berlin"


def test_a_marked_cell_is_copied_alone_and_pasted_elsewhere(page, workspace, context):
    go(page, "city")
    page.copy()
    assert QGuiApplication.clipboard().text() == "Berlin\n"
    assert context.window.toasts == ["1 cell copied"]
    go(page, "city", 2)
    page.paste()
    assert shown(page, "city", 2) == "Berlin"


def test_an_unchanged_cell_writes_nothing(page, qtbot, workspace):
    before = transactions(workspace)
    press(qtbot, start(page, qtbot, "city"), Qt.Key.Key_Return)
    assert transactions(workspace) == before


def test_tab_opens_the_next_cell_and_leaves_out_what_cannot_be_edited(page, qtbot, workspace, acme):
    editor = start(page, qtbot, "tags")
    press(qtbot, editor, Qt.Key.Key_Tab)
    assert (page.table.currentIndex().row(), page.editing.label()) == (1, "Name")
    first = page.editing.frame.editor
    assert first.focusProxy().hasFocus()
    press(qtbot, first, Qt.Key.Key_Backtab)
    assert (page.table.currentIndex().row(), page.editing.label()) == (0, "Tags")


def test_typing_over_a_marked_cell_replaces_it(page, qtbot, workspace, acme):
    go(page, "city")
    qtbot.keyClicks(page.table, "U")
    editor = page.editing.frame.editor
    assert editor.line.text() == "U"
    qtbot.keyClicks(editor.line, "lm")
    press(qtbot, editor, Qt.Key.Key_Return)
    assert city(workspace, acme) == "Ulm"


def test_typing_over_a_row_still_searches(page, qtbot):
    page.table.select_id(page.table.records.ids[0])
    with qtbot.waitSignal(page.bar.search.searched):
        qtbot.keyClicks(page.table, "b")
    assert not page.editing.is_open()
    assert page.bar.search.text() == "b"


def test_arrows_mark_a_cell_and_escape_goes_back_to_rows(page, qtbot):
    page.table.select_id(page.table.records.ids[0])
    assert page.table.cells.box() is None
    qtbot.keyClick(page.table, Qt.Key.Key_Right)
    qtbot.keyClick(page.table, Qt.Key.Key_Right)
    assert page.table.currentIndex().column() == 2
    assert page.table.cells.box() is not None
    qtbot.keyClick(page.table, Qt.Key.Key_Escape)
    assert page.table.cells.box() is None


def test_arrows_keep_what_is_selected(page, qtbot):
    page.table.selectAll()
    qtbot.keyClick(page.table, Qt.Key.Key_Right)
    assert page.table.selected_count() == 3


def test_what_cannot_be_read_stays_with_its_sentence(page, qtbot, context):
    editor = start(page, qtbot, "employees")
    qtbot.keyClicks(editor.line, "many")
    press(qtbot, editor, Qt.Key.Key_Return)
    assert page.editing.frame.editor.problem()
    assert editor.line.text() == "many"
    context.messages.answer = False
    assert not page.may_leave()
    context.messages.answer = True
    assert page.may_leave()
    assert not page.editing.is_open()


def test_a_required_value_is_not_emptied(page, qtbot):
    editor = start(page, qtbot, "name")
    editor.line.clear()
    press(qtbot, editor, Qt.Key.Key_Return)
    assert editor.problem() == "“Name” cannot be empty."


def test_what_cannot_be_edited_says_why(page, qtbot, context):
    go(page, "created_at")
    qtbot.keyClick(page.table, Qt.Key.Key_F2)
    assert not page.editing.is_open()
    assert context.window.toasts == ["“Created” is kept by the program."]


def test_the_trash_says_why(page, qtbot, context, workspace, acme):
    workspace.records.delete("company", [acme])
    page.set_trash(True)
    go(page, "city")
    qtbot.keyClick(page.table, Qt.Key.Key_F2)
    assert context.window.toasts == ["What lies in the trash cannot be changed. Restore it first."]


def test_a_change_made_meanwhile_is_shown_and_not_overwritten(page, qtbot, workspace, acme):
    editor = start(page, qtbot, "city")
    qtbot.keyClicks(editor.line, "Bremen")
    workspace.records.save("company", acme, {"city": "Munich"})
    press(qtbot, editor, Qt.Key.Key_Return)
    assert city(workspace, acme) == "Munich"
    frame = page.editing.frame
    assert "Munich" in frame.conflict.text()
    assert frame.editor.line.text() == "Bremen"
    frame.conflict._mine.click()
    QApplication.processEvents()
    assert city(workspace, acme) == "Bremen"


def test_theirs_can_be_kept(page, qtbot, workspace, acme):
    editor = start(page, qtbot, "city")
    qtbot.keyClicks(editor.line, "Bremen")
    workspace.records.save("company", acme, {"city": "Munich"})
    press(qtbot, editor, Qt.Key.Key_Return)
    page.editing.frame.conflict._theirs.click()
    assert (city(workspace, acme), shown(page, "city")) == ("Munich", "Munich")


def test_leaving_for_another_control_saves(page, qtbot, workspace, acme):
    editor = start(page, qtbot, "city")
    qtbot.keyClicks(editor.line, "Bremen")
    page.other.setFocus()
    QApplication.processEvents()
    assert city(workspace, acme) == "Bremen"
    assert page.other.hasFocus()


def test_what_is_composed_is_never_saved(page, qtbot, workspace, acme):
    editor = start(page, qtbot, "city")
    QApplication.sendEvent(editor.line, QInputMethodEvent("hangzhou", []))
    press(qtbot, editor, Qt.Key.Key_Return)
    assert page.editing.is_open()
    committed = QInputMethodEvent()
    committed.setCommitString("杭州")
    QApplication.sendEvent(editor.line, committed)
    press(qtbot, editor, Qt.Key.Key_Return)
    assert city(workspace, acme) == "杭州"


def test_composing_over_a_marked_cell_begins_its_edit(page, qtbot, workspace, acme):
    go(page, "city", row=1)
    qtbot.keyClick(page.table, Qt.Key.Key_Up)
    assert page.table.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
    QApplication.sendEvent(page.table, QInputMethodEvent("hang", []))
    assert page.editing.is_open()
    assert page.table.hasFocus()
    QApplication.sendEvent(page.table, QInputMethodEvent("hangzhou", []))
    committed = QInputMethodEvent()
    committed.setCommitString("杭州")
    QApplication.sendEvent(page.table, committed)
    editor = page.editing.frame.editor
    assert editor.line.text() == "杭州"
    assert editor.line.hasFocus()
    press(qtbot, editor, Qt.Key.Key_Return)
    assert city(workspace, acme) == "杭州"


def test_enter_saves_several_lines_and_alt_enter_begins_one(page, qtbot, workspace, acme):
    editor = start(page, qtbot, "note")
    editor.area.selectAll()
    qtbot.keyClicks(editor.area, "one")
    qtbot.keyClick(editor.area, Qt.Key.Key_Return, Qt.KeyboardModifier.AltModifier)
    qtbot.keyClicks(editor.area, "two")
    press(qtbot, editor, Qt.Key.Key_Return)
    assert workspace.records.get("company", acme).values["note"] == "one\ntwo"


def test_a_pick_from_a_list_is_saved_and_stays_on_its_cell(page, qtbot, workspace, acme):
    editor = start(page, qtbot, "level")
    editor.combo.setCurrentIndex(1)
    editor.combo.activated.emit(1)
    QApplication.processEvents()
    assert workspace.records.get("company", acme).texts["level"]
    assert page.table.currentIndex().row() == 0


def test_the_keyboard_chooses_in_the_open_list_and_saves_once(page, qtbot, workspace, acme):
    before = transactions(workspace)
    editor = start(page, qtbot, "level")
    for _step in range(3):
        target = editor.combo.view() if editor.combo.view().isVisible() else editor.combo
        qtbot.keyClick(target, Qt.Key.Key_Down)
    assert transactions(workspace) == before
    assert page.editing.is_open()
    qtbot.keyClick(editor.combo.view(), Qt.Key.Key_Return)
    QApplication.processEvents()
    levels = [one.name for one in workspace.lists.options("level")]
    assert workspace.records.get("company", acme).texts["level"] in levels[1:3]
    assert transactions(workspace) == before + 1


def test_the_editor_goes_with_its_cell(page, qtbot, make):
    editor = start(page, qtbot, "city", row=2)
    before = page.editing.frame.y()
    make.company("Aaa")
    QApplication.processEvents()
    assert page.editing.frame.editor is editor
    row = page.table.rowAt(page.editing.frame.geometry().center().y())
    assert page.table.records.index(row, 1).data() == "Gamma"
    assert page.editing.frame.y() >= before


@pytest.mark.parametrize(
    "entity", [one for one in ENTITIES.values() if one.section], ids=lambda one: one.name
)
def test_every_editable_column_opens(qtbot, context, workspace, entity):
    from tests.ui.record_kit import make_record

    make_record(workspace, entity)
    page = RecordListPage(context, entity)
    qtbot.addWidget(page)
    page.resize(1000, 500)
    page.show()
    page.columns.show(tuple(one.key for one in page.columns.offered()))
    for place, field in enumerate(page.table.records.fields):
        page.table.cells.go(0, place + 1)
        page.edit_cell()
        assert page.editing.is_open() == (not page.editing.reason(field))
        if page.editing.is_open():
            box = page.editing.frame.geometry()
            assert page.table.viewport().rect().contains(box), field.key
            assert not nameless(page.editing.frame)
            page.editing.cancel()


def test_a_typed_key_reaches_the_line_once(page, qtbot):
    go(page, "city")
    key = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, Qt.KeyboardModifier.ShiftModifier, "A")
    QApplication.sendEvent(page.table, key)
    assert page.editing.frame.editor.line.text() == "A"


def test_a_name_that_is_new_is_made_with_the_cell_and_undone_with_it(page, qtbot, workspace, acme):
    before = transactions(workspace)
    editor = start(page, qtbot, "parent")
    qtbot.keyClicks(editor.line, "Holding")
    qtbot.waitUntil(lambda: editor._ids == [-1])
    assert transactions(workspace) == before
    editor._on_activated(editor.completer.completionModel().index(0, 0))
    qtbot.waitUntil(lambda: shown(page, "parent") == "Holding" and transactions(workspace) == before + 1)
    (holding,) = workspace.lists.ids(ListQuery("company", search="Holding"))
    assert workspace.records.get("company", holding).values["parent"] is None, (
        "it is not below its own branch"
    )
    workspace.history.undo(workspace.history.last_undoable().id)
    assert workspace.records.get("company", acme).values["parent"] is None
    assert workspace.lists.count("company") == 3
