"""The form of a record: calm to read, edited in place, saved when a field is left, never over somebody else's edit."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

from crm_desktop.ui.field_saving import Clash, save_field
from crm_desktop.ui.links import bare
from crm_desktop.ui.record_form import RecordForm
from crm_desktop.ui.record_group import is_group
from crm_desktop.ui.record_new import NewRecordForm
from crm_desktop.ui.record_value import ValueView
from tests.ui.record_kit import ENTITIES, make_context, nameless, transactions


@pytest.fixture
def context(workspace, state):
    return make_context(workspace, state)


@pytest.fixture
def acme(make):
    return make.company("Acme", tax_number="DE 1", tags=["VIP"], note="old")


@pytest.fixture
def form(qtbot, context, workspace, acme):
    holder = QWidget()
    qtbot.addWidget(holder)
    column = QVBoxLayout(holder)
    made = RecordForm(context, ENTITIES["company"])
    column.addWidget(made)
    other = QLineEdit()
    column.addWidget(other)
    made.other, made.holder = other, holder
    made.show_record(workspace.records.get("company", acme))
    holder.resize(420, 900)
    holder.show()
    holder.activateWindow()
    qtbot.waitExposed(holder)
    return made


def number_of(workspace, acme):
    return workspace.records.get("company", acme).values["tax_number"]


def start(form, qtbot, key):
    form.edit(key)
    qtbot.waitUntil(lambda: form.rows[key].editor.focusProxy().hasFocus())
    return form.rows[key].editor


def test_short_fields_first_the_rest_on_demand(form):
    assert {"industry", "tax_number", "note", "tags", "owner"} <= set(form.rows)
    assert "founded" not in form.rows
    form.toggle_more()
    assert {"name", "founded", "created_at"} <= set(form.rows)
    assert not form.rows["created_at"].editable
    form.toggle_more()
    assert "founded" not in form.rows


def test_leaving_a_field_saves_it_in_one_transaction(form, qtbot, workspace, acme):
    before = transactions(workspace)
    editor = start(form, qtbot, "tax_number")
    editor.line.setText("")
    qtbot.keyClicks(editor.line, "DE 2")
    assert number_of(workspace, acme) == "DE 1", "nothing is written while typing"
    with qtbot.waitSignal(form.saved):
        form.other.setFocus()
    assert number_of(workspace, acme) == "DE 2"
    assert transactions(workspace) == before + 1
    assert form.rows["tax_number"].view.text() == "DE 2"


def test_reading_and_leaving_writes_nothing(form, qtbot, workspace):
    before = transactions(workspace)
    form.toggle_more()
    for key, row in list(form.rows.items()):
        if row.editable and not is_group(row.field):
            start(form, qtbot, key)
    form.other.setFocus()
    assert not any(row.is_editing() for row in form.rows.values())
    assert transactions(workspace) == before


def test_escape_leaves_without_saving(form, qtbot, workspace, acme):
    editor = start(form, qtbot, "tax_number")
    qtbot.keyClicks(editor.line, "DE 2")
    qtbot.keyClick(editor.line, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not form.rows["tax_number"].is_editing())
    assert form.rows["tax_number"].view.text() == "DE 1"
    assert form.rows["tax_number"].view.hasFocus()
    assert number_of(workspace, acme) == "DE 1"


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_F2])
def test_keys_open_the_editor_and_enter_saves(form, qtbot, workspace, acme, key):
    form.rows["tax_number"].view.setFocus()
    qtbot.keyClick(form.rows["tax_number"].view, key)
    editor = form.rows["tax_number"].editor
    editor.line.setText("")
    qtbot.keyClicks(editor.line, "DE 4")
    with qtbot.waitSignal(form.saved):
        qtbot.keyClick(editor.line, Qt.Key.Key_Return)
    assert number_of(workspace, acme) == "DE 4"


def test_a_click_opens_the_editor(form, qtbot):
    form.toggle_more()
    qtbot.mouseClick(form.rows["name"].view, Qt.MouseButton.LeftButton)
    assert form.rows["name"].is_editing()


def test_tab_goes_from_editor_to_editor(form, qtbot, workspace, acme):
    editor = start(form, qtbot, "name")
    editor.line.setText("")
    qtbot.keyClicks(editor.line, "Acme GmbH")
    qtbot.keyClick(editor.line, Qt.Key.Key_Tab)
    order = list(form._shown)
    after = order[order.index("name") + 1]
    qtbot.waitUntil(form.rows[after].is_editing)
    assert workspace.records.get("company", acme).title == "Acme GmbH"
    qtbot.keyClick(form.rows[after].editor.focusProxy(), Qt.Key.Key_Backtab)
    qtbot.waitUntil(form.rows["name"].is_editing)


def test_what_cannot_be_read_is_kept_and_not_saved(form, qtbot, workspace, acme):
    before = transactions(workspace)
    editor = start(form, qtbot, "email")
    qtbot.keyClicks(editor.line, "nobody")
    form.other.setFocus()
    assert form.rows["email"].is_editing()
    assert editor.line.text() == "nobody"
    assert "nobody" in editor.problem()
    assert not form.leave()
    assert transactions(workspace) == before


def test_a_required_field_cannot_be_emptied(form, qtbot, workspace, acme):
    editor = start(form, qtbot, "name")
    editor.line.clear()
    form.other.setFocus()
    assert editor.problem()
    assert workspace.records.get("company", acme).title == "Acme"


def test_del_empties_a_marked_value_and_never_means_the_record(form, qtbot, workspace, acme):
    view = form.rows["tax_number"].view
    view.setFocus()
    override = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_Delete, Qt.KeyboardModifier.NoModifier)
    override.ignore()
    QApplication.sendEvent(view, override)
    assert override.isAccepted(), "the window's menu would put the record into the trash"
    qtbot.keyClick(view, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: number_of(workspace, acme) is None)
    qtbot.waitUntil(lambda: view.text() == "")
    assert view.hasFocus()
    before = transactions(workspace)
    qtbot.keyClick(view, Qt.Key.Key_Delete)
    assert transactions(workspace) == before, "empty already"
    workspace.history.undo_last()
    assert number_of(workspace, acme) == "DE 1"
    form.toggle_more()
    qtbot.keyClick(form.rows["name"].view, Qt.Key.Key_Delete)
    assert form.rows["name"].editor.problem() == "“Name” cannot be empty."
    assert workspace.records.get("company", acme).values["name"] == "Acme"


def test_a_refusal_of_the_service_opens_the_editor_again(qtbot, context, workspace, make, state):
    acme = make.company("Acme")
    deal = workspace.records.create("opportunity", {"company": acme, "name": "Deal"})
    form = RecordForm(context, ENTITIES["opportunity"])
    qtbot.addWidget(form)
    form.show_record(workspace.records.get("opportunity", deal))
    form.show()
    won = next(
        one.id
        for one in workspace.lists.named("stage", "")
        if workspace.records.get("stage", one.id).values["kind"] == "won"
    )
    row = form.rows["stage"]
    row.start()
    row.editor._choose(won, "Won")
    assert row.finish()
    assert row.is_editing()
    assert "Amount" in row.editor.problem()
    assert workspace.records.get("opportunity", deal).values["stage"].id != won


def test_a_value_changed_meanwhile_is_never_overwritten_silently(form, qtbot, workspace, acme):
    editor = start(form, qtbot, "tax_number")
    editor.line.setText("")
    qtbot.keyClicks(editor.line, "DE 2")
    workspace.records.save("company", acme, {"tax_number": "DE 3"})
    form.other.setFocus()
    row = form.rows["tax_number"]
    assert number_of(workspace, acme) == "DE 3"
    assert row.is_editing()
    assert row.editor.line.text() == "DE 2"
    assert not row.finish(), "the choice has to be made"
    row.keep_mine()
    assert number_of(workspace, acme) == "DE 2"


def test_the_other_value_can_be_kept(form, qtbot, workspace, acme):
    editor = start(form, qtbot, "tax_number")
    qtbot.keyClicks(editor.line, "DE 2")
    workspace.records.save("company", acme, {"tax_number": "DE 3"})
    form.other.setFocus()
    form.rows["tax_number"].keep_theirs()
    assert number_of(workspace, acme) == "DE 3"
    assert form.rows["tax_number"].view.text() == "DE 3"


def test_a_change_elsewhere_does_not_disturb_an_open_editor(form, qtbot, workspace, acme):
    editor = start(form, qtbot, "tax_number")
    qtbot.keyClicks(editor.line, "X")
    form.toggle_more()
    workspace.records.save("company", acme, {"name": "Acme AG"})
    form.show_record(workspace.records.get("company", acme))
    assert form.rows["name"].view.text() == "Acme AG"
    assert form.rows["tax_number"].editor is editor


def test_the_same_new_value_is_no_clash(workspace, acme):
    workspace.records.save("company", acme, {"tax_number": "DE 3"})
    assert isinstance(save_field(workspace, ("company", acme), "tax_number", "DE 4", "DE 1"), Clash)
    assert save_field(workspace, ("company", acme), "tax_number", "DE 3", "DE 1") == 0


def test_saving_waits_for_the_writer(form, qtbot, context, workspace, acme):
    context.tasks.hold = True
    editor = start(form, qtbot, "tax_number")
    editor.line.setText("")
    qtbot.keyClicks(editor.line, "DE 4")
    form.other.setFocus()
    assert form.rows["tax_number"].view.text() == "DE 4"
    context.tasks.release()
    assert number_of(workspace, acme) == "DE 4"


def test_controls_have_names(form):
    form.toggle_more()
    for row in list(form.rows.values()):
        row.start(focus=False)
    assert nameless(form) == []


# ---------------------------------------------------------------- new records


@pytest.fixture
def new_form(qtbot, context):
    made = NewRecordForm(context, ENTITIES["company"])
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    return made


def test_a_record_is_created_in_one_transaction(new_form, qtbot, workspace):
    before = transactions(workspace)
    assert next(iter(new_form.editors)) == "name"
    qtbot.keyClicks(new_form.editors["name"].line, "Acme")
    qtbot.keyClicks(new_form.editors["phone"].line, "+49 30 123456")
    assert new_form.is_touched()
    with qtbot.waitSignal(new_form.created) as created:
        new_form.make_record()
    record = workspace.records.get("company", created.args[0])
    assert (record.title, record.texts["phone"]) == ("Acme", "+49 30 123456")
    assert transactions(workspace) == before + 1


def test_a_missing_name_is_said(new_form, workspace):
    before = transactions(workspace)
    new_form.make_record()
    assert new_form.editors["name"].problem()
    assert transactions(workspace) == before


def test_an_unreadable_value_creates_nothing(new_form, qtbot, workspace):
    qtbot.keyClicks(new_form.editors["name"].line, "Acme")
    qtbot.keyClicks(new_form.editors["email"].line, "nobody")
    new_form.make_record()
    assert new_form.editors["email"].problem()
    assert workspace.lists.count("company") == 0


def test_presets_are_shown_and_kept(qtbot, context, workspace, acme):
    form = NewRecordForm(context, ENTITIES["contact"], {"company": acme})
    qtbot.addWidget(form)
    form.show()
    assert form.editors["company"].line.text() == "Acme"
    assert not form.is_touched()
    qtbot.keyClicks(form.editors["full_name"].line, "Ana")
    with qtbot.waitSignal(form.created) as created:
        qtbot.keyClick(form.editors["full_name"].line, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert workspace.records.get("contact", created.args[0]).values["company"].id == acme


def test_ctrl_enter_creates_from_a_long_text_and_a_choice_too(new_form, qtbot):
    new_form.show_more()
    qtbot.keyClicks(new_form.editors["name"].line, "Acme")
    for widget in (new_form.editors["note"].area, new_form.editors["industry"].focusProxy()):
        with qtbot.waitSignal(new_form.created):
            qtbot.keyClick(widget, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def test_all_fields_can_be_filled_in_at_once(new_form):
    new_form.show_more()
    assert {"founded", "annual_revenue", "note"} <= set(new_form.editors)
    assert not {"created_at", "updated_at"} & set(new_form.editors)
    assert nameless(new_form) == []


def test_addresses_are_shown_bare_and_copied_as_they_are(qtbot, qapp):
    view = ValueView(ENTITIES["company"].field("website"), editable=True)
    qtbot.addWidget(view)
    view.show_value("https://www.example.com/a/", "https://www.example.com/a/")
    assert bare("https://www.example.com/a/") == "www.example.com/a"
    view.copy()
    assert qapp.clipboard().text() == "https://www.example.com/a/"


def test_only_safe_links_are_followed(qtbot, monkeypatch):
    opened = []
    monkeypatch.setattr("crm_desktop.ui.links.QDesktopServices.openUrl", opened.append)
    view = ValueView(ENTITIES["company"].field("website"), editable=True)
    qtbot.addWidget(view)
    for text, follows in (
        ("example.com", True),
        ("file:///etc/passwd", False),
        ("javascript:alert(1)", False),
    ):
        opened.clear()
        view.show_value(text, text)
        view.follow()
        assert bool(opened) == follows, text


def test_typing_on_a_field_begins_to_edit_it_with_that_letter(form, qtbot):
    row = form.rows["tax_number"]
    row.view.setFocus()
    qtbot.keyClick(row.view, "n")
    assert row.is_editing()
    assert row.editor.line.text() == "n"
