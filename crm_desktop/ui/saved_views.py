"""The saved views of one list: their chips, their counts, saving and deleting them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import QMenu

from crm_desktop.core.entity import Entity
from crm_desktop.core.formatting import format_number
from crm_desktop.core.i18n import _, language
from crm_desktop.ui.chip_bar import ChipBar, ChipSpec
from crm_desktop.ui.context import Context
from crm_desktop.ui.contract import Changes, ListQuery, SavedView
from crm_desktop.ui.tasks import Task

ALL = "all"


class SavedViews(QObject):
    """Keeps the chips of a list in step with its saved views, after those that the list brings along.

    ``first`` is the key of the one of these that the list begins with, in the place of all records. ``chosen`` tells
    the view, or None for all; ``loaded`` tells that the views have been read.
    """

    chosen = Signal(object)
    saved = Signal()
    loaded = Signal()
    update_asked = Signal(str)

    def __init__(
        self,
        context: Context,
        entity: Entity,
        parent: QObject | None = None,
        first: str = ALL,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._entity = entity
        self._chips: ChipBar | None = None
        self._ready: dict[str, SavedView] = {one.key: one for one in entity.views}
        self._uncounted = {one.key for one in entity.views if not one.counted}
        self._first = first
        self._has_read = False
        self._views: dict[str, SavedView] = dict(self._ready)
        self._counts: dict[str, str] = {}
        self._counting: Task | None = None
        self.current = first

    def show_in(self, chips: ChipBar) -> None:
        """Show the views as chips, once they have been read."""
        self._chips = chips
        chips.chosen.connect(self._on_chosen)
        chips.menu_asked.connect(self._open_menu)
        if self._has_read:
            self._show_chips()

    def view(self) -> SavedView | None:
        """Return the view that is shown; None for all records."""
        return self._views.get(self.current)

    def is_ready(self, query: ListQuery) -> bool:
        """Tell whether a query lists just what the shown view, one of those brought along, lists."""
        return self.current in self._ready and self.is_kept(query)

    def is_kept(self, query: ListQuery) -> bool:
        """Tell whether the shown view keeps a query already, so that there is nothing to save."""
        view = self.view()
        return view is not None and _filter(query) == _filter(view.query)

    def load(self) -> None:
        """Read the views, then count their records in the background."""
        views = self._context.workspace.views
        self._context.tasks.read(lambda _task: views.of(self._entity.name), done=self._on_loaded)

    def on_changes(self, changes: Changes) -> None:
        """Read the views again where one was kept, changed or undone."""
        if changes.touches("saved_view"):
            self.load()

    def retranslate(self) -> None:
        """Show the chips in another language."""
        self._show_chips()

    def count_again(self) -> None:
        """Count the records of each view."""
        if self._counting is not None:
            self._counting.cancel()
        lists = self._context.workspace.lists
        wanted = [(key, view.query) for key, view in self._views.items() if key not in self._uncounted]

        def count(task: Task) -> list[tuple[str, int]]:
            return [(key, lists.count_of(query)) for key, query in wanted if not task.is_cancelled()]

        if wanted:
            self._counting = self._context.tasks.read(
                count, done=self._on_counted, failed=lambda _error: None
            )

    def save(self, query: ListQuery, columns: Sequence[str]) -> None:
        """Ask for a name and keep the filter under it."""
        name = self._context.messages.ask_text(_("Save filter"), _("Name of the view"))
        if name:
            self.keep(name, query, columns)

    def keep(self, name: str, query: ListQuery, columns: Sequence[str]) -> None:
        """Keep the filter under a name, in the place of a view that has it already."""
        views = self._context.workspace.views

        def saved(view_id: int) -> None:
            self.current = str(view_id)
            self.saved.emit()
            self.load()

        self._context.tasks.run(
            lambda _task: views.save(self._entity.name, name, query, tuple(columns)), done=saved
        )

    def rename(self, key: str) -> None:
        """Ask for another name of a view."""
        view = self._views.get(key)
        if view is None:
            return
        name = self._context.messages.ask_text(_("Rename view"), _("Name of the view"), view.name)
        if name and name != view.name:
            views, view_id = self._context.workspace.views, view.id
            self._context.tasks.run(lambda _task: views.rename(view_id, name), done=lambda _done: self.load())

    def delete(self, key: str) -> None:
        """Delete a view; the records stay as they are."""
        view = self._views.get(key)
        if view is None:
            return
        question = _("Delete the view “%(name)s”?") % {"name": view.name}
        if self._context.messages.ask(question, _("The records stay as they are."), _("Delete view")):
            views, view_id = self._context.workspace.views, view.id
            self._context.tasks.run(
                lambda _task: views.delete(view_id), done=lambda _done: self._on_deleted(key)
            )

    def _on_deleted(self, key: str) -> None:
        if self.current == key:
            self.current = ALL
            self.chosen.emit(None)
        self.load()

    def _on_loaded(self, views: Sequence[SavedView]) -> None:
        self._has_read = True
        self._views = {**self._ready, **{str(view.id): view for view in views}}
        if self.current not in self._views:
            self.current = ALL
        self._show_chips()
        self.loaded.emit()
        self.count_again()

    def _on_counted(self, counts: list[tuple[str, int]]) -> None:
        for key, count in counts:
            # Of what a list brings along, only what waits for somebody is worth a number.
            is_news = count or key not in self._ready
            self._counts[key] = format_number(count, language()) if is_news else ""
            if self._chips is not None:
                self._chips.set_count(key, self._counts[key])

    def _on_chosen(self, key: str) -> None:
        self.current = key
        self.chosen.emit(self._views.get(key))

    def _show_chips(self) -> None:
        if self._chips is None:
            return
        plural = _(self._entity.title_plural)
        everything = ChipSpec(ALL, _("All %(records)s") % {"records": plural.lower()})
        views = [
            ChipSpec(key, view.name, self._counts.get(key, ""), removable=key not in self._ready)
            for key, view in self._views.items()
        ]
        # Where people come for one of the views, all records are the exception.
        chips = [everything, *views] if self._first == ALL else [*views, everything]
        self._chips.set_chips(chips, self.current)

    def _open_menu(self, key: str, at: QPoint) -> None:
        menu = QMenu(self._chips)
        menu.setObjectName("viewMenu")
        view = self._views.get(key)
        if view is not None and key == self.current:
            update = menu.addAction(_("Keep this filter in the view"))
            update.triggered.connect(lambda _on=False: self.update_asked.emit(view.name))
        menu.addAction(_("Rename view…")).triggered.connect(lambda _on=False: self.rename(key))
        menu.addAction(_("Delete view")).triggered.connect(lambda _on=False: self.delete(key))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(at)


def _filter(query: ListQuery) -> tuple[object, ...]:
    """Return what of a query says which records are listed."""
    match_all = query.match_all or len(query.conditions) < 2  # one condition is not joined by anything
    return query.search, query.conditions, match_all, query.among
