"""What a window does once nobody works any more: it takes no more memory than it needs."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from crm_desktop.core import memory
from crm_desktop.ui.tasks import Task, TaskRunner


class Resting(QObject):
    """Gives memory back in the first quiet moment after some work; ``let_go`` frees what can be had again."""

    def __init__(
        self, tasks: TaskRunner, let_go: Callable[[], object], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._let_go = let_go
        self._own: Task | None = None
        self._has_worked = True
        tasks.ended.connect(self._on_ended)

    def on_quiet(self) -> None:
        """Give back what the work since the last time has left."""
        if self._has_worked:
            self._has_worked = False
            self._own = self._tasks.read(self._rest)

    def _rest(self, _task: Task) -> None:
        self._let_go()
        memory.give_back()

    def _on_ended(self, task: Task) -> None:
        if task is not self._own:
            self._has_worked = True
