"""The columns of a board beside each other: which cards are selected, and where the cursor is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QWidget

from crm_desktop.core.calendar_days import month_short
from crm_desktop.core.i18n import language
from crm_desktop.core.kinds import Locale
from crm_desktop.services.board import Card, Column, Stage
from crm_desktop.ui.board_column import BoardColumn, CardList
from crm_desktop.ui.board_painter import GUTTER
from crm_desktop.ui.card import Ground


class BoardColumns(QScrollArea):
    """Scrolls sideways where there is no room for all. One column has a selection, unless Ctrl adds to it."""

    opened = Signal(object)  # the id of a record
    chosen = Signal()
    sent = Signal(object)  # the stage to which the selected cards go
    peek_asked = Signal()
    amount_asked = Signal()
    menu_asked = Signal(QPoint)
    lifted = Signal(object, QPoint)  # from which list, and where
    carried = Signal(QPoint)
    dropped = Signal(QPoint)

    def __init__(self) -> None:
        super().__init__()
        self.columns: list[BoardColumn] = []
        self.active: CardList | None = None
        self._is_showing = False  # what is selected now is our doing
        self._ground = Ground()
        self._row = QHBoxLayout(self._ground)
        self._row.setContentsMargins(16, 10, 16 - GUTTER, 0)
        self._row.setSpacing(0)
        self.setWidget(self._ground)
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def show_columns(
        self, columns: Sequence[Column], locale: Locale, today: date, back: Sequence[int] = ()
    ) -> None:
        """Show other columns; the selected cards stay so, and the focus stays on the card that has it.

        ``back`` are cards that come back, which had been selected.
        """
        selected = {*self.selected_ids(), *back}
        current = back[0] if back else self.active.current_id() if self.active is not None else None
        if [one.stage.id for one in columns] != [one.stage.id for one in self.columns]:
            self._make(columns, locale)
        self._is_showing = True
        for widget, column in zip(self.columns, columns, strict=True):
            widget.show_column(column, _title_of(column.stage, today), locale, today)
            widget.list.show_selected(selected, current)
            if current is not None and widget.list.current_id() == current and widget.list is not self.active:
                self._take_focus_along(widget.list)
        self._is_showing = False

    def _make(self, columns: Sequence[Column], locale: Locale) -> None:
        for old in self.columns:
            self._row.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.active = None
        self.columns = []
        for column in columns:
            made = BoardColumn(column, locale)
            self._connect(made.list)
            self.columns.append(made)
            self._row.addWidget(made, 1)
            made.show()  # Qt would do so later

    def _connect(self, cards: CardList) -> None:
        cards.opened.connect(self.opened)
        cards.chosen.connect(self._on_chosen)
        cards.left.connect(lambda step: self._go(cards, step))
        cards.sent.connect(lambda step: self._send(cards, step))
        cards.peek_asked.connect(self.peek_asked)
        cards.amount_asked.connect(self.amount_asked)
        cards.menu_asked.connect(self.menu_asked)
        cards.lifted.connect(lambda at: self._on_lifted(cards, at))
        cards.carried.connect(self.carried)
        cards.dropped.connect(self.dropped)

    # ------------------------------------------------------------------ cards

    def cards(self) -> list[Card]:
        """Return all cards that are shown."""
        return [card for column in self.columns for card in column.list.cards.cards]

    def selected_ids(self) -> list[int]:
        """Return the records of the selected cards."""
        return [one for column in self.columns for one in column.list.selected_ids()]

    def selected_cards(self) -> list[Card]:
        """Return the selected cards, as they were read."""
        wanted = set(self.selected_ids())
        return [card for card in self.cards() if card.id in wanted]

    def current_card(self) -> Card | None:
        """Return the card with the cursor."""
        current = self.active.current_id() if self.active is not None else None
        return next((card for card in self.cards() if card.id == current), None)

    def place_of(self, record: int) -> QRect | None:
        """Return where a card is seen on the screen, or None."""
        for column in self.columns:
            row = column.list.cards.row_of(record)
            if row >= 0:
                box = column.list.visualRect(column.list.cards.index(row))
                box = box.intersected(column.list.viewport().rect())
                if not box.isEmpty():
                    return QRect(column.list.viewport().mapToGlobal(box.topLeft()), box.size())
        return None

    def select_all(self) -> None:
        """Select every card."""
        self._is_showing = True
        for column in self.columns:
            column.list.selectAll()
        self._is_showing = False

    def focus(self, cards: CardList, row: int) -> None:
        """Put the cursor on a card."""
        self.active = cards
        cards.setFocus()
        cards.choose(row)
        column = next(one for one in self.columns if one.list is cards)
        self.ensureWidgetVisible(column, 16, 0)

    def take_focus(self) -> bool:
        """Take the focus to where the cursor was, else to the first column with cards; tell whether there is one."""
        shown = self.active or next((one.list for one in self.columns if one.list.cards.cards), None)
        if shown is not None:
            shown.setFocus()
        return shown is not None

    def _on_chosen(self, cards: CardList) -> None:
        if self._is_showing or (not cards.selected_ids() and cards is not self.active):
            return
        self.active = cards
        if not QGuiApplication.keyboardModifiers() & Qt.KeyboardModifier.ControlModifier:
            self._is_showing = True
            for column in self.columns:
                if column.list is not cards:
                    column.list.clearSelection()
            self._is_showing = False
        self.chosen.emit()

    def _go(self, cards: CardList, step: int) -> None:
        """Put the cursor into the next column with cards, at the same height."""
        lists = [one.list for one in self.columns]
        at = lists.index(cards) + step
        while 0 <= at < len(lists) and not lists[at].cards.cards:
            at += step
        if 0 <= at < len(lists):
            height = cards.visualRect(cards.currentIndex()).center().y()
            index = lists[at].indexAt(QPoint(20, height))
            self.focus(lists[at], index.row() if index.isValid() else len(lists[at].cards.cards) - 1)

    def _send(self, cards: CardList, step: int) -> None:
        """Ask for the selected cards to go to the stage beside theirs."""
        at = [one.list for one in self.columns].index(cards) + step
        if 0 <= at < len(self.columns):
            self.sent.emit(self.columns[at].stage)

    def _on_lifted(self, cards: CardList, at: QPoint) -> None:
        self.active = cards
        self.lifted.emit(cards, at)

    def _take_focus_along(self, cards: CardList) -> None:
        """Let the focus stay on a card that goes to another column."""
        had_focus = self.active is not None and _focus_in(self) is self.active
        self.active = cards
        if had_focus:
            cards.setFocus()
            cards.scrollTo(cards.currentIndex())
            column = next(one for one in self.columns if one.list is cards)
            self.ensureWidgetVisible(column, 16, 0)


def _focus_in(widget: QWidget) -> QWidget | None:
    """Return what has the focus of a window, also of one that is not in front."""
    return widget.window().focusWidget()


def _title_of(stage: Stage, today: date) -> str:
    return f"{stage.label} · {month_short(today, language())}" if stage.kind == "won" else stage.label
