"""A board on a real customer file, with tasks that run at once and a window that writes down what it is asked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from crm_desktop.core.query import ListQuery
from crm_desktop.models import registry
from crm_desktop.services.workspace import Workspace
from crm_desktop.ui.board_page import BoardPage
from crm_desktop.ui.context import Context, Handlers
from tests.ui import fake_window

PROSPECTING, QUALIFICATION, PROPOSAL, NEGOTIATION, WON, LOST, VOID = range(2000, 2007)


class Deals:
    """Makes opportunities and says where they stand, in the file and on the board."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace

    def __call__(self, name: str, stage: int = PROSPECTING, **values: Any) -> int:
        return self.workspace.records.create("opportunity", {"name": name, "stage": stage, **values})

    def values(self, record: int) -> dict[str, Any]:
        return dict(self.workspace.records.get("opportunity", record).values)

    def stage(self, record: int) -> int:
        return int(self.values(record)["stage"].id)


@pytest.fixture
def deals(workspace: Workspace) -> Deals:
    return Deals(workspace)


@pytest.fixture
def board_context(workspace: Workspace, state: Any) -> Iterator[Context]:
    """What a board is given: a real file, and the edges replaced."""
    entities = {one.name: one for one in registry.ENTITIES}
    messages, tasks = fake_window.FakeMessages(), fake_window.InlineTasks()
    made = Context(workspace, entities, tasks, messages, state, Handlers(new_record=lambda _entity: None))
    made.navigator = fake_window.FakeWindow()
    yield made
    assert not tasks.failures


@pytest.fixture
def board(qtbot: Any, board_context: Context, deals: Deals) -> Any:
    """Return the function that shows the board; it follows what is written."""

    def make(width: int = 1200) -> BoardPage:
        page = BoardPage(board_context, board_context.entities["opportunity"])
        qtbot.addWidget(page)
        page.resize(width, 700)
        page.show()
        page.show_query(ListQuery("opportunity"))
        qtbot.waitExposed(page)
        deals.workspace.subscribe(page.on_changes)
        page.on_shown()
        return page

    return make


def names(page: BoardPage) -> list[list[str]]:
    """Return what stands in the columns."""
    return [[card.name for card in column.list.cards.cards] for column in page.area.columns]


def choose(page: BoardPage, column: int, row: int = 0) -> Any:
    """Put the cursor on a card; return its list."""
    cards = page.area.columns[column].list
    page.area.focus(cards, row)
    return cards


def middle_of(page: BoardPage, column: int, row: int = 0) -> QPoint:
    """Return where the middle of a card is on the screen."""
    cards = page.area.columns[column].list
    return cards.viewport().mapToGlobal(cards.visualRect(cards.cards.index(row)).center())


class Mouse:
    """Presses a card and carries it about."""

    def __init__(self, page: BoardPage, column: int, row: int = 0) -> None:
        self._target = page.area.columns[column].list.viewport()
        self._at = middle_of(page, column, row)
        self._send(QEvent.Type.MouseButtonPress, self._at)

    def go(self, at: QPoint) -> None:
        """Carry on to a place on the screen, in steps as a hand makes them."""
        start = self._at
        for part in range(1, 6):
            self._at = start + (at - start) * part / 5
            self._send(QEvent.Type.MouseMove, self._at)

    def release(self) -> None:
        """Let go."""
        self._send(QEvent.Type.MouseButtonRelease, self._at)

    def _send(self, kind: QEvent.Type, at: QPoint) -> None:
        button = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseMove else Qt.MouseButton.LeftButton
        held = (
            Qt.MouseButton.NoButton if kind == QEvent.Type.MouseButtonRelease else Qt.MouseButton.LeftButton
        )
        inside = QPointF(self._target.mapFromGlobal(at))
        event = QMouseEvent(kind, inside, QPointF(at), button, held, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(self._target, event)
