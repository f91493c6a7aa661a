"""The turns of the event loop that work of the main thread takes: a few milliseconds each, and the next is Qt's.

Whoever has work asks for turns. The first to ask does one piece after the other, then the next, until the time of the
turn is used up; what is not seen (a page that was left again) comes last. In the turn that follows Qt lays out and
paints what came of it, so that the two never add up.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from functools import cache
from typing import Protocol

from PySide6.QtCore import QCoreApplication, QObject, QTimer
from shiboken6 import isValid

_SECONDS = 0.004  # after which no further piece is begun in a turn


class Worker(Protocol):
    """Somebody who has pieces of work."""

    def do_piece(self) -> None:
        """Do the next piece, and before it ask for another turn if there are more."""

    def is_seen(self) -> bool:
        """Tell whether somebody sees what is made, or waits for it."""


class Turns(QObject):
    """Shares the turns among those who have work."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workers: deque[Worker] = deque()
        self._working: Worker | None = None
        self._alone: deque[tuple[QObject, Callable[[], object]]] = deque()
        self._leisure: deque[tuple[QObject, Callable[[], object]]] = deque()
        self._is_turn_of_qt = False
        self._timer = QTimer(self, singleShot=True, interval=0)
        self._timer.timeout.connect(self._on_turn)

    def ask(self, worker: Worker) -> None:
        """Let ``worker`` do a piece when it comes to its turn, those before it first; who is at work goes on."""
        if worker is self._working:
            self._workers.appendleft(worker)
            self._working = None
        elif all(one is not worker for one in self._workers):
            self._workers.append(worker)
        self._begin()

    def alone(self, owner: QObject, act: Callable[[], object]) -> None:
        """Do something in the next turn and nothing else in it, unless ``owner`` has been deleted by then."""
        self._alone.append((owner, act))
        self._begin()

    def at_leisure(self, owner: QObject, act: Callable[[], object]) -> None:
        """Do something in a turn of its own when nobody else has work, unless ``owner`` has been deleted by then."""
        self._leisure.append((owner, act))
        self._begin()

    def _begin(self) -> None:
        if not self._timer.isActive():
            self._is_turn_of_qt = True
            self._timer.start()

    def is_busy(self) -> bool:
        """Tell whether somebody has work."""
        return bool(self._alone or self._workers or self._leisure)

    def forget(self) -> None:
        """Do nothing more of what was asked: the file is closed."""
        self._alone.clear()
        self._workers.clear()
        self._leisure.clear()

    def _on_turn(self) -> None:
        is_turn_of_qt, self._is_turn_of_qt = self._is_turn_of_qt, not self._is_turn_of_qt
        if self.is_busy() or not is_turn_of_qt:
            self._timer.start()  # before the work: a piece may ask the user, in a loop of its own
        if is_turn_of_qt:
            return
        if self._alone or (self._leisure and not self._workers):
            owner, act = (self._alone or self._leisure).popleft()
            if isValid(owner):
                act()
            return
        end = time.perf_counter() + _SECONDS
        self._workers = deque(one for one in self._workers if not isinstance(one, QObject) or isValid(one))
        while self._workers and time.perf_counter() < end:
            self._working = worker = self._next()
            self._workers.remove(worker)
            worker.do_piece()
            self._working = None

    def _next(self) -> Worker:
        return next((one for one in self._workers if one.is_seen()), self._workers[0])


@cache
def _of(app: QObject | None) -> Turns:
    return Turns(app)


def turns() -> Turns:
    """Return the turns of the program."""
    return _of(QCoreApplication.instance())
