"""The first step of an import: a file's head is read to match its columns, then all of it to say what changes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from crm_desktop.core.errors import CrmError
from crm_desktop.core.i18n import _
from crm_desktop.services import imports
from crm_desktop.services.import_choices import Choices
from crm_desktop.services.import_look import Look, look_at
from crm_desktop.services.imports import ImportPlan
from crm_desktop.ui.import_frame import REVIEW, ImportFrame

if TYPE_CHECKING:
    from crm_desktop.services.workspace import Workspace
    from crm_desktop.ui.import_work import ImportWork
    from crm_desktop.ui.tasks import Task

_LATER_MS = 250  # choices made in quick succession are taken together


class ReadingStep:
    """Reads a file for the window it stands in. ``plan`` is what would be written, None while nobody knows.

    ``unreadable`` is told why a file cannot be imported at all.
    """

    def __init__(
        self,
        frame: ImportFrame,
        workspace: Workspace,
        work: ImportWork,
        unreadable: Callable[[CrmError], object],
    ) -> None:
        self._frame = frame
        self._workspace = workspace
        self._work = work
        self._unreadable = unreadable
        self.path: Path | None = None
        self.plan: ImportPlan | None = None
        self._later = QTimer(frame, singleShot=True, interval=_LATER_MS)
        self._later.timeout.connect(self.make_plan)

    def read(self, path: Path) -> None:
        """Read a file: first its head, then all of it."""
        self.path = path
        options = self._frame.options
        for one in (options.sheet, options.encoding, options.separator):
            one.box.clear()
        self.read_again()

    def read_again(self) -> None:
        """Read the file as it is to be read now."""
        if self.path is None:
            self._work.changed.emit()
            return
        path, entity, reading = self.path, self._frame.entity.currentData(), self._frame.options.reading()
        self._frame.preview.forget_answers()

        def work(task: Task) -> Look:
            return look_at(self._workspace, path, entity, cancelled=task.is_cancelled, **reading)

        self._forget_plan()
        self._work.begin(_("Reading"), work, self._on_look, self._unreadable)

    def _on_look(self, look: Look) -> None:
        frame = self._frame
        frame.options.show_look(look)
        frame.columns.show_look(look, self._workspace.lists.fields(frame.entity.currentData()))
        frame.stack.setCurrentIndex(REVIEW)
        self.make_plan()

    def plan_later(self) -> None:
        """Read all of the file again when no more choices follow."""
        self._work.drop()
        self._forget_plan()
        self._later.start()
        self._work.changed.emit()

    def make_plan(self) -> None:
        """Read all of the file and show what would change."""
        frame, path = self._frame, self.path
        frame.options.offer_keys(frame.columns.chosen())
        if path is None or not frame.columns.chosen():
            self._work.end()
            frame.preview.say(_("Choose where at least one column goes."))
            return
        entity, options = frame.entity.currentData(), frame.options
        choices = Choices(
            mapping=frame.columns.mapping(), keys=options.chosen_keys(), mode=options.chosen_mode(),
            decided=frame.preview.answers(), **options.reading(),
        )  # fmt: skip

        def work(task: Task) -> ImportPlan:
            told, cancelled = self._work.tell, task.is_cancelled
            return imports.plan_import(
                self._workspace, path, entity, choices, progress=told, cancelled=cancelled
            )

        self._forget_plan()
        self._work.begin(_("Reading"), work, self._on_plan, self._on_no_plan)

    def _on_plan(self, plan: ImportPlan) -> None:
        self.plan = plan
        self._frame.preview.show_plan(plan)
        self._work.end()

    def _on_no_plan(self, error: CrmError) -> None:
        self._frame.preview.say(f"{error.title}\n{error.hint}".strip())

    def stop(self) -> None:
        """Give the reading up; it needs no waiting for."""
        self._work.drop()
        self._work.end()
        self._frame.preview.say(_("Reading was stopped. Nothing was changed."))

    def rest(self) -> None:
        """Read nothing more that was only put off."""
        self._later.stop()

    def _forget_plan(self) -> None:
        self._later.stop()
        self.plan = None
