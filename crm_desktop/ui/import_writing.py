"""The second step of an import: what was planned is written, what was left out is saved, all of it can be undone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from crm_desktop.core.errors import CrmError
from crm_desktop.core.i18n import _
from crm_desktop.services import imports
from crm_desktop.services.imports import ImportPlan, ImportResult
from crm_desktop.ui.alive import while_alive
from crm_desktop.ui.import_frame import ImportFrame

if TYPE_CHECKING:
    from crm_desktop.services.workspace import Workspace
    from crm_desktop.ui.context import Context
    from crm_desktop.ui.import_reading import ReadingStep
    from crm_desktop.ui.import_work import ImportWork
    from crm_desktop.ui.tasks import Task


class WritingStep:
    """Writes the plan of the reading step. ``result`` is what came of it, None before."""

    def __init__(
        self,
        frame: ImportFrame,
        context: Context,
        workspace: Workspace,
        work: ImportWork,
        reading: ReadingStep,
    ) -> None:
        self._frame = frame
        self._context = context
        self._workspace = workspace
        self._work = work
        self._reading = reading
        self.result: ImportResult | None = None

    def write(self) -> None:
        """Write what was planned."""
        plan = self._reading.plan
        if plan is None or not written_rows(plan):
            return

        def work(task: Task) -> ImportResult:
            self.result = imports.run_import(
                self._workspace, plan, progress=self._work.tell, cancelled=task.is_cancelled
            )
            return self.result

        self.result = None
        self._reading.rest()
        self._work.begin(_("Writing"), work, self.show_result, self._on_failed, writes=True)

    def show_result(self, result: ImportResult) -> None:
        """Show what was written."""
        self._work.end()
        self._frame.outcome.show_result(result, self._frame.entity.currentText())
        self._frame.stack.setCurrentWidget(self._frame.outcome)
        self._work.changed.emit()

    def _on_failed(self, error: CrmError) -> None:
        self._context.messages.error(error)
        self._reading.plan_later()

    def save_rejects(self) -> None:
        """Save the rows that could not go in as a workbook."""
        plan, path, frame = self._reading.plan, self._reading.path, self._frame
        if plan is None or path is None:
            return
        target = frame.ask_where_to_save(str(path.with_name(f"{path.stem} – {_('rejected')}.xlsx")))
        if target is None:
            return
        saved = while_alive(
            frame, lambda _none: frame.state.setText(_("Saved: %(name)s") % {"name": target.name})
        )
        self._context.tasks.read(lambda _task: plan.write_rejects(target), done=saved)

    def undo(self) -> None:
        """Take the whole import back."""
        result, outcome = self.result, self._frame.outcome
        if result is None or not result.undo:
            return

        def undone(report: Any) -> None:
            outcome.show_undone([one.text for one in report.kept], report.kept_count)

        outcome.undo.setEnabled(False)
        self._context.tasks.run(
            lambda task: self._workspace.history.undo(result.undo, task.is_cancelled),
            done=while_alive(self._frame, undone),
            title=_("Undo this import"),
        )


def written_rows(plan: ImportPlan) -> int:
    """Return how many rows of a plan will be written."""
    return plan.created + plan.updated
