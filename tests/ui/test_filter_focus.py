"""Where the keyboard is while a condition is made: on the box that is being turned, then where its value is given."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from crm_desktop.core.kinds import Locale
from crm_desktop.models import registry
from crm_desktop.ui.filter_bar import FilterBar
from tests.ui.test_filter_values import NOTHING

_Key = Qt.Key


@pytest.fixture
def chip(qtbot):
    bar = FilterBar(Locale(), NOTHING)
    qtbot.addWidget(bar)
    bar.set_fields(registry.entity("company").fields)
    bar.resize(1100, 80)
    bar.set_open(True)
    bar.show()
    bar.activateWindow()
    qtbot.waitExposed(bar)
    QApplication.processEvents()
    return bar._chips[0]


def settled(box):
    QApplication.processEvents()
    return box.window().focusWidget()


def test_a_field_box_that_is_turned_by_the_arrows_keeps_the_keyboard(chip, qtbot):
    chip.field_box.setFocus()
    begun = chip.field_box.currentText()
    for _step in range(3):
        qtbot.keyClick(chip.field_box, _Key.Key_Down)
        assert settled(chip) is chip.field_box
    assert chip.field_box.currentIndex() >= 3
    assert chip.field_box.currentText() != begun


def test_a_choice_from_the_list_goes_on_to_the_value(chip, qtbot):
    chip.field_box.setFocus()
    chip.field_box.showPopup()
    view = chip.field_box.view()
    qtbot.waitUntil(view.isVisible)
    qtbot.keyClick(view, _Key.Key_Down)
    qtbot.keyClick(view, _Key.Key_Return)
    qtbot.waitUntil(lambda: settled(chip) is chip.value_widget())


def test_a_comparison_without_a_value_keeps_the_keyboard(chip, qtbot):
    box = chip._operator
    box.setFocus()
    box.showPopup()
    qtbot.waitUntil(box.view().isVisible)
    place = box.findData("filled")
    box.view().setCurrentIndex(box.model().index(place, 0))
    qtbot.keyClick(box.view(), _Key.Key_Return)
    assert settled(chip) is box
    assert chip.value_widget() is None
