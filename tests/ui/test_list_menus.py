"""The menus of a list, and what each of its views keeps."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QApplication, QMenu

from crm_desktop.core.query import Condition
from crm_desktop.ui import language
from crm_desktop.ui.bulk_dialog import BulkDialog
from crm_desktop.ui.list_menus import header_menu, open_header_menu, open_row_menu, row_menu
from crm_desktop.ui.record_list_page import RecordListPage
from tests.ui.record_kit import ENTITIES, make_context

KEYS = ("name", "city", "email", "phone", "level", "tags", "created_at")


@pytest.fixture
def context(workspace, state):
    return make_context(workspace, state)


@pytest.fixture
def ids(workspace, make):
    level = workspace.lists.options("level")[0].id
    first = make.company(
        "Acme", city="Berlin", email="a@acme.example", phone="+49 30 1", level=level, tags=["VIP"]
    )
    return [first, make.company("Beta", city="Hamburg"), make.company("Gamma", city="Berlin")]


@pytest.fixture
def make_page(qtbot, context, workspace, ids):
    def make():
        page = RecordListPage(context, ENTITIES["company"])
        qtbot.addWidget(page)
        workspace.subscribe(page.on_changes)
        page.show()
        qtbot.waitExposed(page)
        return page

    return make


@pytest.fixture
def page(make_page):
    made = make_page()
    made.columns.show(KEYS)
    return made


def cell(page, key, row=0):
    page.table.select_id(page.table.records.ids[row])
    return page.table.records.index(row, KEYS.index(key) + 1)


def texts(menu):
    return [one.text() for one in menu.actions() if not one.isSeparator()]


def press(menu, text):
    next(one for one in menu.actions() if one.text() == text).trigger()


def test_a_cell_offers_what_concerns_its_value(page, context):
    assert texts(row_menu(page, cell(page, "email"))) == [
        "Open",
        "Edit “E-mail”",
        "Write to a@acme.example",
        "Copy “a@acme.example”",
        "Show only “a@acme.example”",
        "Copy 1 row",
        "Paste into the list",
        "Change 1 record…",
        "Log activity",
        "Merge 1 record with…",
        "Move to the trash",
    ]
    assert "Call +49 30 1" in texts(row_menu(page, cell(page, "phone")))


def test_copy_and_edit_are_of_the_cell(page):
    press(row_menu(page, cell(page, "city")), "Copy “Berlin”")
    assert QGuiApplication.clipboard().text() == "Berlin"
    press(row_menu(page, cell(page, "city")), "Edit “City”")
    assert page.editing.label() == "City"
    page.editing.cancel()


@pytest.mark.parametrize(
    ("key", "said", "count"),
    [("city", "Berlin", 2), ("tags", "VIP", 1), ("level", "A", 1), ("email", "a@acme.example", 1)],
)
def test_a_value_narrows_the_list(page, key, said, count):
    menu = row_menu(page, cell(page, key))
    press(menu, next(text for text in texts(menu) if text.startswith(f"Show only “{said}")))
    assert page.table.records.rowCount() == count
    assert page.filters.words.isVisible()


def test_the_day_of_a_moment_and_an_empty_cell_narrow_too(page):
    menu = row_menu(page, cell(page, "created_at"))
    press(menu, next(text for text in texts(menu) if text.startswith("Show only")))
    assert page.table.records.rowCount() == 3
    press(row_menu(page, cell(page, "email", 1)), "Show only “empty”")
    assert page.table.records.rowCount() == 2
    assert [one.field for one in page.query.conditions] == ["created_at", "email"]


def test_rows_are_changed_logged_and_deleted(page, context, workspace, ids):
    index = cell(page, "name")
    page.table.selectAll()
    menu = row_menu(page, index)
    assert {"Copy 3 rows", "Change 3 records…"} <= set(texts(menu))
    press(menu, "Change 3 records…")
    page.findChild(BulkDialog).reject()
    press(row_menu(page, cell(page, "name")), "Log activity")
    assert context.window.opened == [("log company", ids[0])]
    press(row_menu(page, cell(page, "name", 1)), "Move to the trash")
    assert page.table.records.rowCount() == 2


def test_the_selected_records_are_shown_side_by_side(page, context, ids):
    index = cell(page, "name")
    page.table.selectAll()
    press(row_menu(page, index), "Merge 3 records…")
    assert context.window.opened == [("merge company", *page.table.selected_ids())]


def test_several_rows_are_counted(page, workspace, ids):
    here = cell(page, "name")
    page.table.selectAll()
    count = page.table.selected_count()
    words = texts(row_menu(page, here))
    assert f"Move {count} records to the trash" in words
    assert f"Copy {count} rows" in words
    workspace.records.delete("company", ids)
    page.set_trash(True)
    here = cell(page, "name")
    page.table.selectAll()
    assert f"Restore {count} records" in texts(row_menu(page, here))


@pytest.mark.parametrize(
    "act",
    [
        lambda page, _qtbot: page.delete(),
        lambda page, qtbot: qtbot.keyClick(page.table, Qt.Key.Key_Delete),
        lambda page, _qtbot: press(row_menu(page, page.table.cells.here()), "Move to the trash"),
    ],
    ids=["menu of the window", "key", "menu of the row"],
)
def test_the_row_with_the_cursor_is_chosen_where_none_is_selected(page, qtbot, context, ids, act):
    page.table.clearSelection()
    assert not page.table.selected_count()
    page.change_selected()
    dialog = page.findChild(BulkDialog)
    assert list(dialog._ids) == [ids[0]]
    dialog.reject()
    page._menus.open_more_menu(page, page.bar.more_button)
    menu = page.findChild(QMenu, "moreMenu")
    assert next(one for one in menu.actions() if one.text().startswith("Change")).isEnabled()
    menu.close()
    act(page, qtbot)
    assert list(page.table.records.ids) == ids[1:]
    assert context.window.toasts == ["“Acme” moved to the trash"]
    page.set_trash(True)
    page.table.clearSelection()
    assert page.page_actions()[1].enabled
    page.delete()
    assert list(page.table.records.ids) == []


def test_a_held_key_takes_one_record(page, ids):
    page.table.select_id(ids[0])
    none = Qt.KeyboardModifier.NoModifier
    for repeated in (False, True, True):
        key = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Delete, none, "", repeated)
        QApplication.sendEvent(page.table, key)
    assert list(page.table.records.ids) == ids[1:]


def test_the_trash_only_restores(page, workspace, ids):
    workspace.records.delete("company", [ids[0]])
    page.set_trash(True)
    menu = row_menu(page, cell(page, "name"))
    assert texts(menu) == ["Open", "Copy “Acme”", "Show only “Acme”", "Copy 1 row", "Restore"]
    press(menu, "Restore")
    assert page.table.records.rowCount() == 0


def test_a_heading_sorts_filters_and_hides(page):
    press(header_menu(page, 1), "Sort downwards")
    assert page.table.records.index(0, 1).data() == "Gamma"
    press(header_menu(page, 2), "Filter by “City”")
    assert page.filters.is_open()
    assert len(page.filters._chips) == 1
    press(header_menu(page, 3), "Hide “E-mail”")
    assert "email" not in page.table.columns.layout().keys
    page.table.set_width("city", 222)
    press(header_menu(page, 2), "Fit the columns to the window")
    assert not page.table.columns.are_own
    press(header_menu(page, 2), "Reset columns")
    assert page.table.columns.layout().keys == tuple(one.key for one in ENTITIES["company"].listed)


@pytest.mark.parametrize("code", ["en", "zh_CN"])
def test_menus_open_where_they_are_asked_for(page, code):
    language.switch(code)
    page.retranslate()
    index = cell(page, "city")
    open_row_menu(page, page.table.visualRect(index).center())
    open_header_menu(page, page.table.horizontalHeader().rect().center())
    for name in ("rowMenu", "headerMenu"):
        menu = page.findChild(type(row_menu(page, index)), name)
        assert texts(menu)
        if code == "zh_CN":
            assert all(any("\u4e00" <= letter <= "\u9fff" for letter in text) for text in texts(menu))


def test_each_view_keeps_columns_widths_and_order(page, make_page, context):
    page.filters.set_filter((Condition("city", "is", "Berlin"),), match_all=True)
    page.filters.changed.emit()
    page.table.set_width("city", 201)
    page.save_filter()
    key = page.views.current
    page.sort("name", True)
    page.table.horizontalHeader().moveSection(2, 1)
    page.table.columns_changed.emit()
    page.bar.chips._on_clicked("all")
    page.columns.show(("name", "phone"))

    again = make_page()
    assert again.table.columns.layout().keys == ("name", "phone")
    again.bar.chips._on_clicked(key)
    assert again.table.columns.layout().keys[:2] == ("city", "name")
    assert again.table.columns.widths()["city"] == 201
    assert (again.query.sort, again.query.descending) == ("name", True)
    assert again.table.records.index(0, 2).data() == "Gamma"
    assert again.filters.words.texts() == ["City is Berlin"]


def test_a_view_takes_over_another_filter(page, make_page, workspace):
    page.filters.set_filter((Condition("city", "is", "Berlin"),), match_all=True)
    page.filters.changed.emit()
    page.save_filter()
    page.filters.set_filter((Condition("city", "is", "Hamburg"),), match_all=True)
    page.filters.changed.emit()
    page.views.update_asked.emit("A name")
    views = workspace.views.of("company")
    assert [(one.name, one.query.conditions[0].value) for one in views] == [("A name", "Hamburg")]


def test_a_search_does_not_forget_the_order(page, make_page):
    page.sort("name", True)
    page.search("a")
    page.table.set_width("city", 190)
    assert make_page().query.descending


def test_a_dragged_heading_stays_where_it_was_put(qtbot, make_page):
    page = make_page()
    header = page.table.horizontalHeader()
    header.moveSection(header.visualIndex(4), 1)
    order = page.table.columns.layout().keys
    assert order[0] == ENTITIES["company"].listed[3].key
    assert make_page().table.columns.layout().keys == order
