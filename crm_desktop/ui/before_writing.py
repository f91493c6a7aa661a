"""What writing takes beyond reading (SQLAlchemy, all classes mapped: 40 MB) is there once somebody may need it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from crm_desktop.ui.tasks import Runner

WAIT_MS = 400  # what was opened for it is painted first


class BeforeWriting(QObject):
    """Calls ``prepare`` on the writing thread, once, a moment after somebody began what may end in a saved record."""

    def __init__(self, tasks: Runner, prepare: Callable[[], object], parent: QObject) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._prepare = prepare
        self._timer = QTimer(self, singleShot=True, interval=WAIT_MS)
        self._timer.timeout.connect(self._on_time)
        self._is_expected = False

    def expect(self) -> None:
        """Take note that something is about to be written."""
        if not self._is_expected:
            self._is_expected = True
            self._timer.start()

    def stop(self) -> None:
        """Prepare nothing any more."""
        self._is_expected = True
        self._timer.stop()

    def _on_time(self) -> None:
        self._tasks.run(lambda _task: self._prepare())
