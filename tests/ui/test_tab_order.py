"""Where the keyboard goes on when what it stood on is gone."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout, QWidget

from crm_desktop.ui.tab_order import focus_next


class Window(QWidget):
    def __init__(self):
        super().__init__()
        column = QVBoxLayout(self)
        self.first = QPushButton("Navigation")
        self.card = QWidget()
        self.last = QPushButton("After the card")
        for one in (self.first, self.card, self.last):
            column.addWidget(one)
        inside = QVBoxLayout(self.card)
        self.lines = [QLineEdit(), QLineEdit()]
        for one in self.lines:
            inside.addWidget(one)

    def focusNextPrevChild(self, forward):
        return focus_next(self, forward)


@pytest.fixture
def window(qtbot):
    made = Window()
    qtbot.addWidget(made)
    made.show()
    with qtbot.waitActive(made):
        made.activateWindow()
    return made


def test_a_hidden_control_gives_the_keyboard_to_its_neighbour(window):
    window.lines[1].setFocus()
    window.lines[1].hide()
    assert window.lines[0].hasFocus()


def test_a_hidden_card_gives_it_to_what_follows(window):
    window.lines[0].setFocus()
    window.card.hide()
    assert window.last.hasFocus()


def test_tab_goes_round(window):
    window.last.setFocus()
    assert focus_next(window, True)
    assert window.first.hasFocus()
    assert focus_next(window, False)
    assert window.last.hasFocus()
