"""A short list on a card: lines of a title and what stands under it, with an icon and a badge or a number.

Arrows walk, Enter and a double click open, Space ticks where there is a box, the menu key asks for a menu.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFocusEvent, QFont, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from crm_desktop.core.kinds import Colour
from crm_desktop.ui import drawing, icons, theme
from crm_desktop.ui.labels import tooltip

ROW = 50
_BOX = 26  # pixels of a line for its check box
_MARK = 28
_GAP = 10
_TITLE_TOP, _DETAIL_TOP, _TEXT = 7.0, 26.0, 18.0  # where the two rows of words begin, and their height
_MIDDLE = Qt.AlignmentFlag.AlignVCenter
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class Line:
    """One line. ``end`` stands at its right: a badge where it has a colour, else a plain word or number."""

    source: Any
    title: str
    detail: str
    icon: str = ""
    avatar: str = ""
    end: str = ""
    colour: Colour | None = None
    has_box: bool = False
    hint: str = ""

    @property
    def spoken(self) -> str:
        """What a screen reader says."""
        return ", ".join(one for one in (self.end, self.title, self.detail) if one)


class _Lines(QAbstractListModel):
    """The lines, and which of them have been ticked."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: tuple[Line, ...] = ()
        self.ticked: set[int] = set()

    def show(self, lines: Sequence[Line]) -> None:
        """Show these."""
        self.beginResetModel()
        self.lines, self.ticked = tuple(lines), set()
        self.endResetModel()

    def rowCount(self, _parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own
        return len(self.lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        line = self.lines[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return line.title
        if role == Qt.ItemDataRole.ToolTipRole:
            return tooltip(line.hint or line.spoken)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return line.spoken
        if role == Qt.ItemDataRole.CheckStateRole and line.has_box:
            return Qt.CheckState.Checked if index.row() in self.ticked else Qt.CheckState.Unchecked
        return None


class LineList(QListView):
    """Shows lines. What was asked for comes back with the line it was asked of."""

    opened = Signal(object)
    ticked = Signal(object)
    menu_asked = Signal(object, QPoint)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines = _Lines()
        self.setModel(self._lines)
        self.setItemDelegate(_LinePainter(self))
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._on_menu)
        self.doubleClicked.connect(lambda index: self.opened.emit(self.line(index.row())))

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show these lines; the current one stays where it was, by what it is about or else by its place."""
        row = self.currentIndex().row()
        kept = self.line(row).source if row >= 0 else None
        self._lines.show(lines)
        again = next((at for at, one in enumerate(lines) if one.source == kept), min(row, len(lines) - 1))
        if again >= 0:
            self.setCurrentIndex(self._lines.index(again))
        self.updateGeometry()

    def lines(self) -> tuple[Line, ...]:
        """Return what is shown."""
        return self._lines.lines

    @property
    def has_boxes(self) -> bool:
        """Whether any line can be ticked: then all leave room for a box."""
        return any(one.has_box for one in self._lines.lines)

    def line(self, row: int) -> Line:
        """Return one of the lines."""
        return self._lines.lines[row]

    def tick(self, row: int) -> None:
        """Tick the box of a line, as the user does."""
        if self.line(row).has_box and row not in self._lines.ticked:
            self._lines.ticked.add(row)
            self.viewport().update()
            self.ticked.emit(self.line(row))

    def untick(self) -> None:
        """Take all ticks back."""
        self._lines.ticked.clear()
        self.viewport().update()

    def _on_menu(self, at: QPoint) -> None:
        index = self.indexAt(at)
        if index.isValid():
            self.menu_asked.emit(self.line(index.row()), self.viewport().mapToGlobal(at))

    def sizeHint(self) -> QSize:
        return QSize(280, ROW * max(1, len(self._lines.lines)))

    def minimumSizeHint(self) -> QSize:
        return QSize(180, ROW)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.currentIndex().row()
        if row >= 0 and event.key() in _ENTER:
            self.opened.emit(self.line(row))
        elif row >= 0 and event.key() == Qt.Key.Key_Space:
            self.tick(row)
        elif row >= 0 and event.key() == Qt.Key.Key_Menu:
            box = self.visualRect(self.currentIndex())
            self._on_menu(box.center())
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        is_box = index.isValid() and event.position().x() < _BOX
        if is_box and event.button() == Qt.MouseButton.LeftButton:
            self.tick(index.row())

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self._lines.lines:
            self.setCurrentIndex(self._lines.index(0))


class _LinePainter(QStyledItemDelegate):
    """Paints one line."""

    def __init__(self, view: LineList) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(100, ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line, of = self._view.line(index.row()), theme.tokens()
        box: QRect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_current = index.row() == self._view.currentIndex().row() and self._view.hasFocus()
        if is_current:
            painter.fillRect(box, QColor(of.selection))
        painter.fillRect(box.left(), box.bottom(), box.width(), 1, QColor(of.line))
        left = float(box.left())
        if line.has_box:
            state = Qt.CheckState(index.data(Qt.ItemDataRole.CheckStateRole))
            drawing.check_box(painter, QPointF(left + 7, box.center().y()), state)
        left += _BOX if self._view.has_boxes else 0
        left = self._mark(painter, line, left, box)
        right = self._end(painter, line, box) - _GAP
        below = (
            right if line.colour is not None else box.right() + 1.0
        )  # a number stands beside the title only
        self._words(painter, line, QPointF(left, box.top()), right - left, below - left)
        painter.restore()

    def _mark(self, painter: QPainter, line: Line, left: float, box: QRect) -> float:
        middle = box.center().y() + 0.5
        if line.avatar:
            side = drawing.AVATAR
            drawing.avatar(painter, QRectF(left, middle - side / 2, side, side), line.avatar)
            return left + side + _GAP + 2
        if not line.icon:
            return left
        colour = QColor(theme.tokens().text)
        picture = icons.pixmap(line.icon, colour, icons.SIZE, self._view.devicePixelRatioF())
        painter.drawPixmap(QPointF(left, middle - icons.SIZE / 2), picture)
        return left + _MARK

    def _end(self, painter: QPainter, line: Line, box: QRect) -> float:
        """Paint what stands at the right; returns where it begins."""
        if not line.end:
            return box.right() + 1.0
        if line.colour is not None:
            width = min(drawing.badge_width(line.end), box.width() * 0.45)
            left = box.right() + 1 - width
            drawing.badge(painter, left, box.center().y(), line.end, line.colour, width)
            return left
        font = theme.font(tabular=True)
        width = QFontMetricsF(font).horizontalAdvance(line.end) + 1
        painter.setFont(font)
        painter.setPen(QColor(theme.tokens().text))
        room = QRectF(box.right() + 1 - width, box.top() + _TITLE_TOP, width, _TEXT)
        painter.drawText(room, _MIDDLE | Qt.AlignmentFlag.AlignRight, line.end)
        return room.left()

    def _words(self, painter: QPainter, line: Line, at: QPointF, room: float, below: float) -> None:
        """Paint the title, which has ``room``, and under it the detail, which has the room ``below``."""
        of = theme.tokens()
        title, small = theme.font(weight=QFont.Weight.Medium), theme.font(theme.SMALL_PIXELS)
        for text, font, ink, top, width in (
            (line.title, title, of.text, _TITLE_TOP, room),
            (line.detail, small, of.muted, _DETAIL_TOP, below),
        ):
            shown = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, width)
            painter.setFont(font)
            painter.setPen(QColor(ink))
            place = QRectF(at.x(), at.y() + top, width + 1, _TEXT)
            painter.drawText(place, _MIDDLE | Qt.AlignmentFlag.AlignLeft, shown)


__all__ = ["ROW", "Line", "LineList"]
