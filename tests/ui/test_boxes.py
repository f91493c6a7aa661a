"""Boxes, lists of choices, calendars and cards: what has the focus, what Enter does, and that nothing is cut."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QTableView, QVBoxLayout, QWidget

from crm_desktop.ui import theme
from crm_desktop.ui.buttons import Button
from crm_desktop.ui.card import Card
from crm_desktop.ui.crash import CrashBox
from crm_desktop.ui.editors.days import CalendarPopup
from crm_desktop.ui.labels import label
from crm_desktop.ui.messages import Boxes
from crm_desktop.ui.wide_combo import WideCombo

LONG = "A choice that is much longer than the box in which it is chosen"


def test_the_button_that_does_it_is_the_one_that_enter_presses(qtbot):
    box, accept = Boxes()._question("Leave?", "What was typed is lost.", "Leave", danger=False)
    qtbot.addWidget(box)
    assert box.defaultButton() is accept
    assert accept.property("look") == "primary"
    box.show()
    assert accept.x() > box.button(box.StandardButton.Cancel).x()  # as in our own dialogs


def test_what_cannot_be_taken_back_is_not_what_enter_does(qtbot):
    box, accept = Boxes()._question("Delete for good?", "", "Delete", danger=True)
    qtbot.addWidget(box)
    assert box.defaultButton() is box.button(box.StandardButton.Cancel)
    assert accept.property("look") == "plain"


def test_enter_presses_the_button_that_has_the_focus(qtbot):
    box, accept = Boxes()._question("Delete?", "", "Delete", danger=True)
    qtbot.addWidget(box)
    box.show()
    accept.setFocus()
    qtbot.keyClick(accept, Qt.Key.Key_Return)
    assert box.clickedButton() is accept


def test_a_line_is_asked_for_with_what_is_there(qtbot):
    box = Boxes()._line("Rename view", "Name of the view", "Gold")
    qtbot.addWidget(box)
    line = box.findChild(QLineEdit)
    assert (line.text(), line.accessibleName()) == ("Gold", "Name of the view")
    box.show()
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert box.result() == box.DialogCode.Accepted


def test_enter_closes_the_box_about_a_fault(qtbot):
    box = CrashBox("details")
    qtbot.addWidget(box)
    box.show()
    assert [one.accessibleName() for one in box.findChildren(Button) if one.isDefault()] == ["Close"]
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert box.isHidden()


def test_a_list_of_choices_shows_them_whole(qtbot):
    box = WideCombo()
    qtbot.addWidget(box)
    box.setAccessibleName("Means")
    box.addItems(["Short", LONG])
    box.setFixedWidth(60)
    box.show()
    box.showPopup()
    offered = box.view()
    assert offered.viewport().width() >= offered.sizeHintForColumn(0)
    assert offered.accessibleName() == "Means"
    box.hidePopup()


@pytest.mark.parametrize(
    ("region", "first"), [("US", Qt.DayOfWeek.Sunday), ("DE", Qt.DayOfWeek.Monday), ("", Qt.DayOfWeek.Monday)]
)
def test_weeks_begin_in_the_small_calendar_as_in_the_region(qtbot, region, first):
    popup = CalendarPopup(date(2026, 11, 12), None, region)
    qtbot.addWidget(popup)
    assert popup.calendar.firstDayOfWeek() == first


def test_the_days_of_the_months_around_can_be_read(qtbot):
    popup = CalendarPopup(date(2026, 11, 12), None)
    qtbot.addWidget(popup)
    popup.show()
    days = popup.calendar.findChild(QTableView)
    pale = days.palette().color(days.palette().ColorGroup.Disabled, days.palette().ColorRole.Text)
    assert pale.name() == theme.LIGHT.muted


def test_a_card_is_as_high_as_its_words_in_a_narrow_column(qtbot):
    holder = QWidget()
    qtbot.addWidget(holder)
    column = QVBoxLayout(holder)
    card = Card("Details")
    words = label(" ".join([LONG] * 3))
    words.setWordWrap(True)
    card.body.addWidget(words)
    column.addWidget(card)
    column.addStretch(1)
    holder.resize(220, 600)
    holder.show()
    qtbot.waitExposed(holder)
    qtbot.waitUntil(lambda: words.height() >= words.heightForWidth(words.width()))
    assert card.height() >= card.heightForWidth(card.width())
    before = card.height()
    holder.resize(400, 600)
    qtbot.waitUntil(lambda: card.height() < before)
