"""The list of an agenda: a box to check, what is to be done, with whom, and when."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from crm_desktop.core import clock
from crm_desktop.core.activity_icons import activity_icon
from crm_desktop.core.calendar_days import clock_text
from crm_desktop.core.entity import Entity
from crm_desktop.core.formatting import format_number
from crm_desktop.core.i18n import _, language
from crm_desktop.core.kinds import Colour
from crm_desktop.ui import calendar_painting as painting
from crm_desktop.ui import drawing, icons, theme
from crm_desktop.ui.agenda_contract import ACTIVITY, Entry
from crm_desktop.ui.agenda_model import ROW, AgendaModel, Heading, Index
from crm_desktop.ui.editors.base import ENTER
from crm_desktop.ui.times import near_day

_ROW, _HEAD = 44, 38
_LEFT = 20
_BOX = 34  # from the left to the icon
_TEXT = 66
_MIDDLE = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class AgendaList(QListView):
    """Shows an :class:`AgendaModel`. Keys: Enter opens, Space finishes, Ctrl with arrows moves by days, Del deletes."""

    opened = Signal(object)
    finish_asked = Signal(object)
    delete_asked = Signal(object)
    moved = Signal(object, int)  # an entry, and the days
    new_asked = Signal()
    today_asked = Signal()
    page_asked = Signal(int)
    end_reached = Signal()

    def __init__(self, kinds: Entity) -> None:
        super().__init__()
        self.records = AgendaModel(kinds)
        self.setModel(self.records)
        self.setItemDelegate(_Painter(kinds, self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setUniformItemSizes(False)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.doubleClicked.connect(lambda index: self._emit(self.opened, index))
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)

    def current(self) -> Entry | None:
        """Return the entry under the cursor."""
        return self._entry(self.currentIndex())

    @staticmethod
    def _entry(index: Index) -> Entry | None:
        row = index.data(ROW) if index.isValid() else None
        return None if row is None or isinstance(row, Heading) else row

    def _emit(self, signal: object, index: Index) -> None:
        entry = self._entry(index)
        if entry is not None:
            signal.emit(entry)  # type: ignore[attr-defined]

    def _on_scrolled(self, value: int) -> None:
        if value and value >= self.verticalScrollBar().maximum() - _ROW:
            self.end_reached.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        entry, key = self.current(), event.key()
        arrows = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -7, Qt.Key.Key_Down: 7}
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if entry is not None and key in ENTER:
            self.opened.emit(entry)
        elif entry is not None and key == Qt.Key.Key_Space:
            self.finish_asked.emit(entry)
        elif entry is not None and key == Qt.Key.Key_Delete:
            self.delete_asked.emit(entry)
        elif entry is not None and control and key in arrows:
            self.moved.emit(entry, arrows[Qt.Key(key)])
        elif key in {Qt.Key.Key_Left, Qt.Key.Key_Right} and not event.modifiers():
            self.page_asked.emit(arrows[Qt.Key(key)])
        elif key == Qt.Key.Key_Home and not control:
            self.today_asked.emit()
        elif key == Qt.Key.Key_N and not control:
            self.new_asked.emit()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        on_box = event.position().x() < _LEFT + _BOX - 6
        entry = self._entry(index)
        if (
            on_box
            and entry is not None
            and entry.entity == ACTIVITY
            and event.button() == Qt.MouseButton.LeftButton
        ):
            self.finish_asked.emit(entry)

    def keyboardSearch(self, search: str) -> None:  # noqa: N802
        """Letters are keys of ours here."""


class _Painter(QStyledItemDelegate):
    """Paints headings and entries."""

    def __init__(self, kinds: Entity, view: AgendaList) -> None:
        super().__init__(view)
        self._kinds = kinds

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        row = index.data(ROW)
        return QSize(100, (_HEAD + 26 if row.note else _HEAD) if isinstance(row, Heading) else _ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(ROW)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(QRect(option.rect))
        if isinstance(row, Heading):
            self._paint_heading(painter, box, row)
        else:
            state = option.state
            self._paint_entry(painter, box, row, state)
        painter.restore()

    def _paint_heading(self, painter: QPainter, box: QRectF, row: Heading) -> None:
        of = theme.tokens()
        painter.setFont(theme.font(weight=QFont.Weight.DemiBold))
        painter.setPen(QColor(of.badges["red"][1] if row.is_late else of.text))
        first = QRectF(box.left() + _LEFT, box.top() + 8, box.width() - 2 * _LEFT, _HEAD - 10)
        painter.drawText(first, _MIDDLE, row.text)
        left = first.left() + QFontMetricsF(painter.font()).horizontalAdvance(row.text) + 8
        painter.setFont(painting.small())
        painter.setPen(QColor(of.muted))
        if row.count:
            painter.drawText(
                QRectF(left, first.top(), 80, first.height()), _MIDDLE, format_number(row.count, language())
            )
        if row.note:
            painter.drawText(QRectF(first.left(), first.bottom(), first.width(), 24), _MIDDLE, row.note)

    def _paint_entry(self, painter: QPainter, box: QRectF, entry: Entry, state: QStyle.StateFlag) -> None:
        of = theme.tokens()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, QColor(of.selection))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(box, QColor(of.hover))
        painter.setPen(QPen(QColor(of.line), 1))
        painter.drawLine(
            QPointF(box.left() + _LEFT, box.bottom()), QPointF(box.right() - _LEFT, box.bottom())
        )
        middle = box.center().y()
        if entry.entity == ACTIVITY:
            checked = Qt.CheckState.Checked if entry.done else Qt.CheckState.Unchecked
            drawing.check_box(painter, QPointF(box.left() + _LEFT + 7, middle), checked)
        ink = QColor(of.muted if entry.done else of.badges[painting.colour_of(self._kinds, entry)][1])
        icon = icons.pixmap(activity_icon(entry.kind), ink, 16, painter.device().devicePixelRatioF())
        painter.drawPixmap(QPointF(box.left() + _LEFT + _BOX, middle - 8), icon)
        self._paint_words(painter, box, entry, self._paint_badge(painter, box, entry))

    def _paint_words(self, painter: QPainter, box: QRectF, entry: Entry, right: float) -> None:
        of = theme.tokens()
        inner = QRectF(box.left() + _LEFT + _TEXT, box.top() + 5, right - box.left() - _LEFT - _TEXT - 12, 17)
        about = " · ".join(part for part in (entry.whom, entry.owner) if part)
        if not about:
            inner.translate(0, 8)
        font = theme.font(weight=QFont.Weight.Normal if entry.done else QFont.Weight.Medium)
        for text, ink, type_ in (
            (painting.title_of(entry), of.muted if entry.done else of.text, font),
            (about, of.muted, painting.small()),
        ):
            painter.setFont(type_)
            painter.setPen(QColor(ink))
            shown = QFontMetricsF(type_).elidedText(
                text, Qt.TextElideMode.ElideRight, max(0.0, inner.width())
            )
            painter.drawText(inner, _MIDDLE, shown)
            inner.translate(0, 17)

    def _paint_badge(self, painter: QPainter, box: QRectF, entry: Entry) -> float:
        """Paint when it is, and return where the badge begins."""
        text, colour = badge_of(entry)
        width = drawing.badge_width(text) if text else 0
        left = box.right() - _LEFT - width
        if text:
            drawing.badge(painter, left, box.center().y(), text, colour, width)
        return left

    def helpEvent(self, event: QEvent, view: object, option: QStyleOptionViewItem, index: Index) -> bool:
        from PySide6.QtGui import QHelpEvent
        from PySide6.QtWidgets import QToolTip

        from crm_desktop.ui.labels import tooltip

        row = index.data(ROW) if index.isValid() else None
        if isinstance(event, QHelpEvent) and row is not None and not isinstance(row, Heading):
            QToolTip.showText(event.globalPos(), tooltip(painting.words_of(row, self._kinds)))
            return True
        return False


def badge_of(entry: Entry) -> tuple[str, Colour]:
    """Return when an entry is, in few words, and the colour of that: red what is late, blue what has a time."""
    late = painting.is_late(entry)
    if entry.done:
        return (clock_text(entry.begin) if entry.begin is not None else _("done")), "grey"
    if entry.day is not None and entry.day < clock.today() and entry.entity == ACTIVITY:
        return near_day(entry.day), "red"
    if entry.begin is not None:
        times = [clock_text(one) for one in (entry.begin, entry.end) if one is not None]
        return " – ".join(times), "red" if late else "blue"
    return "", "grey"
