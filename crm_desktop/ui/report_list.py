"""The list of reports at the left of their page."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from crm_desktop.core.i18n import _
from crm_desktop.reports.catalogue import Report
from crm_desktop.ui import icons, theme
from crm_desktop.ui.labels import tooltip

WIDTH = 200
_ROW = 32
_ICON = Qt.ItemDataRole.UserRole


class ReportList(QListWidget):
    """Names the reports; the current one is the one that is shown."""

    def __init__(self, reports: Sequence[Report]) -> None:
        super().__init__()
        self._reports = tuple(reports)
        self.setFixedWidth(WIDTH)
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setItemDelegate(_Delegate(self))
        self.setViewportMargins(0, 8, 0, 8)
        for one in self._reports:
            QListWidgetItem(self).setData(_ICON, one.icon)
        self.retranslate()

    def retranslate(self) -> None:
        """Show all words again."""
        self.setAccessibleName(_("Reports"))
        for row, one in enumerate(self._reports):
            item = self.item(row)
            item.setText(_(one.title))
            item.setToolTip(tooltip(_(one.description)))


class _Delegate(QStyledItemDelegate):
    """Draws a row as the navigation does: the current one on a soft ground, in the accent colour."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(WIDTH - 4, _ROW)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        of, state = theme.tokens(), option.state
        rect = QRectF(option.rect).adjusted(8, 1, -8, -1)
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        if chosen or state & QStyle.StateFlag.State_MouseOver:
            painter.setBrush(QColor(of.soft if chosen else of.hover))
            painter.drawRoundedRect(rect, theme.RADIUS, theme.RADIUS)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(QColor(of.accent), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), theme.RADIUS, theme.RADIUS)
        ink = QColor(of.accent if chosen else of.text)
        picture = icons.pixmap(
            str(index.data(_ICON)),
            ink if chosen else QColor(of.muted),
            icons.SIZE,
            painter.device().devicePixelRatioF(),
        )
        painter.drawPixmap(QPointF(rect.left() + 8, rect.center().y() - icons.SIZE / 2), picture)
        font = theme.font(weight=QFont.Weight.DemiBold if chosen else QFont.Weight.Normal)
        words = rect.adjusted(32, 0, -6, 0)
        text = QFontMetricsF(font).elidedText(str(index.data()), Qt.TextElideMode.ElideRight, words.width())
        painter.setFont(font)
        painter.setPen(ink)
        painter.drawText(words, int(Qt.AlignmentFlag.AlignVCenter), text)
        painter.restore()
