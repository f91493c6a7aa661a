"""Undo and redo of data, for the window: what would be undone, doing it, and saying what was kept."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from crm_desktop.core.formatting import filled
from crm_desktop.core.i18n import _, language, ngettext
from crm_desktop.ui.alive import while_alive
from crm_desktop.ui.context import Context
from crm_desktop.ui.contract import Transaction, UndoReport
from crm_desktop.ui.tasks import Task


class Undo(QObject):
    """Knows the last transactions. ``named`` tells what would be undone and redone ('' for nothing)."""

    named = Signal(str, str)

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context

    def look(self) -> None:
        """Read what would be undone now."""
        workspace = self._context.workspace

        def last(_task: Task) -> tuple[Transaction | None, Transaction | None]:
            history = workspace.history  # imported where it is first asked for
            return history.last_undoable(), history.last_redoable()

        self._context.tasks.read(last, done=while_alive(self, self._on_read))

    def undo_last(self) -> None:
        """Undo the last transaction of the file."""
        self._take_back(self._context.workspace.history.last_undoable)

    def redo_last(self) -> None:
        """Undo the last undo."""
        self._take_back(self._context.workspace.history.last_redoable)

    def _take_back(self, last: Callable[[], Transaction | None]) -> None:
        """Undo what ``last`` names. It is asked behind the writes under way: a field just left may still be saved."""
        history = self._context.workspace.history

        def work(task: Task) -> UndoReport | None:
            found = last()
            return None if found is None else history.undo(found.id, task.is_cancelled)

        def done(report: UndoReport | None) -> None:
            if report is not None:
                self.tell(report)

        self._context.tasks.run(work, done=done, title=_("Undo"))

    def undo(self, transaction: int) -> None:
        """Undo a transaction; later edits are kept and named."""
        history = self._context.workspace.history
        self._context.tasks.run(
            lambda task: history.undo(transaction, task.is_cancelled), done=self.tell, title=_("Undo")
        )

    def tell(self, report: UndoReport) -> None:
        """Say what was undone, and what was kept."""
        text = _("Redone: %(title)s") if report.redone else _("Undone: %(title)s")
        done = text % {"title": report.title}
        count = report.kept_count or len(report.kept)
        if not count:
            self._context.window.show_toast(done)
            return
        kept = ngettext("%(count)d later edit was kept.", "%(count)d later edits were kept.", count)
        kept = filled(kept, {"count": count}, language())
        names = "\n".join(one.text for one in report.kept)
        inform = self._context.messages.inform
        self._context.window.show_toast(f"{done} · {kept}", _("Show"), lambda: inform(kept, names))

    def _on_read(self, last: tuple[Transaction | None, Transaction | None]) -> None:
        may = not self._context.workspace.read_only
        undo, redo = (one.subject if one is not None and may else "" for one in last)
        self.named.emit(undo, redo)
