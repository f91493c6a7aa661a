"""Toasts: a short word about what was just done, with its Undo, at the bottom of the window."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QRect, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.ui.buttons import PressedButton
from crm_desktop.ui.labels import ElidedLabel, menu_text

SHOWN_MS = 8_000
_MARGIN = 40
_WIDEST = 640
_GAP = 10  # between a toast and the panels in the corner


class Toast(QFrame):
    """One toast at a time; it goes by itself, but not while the mouse is on it or its button has the focus."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("toast")
        self._text = ElidedLabel()
        self._button = PressedButton()
        self._button.setAccessibleName(_("Undo"))
        self._button.clicked.connect(self._on_clicked)
        self._act: Callable[[], None] | None = None
        self._room = parent
        self._taken = QRect()
        self._timer = QTimer(self, singleShot=True, interval=SHOWN_MS)
        self._timer.timeout.connect(self._on_time)
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(14, 6, 8, 6)
        row.setSpacing(12)
        row.addWidget(self._text)
        row.addWidget(self._button)
        self.hide()
        parent.installEventFilter(self)

    def say(self, text: str, action: str = "", act: Callable[[], None] | None = None) -> None:
        """Show ``text``; ``action`` is the word on its button."""
        self._act = act
        self._text.setText(text)
        self._text.updateGeometry()
        self._button.setText(menu_text(action))
        self._button.setAccessibleName(action)
        self._button.setVisible(bool(action and act))
        self.setAccessibleName(_("Message: %(text)s") % {"text": text})
        self._place()
        self.show()
        self.raise_()
        self._timer.start()
        self._speak()

    def leave_room(self, taken: QRect) -> None:
        """Stand beside or above what is ``taken`` by panels in the corner."""
        self._taken = taken
        self._place()
        self.raise_()

    def _speak(self) -> None:
        """Have a screen reader say it."""
        from PySide6.QtGui import QAccessible, QAccessibleEvent

        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def text(self) -> str:
        """Return what the toast says."""
        return self._text.text()

    def act(self) -> None:
        """Do what the button does."""
        self._on_clicked()

    def _on_clicked(self) -> None:
        act, self._act = self._act, None
        self.hide()
        if act is not None:
            act()

    def _on_time(self) -> None:
        if self.underMouse() or self._button.hasFocus():
            self._timer.start()
        else:
            self.hide()

    def _place(self) -> None:
        parent = self._room
        self._row.activate()
        width = min(self.sizeHint().width(), parent.width() - 2 * _MARGIN, _WIDEST)
        height = max(self.sizeHint().height(), 40)
        left, top = (parent.width() - width) // 2, parent.height() - height - _MARGIN
        if self._taken.intersects(QRect(left, top, width, height)):
            left = self._taken.left() - _GAP - width
            if left < _MARGIN:
                left, top = (parent.width() - width) // 2, max(_GAP, self._taken.top() - _GAP - height)
        self.setGeometry(left, top, width, height)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)
