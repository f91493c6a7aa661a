"""Enter presses the button that has the focus, in a dialog and outside; elsewhere in a dialog its main button."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QWidget

from crm_desktop.ui.buttons import Button
from crm_desktop.ui.chip_bar import Chip


@pytest.fixture
def pressed():
    return []


@pytest.fixture
def dialog(qtbot, pressed):
    made = QDialog()
    qtbot.addWidget(made)
    row = QHBoxLayout(made)
    made.line = QLineEdit()
    made.cancel = Button("Cancel", clicked=lambda: pressed.append("cancel"))
    made.main = Button("Change 3 records", look="primary", clicked=lambda: pressed.append("main"))
    made.main.setDefault(True)
    for one in (made.line, made.cancel, made.main):
        row.addWidget(one)
    made.show()
    qtbot.waitExposed(made)
    return made


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_enter_on_cancel_is_never_the_main_button(dialog, pressed, key):
    dialog.cancel.setFocus()
    QTest.keyClick(dialog.cancel, key)
    assert pressed == ["cancel"]
    dialog.line.setFocus()
    QTest.keyClick(dialog.line, key)
    assert pressed == ["cancel", "main"]


def test_ctrl_enter_is_no_press_and_a_disabled_button_stays(dialog, pressed):
    QTest.keyClick(dialog.cancel, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    dialog.main.setEnabled(False)
    QTest.keyClick(dialog.main, Qt.Key.Key_Return)
    assert pressed == []


@pytest.mark.parametrize("make", [Button, Chip])
def test_a_button_of_a_page_is_pressed_by_enter_and_by_space(qtbot, pressed, make):
    holder = QWidget()
    qtbot.addWidget(holder)
    button = make("Keep mine", parent=holder)
    button.clicked.connect(lambda: pressed.append("kept"))
    holder.show()
    QTest.keyClick(button, Qt.Key.Key_Return)
    QTest.keyClick(button, Qt.Key.Key_Space)
    assert pressed == ["kept", "kept"]
