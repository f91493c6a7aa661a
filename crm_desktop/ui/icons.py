"""Lucide's icons in our colours, drawn exactly for each size and each screen's scale."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap

from crm_desktop.core.paths import resource
from crm_desktop.ui import theme

SIZE = 16
_SCALES = (1.0, 2.0, 3.0)


def pixmap(name: str, colour: QColor, size: int = SIZE, scale: float = 1.0) -> QPixmap:
    """Return the icon in this colour for a screen of this scale; an unknown name gives an empty picture."""
    return _drawn(name, colour.name(QColor.NameFormat.HexRgb), size, scale)


def icon(name: str, role: str = "text", size: int = SIZE) -> QIcon:
    """Return the icon in a colour of the palette in use (an attribute of the theme's tokens), for a button."""
    made = QIcon()
    for scale in _SCALES:
        made.addPixmap(pixmap(name, theme.colour(role), size, scale))
        made.addPixmap(pixmap(name, theme.colour("edge"), size, scale), QIcon.Mode.Disabled)
    return made


def app_icon() -> QIcon:
    """Return the program's own icon."""
    made = QIcon()
    for size in (16, 32, 48, 128, 256):
        made.addPixmap(_drawn("app", "", size, 1.0))
    return made


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
