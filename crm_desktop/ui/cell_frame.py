"""The editor of a value over its cell: an outline that grows downwards with what it has to say."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QVBoxLayout, QWidget

from crm_desktop.core.kinds import Kind, LongText, Moment, Money, Reference, Tags
from crm_desktop.ui import theme
from crm_desktop.ui.conflict import Conflict
from crm_desktop.ui.editors import Editor
from crm_desktop.ui.editors.base import ENTER

_MARGIN = 3
_WIDTHS: tuple[tuple[type[Kind[Any]], int], ...] = (
    (LongText, 320),
    (Tags, 280),
    (Reference, 220),
    (Moment, 200),
    (Money, 170),
)
_LEAST = 130
_SAYING = 240  # what a sentence needs


class CellFrame(QFrame):
    """Holds one editor. ``left`` says where to: 0 stay, 1 down (Enter), 2 and -2 the next and the last cell (Tab)."""

    left = Signal(int)
    cancelled = Signal()

    def __init__(self, editor: Editor, kind: Kind[Any], parent: QWidget) -> None:
        super().__init__(parent)
        self._room = parent
        self.setObjectName("cellEditor")
        self.editor = editor
        self.conflict = Conflict(self._keep_mine, self.cancelled.emit, self)
        self._cell = QRect()
        self._least = next((width for sort, width in _WIDTHS if isinstance(kind, sort)), _LEAST)
        self._by_enter = False
        column = QVBoxLayout(self)
        column.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        column.setSpacing(2)
        column.addWidget(editor)
        column.addWidget(self.conflict)
        editor.installEventFilter(self)
        area = editor.focusProxy()
        if isinstance(area, QPlainTextEdit):
            area.installEventFilter(self)
        editor.accepted.connect(self._on_accepted)
        editor.cancelled.connect(self.cancelled, Qt.ConnectionType.QueuedConnection)
        editor.edited.connect(self.fit)

    def _on_accepted(self) -> None:
        step, self._by_enter = int(self._by_enter), False
        self.left.emit(step)  # what is picked with the mouse leaves the cursor where it is

    def _keep_mine(self) -> None:
        self.conflict.hide()
        self.left.emit(0)

    def place(self, cell: QRect) -> None:
        """Stand over a cell."""
        self._cell = cell
        self.fit()

    def fit(self) -> None:
        """Be as large as what is said, and within the table."""
        room = self._room.rect()
        speaks = bool(self.editor.problem()) or not self.conflict.isHidden()
        width = max(self._cell.width(), self._least, _SAYING if speaks else 0)
        width = min(width, room.width())
        layout = self.layout()
        assert layout is not None
        layout.activate()
        needed = layout.heightForWidth(width) if layout.hasHeightForWidth() else layout.sizeHint().height()
        height = max(theme.ROW_HEIGHT, needed)
        left = max(0, min(self._cell.left(), room.width() - width))
        top = max(0, min(self._cell.top(), room.height() - height))
        self.setGeometry(QRect(QPoint(left, top), QPoint(left + width - 1, top + height - 1)))

    def say(self, problem: str) -> None:
        """Say why what was typed cannot be saved; it stays."""
        self.editor.set_problem(problem)
        self.fit()

    def ask(self, their_text: str) -> None:
        """Show what somebody else saved meanwhile, and let the user choose."""
        self.conflict.say(their_text)
        self.fit()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Leave by Tab for the next cell; inside a choice between two values it goes through its buttons."""
        if not self.conflict.isHidden():
            return super().focusNextPrevChild(forward)
        self.left.emit(2 if forward else -2)
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if event.key() not in ENTER:
            return False
        if watched is self.editor:
            self._by_enter = True
            return False
        # In several lines Enter saves as in every other cell; with Alt or Shift it begins a new line.
        if event.modifiers() & (Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.AltModifier):
            assert isinstance(watched, QPlainTextEdit)
            watched.insertPlainText("\n")
            return True
        if getattr(watched, "composing", False):
            return False
        self._by_enter = True
        self.editor.accepted.emit()
        return True
