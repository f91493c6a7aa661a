"""What an import has under way: one piece of work at a time, its progress, and stopping it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from crm_desktop.core.errors import CrmError
from crm_desktop.ui.alive import while_alive

if TYPE_CHECKING:
    from crm_desktop.ui.tasks import Runner, Task

T = TypeVar("T")
_TICK_MS = 120


class ImportWork(QObject):
    """Runs work; what is begun takes the place of what was under way.

    ``changed`` tells that work began or ended, ``ticked`` how far it is (a word and a number of rows, the word empty
    while it is stopping), ``stopped`` that writing has ended after it was asked to.
    """

    changed = Signal()
    ticked = Signal(str, int)
    stopped = Signal()

    def __init__(self, tasks: Runner, parent: QObject) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._task: Task | None = None
        self._told: tuple[str, int] = ("", 0)
        self.is_writing = False
        self._clock = QTimer(self, interval=_TICK_MS)
        self._clock.timeout.connect(self._tick)

    @property
    def is_busy(self) -> bool:
        """Whether something is under way."""
        return self._clock.isActive()

    def begin(
        self,
        word: str,
        work: Callable[[Task], T],
        done: Callable[[T], object],
        failed: Callable[[CrmError], object],
        *,
        writes: bool = False,
        title: str = "",
    ) -> None:
        """Start work, called ``word`` in the progress; ``done`` and ``failed`` come back on the main thread.

        With a ``title`` the window tells of it, too.
        """
        self.drop()
        self._told = (word, 0)
        self.is_writing = writes
        self._clock.start()

        def give_up(error: CrmError) -> None:
            self.end()
            failed(error)

        runner = self._tasks.run if writes else self._tasks.read
        self._task = runner(
            work, done=while_alive(self, done), failed=while_alive(self, give_up), title=title
        )
        if self._task.finished:
            self.end()
        self.changed.emit()

    @property
    def told(self) -> tuple[str, int]:
        """How far the work is: a word and a number of rows, 0 as long as that is not known."""
        return self._told

    def tell(self, word: str, rows: int) -> None:
        """Note how far the work is; called from its thread."""
        self._told = (word, rows)
        if (task := self._task) is not None:
            task.progress(rows)

    def _tick(self) -> None:
        """Tell how far the work is, and notice when it has stopped as asked."""
        stopping = self.is_stopping
        self.ticked.emit(*(("", 0) if stopping else self._told))
        if stopping and self._task is not None and self._task.finished:
            self.stopped.emit()

    @property
    def is_stopping(self) -> bool:
        """Whether the work was asked to stop."""
        return self._task is not None and self._task.is_cancelled()

    def cancel(self) -> None:
        """Ask the work to stop; ``stopped`` tells when it has, and taken back what it wrote."""
        if self._task is not None:
            self._task.cancel()
        self._tick()
        self.changed.emit()

    def drop(self) -> None:
        """Forget the work under way; its answer concerns nobody."""
        if self._task is not None and not self._task.finished:
            self._task.cancel()
        self._task = None

    def end(self) -> None:
        """Have nothing under way."""
        self._task = None
        self.is_writing = False
        self._clock.stop()
        self.changed.emit()
