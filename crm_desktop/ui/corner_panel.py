"""Panels at the lower right of the window that wait for an answer without being in the way; several stand in a pile."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QVBoxLayout, QWidget
from shiboken6 import isValid

from crm_desktop.core.i18n import _
from crm_desktop.ui.buttons import Button
from crm_desktop.ui.labels import ElidedLabel
from crm_desktop.ui.toast import Toast

WIDTH = 400
MARGIN = 20
GAP = 10
NARROW = 1200  # below that width a panel covers much of a page


class CornerPanel(QFrame):
    """A framed panel with a heading and a cross. Esc closes it and gives the focus back to where it was."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("popup")
        self._room = window
        self.widest = WIDTH
        self._before: QWidget | None = None
        self.heading = ElidedLabel(strong="true")
        self._close = Button(icon="x", look="quieticon", name=_("Close"), clicked=self.leave)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.heading, 1)
        head.addWidget(self._close)
        self._head = head
        self.body = QVBoxLayout()
        self.body.setSpacing(10)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 8, 14)
        column.setSpacing(6)
        column.addLayout(head)
        inner = QHBoxLayout()
        inner.setContentsMargins(0, 0, 8, 0)
        inner.addLayout(self.body)
        column.addLayout(inner)
        self.hide()
        window.installEventFilter(self)

    def set_heading(self, text: str) -> None:
        """Say what the panel is about."""
        self.heading.setText(text)
        self.setAccessibleName(text)

    def open_with(self, focus: QWidget | None) -> None:
        """Show the panel; ``focus`` is where one goes on, None leaves the focus where it is."""
        now = QApplication.focusWidget()
        if now is None or not self.isAncestorOf(now):
            self._before = now
        self.show()
        self.raise_()
        pile(self._room)
        if focus is not None:
            focus.setFocus(Qt.FocusReason.PopupFocusReason)

    def leave(self) -> None:
        """Close the panel."""
        had_focus = self.isAncestorOf(QApplication.focusWidget() or self._room)
        self.hide()
        if had_focus and self._before is not None and isValid(self._before):
            self._before.setFocus()

    def retranslate(self) -> None:
        """Show all words again."""
        self._close.set_text("", _("Close"))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        pile(self._room)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        pile(self._room)

    def event(self, event: QEvent) -> bool:
        handled = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest and self.isVisible():
            pile(self._room)
        return handled

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            pile(self._room)
        return super().eventFilter(watched, event)


def pile(window: QWidget) -> None:
    """Put the open panels of a window over each other, from its lower right corner upwards."""
    options = Qt.FindChildOption.FindDirectChildrenOnly
    bottom, taken = window.height() - MARGIN, QRect()
    for panel in window.findChildren(CornerPanel, options=options):
        if panel.isHidden():
            continue
        height = panel.sizeHint().height()
        width = min(panel.widest, window.width() - 2 * MARGIN)
        panel.setGeometry(QRect(window.width() - MARGIN - width, bottom - height, width, height))
        taken = taken.united(panel.geometry())
        bottom -= height + GAP
    for toast in window.findChildren(Toast, options=options):
        toast.leave_room(taken)  # its Undo must stay in reach
