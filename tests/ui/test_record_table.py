"""The table of every list: selection by id, order, columns, copying."""

from __future__ import annotations

from array import array

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest

from crm_desktop.ui import drawing, theme
from crm_desktop.ui.record_table import RecordTable
from crm_desktop.ui.record_table_model import FIRST_FIELD
from tests.ui import fake_data, fakes


@pytest.fixture
def table(qtbot, fake):
    made = RecordTable(fake.lists, fake_data.CONTACT)
    qtbot.addWidget(made)
    made.resize(900, 600)
    made.show()
    qtbot.waitExposed(made)
    made.show_ids(array("q", fake.rows["contact"]))
    return made


def _point(table: RecordTable, row: int, column: int) -> QPoint:
    return table.visualRect(table.records.index(row, column)).center()


def _click(table, row, column, keys=Qt.KeyboardModifier.NoModifier):
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, keys, _point(table, row, column))


def test_a_click_selects_the_row_and_tells_its_id(table, qtbot):
    with qtbot.waitSignal(table.current_changed) as told:
        _click(table, 3, FIRST_FIELD)
    assert told.args == [table.records.ids[3]]
    assert list(table.selected_ids()) == [table.records.ids[3]]


def test_check_boxes_add_to_the_selection(table):
    _click(table, 2, 0)
    _click(table, 5, 0)
    _click(table, 7, 0)
    _click(table, 5, 0)
    assert list(table.selected_ids()) == [table.records.ids[2], table.records.ids[7]]


def test_a_ticked_record_is_told_from_one_with_the_cursor(table, qtbot):
    _click(table, 2, FIRST_FIELD)
    assert not table.is_ticked
    _click(table, 5, 0)
    assert table.is_ticked
    qtbot.keyClick(table, Qt.Key.Key_Down)
    assert not table.is_ticked
    _click(table, 7, 0)
    table.select_id(table.records.ids[1])
    assert not table.is_ticked
    table.clearSelection()
    qtbot.keyClick(table, Qt.Key.Key_Space)
    assert table.is_ticked
    assert table.selected_count() == 1


def test_shift_and_ctrl_select_as_everywhere(table):
    _click(table, 1, FIRST_FIELD)
    _click(table, 4, FIRST_FIELD, Qt.KeyboardModifier.ShiftModifier)
    _click(table, 8, FIRST_FIELD, Qt.KeyboardModifier.ControlModifier)
    assert list(table.selected_ids()) == [table.records.ids[row] for row in (1, 2, 3, 4, 8)]


def test_the_head_box_selects_all_and_none(table):
    table.toggle_all()
    assert table.selected_count() == 40
    assert table.horizontalHeader().check_state == Qt.CheckState.Checked
    table.toggle_all()
    assert table.selected_count() == 0


def test_selection_and_current_row_go_with_their_records(table):
    _click(table, 2, FIRST_FIELD)
    _click(table, 6, 0)
    wanted, current = set(table.selected_ids()), table.current_id()
    table.show_ids(array("q", reversed(table.records.ids)))
    assert set(table.selected_ids()) == wanted
    assert table.current_id() == current


def test_selection_survives_the_first_page_of_a_new_order(table):
    _click(table, 30, FIRST_FIELD)
    wanted = list(table.selected_ids())
    ids = table.records.ids
    table.show_ids(ids[:5], complete=False)
    assert not table.selected_count()
    table.show_ids(ids[:5] + ids[5:])
    assert list(table.selected_ids()) == wanted


def test_all_stay_selected_in_another_order(table):
    table.toggle_all()
    table.show_ids(array("q", reversed(table.records.ids)))
    assert table.selected_count() == 40


def test_all_of_a_narrow_list_do_not_become_all_of_a_wide_one(table):
    ids = table.records.ids
    table.show_ids(ids[:3])
    table.toggle_all()
    table.show_ids(ids[:20], complete=False)
    table.show_ids(ids[:])
    assert list(table.selected_ids()) == list(ids[:3])


def test_what_comes_to_a_list_is_not_selected_with_the_others(table):
    ids = table.records.ids
    table.show_ids(ids[:20])
    table.toggle_all()
    table.show_ids(ids[:21])
    assert table.selected_count() == 20


def test_selection_of_deleted_records_goes(table, fake):
    _click(table, 2, FIRST_FIELD)
    table.show_ids(table.records.ids[5:])
    assert table.selected_count() == 0


def test_enter_opens_and_a_double_click_too(table, qtbot):
    _click(table, 4, FIRST_FIELD)
    with qtbot.waitSignal(table.opened) as told:
        qtbot.keyClick(table, Qt.Key.Key_Return)
    assert told.args == [table.records.ids[4]]
    with qtbot.waitSignal(table.opened):
        at = _point(table, 6, 2)
        _click(table, 6, 2)
        QTest.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)


def test_end_and_home_go_to_the_last_and_first_record(table, qtbot):
    _click(table, 4, FIRST_FIELD)
    qtbot.keyClick(table, Qt.Key.Key_End)
    assert table.currentIndex().row() == 39
    qtbot.keyClick(table, Qt.Key.Key_Home)
    assert table.currentIndex().row() == 0


def test_only_described_orders_answer_to_a_click(table, qtbot):
    header = table.horizontalHeader()
    with qtbot.waitSignal(table.sort_requested) as told:
        header.sectionClicked.emit(FIRST_FIELD)
    assert told.args == ["full_name", False]
    with qtbot.assertNotEmitted(table.sort_requested):
        header.sectionClicked.emit(FIRST_FIELD + 2)
    assert not header.can_sort(0)


def test_columns_are_moved_and_widths_kept(table):
    header = table.horizontalHeader()
    header.moveSection(header.visualIndex(FIRST_FIELD + 3), 1)
    table.set_width("email", 222)
    layout = table.columns.layout()
    assert layout.keys[:2] == ("email", "full_name")
    assert dict(layout.columns)["email"] == 222


def test_initials_follow_the_culture():
    assert drawing.initials("Ana Beltrán") == "AB"
    assert drawing.initials("陈晓梅") == "晓梅"
    assert drawing.initials("李伟") == "李伟"
    assert drawing.initials("") == ""


def test_copy_key_is_standard():
    assert QKeySequence(QKeySequence.StandardKey.Copy).toString()


def test_a_refresh_keeps_the_place(qtbot):
    rows = {one: {"full_name": f"Person {one:04d}"} for one in range(1, 1001)}
    fake = fakes.FakeWorkspace({"contact": rows})
    table = RecordTable(fake.lists, fake_data.CONTACT)
    qtbot.addWidget(table)
    table.resize(900, 600)
    table.show()
    table.show_ids(array("q", rows))
    qtbot.waitUntil(lambda: table.verticalScrollBar().maximum() > 30_000)
    table.verticalScrollBar().setValue(500 * theme.ROW_HEIGHT + 7)
    assert table.records.ids[table.rowAt(0)] == 501
    table.show_ids(array("q", (one for one in rows if one > 100)), keep_place=True)
    assert table.records.ids[table.rowAt(0)] == 501
    table.show_ids(array("q", rows), keep_place=True)
    assert table.records.ids[table.rowAt(0)] == 501
