"""The chips of a composer stay in one row, and an address on one line, however narrow the page is."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication

from crm_desktop.models import registry
from crm_desktop.ui.chip_bar import HEIGHT, Chip
from crm_desktop.ui.composer_chips import ComposerChips
from crm_desktop.ui.record_value import ValueView

WORDS = {"note": "Note", "call": "Call", "email": "E-mail", "meeting": "Meeting", "task": "Task"}
ADDRESS = "maria.fernandez-gonzalez@ceramicas-del-mediterraneo.example"


@pytest.fixture
def chips(qtbot):
    made = {key: Chip(word, icon="phone") for key, word in WORDS.items()}
    for one in made.values():
        one.setCheckable(True)
    made["call"].setChecked(True)
    row = ComposerChips(made)
    qtbot.addWidget(row)
    row.set_words(list(WORDS.values()))
    row.resize(600, HEIGHT)
    row.show()
    qtbot.waitExposed(row)
    return row, made


def test_a_narrow_row_keeps_the_word_of_the_chosen_chip_only(chips):
    row, made = chips
    assert [one.text() for one in made.values()] == list(WORDS.values())
    row.resize(260, HEIGHT)
    assert [one.text() for one in made.values()] == ["", "Call", "", "", ""]
    assert row.heightForWidth(260) == HEIGHT
    assert made["task"].accessibleName() == made["task"].toolTip() == "Task"
    row.resize(600, HEIGHT)
    assert made["task"].text() == "Task"
    assert made["task"].toolTip() == ""


def test_another_choice_shows_its_word(chips):
    row, made = chips
    row.resize(260, HEIGHT)
    made["call"].setChecked(False)
    made["task"].setChecked(True)
    row.fit()
    assert [one.text() for one in made.values()] == ["", "", "", "", "Task"]


@pytest.fixture
def view(qtbot):
    made = ValueView(registry.entity("contact").field("email"), editable=True)
    qtbot.addWidget(made)
    made.show_value(ADDRESS, ADDRESS)
    made.resize(190, made.sizeHint().height())
    made.show()
    qtbot.waitExposed(made)
    return made


def test_an_address_stands_on_one_line_and_is_told_whole(view, qtbot):
    assert view.heightForWidth(60) == view.heightForWidth(900)
    view.grab()
    at = QPoint(20, 10)
    QApplication.sendEvent(view, QHelpEvent(QEvent.Type.ToolTip, at, view.mapToGlobal(at)))
    assert view.toolTip() == ADDRESS
    view.resize(600, view.height())
    view.grab()
    QApplication.sendEvent(view, QHelpEvent(QEvent.Type.ToolTip, at, view.mapToGlobal(at)))
    assert view.toolTip() == ""
