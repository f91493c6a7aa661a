"""Merging in the window: records side by side, whose value stays, what follows, and the way there and back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QLabel

from crm_desktop.ui.buttons import Button
from crm_desktop.ui.context import Place
from crm_desktop.ui.history_page import HistoryPage
from crm_desktop.ui.merge_model import STAYS
from crm_desktop.ui.merge_page import MergePage
from crm_desktop.ui.merge_pages import open_merge
from tests.ui.record_kit import make_context


@pytest.fixture
def context(workspace, state):
    return make_context(workspace, state)


@pytest.fixture
def firms(workspace, make):
    """Two firms that are one, the first with more to say, and one that is another."""
    first = make.company(
        "Acme GmbH", phone="+49 89 2180340", website="acme.example", city="München", note="Pays late", tags=["VIP"],
        short_name="Acme", employees=12, founded=1991,
    )  # fmt: skip
    second = make.company(
        "ACME", phone="+49 89 2180340", email="info@acme.example", city="Bonn", note="Friendly"
    )
    workspace.records.create("activity", {"kind": "note", "subject": "Fair", "company": second})
    return first, second, make.company("张三 O'Brien & Sons")


@pytest.fixture
def page(context, qtbot):
    made = MergePage(context, Place("merge", "company"))
    qtbot.addWidget(made)
    made.resize(1100, 700)
    made.show()
    qtbot.waitExposed(made)
    return made


def line_of(page, key):
    """Return the line of a field."""
    return next(row for row, one in enumerate(page.model.choices, 1) if one.key == key)


def chosen(page, key):
    """Return which values of a field stay."""
    cells = [page.model.index(line_of(page, key), column) for column in range(1, page.model.columnCount())]
    return [one.data() for one in cells if page.model.is_chosen(one)]


def said(widget):
    return [one.text() for one in widget.findChildren(QLabel) if not one.isHidden()]


def test_without_records_the_page_says_what_to_do(page, context):
    assert page.model.rowCount() == 0
    assert "Nothing is chosen to be merged" in said(page.empty)
    assert not page.page_actions()[1].enabled
    page.empty.findChild(Button).click()
    assert context.window.opened == [("company", 0)]


def test_one_record_is_asked_for_another_which_is_suggested(page, firms):
    first, second, _other = firms
    page.show_records([first])
    assert "Which record is the same as “Acme GmbH”?" in said(page.empty)
    suggestion = page.aside.findChild(Button)
    assert suggestion.accessibleName() == "Add ACME"
    suggestion.click()
    assert page.ids == (first, second)
    assert page.page_actions()[1].enabled


def test_one_more_record_is_looked_for_by_name(page, firms, qtbot):
    first, _second, other = firms
    page.show_records([first])
    editor = page._search
    editor.line.setFocus()
    qtbot.keyClicks(editor.line, "O'Brien")
    qtbot.waitUntil(editor.popup.isVisible)
    qtbot.keyClick(editor.popup, Qt.Key.Key_Return)
    assert page.ids == (first, other)
    assert editor.line.text() == ""


def test_records_stand_side_by_side_with_what_is_proposed(page, firms):
    first, second, _other = firms
    page.show_records([second, first])
    assert [page.model.headerData(at, Qt.Orientation.Horizontal) for at in (1, 2)] == ["ACME", "Acme GmbH"]
    assert page.model.proposal.winner == first
    assert page.model.index(STAYS, 2).data() == "Stays"
    assert chosen(page, "name") == ["Acme GmbH"]
    assert chosen(page, "note") == ["Friendly", "Pays late"]  # texts of both
    assert chosen(page, "email") == ["info@acme.example"]
    told = said(page.aside)
    assert {"VIP", "info@acme.example", "Activities 1"} <= set(told)
    assert told.count("+49 89 2180340") == 1


def test_another_value_and_another_record_can_be_chosen(page, firms, workspace, context, qtbot):
    first, second, _other = firms
    page.show_records([first, second])
    page.table.setCurrentIndex(page.model.index(line_of(page, "name"), 2))
    qtbot.keyClick(page.table, Qt.Key.Key_Space)
    note = page.model.index(line_of(page, "note"), 1)
    page.table.choose(note)
    assert chosen(page, "note") == ["Pays late"]
    page.table.choose(note)
    assert chosen(page, "note") == ["Pays late", "Friendly"]
    page.table.choose(page.model.index(line_of(page, "note"), 2))
    page.table.setCurrentIndex(page.model.index(STAYS, 2))
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    assert page.model.proposal.winner == second
    assert (chosen(page, "name"), chosen(page, "note")) == (["ACME"], ["Friendly"])
    qtbot.keyClick(page.table, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    record = workspace.records.get("company", second)
    assert (record.title, record.texts["note"], record.texts["website"]) == (
        "ACME",
        "Friendly",
        "acme.example",
    )
    assert workspace.records.current("company", first) == second
    assert context.window.toasts == ["Merged into “ACME”"]
    context.window.acts[0]()
    workspace.history.undo(context.window.undone[0])
    assert workspace.records.get("company", first).texts["note"] == "Pays late"


def test_only_what_differs_is_shown_on_demand(page, firms):
    page.show_records(firms[:2])
    rows = page.model.rowCount()
    page._only.click()
    shown = {one.key for one in page.model.choices}
    assert {"name", "note"} <= shown
    assert "website" not in shown
    assert page.model.rowCount() < rows


def test_cells_speak_and_the_model_keeps_its_promises(page, firms, qtbot):
    tester = QAbstractItemModelTester(page.model, QAbstractItemModelTester.FailureReportingMode.Warning)
    page.show_records(firms[:2])
    cell = page.model.index(line_of(page, "name"), 1)
    assert cell.data(Qt.ItemDataRole.AccessibleTextRole) == "Name: Acme GmbH, Acme GmbH, chosen"
    page.table.setCurrentIndex(page.model.index(2, 0))  # the labels are no cells
    assert page.table.currentIndex().column() == 1
    page.show_records(())
    assert tester.model() is page.model


def test_a_record_that_goes_meanwhile_is_told(page, firms, workspace):
    page.show_records(firms[:2])
    workspace.records.delete("company", [firms[1]])
    page.refresh()
    assert "One of these records no longer exists." in said(page.empty)
    assert not page.page_actions()[1].enabled


def test_the_way_to_the_page(context, firms):
    open_merge(context, "company", firms[:2])
    assert context.window.opened == [("merge company", *firms[:2])]
    open_merge(context, "quote", [1, 2])
    open_merge(context, "company", [])
    assert len(context.window.opened) == 1


def test_the_keyboard_is_where_it_is_needed(page, firms):
    page.show_records(firms[:1])
    assert page._search.isAncestorOf(page.focusWidget())
    page.add(firms[1])
    assert page.table.hasFocus()


def test_the_history_names_the_merge_and_takes_it_back(page, firms, context, workspace, qtbot):
    page.show_records(firms[:2])
    page.merge()
    history = HistoryPage(context)
    qtbot.addWidget(history)
    assert history.current().title == "Merge 2 companies: Acme GmbH"
    history.undo()
    assert context.messages.asked == ["Undo the whole of “Merge 2 companies: Acme GmbH”?"]
    assert workspace.records.get("company", firms[1]).texts["city"] == "Bonn"
    assert workspace.records.current("company", firms[1]) == firms[1]


def test_a_full_name_takes_its_parts_along(context, qtbot, make, workspace):
    kept, other = make.contact("Abigail Ford"), make.contact("Gail Stone")
    made = MergePage(context, Place("merge", "contact"))
    qtbot.addWidget(made)
    made.show_records([kept, other])
    made.table.choose(made.model.index(line_of(made, "full_name"), 1 + made.model.records.index(other)))
    assert [chosen(made, key) for key in ("full_name", "family_name", "given_name")] == [
        ["Gail Stone"], ["Stone"], ["Gail"],
    ]  # fmt: skip
    made.table.choose(made.model.index(line_of(made, "given_name"), 1 + made.model.records.index(kept)))
    assert (chosen(made, "given_name"), chosen(made, "family_name")) == (["Abigail"], ["Stone"])
