"""Opportunities as a board: a column for each stage, cards that are moved by mouse and keyboard."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QHideEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout

from crm_desktop.core import clock
from crm_desktop.core.entity import Entity
from crm_desktop.core.errors import CrmError
from crm_desktop.core.formatting import format_money, format_number
from crm_desktop.core.i18n import _, language
from crm_desktop.services import board as boards
from crm_desktop.services.board import Board, Card, Column, Stage
from crm_desktop.ui import list_actions, theme
from crm_desktop.ui.alive import while_alive
from crm_desktop.ui.board_carry import Carry
from crm_desktop.ui.board_column import CardList
from crm_desktop.ui.board_columns import BoardColumns
from crm_desktop.ui.board_head import PipelineBar
from crm_desktop.ui.context import Context
from crm_desktop.ui.contract import Changes, ListQuery
from crm_desktop.ui.empty_state import EmptyState
from crm_desktop.ui.labels import line
from crm_desktop.ui.list_ways import WayPage

if TYPE_CHECKING:
    from crm_desktop.services.workspace import Workspace
    from crm_desktop.ui.board_moves import BoardMoves
    from crm_desktop.ui.peek_panel import PeekPanel
    from crm_desktop.ui.tasks import Task

_FEW = 400  # cards that are read again by themselves; more of them are read with the whole board
_NAMED = ("company", "contact", "user")
_FRAME = ("stage", "pipeline", "setting")
_PIPELINE = "board/pipeline"
_ROOM_FOR_SUMS = (
    1_000  # a narrower window has no room for them beside the title; they stand above the columns
)


class BoardPage(WayPage):
    """The board of opportunities."""

    def __init__(self, context: Context, entity: Entity) -> None:
        super().__init__()
        self.context = context
        self.entity = entity
        self.query = ListQuery(entity.name)
        self.board: Board | None = None
        self.area = BoardColumns()
        self._moved: dict[int, int] = {}  # cards that stand where they are being moved to
        self._is_counted = True  # and are counted there
        self._task: Task | None = None
        self._wants_focus = False  # it was shown before there were cards
        self._peek: PeekPanel | None = None
        self._pipeline = int(context.state.text(_PIPELINE, "0") or 0)
        self._build()
        self.carry = Carry(self, self.area, lambda: self.area.columns)
        self._connect()

    @cached_property
    def moves(self) -> BoardMoves:
        """What is done with cards."""
        from crm_desktop.ui.board_moves import BoardMoves

        return BoardMoves(self)

    def _connect(self) -> None:
        area = self.area
        area.opened.connect(lambda record: self.context.window.open_record(self.entity.name, record))
        area.chosen.connect(self._show_peek)
        area.sent.connect(lambda stage: self.moves.to_stage(self.selected_cards(), stage))
        area.peek_asked.connect(self.toggle_peek)
        area.amount_asked.connect(self._on_amount_asked)
        area.menu_asked.connect(self._open_menu)
        area.lifted.connect(self._on_lifted)
        area.carried.connect(self.carry.move)
        area.dropped.connect(self.carry.drop)
        self.carry.dropped.connect(lambda stage, _at: self.moves.to_stage(self.selected_cards(), stage))

    def _build(self) -> None:
        self.empty = EmptyState()
        self._stack = QStackedWidget()
        self._stack.addWidget(self.area)
        self._stack.addWidget(self.empty)
        self.pipelines = PipelineBar(self._choose_pipeline)
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addWidget(self.pipelines)
        left.addWidget(self._stack, 1)
        self._edge = line(upright=True)
        self._edge.hide()
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addLayout(left, 1)
        outer.addWidget(self._edge)

    # ------------------------------------------------------------------ what is shown

    def show_query(self, query: ListQuery) -> None:
        self.query = replace(query, trash=False)
        self._read()

    def refresh(self) -> None:
        self._read()

    def _read(self) -> None:
        """Read the whole board in the background."""
        if self._task is not None:
            self._task.cancel()
        workspace, query, pipeline = cast("Workspace", self.context.workspace), self.query, self._pipeline
        self._task = self.context.tasks.read(
            lambda _task: boards.read_board(workspace, query, pipeline),
            done=while_alive(self, self._on_board),
            failed=while_alive(self, self._on_failed),
        )

    def _read_cards(self, ids: Sequence[int]) -> None:
        """Read some cards again, and what the columns add up to."""
        workspace, query = cast("Workspace", self.context.workspace), self.query
        pipeline = self.board.pipeline if self.board is not None else 0

        def done(fresh: Board) -> None:
            if self.board is not None and query == self.query:
                self._on_board(self.board.with_cards(ids, fresh))

        self.context.tasks.read(
            lambda _task: boards.read_cards(workspace, query, pipeline, ids),
            done=while_alive(self, done),
            failed=while_alive(self, self._on_failed),
        )

    def _on_board(self, board: Board) -> None:
        self.board = board
        if "moves" not in vars(self) or not self.moves.is_asking():  # else they stay where they are asked for
            self._moved = {}
        self._show()

    def _on_failed(self, error: CrmError) -> None:
        self.empty.say("circle-alert", error.title, error.hint)
        self._stack.setCurrentWidget(self.empty)

    def _show(self, back: Sequence[int] = ()) -> None:
        """Show the board, moved cards where they go; those that come ``back`` are selected again."""
        board = self.board
        if board is None:
            return
        columns = self._arranged(board)
        if [one.stage.id for one in columns] != [one.stage.id for one in self.area.columns]:
            self.carry.cancel()  # they would be carried out of a column that is gone
        self.area.show_columns(columns, self.context.workspace.locale, board.today, back)
        self.pipelines.show_pipelines(board.pipelines, board.pipeline)
        if any(one.count for one in columns):
            self._stack.setCurrentWidget(self.area)
        else:
            self._say_empty()
            self._stack.setCurrentWidget(self.empty)
        if self._wants_focus:
            self._wants_focus = not self.area.take_focus()
        self.title_changed.emit()

    def _arranged(self, board: Board) -> list[Column]:
        """Return the columns with moved cards in those where they go; the sums follow with the next reading."""
        if not self._moved:
            return list(board.columns)
        moved = [card for column in board.columns for card in column.cards if card.id in self._moved]
        found = []
        for column in board.columns:
            kept = [card for card in column.cards if card.id not in self._moved]
            come = [
                replace(card, stage=column.stage.id)
                for card in moved
                if self._moved[card.id] == column.stage.id
            ]
            cards = boards.in_order((*kept, *come), board.today, descending=board.descending)
            more = len(cards) - len(column.cards) if self._is_counted else 0
            found.append(replace(column, cards=cards, count=column.count + more))
        return found

    def _say_empty(self) -> None:
        plural, one = _(self.entity.title_plural).lower(), _(self.entity.title).lower()
        if self.query.search or self.query.conditions:
            text = _("No %(records)s fit the search and the filter.") % {"records": plural}
            self.empty.say("search", _("Nothing found"), text, _("Clear filter"), self.clear_asked.emit)
        elif self.context.workspace.read_only or self.context.handlers.new_record is None:
            self.empty.say(
                self.entity.icon, _("No %(records)s yet") % {"records": plural}, _(self.entity.about)
            )
        else:
            heading = _("No open %(records)s") % {"records": plural}
            new = _("New %(record)s") % {"record": one}
            self.empty.say(self.entity.icon, heading, _(self.entity.about), new, self.new_record)

    def _choose_pipeline(self, pipeline: int) -> None:
        self._pipeline = pipeline
        self.context.state.set_text(_PIPELINE, str(pipeline))
        self._read()

    # ------------------------------------------------------------------ cards

    def stages(self) -> list[Stage]:
        """Return all stages of the pipeline, in their order."""
        return [
            *(one.stage for one in self.area.columns),
            *(self.board.ends if self.board is not None else ()),
        ]

    def selected_cards(self) -> list[Card]:
        """Return the selected cards."""
        return self.area.selected_cards()

    def current_card(self) -> Card | None:
        """Return the card with the cursor."""
        return self.area.current_card()

    def place_of(self, record: int) -> QRect:
        """Return where a card stands on the screen; the middle of the board for one that is out of sight."""
        middle = self.mapToGlobal(self.rect().center())
        return self.area.place_of(record) or QRect(middle.x() - 150, middle.y() - 60, 300, 1)

    def show_moved(self, stages: dict[int, int], *, counted: bool = True) -> None:
        """Show cards where they are being moved to; while that is in question they are not ``counted`` there."""
        self._moved, self._is_counted = stages, counted
        self._show()

    def take_back(self) -> None:
        """Show all cards where they are."""
        if self._moved:
            back, self._moved = list(self._moved), {}
            self._show(back)

    def _on_lifted(self, cards: CardList, at: QPoint) -> None:
        if self.context.workspace.read_only or self.board is None:
            cards.put_back()
            return
        ends = [one for one in self.board.ends if one.living]
        self.carry.begin(cards, set(self.area.selected_ids()), at, ends)

    def _on_amount_asked(self) -> None:
        card = self.current_card()
        if card is not None and not self.context.workspace.read_only:
            self.moves.ask_amount(card)

    def _open_menu(self, at: QPoint) -> None:
        from crm_desktop.ui.board_menu import card_menu

        card_menu(self).popup(at)

    # ------------------------------------------------------------------ preview

    def toggle_peek(self) -> None:
        if self._peek is None:
            from crm_desktop.ui.record_peek import RecordPeek

            self._peek = RecordPeek(self.context, self.entity)
            self._peek.hide()
            outer = self.layout()
            assert outer is not None
            outer.addWidget(self._peek)
        self._peek.setFixedWidth(theme.PEEK_WIDTH if self.width() > 1_000 else theme.PEEK_NARROW)
        self._peek.setHidden(not self._peek.isHidden())
        self._edge.setHidden(self._peek.isHidden())
        self._show_peek()

    def _show_peek(self) -> None:
        card = self.current_card()
        if self._peek is not None and not self._peek.isHidden():
            self._peek.show_record(card.id if card is not None else None)

    # ------------------------------------------------------------------ as a page

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if (event.oldSize().width() < _ROOM_FOR_SUMS) != (self.width() < _ROOM_FOR_SUMS):
            self.title_changed.emit()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.carry.cancel()

    def subtitle(self) -> str:
        if self.board is None:
            return ""
        columns, words = self.board.open_columns, language()
        currency = self.context.workspace.locale.currency
        count = sum(one.count for one in columns)
        told = _("%(number)s open") % {"number": format_number(count, words)}
        if self.width() < _ROOM_FOR_SUMS:
            return told
        amount = format_money(sum(one.amount for one in columns), currency, words)
        weighted = format_money(sum(one.weighted for one in columns), currency, words)
        return f"{told} · {amount} · " + _("weighted %(amount)s") % {"amount": weighted}

    def retranslate(self) -> None:
        self.pipelines.retranslate()
        if self._peek is not None:
            self._peek.retranslate()
        if self.board is not None:
            self._show()
            self._read()  # stages are called otherwise

    def on_changes(self, changes: Changes) -> None:
        touched = changes.tables.get(self.entity.name, frozenset())
        if self.board is None or touched is None or len(touched) > _FEW or changes.touches(*_FRAME, *_NAMED):
            self._read()
        elif touched:
            self._read_cards(sorted(touched))

    def on_shown(self) -> None:
        if self.board is not None and self.board.today != clock.today():
            self._read()
        self._wants_focus = not self.area.take_focus()

    def new_record(self) -> None:
        if self.context.handlers.new_record is not None:
            self.context.handlers.new_record(self.entity.name)

    def select_all(self) -> None:
        self.area.select_all()

    def copy(self) -> None:
        list_actions.copy_records(self.context, self.entity, self.area.selected_ids(), _COPIED)

    def change_selected(self) -> None:
        list_actions.change_records(self.context, self.entity, self.area.selected_ids(), self.window())

    def delete(self) -> None:
        cards = self.selected_cards()
        if cards:
            list_actions.delete_records(self.context, self.entity, [one.id for one in cards], cards[0].name)


_COPIED = ("name", "company", "stage", "amount", "probability", "expected_close", "owner")
