"""Ctrl+Z and Ctrl+Y in a field: first what was typed there, then the data of the customer file."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

Key = QKeySequence.StandardKey


class UndoKeys(QObject):
    """Stands before the widget with the focus and leaves the keys of undo and redo to the window's actions when
    that widget has nothing of its own to take back. Qt's editors claim these keys even when they are empty."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._on_focus_changed)

    def _on_focus_changed(self, old: QWidget | None, new: QWidget | None) -> None:
        if old is not None:
            old.removeEventFilter(self)
        if new is not None:
            new.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
            return False
        if event.matches(Key.Undo):
            claimed = _can(watched, "undo")
        elif event.matches(Key.Redo):
            claimed = _can(watched, "redo")
        else:
            return False
        if claimed:
            return False
        event.ignore()
        return True


def _can(widget: QObject, what: str) -> bool:
    """Tell whether a widget that is typed into can take back (or repeat) something that was typed."""
    if isinstance(widget, QPlainTextEdit | QTextEdit):
        text = widget.document()
        return text.isUndoAvailable() if what == "undo" else text.isRedoAvailable()
    line = (
        widget if isinstance(widget, QLineEdit) else widget.findChild(QLineEdit)
    )  # a combo's or a spin box's
    if line is None:
        return False
    return line.isUndoAvailable() if what == "undo" else line.isRedoAvailable()
