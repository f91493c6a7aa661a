"""Cleaning in the window: what would change is shown first, one transaction writes it, one undo takes it back."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QWidget

from crm_desktop.services.cleaning import tools
from crm_desktop.ui.clean_dialog import CleanDialog
from crm_desktop.ui.retire_dialog import RetireDialog
from tests.ui.record_kit import ENTITIES, make_context, nameless, transactions


@pytest.fixture
def context(workspace, state):
    return make_context(workspace, state)


@pytest.fixture
def ids(make):
    return [
        make.company("ACME   LTD", city="York"),
        make.company("Blue"),
        make.company("Acme Two", city="YORK"),
    ]


@pytest.fixture
def dialog(qtbot, context, ids):
    holder = QWidget()
    qtbot.addWidget(holder)
    made = CleanDialog(context, ENTITIES["company"], ids, holder)
    made.show()
    qtbot.waitExposed(made)
    yield made
    holder.close()


def test_shows_what_would_change_and_writes_once(dialog, qtbot, workspace, context, ids):
    before = transactions(workspace)
    assert dialog.windowTitle() == "Clean up 3 records"
    assert not nameless(dialog)
    qtbot.waitUntil(dialog.button.isEnabled)
    assert dialog.preview.texts() == ["1 record will change.", "2 records need nothing."]
    assert transactions(workspace) == before
    dialog.button.click()
    assert workspace.records.get("company", ids[0]).values["name"] == "ACME LTD"
    assert transactions(workspace) == before + 1
    context.window.acts[0]()
    workspace.history.undo(context.window.undone[0])
    assert workspace.records.get("company", ids[0]).values["name"] == "ACME   LTD"


@pytest.mark.parametrize("tool", [one.name for one in tools.TOOLS if one.name not in ("split", "join")])
def test_asks_for_what_each_tool_needs(dialog, qtbot, tool):
    dialog.choose(tool)
    asks = tools.BY_NAME[tool].asks
    assert dialog.sought.isVisible() == ("find" in asks)
    assert dialog.way_box.isVisible() == bool(tools.BY_NAME[tool].ways)
    assert (dialog.wanted() is None) == bool(asks)
    assert not nameless(dialog)


def test_replaces_while_it_is_typed(dialog, qtbot, workspace, ids):
    dialog.choose("replace", "city")
    assert not dialog.button.isEnabled()
    qtbot.keyClicks(dialog.sought, "york")
    qtbot.keyClicks(dialog.replacement, "Leeds")
    qtbot.waitUntil(dialog.button.isEnabled)
    assert dialog.button.text() == "Change 2 records"
    dialog.match_case.setChecked(True)
    qtbot.waitUntil(lambda: not dialog.button.isEnabled() and dialog.preview.texts()[0].startswith("Nothing"))


def test_fills_with_the_editor_of_the_field(dialog, qtbot, workspace, ids):
    dialog.choose("fill", "city")
    qtbot.keyClicks(dialog._editor.line, "Bath")
    qtbot.waitUntil(dialog.button.isEnabled)
    dialog.button.click()
    assert [workspace.records.get("company", one).values["city"] for one in ids] == ["York", "Bath", "YORK"]


def test_shows_those_that_were_found(dialog, qtbot, context, ids):
    dialog.choose("without_step")
    qtbot.waitUntil(dialog.button.isEnabled)
    assert dialog.button.text() == "Show 3 records"
    shown = []
    context.window.open_rows = lambda query, name: shown.append((query, name))
    dialog.button.click()
    query, name = shown[0]
    assert (set(query.among), name) == (set(ids), "Find records without a next step")


def test_an_entry_is_retired_into_another(qtbot, context, workspace, make):
    old, new = (
        workspace.records.create("option", {"set_name": "industry", "label_en": name})
        for name in ("Textil", "Textiles")
    )
    company = make.company("A", industry=old)
    holder = QWidget()
    qtbot.addWidget(holder)
    dialog = RetireDialog(context, old, "Textil", holder)
    dialog.show()
    qtbot.waitUntil(lambda: dialog.uses.text() == "Companies · Industry: 1")
    assert not nameless(dialog)
    dialog.into.setCurrentIndex(dialog.into.findData(new))
    dialog.button.click()
    assert workspace.records.get("company", company).values["industry"].id == new
    assert context.window.toasts == ["“Textil” was retired"]
