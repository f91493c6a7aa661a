"""Work off the main thread: one thread for writes, one for slow reads, one for what searches the whole file; results
come back on the main thread.

Widgets never see a thread. ``run`` is for everything that writes, ``read`` for what only reads, so that a
list can be shown while an import runs; ``search`` for what reads so long that no list may wait for it. A
:class:`CrmError` goes to ``failed`` (default: a message); any other exception is raised again on the main thread,
where the one handler of ``crash.py`` meets it.
"""

from __future__ import annotations

import sys
import threading
from collections import deque
from collections.abc import Callable
from queue import SimpleQueue
from typing import Any, Protocol, TypeVar

from PySide6.QtCore import QObject, Qt, Signal

from crm_desktop.core.errors import Cancelled, CrmError
from crm_desktop.core.i18n import _
from crm_desktop.ui.turns import turns

T = TypeVar("T")
# For so long the main thread waits until a thread that works lets go of Python: once for each widget that it paints.
_SWITCH_SECONDS = 0.0003
Failed = Callable[[CrmError], None]


class Task:
    """A piece of work under way. Work that takes long asks :meth:`is_cancelled` and calls :meth:`progress`."""

    def __init__(self, title: str = "") -> None:
        self.title = title
        self.done = 0
        self.total = 0
        self.finished = False
        self._cancelled = False

    def cancel(self) -> None:
        """Ask the work to stop; its result will be ignored."""
        self._cancelled = True

    def is_cancelled(self) -> bool:
        """Tell whether the work was asked to stop."""
        return self._cancelled

    def progress(self, done: int, total: int = 0) -> None:
        """Say how far the work is (called from the working thread; the window looks when it likes)."""
        self.done, self.total = done, total


class Runner(Protocol):
    """What pages know of the task runner."""

    def run(
        self,
        work: Callable[[Task], T],
        *,
        done: Callable[[T], object] | None = None,
        failed: Failed | None = None,
        title: str = "",
    ) -> Task: ...

    def read(
        self,
        work: Callable[[Task], T],
        *,
        done: Callable[[T], object] | None = None,
        failed: Failed | None = None,
        title: str = "",
    ) -> Task: ...

    def search(
        self,
        work: Callable[[Task], T],
        *,
        done: Callable[[T], object] | None = None,
        failed: Failed | None = None,
        title: str = "",
    ) -> Task: ...


class _Job:
    """Work with what to do afterwards."""

    def __init__(
        self,
        task: Task,
        work: Callable[[Task], Any],
        done: Callable[[Any], object] | None,
        failed: Failed | None,
    ) -> None:
        self.task = task
        self.work = work
        self.done = done
        self.failed = failed
        self.result: Any = None
        self.error: BaseException | None = None

    def execute(self) -> None:
        """Do the work, on whichever thread this is."""
        if self.task.is_cancelled():
            return
        try:
            self.result = self.work(self.task)
        except BaseException as error:  # noqa: BLE001 - carried to the main thread and raised there
            self.error = error


class _Lane:
    """One thread that does its jobs one after the other."""

    def __init__(self, name: str, finished: Callable[[_Job], None]) -> None:
        self._jobs: SimpleQueue[_Job | None] = SimpleQueue()
        self._finished = finished
        self._thread = threading.Thread(target=self._work, name=name, daemon=True)
        self._thread.start()

    def add(self, job: _Job) -> None:
        self._jobs.put(job)

    def close(self, seconds: float) -> bool:
        """Let the jobs given so far end; tell whether they did in time."""
        self._jobs.put(None)
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            job.execute()
            self._finished(job)


class TaskRunner(QObject):
    """The runner of the program. ``failed_by_default`` shows the errors that nobody else wants."""

    started = Signal(object)
    ended = Signal(object)
    _returned = Signal(object)

    def __init__(self, failed_by_default: Failed, parent: QObject | None = None) -> None:
        super().__init__(parent)
        sys.setswitchinterval(_SWITCH_SECONDS)
        self._failed_by_default = failed_by_default
        self._open: set[Task] = set()
        self._lanes: dict[str, _Lane] = {}
        self._answers: deque[_Job] = deque()
        self._returned.connect(self._on_returned, Qt.ConnectionType.QueuedConnection)

    def run(
        self,
        work: Callable[[Task], T],
        *,
        done: Callable[[T], object] | None = None,
        failed: Failed | None = None,
        title: str = "",
    ) -> Task:
        """Do ``work`` on the writing thread, then ``done`` with its result on the main thread."""
        return self._add("writer", _Job(Task(title), work, done, failed))

    def read(
        self,
        work: Callable[[Task], T],
        *,
        done: Callable[[T], object] | None = None,
        failed: Failed | None = None,
        title: str = "",
    ) -> Task:
        """Do ``work`` on the reading thread, then ``done`` with its result on the main thread."""
        return self._add("reader", _Job(Task(title), work, done, failed))

    def search(
        self,
        work: Callable[[Task], T],
        *,
        done: Callable[[T], object] | None = None,
        failed: Failed | None = None,
        title: str = "",
    ) -> Task:
        """Do ``work`` that reads for a long time on a thread of its own, so that no list waits for it."""
        return self._add("searcher", _Job(Task(title), work, done, failed))

    def is_busy(self) -> bool:
        """Tell whether anything is under way."""
        return bool(self._open)

    def close(self, seconds: float = 30.0) -> bool:
        """Ask all work to stop and wait for it; tell whether everything ended in time."""
        for task in self._open:
            task.cancel()
        return all([lane.close(seconds) for lane in self._lanes.values()])

    def _add(self, name: str, job: _Job) -> Task:
        if name not in self._lanes:
            self._lanes[name] = _Lane(name, self._returned.emit)
        self._open.add(job.task)
        self.started.emit(job.task)
        self._lanes[name].add(job)
        return job.task

    def _on_returned(self, job: _Job) -> None:
        """Wait for a turn of the event loop: between two answers the window is painted and listens."""
        self._answers.append(job)
        turns().ask(self)

    def is_seen(self) -> bool:
        """Say that somebody waits for each answer."""
        return True

    def do_piece(self) -> None:
        """Hand over the next answer, in its turn."""
        job = self._answers.popleft()
        if self._answers:
            turns().ask(self)
        job.task.finished = True
        self._open.discard(job.task)
        self.ended.emit(job.task)
        if job.failed is not None and job.error is not None and not isinstance(job.error, CrmError):
            # A fault of ours is told by the crash report; what waits for the answer must not wait for ever.
            job.failed(CrmError(_("This was not done: something in the program went wrong.")))
        deliver(job.task, job.result, job.error, job.done, job.failed or self._failed_by_default)


def deliver(
    task: Task,
    result: Any,
    error: BaseException | None,
    done: Callable[[Any], object] | None,
    failed: Failed,
) -> None:
    """Hand the outcome of a task to whom it concerns; a cancelled task concerns nobody."""
    if isinstance(error, Cancelled) or (task.is_cancelled() and isinstance(error, CrmError)):
        return
    if isinstance(error, CrmError):
        failed(error)
    elif error is not None:
        raise error
    elif done is not None and not task.is_cancelled():
        done(result)
