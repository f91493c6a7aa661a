"""The import as a person goes through it: file, columns, doubtful names, preview, import, rejected rows, undo."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton
from python_calamine import CalamineWorkbook
from shiboken6 import isValid
from xlsxwriter import Workbook

from crm_desktop.models import registry
from crm_desktop.services import imports
from crm_desktop.ui import language, theme
from crm_desktop.ui.context import Context, Handlers
from crm_desktop.ui.import_dialog import open_import
from crm_desktop.ui.import_preview import LEAVE, MAKE, TAKE
from crm_desktop.ui.tasks import TaskRunner
from tests.ui import fake_window

DATA = Path(__file__).parents[1] / "data"
SALES = DATA / "sales-opportunities"
MESSY = DATA / "exchange" / "messy-customers.xlsx"


def workbook(path, *sheets):
    book = Workbook(str(path))
    for at, rows in enumerate(sheets):
        page = book.add_worksheet(f"Sheet{at + 1}")
        for line, row in enumerate(rows):
            page.write_row(line, 0, row)
    book.close()
    return path


@pytest.fixture
def real(qtbot, workspace, state):
    messages = fake_window.FakeMessages()
    tasks = TaskRunner(messages.error)
    entities = {one.name: one for one in registry.ENTITIES}
    yield Context(workspace, entities, tasks, messages, state, Handlers())
    assert tasks.close(20)
    assert not messages.errors


@pytest.fixture
def opened(qtbot, real):
    dialogs = []

    def make(entity="contact", path=None):
        dialog = open_import(real, entity, path)
        dialogs.append(dialog)
        dialog.resize(1024, 700)
        qtbot.waitExposed(dialog)
        if path is not None:
            qtbot.waitUntil(lambda: dialog.plan is not None, timeout=20_000)
        return dialog

    yield make
    for dialog in dialogs:
        if isValid(dialog) and dialog.isVisible():
            dialog.close()
    qtbot.waitUntil(lambda: not real.tasks.is_busy(), timeout=20_000)


def ready(qtbot, dialog):
    qtbot.waitUntil(lambda: dialog.plan is not None and dialog.import_button.isEnabled(), timeout=20_000)


def choose(box, data):
    """Choose an entry as a person does."""
    box.setCurrentIndex(box.findData(data))
    box.activated.emit(box.currentIndex())


def rows(dialog):
    model = dialog.preview.model
    return [tuple(model.index(row, column).data() for column in range(4)) for row in range(model.rowCount())]


def test_a_messy_list_goes_in_and_out_again(qtbot, workspace, opened, tmp_path):
    dialog = opened("contact")
    assert not dialog.import_button.isVisible()
    dialog.read(MESSY)
    ready(qtbot, dialog)
    assert workspace.lists.count("contact") == 0
    assert dialog.import_button.text() == "Import 546 rows"
    assert dialog.preview.counts.accessibleName() == "546 new, 12 unchanged, 42 rejected"
    assert dialog.columns.box("姓名").currentData() == "full_name"
    assert rows(dialog)[0] == ("4", "new", "陈磊浩", "")
    assert "223 new" in dialog.preview.notes()
    dialog.import_button.click()
    qtbot.waitUntil(dialog.outcome.isVisible, timeout=20_000)
    assert dialog.outcome.heading.text() == "Imported into Contacts: 546 rows."
    assert workspace.lists.count("contact") == 546
    rejects = tmp_path / "rejects.xlsx"
    dialog.ask_where_to_save = lambda suggested: rejects if "messy-customers" in suggested else None
    dialog.outcome.save.click()
    qtbot.waitUntil(rejects.exists)
    assert len(CalamineWorkbook.from_path(rejects).get_sheet_by_index(0).to_python()) == 43
    dialog.outcome.undo.click()
    qtbot.waitUntil(lambda: dialog.outcome.heading.text() == "The import was undone.", timeout=20_000)
    assert (workspace.lists.count("contact"), workspace.lists.count("company")) == (0, 0)


def test_undo_names_what_was_edited_since(qtbot, workspace, opened, tmp_path):
    dialog = opened("company", workbook(tmp_path / "a.xlsx", [["Company"], ["Acme"], ["Beta"]]))
    dialog.import_button.click()
    qtbot.waitUntil(dialog.outcome.isVisible, timeout=20_000)
    acme = next(one.id for one in workspace.lists.named("company", "Acme"))
    workspace.records.save("company", acme, {"note": "mine"})
    dialog.outcome.undo.click()
    qtbot.waitUntil(lambda: "Acme" in dialog.outcome.text.text(), timeout=20_000)


@pytest.mark.parametrize(("answer", "products"), [(LEAVE, 7), (TAKE, 7), (MAKE, 8)])
def test_a_doubtful_name_is_decided(qtbot, workspace, opened, answer, products):
    for name, entity in (("accounts.csv", "company"), ("products.csv", "product")):
        imports.run_import(workspace, imports.plan_import(workspace, SALES / name, entity))
    dialog = opened("opportunity", SALES / "sales_pipeline.csv")
    box = dialog.preview.choice("product", "GTXPro")
    assert box.currentData() == LEAVE
    choose(box, answer)
    ready(qtbot, dialog)
    assert dialog.preview.choice("product", "GTXPro").currentData() == answer
    dialog.import_button.click()
    qtbot.waitUntil(dialog.outcome.isVisible, timeout=30_000)
    assert workspace.lists.count("product") == products
    empty = "SELECT count(*) FROM opportunity WHERE product_id IS NULL"
    assert workspace.file.reader().execute(empty).fetchone() == (1_480 if answer == LEAVE else 0,)


def test_columns_mode_and_keys_are_chosen(qtbot, workspace, make, opened, tmp_path):
    make.contact("Ana", email="ana@example.com")
    table = [
        ["Full name", "E-mail", "Remark X"],
        ["Ana B.", "ana@example.com", "tall"],
        ["Bo", "bo@example.com", ""],
    ]
    dialog = opened("contact", workbook(tmp_path / "people.xlsx", table))
    assert (dialog.plan.created, dialog.plan.updated) == (2, 0)
    choose(dialog.columns.box("Remark X"), "note")
    ready(qtbot, dialog)
    dialog.options.choose_key("email")
    ready(qtbot, dialog)
    assert "Found by: E-mail" in dialog.options.key.text()
    assert (dialog.plan.created, dialog.plan.updated) == (1, 1)
    assert rows(dialog)[0] == ("2", "changed", "Ana B.", "Full name: Ana → Ana B.; Note: tall")
    choose(dialog.options.mode.box, "update")
    ready(qtbot, dialog)
    assert dialog.import_button.text() == "Import 1 row"
    dialog.import_button.click()
    qtbot.waitUntil(dialog.outcome.isVisible, timeout=20_000)
    (row,) = workspace.lists.page(
        "contact", ["full_name", "note"], [one.id for one in workspace.lists.named("contact", "Ana")]
    )
    assert row.texts == ("Ana B.", "tall")


def test_a_field_goes_to_one_column_only(qtbot, opened, tmp_path):
    dialog = opened("company", workbook(tmp_path / "a.xlsx", [["Company", "Other"], ["Acme", "Beta"]]))
    choose(dialog.columns.box("Other"), "name")
    assert dialog.columns.box("Company").currentData() == ""
    ready(qtbot, dialog)
    assert dialog.plan.table.columns["name"] == ["Beta"]
    choose(dialog.columns.box("Other"), "")
    qtbot.waitUntil(lambda: "at least one column" in dialog.preview.notes(), timeout=20_000)
    assert not dialog.import_button.isEnabled()


def test_sheets_and_encodings(qtbot, opened, tmp_path):
    dialog = opened(
        "company", workbook(tmp_path / "a.xlsx", [["Company"], ["Acme"]], [["Company"], ["Beta"]])
    )
    choose(dialog.options.sheet.box, "Sheet2")
    qtbot.waitUntil(lambda: dialog.plan is not None and dialog.plan.table.sheet == "Sheet2", timeout=20_000)
    assert not dialog.options.encoding.isVisible()
    file = tmp_path / "a.csv"
    file.write_bytes("公司;城市\n星辰科技;杭州\n".encode("gb18030"))
    dialog.read(file)
    ready(qtbot, dialog)
    assert dialog.options.encoding.isVisible()
    assert not dialog.options.sheet.isVisible()
    choose(dialog.options.encoding.box, "gb18030")
    ready(qtbot, dialog)
    assert rows(dialog)[0][2] == "星辰科技"
    choose(dialog.options.separator.box, ",")
    qtbot.waitUntil(
        lambda: (
            dialog.columns.box("公司;城市") is not None if "公司;城市" in dialog.columns.mapping() else False
        )
    )


def test_a_bad_file_is_told_in_place(qtbot, opened, tmp_path):
    (tmp_path / "bad.xlsx").write_bytes(b"\x00\x01 nothing \xff" * 40)
    dialog = opened("company")
    dialog.read(tmp_path / "bad.xlsx")
    qtbot.waitUntil(
        lambda: any("is not a workbook" in one.text() for one in dialog.start.findChildren(QLabel))
    )
    assert not dialog.import_button.isVisible()
    dialog.ask_for_file = lambda: workbook(tmp_path / "good.xlsx", [["Company"], ["Acme"]])
    dialog.choose_button.click()
    ready(qtbot, dialog)


def test_a_file_can_be_dropped(qtbot, opened, tmp_path):
    path = workbook(tmp_path / "a.xlsx", [["Company"], ["Acme"]])
    dialog = opened("company")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    dialog.dropEvent(QDropEvent(QPointF(QPoint(5, 5)), copy, data, left, Qt.KeyboardModifier.NoModifier))
    ready(qtbot, dialog)
    assert dialog.plan.created == 1


def test_closing_while_it_is_written_leaves_nothing(qtbot, workspace, real, opened, monkeypatch):
    dialog = opened("contact", MESSY)
    run = imports.run_import

    def slow(workspace, plan, *, progress, cancelled):
        while not cancelled():
            progress("Writing", 100)
        return run(workspace, plan, progress=progress, cancelled=cancelled)

    monkeypatch.setattr(imports, "run_import", slow)
    dialog.import_button.click()
    qtbot.waitUntil(dialog.stop_button.isVisible)
    assert not dialog.columns.isEnabled()
    dialog.close()
    assert dialog.isVisible()
    qtbot.waitUntil(lambda: not real.tasks.is_busy(), timeout=20_000)
    with qtbot.waitSignal(dialog.destroyed, timeout=5_000):
        pass
    assert workspace.lists.count("contact") == 0


def test_stopping_the_writing_keeps_the_plan(qtbot, workspace, opened, monkeypatch):
    dialog = opened("contact", MESSY)
    run = imports.run_import

    def stopped(workspace, plan, *, progress, cancelled):
        while not cancelled():
            pass
        return run(workspace, plan, progress=progress, cancelled=cancelled)

    monkeypatch.setattr(imports, "run_import", stopped)
    dialog.import_button.click()
    dialog.stop_button.click()
    ready(qtbot, dialog)
    assert workspace.lists.count("contact") == 0
    monkeypatch.setattr(imports, "run_import", run)
    dialog.import_button.click()
    qtbot.waitUntil(dialog.outcome.isVisible, timeout=20_000)
    assert workspace.lists.count("contact") == 546


@pytest.mark.parametrize(("words", "scheme"), [("en", "light"), ("zh_CN", "dark")])
def test_everything_has_a_name_and_plain_text(qtbot, qapp, opened, tmp_path, words, scheme):
    language.switch(words)
    theme.apply(qapp, scheme)
    hostile = "<img src=file:///etc/passwd> & <b>bold</b>"
    dialog = opened("company", workbook(tmp_path / "a.xlsx", [["Company", hostile], [hostile, hostile]]))
    for one in [*dialog.findChildren(QComboBox), *dialog.findChildren(QPushButton)]:
        assert one.accessibleName(), one
    for one in dialog.findChildren(QLabel):
        assert one.textFormat() == Qt.TextFormat.PlainText or not one.text(), one.text()
    assert rows(dialog)[0][2] == hostile
    assert dialog.minimumSizeHint().width() <= 1024
    assert dialog.minimumSizeHint().height() <= 700
    assert dialog.size().toTuple() == (1024, 700)
    dialog.close()
    theme.apply(qapp, "light")
