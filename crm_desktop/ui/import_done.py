"""What an import has done: its result, the rejected rows, and taking all of it back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from crm_desktop.core.i18n import _
from crm_desktop.services.import_done_rows import DoneRows
from crm_desktop.services.imports import ImportPlan, ImportResult
from crm_desktop.ui.alive import while_alive

if TYPE_CHECKING:
    from crm_desktop.services.workspace import Workspace
    from crm_desktop.ui.context import Context
    from crm_desktop.ui.contract import Transaction, UndoReport


class ImportDone(QObject):
    """The end of an import: nothing as long as ``result`` is None. ``changed`` tells that it was undone or redone."""

    changed = Signal()

    def __init__(self, context: Context, workspace: Workspace, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._workspace = workspace
        self.forget()

    def forget(self) -> None:
        """Have nothing done."""
        self.plan: ImportPlan | None = None
        """What was planned, as it was written."""
        self.rows: DoneRows | None = None
        """What became of each row."""
        self.result: ImportResult | None = None
        self.is_undone = False
        self.undone: UndoReport | None = None
        """What the undo left as it is, where it was done here."""

    def remember(self, plan: ImportPlan, result: ImportResult) -> None:
        """Keep what was written; called from the thread that wrote it."""
        self.forget()
        self.plan, self.rows, self.result = plan, DoneRows(plan), result

    @property
    def stands(self) -> bool:
        """Whether the import was written, and not taken back."""
        return self.result is not None and not self.is_undone

    def save_rejects(self, target: Path) -> None:
        """Save the rows that could not go in as a workbook."""
        plan = self.plan
        if plan is None:
            return

        def saved(_none: None) -> None:
            self._context.window.show_toast(_("Saved: %(name)s") % {"name": target.name})

        self._context.tasks.read(
            lambda _task: plan.write_rejects(target), done=saved, title=_("Save rejected rows")
        )

    def undo(self) -> None:
        """Take the whole import back."""
        result = self.result
        if result is None or not result.undo or self.is_undone:
            return

        def undone(report: UndoReport) -> None:
            if result is self.result:
                self.undone = report
                self._set_undone(True)

        self._context.tasks.run(
            lambda task: self._workspace.history.undo(result.undo, task.is_cancelled),
            done=while_alive(self, undone),
            title=_("Undo this import"),
        )

    def look_at_history(self) -> None:
        """Look whether the import was taken back, or done again, elsewhere in the window."""
        result = self.result
        if result is None or not result.undo:
            return

        def looked(found: Transaction | None) -> None:
            if result is self.result and found is not None and found.undone != self.is_undone:
                self._set_undone(found.undone)

        self._context.tasks.read(
            lambda _task: self._workspace.history.transaction(result.undo), done=while_alive(self, looked)
        )

    def _set_undone(self, is_undone: bool) -> None:
        self.is_undone = is_undone
        if not is_undone:
            self.undone = None
        self.changed.emit()


__all__ = ["ImportDone"]
