"""The import as a person goes through it: file, columns, doubtful names, preview, import, rejected rows, undo."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton
from python_calamine import CalamineWorkbook

from crm_desktop.services import imports
from crm_desktop.ui import drawing, language, theme
from crm_desktop.ui.import_name_answers import LEAVE, MAKE, TAKE
from tests.ui.import_kit import (
    DATA,
    MESSY,
    buttons,
    choose,
    columns,
    press,
    preview,
    ready,
    rows,
    workbook,
    written,
)

SAVE_THEM = "Save them with their reasons, correct them there, and import that file."
SALES = DATA / "sales-opportunities"


def test_a_messy_list_goes_in_and_out_again(qtbot, workspace, import_page, tmp_path):
    page = import_page("contact")
    assert (page.title(), buttons(page)) == ("Import contacts", ["Cancel"])
    page.read(MESSY)
    ready(qtbot, page)
    assert workspace.lists.count("contact") == 0
    assert page.subtitle() == "messy-customers.xlsx · 600 rows"
    assert buttons(page) == ["Cancel", "Back", "Import 546 rows"]
    assert preview(page).counts.accessibleName() == "546 new, 12 repeated, 42 rejected"
    assert columns(page).box("姓名").currentData() == "full_name"
    assert rows(page)[0] == ("4", "new", "陈磊浩", "")
    assert "223 new" in preview(page).notes()
    outcome = written(qtbot, page)
    assert outcome.heading.text() == "Imported into Contacts: 546 rows."
    assert outcome.text.text().endswith("42 rows could not go in. " + SAVE_THEM)
    assert workspace.lists.count("contact") == 546
    rejects = tmp_path / "rejects.xlsx"
    page.steps["write"].ask_where_to_save = lambda suggested: (
        rejects if "messy-customers" in suggested else None
    )
    outcome.save.click()
    qtbot.waitUntil(rejects.exists)
    assert len(CalamineWorkbook.from_path(rejects).get_sheet_by_index(0).to_python()) == 43
    outcome.undo.click()
    qtbot.waitUntil(lambda: outcome.heading.text() == "The import was undone.", timeout=20_000)
    assert (workspace.lists.count("contact"), workspace.lists.count("company")) == (0, 0)
    assert buttons(page) == ["Close", "Import another file", "Begin again"]
    assert not outcome.rows.isVisible()
    press(page, "Begin again")
    assert page.tabs.current == "columns"
    qtbot.waitUntil(lambda: "Import 546 rows" in buttons(page), timeout=20_000)
    assert columns(page).box("姓名").currentData() == "full_name"


def test_what_was_imported_is_shown_or_another_file_taken(qtbot, import_context, import_page, tmp_path):
    page = import_page("company", workbook(tmp_path / "a.xlsx", [["Company"], ["Acme"]]))
    written(qtbot, page)
    page.tabs.choose("columns")
    assert page.tabs.current == "write"
    assert buttons(page) == ["Import another file", "Show companies"]
    press(page, "Show companies")
    assert import_context.window.opened == [("company", 0)]
    press(page, "Import another file")
    assert (page.tabs.current, page.subtitle(), buttons(page)) == ("file", "", ["Cancel"])


def test_undo_names_what_was_edited_since(qtbot, workspace, import_page, tmp_path):
    page = import_page("company", workbook(tmp_path / "a.xlsx", [["Company"], ["Acme"], ["Beta"]]))
    outcome = written(qtbot, page)
    acme = next(one.id for one in workspace.lists.named("company", "Acme"))
    workspace.records.save("company", acme, {"note": "mine"})
    outcome.undo.click()
    qtbot.waitUntil(lambda: "Acme" in outcome.text.text(), timeout=20_000)


@pytest.mark.parametrize(("answer", "products"), [(LEAVE, 7), (TAKE + "GTX Pro", 7), (MAKE, 8)])
def test_a_doubtful_name_is_decided(qtbot, workspace, import_page, answer, products):
    for name, entity in (("accounts.csv", "company"), ("products.csv", "product")):
        imports.run_import(workspace, imports.plan_import(workspace, SALES / name, entity))
    page = import_page("opportunity", SALES / "sales_pipeline.csv")
    names = page.steps["duplicates"].names
    assert "Product is left out in 1,480 rows, as nobody has decided" in preview(page).notes()
    assert "3 Duplicates 1 name to decide" in [tab.words() for tab in page.tabs._tabs]
    page.tabs.choose("duplicates")
    assert names.choice("product", "GTXPro").box.currentData() == LEAVE
    choose(names.choice("product", "GTXPro").box, answer)
    ready(qtbot, page)
    assert names.choice("product", "GTXPro").box.currentData() == answer
    assert ("nobody has decided" in preview(page).notes()) == (answer == LEAVE)
    written(qtbot, page)
    assert page.steps["duplicates"].told() == "", "nothing is asked any more"
    assert workspace.lists.count("product") == products
    empty = "SELECT count(*) FROM opportunity WHERE product_id IS NULL"
    assert workspace.file.reader().execute(empty).fetchone() == (1_480 if answer == LEAVE else 0,)


def test_badges_of_the_preview_are_read_whole(qtbot, make, import_page, tmp_path):
    make.contact("Ana Beltrán", email="ana@laguna.example", mobile="+34 600 111 222")
    table = [
        ["Full name", "E-mail", "Mobile"],
        ["Beltran Ruiz, Ana", "ana@laguna.example", "+34 600 111 222"],
    ]
    page = import_page("contact", workbook(tmp_path / "people.xlsx", table))
    qtbot.waitUntil(lambda: rows(page)[0][1] == "likely duplicate", timeout=20_000)
    assert preview(page).table.columnWidth(1) - 4 >= drawing.badge_width("likely duplicate")


def test_columns_mode_and_keys_are_chosen(qtbot, workspace, make, import_page, tmp_path):
    make.contact("Ana", email="ana@example.com")
    table = [
        ["Full name", "E-mail", "Remark X"],
        ["Ana B.", "ana@example.com", "tall"],
        ["Bo", "bo@example.com", ""],
    ]
    page = import_page("contact", workbook(tmp_path / "people.xlsx", table))
    finding = page.steps["duplicates"].finding
    assert (page.draft.plan.created, page.draft.plan.updated) == (2, 0)
    choose(columns(page).box("Remark X"), "note")
    ready(qtbot, page)
    page.tabs.choose("duplicates")
    assert "that a row fills: Full name + E-mail" in finding.usual.text()
    finding.key("email").click()
    ready(qtbot, page)
    assert finding.usual.text() == "Found by: E-mail"
    assert (page.draft.plan.created, page.draft.plan.updated) == (1, 1)
    assert rows(page)[0] == (
        "2",
        "changed",
        "Ana B.",
        "Full name: Ana → Ana B.; Note: tall; Family name: B.; Given name: Ana",
    )
    choose(finding.mode, "update")
    ready(qtbot, page)
    assert buttons(page)[-1] == "Import 1 row"
    written(qtbot, page)
    (row,) = workspace.lists.page(
        "contact", ["full_name", "note"], [one.id for one in workspace.lists.named("contact", "Ana")]
    )
    assert row.texts == ("Ana B.", "tall")


def test_a_field_goes_to_one_column_only(qtbot, import_page, tmp_path):
    page = import_page("company", workbook(tmp_path / "a.xlsx", [["Company", "Other"], ["Acme", "Beta"]]))
    choose(columns(page).box("Other"), "name")
    assert columns(page).box("Company").currentData() == ""
    ready(qtbot, page)
    assert page.draft.plan.table.columns["name"] == ["Beta"]
    choose(columns(page).box("Other"), "")
    qtbot.waitUntil(lambda: "at least one column" in preview(page).notes(), timeout=20_000)
    assert buttons(page) == ["Cancel", "Back"]


def test_sheets_and_encodings(qtbot, import_page, tmp_path):
    page = import_page(
        "company", workbook(tmp_path / "a.xlsx", [["Company"], ["Acme"]], [["Company"], ["Beta"]])
    )
    reading = page.steps["file"].reading
    assert page.tabs.current == "columns"
    page.tabs.choose("file")
    choose(reading.sheet, "Sheet2")
    qtbot.waitUntil(
        lambda: page.draft.plan is not None and page.draft.plan.table.sheet == "Sheet2", timeout=20_000
    )
    assert page.tabs.current == "file"
    assert "sheet “Sheet2”" in page.subtitle()
    assert not reading.encoding.isVisible()
    file = tmp_path / "a.csv"
    file.write_bytes("公司;城市\n星辰科技;杭州\n".encode("gb18030"))
    page.read(file)
    ready(qtbot, page)
    page.tabs.choose("file")
    assert reading.encoding.isVisible()
    assert not reading.sheet.isVisible()
    choose(reading.encoding, "gb18030")
    ready(qtbot, page)
    assert rows(page)[0][2] == "星辰科技"
    choose(reading.separator, ",")
    qtbot.waitUntil(lambda: list(columns(page).lines) == ["公司;城市"])


def test_a_bad_file_is_told_in_place(qtbot, import_page, tmp_path):
    (tmp_path / "bad.xlsx").write_bytes(b"\x00\x01 nothing \xff" * 40)
    page = import_page("company")
    step = page.steps["file"]
    page.read(tmp_path / "bad.xlsx")
    qtbot.waitUntil(lambda: any("is not a workbook" in one.text() for one in step.zone.findChildren(QLabel)))
    assert buttons(page) == ["Cancel"]
    step.ask_for_file = lambda: workbook(tmp_path / "good.xlsx", [["Company"], ["Acme"]])
    step.zone.findChild(QPushButton).click()
    ready(qtbot, page)
    assert page.tabs.current == "columns"


def test_leaving_keeps_what_was_chosen_and_cancelling_does_not(qtbot, import_context, import_page, tmp_path):
    page = import_page("company", workbook(tmp_path / "a.xlsx", [["Company", "Other"], ["Acme", "Beta"]]))
    forgotten = []
    page.read(tmp_path / "a.xlsx", lambda: forgotten.append(True))
    ready(qtbot, page)
    choose(columns(page).box("Other"), "city")
    ready(qtbot, page)
    assert page.may_leave()
    page.hide()
    page.show()
    assert page.draft.choices.mapping == {"Company": "name", "Other": "city"}
    assert not forgotten
    press(page, "Cancel")
    assert (page.draft.path, forgotten, import_context.window.opened) == (None, [True], [("company", 0)])


def test_the_import_is_run_with_the_keyboard(qtbot, workspace, import_page, tmp_path):
    page = import_page("company", workbook(tmp_path / "a.xlsx", [["Company"], ["Acme"]]))
    with qtbot.waitActive(page):
        page.activateWindow()
    page.on_shown()
    assert page.focusWidget() is columns(page).box("Company")
    QTest.keyClick(page.focusWidget(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    QTest.keyRelease(page, Qt.Key.Key_Control)  # else it counts as held in other tests
    qtbot.waitUntil(page.steps["write"].outcome.isVisible, timeout=20_000)
    assert workspace.lists.count("company") == 1


@pytest.fixture
def held(monkeypatch):
    """Let the writing begin, and end only when it is stopped."""
    run = imports.run_import

    def slow(workspace, plan, *, progress, cancelled):
        while not cancelled():
            progress("Writing", 100)
        return run(workspace, plan, progress=progress, cancelled=cancelled)

    monkeypatch.setattr(imports, "run_import", slow)


def test_closing_while_it_is_written_leaves_nothing(qtbot, workspace, import_page, held):
    page = import_page("contact", MESSY)
    closed = []
    press(page, "Import 546 rows")
    qtbot.waitUntil(lambda: page.steps["write"].progress.numbers.text().startswith("100 rows"))
    page.tabs.choose("columns")
    assert page.tabs.current == "write"
    assert not page.may_close(lambda: closed.append(True))
    assert buttons(page) == []
    qtbot.waitUntil(lambda: bool(closed), timeout=20_000)
    assert page.may_close(lambda: None)
    assert workspace.lists.count("contact") == 0


def test_the_page_is_left_only_when_the_writing_was_stopped(
    qtbot, import_context, workspace, import_page, held
):
    page = import_page("contact", MESSY)
    press(page, "Import 546 rows")
    import_context.messages.answer = False
    assert not page.may_leave()
    assert buttons(page) == []
    import_context.messages.answer = True
    assert not page.may_leave()
    qtbot.waitUntil(page.may_leave, timeout=20_000)
    assert import_context.messages.asked
    assert workspace.lists.count("contact") == 0


def test_stopping_the_writing_keeps_the_plan(qtbot, workspace, import_page, held, monkeypatch):
    page = import_page("contact", MESSY)
    press(page, "Import 546 rows")
    page.steps["write"].progress.stop.click()
    ready(qtbot, page)
    assert workspace.lists.count("contact") == 0
    assert any(
        one.text() == "The import was stopped. Nothing was changed."
        for one in page.steps["write"].findChildren(QLabel)
    )
    monkeypatch.undo()
    written(qtbot, page)
    assert workspace.lists.count("contact") == 546


@pytest.mark.parametrize(("words", "scheme"), [("en", "light"), ("zh_CN", "dark")])
def test_everything_has_a_name_and_plain_text(qtbot, qapp, import_page, tmp_path, words, scheme):
    language.switch(words)
    theme.apply(qapp, scheme)
    hostile = "<img src=file:///etc/passwd> & <b>bold</b>"
    page = import_page("company", workbook(tmp_path / "a.xlsx", [["Company", hostile], [hostile, hostile]]))
    for one in [*page.findChildren(QComboBox), *page.findChildren(QPushButton)]:
        assert one.accessibleName(), one
    for one in page.findChildren(QLabel):
        assert one.textFormat() == Qt.TextFormat.PlainText or not one.text(), one.text()
    assert rows(page)[0][2] == hostile
    assert page.minimumSizeHint().width() <= 968
    assert page.minimumSizeHint().height() <= 620
    theme.apply(qapp, "light")


def test_the_language_is_switched_in_the_middle(qtbot, import_page, tmp_path):
    page = import_page("company", workbook(tmp_path / "a.xlsx", [["Company", "Other"], ["Acme", "Beta"]]))
    choose(columns(page).box("Other"), "city")
    ready(qtbot, page)
    language.switch("zh_CN")
    page.retranslate()
    ready(qtbot, page)
    assert page.title() == "导入公司"
    assert page.tabs.current == "columns"
    assert columns(page).box("Other").currentText() == "城市"
    assert columns(page).box("Other").currentData() == "city"
