"""Widgets under each other, each as high as its words need, that may come one by one.

A layout of Qt's would lay out the whole page anew for each widget that is shown in it, and ask all others for their
heights at several widths. Here only what stands below a widget moves, and the page is told once in a turn.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

_WIDTH = 200  # that it would like to have; it is as wide as its place


class Pile(QWidget):
    """Such widgets, with ``gap`` pixels between them. Each has a layout, by which it is measured."""

    def __init__(self, gap: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._gap = gap
        self._widgets: list[QWidget] = []
        self._heights: dict[QWidget, dict[int, int]] = {}  # of each, by widths
        self._height = 0  # as the page was last told
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def put(self, place: int, widget: QWidget) -> None:
        """Put a widget into its place, from another one or from outside."""
        if place < len(self._widgets) and self._widgets[place] is widget:
            return
        if widget in self._heights:
            self._widgets.remove(widget)
        else:
            widget.setParent(self)
            self._heights[widget] = {}
        self._widgets.insert(place, widget)
        self._arrange()
        widget.show()

    def take(self, widget: QWidget) -> None:
        """Let a widget go, hidden; the others move up in the next turn."""
        self._widgets.remove(widget)
        del self._heights[widget]
        widget.hide()  # of which Qt tells us later

    def _arrange(self) -> None:
        """Give each widget its place, and ask for another height where that is needed."""
        width, top = self.width(), 0
        for one in self._widgets:
            height = _height(one, width)
            if self._heights[one].get(width) != height:
                self._heights[one] = {width: height}
            one.setGeometry(0, top, width, height)
            top += height + self._gap
        if top != self._height:
            self._height = top
            self.updateGeometry()

    def heightForWidth(self, width: int) -> int:
        total = -self._gap if self._widgets else 0
        for one, heights in self._heights.items():
            if width not in heights:
                heights[width] = _height(one, width)
            total += heights[width] + self._gap
        return total

    def sizeHint(self) -> QSize:
        return QSize(_WIDTH, self.heightForWidth(self.width()))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.sizeHint().height())

    def event(self, event: QEvent) -> bool:
        handled = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:  # one has come, gone or grown
            self._arrange()
        return handled

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._arrange()


def _height(widget: QWidget, width: int) -> int:
    layout = widget.layout()
    assert layout is not None
    return layout.totalHeightForWidth(width)
