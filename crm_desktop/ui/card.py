"""Cards and the ground they lie on: thin lines around what belongs together."""

from __future__ import annotations

from functools import cached_property

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

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


class _Heading(QWidget):
    """The line over a card: its title, a quiet count, buttons at the end."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._title = ElidedLabel(strong="true")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(8)
        self._row.addWidget(self._title)
        self._row.addStretch(1)

    @cached_property
    def _count(self) -> QLabel:
        made = label(tone="muted", scale="small")
        made.setFont(theme.font(theme.SMALL_PIXELS, tabular=True))
        self._row.insertWidget(1, made)
        return made

    def say(self, title: str, count: str) -> None:
        """Show these words."""
        self._title.setText(title)
        self._title.updateGeometry()
        if count or "_count" in vars(self):
            self._count.setText(count)
            self._count.setVisible(bool(count))
        self.setVisible(bool(title))

    def add(self, button: QWidget) -> None:
        """Put a button to the end."""
        self._row.addWidget(button)


class Card(QFrame):
    """A card with a heading, a quiet count beside it, room for buttons, and a body to fill."""

    def __init__(self, title: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.body = QVBoxLayout()
        self.body.setSpacing(0)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(16, 12, 16, 14)
        self._column.setSpacing(6)
        self._column.addLayout(self.body, 1)
        self.set_title(title)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    @cached_property
    def _heading(self) -> _Heading:
        made = _Heading(self)
        made.hide()  # until there is a title
        self._column.insertWidget(0, made)
        return made

    def set_title(self, title: str, count: str = "") -> None:
        """Show another heading; without one the card begins with its body."""
        if title or "_heading" in vars(self):
            self._heading.say(title, count)
        self.setAccessibleName(f"{title} {count}".strip())

    def add_action(self, button: QWidget) -> None:
        """Put a button to the end of the heading."""
        self._heading.add(button)

    def sizeHint(self) -> QSize:
        """A card gets no more than this, which Qt reckons with the width that it would like to have."""
        hint = super().sizeHint()
        needed = self.heightForWidth(self.width()) if self.isVisible() else 0
        return QSize(hint.width(), max(hint.height(), needed))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.updateGeometry()

    def paintEvent(self, _event: QPaintEvent) -> None:
        of = theme.tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(of.line), 1))
        painter.setBrush(QColor(of.window))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), _RADIUS, _RADIUS)
        painter.end()


def scrolled(body: QWidget, parent: QWidget | None = None) -> QScrollArea:
    """Return ``body`` in an area that scrolls it up and down; the ground that it paints looks the same at any size."""
    area = QScrollArea(parent)
    ground = QWidget()  # who comes upon Qt's own one has PySide make the classes of all widgets: 8 ms, 1 MB
    ground.setAutoFillBackground(True)
    area.setViewport(ground)
    area.setWidget(body)
    body.setAttribute(
        Qt.WidgetAttribute.WA_StaticContents
    )  # it grows at its end: what stands there stays painted
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return area
