"""The head of a table whose columns are neither sorted nor moved: words above them, cut where they do not fit."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter
from PySide6.QtWidgets import QHeaderView, QWidget

from crm_desktop.ui import theme


class QuietHeader(QHeaderView):
    """A subclass paints its sections by :meth:`paint_words`."""

    def __init__(self, height: int, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setFixedHeight(height)
        self.setSectionsClickable(False)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    @staticmethod
    def paint_words(
        painter: QPainter,
        section: QRect,
        words: str,
        *,
        font: QFont,
        ink: str,
        ground: str,
        padding: tuple[int, int],
        side: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    ) -> None:
        """Paint one line of words on a ground with a line below it; ``padding`` is that at the left and the right."""
        painter.save()
        painter.fillRect(section, QColor(ground))
        line = QRectF(section.left(), section.bottom(), section.width(), 1)
        painter.fillRect(line, QColor(theme.tokens().line))
        painter.setFont(font)
        painter.setPen(QColor(ink))
        box = QRectF(section).adjusted(padding[0], 0, -padding[1], 0)
        shown = QFontMetricsF(font).elidedText(words, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, side | Qt.AlignmentFlag.AlignVCenter, shown)
        painter.restore()
