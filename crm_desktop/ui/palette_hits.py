"""What the search of everything shows: one line for each thing found, with the part that was looked for marked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from crm_desktop.core.matches import Spans, nearness, spans
from crm_desktop.ui import icons, theme
from crm_desktop.ui.record_table_model import Index

ROW, HEADING = 34, 28
HIT = Qt.ItemDataRole.UserRole
_LEFT, _MARGIN, _GAP = 34, 8, 10


@dataclass(frozen=True)
class Hit:
    """Something that was found. One without ``run`` is the heading of a group.

    ``keys`` is its shortcut; ``record`` its entity and id where it is a record.
    """

    text: str
    detail: str = ""
    icon: str = ""
    run: Callable[[], object] | None = None
    is_person: bool = False
    keys: str = ""
    record: tuple[str, int] | None = None

    @property
    def height(self) -> int:
        """How high its line is."""
        return HEADING if self.run is None else ROW

    def nearness(self, search: str) -> tuple[int, int]:
        """Return how near it is to a search, as :func:`core.matches.nearness` tells it."""
        return nearness(self.text, search, person=self.is_person)


@dataclass(frozen=True)
class Group:
    """Hits under one heading."""

    title: str
    hits: tuple[Hit, ...]

    def nearness(self, search: str) -> tuple[int, int]:
        """Return how near its nearest hit is to a search."""
        return min(one.nearness(search) for one in self.hits)


def ranked(groups: list[Group], search: str) -> list[Group]:
    """Return groups with the one that holds the nearest hit first; equal ones stay in their order."""
    return sorted(groups, key=lambda one: one.nearness(search))


def lines(groups: list[Group]) -> list[Hit]:
    """Return the groups as they are listed: each heading, then its hits."""
    return [line for group in groups if group.hits for line in (Hit(group.title), *group.hits)]


class HitPainter(QStyledItemDelegate):
    """Paints a hit: icon, text with its match marked, detail, and its shortcut at the right."""

    def __init__(self, words: Callable[[], tuple[str, ...]], parent: QObject) -> None:
        super().__init__(parent)
        self._words = words

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        hit = index.data(HIT)
        return QSize(100, hit.height if isinstance(hit, Hit) else HEADING)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        hit: Hit = index.data(HIT)
        box = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if hit.run is None:
            painter.setFont(theme.font(theme.SMALL_PIXELS))
            painter.setPen(QColor(theme.tokens().muted))
            painter.drawText(box.adjusted(_MARGIN, 6, 0, 0), Qt.AlignmentFlag.AlignVCenter, hit.text)
        else:
            if option.state & QStyle.StateFlag.State_Selected:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(theme.tokens().soft))
                painter.drawRoundedRect(box, theme.RADIUS, theme.RADIUS)
            self._paint_hit(painter, hit, box)
        painter.restore()

    def _paint_hit(self, painter: QPainter, hit: Hit, box: QRectF) -> None:
        of = theme.tokens()
        if hit.icon:
            scale = painter.device().devicePixelRatioF()
            picture = icons.pixmap(hit.icon, QColor(of.muted), icons.SIZE, scale)
            painter.drawPixmap(QPointF(box.left() + _MARGIN, box.center().y() - 8), picture)
        right = box.right() - _MARGIN
        if hit.keys:
            right = _paint_keys(painter, hit.keys, box) - _GAP
        painter.setFont(theme.font())
        words = self._words()
        marked = spans(hit.text, words, person=hit.is_person)
        end = _paint_text(
            painter, hit.text, marked, QRectF(box.left() + _LEFT, box.top(), 0, box.height()), right, of.text
        )
        # What the title answers to is not marked again where it happens to stand in another word.
        rest = tuple(one for one in words if not spans(hit.text, (one,), person=hit.is_person))
        place = QRectF(end + _GAP, box.top(), 0, box.height())
        _paint_text(painter, hit.detail, spans(hit.detail, rest), place, right, of.muted)


def _paint_text(
    painter: QPainter, text: str, marked: Spans, place: QRectF, right: float, colour: str
) -> float:
    """Paint a text from ``place`` on as far as there is room, its parts marked; returns where it ends."""
    metrics = QFontMetricsF(theme.font())
    left, room = place.left(), max(0.0, right - place.left())
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
    for start, length in marked:
        at = metrics.horizontalAdvance(shown[:start])
        width = metrics.horizontalAdvance(shown[start : start + length])
        painter.fillRect(QRectF(left + at, place.center().y() - 9, width, 18), QColor(theme.tokens().mark))
    painter.setPen(QColor(colour))
    place.setWidth(room + 1)
    painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, shown)
    return left + metrics.horizontalAdvance(shown)


def _paint_keys(painter: QPainter, keys: str, box: QRectF) -> float:
    """Paint a shortcut as a key at the right; returns where it begins."""
    of = theme.tokens()
    font = theme.font(11)
    width = QFontMetricsF(font).horizontalAdvance(keys) + 12
    key = QRectF(box.right() - _MARGIN - width, box.center().y() - 8.5, width, 18)
    painter.setPen(QPen(QColor(of.line), 1))
    painter.setBrush(QColor(of.key))
    painter.drawRoundedRect(key, 4, 4)
    painter.setFont(font)
    painter.setPen(QColor(of.muted))
    painter.drawText(key, Qt.AlignmentFlag.AlignCenter, keys)
    return key.left()
