"""Cards and the ground they lie on: thin lines around what belongs together."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from crm_desktop.ui import theme
from crm_desktop.ui.labels import ElidedLabel, label

GAP = 16
_RADIUS = 8


class Ground(QWidget):
    """The quiet ground under cards."""

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.tokens().side))
        painter.end()


class Card(QFrame):
    """A card with a heading, a quiet count beside it, room for buttons, and a body to fill."""

    def __init__(self, title: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = ElidedLabel(title, strong="true")
        self._count = label(tone="muted", scale="small")
        self._count.setFont(theme.font(theme.SMALL_PIXELS, tabular=True))
        self.head = QHBoxLayout()
        self.head.setSpacing(8)
        self.head.addWidget(self._title)
        self.head.addWidget(self._count)
        self.head.addStretch(1)
        self._heading = QWidget()
        self._heading.setLayout(self.head)
        self.head.setContentsMargins(0, 0, 0, 0)
        self.body = QVBoxLayout()
        self.body.setSpacing(0)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 14)
        column.setSpacing(6)
        column.addWidget(self._heading)
        column.addLayout(self.body, 1)
        self.set_title(title)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def set_title(self, title: str, count: str = "") -> None:
        """Show another heading; without one the card begins with its body."""
        self._title.setText(title)
        self._title.updateGeometry()
        self._count.setText(count)
        self._count.setVisible(bool(count))
        self._heading.setVisible(bool(title))
        self.setAccessibleName(f"{title} {count}".strip())

    def add_action(self, button: QWidget) -> None:
        """Put a button to the end of the heading."""
        self.head.addWidget(button)

    def paintEvent(self, _event: QPaintEvent) -> None:
        of = theme.tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(of.line), 1))
        painter.setBrush(QColor(of.window))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), _RADIUS, _RADIUS)
        painter.end()


def scrolled(body: QWidget, parent: QWidget | None = None) -> QScrollArea:
    """Return ``body`` in an area that scrolls it up and down."""
    area = QScrollArea(parent)
    area.setWidget(body)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return area
