"""The arrows go from value to value; where something is typed they never scroll what is around."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QScrollArea

from crm_desktop.ui.editors.base import Line
from crm_desktop.ui.record_form import RecordForm
from tests.ui.record_kit import ENTITIES, make_context

_Key = Qt.Key


@pytest.fixture
def area(qtbot):
    """Something that is higher than its window, scrolled a little."""
    made = QScrollArea()
    qtbot.addWidget(made)
    made.setWidgetResizable(True)
    made.resize(420, 200)
    return made


def shown(qtbot, area, widget):
    area.setWidget(widget)
    widget.setMinimumHeight(900)
    area.show()
    area.activateWindow()
    qtbot.waitExposed(area)
    return widget


@pytest.fixture
def form(qtbot, area, workspace, state, make):
    context = make_context(workspace, state)
    made = shown(qtbot, area, RecordForm(context, ENTITIES["company"]))
    made.show_record(workspace.records.get("company", make.company("Acme", tax_number="DE 1", note="old")))
    return made


def focused(form):
    return next((key for key, row in form.rows.items() if row.view.hasFocus()), "")


def test_down_and_up_go_from_value_to_value(form, qtbot):
    form.focus_first()
    keys = [key for key in form.rows if key in form._shown]
    assert focused(form) == keys[0]
    qtbot.keyClick(QApplication.focusWidget(), _Key.Key_Down)
    assert focused(form) == keys[1]
    assert not form.rows[keys[1]].is_editing(), "it is read, not edited"
    for _step in range(2):
        qtbot.keyClick(QApplication.focusWidget(), _Key.Key_Up)
    assert focused(form) == keys[0]


@pytest.mark.parametrize("key", ["tax_number", "employees", "note"])
def test_what_is_typed_into_stays_where_it_is(form, area, qtbot, key):
    form.edit(key)
    line = form.rows[key].editor.focusProxy()
    qtbot.waitUntil(line.hasFocus)
    at = area.verticalScrollBar().value()
    for arrow in (_Key.Key_Down, _Key.Key_Down, _Key.Key_Up):
        qtbot.keyClick(line, arrow)
    assert area.verticalScrollBar().value() == at
    assert line.hasFocus()


def test_a_line_without_an_editor_keeps_the_arrows(qtbot, area):
    line = shown(qtbot, area, Line())
    line.setFocus()
    qtbot.keyClick(line, _Key.Key_Down)
    assert area.verticalScrollBar().maximum() > 0
    assert area.verticalScrollBar().value() == 0
