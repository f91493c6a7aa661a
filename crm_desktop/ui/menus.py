"""The menu bar, made from the table of actions and the entries of the navigation."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu, QMenuBar

from crm_desktop.core.i18n import LANGUAGES, _, labelled
from crm_desktop.ui.actions import ACTIONS, MENUS, SUBMENUS
from crm_desktop.ui.commands import Commands
from crm_desktop.ui.context import Context, Place
from crm_desktop.ui.labels import menu_text
from crm_desktop.ui.navigation import Entry
from crm_desktop.ui.page import Page

_MOST_NUMBERED = 9
_OF_LISTS = {
    "view.filter": "toggle_filter",
    "view.clear_filter": "clear_filter",
    "view.save_filter": "save_filter",
    "view.sort": "choose_order",
    "view.trash": "toggle_trash",
    "view.columns": "choose_columns",
    "view.preview": "toggle_peek",
    "edit.find": "focus_search",
    "edit.paste": "paste",
    "edit.change": "change_selected",
    "edit.clean": "clean",
}  # the actions that a page may know nothing of, and what a page does for them
_GROUPS = {"view.theme", "view.language"}


class Menus:
    """Keeps the menus of a window. ``actions`` are those of the table, by id."""

    def __init__(self, window: QMainWindow, commands: Commands) -> None:
        self._window = window
        self._commands = commands
        self.actions: dict[str, QAction] = {}
        self._menus: dict[str, QMenu] = {}
        self._places: list[tuple[Entry, QAction]] = []
        self._groups: dict[str, QActionGroup] = {}
        self._bar = QMenuBar()
        window.setMenuBar(self._bar)
        for name, _text in MENUS:
            self._menus[name] = self._bar.addMenu("")
        self._build()
        self._menus["file.recent"].aboutToShow.connect(self._fill_recent)

    def _build(self) -> None:
        for spec in ACTIONS:
            menu = self._menu(spec.menu)
            if spec.starts_group:
                menu.addSeparator()
            action = QAction(self._window)
            action.setObjectName(spec.id)
            action.setShortcuts(spec.keys())
            action.setCheckable(spec.checkable)
            if spec.menu in _GROUPS:
                self._group(spec.menu).addAction(action)
            method: Callable[[], object] = getattr(self._commands, spec.id.replace(".", "_"))
            action.triggered.connect(lambda _on=False, method=method: method())
            menu.addAction(action)
            self.actions[spec.id] = action
            if spec.id == "file.open":
                self._menu("file.recent")
            if spec.id == "view.theme_dark":
                self._build_languages()
        self.actions["edit.delete"].setAutoRepeat(False)  # each would take the next record

    def _build_languages(self) -> None:
        for code, name in LANGUAGES.items():
            action = self._menu("view.language").addAction(name)
            action.setObjectName(f"language.{code}")
            action.setCheckable(True)
            self._group("view.language").addAction(action)
            action.triggered.connect(lambda _on=False, code=code: self._commands.set_language(code))
            self.actions[f"language.{code}"] = action

    def _menu(self, name: str) -> QMenu:
        if name not in self._menus:
            above = name.rpartition(".")[0]
            self._menus[name] = self._menus[above].addMenu("")
        return self._menus[name]

    def command_text(self, action: QAction) -> str:
        """Return what an action does, in words that say enough outside of its menu ("Theme: Dark")."""
        plain = action.text().replace("&&", "\0").replace("&", "").replace("\0", "&")
        above = next((name for name in _GROUPS if action in self._group(name).actions()), "")
        title = next((_(text) for name, _above, text in SUBMENUS if name == above), "")
        return labelled(title, plain) if title else plain

    def _group(self, name: str) -> QActionGroup:
        if name not in self._groups:
            self._groups[name] = QActionGroup(self._window)
        return self._groups[name]

    def set_places(self, entries: Sequence[Entry], go: Callable[[Place], None]) -> None:
        """List the pages in the Go menu; the first nine answer to Ctrl+1 … Ctrl+9."""
        menu = self._menus["go"]
        menu.addSeparator()
        for number, entry in enumerate(entries, 1):
            action = menu.addAction("")
            action.setObjectName(f"page.{entry.place.page}.{entry.place.entity}".rstrip("."))
            if number <= _MOST_NUMBERED:
                action.setShortcut(QKeySequence(f"Ctrl+{number}"))
            action.triggered.connect(lambda _on=False, place=entry.place: go(place))
            self._places.append((entry, action))

    def keys_of_places(self) -> dict[Place, str]:
        """Return the shortcuts of the pages that have one."""
        native = QKeySequence.SequenceFormat.NativeText
        return {entry.place: keys for entry, one in self._places if (keys := one.shortcut().toString(native))}

    def set_available(self, context: Context, pages: set[str]) -> None:
        """Enable only what this program and this file can do."""
        handlers, writable = context.handlers, not context.workspace.read_only
        can_make = handlers.new_record is not None and writable
        can = {
            "new.here": can_make,
            "new.task": can_make and "activity" in context.entities,
            "file.create": handlers.new_file is not None,
            "file.open": handlers.open_file is not None,
            "file.import": handlers.import_into is not None and writable,
            "file.export": handlers.export is not None,
            "file.export_all": handlers.export_all is not None,
            "file.print": handlers.print is not None,
            "file.backup": handlers.backup is not None,
            "file.restore": handlers.restore_backup is not None and writable,
            "file.lock": handlers.lock is not None,
            "edit.delete": writable,
            "edit.log": writable,
            "edit.merge": writable and "merge" in pages,
            "edit.duplicates": "duplicates" in pages,
            "edit.settings": "settings" in pages,
        }
        for spec in ACTIONS:
            if spec.id.startswith("new.") and spec.id not in can:
                can[spec.id] = can_make and spec.id.removeprefix("new.") in context.entities
        for name, possible in can.items():
            self.actions[name].setEnabled(possible)
        for name, action in self.actions.items():
            action.setVisible(name not in handlers.absent)

    def set_page(self, page: Page) -> None:
        """Enable, of what is done with a list, what the page in front does."""
        for name, method in _OF_LISTS.items():
            self.actions[name].setEnabled(getattr(type(page), method) is not getattr(Page, method))
        self.actions["view.trash"].setChecked(page.is_in_trash())

    def retranslate(self) -> None:
        """Show all words again."""
        self._bar.setAccessibleName(_("Menu"))
        for name, text in MENUS:
            self._menus[name].setTitle(_(text))
        for name, _above, text in SUBMENUS:
            self._menu(name).setTitle(_(text))
        for spec in ACTIONS:
            self.actions[spec.id].setText(_(spec.text))
        for entry, action in self._places:
            action.setText(menu_text(_(entry.text)))

    def name_undo(self, undo: str, redo: str) -> None:
        """Say in the menu what would be undone and redone; an empty name disables."""
        for which, name, plain, named in (
            ("edit.undo", undo, _("Undo"), _("Undo “%(name)s”")),
            ("edit.redo", redo, _("Redo"), _("Redo “%(name)s”")),
        ):
            self.actions[which].setText(menu_text(named % {"name": name}) if name else plain)
            self.actions[which].setEnabled(bool(name))

    def _fill_recent(self) -> None:
        menu = self._menus["file.recent"]
        menu.clear()
        files = self._commands.recent_files()
        for path in files:
            self._add_recent(menu, path)
        if not files:
            menu.addAction(_("No other files yet")).setEnabled(False)

    def _add_recent(self, menu: QMenu, path: Path) -> None:
        action = menu.addAction(menu_text(path.name))
        action.setToolTip(str(path))
        action.setStatusTip(str(path))
        action.triggered.connect(lambda _on=False: self._commands.open_recent(path))
