"""Marks of a survey by the keyboard alone."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

from crm_desktop.ui.mark_row import MarkRow


@pytest.fixture
def holder(qtbot):
    holder = QWidget()
    column = QVBoxLayout(holder)
    holder.row = MarkRow("Recommends", 0, 10, None)
    holder.line = QLineEdit()
    column.addWidget(holder.row)
    column.addWidget(holder.line)
    qtbot.addWidget(holder)
    holder.show()
    with qtbot.waitActive(holder):
        holder.activateWindow()
    return holder


@pytest.fixture
def row(holder):
    holder.row._chips[0].setFocus()
    return holder.row


def press(qtbot, *keys):
    for key in keys:
        qtbot.keyClick(QApplication.focusWidget(), key)


def test_arrows_walk_and_space_chooses(row, qtbot):
    press(qtbot, Qt.Key.Key_Left, *[Qt.Key.Key_Right] * 3, Qt.Key.Key_Space)
    assert row.mark() == 3
    press(qtbot, Qt.Key.Key_Space)
    assert row.mark() is None


def test_digits_choose(row, qtbot):
    press(qtbot, Qt.Key.Key_7)
    assert row.mark() == 7
    press(qtbot, Qt.Key.Key_1)
    assert row.mark() == 1
    with qtbot.waitSignal(row.chosen):
        press(qtbot, Qt.Key.Key_0)
    assert row.mark() == 10
    assert row._chips[10].hasFocus()
    press(qtbot, Qt.Key.Key_0)
    assert row.mark() == 0


def test_a_digit_that_is_no_mark_changes_nothing(qtbot):
    row = MarkRow("Overall", 1, 5, 4)
    qtbot.addWidget(row)
    row._type("9")
    assert row.mark() == 4


def test_tab_leaves_the_row_and_comes_back_to_the_mark(row, qtbot):
    press(qtbot, Qt.Key.Key_4, Qt.Key.Key_Tab)
    assert isinstance(QApplication.focusWidget(), QLineEdit)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Backtab)
    assert row._chips[4].hasFocus()
