"""The cards of related records: the first rows of each list, one line each, to open, to add to, to see all of."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from crm_desktop.core.entity import Entity, Field
from crm_desktop.core.formatting import format_number
from crm_desktop.core.i18n import _, language
from crm_desktop.core.kinds import Choice, Colour, Day, Moment, Option
from crm_desktop.ui import drawing, theme
from crm_desktop.ui.buttons import Button, PaintedButton
from crm_desktop.ui.card import Card
from crm_desktop.ui.chip_bar import Chip
from crm_desktop.ui.column_widths import is_words
from crm_desktop.ui.flow_layout import FlowLayout
from crm_desktop.ui.labels import hint_at, one_line
from crm_desktop.ui.portions import Portions
from crm_desktop.ui.record_contract import Row
from crm_desktop.ui.record_reading import FIRST_ROWS, RelatedList
from crm_desktop.ui.times import near_day

_ROW = 33
_HEAD = 26
_GAP = 12
_WIDEST = 132
_NARROWEST_TITLE = 110
_TIGHTER = (
    (_NARROWEST_TITLE, 60.0),
    (96, 46.0),
    (84, 46.0),
)  # the title and other words, before numbers are cut
_FEWEST = 3  # columns


class RelatedCard(Card):
    """One related list. Ids cross its signals as objects."""

    opened = Signal(str, object)
    add_clicked = Signal(str)
    all_clicked = Signal(str)

    def __init__(self, related: RelatedList, parent: QWidget | None = None, *, may_add: bool) -> None:
        super().__init__(parent=parent)
        self.related = related
        self.set_title(related.label, format_number(related.count, language()))
        if related.count > FIRST_ROWS:
            everything = Button(
                _("Show all"), look="link", clicked=lambda: self.all_clicked.emit(related.key)
            )
            everything.setAccessibleName(_("Show all: %(list)s") % {"list": related.label})
            self.add_action(everything)
        if may_add and not is_log(related.entity):
            name = _("New %(record)s") % {"record": _(related.entity.title).lower()}
            add = Button(
                icon="plus", look="quieticon", name=name, clicked=lambda: self.add_clicked.emit(related.key)
            )
            self.add_action(add)
        table = ShortTable(related.fields, related.rows)
        table.opened.connect(lambda one: self.opened.emit(related.entity.name, one))
        self.rows = table.rows
        self.body.addWidget(table)


class ShortTable(QWidget):
    """Some records, one line each under the names of their fields. ``opened`` carries the id as an object."""

    opened = Signal(object)

    def __init__(self, fields: Sequence[Field], rows: Sequence[Row]) -> None:
        super().__init__()
        widths = _widths(fields, rows)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(_Headings(fields, widths))
        self.rows = [RelatedRow(fields, row, widths) for row in rows]
        for row in self.rows:
            row.clicked.connect(lambda _on=False, one=row.row.id: self.opened.emit(one))
            column.addWidget(row)


class AddCard(Card):
    """What is not there yet and could be: one chip for each empty list."""

    add_clicked = Signal(str)

    def __init__(self, lists: Sequence[RelatedList], parent: QWidget | None = None) -> None:
        super().__init__(_("Add"), parent)
        holder = QWidget()
        flow = FlowLayout(holder, gap=8)
        for one in lists:
            chip = Chip(_(one.entity.title), icon="plus")
            chip.setAccessibleName(_("New %(record)s") % {"record": _(one.entity.title).lower()})
            chip.clicked.connect(lambda _on=False, key=one.key: self.add_clicked.emit(key))
            flow.addWidget(chip)
        self.body.addWidget(holder)


def is_log(entity: Entity) -> bool:
    """Tell whether records of this entity are written by the program alone: what is named by a moment."""
    return isinstance(entity.title_field.kind, Moment)


def cell_text(field: Field, row: Row, place: int) -> str:
    """Return a cell in one line; of a moment only its day, as people say it."""
    value = row.values[place]
    if isinstance(value, datetime):
        value = value.astimezone().date()
    if isinstance(field.kind, Day | Moment) and isinstance(value, date):
        return near_day(value)
    return one_line(row.texts[place])


def _font(field: Field, is_title: bool) -> QFont:
    weight = QFont.Weight.Medium if is_title else QFont.Weight.Normal
    tabular = field.kind.align == "right" or isinstance(field.kind, Day | Moment)
    return theme.font(theme.FONT_PIXELS, weight, tabular=tabular)


def _is_badge(field: Field, value: Any) -> bool:
    """Tell whether a value says how something stands: a state, an option, a stage."""
    return isinstance(field.kind, Choice | Option) or bool(getattr(value, "kind", ""))


def _colour(field: Field, value: Any) -> Colour:
    return field.kind.colour(value) if isinstance(field.kind, Choice) else getattr(value, "colour", "grey")


def _widths(fields: Sequence[Field], rows: Sequence[Row]) -> list[_Width]:
    """Return the width that each column needs; the first takes what is left."""
    found: list[_Width] = []
    head = QFontMetricsF(theme.font(theme.SMALL_PIXELS))
    for place, field in enumerate(fields):
        metrics = QFontMetricsF(_font(field, place == 0))
        widest = head.horizontalAdvance(_(field.label))
        for row in rows:
            text = cell_text(field, row, place)
            is_badge = _is_badge(field, row.values[place])
            width = drawing.badge_width(text) if is_badge else metrics.horizontalAdvance(text)
            widest = max(widest, width if text else 0)
        found.append(_Width(min(widest + 2, _WIDEST)))
        found[-1].firm = not is_words(field) and not isinstance(field.kind, Option)
    return found


class _Width(float):
    """The width of a column; ``firm`` ones hold numbers, days and ways to reach somebody, which are not cut."""

    firm = False


def _floors(widths: Sequence[_Width], word: float) -> list[float]:
    """Return how narrow columns may become where words may have this width."""
    return [one if one.firm else min(one, word) for one in widths]


def _fitted(widths: Sequence[_Width], room: float, word: float) -> list[float]:
    """Return the widths in the room there is: the widest of the words gives way first, then the rest."""
    found = [float(one) for one in widths]
    for least in (_floors(widths, word), [min(40.0, one) for one in found]):
        while sum(found) > room and (able := [at for at, one in enumerate(found) if one > least[at]]):
            widest = max(able, key=found.__getitem__)
            found[widest] -= min(4.0, sum(found) - room, found[widest] - least[widest])
    return found


def _least_title(widths: Sequence[_Width]) -> float:
    """Return how narrow the first column may become: what it needs, as far as that is little."""
    return min(_NARROWEST_TITLE, widths[0]) if widths else _NARROWEST_TITLE


def _count(width: float, widths: Sequence[_Width]) -> int:
    """Return how many columns there is room for; the last ones, which tell the least, give way."""
    count = len(widths)
    while count > _FEWEST and sum(widths[1:count]) + _GAP * (count - 1) > width - _least_title(widths):
        count -= 1
    return count


def _boxes(width: float, height: float, widths: Sequence[_Width]) -> list[QRectF]:
    widths = widths[: _count(width, widths)]
    room = width - _GAP * (len(widths) - 1)
    tries = [(room - min(title, widths[0]), word) for title, word in _TIGHTER]
    left, word = next((one for one in tries if sum(_floors(widths[1:], one[1])) <= one[0]), tries[-1])
    others = _fitted(widths[1:], left, word)
    boxes = [QRectF(0, 0, width - sum(one + _GAP for one in others), height)]
    left = boxes[0].right() + _GAP
    for one in others:
        boxes.append(QRectF(left, 0, one, height))
        left += one + _GAP
    return boxes


def _align(field: Field) -> int:
    side = Qt.AlignmentFlag.AlignRight if field.kind.align == "right" else Qt.AlignmentFlag.AlignLeft
    return int(side | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine)


class _Headings(QWidget):
    """The words over the columns."""

    def __init__(self, fields: Sequence[Field], widths: Sequence[_Width]) -> None:
        super().__init__()
        self._fields, self._widths = fields, widths
        self.setFixedHeight(_HEAD)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def paintEvent(self, _event: QPaintEvent) -> None:
        of = theme.tokens()
        painter = QPainter(self)
        painter.setFont(theme.font(theme.SMALL_PIXELS))
        painter.setPen(QColor(of.muted))
        metrics = QFontMetricsF(painter.font())
        for field, box in zip(self._fields, _boxes(self.width(), _HEAD - 4, self._widths), strict=False):
            word = metrics.elidedText(_(field.label), Qt.TextElideMode.ElideRight, box.width() + 1)
            painter.drawText(box, _align(field), word)
        painter.fillRect(0, self.height() - 1, self.width(), 1, QColor(of.line))
        painter.end()


class RelatedRow(PaintedButton):
    """One record in one line; a click, Enter or Space opens it."""

    def __init__(self, fields: Sequence[Field], row: Row, widths: Sequence[_Width]) -> None:
        super().__init__()
        self.row = row
        self._fields, self._widths = fields, widths
        self._box_width, self._boxes = -1, list[QRectF]()
        said = [f"{_(one.label)} {text}" for one, text in zip(fields, row.texts, strict=True) if text]
        self.setAccessibleName(", ".join(said) or _("empty"))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(220, _ROW)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, _ROW)

    def shown_columns(self) -> int:
        """Return how many columns there is room for."""
        return _count(self.width(), self._widths)

    def paintEvent(self, _event: QPaintEvent) -> None:
        of = theme.tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.underMouse():
            painter.fillRect(self.rect(), QColor(of.hover))
        painter.fillRect(0, self.height() - 1, self.width(), 1, QColor(of.line))
        if self._box_width != self.width():
            self._box_width, self._boxes = self.width(), _boxes(self.width(), _ROW - 1, self._widths)
        boxes = self._boxes
        shortened = []
        for place, (field, box) in enumerate(zip(self._fields, boxes, strict=False)):
            text = cell_text(field, self.row, place)
            if text and _is_badge(field, self.row.values[place]):
                colour = _colour(field, self.row.values[place])
                drawing.badge(painter, box.left(), box.center().y(), text, colour, box.width())
                is_whole = drawing.badge_width(text) <= box.width()
            else:
                is_whole = self._paint_text(painter, field, text, box, is_title=place == 0)
            whole = one_line(self.row.texts[place])  # of a day or a moment all of it
            shortened += [] if is_whole and text == whole else [whole]
        hint_at(self, "\n".join(shortened))
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QColor(of.accent))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -2))
        painter.end()

    def _paint_text(self, painter: QPainter, field: Field, text: str, box: QRectF, *, is_title: bool) -> bool:
        """Paint a text, shortened where there is no room; returns whether it is whole."""
        of = theme.tokens()
        font = _font(field, is_title)
        muted = not is_title and field.kind.align != "right"
        shown = QFontMetricsF(font).elidedText(text or "—", Qt.TextElideMode.ElideRight, box.width())
        painter.setFont(font)
        painter.setPen(QColor(of.muted if muted or not text else of.text))
        painter.drawText(box, _align(field), shown)
        return shown == (text or "—")


@dataclass(frozen=True)
class _Wanted:
    """A card to be shown: what it tells, and how it is made."""

    told: object
    make: Callable[[], Card]


class RelatedColumn(QWidget):
    """All cards of related records under each other, made one a turn from the top."""

    opened = Signal(str, object)
    add_clicked = Signal(str)
    all_clicked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._known: dict[str, tuple[object, Card]] = {}  # by the key of their list, with what they tell
        self._portions = Portions(self)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.GRID * 2)
        self._column.addStretch(1)

    @property
    def cards(self) -> list[RelatedCard]:
        """The cards of lists; those that are still to come are made at once."""
        self._portions.finish()
        return [card for _told, card in self._known.values() if isinstance(card, RelatedCard)]

    def show_lists(self, lists: Sequence[RelatedList], *, may_add: bool) -> None:
        """Show a card for each list that has something, and one to add to the others. A card that stays is kept."""
        shown = [one for one in lists if one.count > (1 if one.is_part else 0)]
        shown.sort(key=lambda one: not one.entity.section)
        empty = [one for one in lists if not one.count and one.entity.section]
        wanted = {
            one.key: _Wanted((one, may_add, language()), partial(self._card, one, may_add)) for one in shown
        }
        if may_add and empty:
            told = ([one.key for one in empty], language())
            wanted[""] = _Wanted(told, partial(self._add_card, empty))
        for key, (was_told, card) in list(self._known.items()):
            if key not in wanted or wanted[key].told != was_told:
                del self._known[key]
                self._column.removeWidget(card)
                card.hide()
                card.deleteLater()
        self._portions.begin(partial(self._place, *one) for one in enumerate(wanted.items()))

    def _place(self, place: int, wanted: tuple[str, _Wanted]) -> None:
        """Put a card into its place, the one that is there or another."""
        key, one = wanted
        if key not in self._known:
            self._known[key] = one.told, one.make()
        card = self._known[key][1]
        if self._column.indexOf(card) != place:
            self._column.insertWidget(place, card)
            card.show()  # by itself it would wait for the next event, and the page be measured without it

    def _card(self, related: RelatedList, may_add: bool) -> RelatedCard:
        made = RelatedCard(related, self, may_add=may_add)
        made.opened.connect(self.opened)
        made.add_clicked.connect(self.add_clicked)
        made.all_clicked.connect(self.all_clicked)
        return made

    def _add_card(self, empty: Sequence[RelatedList]) -> AddCard:
        made = AddCard(empty, self)
        made.add_clicked.connect(self.add_clicked)
        return made
