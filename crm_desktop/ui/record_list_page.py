"""The list page of every entity: views, search, filter, table, preview. Knows no entity by name."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from types import ModuleType
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent

from crm_desktop.core.entity import Entity
from crm_desktop.core.errors import CrmError
from crm_desktop.core.formatting import format_number
from crm_desktop.core.i18n import _, labelled, language
from crm_desktop.ui import list_actions
from crm_desktop.ui.context import Context, Selection
from crm_desktop.ui.contract import Changes, ListQuery, SavedView
from crm_desktop.ui.filter_bar import FilterBar
from crm_desktop.ui.list_bar import ListBar
from crm_desktop.ui.list_columns import ListColumns
from crm_desktop.ui.list_frame import ListFrame
from crm_desktop.ui.list_loader import ListLoader
from crm_desktop.ui.list_preview import MakePanel, plain_panel
from crm_desktop.ui.list_status import ListStatus
from crm_desktop.ui.list_sums import ListSums
from crm_desktop.ui.page import PageAction
from crm_desktop.ui.saved_views import ALL, SavedViews
from crm_desktop.ui.typed_search import TypedSearch

if TYPE_CHECKING:
    from crm_desktop.ui.cell_editing import CellEditing


class RecordListPage(ListFrame):
    """Lists the records of one entity. ``make_peek`` makes the panel that shows the current one.

    ``first_view`` is the key of the view that it begins with: all records, or one that the list brings along.
    """

    first_view = ALL

    def __init__(self, context: Context, entity: Entity, make_peek: MakePanel = plain_panel) -> None:
        super().__init__(context, entity, make_peek)
        self.views = SavedViews(context, entity, self, self.first_view)
        begun = self.views.view()
        self.query = begun.query if begun is not None else ListQuery(entity.name)
        self.columns = ListColumns(context, entity, self.table, lambda: self.views.current)
        self.sums = ListSums(context, entity, self.table, self._show_sums, self)
        self._parts, self._named = list_actions.tables_of(entity)
        self._complete = True
        self._loader = ListLoader(self, context.workspace.lists, context.tasks, self._on_ids, self._on_failed)
        self._connect()
        self._apply_layout(())
        self.views.load()
        self.load()

    def _connect(self) -> None:
        table = self.table
        self.views.chosen.connect(self._on_view)
        self.views.saved.connect(self.columns.keep)
        self.views.loaded.connect(self._show_save_chip)
        self.views.update_asked.connect(self._on_update_view)
        table.sort_requested.connect(self.sort)
        table.opened.connect(lambda found: self.context.window.open_record(self.entity.name, found))
        table.selection_changed.connect(self._show_counts)
        table.delete_requested.connect(self.delete)
        table.hand_typing_to(TypedSearch(lambda: self.bar.search))
        table.cells.edit_requested.connect(self.edit_cell)
        table.cells.composed.connect(self._on_composed)
        table.cells.empty_requested.connect(self._on_emptied)
        table.customContextMenuRequested.connect(lambda at: self._menus.open_row_menu(self, at))
        header = table.horizontalHeader()
        header.customContextMenuRequested.connect(lambda at: self._menus.open_header_menu(self, at))

    def _fill_bar(self, bar: ListBar) -> None:
        bar.search.set_silently(self.query.search)
        bar.search.took(self._loader.milliseconds)
        bar.search.searched.connect(self.search)
        bar.search.left_downwards.connect(self._focus_table)
        bar.filter_clicked.connect(self.toggle_filter)
        bar.columns_clicked.connect(self.choose_columns)
        bar.more_clicked.connect(lambda: self._menus.open_more_menu(self, bar.more_button))
        bar.chips.add_clicked.connect(self.save_filter)
        bar.chips.set_add_visible(self._is_worth_saving())
        self.views.show_in(bar.chips)

    def _fill_status(self, status: ListStatus) -> None:
        status.show_note(_("Trash") if self.query.trash else "")
        status.show_speed(self._loader.milliseconds)
        total = len(self.table.records.ids)
        status.show_counts(self.table.selected_count(), total, complete=self._complete)

    def _fill_filters(self, filters: FilterBar) -> None:
        filters.set_fields(self.columns.offered())
        self._show_filter(filters)
        filters.changed.connect(self._on_filter)

    @cached_property
    def editing(self) -> CellEditing:
        """Editing in the cells; made with its first use."""
        from crm_desktop.ui.cell_editing import CellEditing

        return CellEditing(self.context, self.entity, self.table, lambda: self.query.trash)

    @cached_property
    def _menus(self) -> ModuleType:
        from crm_desktop.ui import list_menus

        return list_menus

    def edit_cell(self, key: QKeyEvent | None = None) -> None:
        """Edit the current cell; a typed ``key`` takes the place of what is there."""
        self.editing.begin(key)

    def _on_composed(self, event: QInputMethodEvent) -> None:
        self.editing.compose(event)

    def _on_emptied(self) -> None:
        self.editing.empty()

    # ------------------------------------------------------------------ what is listed

    def load(self) -> None:
        """Show the records of the query, from the top."""
        words: tuple[str, ...] = ()
        if self.query.search:
            from crm_desktop.core.matches import folded_words

            words = folded_words(self.query.search)
        self.table.set_search_words(words)
        nearest_first = words and not self.query.sort
        self.table.records.set_order(*(("", False) if nearest_first else self.entity.order(self.query)))
        self._loader.load(self.query)

    def search(self, text: str) -> None:
        """List what is found by ``text``."""
        self.query = replace(self.query, search=text)
        self.load()
        self._show_save_chip()

    def sort(self, key: str, descending: bool) -> None:
        """List in the order of a field."""
        self.query = replace(self.query, sort=key, descending=descending)
        self.load()
        self.columns.keep()

    def set_trash(self, trash: bool) -> None:
        """List all that was deleted, or what is there."""
        self.query = replace(self.query, trash=trash)
        self.clear_filter()
        self.title_changed.emit()

    def toggle_trash(self) -> None:
        """List what was deleted, or what is there."""
        self.set_trash(not self.query.trash)

    def is_in_trash(self) -> bool:
        return self.query.trash

    def choose_order(self) -> None:
        """Offer the fields that the list can be sorted by."""
        self._menus.open_order_menu(self, self.bar.more_button)

    def clear_filter(self) -> None:
        """List everything again."""
        self._list_only(None, "")

    def _list_only(self, among: tuple[int, ...] | None, name: str) -> None:
        """List some records, which are called ``name``, or all of them; without a search and a filter."""
        self.bar.search.set_silently("")
        self.filters.set_filter((), match_all=True)
        self.filters.set_given(name)
        self.filters.set_open(False)
        self.query = replace(self.query, search="", conditions=(), match_all=True, among=among)
        self.views.current = "all"
        self.bar.chips.set_current("all" if among is None else "")
        self.status.show_note(_("Trash") if self.query.trash else "")
        self.load()
        self._show_save_chip()

    def is_narrowed(self) -> bool:
        """Tell whether a search or a filter hides records."""
        return bool(self.query.search or self.query.conditions or self.query.among is not None)

    def _on_ids(self, ids: array[int], complete: bool, again: bool) -> None:
        self._complete = complete
        if not again and self._has("status"):
            self.status.show_speed(self._loader.milliseconds)
        if not again and self._has("bar"):
            self.bar.search.took(self._loader.milliseconds)
        self.table.show_ids(ids, complete=complete, keep_place=again)
        if len(ids):
            self._stack.setCurrentWidget(self.table)
            self.table.make_first_current()  # the preview shows the nearest match
        else:
            list_actions.say_empty(self)
            self._stack.setCurrentWidget(self.empty)
        self._show_counts()
        self.preview.soon() if again else self.preview.follow()

    def _on_failed(self, error: CrmError) -> None:
        self.empty.say("circle-alert", error.title, error.hint)
        self._stack.setCurrentWidget(self.empty)

    def _on_view(self, view: SavedView | None) -> None:
        base = view.query if view is not None else ListQuery(self.entity.name)
        self.query = replace(base, entity=self.entity.name)
        self.bar.search.set_silently(self.query.search)
        if self._has("filters") or self.query.conditions:
            self.filters.set_given("")
            self._show_filter(self.filters)
        self._apply_layout(view.columns if view is not None else ())
        self.load()
        self._show_save_chip()

    def _show_filter(self, filters: FilterBar) -> None:
        """Show the filter of the query; the name of a view that the list brings along says enough."""
        ready = self.views.is_ready(self.query)
        filters.set_filter(self.query.conditions, match_all=self.query.match_all, said_elsewhere=ready)
        filters.set_open(False)

    def _on_filter(self) -> None:
        found = self.filters.conditions()
        among = self.query.among if self.filters.given else None
        self.query = replace(self.query, conditions=found, match_all=self.filters.match_all(), among=among)
        self.load()
        self._show_save_chip()

    def save_filter(self) -> None:
        """Keep search, filter and columns as a view."""
        self.views.save(self.query, self.table.columns.layout().keys)

    def _on_update_view(self, name: str) -> None:
        self.views.keep(name, self.query, self.table.columns.layout().keys)

    def toggle_filter(self) -> None:
        """Open or close the filter."""
        self.filters.set_open(not self.filters.is_open())

    def _focus_table(self) -> None:
        self.table.setFocus()
        if not self.table.selected_count() and len(self.table.records.ids):
            self.table.select_id(self.table.records.ids[0])

    # ------------------------------------------------------------------ columns

    def choose_columns(self) -> None:
        """Open the column chooser."""
        self.columns.choose(self.bar.columns_button)

    def _apply_layout(self, columns: tuple[str, ...]) -> None:
        if self._has("filters"):
            self.filters.set_fields(self.columns.offered())
        layout = self.columns.apply(columns)
        if layout.sort:  # the order that was last chosen in this view
            is_own = (layout.sort, layout.descending) != self.entity.order(ListQuery(self.entity.name))
            self.query = replace(
                self.query, sort=layout.sort if is_own else "", descending=is_own and layout.descending
            )

    # ------------------------------------------------------------------ preview and status

    def toggle_peek(self) -> None:
        """Open or close the preview."""
        self.preview.toggle()

    def _show_counts(self) -> None:
        if self._has("status"):
            total = len(self.table.records.ids)
            self.status.show_counts(self.table.selected_count(), total, complete=self._complete)
        self.sums.soon()
        self.title_changed.emit()

    def _show_sums(self, words: str) -> None:
        if words or self._has("status"):
            self.status.show_sums(words)

    def _show_save_chip(self) -> None:
        if self._has("bar"):
            self.bar.chips.set_add_visible(self._is_worth_saving())

    def _is_worth_saving(self) -> bool:
        is_own = self.is_narrowed() and not self.views.is_kept(self.query)
        return is_own and self.query.among is None

    # ------------------------------------------------------------------ as a page

    def title(self) -> str:
        plural = _(self.entity.title_plural)
        return labelled(_("Trash"), plural) if self.query.trash else plural

    def subtitle(self) -> str:
        if not self._complete:
            return ""
        return format_number(len(self.table.records.ids), language())

    def page_actions(self) -> Sequence[PageAction]:
        return list_actions.page_actions(self)

    def retranslate(self) -> None:
        self.save()
        for part in ("bar", "filters", "status"):
            if self._has(part):
                getattr(self, part).retranslate()
        for one in (self.views, self.preview, self.table):
            one.retranslate()
        if self._has("status"):
            self.status.show_note(_("Trash") if self.query.trash else "")
        self._show_save_chip()
        self._show_counts()
        if self._has("empty") and self._stack.currentWidget() is self.empty:
            list_actions.say_empty(self)

    def on_changes(self, changes: Changes) -> None:
        self.views.on_changes(changes)
        if changes.touches(self.entity.name, *self._parts):
            if changes.kind in ("undo", "redo"):
                self.table.expect(changes.tables.get(self.entity.name))
            self.refresh()
        elif changes.touches(*self._named):
            self.table.records.refresh()

    def on_shown(self) -> None:
        self.table.setFocus()
        self.sums.soon()

    def begin(self) -> None:
        if self.query.trash:
            self.set_trash(False)
        elif self.query.among is not None:
            self.clear_filter()

    def show_rows(self, query: ListQuery, name: str) -> None:
        self.query = replace(self.query, trash=False)
        self._list_only(query.among, name)
        self.title_changed.emit()

    def refresh(self) -> None:
        self.table.records.refresh()
        self._loader.reload(self.query, len(self.table.records.ids))
        self.views.count_again()

    def focus_search(self) -> None:
        self.bar.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.bar.search.selectAll()

    def new_record(self) -> None:
        if self.context.handlers.new_record is not None:
            self.context.handlers.new_record(self.entity.name)

    def copy(self) -> None:
        list_actions.copy(self)

    def select_all(self) -> None:
        self.table.cells.show(False)  # what is done now concerns whole rows
        self.table.selectAll()

    def paste(self) -> None:
        from crm_desktop.ui.list_paste import paste

        paste(self)

    def log_activity(self, means: str = "") -> None:
        current = self.table.current_id()
        if current is not None and not self.query.trash:
            self.context.window.log_activity(self.entity.name, current, means)

    def change_selected(self) -> None:
        list_actions.change_selected(self)

    def clean(self) -> None:
        list_actions.clean(self)

    def merge_selected(self) -> None:
        list_actions.merge_selected(self)

    def delete(self) -> None:
        list_actions.restore(self) if self.query.trash else list_actions.delete(self)

    def save(self) -> None:
        if self._has("editing"):
            self.editing.finish()

    def may_leave(self) -> bool:
        return not self._has("editing") or list_actions.may_leave(self)

    def selection(self) -> Selection:
        table = self.table
        return Selection(self.query, table.columns.layout().keys, table.selected_ids(), table.is_ticked)
