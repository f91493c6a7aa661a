"""One column of the board: its head, and its cards as a list."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QAbstractItemView, QListView, QSizePolicy, QVBoxLayout, QWidget

from crm_desktop.core.formatting import filled, format_money, format_number, format_percent
from crm_desktop.core.i18n import _, labelled, language, listed, ngettext
from crm_desktop.core.kinds import Locale
from crm_desktop.services.board import Column
from crm_desktop.ui import theme
from crm_desktop.ui.board_model import CardModel
from crm_desktop.ui.board_painter import CARD_HEIGHT, GAP, GUTTER, CardPainter, paint_face, paint_ground
from crm_desktop.ui.labels import label, tooltip

LEAST_WIDTH = 216
_HEAD_HEIGHT = 46
_TRACK = 3
_PILED = 3  # cards that are seen behind each other while several are carried
_Key = Qt.Key


class ColumnHead(QWidget):
    """The name of a stage, how many and how much stands in it, and a line as long as its probability."""

    def __init__(self) -> None:
        super().__init__()
        self._texts = ("", "", "")
        self._share = 0.0
        self.setFixedHeight(_HEAD_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_column(self, title: str, column: Column, locale: Locale) -> None:
        """Show another column; what its figures mean is told in the tooltip."""
        words, stage = language(), column.stage
        count, amount = (
            format_number(column.count, words),
            format_money(column.amount, locale.currency, words),
        )
        self._texts = (title, count, amount if column.amount else "")
        self._share = (stage.probability or 0) / 100
        told = [labelled(_("Sum in the currency of the firm"), amount)]
        if stage.probability is not None:
            told.insert(0, labelled(_("Probability"), format_percent(stage.probability, words)))
        if stage.kind == "open":
            weighted = format_money(column.weighted, locale.currency, words)
            told.append(labelled(_("Weighted by the probability of each"), weighted))
        if column.apart:
            text = ngettext(
                "%(count)d amount has no exchange rate and is not in the sum.",
                "%(count)d amounts have no exchange rate and are not in the sum.",
                column.apart,
            )
            told.append(filled(text, {"count": column.apart}, language()))
        self.setToolTip(tooltip("\n".join(told)))
        self.setAccessibleName(listed((title, count, amount)))
        self.setAccessibleDescription("\n".join(told))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        of, (title, count, amount) = theme.tokens(), self._texts
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        strong = theme.font(weight=QFont.Weight.DemiBold)
        small = theme.font(theme.SMALL_PIXELS, QFont.Weight.Medium, tabular=True)
        box = self.contentsRect()
        line = QRectF(2, 4, box.width() - 4, 28)
        right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        room = line.width() - QFontMetricsF(small).horizontalAdvance(amount + count) - 22
        shown = QFontMetricsF(strong).elidedText(title, Qt.TextElideMode.ElideRight, max(24.0, room))
        painter.setFont(strong)
        painter.setPen(QColor(of.text))
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, shown)
        line.setLeft(line.left() + QFontMetricsF(strong).horizontalAdvance(shown) + 7)
        painter.setFont(small)
        painter.setPen(QColor(of.muted))
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, count)
        painter.drawText(line, right, amount)
        track = QRectF(0, self.height() - 8 - _TRACK, box.width(), _TRACK)
        painter.setPen(Qt.PenStyle.NoPen)
        for width, ink in ((track.width(), of.line), (track.width() * self._share, of.accent)):
            painter.setBrush(QColor(ink))
            painter.drawRoundedRect(QRectF(track.left(), track.top(), width, _TRACK), 1.5, 1.5)
        painter.end()


class CardList(QListView):
    """The cards of a column. Left and right leave it, with Ctrl or Shift they take the cards along."""

    opened = Signal(object)  # the id of a record
    left = Signal(int)  # -1 or 1: to the column beside it
    sent = Signal(int)
    peek_asked = Signal()
    amount_asked = Signal()
    menu_asked = Signal(QPoint)
    chosen = Signal(object)  # this list: its selection changed
    lifted = Signal(QPoint)  # cards are carried from here
    carried = Signal(QPoint)
    dropped = Signal(QPoint)

    def __init__(self, model: CardModel) -> None:
        super().__init__()
        self.setViewport(QWidget())  # asked for Qt's own one, PySide makes the classes of all widgets: 8 ms
        self.cards = model
        self.is_carrying = False
        self._is_put_back = False  # the mouse is still pressed, and means nothing any more
        self.setObjectName("cards")
        self.setModel(model)
        self.painter = CardPainter(self)
        self.setItemDelegate(self.painter)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setDragEnabled(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.viewport().setAutoFillBackground(False)
        self.verticalScrollBar().setSingleStep(CARD_HEIGHT // 3)
        self.customContextMenuRequested.connect(self._on_menu)
        self.doubleClicked.connect(lambda index: self.opened.emit(self.cards.cards[index.row()].id))
        self.selectionModel().selectionChanged.connect(lambda *_both: self.chosen.emit(self))

    def selected_ids(self) -> list[int]:
        """Return the records of the selected cards, from the top."""
        rows = sorted(one.row() for one in self.selectionModel().selectedRows())
        return [self.cards.cards[row].id for row in rows if row < len(self.cards.cards)]

    def current_id(self) -> int | None:
        """Return the record of the card with the cursor."""
        row = self.currentIndex().row()
        return self.cards.cards[row].id if 0 <= row < len(self.cards.cards) else None

    def choose(self, row: int) -> None:
        """Put the cursor on a card, or on the last one where there are fewer."""
        if self.cards.cards:
            self.setCurrentIndex(self.cards.index(max(0, min(row, len(self.cards.cards) - 1))))

    def show_selected(self, ids: set[int], current: int | None) -> None:
        """Select the cards of records that are here; the cursor goes to the current one."""
        flag = QItemSelectionModel.SelectionFlag
        selection = self.selectionModel()
        for row, card in enumerate(self.cards.cards):
            if card.id in ids:
                selection.select(self.cards.index(row), flag.Select)
            if card.id == current:
                selection.setCurrentIndex(self.cards.index(row), flag.NoUpdate)

    def picture(self, ids: set[int]) -> QPixmap:
        """Return how carried cards look: the first of them on top of the others."""
        rows = [at for at, card in enumerate(self.cards.cards) if card.id in ids]
        piled = min(len(ids), _PILED) - 1
        width, scale = self.width() - GUTTER, self.devicePixelRatioF()
        made = QPixmap(QSize(width + 6 * piled, CARD_HEIGHT + 6 * piled) * scale)
        made.setDevicePixelRatio(scale)
        made.fill(Qt.GlobalColor.transparent)
        painter = QPainter(made)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for shift in range(piled, -1, -1):
            box = QRectF(6 * shift, 6 * shift, width, CARD_HEIGHT).adjusted(1, 1, -1, -2)
            paint_ground(painter, box, marked=shift == 0)
            if shift == 0 and rows:
                paint_face(painter, box, self.cards.face(rows[0]))
        painter.end()
        return made

    def _on_menu(self, at: QPoint) -> None:
        index = self.indexAt(at)
        if not index.isValid():  # asked for by the keyboard
            index = self.currentIndex()
            at = self.visualRect(index).center()
        if index.isValid():
            self.menu_asked.emit(self.viewport().mapToGlobal(at))

    def startDrag(self, _actions: Qt.DropAction) -> None:
        """Carry the selected cards: inside the window, where everything can be shown while they move."""
        if self.selected_ids():
            self.is_carrying = True
            self.lifted.emit(self.cursor().pos())

    def mouseMoveEvent(self, e: QMouseEvent) -> None:
        if self.is_carrying:
            self.carried.emit(e.globalPosition().toPoint())
            return
        if self._is_put_back:
            return
        self._hover(self.indexAt(e.position().toPoint()))
        super().mouseMoveEvent(e)

    def put_back(self) -> None:
        """Carry no more, wherever the mouse goes until it is released."""
        self._is_put_back, self.is_carrying = self.is_carrying, False

    def mouseReleaseEvent(self, e: QMouseEvent) -> None:
        self._is_put_back = False
        if self.is_carrying:
            self.is_carrying = False
            self.dropped.emit(e.globalPosition().toPoint())
            return
        super().mouseReleaseEvent(e)

    def leaveEvent(self, event: object) -> None:
        self._hover(QModelIndex())

    def _hover(self, index: QModelIndex) -> None:
        before, self.painter.hovered = self.painter.hovered, index.row()
        for row in {before, index.row()} - {-1} if before != index.row() else ():
            self.update(self.cards.index(row))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, held = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        step = {_Key.Key_Left: -1, _Key.Key_Right: 1}.get(_Key(key), 0)
        takes = held in {Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier}
        plain = held == Qt.KeyboardModifier.NoModifier
        if step and (plain or takes):
            (self.sent if takes else self.left).emit(step)
        elif key in {_Key.Key_Return, _Key.Key_Enter} and plain:
            if (current := self.current_id()) is not None:
                self.opened.emit(current)
        elif key == _Key.Key_Space and plain:
            self.peek_asked.emit()
        elif key == _Key.Key_F2 and plain:
            self.amount_asked.emit()
        else:
            super().keyPressEvent(event)


class BoardColumn(QWidget):
    """A stage of the board. While cards are carried, it shows whether they would be dropped here."""

    def __init__(self, column: Column, locale: Locale) -> None:
        super().__init__()
        self.stage = column.stage
        self.head = ColumnHead()
        self.list = CardList(CardModel(column.stage, locale, self))
        self._rest = label(tone="muted", scale="small")
        self._rest.setWordWrap(True)
        self._rest.hide()
        self._is_aim = False
        self.setMinimumWidth(LEAST_WIDTH + GUTTER)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for one, stretch in ((self.head, 0), (self.list, 1), (self._rest, 0)):
            layout.addWidget(one, stretch)
        self.head.setContentsMargins(0, 0, GUTTER, 0)
        self._rest.setContentsMargins(2, 4, GUTTER, 8)

    def show_column(self, column: Column, title: str, locale: Locale, today: date) -> None:
        """Show other cards; selection and scrolling stay where they were."""
        self.stage = column.stage
        self.head.show_column(title, column, locale)
        name = _("Cards in %(stage)s") % {"stage": title}
        self.list.setAccessibleName(name)
        place = self.list.verticalScrollBar().value()
        if self.list.cards.show(column.stage, column.cards, locale, today):
            self.list.verticalScrollBar().setValue(place)
        hidden = column.count - len(column.cards)
        text = ngettext(
            "%(count)s more: search or filter to see it.",
            "%(count)s more: search or filter to see them.",
            hidden,
        )
        self._rest.setText(text % {"count": format_number(hidden, language())})
        self._rest.setVisible(hidden > 0)

    def set_aim(self, is_aim: bool) -> None:
        """Show that cards would be dropped here."""
        if self._is_aim != is_aim:
            self._is_aim = is_aim
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self._is_aim:
            return
        of = theme.tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(of.accent), 1.5, Qt.PenStyle.DashLine))
        painter.setBrush(QColor(of.soft))
        top = _HEAD_HEIGHT - 4
        box = QRectF(1, top, self.width() - GUTTER - 2, self.height() - top - 1)
        painter.drawRoundedRect(box, 10, 10)
        painter.end()


__all__ = ["GAP", "LEAST_WIDTH", "BoardColumn", "CardList", "ColumnHead"]
