"""The menus of a list: of a cell and its row, of a column's heading, and of what is rarely needed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPoint
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QMenu, QWidget

from crm_desktop.core.entity import Field
from crm_desktop.core.i18n import _
from crm_desktop.core.kinds import Email, Phone
from crm_desktop.core.query import Condition
from crm_desktop.ui import counted_words, links, list_actions
from crm_desktop.ui.filter_values import conditions_for
from crm_desktop.ui.labels import menu_text
from crm_desktop.ui.merge_pages import SEARCHED, open_duplicates
from crm_desktop.ui.record_table_model import FIRST_FIELD
from crm_desktop.ui.row_actions import ROW_ACTIONS

if TYPE_CHECKING:
    from crm_desktop.ui.record_list_page import RecordListPage

_LONGEST = 32


def open_more_menu(page: RecordListPage, button: QWidget) -> None:
    """Open the menu of what is rarely needed."""
    menu = _made(page, "moreMenu")
    _add_check(menu, _("Show preview"), page.preview.is_shown(), page.toggle_peek)
    _add_orders(page, menu.addMenu(_("Sort by")))
    menu.addSeparator()
    _add(menu, _("Select all"), page.select_all)
    change = _add(menu, _("Change the selected records…"), page.change_selected)
    change.setEnabled(_may_change(page) and bool(page.table.chosen_ids()))
    _add(menu, _("Clean up…"), page.clean).setEnabled(_may_change(page))
    if page.entity.name in SEARCHED:
        _add(menu, _("Find duplicates"), lambda: open_duplicates(page.context, page.entity.name))
    menu.addSeparator()
    _add_check(menu, _("Show trash"), page.query.trash, page.toggle_trash)
    _open_below(menu, button)


def open_order_menu(page: RecordListPage, button: QWidget) -> None:
    """Offer the fields that the list can be sorted by; the one it is sorted by turns it round."""
    menu = _made(page, "orderMenu")
    _add_orders(page, menu)
    _open_below(menu, button)


def _add_orders(page: RecordListPage, menu: QMenu) -> None:
    for field in page.table.records.fields:
        if _can_sort(page, field):
            is_order = field.key == page.table.records.sort_key
            down = is_order and not page.table.records.descending
            _add_check(
                menu,
                menu_text(_(field.label)),
                is_order,
                lambda key=field.key, down=down: page.sort(key, down),  # type: ignore[misc]
            )


def _open_below(menu: QMenu, button: QWidget) -> None:
    menu.popup(button.mapToGlobal(QPoint(0, button.height() + 2)))


def open_row_menu(page: RecordListPage, at: QPoint) -> None:
    """Open the context menu of a cell and of the selected rows."""
    table = page.table
    cell = table.indexAt(at)
    if not cell.isValid() or cell.row() != table.currentIndex().row():  # asked for by the keyboard
        cell = table.cells.here()
        at = table.visualRect(cell).bottomLeft()
    if page.table.current_id() is None or not cell.isValid():
        return
    row_menu(page, cell).popup(table.viewport().mapToGlobal(at))


def row_menu(page: RecordListPage, cell: QModelIndex) -> QMenu:
    """Return the context menu of a cell."""
    menu = _made(page, "rowMenu")
    current = page.table.current_id()
    assert current is not None
    _add(menu, _("Open"), lambda: page.table.opened.emit(current))
    field = page.table.records.field_at(cell.column())
    if field is not None:
        _add_cell_actions(page, menu, cell, field)
    menu.addSeparator()
    _add_row_actions(page, menu, current)
    return menu


def _add_cell_actions(page: RecordListPage, menu: QMenu, cell: QModelIndex, field: Field) -> None:
    """Offer what concerns one value."""
    row = page.table.records.row(cell.row())
    place = cell.column() - FIRST_FIELD
    text, value = (row.texts[place], row.values[place]) if row is not None else ("", None)
    if not page.query.trash:
        edit = _add(
            menu, menu_text(_("Edit “%(field)s”") % {"field": _(field.label)}), lambda: _edit(page, cell)
        )
        edit.setEnabled(not page.context.workspace.read_only)
    if (url := links.link_of(field, text)) is not None:
        _add(menu, menu_text(_link_words(field) % {"address": _short(text)}), lambda: links.follow(url, page))
    if text:
        copy = menu_text(_("Copy “%(text)s”") % {"text": _short(text)})
        _add(menu, copy, lambda: QGuiApplication.clipboard().setText(text))
    for words_said, condition in conditions_for(field, value, text, page.context.workspace.locale):
        shown = menu_text(_("Show only “%(text)s”") % {"text": _short(words_said)})
        _add(menu, shown, lambda one=condition: filter_by(page, one))  # type: ignore[misc]


def _add_row_actions(page: RecordListPage, menu: QMenu, current: int) -> None:
    """Offer what concerns the selected records."""
    count = max(1, page.table.selected_count())
    _add(menu, counted_words.copy_words(count), page.copy)
    if page.query.trash:
        words = counted_words.restore_words(count) if count > 1 else _("Restore")
        _add(menu, words, page.delete).setEnabled(not page.context.workspace.read_only)
        return
    able = _may_change(page)
    _add(menu, _("Paste into the list"), page.paste).setEnabled(able)
    _add(menu, counted_words.change_words(count), page.change_selected).setEnabled(able)
    if count > 1:
        _add(menu, counted_words.clean_words(count), page.clean).setEnabled(able)
    if list_actions.has_activities(page):
        act = _add(
            menu, _("Log activity"), lambda: page.context.window.log_activity(page.entity.name, current)
        )
        act.setEnabled(able)
    if page.entity.name in ROW_ACTIONS:
        menu.addSeparator()
        ROW_ACTIONS[page.entity.name](page, menu)
    menu.addSeparator()
    words = counted_words.delete_words(count) if count > 1 else _("Move to the trash")
    _add(menu, words, page.delete).setEnabled(able)


def open_header_menu(page: RecordListPage, at: QPoint) -> None:
    """Open the context menu of a column."""
    header = page.table.horizontalHeader()
    header_menu(page, header.logicalIndexAt(at)).popup(header.viewport().mapToGlobal(at))


def header_menu(page: RecordListPage, column: int) -> QMenu:
    """Return the context menu of a column's heading."""
    menu = _made(page, "headerMenu")
    field = page.table.records.field_at(column)
    if field is not None:
        if _can_sort(page, field):
            _add(menu, _("Sort upwards"), lambda: page.sort(field.key, False))
            _add(menu, _("Sort downwards"), lambda: page.sort(field.key, True))
        if field.filterable:
            words = menu_text(_("Filter by “%(field)s”") % {"field": _(field.label)})
            _add(menu, words, lambda: page.filters.add_condition(field.key))
        menu.addSeparator()
        keys = page.table.columns.layout().keys
        hide = menu_text(_("Hide “%(field)s”") % {"field": _(field.label)})
        rest = tuple(key for key in keys if key != field.key)
        _add(menu, hide, lambda: page.columns.show(rest)).setEnabled(bool(rest))
    _add(menu, _("Fit the columns to the window"), page.columns.share_out)
    _add(menu, _("Columns…"), page.choose_columns)
    _add(menu, _("Reset columns"), page.columns.reset)
    return menu


def filter_by(page: RecordListPage, condition: Condition) -> None:
    """Narrow the list by one more condition; where any of several was enough, by this one alone."""
    kept = page.query.conditions if page.query.match_all else ()
    rest = [one for one in kept if one.field != condition.field]
    page.filters.set_filter([*rest, condition], match_all=True)
    page.filters.set_open(False)
    page.filters.changed.emit()


def _edit(page: RecordListPage, cell: QModelIndex) -> None:
    page.table.cells.go(cell.row(), cell.column(), keep_selection=True)
    page.edit_cell()


def _may_change(page: RecordListPage) -> bool:
    return not page.context.workspace.read_only and not page.query.trash


def _can_sort(page: RecordListPage, field: Field) -> bool:
    return bool(field.sort_on) or field.key == page.entity.title_key


def _made(page: RecordListPage, name: str) -> QMenu:
    page.context.expect_writing()
    menu = QMenu(page)
    menu.setObjectName(name)
    menu.aboutToHide.connect(menu.deleteLater)
    return menu


def _add(menu: QMenu, text: str, act: Callable[[], object]) -> QAction:
    action = menu.addAction(text)
    action.triggered.connect(lambda _on=False: act())
    return action


def _add_check(menu: QMenu, text: str, checked: bool, act: Callable[[], object]) -> None:
    action = _add(menu, text, act)
    action.setCheckable(True)
    action.setChecked(checked)


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1]}…"


def _link_words(field: Field) -> str:
    if isinstance(field.kind, Email):
        return _("Write to %(address)s")
    return _("Call %(address)s") if isinstance(field.kind, Phone) else _("Open %(address)s")
