"""Texts that are hard to read on the ground they are painted on."""

from __future__ import annotations

from collections import Counter

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QLineEdit, QMenu, QWidget

from tests.ui.looking.screen import Screen, Text

ENOUGH = 4.5
_LEAST = 4  # pixels of a box that are looked at


def lightness(colour: QColor) -> float:
    """Return the relative luminance of a colour, as WCAG counts it."""
    parts = [colour.redF(), colour.greenF(), colour.blueF()]
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: QColor, other: QColor) -> float:
    """Return the contrast of two colours: 1 for the same, 21 for black on white."""
    dark, light = sorted((lightness(one), lightness(other)))
    return (light + 0.05) / (dark + 0.05)


def faint_texts(screen: Screen) -> list[str]:
    """Return the texts of a screen with too little contrast; what cannot be used now may be pale."""
    root = screen.root
    picture = root.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    found: dict[str, None] = {}
    for one in screen.texts:
        if _is_idle(one):
            continue
        ground = _ground(picture, root, one)
        ink = QColor(one.colour)
        if ground is not None and ink.isValid() and contrast(ink, ground) < ENOUGH - 0.05:
            much = contrast(ink, ground)
            where = f"{type(one.widget).__name__} paints {ink.name()} on {ground.name()}"
            found[f"{where}, {much:.1f} : 1: {one.words!r}"] = None
    return list(found)


def _is_idle(one: Text) -> bool:
    """Tell whether a text cannot be used now, or is selected and thus painted a second time in other colours."""
    if isinstance(one.widget, QMenu):
        action = one.widget.actionAt(one.box.center().toPoint())
        return action is not None and not action.isEnabled()
    return not one.widget.isEnabled() or (isinstance(one.widget, QLineEdit) and one.widget.hasSelectedText())


def _is_covered(widget: QWidget, root: QWidget, at: QPoint) -> bool:
    front = root.childAt(at)
    return front is not None and front is not widget and not front.isAncestorOf(widget)


def _ground(picture: QImage, root: QWidget, one: Text) -> QColor | None:
    """Return the colour that most of the box of a text has, None where no more than an edge of it is in sight: there
    the strokes of the letters may be most of what is seen."""
    seen = one.widget.visibleRegion().boundingRect().intersected(one.box.toAlignedRect())
    box = QRect(one.widget.mapTo(root, QPoint()) + seen.topLeft(), seen.size()).intersected(picture.rect())
    across, down = (box.left(), box.center().x(), box.right()), (box.top(), box.center().y(), box.bottom())
    if any(_is_covered(one.widget, root, QPoint(x, y)) for x in across for y in down):
        return None
    if box.width() < _LEAST or box.height() < max(_LEAST, one.box.height() / 2):
        return None
    part = picture.copy(box)
    pixels = memoryview(part.constBits()).cast("I")
    return QColor.fromRgb(Counter(pixels).most_common(1)[0][0])
