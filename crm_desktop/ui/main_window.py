"""The window: navigation at the left, the page in front, its title and actions above it.

Pages are made when they are first opened, by the makers that the window was given; they plug in through
:class:`PageSpec`. The window itself knows no entity.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from crm_desktop.core.i18n import language
from crm_desktop.ui import icons, theme
from crm_desktop.ui.alive import is_within, while_alive
from crm_desktop.ui.changes import ChangeHub
from crm_desktop.ui.commands import Commands
from crm_desktop.ui.context import Context, Place
from crm_desktop.ui.contract import Changes, ListQuery
from crm_desktop.ui.file_drop import FileDrop
from crm_desktop.ui.labels import line
from crm_desktop.ui.language import switch
from crm_desktop.ui.menus import Menus
from crm_desktop.ui.navigation import Navigation
from crm_desktop.ui.page import Page
from crm_desktop.ui.pages import OWN_PAGES, PageSpec, navigation_entries
from crm_desktop.ui.redirects import led_on, sentence
from crm_desktop.ui.tab_order import focus_next
from crm_desktop.ui.tasks import TaskRunner
from crm_desktop.ui.toast import Toast
from crm_desktop.ui.top_bar import TopBar
from crm_desktop.ui.trail import Trail
from crm_desktop.ui.turns import turns
from crm_desktop.ui.undo import Undo
from crm_desktop.ui.undo_keys import UndoKeys
from crm_desktop.ui.usage import Usage
from crm_desktop.ui.work_bar import WorkBar

NARROW_BELOW = 1100
MINIMUM = (1024, 640)
FIRST_SIZE = QSize(1440, 900)
KEPT_RECORD_PAGES = 6
AFTER_FIRST_MS = 300  # what the first page and its numbers need not wait for


class MainWindow(QMainWindow):
    """One customer file, open. ``closed`` tells that it was closed, and did not stay because of something."""

    closed = Signal()

    def __init__(self, context: Context, pages: Sequence[PageSpec] = (), start: Place | None = None) -> None:
        super().__init__()
        self.context = context
        context.navigator = self
        self._specs = {one.name: one for one in (*OWN_PAGES, *pages)}
        self.entries = navigation_entries(context, tuple(pages))
        self.trail = Trail()
        self.usage = Usage(context.state, context.workspace.path)
        self._pages: dict[Place, Page] = {}
        self._missed: dict[Place, list[Changes]] = {}  # by pages that are not in front
        self._narrow_wish: bool | None = None
        self._has_looked_back = False
        self.history = Undo(context, self)
        self.navigation = Navigation(context.workspace.name, self.entries)
        self.top_bar = TopBar()
        self._stack = context.stage = QStackedWidget()
        self.toast = Toast(self)
        self.work = WorkBar()
        self.menus = Menus(self, Commands(self))
        self.menus.set_places(self.entries, self.open_entry)
        self.menus.set_available(context, {*self._specs})
        if context.workspace.read_only:
            self.menus.name_undo("", "")
        for name, action in self.menus.actions.items():
            action.triggered.connect(partial(self._on_used, name))
        self.changes = ChangeHub(context.workspace, self)
        self._build()
        self._connect()
        self.retranslate()
        first = start or (self.entries[0].place if self.entries else Place("shortcuts"))
        self.open_place(first)
        QTimer.singleShot(0, self, self._count)
        QTimer.singleShot(AFTER_FIRST_MS, self, self._look_back)

    def _build(self) -> None:
        self.setWindowIcon(icons.app_icon())
        self.setMinimumSize(*MINIMUM)
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        right.addWidget(self.top_bar)
        right.addWidget(line())
        right.addWidget(self._stack, 1)
        right.addWidget(self.work)
        body = QWidget()
        row = QHBoxLayout(body)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.navigation)
        row.addLayout(right, 1)
        self.setCentralWidget(body)
        self.context.state.place(self, FIRST_SIZE)

    def _connect(self) -> None:
        self.navigation.chosen.connect(self.open_entry)
        self.navigation.toggled.connect(self.toggle_navigation)
        self.top_bar.back_clicked.connect(lambda: self.go(-1))
        self.top_bar.forward_clicked.connect(lambda: self.go(1))
        self.top_bar.search_clicked.connect(self.open_search)
        self.changes.changed.connect(self._on_changes)
        self.history.named.connect(self.menus.name_undo)
        if isinstance(self.context.tasks, TaskRunner):
            self.work.watch(self.context.tasks)
        UndoKeys(self)
        self.file_drop = FileDrop(self)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._on_scheme)

    # ------------------------------------------------------------------ pages

    @property
    def page(self) -> Page:
        """The page in front."""
        shown = self._stack.currentWidget()
        assert isinstance(shown, Page)
        return shown

    @property
    def place(self) -> Place:
        """Where the user is."""
        return self.trail.here or Place("")

    def open_place(self, place: Place) -> None:
        """Go to a page; one that nobody has made known stays where it is."""
        if place.page in self._specs and (self.trail.here is None or self.page.may_leave()):
            self.trail.visit(place)
            self._show_place()
            if self.place.page == "record" and self.place.record:
                self.usage.note_record(self.place.entity, self.place.record)

    def open_entry(self, place: Place) -> None:
        """Go to a page of the navigation, as it begins: a list that was left in its trash shows what is there."""
        self.open_place(place)
        if self.place == place:
            self.page.begin()

    def open_record(self, entity: str, record_id: int) -> None:
        """Open the page of a record."""
        self.open_place(Place("record", entity, record_id))

    def open_list(self, entity: str) -> None:
        """Open the list of an entity."""
        self.open_place(Place("list", entity))

    def leave(self, instead: Place) -> None:
        """Go back to where the user came from; ``instead`` is for those who came from nowhere."""
        if self.trail.can_go_back:
            self.go(-1)
        else:
            self.open_place(instead)

    def open_rows(self, query: ListQuery, name: str) -> None:
        """Open the list of the records behind a number that is called ``name``."""
        place = Place("list", query.entity)
        self.open_place(place)
        if self.place == place:
            self.page.show_rows(query, name)

    def open_about(self, place: Place, ids: Sequence[int]) -> None:
        """Open a page that begins with some records."""
        self.open_place(place)
        if self.place == place:
            self.page.show_records(ids)

    def log_activity(self, entity: str, record_id: int, means: str = "") -> None:
        """Open the page of a record where is written what happened."""
        self.open_record(entity, record_id)
        if self.place == led_on(self.context, Place("record", entity, record_id)):
            self.page.log_activity(means)

    def go(self, steps: int) -> None:
        """Go back (negative) or forward."""
        if self.trail.peek(steps) is not None and self.page.may_leave():
            self.trail.move(steps)
            self._show_place()

    def page_changed(self) -> None:
        """Ask the page in front for its title and actions again."""
        page = self.page
        self.top_bar.show_page(page.title(), page.subtitle(), page.page_actions())
        self.menus.set_page(page)
        self.setWindowTitle(f"{page.title()} – {self.context.workspace.name}")

    def open_search(self) -> None:
        """Open the search of everything."""
        from crm_desktop.ui.search_palette import SearchPalette

        SearchPalette(self).open_below(self.top_bar.search)

    def _show_place(self) -> None:
        self._follow_merge()
        place = self.place
        page = self._pages.get(place)
        if page is None:
            page = self._pages[place] = self._specs[place.page].make(self.context, place)
            page.title_changed.connect(lambda: self.page_changed() if page is self.page else None)
            self._stack.addWidget(page)
            self._drop_old_pages()
        self._catch_up(page)
        self._come_to_front(page)
        same_list = next((one.place for one in self.entries if one.place.entity == place.entity != ""), place)
        self.navigation.set_current(same_list)
        self.top_bar.set_history(back=self.trail.can_go_back, forward=self.trail.can_go_forward)
        self.page_changed()
        page.on_shown()

    def _follow_merge(self) -> bool:
        """Take the place of what a merged record became; tell whether there is one."""
        here = self.place
        there = led_on(self.context, here)
        if there != here:
            self.trail.replace(there)
            self.show_toast(sentence(self.context, here, there))
        return there != here

    def _come_to_front(self, page: Page) -> None:
        """Show a page, with the focus where it was in it: Qt would look through the whole window for another place."""
        if page is self._stack.currentWidget():
            return
        focused = self.focusWidget()
        if is_within(focused, self._stack):
            focused.clearFocus()
        # By itself it would stop and begin to paint each widget of all pages that are kept.
        self._stack.setAttribute(Qt.WidgetAttribute.WA_UpdatesDisabled)
        self._stack.setCurrentWidget(page)
        self._stack.setAttribute(Qt.WidgetAttribute.WA_UpdatesDisabled, False)
        page.lower()  # has Qt paint all of it in one go; else what lies on an opaque part of it is painted twice
        here = page.focusWidget()
        if here is not None:
            here.setFocus()

    def _drop_old_pages(self) -> None:
        records = [place for place in self._pages if place.record and place != self.place]
        for place in records[:-KEPT_RECORD_PAGES]:
            page = self._pages.pop(place)
            self._missed.pop(place, None)
            self._stack.removeWidget(page)
            turns().at_leisure(page, page.deleteLater)

    # ------------------------------------------------------------------ changes, undo, toasts

    def _on_changes(self, changes: Changes) -> None:
        """Tell the page in front at once, the others when they come there."""
        if self._follow_merge():
            self._show_place()
        for place, page in self._pages.items():
            if page is self.page:
                page.on_changes(changes)
            else:
                self._missed.setdefault(place, []).append(changes)
        self._read_in_background()

    def _catch_up(self, page: Page) -> None:
        """Tell a page what it has missed; after several changes it reads everything again once."""
        missed = self._missed.pop(self.place, [])
        if len(missed) == 1:
            page.on_changes(missed[0])
        elif missed:
            page.refresh()

    def _read_in_background(self) -> None:
        self._count()
        self._look_back()

    def _count(self) -> None:
        """Read the numbers of the navigation."""
        lists = self.context.workspace.lists
        sections = tuple(self.context.sections)

        def counts(_task: object) -> list[tuple[str, int]]:
            return [
                (one.name, lists.count_of(ListQuery(one.name, conditions=one.open_ones)))
                if one.open_ones
                else (one.name, lists.count(one.name))
                for one in sections
            ]

        self.context.tasks.read(counts, done=while_alive(self.navigation, self._show_counts))

    def _look_back(self) -> None:
        """Read what could be undone, and how safe the file is."""
        self._has_looked_back = True
        self.history.look()
        self.show_state()

    def show_state(self) -> None:
        """Say at the bottom of the navigation how safe the file is."""
        status_text = self.context.handlers.status_text
        self.context.tasks.read(
            lambda _task: status_text(), done=while_alive(self.navigation, self.navigation.set_state)
        )

    def _show_counts(self, counts: list[tuple[str, int]]) -> None:
        for name, count in counts:
            self.show_count(Place("list", name), count)

    def show_count(self, place: Place, count: int) -> None:
        """Show a number beside a page of the navigation."""
        self.navigation.set_count(place, count)

    def undo(self, transaction: int) -> None:
        """Undo a transaction."""
        self.history.undo(transaction)

    def show_toast(self, text: str, action: str = "", act: Callable[[], None] | None = None) -> None:
        """Say something that goes away by itself."""
        self.toast.say(text, action, act)

    # ------------------------------------------------------------------ look and language

    def set_theme(self, mode: theme.Mode) -> None:
        """Show the program in another scheme, now."""
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        theme.apply(app, mode)
        self.context.handlers.theme_changed(mode)
        self._show_choices()

    def set_language(self, code: str) -> None:
        """Speak another language, now."""
        used = switch(code)
        self.context.handlers.language_changed(used)
        self.retranslate()

    def retranslate(self) -> None:
        """Show all words again."""
        self.menus.retranslate()
        self.navigation.retranslate()
        self.top_bar.retranslate()
        self.work.retranslate()
        for page in self._pages.values():
            page.retranslate()
        if self.trail.here is not None:
            self.page_changed()
            self._read_in_background()
        self._show_choices()

    def toggle_navigation(self) -> None:
        """Show the navigation narrow or wide, whatever the width of the window."""
        self._narrow_wish = not self.navigation.is_narrow()
        self.navigation.set_narrow(self._narrow_wish)

    def _show_choices(self) -> None:
        for name in ("system", "light", "dark"):
            self.menus.actions[f"view.theme_{name}"].setChecked(theme.mode() == name)
        for name, action in self.menus.actions.items():
            if name.startswith("language."):
                action.setChecked(name == f"language.{language()}")

    def _on_used(self, name: str, _checked: bool = False) -> None:
        self.usage.note_command(name)

    def _on_scheme(self) -> None:
        if theme.mode() == "system":
            self.set_theme("system")

    # ------------------------------------------------------------------ Qt

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < NARROW_BELOW
        if event.oldSize().width() >= 0 and (event.oldSize().width() < NARROW_BELOW) != narrow:
            self._narrow_wish = None
        wish = narrow if self._narrow_wish is None else self._narrow_wish
        if wish != self.navigation.is_narrow():
            self.navigation.set_narrow(wish)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow() and self._has_looked_back:
            self.show_state()

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002 - Qt's name
        return focus_next(self, next)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Save or ask; a window that is in the middle of something stays."""
        if self.trail.here is not None and not self.page.may_close(self.close):
            event.ignore()
            return
        self.context.state.save_geometry(self)
        event.accept()
        self.closed.emit()
