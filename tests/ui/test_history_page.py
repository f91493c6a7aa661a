"""The history of the file: read page by page, with the way back from each entry and a word about what was kept."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from crm_desktop.ui.history_model import PAGE, HistoryModel
from crm_desktop.ui.history_page import HistoryPage
from tests.ui.fakes import FakeChanges
from tests.ui.record_kit import make_context, nameless


@pytest.fixture
def context(workspace, state):
    return make_context(workspace, state)


@pytest.fixture
def acme(make):
    return make.company("Acme")


@pytest.fixture
def page(qtbot, context, acme):
    made = HistoryPage(context)
    qtbot.addWidget(made)
    made.resize(1000, 600)
    made.show()
    qtbot.waitExposed(made)
    return made


def titles(page):
    return [page.model.line(row).title for row in range(page.model.rowCount())]


def test_the_newest_entry_comes_first(page, workspace, acme):
    workspace.records.save("company", acme, {"name": "Acme GmbH"})
    page.on_changes(FakeChanges({"company": None}))
    assert titles(page)[:2] == ["Change Name of Acme", "New: Acme"]
    newest = page.model.line(0)
    assert newest.who == "Ann Example"
    assert newest.kind == ("Edit", "blue")
    assert nameless(page) == []


def test_undo_and_redo_of_the_chosen_entry(page, workspace, acme, context):
    txn = workspace.records.save("company", acme, {"name": "Acme GmbH"})
    page.refresh()
    page.choose(txn)
    page.page_actions()[0].run()
    assert workspace.records.get("company", acme).title == "Acme"
    assert page.report.text() == "Undone: Change Name of Acme · 1 record changed back"
    page.refresh()
    page.choose(txn)
    assert not page.current().can_undo
    assert not page.page_actions()[0].enabled
    page.view.setCurrentIndex(page.model.index(0))
    assert page.page_actions()[0].text == "Redo"
    page.undo()
    assert workspace.records.get("company", acme).title == "Acme GmbH"
    assert page.report.text() == "Redone: Change Name of Acme · 1 record changed again"


def test_what_is_kept_is_named(page, workspace, acme, context):
    txn = workspace.records.save("company", acme, {"name": "Acme GmbH", "employees": 7})
    workspace.records.save("company", acme, {"name": "Acme AG"})
    page.refresh()
    page.choose(txn)
    page.undo()
    assert "Acme AG" in page.report.text()
    assert workspace.records.get("company", acme).values["employees"] is None


def test_what_touched_many_is_asked_about(page, workspace, make, context):
    txn = make.many(5)
    page.refresh()
    page.choose(txn)
    context.messages.answer = False
    page.undo()
    assert context.messages.asked
    assert workspace.lists.count("company") == 6
    context.messages.answer = True
    page.undo()
    assert workspace.lists.count("company") == 1


def test_the_set_up_stays(page):
    page.view.setCurrentIndex(page.model.index(page.model.rowCount() - 1))
    assert page.current().kind[0] == "Set-up"
    page.undo()
    assert "Undone" not in page.report.text()


def test_older_entries_are_read_when_somebody_looks(workspace, acme, qtmodeltester):
    for number in range(PAGE + 20):
        workspace.records.save("company", acme, {"employees": number})
    model = HistoryModel(workspace)
    model.reload()
    assert model.rowCount() == PAGE
    assert model.canFetchMore(model.index(-1))
    model.fetchMore(model.index(-1))
    assert model.rowCount() > PAGE
    assert not model.canFetchMore(model.index(-1))
    places = [model.line(row).transaction.id for row in range(model.rowCount())]
    assert places == sorted(set(places), reverse=True)
    qtmodeltester.check(model)


def test_a_row_is_spoken_as_a_whole(page):
    said = page.model.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said.startswith("New: Acme, Edit, Today")
    assert said.endswith("Ann Example")


def test_a_row_is_painted_in_both_schemes(page, qapp):
    from crm_desktop.ui import theme

    for scheme in ("light", "dark"):
        theme.apply(qapp, scheme)
        assert not page.grab().isNull()


def test_the_chosen_entry_tells_what_it_changed(qtbot, page, workspace, acme, context):
    txn = workspace.records.save("company", acme, {"name": "Acme GmbH", "employees": 7})
    page.on_changes(FakeChanges({"company": None}))
    page.choose(txn)
    qtbot.waitUntil(lambda: len(page.details.records) == 1 and not page.details.records[0].created)
    (one,) = page.details.records
    assert (one.entity, one.id, one.title, one.created) == ("company", acme, "Acme GmbH", False)
    assert [(change.label, change.old, change.new) for change in one.fields] == [
        ("Name", "Acme", "Acme GmbH"),
        ("Employees", "", "7"),
    ]
    shown = [one.text() for one in page.details.findChildren(QLabel)]
    assert "Name: Acme → Acme GmbH\nEmployees: 7" in shown
    page.view.setFocus()
    qtbot.keyClick(page.view, Qt.Key.Key_Return)
    assert context.window.opened == [("company", acme)]
    assert workspace.records.get("company", acme).title == "Acme GmbH"  # Enter takes nothing back


def test_parts_are_told_under_their_record_and_many_are_cut(qtbot, page, workspace, make):
    contact = workspace.records.create("contact", {"full_name": "Elif Kaya"})
    txn = workspace.records.save("contact", contact, {"mobile": "+90 212 555 0143"})
    found, more = workspace.history.of_transaction(txn)
    assert [(one.entity, one.title) for one in found] == [("contact", "Elif Kaya")]
    assert [(one.label, one.new) for one in found[0].fields] == [("Mobile", "+90 212 555 0143")]
    assert not more
    many = make.many(60)
    found, more = workspace.history.of_transaction(many)
    assert (len(found), more) == (50, True)


def test_a_list_with_very_many_parts_is_told_only_at_its_beginning(workspace, monkeypatch):
    from crm_desktop.services import history

    monkeypatch.setattr(history, "_MOST_CHANGES", 5)
    contact = workspace.records.create("contact", {"full_name": "Elif Kaya"})
    with workspace.work("Many parts", "bulk") as work:
        ids = work.writer.ids.block(9)
        columns = {
            "id": ids,
            "contact_id": contact,
            "kind": "phone",
            "value": [str(one) for one in ids],
            "is_primary": 0,
        }
        work.insert_columns("channel", columns, 9)
    (one,), more = workspace.history.of_transaction(work.id)
    assert (one.title, len(one.fields), more) == ("Elif Kaya", 5, True)
