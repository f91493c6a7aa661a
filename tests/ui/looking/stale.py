"""What a window still shows in the colours that it had before it was switched."""

from __future__ import annotations

from collections import Counter

from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QWidget

from crm_desktop.ui import theme
from crm_desktop.ui.about import AboutPage
from crm_desktop.ui.pdf_preview import PdfPreview
from tests.ui.looking.names import described
from tests.ui.looking.screen import Image, Screen

_ENOUGH = 120  # pixels of one colour that are a ground or a line, not where the edge of a letter fades
_OPAQUE = 255


def stale_colours(screen: Screen) -> list[str]:
    """Return what is painted on a screen in a colour that only the other scheme has."""
    now = theme.tokens()
    others = _colours(theme.LIGHT if now.dark else theme.DARK)
    stale = {code: name for code, name in others.items() if code not in _colours(now)}
    found = [
        f"{described(one.widget)} writes {one.words!r} in {stale[one.colour]}"
        for one in screen.texts
        if one.colour in stale
    ]
    for image in screen.images:
        if (ink := _ink(image)) in stale and not _is_paper(image.widget):
            found.append(f"{described(image.widget)} paints a picture in {stale[ink]}")
    return list(dict.fromkeys(found + _grounds(screen, stale)))


def _is_paper(widget: QWidget) -> bool:
    """Tell whether a widget shows what has its own colours: a page of a report, the sign of the program."""
    return isinstance(widget.parent(), PdfPreview | AboutPage)


def _colours(of: theme.Tokens) -> dict[str, str]:
    found = {value: name for name, value in vars(of).items() if isinstance(value, str)}
    for name, (ground, ink) in of.badges.items():
        found |= {ground: f"the ground of {name}", ink: f"the ink of {name}"}
    return found


def _ink(image: Image) -> str:
    """Return the colour that most of what is not transparent in a picture has."""
    pixels = memoryview(image.pixels.convertToFormat(QImage.Format.Format_ARGB32).constBits()).cast("I")
    solid = Counter(one for one in pixels if one >> 24 == _OPAQUE)
    return QColor.fromRgb(solid.most_common(1)[0][0]).name() if solid else ""


def _grounds(screen: Screen, stale: dict[str, str]) -> list[str]:
    root = screen.root
    picture = root.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    pixels = memoryview(picture.constBits()).cast("I")
    found, ratio = [], root.devicePixelRatioF()
    for code, count in Counter(pixels).items():
        name = stale.get(QColor.fromRgb(code).name())
        if name is None or count < _ENOUGH:
            continue
        at = pixels.tolist().index(code)
        place = QPoint(int(at % picture.width() / ratio), int(at // picture.width() / ratio))
        widget = root.childAt(place) or root
        if not _is_paper(widget):
            found.append(f"{described(widget)} paints {count} pixels in {name}")
    return found
