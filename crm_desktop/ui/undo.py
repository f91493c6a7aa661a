"""Undo and redo of data, for the window: what would be undone, doing it, and saying what was kept."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from crm_desktop.core.i18n import _, ngettext
from crm_desktop.ui.context import Context
from crm_desktop.ui.contract import Transaction, UndoReport


class Undo(QObject):
    """Knows the last transactions. ``named`` tells what would be undone and redone ('' for nothing)."""

    named = Signal(str, str)

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._last: tuple[Transaction | None, Transaction | None] = (None, None)

    def look(self) -> None:
        """Read what would be undone now."""
        history = self._context.workspace.history
        self._context.tasks.read(
            lambda _task: (history.last_undoable(), history.last_redoable()), done=self._on_read
        )

    def undo_last(self) -> None:
        """Undo the last transaction of the file."""
        if self._last[0] is not None:
            self.undo(self._last[0].id)

    def redo_last(self) -> None:
        """Undo the last undo."""
        if self._last[1] is not None:
            self.undo(self._last[1].id)

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
        kept %= {"count": count}
        names = "\n".join(one.text for one in report.kept)
        inform = self._context.messages.inform
        self._context.window.show_toast(f"{done} · {kept}", _("Show"), lambda: inform(kept, names))

    def _on_read(self, last: tuple[Transaction | None, Transaction | None]) -> None:
        self._last = last
        undo, redo = (one.text if one is not None else "" for one in last)
        self.named.emit(undo, redo)
