"""Other ways to see the records of a list: a board, a calendar. Search, filter and saved views serve all of them."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal

from crm_desktop.core.entity import Entity
from crm_desktop.core.i18n import N_, _
from crm_desktop.ui.chip_bar import ChipSpec
from crm_desktop.ui.context import Context, Selection
from crm_desktop.ui.contract import Changes, ListQuery
from crm_desktop.ui.list_bar import ListBar
from crm_desktop.ui.list_preview import MakePanel, plain_panel
from crm_desktop.ui.page import Page
from crm_desktop.ui.record_list_page import RecordListPage

TABLE = "table"


class WayPage(Page):
    """Shows what a list would list in a way of its own.

    The list tells it the query (``show_query``) as often as search, filter or view change, and hands it what a page
    is asked. Emits ``clear_asked`` when the user wants to see everything again.
    """

    clear_asked = Signal()

    def show_query(self, query: ListQuery) -> None:
        """Show the records of a query."""
        raise NotImplementedError


@dataclass(frozen=True)
class Way:
    """A way to see a list: what remembers it, its word, its icon, and what makes its page; without, it is the table."""

    key: str
    text: str
    icon: str
    make: Callable[[Context, Entity], WayPage] | None = None


AS_TABLE = Way(TABLE, N_("List"), "table-2")


class ManyWaysPage(RecordListPage):
    """A list that can be seen in several ways. The first is shown until another one is chosen, which is remembered."""

    def __init__(
        self, context: Context, entity: Entity, ways: Sequence[Way], make_peek: MakePanel = plain_panel
    ) -> None:
        self.ways = ways
        self.way: WayPage | None = None  # None: the table
        self._made: dict[str, WayPage] = {}
        self._waiting = False  # the table has not been told the query
        self._key = self._kept(context, entity)
        super().__init__(context, entity, make_peek)
        self.show_way(self._key)

    def _fill_bar(self, bar: ListBar) -> None:
        super()._fill_bar(bar)
        bar.ways.chosen.connect(self.choose_way)
        self._name_ways(bar)
        self._fit_bar(bar)

    def _fit_bar(self, bar: ListBar) -> None:
        for button in (bar.columns_button, bar.preview_button):
            button.setVisible(self.way is None)

    def _name_ways(self, bar: ListBar) -> None:
        bar.set_ways([ChipSpec(one.key, _(one.text), icon=one.icon) for one in self.ways], self._key)

    def _kept(self, context: Context, entity: Entity) -> str:
        kept = context.state.text(f"way/{entity.name}", "")
        return kept if kept in {one.key for one in self.ways} else self.ways[0].key

    def choose_way(self, key: str) -> None:
        """Show another way, and remember that it was chosen."""
        self.context.state.set_text(f"way/{self.entity.name}", key)
        self.show_way(key)
        self.on_shown()

    def show_way(self, key: str) -> None:
        """Show the records in a way, without remembering it."""
        self.save()
        self._key = key
        way = next(one for one in self.ways if one.key == key)
        before, self.way = self.way, self._page_of(way)
        if self._has("bar"):
            self.bar.ways.set_current(key)
            self._fit_bar(self.bar)
        self.status.setVisible(self.way is None)
        self.preview.set_allowed(self.way is None)
        if self.way is not None:
            self.context.expect_writing()  # a card is drawn, and dropped
            self._stack.setCurrentWidget(self.way)
            self.way.show_query(self.query)
        elif self._waiting:
            self.load()
        elif before is not None:
            self._stack.setCurrentWidget(self.table if len(self.table.records.ids) else self.empty)
        self.title_changed.emit()

    def _page_of(self, way: Way) -> WayPage | None:
        if way.make is None:
            return None
        if way.key not in self._made:
            made = way.make(self.context, self.entity)
            made.title_changed.connect(self.title_changed)
            made.clear_asked.connect(self.clear_filter)
            self._made[way.key] = made
            self._stack.addWidget(made)
        return self._made[way.key]

    def load(self) -> None:
        self._waiting = self._key != TABLE
        if self.way is not None:
            self.way.show_query(self.query)
        elif not self._waiting:
            super().load()

    def _on_ids(self, ids: array[int], complete: bool, again: bool) -> None:
        if self.way is None:
            super()._on_ids(ids, complete, again)
        else:  # what the table was still reading when another way was chosen
            self._waiting = True

    def set_trash(self, trash: bool) -> None:
        self.show_way(TABLE if trash else self._kept(self.context, self.entity))
        self.bar.ways.setHidden(trash)
        super().set_trash(trash)

    def show_rows(self, query: ListQuery, name: str) -> None:
        """List the records behind a number: as a table, until the list is opened again."""
        self.show_way(TABLE)
        super().show_rows(query, name)

    def begin(self) -> None:
        was_among = self.query.among is not None
        super().begin()
        if was_among:
            self.show_way(self._kept(self.context, self.entity))

    # ------------------------------------------------------------------ as a page

    def subtitle(self) -> str:
        return self.way.subtitle() if self.way is not None else super().subtitle()

    def retranslate(self) -> None:
        if self._has("bar"):
            self._name_ways(self.bar)
        super().retranslate()
        for way in self._made.values():
            way.retranslate()

    def on_changes(self, changes: Changes) -> None:
        if self.way is None:
            super().on_changes(changes)
            return
        self._waiting = True
        self.way.on_changes(changes)
        self.views.count_again()

    def on_shown(self) -> None:
        self.way.on_shown() if self.way is not None else super().on_shown()

    def refresh(self) -> None:
        if self.way is None:
            super().refresh()
        else:
            self._waiting = True
            self.way.refresh()
            self.views.count_again()

    def new_record(self) -> None:
        self.way.new_record() if self.way is not None else super().new_record()

    def copy(self) -> None:
        self.way.copy() if self.way is not None else super().copy()

    def select_all(self) -> None:
        self.way.select_all() if self.way is not None else super().select_all()

    def choose_columns(self) -> None:
        if self.way is None:
            super().choose_columns()

    def toggle_peek(self) -> None:
        self.way.toggle_peek() if self.way is not None else super().toggle_peek()

    def paste(self) -> None:
        if self.way is None:
            super().paste()

    def change_selected(self) -> None:
        self.way.change_selected() if self.way is not None else super().change_selected()

    def delete(self) -> None:
        self.way.delete() if self.way is not None else super().delete()

    def save(self) -> None:
        super().save()
        for way in self._made.values():
            way.save()

    def may_leave(self) -> bool:
        return super().may_leave() and all(way.may_leave() for way in self._made.values())

    def selection(self) -> Selection:
        found = self.way.selection() if self.way is not None else None
        return found or super().selection()
