"""Ctrl+Z right after leaving a field: the field that opens next has nothing to take back, so the data is."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QPlainTextEdit, QSpinBox

from crm_desktop.models import registry
from crm_desktop.ui.context import Context, Handlers, Place
from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.record_pages import record_spec
from crm_desktop.ui.tasks import TaskRunner
from tests.ui import fake_window

CONTROL = Qt.KeyboardModifier.ControlModifier
UNDO = (Qt.Key.Key_Z, CONTROL)
REDO = (Qt.Key.Key_Z, CONTROL | Qt.KeyboardModifier.ShiftModifier)


@pytest.fixture
def acme(make):
    return make.company("Acme", tax_number="DE111111111", website="https://acme.example")


@pytest.fixture
def window(qtbot, workspace, state, acme):
    messages = fake_window.FakeMessages()
    tasks = TaskRunner(messages.error)
    entities = {one.name: one for one in registry.ENTITIES}
    context = Context(workspace, entities, tasks, messages, state, Handlers())
    made = MainWindow(context, (record_spec(),), Place("record", "company", acme))
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitExposed(made)
    qtbot.waitUntil(lambda: "tax_number" in made.page.overview.form.rows and not tasks.is_busy())
    yield made
    made.close()
    assert not messages.errors
    assert tasks.close(10)


@pytest.fixture
def number(workspace, acme):
    return lambda: workspace.records.get("company", acme).values["tax_number"]


def type_number(window, qtbot, text):
    row = window.page.overview.form.rows["tax_number"]
    row.start()
    qtbot.waitUntil(lambda: row.editor.focusProxy().hasFocus())
    qtbot.keyClicks(row.editor.line, text)


@pytest.mark.parametrize("leave", [Qt.Key.Key_Tab, Qt.Key.Key_Return])
def test_undo_straight_after_leaving_a_field(window, qtbot, number, leave):
    type_number(window, qtbot, "DE222222222")
    qtbot.keyClick(QApplication.focusWidget(), leave)
    qtbot.waitUntil(lambda: not window.page.overview.form.rows["tax_number"].is_editing())
    qtbot.keyClick(QApplication.focusWidget(), *UNDO)
    qtbot.waitUntil(lambda: window.page.overview.form.rows["tax_number"].view.text() == "DE111111111")
    assert number() == "DE111111111"
    qtbot.waitUntil(window.menus.actions["edit.redo"].isEnabled)
    qtbot.keyClick(QApplication.focusWidget(), *REDO)
    qtbot.waitUntil(lambda: window.page.overview.form.rows["tax_number"].view.text() == "DE222222222")
    assert number() == "DE222222222"


def test_what_was_typed_is_taken_back_first(window, qtbot, number):
    type_number(window, qtbot, "DE222222222")
    line = window.page.overview.form.rows["tax_number"].editor.line
    qtbot.keyClick(line, *UNDO)
    assert line.text() == "DE111111111", "the line takes back what was typed there"
    assert window.page.overview.form.rows["tax_number"].is_editing()
    qtbot.keyClick(line, *REDO)
    assert line.text() == "DE222222222"
    window.page.overview.form.rows["tax_number"].cancel()


def test_an_untouched_editor_shows_what_undo_brought_back(window, qtbot, workspace, acme):
    type_number(window, qtbot, "DE222222222")
    window.page.overview.form.rows["tax_number"].finish_and_stay()
    qtbot.waitUntil(lambda: not window.context.tasks.is_busy())
    row = window.page.overview.form.rows["tax_number"]
    row.start()
    qtbot.waitUntil(lambda: row.editor.focusProxy().hasFocus())
    qtbot.keyClick(row.editor.line, *UNDO)
    qtbot.waitUntil(lambda: row.editor.line.text() == "DE111111111")
    assert row.finish()
    assert workspace.records.get("company", acme).values["tax_number"] == "DE111111111"


def editable_combo():
    made = QComboBox()
    made.setEditable(True)
    return made


@pytest.mark.parametrize("make_field", [QPlainTextEdit, editable_combo, QSpinBox])
def test_other_sorts_of_fields_leave_the_keys_too(window, qtbot, number, make_field, workspace, acme):
    workspace.records.save("company", acme, {"tax_number": "DE222222222"})
    field = make_field()
    field.setParent(window.page)
    field.show()
    field.setFocus()
    qtbot.waitUntil(window.menus.actions["edit.undo"].isEnabled)
    qtbot.keyClick(QApplication.focusWidget(), *UNDO)
    qtbot.waitUntil(lambda: number() == "DE111111111")


def test_the_menu_names_what_redo_would_do_again(window, qtbot, number):
    window.context.workspace.records.save("company", window.place.record, {"note": "x"})
    undo, redo = (window.menus.actions[name] for name in ("edit.undo", "edit.redo"))
    qtbot.waitUntil(lambda: undo.text() == "Undo “Change Note of Acme”")
    undo.trigger()
    qtbot.waitUntil(lambda: redo.text() == "Redo “Change Note of Acme”")
