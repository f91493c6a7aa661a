"""The heading row of a list: quiet words, the arrow of the order, a check box for all rows."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QMouseEvent, QPainter
from PySide6.QtWidgets import QHeaderView, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.ui import drawing, icons, theme
from crm_desktop.ui.cell_painter import PADDING
from crm_desktop.ui.record_table_model import FIRST_FIELD, RecordTableModel

HEIGHT = 32
CHECK_WIDTH = 32
_ARROW = 12
_MIDDLE = int(Qt.AlignmentFlag.AlignVCenter) | int(Qt.TextFlag.TextSingleLine)


class ListHeader(QHeaderView):
    """Paints itself from the model; only fields that have an order of their own answer to a click."""

    sort_requested = Signal(str, bool)
    all_requested = Signal()

    def __init__(self, model: RecordTableModel, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._records = model
        self._pressed = -1
        self.check_state = Qt.CheckState.Unchecked
        self.setFixedHeight(HEIGHT)
        self.setSectionsMovable(True)
        self.setFirstSectionMovable(False)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setStretchLastSection(True)
        self.setMinimumSectionSize(28)
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.sectionClicked.connect(self._on_clicked)

    def can_sort(self, column: int) -> bool:
        """Tell whether a click on this column gives another order."""
        field = self._records.field_at(column)
        return field is not None and (bool(field.sort_on) or field.key == self._records.entity.title_key)

    def need_of(self, column: int) -> int:
        """Return the width that the heading of a column needs."""
        field = self._records.field_at(column)
        word = _(field.label) if field is not None else ""
        return (
            round(_metrics().horizontalAdvance(word))
            + 2 * PADDING
            + (_ARROW + 3 if self.can_sort(column) else 0)
            + 2
        )

    def set_check_state(self, state: Qt.CheckState) -> None:
        """Show whether no, some or all rows are selected."""
        if state != self.check_state:
            self.check_state = state
            self.viewport().update()

    def _on_clicked(self, column: int) -> None:
        if column < FIRST_FIELD:
            self.all_requested.emit()
        elif self.can_sort(column):
            field = self._records.field_at(column)
            if field is not None:
                same = field.key == self._records.sort_key
                self.sort_requested.emit(field.key, same and not self._records.descending)

    def sizeHint(self) -> QSize:
        return QSize(0, HEIGHT)  # Qt would measure each heading; the width is that of the table

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:  # noqa: N803
        of = theme.tokens()
        painter.fillRect(rect, QColor(of.window))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, QColor(of.line))
        if logicalIndex < FIRST_FIELD:
            painter.save()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            middle = QPointF(rect.center().x() + 1.5, rect.center().y() + 0.5)
            drawing.check_box(painter, middle, self.check_state)
            painter.restore()
            return
        field = self._records.field_at(logicalIndex)
        if field is not None:
            is_order = field.key == self._records.sort_key
            self._paint_word(painter, rect, _(field.label), field.kind.align == "right", is_order)

    def _paint_word(self, painter: QPainter, rect: QRect, word: str, right: bool, is_order: bool) -> None:
        of = theme.tokens()
        room = rect.width() - 2 * PADDING - (_ARROW + 3 if is_order else 0)
        shown, width = _cut(word, room)
        left = rect.left() + PADDING + (room - width if right else 0)
        painter.setFont(_font())
        painter.setPen(QColor(of.text if is_order else of.muted))
        box = QRectF(left, rect.top(), width + 2, rect.height() - 1)
        painter.drawText(box, _MIDDLE, shown)
        if is_order:
            name = "arrow-down" if self._records.descending else "arrow-up"
            arrow = icons.pixmap(name, QColor(of.text), _ARROW, self.devicePixelRatioF())
            painter.drawPixmap(QPointF(left + width + 3, rect.center().y() - _ARROW / 2 + 0.5), arrow)

    def mouseMoveEvent(self, e: QMouseEvent) -> None:
        super().mouseMoveEvent(e)
        if not e.buttons() and self.cursor().shape() in {
            Qt.CursorShape.ArrowCursor,
            Qt.CursorShape.PointingHandCursor,
        }:
            column = self.logicalIndexAt(e.position().toPoint())
            hand = column < FIRST_FIELD or self.can_sort(column)
            self.setCursor(Qt.CursorShape.PointingHandCursor if hand else Qt.CursorShape.ArrowCursor)


@theme.measured(8)
def _font() -> QFont:
    return theme.font(theme.SMALL_PIXELS, QFont.Weight.Medium)


@theme.measured(8)
def _metrics() -> QFontMetricsF:
    return QFontMetricsF(_font())


@theme.measured(200)
def _cut(word: str, room: int) -> tuple[str, float]:
    """Return as much of a word as there is room for, and how wide that is."""
    shown = _metrics().elidedText(word, Qt.TextElideMode.ElideRight, room)
    return shown, min(_metrics().horizontalAdvance(shown), room)
