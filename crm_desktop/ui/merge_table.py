"""The table of a merge: a click, or Space, on a value lets it stay."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from crm_desktop.core.i18n import _
from crm_desktop.ui import theme
from crm_desktop.ui.merge_model import LABELS, STAYS, Index, MergeModel
from crm_desktop.ui.painted_words import Words
from crm_desktop.ui.quiet_header import QuietHeader

_PADDING = 12
_MARK = 26  # pixels from the edge of a cell to its words: room for the mark
_LABELS, _NARROWEST = 150, 168
_HEAD = 36
_MOST_LINES = 72  # pixels of a text; a longer one is told whole by its tooltip
_KEYS = frozenset({Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter})


class MergeTable(QTableView):
    """Shows a :class:`MergeModel`. ``winner_chosen`` asks for another record to stay."""

    winner_chosen = Signal(object)

    def __init__(self, model: MergeModel) -> None:
        super().__init__()
        self.merging = model
        self.setModel(model)
        self.setItemDelegate(_CellPainter(self))
        self.setHorizontalHeader(_Head(_HEAD, self))
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setShowGrid(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.clicked.connect(self.choose)
        model.modelReset.connect(self._share_out)

    def retranslate(self) -> None:
        """Show all words again."""
        self.setAccessibleName(_("The records side by side"))
        self._share_out()

    def choose(self, index: Index) -> None:
        """Let the value of a cell stay, or the record of its column."""
        if not self.merging.can_choose(index):
            return
        if index.row() == STAYS:
            self.winner_chosen.emit(self.merging.record(index.column()))
        else:
            self.merging.choose(index)

    def _share_out(self) -> None:
        """Give each record the same part of the width, and each line the height that its texts need."""
        count = self.merging.columnCount() - 1
        if count < 1:
            return
        width = max(_NARROWEST, (self.viewport().width() - _LABELS) // count)
        self.setColumnWidth(LABELS, _LABELS)
        for column in range(1, count + 1):
            self.setColumnWidth(column, width)
        spare = self.viewport().width() - _LABELS - count * width
        self.setColumnWidth(count, width + max(0, spare))
        for row in range(self.merging.rowCount()):
            self.setRowHeight(row, self._height(row, width))

    def _height(self, row: int, width: int) -> int:
        texts = [
            self.merging.text(self.merging.index(row, column)) for column in range(self.merging.columnCount())
        ]
        room = [_LABELS - 2 * _PADDING, *([width - _MARK - _PADDING - 4] * (len(texts) - 1))]
        tallest = max(Words(text).height(wide) for text, wide in zip(texts, room, strict=True))
        return max(theme.ROW_HEIGHT, min(tallest, _MOST_LINES) + 16)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_out()

    def currentChanged(self, current: Index, previous: Index) -> None:  # noqa: N802
        super().currentChanged(current, previous)
        if current.isValid() and current.column() == LABELS and self.merging.columnCount() > 1:
            self.setCurrentIndex(self.merging.index(current.row(), 1))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _KEYS and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.choose(self.currentIndex())
        else:
            super().keyPressEvent(event)


class _CellPainter(QStyledItemDelegate):
    """Paints a value with the mark that says whether it stays."""

    def __init__(self, view: MergeTable) -> None:
        super().__init__(view)
        self._view = view

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        of, model = theme.tokens(), self._view.merging
        box = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_label, is_chosen = index.column() == LABELS, model.is_chosen(index)
        if is_label:
            painter.fillRect(box, QColor(of.side))
        elif is_chosen and model.can_choose(index):
            painter.fillRect(box, QColor(of.selection))
        painter.fillRect(QRectF(box.left(), box.bottom() - 1, box.width(), 1), QColor(of.line))
        if model.can_choose(index):
            _mark(painter, QPointF(box.left() + _PADDING + 2, box.top() + theme.ROW_HEIGHT / 2), is_chosen)
        self._paint_words(painter, box, index, is_quiet=is_label or not is_chosen)
        if self._view.hasFocus() and self._view.currentIndex() == index:
            painter.setPen(QPen(QColor(of.accent), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(2, 2, -2, -3), 5, 5)
        painter.restore()

    @staticmethod
    def _paint_words(painter: QPainter, box: QRectF, index: Index, *, is_quiet: bool) -> None:
        left = _PADDING if index.column() == LABELS else _MARK
        room = box.adjusted(left, 8, -_PADDING, -8)
        painter.setFont(theme.font())
        painter.setPen(QColor(theme.tokens().muted if is_quiet else theme.tokens().text))
        painter.setClipRect(room)
        flags = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        painter.drawText(room, flags, str(index.data() or ""))
        painter.setClipping(False)


def _mark(painter: QPainter, middle: QPointF, on: bool) -> None:
    """Paint a mark of which one is set: a ring, with a dot in it where it is."""
    of = theme.tokens()
    painter.setPen(QPen(QColor(of.accent if on else of.edge), 1.3))
    painter.setBrush(QColor(of.raised))
    painter.drawEllipse(middle, 6.0, 6.0)
    if on:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(of.accent))
        painter.drawEllipse(middle, 3.2, 3.2)


class _Head(QuietHeader):
    """The names of the records above their columns."""

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:  # noqa: N803 - Qt's own name
        of, is_label = theme.tokens(), logicalIndex == LABELS
        name: Any = self.model().headerData(logicalIndex, Qt.Orientation.Horizontal)
        font = (
            theme.font(theme.SMALL_PIXELS, QFont.Weight.Medium)
            if is_label
            else theme.font(theme.FONT_PIXELS, QFont.Weight.DemiBold)
        )
        self.paint_words(
            painter,
            rect,
            str(name or ""),
            font=font,
            ink=of.muted if is_label else of.text,
            ground=of.side if is_label else of.window,
            padding=(_PADDING if is_label else _MARK, _PADDING),
        )
