"""Controls that a screen reader could not name, and actions that only some people would find."""

from __future__ import annotations

from collections import Counter

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAction, QShortcut
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QHeaderView,
    QLineEdit,
    QMainWindow,
    QMenu,
    QPlainTextEdit,
    QTabBar,
    QTextEdit,
    QWidget,
)

from tests.ui.looking.screen import Screen

_CONTROLS = (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTabBar,
    QTextEdit,
)


def controls(screen: Screen) -> list[QWidget]:
    """Return what people work with on a screen, without the parts Qt makes its controls of."""
    return [
        one
        for one in screen.widgets
        if (isinstance(one, _CONTROLS) or one.focusPolicy() & Qt.FocusPolicy.TabFocus)
        and not isinstance(one, QHeaderView)
        and not _is_part(one)
    ]


def _is_part(widget: QWidget) -> bool:
    above = widget.parent()
    inside = isinstance(above, QComboBox | QAbstractSpinBox | QLineEdit)
    return inside or widget.objectName().startswith("qt_") or type(widget).__name__ == "QTableCornerButton"


def nameless(screen: Screen) -> list[str]:
    """Return the controls on a screen without an accessible name."""
    found = []
    for one in controls(screen):
        spoken = QAccessible.queryAccessibleInterface(one)
        if spoken is None or not spoken.text(QAccessible.Text.Name).strip():
            found.append(f"{described(one)} has no accessible name")
    return found


def described(widget: QWidget) -> str:
    """Return how a complaint names a widget."""
    above, chain = widget, []
    while isinstance(above, QWidget) and len(chain) < 3:
        chain.append(type(above).__name__)
        above = above.parent()
    words = widget.accessibleName() or getattr(widget, "text", str)()
    return " in ".join(chain) + (f" “{words}”" if isinstance(words, str) and words else "")


def wrong_actions(window: QMainWindow) -> list[str]:
    """Return the actions of a window that share a shortcut, or stand in no menu."""
    listed = _listed(window.menuBar().actions())
    keys: Counter[str] = Counter()
    found = []
    for one in window.findChildren(QAction):
        shortcuts = {key.toString() for key in one.shortcuts()} if one.isVisible() else set()
        if one.shortcutContext() != Qt.ShortcutContext.WidgetShortcut:
            keys.update(shortcuts)
        if shortcuts and one not in listed:
            found.append(f"{one.text() or one.objectName()} ({', '.join(sorted(shortcuts))}) is in no menu")
    for one in window.findChildren(QShortcut):
        if one.context() in (Qt.ShortcutContext.WindowShortcut, Qt.ShortcutContext.ApplicationShortcut):
            pressed = one.keys()
            keys.update(key.toString() for key in pressed)
    return found + [f"{key} is the shortcut of {count} actions" for key, count in keys.items() if count > 1]


def _listed(actions: list[QAction]) -> list[QAction]:
    found = []
    for one in actions:
        found.append(one)
        menu = one.menu()
        if isinstance(menu, QMenu):
            found += _listed(menu.actions())
    return found
