"""The delegate that paints the cells of a list itself: a third of the time that the style would take.

Shaped texts are kept by text, width and look; colours come from the theme at each painting.
"""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache
from math import ceil
from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelectionModel, QObject, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QStaticText, QTransform
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from crm_desktop.core import clock
from crm_desktop.core.due import DueTime
from crm_desktop.core.entity import Field
from crm_desktop.core.i18n import language
from crm_desktop.core.kinds import (
    Choice,
    Colour,
    Day,
    Email,
    Moment,
    Option,
    PersonName,
    Phone,
    Reference,
    Tags,
    Text,
    Web,
)
from crm_desktop.ui import drawing, theme
from crm_desktop.ui.contract import Row
from crm_desktop.ui.record_table_model import FIRST_FIELD, Index, RecordTableModel
from crm_desktop.ui.times import short_words

if TYPE_CHECKING:
    from crm_desktop.core.matches import Spans

PADDING = 10
_AVATAR_ROOM = drawing.AVATAR + 8
_KEPT = 6_000


_QUIET = (Text, Reference)


def _is_reach(field: Field) -> bool:
    """Tell whether a value is a way to reach somebody."""
    return isinstance(field.kind, Email | Phone | Web)


class _Look:
    """How the cells of one column are painted; worked out once, not for each cell."""

    def __init__(self, field: Field, model: RecordTableModel, place: int) -> None:
        self.kind = field.kind
        self.is_title = field.key == model.entity.title_key
        self.is_searched = field.searched
        self.is_person = isinstance(field.kind, PersonName)
        self.has_avatar = self.is_title and self.is_person
        self.has_badge = isinstance(field.kind, Choice | Option | DueTime)
        self.is_tags = isinstance(field.kind, Tags)
        self.is_time = isinstance(field.kind, Day | Moment)
        self.right = field.kind.align == "right"
        # The eye finds what names, reaches and measures a record; what merely tells of it steps back.
        self.muted = (
            place > 1 and not self.is_title and isinstance(field.kind, _QUIET) and not _is_reach(field)
        )
        weight = QFont.Weight.Medium if self.is_title else QFont.Weight.Normal
        self.font = theme.font(theme.FONT_PIXELS, weight, tabular=self.right)
        self.metrics = QFontMetricsF(self.font)
        # Chinese faces seldom have a medium weight: their names would look no stronger than the rest.
        self.strong = theme.font(theme.FONT_PIXELS, QFont.Weight.DemiBold)
        self.strong_metrics = QFontMetricsF(self.strong)

    def type_of(self, text: str) -> tuple[QFont, QFontMetricsF]:
        """Return the type for a text."""
        if self.is_title and not text.isascii() and drawing.is_ideograph(text[0]):
            return self.strong, self.strong_metrics
        return self.font, self.metrics

    def colour(self, value: object) -> Colour:
        """Return the colour of the badge of a value."""
        if isinstance(self.kind, Choice):
            return self.kind.colour(str(value))
        return getattr(value, "colour", "grey")


class _Inks:
    """The colours that each cell needs, made once for a scheme."""

    def __init__(self, of: theme.Tokens) -> None:
        self.of = of
        self.selection = QColor(of.selection)
        self.hover = QColor(of.hover)
        self.line = QColor(of.line)
        self.text = QColor(of.text)
        self.muted = QColor(of.muted)
        self.mark = QColor(of.mark)


class CellPainter(QStyledItemDelegate):
    """Paints the cells of a :class:`RecordTableModel`. ``words`` are the folded words of the search.

    What is selected is asked of ``selection``: the state in Qt's options would cost the start the making of QStyle's
    enumerations.
    """

    def __init__(self, model: RecordTableModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._looks: list[_Look] = []
        self._texts: dict[tuple[str, int, int], tuple[QStaticText, str]] = {}
        self._inks = _Inks(theme.tokens())
        self.words: tuple[str, ...] = ()
        self.selection: QItemSelectionModel | None = None
        self.hovered = -1
        self.current = -1
        self.set_columns()
        model.modelReset.connect(self.set_columns)

    def set_columns(self) -> None:
        """Work out the looks of the columns again."""
        self._looks = [_Look(field, self._model, place) for place, field in enumerate(self._model.fields)]
        self._texts.clear()

    def set_hovered(self, row: int) -> list[int]:
        """Mark the row under the mouse (-1: none); return the rows to paint again."""
        before, self.hovered = self.hovered, row
        return [] if before == row else [one for one in (before, row) if one >= 0]

    def set_current(self, row: int) -> list[int]:
        """Mark the current row (-1: none); return the rows to paint again."""
        before, self.current = self.current, row
        return [] if before == row else [one for one in (before, row) if one >= 0]

    def text_of(self, row: Row, place: int) -> str:
        """Return what the cell of a row shows: its text, of a time how people say it."""
        text = row.texts[place]
        return (
            _said(row.values[place], clock.today(), language())
            if text and self._looks[place].is_time
            else text
        )

    def width_of(self, row: Row, place: int) -> int:
        """Return the width that the cell of a row needs."""
        look, text = self._looks[place], self.text_of(row, place)
        if look.has_badge:
            return ceil(drawing.badge_width(text)) + 2 * PADDING if text else 0
        room = _AVATAR_ROOM if look.has_avatar else 0
        return ceil(look.type_of(text)[1].horizontalAdvance(text)) + room + 2 * PADDING + 2

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(80, theme.ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        box: QRect = option.rect
        selected = self.selection is not None and self.selection.isSelected(index)
        number, column = index.row(), index.column()
        if self._inks.of is not theme.tokens():
            self._inks = _Inks(theme.tokens())
        inks = self._inks
        if selected:
            painter.fillRect(box, inks.selection)
        elif number in {self.hovered, self.current}:
            painter.fillRect(box, inks.hover)
        painter.fillRect(box.left(), box.bottom(), box.width(), 1, inks.line)
        row = self._model.row(number)
        if row is None:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if column < FIRST_FIELD:
            checked = Qt.CheckState.Checked if selected else Qt.CheckState.Unchecked
            drawing.check_box(painter, QPointF(box.center().x() + 1.5, box.top() + 16.5), checked)
        else:
            self._paint_value(painter, box, row, column - FIRST_FIELD)
        painter.restore()

    def _paint_value(self, painter: QPainter, box: QRect, row: Row, place: int) -> None:
        text = self.text_of(row, place)
        if not text:
            return
        look = self._looks[place]
        left, room = box.left() + PADDING, box.width() - 2 * PADDING
        middle = box.top() + (theme.ROW_HEIGHT - 1) / 2
        if look.has_badge:
            drawing.badge(painter, left, middle, text, look.colour(row.values[place]), room)
            return
        if look.is_tags:
            _paint_tags(painter, left, middle, text, room)
            return
        if look.has_avatar:
            size = drawing.AVATAR
            drawing.avatar(painter, QRectF(left, middle - size / 2, size, size), text)
            left, room = left + _AVATAR_ROOM, room - _AVATAR_ROOM
        self._paint_text(painter, look, text, QRectF(left, box.top(), room, theme.ROW_HEIGHT - 1))

    def _paint_text(self, painter: QPainter, look: _Look, text: str, box: QRectF) -> None:
        static, shown = self._shaped(look, text, int(box.width()))
        if static is None:
            return
        size = static.size()
        left = box.right() - size.width() if look.right else box.left()
        top = box.top() + (box.height() - size.height()) / 2
        font, metrics = look.type_of(shown)
        painter.setFont(font)
        found = self._found(shown, look) if self.words else ()
        for start, length in found:
            x = left + metrics.horizontalAdvance(shown[:start])
            width = metrics.horizontalAdvance(shown[start : start + length])
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._inks.mark)
            painter.drawRoundedRect(QRectF(x - 1, box.center().y() - 9, width + 2, 18), 3, 3)
        painter.setPen(self._inks.muted if look.muted else self._inks.text)
        painter.drawStaticText(QPointF(left, round(top)), static)

    def _found(self, shown: str, look: _Look) -> Spans:
        from crm_desktop.core.matches import spans

        return spans(shown, self.words, spoken=look.is_searched, person=look.is_person)

    def _shaped(self, look: _Look, text: str, width: int) -> tuple[QStaticText | None, str]:
        key = (text, width, id(look))
        kept = self._texts.get(key)
        if kept is not None:
            return kept
        if width <= 0:
            return None, ""
        font, metrics = look.type_of(text)
        line = text.replace("\n", " ") if "\n" in text else text
        shown = metrics.elidedText(line, Qt.TextElideMode.ElideRight, width)
        static = QStaticText(shown)
        static.setTextFormat(Qt.TextFormat.PlainText)
        static.setPerformanceHint(QStaticText.PerformanceHint.AggressiveCaching)
        static.prepare(QTransform(), font)
        if len(self._texts) > _KEPT:
            self._texts.clear()
        self._texts[key] = static, shown
        return static, shown


def _paint_tags(painter: QPainter, left: float, middle: float, text: str, room: float) -> None:
    end = left + room
    for word in _words(text):
        width = drawing.badge_width(word)
        if end - left < min(width, 40):
            break
        drawing.badge(painter, left, middle, word, "grey", end - left)
        left += width + 4


@lru_cache(maxsize=2_000)
def _said(value: date | datetime, _today: date, _language: str) -> str:
    return short_words(value, clock.zone())


@lru_cache(maxsize=1_000)
def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split(", "))
