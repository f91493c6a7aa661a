"""All actions of the program as data: menus, shortcuts and the help page are made from this table.

An action is one line here and its method in ``commands.py``: ``go.back`` is ``Commands.go_back``.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence

from crm_desktop.core.i18n import N_

Key = QKeySequence.StandardKey
_ARROWS = {Qt.Key.Key_Left: "←", Qt.Key.Key_Right: "→"}


@dataclass(frozen=True)
class ActionSpec:
    """One action. ``key`` is Qt's standard key where there is one; ``shortcut`` is ours, or stands in for it."""

    id: str
    text: str
    menu: str
    shortcut: str = ""
    key: Key | None = None
    checkable: bool = False
    starts_group: bool = False

    def keys(self) -> list[QKeySequence]:
        """Return the shortcuts on this system; the first is the one that is shown."""
        found = QKeySequence.keyBindings(self.key) if self.key is not None else []
        own = QKeySequence(self.shortcut)
        return found if own.isEmpty() or own in found else [*found, own]


def with_keys(text: str, action: str) -> str:
    """Return what a button says of itself with the shortcut of its action: "Back (Alt+Left)"."""
    spec = next((one for one in ACTIONS if one.id == action), None)
    keys = spec.keys() if spec is not None else []
    return f"{text} ({key_words(keys[0])})" if keys else text


def key_words(keys: QKeySequence) -> str:
    """Return a shortcut as it is shown: in the words of the system, with arrows for the arrow keys."""
    words = keys.toString(QKeySequence.SequenceFormat.NativeText)
    for key, arrow in _ARROWS.items():
        words = words.replace(QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText), arrow)
    return words


MENUS: tuple[tuple[str, str], ...] = (
    ("file", N_("&File")),
    ("edit", N_("&Edit")),
    ("view", N_("&View")),
    ("go", N_("&Go")),
    ("help", N_("&Help")),
)

SUBMENUS: tuple[tuple[str, str, str], ...] = (
    ("file.new", "file", N_("New")),
    ("file.recent", "file", N_("Open recent")),
    ("view.theme", "view", N_("Theme")),
    ("view.language", "view", N_("Language")),
)

ACTIONS: tuple[ActionSpec, ...] = (
    ActionSpec("new.here", N_("New here"), "file.new", key=Key.New),
    ActionSpec("new.contact", N_("New contact"), "file.new", "Ctrl+Shift+C", starts_group=True),
    ActionSpec("new.company", N_("New company"), "file.new", "Ctrl+Shift+O"),
    ActionSpec("new.lead", N_("New lead"), "file.new", "Ctrl+Shift+L"),
    ActionSpec("new.task", N_("New task"), "file.new", "Ctrl+Shift+T"),
    ActionSpec("new.activity", N_("New activity"), "file.new"),
    ActionSpec("new.opportunity", N_("New opportunity"), "file.new", starts_group=True),
    ActionSpec("new.quote", N_("New quote"), "file.new"),
    ActionSpec("new.sales_order", N_("New order"), "file.new"),
    ActionSpec("new.service_request", N_("New service request"), "file.new"),
    ActionSpec("new.campaign", N_("New campaign"), "file.new", starts_group=True),
    ActionSpec("new.product", N_("New product"), "file.new"),
    ActionSpec("new.article", N_("New article"), "file.new"),
    ActionSpec("file.create", N_("New customer file…"), "file"),
    ActionSpec("file.open", N_("Open…"), "file", key=Key.Open),
    ActionSpec("file.save", N_("Save now"), "file", key=Key.Save, starts_group=True),
    ActionSpec("file.import", N_("Import…"), "file", "Ctrl+I"),
    ActionSpec("file.export", N_("Export…"), "file", "Ctrl+E"),
    ActionSpec("file.export_all", N_("Export everything…"), "file"),
    ActionSpec("file.print", N_("Print…"), "file", key=Key.Print),
    ActionSpec("file.backup", N_("Back up now"), "file", starts_group=True),
    ActionSpec("file.restore", N_("Restore a backup…"), "file"),
    ActionSpec("file.lock", N_("Lock"), "file", "Ctrl+L"),
    ActionSpec("file.quit", N_("Quit"), "file", "Ctrl+Q", Key.Quit, starts_group=True),
    ActionSpec("edit.undo", N_("Undo"), "edit", "Ctrl+Z", Key.Undo),
    ActionSpec("edit.redo", N_("Redo"), "edit", "Ctrl+Shift+Z", Key.Redo),
    ActionSpec("edit.copy", N_("Copy"), "edit", key=Key.Copy, starts_group=True),
    ActionSpec("edit.paste", N_("Paste into the list"), "edit", key=Key.Paste),
    ActionSpec("edit.select_all", N_("Select all"), "edit", key=Key.SelectAll),
    ActionSpec("edit.change", N_("Change the selected records…"), "edit", "Ctrl+Shift+E"),
    ActionSpec("edit.clean", N_("Clean up…"), "edit"),
    ActionSpec("edit.merge", N_("Merge…"), "edit"),
    ActionSpec("edit.duplicates", N_("Find duplicates"), "edit"),
    ActionSpec("edit.log", N_("Log activity"), "edit", "Ctrl+Shift+A"),
    ActionSpec("edit.delete", N_("Move to the trash"), "edit", key=Key.Delete),
    ActionSpec("edit.find", N_("Find in this list"), "edit", key=Key.Find, starts_group=True),
    ActionSpec("edit.search", N_("Search everything"), "edit", "Ctrl+K"),
    ActionSpec("edit.settings", N_("Settings"), "edit", "Ctrl+,", Key.Preferences, starts_group=True),
    ActionSpec("view.theme_system", N_("Like the system"), "view.theme", checkable=True),
    ActionSpec("view.theme_light", N_("Light"), "view.theme", checkable=True),
    ActionSpec("view.theme_dark", N_("Dark"), "view.theme", checkable=True),
    ActionSpec("view.filter", N_("Filter"), "view", "Ctrl+Shift+F", starts_group=True),
    ActionSpec("view.clear_filter", N_("Clear search and filter"), "view"),
    ActionSpec("view.save_filter", N_("Save filter…"), "view"),
    ActionSpec("view.sort", N_("Sort by…"), "view"),
    ActionSpec("view.trash", N_("Show trash"), "view", checkable=True),
    ActionSpec("view.columns", N_("Columns…"), "view", starts_group=True),
    ActionSpec("view.preview", N_("Preview"), "view", "Ctrl+Shift+P"),
    ActionSpec("view.navigation", N_("Narrow navigation"), "view", "Ctrl+B"),
    ActionSpec("view.refresh", N_("Refresh"), "view", "F5", Key.Refresh, starts_group=True),
    ActionSpec("go.back", N_("Back"), "go", "Alt+Left", Key.Back),
    ActionSpec("go.forward", N_("Forward"), "go", "Alt+Right", Key.Forward),
    ActionSpec("help.shortcuts", N_("Help and shortcuts"), "help", "F1", Key.HelpContents),
    ActionSpec("help.manual", N_("Manual"), "help"),
    ActionSpec("help.about", N_("About CRM Desktop"), "help"),
)

# Keys that a widget answers itself; the help page lists them beside the actions.
WIDGET_KEYS: tuple[tuple[str, str], ...] = (
    (N_("Open the record"), "Enter"),
    (N_("Edit the cell; Enter saves, Tab goes on to the next one"), "F2"),
    (N_("Go from cell to cell; typing then changes the cell"), "←, →"),
    (N_("Empty the marked cell or field; in rows: move the records to the trash"), "Del"),
    (N_("Leave, or empty the search"), "Esc"),
    (N_("Select or unselect the row"), N_("Space")),
    (N_("On a board: move the cards to the stage beside theirs"), "Ctrl+←, Ctrl+→"),
    (N_("On a board: change the amount of the card"), "F2"),
    (N_("On a board: open or close the preview"), N_("Space")),
    (N_("Save what is being written"), "Ctrl+Enter"),
    (N_("Page 1 to 9"), "Ctrl+1 … Ctrl+9"),
    (N_("In the search of everything: what can be done with the record"), "→"),
    (N_("Calendar: the entries of the day; done or not done"), N_("Tab, Space")),
    (N_("Calendar: move the entry; change its end"), "Ctrl+←↑→↓, Ctrl+Shift+←↑→↓"),
    (N_("Calendar: something new on this day"), "N"),
)
