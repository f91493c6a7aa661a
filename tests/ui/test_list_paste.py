"""Pasting into a list: a table is imported with its preview, values go into marked cells."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from crm_desktop.ui.import_page import ImportPage
from crm_desktop.ui.list_paste import PasteDialog
from crm_desktop.ui.record_list_page import RecordListPage
from crm_desktop.ui.tasks import TaskRunner
from tests.ui.fake_window import FakeWindow
from tests.ui.record_kit import ENTITIES, make_context, transactions

KEYS = ("name", "city", "employees", "level", "created_at")


@pytest.fixture
def context(workspace, state):
    return make_context(workspace, state)


@pytest.fixture
def ids(make):
    return [
        make.company(name, city="Berlin" if name == "Acme" else None) for name in ("Acme", "Beta", "Gamma")
    ]


@pytest.fixture
def page(qtbot, context, workspace, ids):
    made = RecordListPage(context, ENTITIES["company"])
    qtbot.addWidget(made)
    workspace.subscribe(made.on_changes)
    made.columns.show(KEYS)
    made.show()
    qtbot.waitExposed(made)
    return made


def paste(page, text, key="", row=0, select_all=False):
    QGuiApplication.clipboard().setText(text)
    page.table.cells.show(False)
    if key:
        page.table.cells.go(row, KEYS.index(key) + 1)
    if select_all:
        page.table.selectAll()
    page.paste()


def cities(workspace, ids):
    return [workspace.records.get("company", one).values["city"] for one in ids]


def test_one_cell_is_written_at_once(page, workspace, ids, context):
    paste(page, "Ulm\n", "city", 1)
    assert cities(workspace, ids) == ["Berlin", "Ulm", None]
    assert context.window.toasts == ["1 record changed"]


def test_one_value_onto_the_selection_is_shown_first(page, workspace, ids):
    before = transactions(workspace)
    paste(page, "Berlin", "city", select_all=True)
    dialog = page.findChild(PasteDialog)
    assert dialog.preview.texts() == ["2 records will change.", "1 record has it already."]
    assert transactions(workspace) == before
    dialog.change_button.click()
    assert cities(workspace, ids) == ["Berlin"] * 3
    assert transactions(workspace) == before + 1
    workspace.history.undo_last()
    assert cities(workspace, ids) == ["Berlin", None, None]


def test_a_column_goes_down_from_the_marked_cell(page, workspace, ids):
    paste(page, "Ulm\r\nBonn\r\nTrier\r\n", "city", 1)
    dialog = page.findChild(PasteDialog)
    assert dialog.preview.texts() == [
        "2 records will change.",
        "1 record cannot: The list has no row for it.",
    ]
    dialog.change_button.click()
    assert cities(workspace, ids) == ["Berlin", "Ulm", "Bonn"]


def test_a_block_goes_into_the_columns_from_here_on(page, workspace, ids):
    level = workspace.lists.options("level")[0]
    paste(page, f"Ulm\t1,200\t{level.name}\nBonn\tmany\tnobody", "city")
    dialog = page.findChild(PasteDialog)
    assert dialog.preview.texts()[0] == "1 record will change."
    assert len(dialog.preview.texts()) == 2
    dialog.change_button.click()
    record = workspace.records.get("company", ids[0])
    assert (record.values["city"], record.values["employees"], record.values["level"].id) == (
        "Ulm",
        1200,
        level.id,
    )
    assert cities(workspace, ids)[1] is None


def test_a_name_that_nobody_knows_is_refused(page, workspace):
    paste(page, "nobody", "level")
    assert page.findChild(PasteDialog).preview.texts()[-1].endswith("“nobody” is not known as Level.")


def test_what_cannot_be_edited_says_why(page, context):
    paste(page, "x", "created_at")
    assert context.window.toasts == ["“Created” is kept by the program."]


class ImportWindow(FakeWindow):
    """A window that goes to the import."""

    def __init__(self, context):
        super().__init__()
        self.context = context

    def open_place(self, place):
        self.page = ImportPage(self.context, place)


@pytest.fixture
def imports(page, context, qtbot):
    """Paste a table, wait for the preview, and hand the import over."""
    tasks = TaskRunner(context.messages.error)
    context.tasks = tasks
    window = context.navigator = ImportWindow(context)

    def make(text, **more):
        paste(page, text, **more)
        qtbot.waitUntil(lambda: window.page is not None, timeout=20_000)
        qtbot.addWidget(window.page)
        qtbot.waitUntil(lambda: window.page.draft.plan is not None, timeout=20_000)
        return window.page.draft

    yield make
    window.page.draft.clear()
    QApplication.processEvents()
    assert tasks.close(10)


def test_a_table_with_headings_is_imported(imports, page, workspace, ids):
    draft = imports('Name\tCity\tNote\nBeta\tUlm\t"two\nlines"\nDelta\tBonn\t\n\tnobody\t\n')
    plan = draft.plan
    assert (plan.created, plan.updated, len(plan.rejected_rows)) == (1, 1, 1)
    assert cities(workspace, ids) == ["Berlin", None, None]
    assert draft.path.exists()


def test_a_table_without_headings_takes_the_columns_that_are_seen(imports, page):
    plan = imports("Acme\tMunich\nEpsilon\tKöln\n").plan
    assert (plan.created, plan.updated) == (1, 1)
    assert [one.key for one in plan.table.fields] == ["name", "city"]


def test_a_list_of_names_over_rows_makes_records(imports, page):
    plan = imports("Acme\nZeta\n").plan
    assert (plan.created, plan.unchanged) == (1, 1)


def test_the_file_is_private_and_goes_with_the_import(imports):
    draft = imports("Acme\tMunich\nEpsilon\tKöln\n")
    path = draft.path
    assert path.parent.stat().st_mode & 0o077 == 0
    draft.clear()
    assert not path.parent.exists()


def test_nothing_is_pasted_into_the_trash_or_a_file_that_is_only_read(page, context, workspace):
    page.set_trash(True)
    paste(page, "Name\tCity\nX\tY")
    assert not context.window.opened
