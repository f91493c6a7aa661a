"""One value for many records: the preview counts, one transaction writes, one undo takes it back."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QWidget

from crm_desktop.ui import list_actions
from crm_desktop.ui.bulk_dialog import BulkDialog
from crm_desktop.ui.record_list_page import RecordListPage
from tests.ui.record_kit import ENTITIES, make_context, nameless, transactions


@pytest.fixture
def context(workspace, state):
    return make_context(workspace, state)


@pytest.fixture
def ids(make):
    return [make.company(name, city="Berlin" if name == "A" else None, tags=["old"]) for name in "ABC"]


@pytest.fixture
def open_dialog(qtbot, context, ids):
    holder = QWidget()
    qtbot.addWidget(holder)

    def make(key="", entity="company", chosen=None):
        dialog = BulkDialog(context, ENTITIES[entity], chosen or ids, key, holder)
        dialog.show()
        qtbot.waitExposed(dialog)
        return dialog

    return make


def test_nothing_is_offered_before_there_is_a_value(open_dialog):
    dialog = open_dialog("city")
    assert dialog.windowTitle() == "Change 3 records"
    assert not dialog.change_button.isEnabled()
    assert not nameless(dialog)


def test_counts_first_and_writes_once(open_dialog, qtbot, workspace, context, ids):
    before = transactions(workspace)
    dialog = open_dialog("city")
    qtbot.keyClicks(dialog.editor.line, "Berlin")
    qtbot.waitUntil(dialog.change_button.isEnabled)
    assert dialog.preview.texts() == ["2 records will change.", "1 record has it already."]
    assert dialog.change_button.text() == "Change 2 records"
    assert transactions(workspace) == before
    dialog.change_button.click()
    assert {workspace.records.get("company", one).values["city"] for one in ids} == {"Berlin"}
    assert transactions(workspace) == before + 1
    assert context.window.toasts == ["2 records changed"]
    context.window.acts[0]()
    workspace.history.undo(context.window.undone[0])
    assert workspace.records.get("company", ids[1]).values["city"] is None


def test_tags_are_added(open_dialog, qtbot, workspace, ids):
    dialog = open_dialog("tags")
    assert dialog.how_box.isVisible()
    dialog.editor.add("VIP")
    dialog.look()
    dialog.write()
    assert workspace.records.get("company", ids[0]).values["tags"] == ["VIP", "old"]


def test_emptying_is_said_and_never_the_beginning(open_dialog, workspace, ids):
    dialog = open_dialog("city")
    dialog.empty.setChecked(True)
    assert dialog.preview.texts() == ["1 record will change.", "2 records have it already."]
    dialog.write()
    assert workspace.records.get("company", ids[0]).values["city"] is None


def test_what_cannot_be_read_is_said(open_dialog):
    dialog = open_dialog("employees")
    dialog.editor.line.setText("many")
    dialog.look()
    assert not dialog.change_button.isEnabled()
    assert "many" in dialog.preview.texts()[0]


def test_states_are_counted_by_reason(open_dialog, workspace):
    made = [workspace.records.create("service_request", {"title": str(at)}) for at in range(2)]
    workspace.records.save("service_request", made[0], {"status": "in_progress"})
    dialog = open_dialog("status", "service_request", made)
    combo = dialog.editor.combo
    combo.setCurrentIndex(combo.findData("solved"))
    combo.activated.emit(combo.currentIndex())
    assert dialog.preview.texts()[0] == "1 record will change."
    assert dialog.preview.texts()[1].startswith("1 record cannot: “Solved” cannot follow “New”")


@pytest.mark.parametrize(
    "entity", [one for one in ENTITIES.values() if one.section], ids=lambda one: one.name
)
def test_every_field_has_its_editor(open_dialog, entity):
    dialog = open_dialog(entity=entity.name, chosen=[1])
    for place in range(dialog.field_box.count()):
        dialog.field_box.setCurrentIndex(place)
        dialog._offer_value()
        assert not nameless(dialog)


def test_the_list_opens_it_for_what_is_selected(qtbot, context, workspace, ids):
    page = RecordListPage(context, ENTITIES["company"])
    qtbot.addWidget(page)
    page.show()
    page.table.selectAll()
    list_actions.change_selected(page, "city")
    dialog = page.findChild(BulkDialog)
    assert (dialog.windowTitle(), dialog.field.key) == ("Change 3 records", "city")
    dialog.reject()


def test_a_name_that_is_new_is_made_only_with_the_change(open_dialog, qtbot, workspace, ids):
    before = transactions(workspace)
    dialog = open_dialog("parent")
    qtbot.keyClicks(dialog.editor.line, "Holding")
    qtbot.waitUntil(lambda: dialog.editor._ids == [-1])
    dialog.editor._on_activated(dialog.editor.completer.completionModel().index(0, 0))
    qtbot.waitUntil(dialog.change_button.isEnabled)
    assert transactions(workspace) == before
    dialog.change_button.click()
    assert {workspace.records.get("company", one).values["parent"].name for one in ids} == {"Holding"}
    assert transactions(workspace) == before + 1
