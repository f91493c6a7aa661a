"""The import in the making: its file, what was chosen about it, what would be written, and what was.

Reading happens on the reading thread, writing on the writing one. The steps of the page show what stands here, change
it with :meth:`ImportDraft.choose` and hear of changes by the signals; nothing is written before :meth:`write`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

from PySide6.QtCore import QObject, QTimer, Signal

from crm_desktop.core.entity import Entity
from crm_desktop.core.errors import CrmError
from crm_desktop.core.i18n import _
from crm_desktop.services import imports
from crm_desktop.services.import_choices import Choices
from crm_desktop.services.import_column_notes import settled
from crm_desktop.services.import_look import Look, look_at
from crm_desktop.services.import_recognition import Recognised, kept_of
from crm_desktop.services.imports import ImportPlan, ImportResult
from crm_desktop.ui import import_values
from crm_desktop.ui.import_column_choices import ColumnChoices
from crm_desktop.ui.import_done import ImportDone
from crm_desktop.ui.import_name_answers import NameAnswers
from crm_desktop.ui.import_recent import remember
from crm_desktop.ui.import_row_choices import AT_ONCE, FORGOTTEN, RowChoices, with_diff
from crm_desktop.ui.import_values import ValueChoices
from crm_desktop.ui.import_work import ImportWork

if TYPE_CHECKING:
    from crm_desktop.services.import_mappings import SavedMapping
    from crm_desktop.services.workspace import Workspace
    from crm_desktop.ui.context import Context
    from crm_desktop.ui.tasks import Task

READING: Final = ("sheet", "encoding", "separator", "heading_row", "saved")
"""The choices about how a table is read: after another answer the file is looked at anew."""
_LATER_MS = 250  # choices made in quick succession are taken together


class ImportDraft(QObject):
    """An import of records of one entity that is being prepared, written, or done.

    ``opened`` tells that a new file could be read, ``looked`` that the columns are others, ``planned`` that it is
    known (or was forgotten) what would be written, ``ended`` that something was written or undone, ``changed`` each of
    these and that work began or ended.
    """

    opened = Signal()
    looked = Signal()
    planned = Signal()
    ended = Signal()
    changed = Signal()

    def __init__(self, context: Context, entity: Entity, parent: QObject) -> None:
        super().__init__(parent)
        self.context = context
        self.workspace = cast("Workspace", context.workspace)
        self.entity = entity
        self.work = ImportWork(context.tasks, self)
        self.work.changed.connect(self.changed)
        self.work.stopped.connect(self._on_stopped)
        self._later = QTimer(self, singleShot=True, interval=_LATER_MS)
        self._later.timeout.connect(self._make_plan)
        self.columns = ColumnChoices(self)
        self.rows_chosen = RowChoices(self)
        self.values = ValueChoices(self)
        self.names = NameAnswers(self)
        self.done = ImportDone(context, self.workspace, self)
        self.done.changed.connect(self.ended)
        self.done.changed.connect(self.changed)
        self._forget: Callable[[], object] | None = None
        self._begin()

    def _begin(self) -> None:
        self.path: Path | None = None
        self.look: Look | None = None
        self.choices = Choices()
        self.plan: ImportPlan | None = None
        self.rows = 0
        """How many rows will be written."""
        self.values.forget()
        self.names.forget()
        self.problem: CrmError | None = None
        """Why the file cannot be read, or (with a look) why nothing can be planned."""
        self.done.forget()
        self.was_stopped = False
        self._is_new = True

    # ------------------------------------------------------------------ the file

    def read(self, path: Path, forget: Callable[[], object] | None = None) -> None:
        """Begin anew with a file; ``forget`` is called when it is not needed any more."""
        if self.work.is_writing:
            return
        self.clear()
        self.path, self._forget = path, forget
        self.look_again()

    def clear(self) -> None:
        """Give the file up, with all that was chosen about it."""
        self._later.stop()
        self.work.drop()
        forget, self._forget = self._forget, None
        self._begin()
        self.work.end()
        if forget is not None:
            forget()
        self.looked.emit()
        self.planned.emit()
        self.ended.emit()

    def give_away(self) -> Callable[[], object] | None:
        """Give the file up for another page; returns what that one calls when it is not needed any more."""
        forget, self._forget = self._forget, None
        self.clear()
        return forget

    def look_again(self) -> None:
        """Read the head of the file, in the way that is chosen now, and all of it afterwards."""
        path, entity = self.path, self.entity.name
        if path is None:
            return
        reading = {key: getattr(self.choices, key) for key in READING}

        def work(task: Task) -> Look:
            return look_at(self.workspace, path, entity, cancelled=task.is_cancelled, **reading)

        self._forget_plan()
        self.work.begin(_("Reading"), work, self._on_look, self._on_unreadable, title=self._reading_words())

    def _reading_words(self) -> str:
        return _("Reading “%(name)s”") % {"name": self.path.name if self.path is not None else ""}

    def _on_look(self, look: Look) -> None:
        self.look, self.problem = look, None
        self.values.forget()
        self.names.forget()
        self.columns.name_fields()
        # Without its name no row can go in: a column that may be that is offered as such.
        meant = settled(look.mapping, self.entity.title_key).by_heading
        known: dict[str, Any] = {"keys": (), "policies": {}, **FORGOTTEN, **import_values.FORGOTTEN}
        if look.recognised is not None:
            known |= kept_of(look.recognised, set(meant.values()))
        self.choices = replace(self.choices, mapping=meant, decided={}, **known)
        self.looked.emit()
        if self._is_new:
            self._is_new = False
            if self._forget is None:  # else a file of ours, which goes again
                remember(self.context.state, look.source)
            self.opened.emit()
        self._make_plan()

    def call(self, recognised: Recognised | None, mappings: list[SavedMapping]) -> None:
        """Say what the file is known as from now on, among these mappings; what its columns mean stays."""
        if self.look is not None:
            self.look = replace(self.look, recognised=recognised, mappings=mappings)
            self.changed.emit()

    def _on_unreadable(self, error: CrmError) -> None:
        self.look, self.problem = None, error
        self.looked.emit()
        self.changed.emit()

    # ------------------------------------------------------------------ choosing

    def choose(self, **answers: Any) -> None:
        """Take answers, named as in ``Choices``; what would be written is worked out anew."""
        if answers.keys() & {"sheet", "encoding", "separator"}:
            answers.setdefault("heading_row", None)  # that of another table is found anew
        self.choices = replace(self.choices, **answers)
        if any(key in answers for key in READING):
            self.look_again()
        else:
            self.plan_later()

    # ------------------------------------------------------------------ planning

    def plan_later(self) -> None:
        """Work out what would be written when no more choices follow."""
        if self.path is None or self.look is None or self.work.is_writing:
            return
        self.work.drop()
        self._forget_plan()
        self._later.start()
        self.work.changed.emit()

    def _make_plan(self) -> None:
        path, entity = self.path, self.entity.name
        choices = replace(self.choices, saved="")  # all that goes with a saved mapping stands in them already
        if path is None:
            return
        if not self.columns.chosen() and not choices.new_fields:
            self.work.end()
            self._on_no_plan(CrmError(_("Choose where at least one column goes.")))
            return

        def work(task: Task) -> ImportPlan:
            told, cancelled = self.work.tell, task.is_cancelled
            plan = imports.plan_import(
                self.workspace, path, entity, choices, progress=told, cancelled=cancelled
            )
            if plan.rows <= AT_ONCE:
                imports.find_twins(self.workspace, plan, cancelled=cancelled)
            return with_diff(plan)

        self._forget_plan()
        self.work.begin(_("Reading"), work, self._on_plan, self._on_no_plan, title=self._reading_words())

    def _forget_plan(self) -> None:
        self._later.stop()
        self.plan, self.rows, self.problem = None, 0, None
        self.was_stopped = False

    def _on_plan(self, plan: ImportPlan) -> None:
        self.plan, self.rows = plan, plan.created + plan.updated
        self.values.remember(plan)
        self.names.remember(plan)
        self.planned.emit()
        if plan.twins is None:
            self.rework(_("Looking for likely duplicates"), self._finding_twins(plan))
        else:
            self.work.end()

    def _finding_twins(self, plan: ImportPlan) -> Callable[[Task], ImportPlan]:
        def work(task: Task) -> ImportPlan:
            told, cancelled = self.work.tell, task.is_cancelled
            return with_diff(imports.with_twins(self.workspace, plan, progress=told, cancelled=cancelled))

        return work

    def rework(self, word: str, work: Callable[[Task], ImportPlan]) -> None:
        """Put another plan for the same rows in the place of the present one, which is shown until then."""
        self.work.begin(word, work, self._on_plan, self._on_no_plan, title=word)

    def _on_no_plan(self, error: CrmError) -> None:
        self.plan, self.rows, self.problem = None, 0, error
        self.planned.emit()
        self.changed.emit()

    # ------------------------------------------------------------------ writing

    def write(self) -> None:
        """Write what was planned."""
        plan = self.plan
        if plan is None or not self.rows or self.workspace.read_only:
            return
        self._later.stop()
        self.done.forget()
        self.work.begin(_("Writing"), self._writing(plan), self._on_written, self._on_failed, writes=True)

    def _writing(self, plan: ImportPlan) -> Callable[[Task], ImportResult]:
        def work(task: Task) -> ImportResult:
            result = imports.run_import(
                self.workspace, plan, progress=self.work.tell, cancelled=task.is_cancelled
            )
            self.done.remember(plan, result)
            return result

        return work

    def _on_written(self, _result: ImportResult) -> None:
        self.work.end()
        self.ended.emit()
        self.changed.emit()

    def _on_failed(self, error: CrmError) -> None:
        self.context.messages.error(error)
        self.plan_later()

    def stop(self) -> None:
        """Stop what is under way; what was written is taken back first."""
        self.work.cancel()

    def _on_stopped(self) -> None:
        """The work has ended after it was asked to: nothing is written, or all was done already."""
        self.work.end()
        self.was_stopped = self.done.result is None
        self.ended.emit()
        self.changed.emit()

    def begin_again(self) -> None:
        """Prepare the same file anew, with what was chosen, after it was taken back."""
        if self.done.is_undone:
            self.done.forget()
            self.ended.emit()
            self.plan_later()


__all__ = ["READING", "ImportDraft"]
