"""The board of opportunities with thousands of cards, beside painting as many rectangles with text, in the same run.

    python -m benchmarks.board [cards]

*read*: the board read from the file. *first paint*: from the query to painted columns, with the reading. *turn*: a
column scrolled by a card. *drag*: a carried card moved, everything painted again. Medians.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QPoint, QRectF, QSettings, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from crm_desktop.app import application
from crm_desktop.core.query import ListQuery
from crm_desktop.models import registry
from crm_desktop.services import board as boards
from crm_desktop.services.workspace import Workspace, new_workspace
from crm_desktop.ui import theme
from crm_desktop.ui.board_page import BoardPage
from crm_desktop.ui.context import Context, Handlers
from crm_desktop.ui.messages import Boxes
from crm_desktop.ui.tasks import Task, deliver
from crm_desktop.ui.window_state import WindowState

CARDS, ROUNDS = 2_000, 15
SIZE = (1228, 770)
PAINT_GOAL, FRAME = 100.0, 1_000 / 60  # ms
ALL = ListQuery("opportunity")


class AtOnce:
    """Does work where it is asked for, so that all of it is measured."""

    def run(self, work: Any, *, done: Any = None, failed: Any = None, title: str = "") -> Task:
        task = Task(title)
        deliver(task, work(task), None, done, failed)
        return task

    read = run


class Rectangles(QWidget):
    """The floor: as many rectangles, each with a text, painted by hand."""

    def __init__(self, count: int) -> None:
        super().__init__()
        self._count = count

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(QColor("black"))
        for at in range(self._count):
            box = QRectF(at % 5 * 240, at // 5 * 2, 220, 90)
            painter.drawRoundedRect(box, 8, 8)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, f"Autumn linen {at}")
        painter.end()


def fill(workspace: Workspace, count: int) -> None:
    """Make opportunities at the four open stages, for a fifth as many companies."""
    with workspace.work("Fill", "import") as work:
        firms = work.writer.ids.block(count // 5)
        work.insert_many("company", ["id", "name"], [(one, f"Firm {at:05d}") for at, one in enumerate(firms)])
        columns = ["id", "name", "company_id", "stage_id", "amount", "currency", "probability", "expected_close",
                   "last_contact", "owner_id"]  # fmt: skip
        work.insert_many(
            "opportunity",
            columns,
            [
                (one, f"Autumn linen {at}", firms[at % len(firms)], 2000 + at % 4, 1_000_00 + at, "EUR", 25,
                 f"2026-{10 + at % 3}-{1 + at % 28:02d}", "2026-11-02T09:00:00Z", workspace.user)
                for at, one in enumerate(work.writer.ids.block(count))
            ],
        )  # fmt: skip


def median(act: Callable[[], object]) -> float:
    """Return the median of the milliseconds that an act takes; the first time is not counted."""
    times = []
    for _round in range(ROUNDS + 1):
        begun = time.perf_counter()
        act()
        times.append((time.perf_counter() - begun) * 1_000)
    return statistics.median(times[1:])


def told(name: str, ours: float, goal: float, floor: float | None = None) -> bool:
    """Print a line; return whether the goal is met."""
    beside = f"{floor:8.1f} ms floor" if floor is not None else " " * 17
    print(f"{name:<12}{ours:8.1f} ms {beside}   goal {goal:5.1f} ms   {'ok' if ours <= goal else 'MISSED'}")
    return ours <= goal


def measured(workspace: Workspace, folder: Path, count: int) -> bool:
    """Print all figures; return whether every goal is met."""
    app = application()
    theme.prepare(app)
    theme.apply(app, "light")
    entities = {one.name: one for one in registry.ENTITIES}
    state = WindowState(QSettings(str(folder / "state.ini"), QSettings.Format.IniFormat))
    context = Context(workspace, entities, AtOnce(), Boxes(), state, Handlers())
    floor = Rectangles(count)
    floor.resize(*SIZE)
    rectangles = median(floor.grab)

    def first_paint() -> None:
        page = BoardPage(context, entities["opportunity"])
        page.resize(*SIZE)
        page.show_query(ALL)
        page.grab()
        page.deleteLater()

    page = BoardPage(context, entities["opportunity"])
    page.resize(*SIZE)
    page.show_query(ALL)
    page.show()
    app.processEvents()
    cards = page.area.columns[0].list
    bar = cards.verticalScrollBar()

    def turn() -> None:
        bar.setValue(bar.value() + 100)
        cards.grab()

    def drag() -> None:
        shift = (time.perf_counter_ns() // 1_000) % 900
        page.carry.move(page.mapToGlobal(QPoint(100 + shift, 300)))
        page.grab()

    read = median(lambda: boards.read_board(workspace, ALL))
    results = [
        told("read", read, PAINT_GOAL),
        told("first paint", median(first_paint), PAINT_GOAL, rectangles),
    ]
    results.append(told("turn", median(turn), FRAME))
    cards.choose(0)
    page.carry.begin(
        cards,
        set(page.area.selected_ids()),
        page.mapToGlobal(QPoint(100, 300)),
        page.board.ends if page.board else (),
    )
    results.append(told("drag", median(drag), FRAME))
    page.carry.cancel()
    return all(results)


def main() -> int:
    """Measure; returns how many goals were missed, at most one."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else CARDS
    with tempfile.TemporaryDirectory() as name:
        workspace = new_workspace(Path(name) / "board.crm")
        fill(workspace, count)
        print(f"{count} cards, {SIZE[0]} × {SIZE[1]}")
        met = measured(workspace, Path(name), count)
        workspace.close()
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
