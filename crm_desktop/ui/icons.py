"""Lucide's icons in our colours, drawn exactly for each size and each screen's scale."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QIconEngine, QPainter, QPixmap

from crm_desktop.core.kinds import Colour
from crm_desktop.core.paths import resource
from crm_desktop.ui import theme

SIZE = 16
LARGEST = 512  # of the program's own icon
_DOT, _DISC = 10, 8


def pixmap(name: str, colour: QColor, size: int = SIZE, scale: float = 1.0) -> QPixmap:
    """Return the icon in this colour for a screen of this scale; an unknown name gives an empty picture."""
    return _drawn(name, colour.name(QColor.NameFormat.HexRgb), size, scale)


def icon(name: str, role: str = "text", size: int = SIZE) -> QIcon:
    """Return the icon in a colour of the theme by its name, always of the scheme in use, for a button."""
    return QIcon(_Engine(name, role, size))


def app_icon() -> QIcon:
    """Return the program's own icon."""
    return QIcon(_Engine("app", "text", LARGEST))


def dot(colour: Colour) -> QIcon:
    """Return a small disc in the colour of a badge, always of the scheme in use."""
    return QIcon(_DotEngine(colour))


class _Engine(QIconEngine):
    """Draws an icon when it is shown: in the scheme in use, for the scale of the screen that it is shown on."""

    def __init__(self, name: str, role: str, size: int) -> None:
        super().__init__()
        self._name, self._role, self._size = name, role, size

    def clone(self) -> QIconEngine:
        return type(self)(self._name, self._role, self._size)

    def actualSize(self, size: QSize, _mode: QIcon.Mode, _state: QIcon.State) -> QSize:  # noqa: N802
        return size.boundedTo(QSize(self._size, self._size))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self.scaledPixmap(size, mode, state, 1.0)

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, _state: QIcon.State, scale: float) -> QPixmap:  # noqa: N802
        role = "edge" if mode == QIcon.Mode.Disabled else self._role
        return pixmap(self._name, theme.colour(role), min(self._size, size.width()), scale)

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        picture = self.scaledPixmap(rect.size(), mode, state, painter.deviceTransform().m11())
        size = picture.deviceIndependentSize()  # never stretched: 13 pixels are 16 and a quarter at 125 %
        left, top = (rect.width() - size.width()) / 2, (rect.height() - size.height()) / 2
        painter.drawPixmap(QPointF(rect.x() + left, rect.y() + top), picture)


class _DotEngine(QIconEngine):
    """Draws a disc when it is shown."""

    def __init__(self, colour: Colour) -> None:
        super().__init__()
        self._colour = colour

    def clone(self) -> QIconEngine:
        return _DotEngine(self._colour)

    def actualSize(self, size: QSize, _mode: QIcon.Mode, _state: QIcon.State) -> QSize:  # noqa: N802
        return size.boundedTo(QSize(_DOT, _DOT))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self.scaledPixmap(size, mode, state, 1.0)

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float) -> QPixmap:  # noqa: N802
        made = QPixmap(self.actualSize(size, mode, state) * scale)
        made.setDevicePixelRatio(scale)
        made.fill(Qt.GlobalColor.transparent)
        painter = QPainter(made)
        self.paint(painter, QRect(0, 0, _DOT, _DOT), mode, state)
        painter.end()
        return made

    def paint(self, painter: QPainter, rect: QRect, _mode: QIcon.Mode, _state: QIcon.State) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(self._colour))
        middle = QRectF(rect).center()
        painter.drawEllipse(middle, _DISC / 2, _DISC / 2)
        painter.restore()


@lru_cache(maxsize=600)
def _drawn(name: str, colour: str, size: int, scale: float) -> QPixmap:
    pixels = max(1, round(size * scale))
    made = QPixmap(pixels, pixels)
    made.fill(Qt.GlobalColor.transparent)
    source = _source(name)
    if source:
        from PySide6.QtSvg import QSvgRenderer  # only where something is drawn

        renderer = QSvgRenderer(QByteArray(source.replace(b"currentColor", colour.encode())))
        painter = QPainter(made)
        renderer.render(painter, QRectF(0, 0, pixels, pixels))
        painter.end()
    made.setDevicePixelRatio(scale)
    return made


@lru_cache(maxsize=300)
def _source(name: str) -> bytes:
    path = resource("icons") / f"{name}.svg"
    return path.read_bytes() if path.exists() else b""
