"""The import: a file is chosen or dropped, its columns are matched, what will change is shown, then it is written.

Reading happens on the reading thread, writing on the writing one; the window stays usable all the time. Nothing is
written before the button is pressed, and closing ends whatever is under way.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

from PySide6.QtCore import QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from crm_desktop.core.errors import CrmError
from crm_desktop.core.i18n import _
from crm_desktop.exchange.formats import FORMATS
from crm_desktop.services import imports
from crm_desktop.services.import_look import Look, look_at
from crm_desktop.services.imports import ImportPlan, ImportResult
from crm_desktop.ui.alive import while_alive
from crm_desktop.ui.import_frame import REVIEW, Acts, ImportFrame, dropped

if TYPE_CHECKING:
    from crm_desktop.services.workspace import Workspace
    from crm_desktop.ui.context import Context
    from crm_desktop.ui.tasks import Task

T = TypeVar("T")
_LATER_MS = 250  # choices made in quick succession are taken together
_TICK_MS = 120

_open: set[ImportDialog] = set()


def open_import(
    context: Context, entity: str, path: Path | None = None, parent: QWidget | None = None
) -> ImportDialog:
    """Open the import for records of ``entity``; with ``path`` the file is read at once."""
    window: object = context.navigator
    dialog = ImportDialog(context, entity, parent or (window if isinstance(window, QWidget) else None))
    _open.add(dialog)  # a dialog without a window over it belongs to nobody else
    dialog.show()
    if path is not None:
        dialog.read(path)
    return dialog


class ImportDialog(ImportFrame):
    """A window of its own over the main one."""

    def __init__(self, context: Context, entity: str, parent: QWidget | None = None) -> None:
        acts = Acts(
            choose=self._choose, reread=self._read_again, replan=self._plan_later, stop=self._stop,
            write=self._import, save_rejects=self._save_rejects, undo=self._undo,
        )  # fmt: skip
        super().__init__(context, entity, acts, parent)
        self._workspace = cast("Workspace", context.workspace)
        self._path: Path | None = None
        self._task: Task | None = None
        self._told: tuple[str, int] = ("", 0)
        self._result: ImportResult | None = None
        self._is_writing = self._is_closing = self._was_stopped = False
        self.plan: ImportPlan | None = None
        self._later = QTimer(self, singleShot=True, interval=_LATER_MS)
        self._later.timeout.connect(self._make_plan)
        self._clock = QTimer(self, interval=_TICK_MS)
        self._clock.timeout.connect(self._tick)
        self._show_start()

    # Choosing a file

    def _show_start(self, error: CrmError | None = None) -> None:
        self.stack.setCurrentWidget(self.start)
        endings = ", ".join(one.endings[0].removeprefix(".") for one in FORMATS if one.readable)
        if error is None:
            heading = _("Drop a file here")
            text = _("A workbook or CSV file: %(endings)s") % {"endings": endings}
            self.start.say("file-spreadsheet", heading, text, _("Choose a file…"), self._choose)
        else:
            self.start.say("circle-alert", error.title, error.hint, _("Choose another file…"), self._choose)
        self._refresh()

    def _choose(self) -> None:
        path = self.ask_for_file()
        if path is not None:
            self.read(path)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped(event) is not None and not self._is_writing:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        path = dropped(event)
        if path is not None:
            event.acceptProposedAction()
            self.read(path)

    # Reading

    def read(self, path: Path) -> None:
        """Read a file: first its head, then all of it."""
        self._path = path
        for one in (self.options.sheet, self.options.encoding, self.options.separator):
            one.box.clear()
        self._read_again()

    def _read_again(self) -> None:
        if self._path is None:
            self._refresh()
            return
        path, entity, reading = self._path, self.entity.currentData(), self.options.reading()
        self.preview.forget_answers()

        def work(task: Task) -> Look:
            return look_at(self._workspace, path, entity, cancelled=task.is_cancelled, **reading)

        self._begin(_("Reading"), work, self._on_look, self._show_start)

    def _on_look(self, look: Look) -> None:
        self.options.show_look(look)
        self.columns.show_look(look, self._workspace.lists.fields(self.entity.currentData()))
        self.stack.setCurrentIndex(REVIEW)
        self._make_plan()

    def _plan_later(self) -> None:
        self._drop_task()
        self.plan = None
        self._later.start()
        self._refresh()

    def _make_plan(self) -> None:
        path = self._path
        self.options.offer_keys(self.columns.chosen())
        if path is None or not self.columns.chosen():
            self._end()
            self.preview.say(_("Choose where at least one column goes."))
            return
        entity, reading = self.entity.currentData(), self.options.reading()
        mapping, keys, mode = self.columns.mapping(), self.options.chosen_keys(), self.options.chosen_mode()
        decided = self.preview.answers()

        def work(task: Task) -> ImportPlan:
            return imports.plan_import(
                self._workspace, path, entity, mapping=mapping, keys=keys, mode=mode, decided=decided,
                progress=self._tell, cancelled=task.is_cancelled, **reading,
            )  # fmt: skip

        self._begin(_("Reading"), work, self._on_plan, self._on_no_plan)

    def _on_plan(self, plan: ImportPlan) -> None:
        self.plan = plan
        self.preview.show_plan(plan)
        self._end()

    def _on_no_plan(self, error: CrmError) -> None:
        self._end()
        self.preview.say(f"{error.title}\n{error.hint}".strip())

    # Writing

    def _import(self) -> None:
        plan = self.plan
        if plan is None or not _written_rows(plan):
            return

        def work(task: Task) -> ImportResult:
            self._result = imports.run_import(
                self._workspace, plan, progress=self._tell, cancelled=task.is_cancelled
            )
            return self._result

        self._is_writing = True
        self._result = None
        self._begin(_("Writing"), work, self._on_written, self._on_not_written, writes=True)

    def _on_written(self, result: ImportResult) -> None:
        self._end()
        self.outcome.show_result(result, self.entity.currentText())
        self.stack.setCurrentWidget(self.outcome)
        self._refresh()

    def _on_not_written(self, error: CrmError) -> None:
        self._end()
        self._context.messages.error(error)
        self._plan_later()

    def _save_rejects(self) -> None:
        plan, path = self.plan, self._path
        if plan is None or path is None:
            return
        target = self.ask_where_to_save(str(path.with_name(f"{path.stem} – {_('rejected')}.xlsx")))
        if target is not None:
            saved = while_alive(
                self, lambda _none: self.state.setText(_("Saved: %(name)s") % {"name": target.name})
            )
            self._context.tasks.read(lambda _task: plan.write_rejects(target), done=saved)

    def _undo(self) -> None:
        result = self._result
        if result is None or not result.undo:
            return

        def undone(report: Any) -> None:
            self.outcome.show_undone([one.text for one in report.kept], report.kept_count)

        self.outcome.undo.setEnabled(False)
        self._context.tasks.run(
            lambda task: self._workspace.history.undo(result.undo, task.is_cancelled),
            done=while_alive(self, undone),
            title=_("Undo this import"),
        )

    # What is under way

    def _begin(
        self,
        word: str,
        work: Callable[[Task], T],
        done: Callable[[T], object],
        failed: Callable[[CrmError], object],
        *,
        writes: bool = False,
    ) -> None:
        """Start work in the place of what was under way."""
        self._drop_task()
        self._later.stop()
        if not writes:
            self.plan = None
        self._told = (word, 0)
        self._was_stopped = False
        self._clock.start()
        runner = self._context.tasks.run if writes else self._context.tasks.read
        self._task = runner(
            work,
            done=while_alive(self, done),
            failed=while_alive(self, self._failing(failed)),
            title=self.windowTitle(),
        )
        if self._task.finished:
            self._end()
        self._refresh()

    def _failing(self, failed: Callable[[CrmError], object]) -> Callable[[CrmError], None]:
        def handle(error: CrmError) -> None:
            self._end()
            failed(error)

        return handle

    def _tell(self, word: str, rows: int) -> None:
        """Note how far the work is; called from its thread."""
        self._told = (word, rows)

    def _tick(self) -> None:
        """Show how far the work is, and notice when it has stopped as asked."""
        word, rows = self._told
        stopping = self._task is not None and self._task.is_cancelled()
        total = self.plan.rows if self._is_writing and self.plan is not None else 0
        self.show_progress(_("Stopping") if stopping else word, 0 if stopping else rows, total)
        if stopping and self._task is not None and self._task.finished:
            self._on_stopped()

    def _stop(self) -> None:
        """Ask the work to stop; reading needs no waiting for."""
        if self._is_writing:
            if self._task is not None:
                self._task.cancel()
            self._tick()
            self._refresh()
            return
        self._drop_task()
        self._end()
        self.preview.say(_("Reading was stopped. Nothing was changed."))

    def _on_stopped(self) -> None:
        """The writing has ended after it was asked to: nothing is written, or it was done already."""
        result = self._result
        self._end()
        if result is not None:
            self._is_closing = False
            self._on_written(result)
        elif self._is_closing:
            self.close()
        else:
            self._was_stopped = True
            self._refresh()

    def _drop_task(self) -> None:
        if self._task is not None and not self._task.finished:
            self._task.cancel()
        self._task = None

    def _end(self) -> None:
        self._task = None
        self._is_writing = False
        self._clock.stop()
        self._refresh()

    def _refresh(self) -> None:
        """Show titles and buttons as they are now."""
        name = self.entity.currentText()
        self.heading.setText(_("Import into %(records)s") % {"records": name})
        self.setWindowTitle(self.heading.text())
        self.heading.updateGeometry()
        self.subtitle.setText(self._path.name if self._path is not None else "")
        at_review = self.stack.currentIndex() == REVIEW
        is_busy = self._clock.isActive()
        count = _written_rows(self.plan) if self.plan is not None else 0
        self.import_button.setVisible(at_review)
        self.import_button.set_text(
            _("Import %(count)s rows") % {"count": f"{count:,}"} if count else _("Import")
        )
        self.import_button.setEnabled(bool(count) and not is_busy and not self._workspace.read_only)
        self.close_button.set_text(_("Cancel") if at_review or is_busy else _("Close"))
        self.stop_button.setVisible(is_busy)
        self.bar.setVisible(is_busy)
        for one in (self.columns, self.options, self.entity, self.choose_button):
            one.setEnabled(not self._is_writing)
        if not is_busy:
            self.state.setText(self._hint() if at_review else "")

    def _hint(self) -> str:
        if self._workspace.read_only:
            return _("This file is open for reading only.")
        if self._was_stopped:
            return _("The import was stopped. Nothing was changed.")
        return _(
            "Nothing is written until you press Import, and the whole import can be undone later in one step."
        )

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._is_writing:
            # The transaction is taken back first; the window goes when that is done.
            self._is_closing = True
            self._stop()
            event.ignore()
            return
        self._later.stop()
        self._clock.stop()
        self._drop_task()
        event.accept()
        _open.discard(self)
        self.deleteLater()

    def reject(self) -> None:
        """Leave by Esc as by the button."""
        self.close()


def _written_rows(plan: ImportPlan) -> int:
    return plan.created + plan.updated


__all__ = ["ImportDialog", "open_import"]
