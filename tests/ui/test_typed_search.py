"""What is typed in a list that goes by rows is searched: with keys, and with an input method from its first key on."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QInputMethodEvent, QInputMethodQueryEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication


def compose(page, text="", committed=""):
    event = QInputMethodEvent(text, [])
    event.setCommitString(committed)
    QApplication.sendEvent(page.table, event)


def takes_composing(page):
    asked = QInputMethodQueryEvent(Qt.InputMethodQuery.ImEnabled)
    QApplication.sendEvent(page.table, asked)
    is_taken = asked.value(Qt.InputMethodQuery.ImEnabled)
    return is_taken and page.table.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)


@pytest.fixture
def listed(page, qtbot):
    page.bar.search.set_silently("")
    page.table.setFocus()
    qtbot.waitUntil(page.table.hasFocus)
    return page


def test_typed_letters_go_to_the_search_and_not_through_all_rows(listed, qtbot):
    pages = len(listed.context.workspace.lists.pages)
    qtbot.keyClick(listed.table, "a")
    assert listed.bar.search.text() == "a"
    assert listed.bar.search.hasFocus()
    assert len(listed.context.workspace.lists.pages) == pages


def test_an_input_method_is_there_from_the_first_key_on(listed, qtbot):
    table = listed.table
    assert takes_composing(listed)
    for key in (Qt.Key.Key_Down, Qt.Key.Key_End, Qt.Key.Key_Right, Qt.Key.Key_Escape, Qt.Key.Key_Up):
        qtbot.keyClick(table, key)
        assert takes_composing(listed), key
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(200, 100))
    assert takes_composing(listed)
    listed.sort("full_name", True)
    listed.bar.search.setFocus()
    table.setFocus()
    assert takes_composing(listed)


def test_what_is_composed_in_a_list_is_searched_when_it_is_committed(listed, qtbot, fake):
    field, asked = listed.bar.search, len(fake.lists.queries)
    compose(listed, "c")
    compose(listed, "chen")
    assert field.displayText() == ""
    assert field.inputMethodQuery(Qt.InputMethodQuery.ImSurroundingText) == ""
    qtbot.wait(30)
    assert len(fake.lists.queries) == asked, "what is still being composed is no search"
    assert listed.table.hasFocus(), "another focus would end the composing"
    compose(listed, committed="陈")
    assert field.text() == "陈"
    assert field.hasFocus()
    qtbot.waitUntil(lambda: listed.query.search == "陈")


def test_what_is_composed_takes_the_place_of_the_last_search(listed, qtbot):
    listed.bar.search.set_silently("ana")
    compose(listed, "chen", committed="陈")
    assert listed.table.hasFocus(), "the rest is still being composed"
    compose(listed, committed="晓")
    assert listed.bar.search.text() == "陈晓"


def test_composing_that_is_given_up_searches_nothing(listed, qtbot):
    compose(listed, "chen")
    compose(listed)
    assert listed.bar.search.text() == ""
    assert listed.table.hasFocus()
    qtbot.keyClick(listed.table, "a")
    assert listed.bar.search.text() == "a"


def test_the_choices_of_an_input_method_stand_at_the_search_field(listed):
    asked = QInputMethodQueryEvent(Qt.InputMethodQuery.ImCursorRectangle)
    QApplication.sendEvent(listed.table, asked)
    place = listed.table.mapToGlobal(asked.value(Qt.InputMethodQuery.ImCursorRectangle).center())
    assert listed.bar.search.rect().contains(listed.bar.search.mapFromGlobal(place))
