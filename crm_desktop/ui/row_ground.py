"""What lies under the words of a row that paints itself: whether it is chosen or under the mouse, the line below it."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from crm_desktop.ui import theme


def begin_row(painter: QPainter, option: QStyleOptionViewItem) -> QRectF:
    """Save the state of the painter, paint the ground of a row, and return the box for what stands on it."""
    box, of = QRectF(option.rect), theme.tokens()
    state: QStyle.StateFlag = option.state
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if state & QStyle.StateFlag.State_Selected:
        painter.fillRect(box, QColor(of.selection))
    elif state & QStyle.StateFlag.State_MouseOver:
        painter.fillRect(box, QColor(of.hover))
    painter.fillRect(QRectF(box.left(), box.bottom() - 1, box.width(), 1), QColor(of.line))
    return box
