"""The turns of the event loop on the main thread: how long each takes, and what runs in the long ones.

A turn is one pass of the loop, or one event that is sent by hand: while it lasts the window answers to nobody.
"""

from __future__ import annotations

import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from types import FrameType

from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtWidgets import QWidget

FRAME_MS = 1_000 / 60
_LOOK_SECONDS = 0.003
_LONG_SECONDS = 0.010
_PAUSE_SECONDS = 0.0005
_PACKAGE = "crm_desktop"


@dataclass(frozen=True)
class Turn:
    """One turn: its length and the functions of ours that were found running in it, the most frequent first."""

    ms: float
    names: tuple[str, ...] = ()


class Paints(QObject):
    """Counts the paints of a widget."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.count = 0
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self.count += 1
        return super().eventFilter(watched, event)


def one_turn() -> None:
    """Do one pass of the event loop; what was to be deleted is, as in a loop that runs by itself."""
    QCoreApplication.processEvents()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


class Turns:
    """Runs the event loop and remembers the longest turn since :meth:`begin`. A thread looks what runs in it.

    ``clock`` is that of the wall, or ``time.thread_time`` where others keep the machine busy.
    """

    def __init__(self, clock: Callable[[], float] = time.perf_counter) -> None:
        self.clock = clock
        self._main = threading.get_ident()
        self._began = 0.0
        self._seen: Counter[str] = Counter()
        self.longest = Turn(0.0)
        threading.Thread(target=self._look, name="looker", daemon=True).start()

    def begin(self) -> None:
        """Forget the turns so far."""
        self.longest = Turn(0.0)

    def turn(self, work: Callable[[], object] = one_turn) -> float:
        """Do one turn; returns its milliseconds."""
        self._seen.clear()
        self._began = time.perf_counter()
        began = self.clock()
        work()
        spent = (self.clock() - began) * 1_000
        self._began = 0.0
        if spent > self.longest.ms:
            self.longest = Turn(spent, tuple(name for name, _count in self._seen.most_common(2)))
        return spent

    def until(self, is_done: Callable[[], bool], patience: float = 60.0) -> None:
        """Let the loop turn until something is true."""
        end = time.perf_counter() + patience
        while not is_done():
            if self.turn() < 0.05:
                time.sleep(_PAUSE_SECONDS)  # the other threads work meanwhile
            if time.perf_counter() > end:
                raise TimeoutError("what is measured did not happen")

    def rest(self, is_busy: Callable[[], bool], quiet: float = 0.15) -> None:
        """Let the loop turn until nothing has been under way for ``quiet`` seconds."""
        last = time.perf_counter()

        def is_quiet() -> bool:
            nonlocal last
            if is_busy():
                last = time.perf_counter()
            return time.perf_counter() - last > quiet

        self.until(is_quiet, 300)

    def _look(self) -> None:
        while True:
            time.sleep(_LOOK_SECONDS)
            if self._began and time.perf_counter() - self._began > _LONG_SECONDS:
                self._seen[_name(sys._current_frames().get(self._main))] += 1  # noqa: SLF001


def _name(frame: FrameType | None) -> str:
    """Return the outermost and the innermost function of ours in a stack."""
    ours: list[str] = []
    while frame is not None:
        module = str(frame.f_globals.get("__name__", ""))
        if module.startswith(_PACKAGE):
            ours.append(f"{module.removeprefix(_PACKAGE + '.')}.{frame.f_code.co_qualname}")
        frame = frame.f_back
    if not ours:
        return "Qt"
    return ours[0] if len(ours) == 1 else f"{ours[-1]} → {ours[0]}"


def press(action: Callable[[], object], turns: Turns, is_done: Callable[[], bool]) -> float:
    """Do something as a person would; returns the milliseconds until it is done."""
    began = turns.clock()
    turns.turn(action)
    turns.until(is_done)
    return (turns.clock() - began) * 1_000
