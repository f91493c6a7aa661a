"""The ids of a list: the first hundred, all of them when the worker has them, never those of an older query."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from time import perf_counter

from PySide6.QtCore import QObject

from crm_desktop.core.errors import Cancelled, CrmError
from crm_desktop.core.patience import Patience
from crm_desktop.ui.alive import while_alive
from crm_desktop.ui.contract import ListQuery, Lists
from crm_desktop.ui.tasks import Runner, Task

FIRST = 100
PATIENCE_SECONDS = 0.006  # of the main thread; a filter that few of a million records hold takes seconds
Show = Callable[["array[int]", bool, bool], object]


class ListLoader:
    """Runs the query of one list. ``show(ids, complete, again)`` gets the first page, then everything.

    ``again`` tells that the same query was run once more, after a change. Once ``owner`` is deleted, nobody hears.
    """

    def __init__(
        self, owner: QObject, lists: Lists, tasks: Runner, show: Show, failed: Callable[[CrmError], None]
    ) -> None:
        self._owner = owner
        self._lists = lists
        self._tasks = tasks
        self._show = show
        self._failed = failed
        self._task: Task | None = None
        self.milliseconds = 0.0

    def load(self, query: ListQuery, *, again: bool = False) -> None:
        """Show the records of ``query``: at once, or when they are found where that takes longer than a moment."""
        self.cancel()
        began = perf_counter()

        def show(first: array[int]) -> None:
            self.milliseconds = (perf_counter() - began) * 1000
            complete = len(first) < FIRST
            self._show(first, complete, again)
            if not complete:
                self._load_all(query, again)

        def fail(error: CrmError) -> None:
            self._show(array("q"), True, again)
            self._failed(error)

        try:
            first = self._lists.first_ids(query, FIRST, Patience(PATIENCE_SECONDS))
        except Cancelled:
            self._task = self._tasks.read(
                lambda task: self._lists.first_ids(query, FIRST, task.is_cancelled),
                done=while_alive(self._owner, show),
                failed=while_alive(self._owner, fail),
            )
        except CrmError as error:
            fail(error)
        else:
            show(first)

    def reload(self, query: ListQuery, shown: int) -> None:
        """Show the records of ``query`` again after a change; a long list is not cut short meanwhile."""
        if shown < FIRST:
            self.load(query, again=True)
        else:
            self.cancel()
            self._load_all(query, again=True)

    def cancel(self) -> None:
        """Forget the query under way."""
        if self._task is not None:
            self._task.cancel()
            self._task = None

    def _load_all(self, query: ListQuery, again: bool) -> None:
        self._task = self._tasks.read(
            lambda task: self._lists.ids(query, task.is_cancelled),
            done=while_alive(self._owner, lambda ids: self._show(ids, True, again)),
            failed=while_alive(self._owner, self._failed),
        )
