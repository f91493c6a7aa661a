"""The page of likely duplicates: groups to be looked at, merged one by one or many in one step, or parted for good."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout

from crm_desktop.core.errors import CrmError
from crm_desktop.core.formatting import format_number
from crm_desktop.core.i18n import _, language, ngettext
from crm_desktop.services.duplicates import ENTITIES
from crm_desktop.services.duplicates.pairs import Pair
from crm_desktop.ui.alive import while_alive
from crm_desktop.ui.context import Context, Place
from crm_desktop.ui.contract import Changes
from crm_desktop.ui.duplicates_aside import GroupAside
from crm_desktop.ui.duplicates_bar import LikenessBar, TickBar
from crm_desktop.ui.duplicates_list import GroupList
from crm_desktop.ui.duplicates_model import GroupsModel, Line
from crm_desktop.ui.duplicates_search import DuplicateSearch, Planned
from crm_desktop.ui.empty_state import EmptyState
from crm_desktop.ui.labels import line
from crm_desktop.ui.merge_pages import TAB, open_merge
from crm_desktop.ui.page import Page, PageAction
from crm_desktop.ui.record_contract import file_of
from crm_desktop.ui.tab_strip import TabSpec, TabStrip
from crm_desktop.ui.tasks import Task

APART = "apart"  # the tab of those that somebody said to be two
_ASIDE, _ASIDE_NARROW, _WIDE = 340, 260, 1000  # pixels
_LOOK_MS = 200


class DuplicatesPage(Page):
    """Searches when a sort of records is first looked at. The list is that of a tab, or of what would be merged."""

    def __init__(self, context: Context, _place: Place) -> None:
        super().__init__(context.stage)
        self.context = context
        self.search = DuplicateSearch(context.workspace)
        self.tabs = TabStrip()
        self.bar = LikenessBar(context.state)
        self.ticks = TickBar()
        titles = {one: context.entities[one].title_key for one in ENTITIES}
        self.model = GroupsModel(context.workspace.lists, titles, self)
        self.list = GroupList(self.model)
        self.aside = GroupAside(context)
        self.empty = EmptyState()
        self._line = line()
        self._stack = QStackedWidget()
        self._tab = ENTITIES[0]
        self._planned: Planned | None = None
        self._searches: dict[str, Task] = {}
        self._reading: Task | None = None
        self._watch = QTimer(self, interval=_LOOK_MS)
        self._build()
        self._connect()
        self.retranslate()

    def _build(self) -> None:
        self._stack.addWidget(self.list)
        self._stack.addWidget(self.empty)
        below = QHBoxLayout()
        below.setSpacing(0)
        below.addWidget(self._stack, 1)
        below.addWidget(line(upright=True))
        below.addWidget(self.aside)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.tabs)
        column.addWidget(self.bar)
        column.addWidget(self._line)
        column.addLayout(below, 1)
        column.addWidget(line())
        column.addWidget(self.ticks)

    def _connect(self) -> None:
        self.tabs.chosen.connect(self.show_tab)
        self.bar.changed.connect(self.leave_review)
        self.bar.again.connect(self.look_again)
        self.ticks.all_asked.connect(self.model.tick_all)
        self.model.dataChanged.connect(lambda *_cells: self._show_counts())
        self.list.selectionModel().currentChanged.connect(lambda *_rows: self._on_current())
        self.list.opened.connect(self.open_row)
        self.list.parted.connect(self.part)
        self.aside.merge_asked.connect(lambda: self.open_row(self.list.currentIndex().row()))
        self.aside.parted.connect(lambda: self.part(self.list.currentIndex().row()))
        self.aside.joined.connect(self.join)
        self._watch.timeout.connect(self._on_watch)

    # ------------------------------------------------------------------ searching

    def show_tab(self, key: str) -> None:
        """Show the groups of an entity, or those that are parted for good."""
        self._tab, self._planned = key, None
        self.tabs.set_current(key)
        self.model.ticked.clear()
        if key != APART and key not in self.search.pairs:
            self.look()
        else:
            self._list()

    def look(self) -> None:
        """Search among the records of the tab, in the background."""
        entity = self._tab
        if entity == APART or not self._is_over(entity):
            return
        self.bar.stale.hide()
        self._show_lines(())
        self._say_searching()
        self._searches[entity] = self.context.tasks.search(
            partial(self.search.find, entity),
            done=while_alive(self, partial(self._on_found, entity)),
            failed=while_alive(self, self._on_failed),
            title=_("Search for duplicates"),
        )
        self._watch.start()

    def _is_over(self, entity: str) -> bool:
        """Tell whether no search for an entity is under way."""
        task = self._searches.get(entity)
        return task is None or task.finished or task.is_cancelled()

    def _on_found(self, entity: str, pairs: Sequence[Pair]) -> None:
        self._searches.pop(entity, None)
        self.search.pairs[entity] = pairs
        if entity == self._tab:
            self._list()

    def _on_failed(self, error: CrmError) -> None:
        self._searches.pop(self._tab, None)
        self.empty.say("circle-alert", error.title, error.hint, _("Search again"), self.look)
        self._stack.setCurrentWidget(self.empty)

    def _on_watch(self) -> None:
        """Look whether a search was stopped: nobody else tells."""
        if all(map(self._is_over, ENTITIES)):
            self._watch.stop()
            if self._tab != APART and self._tab not in self.search.pairs:
                self._searches.clear()
                text = _("Nothing was changed.")
                self.empty.say("x", _("The search was stopped."), text, _("Search again"), self.look)

    def _say_searching(self) -> None:
        text = _("Every record is compared with those that share a name, a number or an address with it.")
        self.empty.say("search", _("Searching for duplicates…"), text)
        self._stack.setCurrentWidget(self.empty)

    # ------------------------------------------------------------------ listing

    def _list(self) -> None:
        """Read the groups of the tab again; what is done with meanwhile is left out."""
        if self._reading is not None:
            self._reading.cancel()
        key, search, least = self._tab, self.search, self.bar.least

        def read(_task: Task) -> Sequence[Line]:
            return search.apart(ENTITIES) if key == APART else search.lines(key, least)

        self._reading = self.context.tasks.read(
            read, done=while_alive(self, self._on_lines), failed=while_alive(self, self._on_failed)
        )

    def _on_lines(self, lines: Sequence[Line]) -> None:
        if self._planned is None:
            self._show_lines(lines)
            if not lines:
                self._say_nothing()

    def _show_lines(self, lines: Sequence[Line]) -> None:
        row = self.list.currentIndex().row()
        self.model.show(lines, can_tick=self._tab != APART and not self.context.workspace.read_only)
        was_empty = self._stack.currentWidget() is self.empty
        self._stack.setCurrentWidget(self.list if lines else self.empty)
        if lines and was_empty and self.isVisible() and not self.bar.choice.hasFocus():
            self.list.setFocus()  # which it could not have while it was hidden
        self.list.show_row(row)
        self._on_current()
        self._show_counts()

    def _say_nothing(self) -> None:
        if self._tab == APART:
            heading = _("Nothing is marked as “Not a duplicate”")
            text = _("What you mark as “Not a duplicate” is kept here and can be taken back.")
            self.empty.say("users", heading, text)
        elif file_of(self.context).lists.count(self._tab) == 0:
            plural = _(self.context.entities[self._tab].title_plural).lower()
            heading = _("No %(records)s yet") % {"records": plural}
            entity, window = self._tab, self.context.window
            go_on = _("See the %(records)s") % {"records": plural}
            text = _("Likely duplicates will be listed here.")
            self.empty.say("users", heading, text, go_on, lambda: window.open_list(entity))
        else:
            heading, text = _("No likely duplicates"), _("A lower likeness shows more.")
            self.empty.say("circle-check", heading, text, _("Search again"), self.look_again)

    def _show_counts(self) -> None:
        self._show_tabs()
        for one in (self.bar, self._line):
            one.setVisible(self._tab != APART and self._planned is None)
        self.ticks.setVisible(self.model.can_tick and bool(self.model.lines))
        self.ticks.show_counts(len(self.model.ticked), len(self.model.lines))
        self.title_changed.emit()

    def _show_tabs(self) -> None:
        count = format_number(len(self.model.lines), language()) if self.model.lines else ""
        words = {one: _(self.context.entities[one].title_plural) for one in ENTITIES}
        words[APART] = _("Not duplicates")
        specs = [TabSpec(key, text, count if key == self._tab else "") for key, text in words.items()]
        if specs != self.tabs.specs():
            self.tabs.set_tabs(specs, self._tab)
        self.tabs.set_current(self._tab)

    def _on_current(self) -> None:
        self.aside.show_line(self.model.line(self.list.currentIndex().row()))

    # ------------------------------------------------------------------ one group

    def open_row(self, row: int) -> None:
        """Show the records of a line side by side."""
        found = self.model.line(row)
        if found is not None and not found.note:
            open_merge(self.context, found.entity, found.ids)

    def part(self, row: int) -> None:
        """Remember that no two of the records of a line are the same."""
        found = self.model.line(row)
        if found is None or found.note or self.context.workspace.read_only:
            return
        duplicates = file_of(self.context).duplicates
        self._write(
            lambda: duplicates.set_distinct(found.entity, *found.ids),
            _("Not a duplicate: %(names)s") % {"names": found.between.join(self.model.names(row))},
        )

    def join(self) -> None:
        """Let the records of the chosen line be likely duplicates again."""
        found = self.model.line(self.list.currentIndex().row())
        if found is not None and found.note:
            duplicates = file_of(self.context).duplicates
            self._write(
                lambda: duplicates.forget_distinct(found.entity, [found.note]),
                _("Possibly a duplicate again"),
            )

    def _write(self, act: Callable[[], int], text: str) -> None:
        """Write something that can be undone; the list is read again when it is told of the change."""
        window = self.context.window

        def done(transaction: int) -> None:
            self.leave_review()
            window.show_toast(text, _("Undo"), lambda: window.undo(transaction))

        self.context.tasks.run(lambda _task: act(), done=while_alive(self, done))

    # ------------------------------------------------------------------ many groups

    def review(self) -> None:
        """Show what a merge of the ticked groups would do; nothing is written yet."""
        chosen, search = self.model.chosen(), self.search
        if chosen and self._planned is None:
            self.context.tasks.search(
                lambda task: search.plan(chosen, task),
                done=while_alive(self, self._on_planned),
                title=_("Prepare the merge"),
            )

    def _on_planned(self, planned: Planned) -> None:
        self._planned = planned
        self._show_lines(planned.lines)
        self.model.ticked = {one.ids for one in planned.lines}
        self._show_counts()
        self.list.setFocus()

    def leave_review(self) -> None:
        """Go back to all groups."""
        self._planned = None
        self._list()

    def merge(self) -> None:
        """Merge what is still ticked, in one step."""
        planned, ticked, search, entity = self._planned, self.model.ticked, self.search, self._tab
        if planned is None:
            return
        merges = [one for one in planned.merges if (one.winner, *one.losers) in ticked]
        count = sum(len(one.losers) for one in merges)
        text = ngettext("%(count)s record was merged.", "%(count)s records were merged.", count)
        text %= {"count": format_number(count, language())}
        window = self.context.window

        def done(transaction: int) -> None:
            self.leave_review()
            window.show_toast(text, _("Undo"), lambda: window.undo(transaction))

        if merges:
            self.context.tasks.run(
                lambda task: search.merge(entity, merges, task),
                done=while_alive(self, done),
                failed=while_alive(self, self._on_not_merged),
                title=_("Merge"),
            )

    def _on_not_merged(self, error: CrmError) -> None:
        self.context.messages.error(error)
        self.leave_review()

    # ------------------------------------------------------------------ as a page

    def title(self) -> str:
        return _("Review of the merge") if self._planned is not None else _("Duplicates")

    def subtitle(self) -> str:
        return _("nothing is written yet") if self._planned is not None else ""

    def page_actions(self) -> Sequence[PageAction]:
        count = len(self.model.ticked)
        number = {"count": format_number(count, language())}
        able = bool(count) and not self.context.workspace.read_only
        if self._planned is not None:
            text = ngettext("Merge %(count)s group", "Merge %(count)s groups", count) % number
            back = PageAction(_("Back"), "arrow-left", self.leave_review)
            return (back, PageAction(text, "merge", self.merge, True, able))
        if self._tab == APART:
            return ()
        text = ngettext("Merge %(count)s group…", "Merge %(count)s groups…", count) % number
        text = text if count else _("Merge what is ticked…")
        again = PageAction(_("Search again"), "refresh-cw", self.look_again, enabled=self._is_over(self._tab))
        return (again, PageAction(text, "merge", self.review, True, able))

    def retranslate(self) -> None:
        self.list.setAccessibleName(_("Groups of records that are likely one"))
        for one in (self.bar, self.ticks, self.aside):
            one.retranslate()
        self._planned = None
        self._show_counts()
        if self._is_over(self._tab) and (self._tab == APART or self._tab in self.search.pairs):
            self._list()
        elif not self._is_over(self._tab):
            self._say_searching()

    def refresh(self) -> None:
        """Read the groups again; only who asks for it has the whole file searched once more."""
        if self._tab == APART or self._tab in self.search.pairs:
            self.bar.stale.setVisible(self._tab != APART)
            self.leave_review()
        else:
            self.look()

    def look_again(self) -> None:
        """Forget what was found, and search once more."""
        self._planned = None
        self.search.pairs.pop(self._tab, None)
        self.look()

    def on_changes(self, changes: Changes) -> None:
        if changes.touches(*ENTITIES, "distinct_pair") and self._planned is None:
            self._list()
        if changes.touches(*ENTITIES) and changes.kind != "merge":
            self.bar.stale.setVisible(self._tab in self.search.pairs)

    def on_shown(self) -> None:
        asked = self.context.remembered.pop(TAB, self._tab)
        if asked != self._tab or (asked != APART and asked not in self.search.pairs):
            self.show_tab(asked)
        self.list.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.aside.setFixedWidth(_ASIDE if event.size().width() > _WIDE else _ASIDE_NARROW)
