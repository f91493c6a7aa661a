"""The list of groups: names side by side, how likely they are one and why, a box to tick."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem

from crm_desktop.ui import drawing, theme
from crm_desktop.ui.duplicates_model import GroupsModel
from crm_desktop.ui.row_ground import begin_row

_ROW = 52
_PADDING = 16
_BOX = 28  # pixels for the box to tick
_SCORE = 62
_ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})


class GroupList(QListView):
    """``opened`` and ``parted`` tell of a line that is to be looked at, and of one whose records are not the same."""

    opened = Signal(int)
    parted = Signal(int)

    def __init__(self, model: GroupsModel) -> None:
        super().__init__()
        self.groups = model
        self.setModel(model)
        self.setItemDelegate(_Painter(self))
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.doubleClicked.connect(lambda index: self.opened.emit(index.row()))

    def show_row(self, row: int) -> None:
        """Put the cursor on a line, or on the last one before the end."""
        last = self.groups.rowCount() - 1
        if last >= 0:
            self.setCurrentIndex(self.groups.index(min(max(0, row), last)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.currentIndex().row()
        is_plain = not event.modifiers() & (
            Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
        )
        if row >= 0 and is_plain and event.key() in _ENTER:
            self.opened.emit(row)
        elif row >= 0 and is_plain and event.key() == Qt.Key.Key_N:
            self.parted.emit(row)
        elif row >= 0 and event.key() == Qt.Key.Key_Space:
            self.groups.tick(row, not self.groups.is_ticked(row))
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        at = event.position().toPoint()
        index = self.indexAt(at)
        is_box = at.x() < _PADDING + _BOX and event.button() == Qt.MouseButton.LeftButton
        if index.isValid() and is_box:
            self.groups.tick(index.row(), not self.groups.is_ticked(index.row()))


class _Painter(QStyledItemDelegate):
    """Paints a group."""

    def __init__(self, view: GroupList) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(200, _ROW)

    def editorEvent(self, *_arguments: object) -> bool:
        """Leave the box to the list: it is painted elsewhere than Qt thinks."""
        return False

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        model = self._view.groups
        line = model.line(index.row())
        if line is None:
            return
        box = begin_row(painter, option)
        left = box.left() + _PADDING
        if model.can_tick:
            on = Qt.CheckState.Checked if model.is_ticked(index.row()) else Qt.CheckState.Unchecked
            drawing.check_box(painter, QPointF(left + 7, box.center().y()), on)
            left += _BOX
        if line.score:
            drawing.badge(
                painter,
                left,
                box.center().y(),
                line.score,
                "green" if line.is_sure else "orange",
                _SCORE - 10,
            )
            left += _SCORE
        self._paint_words(
            painter, QRectF(left, box.top(), box.right() - left - _PADDING, box.height()), index
        )
        painter.restore()

    def _paint_words(
        self, painter: QPainter, box: QRectF, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        of, line = theme.tokens(), self._view.groups.line(index.row())
        half = box.height() / 2
        names = theme.font(weight=QFont.Weight.Medium)
        small = theme.font(theme.SMALL_PIXELS)
        about = line.about if line is not None else ""
        rows = [(str(index.data() or ""), names, of.text), (about, small, of.muted)]
        if not about:
            rows, half = rows[:1], box.height()
        for place, (text, font, ink) in enumerate(rows):
            top = box.top() + place * half + (5 if about and not place else -5 if about else 0)
            painter.setFont(font)
            painter.setPen(QColor(ink))
            shown = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, box.width())
            flags = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
            painter.drawText(QRectF(box.left(), top, box.width(), half), int(flags), shown)
