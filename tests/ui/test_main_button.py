"""Ctrl+Enter presses the main button of a window."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout, QWidget

from crm_desktop.ui.main_button import press_with_keys


def test_from_any_control_and_only_while_it_can_be_pressed(qtbot):
    window, line, button = QWidget(), QLineEdit(), QPushButton("Import 2 rows")
    column = QVBoxLayout(window)
    column.addWidget(line)
    column.addWidget(button)
    pressed = []
    button.clicked.connect(lambda: pressed.append(True))
    press_with_keys(window, button)
    qtbot.addWidget(window)
    window.show()
    with qtbot.waitActive(window):
        window.activateWindow()
    line.setFocus()
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
        qtbot.keyClick(line, key, Qt.KeyboardModifier.ControlModifier)
    assert len(pressed) == 2
    button.setEnabled(False)
    qtbot.keyClick(line, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert len(pressed) == 2
    assert "Enter" in button.toolTip()
