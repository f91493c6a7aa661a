"""Sums of what is selected in a list, worked out in the background once the selection rests."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QTimer

from crm_desktop.core.entity import Entity
from crm_desktop.core.i18n import _
from crm_desktop.ui.context import Context
from crm_desktop.ui.contract import Sum
from crm_desktop.ui.record_table import RecordTable
from crm_desktop.ui.tasks import Task

PAUSE_MS = 80  # a drag over rows changes the selection with each of them


class ListSums(QObject):
    """Asks for the sums of the columns that are shown; ``show`` gets the words, '' while nobody knows."""

    def __init__(
        self,
        context: Context,
        entity: Entity,
        table: RecordTable,
        show: Callable[[str], object],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._entity = entity
        self._table = table
        self._show = show
        self._task: Task | None = None
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self.ask)

    def soon(self) -> None:
        """Add up again once no further change follows."""
        self.stop()
        keys = self._keys()
        if keys and self._table.selected_count():
            self._pause.start()
        else:
            self._show("")

    def stop(self) -> None:
        """Add up nothing any more."""
        self._pause.stop()
        if self._task is not None:
            self._task.cancel()
            self._task = None

    def ask(self) -> None:
        """Add up now, if anybody sees it: of a page that is left, the file may be closed next."""
        if not self._table.isVisible():
            return
        lists, entity = self._context.workspace.lists, self._entity.name
        keys, ids = self._keys(), self._table.selected_ids()
        self._task = self._context.tasks.read(
            lambda task: lists.sums(entity, keys, ids, task.is_cancelled),
            done=self._on_sums,
            failed=lambda _error: None,
        )

    def _keys(self) -> list[str]:
        return [one.key for one in self._table.records.fields if one.kind.adds_up()]

    def _on_sums(self, found: Sequence[Sum]) -> None:
        self._task = None
        self._show("     ".join(map(_words, found)))


def _words(one: Sum) -> str:
    """Return a sum as the status bar says it; of a field that is a total, without saying so twice."""
    name, value = _(one.field.label), " · ".join(one.texts)
    if name == _("Total"):
        return f"{name} {value}"
    return _("Sum of %(field)s %(value)s") % {"field": name.lower(), "value": value}
