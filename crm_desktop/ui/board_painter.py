"""How a card of the board looks: painted, since thousands of them scroll."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate, QStyleOptionViewItem

from crm_desktop.ui import drawing, theme
from crm_desktop.ui.board_model import CardModel, Face

CARD_HEIGHT = 90
GAP = 10
GUTTER = 12  # between two columns; a scroll bar stands there, so that cards are as wide with it as without
_PADDING = 13
_RADIUS = 8
_LINES = (24, 45, 69)  # the middle of each line of a card
_DIMMED = 0.55
_CARRIED = 0.4  # a card that is somewhere else for the moment
_MARGIN = 3  # of the picture of an empty card: how far its shadow may reach
_AT_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight


@theme.measured(4)
def _type(weight: QFont.Weight, pixels: int = theme.FONT_PIXELS) -> tuple[QFont, QFontMetricsF]:
    font = theme.font(pixels, weight, tabular=True)
    return font, QFontMetricsF(font)


@theme.measured(4_000)
def _elided(text: str, weight: QFont.Weight, room: int) -> str:
    return _type(weight)[1].elidedText(text, Qt.TextElideMode.ElideRight, room)


class CardPainter(QStyledItemDelegate):
    """Paints the cards of a :class:`CardModel` in the view that it belongs to."""

    def __init__(self, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._view = view
        self.hovered = -1

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(120, CARD_HEIGHT + GAP)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        model = self._view.model()
        if not isinstance(model, CardModel):
            return
        selected = self._view.selectionModel().isRowSelected(index.row())
        is_current = self._view.hasFocus() and self._view.currentIndex().row() == index.row()
        box = QRectF(option.rect).adjusted(1, 1, -1, -GAP)
        box.setWidth(self._view.width() - GUTTER - 2)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if selected and getattr(self._view, "is_carrying", False):
            painter.setOpacity(_CARRIED)
        paint_ground(painter, box, selected=selected, marked=is_current, hovered=self.hovered == index.row())
        paint_face(painter, box, model.face(index.row()))
        painter.restore()


def paint_ground(
    painter: QPainter, box: QRectF, *, selected: bool = False, marked: bool = False, hovered: bool = False
) -> None:
    """Paint an empty card; the one with the focus has an outline of its own."""
    of = theme.tokens()
    edge = of.accent if marked or selected else of.edge if hovered else of.line
    look = _Ground(edge, of.selection if selected else of.raised, not of.dark, 1.6 if marked else 1)
    scale = painter.device().devicePixelRatio()
    if scale == int(scale):
        at = box.topLeft() - QPointF(_MARGIN, _MARGIN)
        painter.drawPixmap(at, _picture(look, box.width(), box.height(), int(scale)))
    else:  # between two pixels a picture would be blurred
        look.paint(painter, box)


@dataclass(frozen=True)
class _Ground:
    """How an empty card looks."""

    edge: str
    fill: str
    has_shadow: bool
    line: float

    def paint(self, painter: QPainter, box: QRectF) -> None:
        """Paint it where the card is."""
        if self.has_shadow:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(28, 35, 48, 14))
            painter.drawRoundedRect(box.translated(0, 1.2), _RADIUS, _RADIUS)
        painter.setPen(QPen(QColor(self.edge), self.line))
        painter.setBrush(QColor(self.fill))
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), _RADIUS, _RADIUS)


@lru_cache(maxsize=12)
def _picture(look: _Ground, width: float, height: float, scale: int) -> QPixmap:
    """Return an empty card as a picture, with a margin around it."""
    made = QPixmap(round(width + 2 * _MARGIN) * scale, round(height + 2 * _MARGIN) * scale)
    made.setDevicePixelRatio(scale)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    look.paint(painter, QRectF(_MARGIN, _MARGIN, width, height))
    painter.end()
    return made


def paint_face(painter: QPainter, box: QRectF, face: Face) -> None:
    """Paint what stands on a card."""
    of = theme.tokens()
    whole = painter.opacity()
    if face.dimmed:
        painter.setOpacity(whole * _DIMMED)
    left, room = box.left() + _PADDING, box.width() - 2 * _PADDING
    strong, plain = QFont.Weight.DemiBold, QFont.Weight.Normal
    _line(painter, face.name, strong, of.text, QRectF(left, box.top() + _LINES[0] - 10, room, 20))
    _line(painter, face.customer, plain, of.muted, QRectF(left, box.top() + _LINES[1] - 10, room, 20))
    middle = box.top() + _LINES[2]
    right = left + room
    if face.owner:
        size = drawing.AVATAR
        right -= size
        drawing.avatar(painter, QRectF(right, middle - size / 2, size, size), face.owner)
        right -= 8
    amount = _type(strong)[1].horizontalAdvance(face.amount) if face.amount else 0.0
    space = right - left - amount - (8 if amount else 0)
    if face.badge and space > 30:
        width = min(drawing.badge_width(face.badge), space)
        drawing.badge(painter, right - width, middle, face.badge, face.colour, width)
    elif face.day and space >= _type(plain)[1].horizontalAdvance(face.day):
        painter.setFont(_type(plain)[0])
        painter.setPen(QColor(of.muted))
        line = QRectF(left, middle - 10, right - left, 20)
        painter.drawText(line, _AT_RIGHT, face.day)
    _line(painter, face.amount, strong, of.text, QRectF(left, middle - 10, right - left, 20))
    painter.setOpacity(whole)


def _line(painter: QPainter, text: str, weight: QFont.Weight, ink: str, box: QRectF) -> None:
    if text:
        painter.setFont(_type(weight)[0])
        painter.setPen(QColor(ink))
        shown = _elided(text, weight, int(box.width()))
        painter.drawText(QPointF(box.left(), box.center().y() + _type(weight)[1].capHeight() / 2), shown)
