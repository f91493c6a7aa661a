"""Lucide's icons in our colours, drawn exactly for each size and each screen's scale."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QIconEngine, QPainter, QPixmap

from crm_desktop.core.paths import resource
from crm_desktop.ui import theme

SIZE = 16
LARGEST = 256  # of the program's own icon


def pixmap(name: str, colour: QColor, size: int = SIZE, scale: float = 1.0) -> QPixmap:
    """Return the icon in this colour for a screen of this scale; an unknown name gives an empty picture."""
    return _drawn(name, colour.name(QColor.NameFormat.HexRgb), size, scale)


def icon(name: str, role: str = "text", size: int = SIZE) -> QIcon:
    """Return the icon in a colour of the palette in use (an attribute of the theme's tokens), for a button."""
    return QIcon(_Engine(name, theme.colour(role), theme.colour("edge"), size))


def app_icon() -> QIcon:
    """Return the program's own icon."""
    return QIcon(_Engine("app", QColor(), QColor(), LARGEST))


class _Engine(QIconEngine):
    """Draws an icon when it is shown, for the scale of the screen that it is shown on."""

    def __init__(self, name: str, normal: QColor, disabled: QColor, size: int) -> None:
        super().__init__()
        self._name, self._normal, self._disabled, self._size = name, normal, disabled, size

    def clone(self) -> QIconEngine:
        return _Engine(self._name, self._normal, self._disabled, self._size)

    def actualSize(self, size: QSize, _mode: QIcon.Mode, _state: QIcon.State) -> QSize:  # noqa: N802
        return size.boundedTo(QSize(self._size, self._size))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self.scaledPixmap(size, mode, state, 1.0)

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, _state: QIcon.State, scale: float) -> QPixmap:  # noqa: N802
        colour = self._disabled if mode == QIcon.Mode.Disabled else self._normal
        return pixmap(self._name, colour, min(self._size, size.width()), scale)

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        scale = painter.deviceTransform().m11()
        painter.drawPixmap(rect, self.scaledPixmap(rect.size(), mode, state, scale))


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
