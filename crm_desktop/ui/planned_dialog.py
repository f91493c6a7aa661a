"""A dialog that says what it would do before it does it: each choice has the plan made anew in the background."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QDialog, QWidget

from crm_desktop.core.errors import CrmError
from crm_desktop.services.bulk_edit import BulkPlan
from crm_desktop.ui.bulk_preview import BulkPreview
from crm_desktop.ui.tab_order import focus_next

if TYPE_CHECKING:
    from crm_desktop.ui.tasks import Task

_PAUSE_MS = 200


class PlannedDialog(QDialog):
    """Holds the plan that is shown in ``preview``, and the work that makes it. A dialog of it knows how to look."""

    def __init__(self, preview: BulkPreview, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.preview = preview
        self.plan: BulkPlan | None = None
        self._task: Task | None = None
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self.look)

    def look(self) -> None:
        """Work out what would change, in the background."""
        raise NotImplementedError

    def _show_button(self) -> None:
        """Let the button say what it would do."""
        raise NotImplementedError

    def _look_later(self) -> None:
        self._forget()
        self._pause.start()

    def _forget(self) -> None:
        """Drop the plan, and what is under way for another."""
        self._pause.stop()
        if self._task is not None:
            self._task.cancel()
            self._task = None
        self.plan = None
        self._show_button()

    def _on_plan(self, plan: BulkPlan) -> None:
        self.plan = plan
        self.preview.show_plan(plan)
        self._show_button()

    def _on_problem(self, error: CrmError) -> None:
        self.preview.say(error.title)

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002 - Qt's name
        return focus_next(self, next)

    def done(self, result: int) -> None:
        """Go, and let nothing that is still looked at come back."""
        self._forget()
        super().done(result)
        self.deleteLater()
