"""Small things that several widgets paint: avatars, badges, check boxes."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QStaticText, QTransform

from crm_desktop.core.kinds import Colour
from crm_desktop.ui import theme

AVATAR = 22
BADGE_HEIGHT = 20
BADGE_PADDING = 7
BADGE_GAP = 4
_NARROWEST_BADGE = 24
_CIRCLES: tuple[Colour, ...] = ("purple", "blue", "orange", "green", "red", "grey")
_CENTER = Qt.AlignmentFlag.AlignCenter


@theme.measured(5_000)
def initials(name: str) -> str:
    """Return what stands in the circle: A. B. for Ana Beltrán, the last two characters of a Chinese name."""
    words = [word for word in name.split() if word[0].isalpha()]
    if not words:
        return name.strip()[:1].upper()
    if is_ideograph(words[0][0]):
        return "".join(words)[-2:]
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()


@theme.measured(5_000)
def circle_colour(name: str) -> Colour:
    """Return the colour of a name's circle: always the same for the same name."""
    return _CIRCLES[sum(ord(ch) * (at + 1) for at, ch in enumerate(name)) % len(_CIRCLES)]


def avatar(painter: QPainter, box: QRectF, name: str) -> None:
    """Paint the circle of a name into the square ``box``."""
    ground, ink = theme.tokens().badges[circle_colour(name)]
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(ground))
    painter.drawEllipse(box)
    letters = initials(name)
    share = 0.42 if letters.isascii() else 0.40
    painter.setFont(_avatar_font(max(8, round(box.width() * share))))
    painter.setPen(QColor(ink))
    painter.drawText(box, _CENTER, letters)


@theme.measured(8)
def badge_font() -> QFont:
    """Return the type of badges."""
    return theme.font(11, QFont.Weight.Medium)


@theme.measured(2_000)
def badge_width(text: str) -> float:
    """Return the width of a badge with this text."""
    return QFontMetricsF(badge_font()).horizontalAdvance(text) + 2 * BADGE_PADDING


def badge(painter: QPainter, left: float, middle: float, text: str, colour: Colour, room: float) -> None:
    """Paint a badge whose middle is at height ``middle``, no wider than ``room``."""
    ground, ink = theme.tokens().badges[colour]
    width = min(badge_width(text), room)
    box = QRectF(left, middle - BADGE_HEIGHT / 2, width, BADGE_HEIGHT)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(ground))
    painter.drawRoundedRect(box, 4, 4)
    painter.setFont(badge_font())
    painter.setPen(QColor(ink))
    shown, right, down = _badge_text(text, width)
    painter.drawStaticText(QPointF(left + right, box.top() + down), shown)


@theme.measured(2_000)
def _badge_text(text: str, width: float) -> tuple[QStaticText, float, float]:
    """Return the text of a badge made ready to be drawn, and how far from its left and its top it stands."""
    metrics, shown = QFontMetricsF(badge_font()), text
    if badge_width(text) > width:
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, width - 2 * BADGE_PADDING)
    made = QStaticText(shown)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.prepare(QTransform(), badge_font())
    room = metrics.boundingRect(QRectF(0, 0, width, BADGE_HEIGHT), _CENTER, shown)
    return made, (width - metrics.horizontalAdvance(shown)) / 2, room.top()


def badges(painter: QPainter, box: QRectF, words: Sequence[tuple[str, Colour]]) -> None:
    """Paint badges beside each other, as many as there is room for."""
    left = box.left()
    for text, colour in words:
        room = box.right() - left
        if room < _NARROWEST_BADGE:
            break
        badge(painter, left, box.center().y(), text, colour, room)
        left += badge_width(text) + BADGE_GAP


def check_box(painter: QPainter, middle: QPointF, state: Qt.CheckState, enabled: bool = True) -> None:
    """Paint a check box of 14 pixels around ``middle``."""
    of = theme.tokens()
    box = QRectF(middle.x() - 6.5, middle.y() - 6.5, 13, 13)
    on = state != Qt.CheckState.Unchecked
    painter.setPen(QPen(QColor(of.accent if on else of.edge if enabled else of.line), 1))
    painter.setBrush(QColor(of.accent) if on else QColor(of.raised))
    painter.drawRoundedRect(box, 3, 3)
    if not on:
        return
    pen = QPen(QColor(of.on_accent), 1.8)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    x, y = middle.x(), middle.y()
    if state == Qt.CheckState.PartiallyChecked:
        painter.drawLine(QPointF(x - 3, y), QPointF(x + 3, y))
    else:
        painter.drawPolyline(
            [QPointF(x - 3.2, y + 0.2), QPointF(x - 0.9, y + 2.6), QPointF(x + 3.4, y - 2.4)]
        )


@theme.measured(8)
def _avatar_font(pixels: int) -> QFont:
    return theme.font(pixels, QFont.Weight.DemiBold)


def is_ideograph(char: str) -> bool:
    """Tell whether a character is a Chinese one."""
    return "\u3400" <= char <= "\u9fff" or "\uf900" <= char <= "\ufaff"
