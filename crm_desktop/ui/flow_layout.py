"""A layout that fills rows from left to right, as words fill lines."""

from __future__ import annotations

from PySide6.QtCore import QMargins, QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget, QWidgetItem

_TALL = 1 << 16


class FlowLayout(QLayout):
    """Rows of widgets, each at its own width but no wider than a row; the height follows from the width."""

    def __init__(
        self, parent: QWidget, *, margins: tuple[int, int, int, int] = (0, 0, 0, 0), gap: int = 8
    ) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._heights: dict[int, int] = {}
        self._least: QSize | None = None
        self._gap = gap
        self.setContentsMargins(QMargins(*margins))

    def insert_widget(self, place: int, widget: QWidget) -> None:
        """Add a widget at a place of the row."""
        self.addChildWidget(widget)
        self._items.insert(place, QWidgetItem(widget))
        self.invalidate()

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def invalidate(self) -> None:
        """Forget what was worked out; Qt asks for it many times between two changes."""
        super().invalidate()
        self._heights = {}
        self._least = None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        if width not in self._heights:
            self._heights[width] = self._arrange(QRect(0, 0, width, 0), place=False)
        return self._heights[width]

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._arrange(rect, place=True)

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        if self._least is None:
            self._least = self._least_size()
        return self._least

    def _least_size(self) -> QSize:
        size = QSize()
        for item in self._items:
            if not item.isEmpty():
                size = size.expandedTo(item.minimumSize())
        margins = self.contentsMargins()
        return size + QSize(margins.left() + margins.right(), margins.top() + margins.bottom())

    def _arrange(self, rect: QRect, *, place: bool) -> int:
        margins = self.contentsMargins()
        inner = rect.marginsRemoved(margins)
        x, y, tallest = inner.x(), inner.y(), 0
        row: list[tuple[QLayoutItem, QRect]] = []
        for item in self._items:
            if item.isEmpty():
                continue
            hint = item.sizeHint().boundedTo(QSize(max(1, inner.width()), _TALL))
            if row and x + hint.width() > inner.right() + 1:
                self._settle(row, tallest, place)
                x, y, tallest, row = inner.x(), y + tallest + self._gap, 0, []
            row.append((item, QRect(QPoint(x, y), hint)))
            x += hint.width() + self._gap
            tallest = max(tallest, hint.height())
        self._settle(row, tallest, place)
        return y + tallest - rect.y() + margins.bottom()

    @staticmethod
    def _settle(row: list[tuple[QLayoutItem, QRect]], tallest: int, place: bool) -> None:
        for item, box in row if place else ():
            item.setGeometry(box.translated(0, (tallest - box.height()) // 2))
