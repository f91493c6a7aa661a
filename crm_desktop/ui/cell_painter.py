"""Paints the rows of a list, all in one call: a call for each cell would cost more than what is drawn in it.

Shaped texts are kept by text, width and column. What is drawn in the same way is drawn together, so that the painter
changes its type and its ink a few times for a whole list; colours come from the theme at each painting.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from math import ceil
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QItemSelectionModel, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QStaticText, QTransform

from crm_desktop.core import clock
from crm_desktop.core.i18n import language
from crm_desktop.ui import drawing, theme
from crm_desktop.ui.cell_look import CellLook
from crm_desktop.ui.contract import Row
from crm_desktop.ui.record_table_model import FIRST_FIELD, RecordTableModel
from crm_desktop.ui.times import short_words

if TYPE_CHECKING:
    from crm_desktop.core.matches import Spans

PADDING = 10
_AVATAR_ROOM = drawing.AVATAR + 8
_KEPT = 6_000
_AS_IT_IS = QTransform()
_MIDDLE = (theme.ROW_HEIGHT - 1) / 2
_ON, _OFF = Qt.CheckState.Checked, Qt.CheckState.Unchecked


@dataclass(frozen=True, slots=True)
class Column:
    """A column as it is seen: its number in the model and where it lies."""

    number: int
    left: int
    width: int


_Ink = Literal["text", "muted", "missed"]
_Style = tuple[int, bool, _Ink]
"""Of which column the type is, whether it is the strong one, and the ink."""


@dataclass(frozen=True, slots=True)
class _Shaped:
    """A text made ready to be drawn: how far from the left and from the top of its room it stands."""

    static: QStaticText
    shown: str
    left: float
    top: int
    style: _Style


class _Inks:
    """The colours that each row needs, made once for a scheme."""

    def __init__(self, of: theme.Tokens) -> None:
        self.of = of
        self.selection = QColor(of.selection)
        self.hover = QColor(of.hover)
        self.line = QColor(of.line)
        self.text = QColor(of.text)
        self.muted = QColor(of.muted)
        self.missed = QColor(of.badges["red"][1])
        self.mark = QColor(of.mark)


_Lines = dict[_Style, list[tuple[QPointF, QStaticText]]]


class CellPainter:
    """Paints the rows of a :class:`RecordTableModel`. ``words`` are the folded words of the search.

    What is selected is asked of ``selection``, once for a row: rows are selected as a whole.
    """

    def __init__(self, model: RecordTableModel) -> None:
        self._model = model
        self._looks: list[CellLook] = []
        self._texts: dict[tuple[str, int, int], _Shaped] = {}
        self._measured: dict[tuple[str, int], QStaticText] = {}  # by text and column, until it is painted
        self._inks = _Inks(theme.tokens())
        self.words: tuple[str, ...] = ()
        self.selection: QItemSelectionModel | None = None
        self.hovered = -1
        self.current = -1
        self.set_columns()
        model.modelReset.connect(self.set_columns)

    def set_columns(self) -> None:
        """Work out the looks of the columns again."""
        self._looks = [CellLook(field, self._model, place) for place, field in enumerate(self._model.fields)]
        self._texts.clear()
        self._measured.clear()

    def set_hovered(self, row: int) -> list[int]:
        """Mark the row under the mouse (-1: none); return the rows to paint again."""
        before, self.hovered = self.hovered, row
        return [] if before == row else [one for one in (before, row) if one >= 0]

    def set_current(self, row: int) -> list[int]:
        """Mark the current row (-1: none); return the rows to paint again."""
        before, self.current = self.current, row
        return [] if before == row else [one for one in (before, row) if one >= 0]

    def texts_of(self, rows: Iterable[Row], place: int) -> list[str]:
        """Return what the cells of a column show: their texts, of times how people say them."""
        if not self._looks[place].is_time:
            return [row.texts[place] for row in rows]
        today, code = clock.today(), language()
        return [
            text and _said(row.values[place], today, code) for row in rows for text in (row.texts[place],)
        ]

    def widths_of(self, rows: Sequence[Row], place: int) -> list[int]:
        """Return the widths that the cells of a column need."""
        texts = self.texts_of(rows, place)
        known = {text: self._width(text, place) for text in set(texts)}
        return [known[text] for text in texts]

    def _width(self, text: str, place: int) -> int:
        look = self._looks[place]
        if look.has_badge:
            return ceil(drawing.badge_width(text)) + 2 * PADDING if text else 0
        room = _AVATAR_ROOM if look.has_avatar else 0
        static = self._measured[text, place] = _prepared(_one_line(text), look.type_of(text)[0])
        return ceil(static.size().width()) + room + 2 * PADDING + 2

    def paint(self, painter: QPainter, rows: Iterable[tuple[int, int]], columns: Sequence[Column]) -> None:
        """Paint rows, each with the height at which it begins."""
        if self._inks.of is not theme.tokens():
            self._inks = _Inks(theme.tokens())
        if not columns:
            return
        left, right = columns[0].left, columns[-1].left + columns[-1].width
        rows = list(rows)
        if rows:
            self._model.see(rows[0][0], rows[-1][0])
        seen = [
            (row, top, selected)
            for number, top in rows
            for selected in (self._paint_ground(painter, number, top, left, right - left),)
            if (row := self._model.rows.known(number)) is not None
        ]
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if columns[0].number < FIRST_FIELD:
            middle = left + (columns[0].width - 1) // 2 + 1.5
            for _row, top, selected in seen:
                drawing.check_box(painter, QPointF(middle, top + 16.5), _ON if selected else _OFF)
            columns = columns[1:]
        lines: _Lines = {}
        for column in columns:
            self._paint_column(painter, column, seen, lines)
        self._draw(painter, lines)

    def _paint_ground(self, painter: QPainter, number: int, top: int, left: int, width: int) -> bool:
        """Paint what lies under a row; tell whether the row is selected."""
        inks, selection = self._inks, self.selection
        selected = selection is not None and selection.isSelected(self._model.index(number, 0))
        if selected:
            painter.fillRect(left, top, width, theme.ROW_HEIGHT, inks.selection)
        elif number in {self.hovered, self.current}:
            painter.fillRect(left, top, width, theme.ROW_HEIGHT, inks.hover)
        painter.fillRect(left, top + theme.ROW_HEIGHT - 1, width, 1, inks.line)
        return selected

    def _paint_column(
        self, painter: QPainter, column: Column, rows: Sequence[tuple[Row, int, bool]], lines: _Lines
    ) -> None:
        """Paint the values of a column; what is mere text is added to ``lines``."""
        place = column.number - FIRST_FIELD
        look, left, room = self._looks[place], column.left + PADDING, column.width - 2 * PADDING
        texts = self.texts_of((row for row, _top, _selected in rows), place)
        cells = [(row, top, text) for (row, top, _), text in zip(rows, texts, strict=True) if text]
        if look.has_badge:
            for row, top, text in cells:
                drawing.badge(painter, left, top + _MIDDLE, text, look.colour(row.values[place]), room)
            return
        if look.is_tags:
            for _row, top, text in cells:
                _paint_tags(painter, left, top + _MIDDLE, text, room)
            return
        if look.has_avatar:
            size = drawing.AVATAR
            for _row, top, text in cells:
                drawing.avatar(painter, QRectF(left, top + _MIDDLE - size / 2, size, size), text)
            left, room = left + _AVATAR_ROOM, room - _AVATAR_ROOM
        if room <= 0:
            return
        find = self._finder(look) if self.words else None
        for row, top, text in cells:
            shaped = self._texts.get((text, room, place)) or self._shape(text, room, place)
            if find is not None:
                self._paint_marks(painter, look, shaped, left + shaped.left, top, find(shaped.shown))
            at = QPointF(left + shaped.left, top + shaped.top)
            missed = look.is_deadline and self._model.is_missed(row, place)
            style: _Style = (place, shaped.style[1], "missed") if missed else shaped.style
            lines.setdefault(style, []).append((at, shaped.static))

    def _draw(self, painter: QPainter, lines: _Lines) -> None:
        """Draw texts, those of one type and ink after one another."""
        draw = painter.drawStaticText
        for (place, strong, ink), texts in lines.items():
            look = self._looks[place]
            painter.setFont(look.strong if strong else look.font)
            painter.setPen(getattr(self._inks, ink))
            for at, static in texts:
                draw(at, static)

    def _paint_marks(
        self, painter: QPainter, look: CellLook, shaped: _Shaped, left: float, top: int, found: Spans
    ) -> None:
        """Paint the grounds of what the search has found in a text."""
        if not found:
            return
        metrics = look.type_of(shaped.shown)[1]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._inks.mark)
        for start, length in found:
            x = left + metrics.horizontalAdvance(shaped.shown[:start])
            width = metrics.horizontalAdvance(shaped.shown[start : start + length])
            painter.drawRoundedRect(QRectF(x - 1, top + _MIDDLE - 9, width + 2, 18), 3, 3)

    def _finder(self, look: CellLook) -> Callable[[str], Spans]:
        from crm_desktop.core.matches import spans  # not before somebody searches

        words, spoken, person = self.words, look.is_searched, look.is_person
        return lambda shown: spans(shown, words, spoken=spoken, person=person)

    def _shape(self, text: str, width: int, place: int) -> _Shaped:
        look = self._looks[place]
        font, metrics = look.type_of(text)
        shown = _one_line(text)
        static = self._measured.pop((text, place), None) or _prepared(shown, font)
        if static.size().width() > width:
            shown = metrics.elidedText(shown, Qt.TextElideMode.ElideRight, width)
            static = _prepared(shown, font)
        size = static.size()
        made = _Shaped(
            static,
            shown,
            width - size.width() if look.right else 0.0,
            round((theme.ROW_HEIGHT - 1 - size.height()) / 2),
            (place, look.is_strong(text), "muted" if look.muted else "text"),
        )
        if len(self._texts) > _KEPT:
            self._texts.clear()
        self._texts[text, width, place] = made
        return made


def _one_line(text: str) -> str:
    return text.replace("\n", " ") if "\n" in text else text


def _prepared(text: str, font: QFont) -> QStaticText:
    made = QStaticText(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.prepare(_AS_IT_IS, font)
    return made


def _paint_tags(painter: QPainter, left: float, middle: float, text: str, room: float) -> None:
    end = left + room
    for word in _words(text):
        width = drawing.badge_width(word)
        if end - left < min(width, 40):
            break
        drawing.badge(painter, left, middle, word, "grey", end - left)
        left += width + 4


@theme.measured(2_000)
def _said(value: date | datetime, _today: date, _language: str) -> str:
    return short_words(value, clock.zone())


@theme.measured(1_000)
def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split(", "))
