"""What a column of an import asks about its values, beside it and in its menu: dates, new words, fields of its own."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from crm_desktop.core.query import ListQuery
from crm_desktop.ui.import_columns import NEW_FIELD
from tests.ui.import_kit import choose, columns, preview, ready, workbook, written

TABLE = [
    ["Name", "E-mail", "Company", "Birthday", "Level", "累计消费", "Company phone"],
    ["Eva", "eva@a.example", "Acme", "03/04/1985", "VIP", 1200, "0711 1"],
    ["Bo", "bo@a.example", "Acme", "01/02/1990", "VIPs", 80, "0711 1"],
]


@pytest.fixture
def page(qtbot, workspace, import_page, tmp_path):
    workspace.records.create("option", {"set_name": "level", "label_en": "VIP"})
    return import_page("contact", workbook(tmp_path / "a.xlsx", TABLE))


def said(page, heading):
    """Return what stands in the badges of a column."""
    return columns(page).lines[heading].check.accessibleName()


def answer(qtbot, page, heading, text):
    """Choose an entry of the menu of a column by the beginning of its text."""
    menu = columns(page).lines[heading].policy.menu_of_choices()
    next(one for one in menu.actions() if one.text().replace("&", "").startswith(text)).trigger()
    ready(qtbot, page)


def values(workspace, *keys):
    found = sorted(workspace.lists.ids(ListQuery("contact")))
    return [row.texts for row in workspace.lists.page("contact", keys, found)]


def test_the_order_of_dates_is_asked(qtbot, workspace, page):
    assert said(page, "Birthday") == "day first?"
    answer(qtbot, page, "Birthday", "Month first: 4 Mar 1985")
    assert said(page, "Birthday") == "sure, month first"
    assert "Birthday" not in "".join(page.draft.plan.notes)
    written(qtbot, page)
    assert values(workspace, "birthday") == [("4 Mar 1985",), ("2 Jan 1990",)]


def test_new_words_are_added_left_out_or_taken_for_others(qtbot, workspace, page):
    assert said(page, "Level") == "1 new"
    answer(qtbot, page, "Level", "Leave them out")
    assert page.draft.choices.new_options == []
    assert [one.added for one in page.draft.plan.unknown_words] == [False]
    answer(qtbot, page, "Level", "Add to the list: VIPs")
    assert page.draft.choices.new_options is None
    answer(qtbot, page, "Level", "Take “VIPs” for “VIP”")
    assert said(page, "Level") == "sure"
    written(qtbot, page)
    assert values(workspace, "level") == [("VIP",), ("VIP",)]


def test_a_word_that_was_taken_for_an_entry_can_be_let_go(qtbot, page):
    answer(qtbot, page, "Level", "Take “VIPs” for “VIP”")
    answer(qtbot, page, "Level", "Take “VIPs” for “VIP”")
    assert page.draft.choices.decided == {}
    assert said(page, "Level") == "1 new"


def test_a_column_becomes_a_field_of_its_own(qtbot, workspace, page):
    box = columns(page).box("累计消费")
    assert box.currentText() == "Do not import"
    assert "New field: Whole number" in [box.itemText(at) for at in range(box.count())]
    choose(box, NEW_FIELD)
    ready(qtbot, page)
    assert (box.currentData(), said(page, "累计消费")) == (NEW_FIELD, "new field")
    answer(qtbot, page, "累计消费", "Amount of money")
    assert page.draft.plan.table.new_fields[0].kind == "money"
    assert box.currentText() == "New field: Amount of money"
    written(qtbot, page)
    assert values(workspace, "custom_leijixiaofei") == [("€\u202f1,200",), ("€\u202f80",)]


def test_a_new_field_is_given_up_again(qtbot, page):
    box = columns(page).box("累计消费")
    choose(box, NEW_FIELD)
    choose(box, "note")
    ready(qtbot, page)
    assert page.draft.choices.new_fields == {}
    assert page.draft.choices.mapping["累计消费"] == "note"
    assert page.draft.plan.table.new_fields == []


def test_a_column_may_go_to_the_company_of_the_contact(qtbot, workspace, page):
    box = columns(page).box("Company phone")
    assert box.currentText() == "Company · Phone"
    assert said(page, "Company phone") == "sure"
    assert columns(page).lines["Company phone"].policy.menu_of_choices().actions()
    assert "Companies: 1 new, 0 changed" in preview(page).notes()
    written(qtbot, page)
    (firm,) = workspace.file.reader().execute("SELECT id FROM company").fetchone()
    assert workspace.records.get("company", firm).values["phone"] == "0711 1"


def test_badges_open_the_menu(qtbot, page, monkeypatch):
    opened = []
    line = columns(page).lines["Birthday"]
    monkeypatch.setattr(line.policy, "open_menu", lambda: opened.append(True))
    qtbot.mouseClick(line.check, Qt.MouseButton.LeftButton)
    assert opened == [True]


def test_another_file_asks_anew(qtbot, page, tmp_path):
    answer(qtbot, page, "Birthday", "Month first")
    answer(qtbot, page, "Level", "Leave them out")
    page.read(workbook(tmp_path / "b.xlsx", TABLE[:2]))
    ready(qtbot, page)
    assert said(page, "Birthday") == "day first?"
    assert (page.draft.choices.date_orders, page.draft.choices.new_options) == ({}, None)
