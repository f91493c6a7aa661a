"""The circle of a record beside its name: initials of a person, the icon of anything else."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from crm_desktop.core.entity import Entity
from crm_desktop.core.kinds import PersonName
from crm_desktop.ui import drawing, icons, theme


class Avatar(QWidget):
    """Shows the circle of one record."""

    def __init__(self, size: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = ""
        self._icon = ""
        self.setFixedSize(QSize(size, size))

    def show_record(self, entity: Entity, name: str) -> None:
        """Show the circle of a record of ``entity`` called ``name``."""
        self._name = name
        self._icon = "" if isinstance(entity.title_field.kind, PersonName) else entity.icon
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect())
        if not self._icon:
            drawing.avatar(painter, box, self._name)
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.tokens().soft))
            painter.drawEllipse(box)
            size = round(self.width() * 0.45)
            picture = icons.pixmap(self._icon, theme.colour("accent"), size, self.devicePixelRatioF())
            painter.drawPixmap(QPointF((self.width() - size) / 2, (self.height() - size) / 2), picture)
        painter.end()
