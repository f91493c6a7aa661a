"""The import: a file is chosen or dropped, its columns are matched, what will change is shown, then it is written.

Reading happens on the reading thread, writing on the writing one; the window stays usable all the time. Nothing is
written before the button is pressed, and closing ends whatever is under way.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from crm_desktop.core.errors import CrmError
from crm_desktop.core.i18n import _, listed, ngettext
from crm_desktop.exchange.formats import FORMATS
from crm_desktop.services.imports import ImportPlan
from crm_desktop.ui.import_frame import REVIEW, Acts, ImportFrame, dropped
from crm_desktop.ui.import_reading import ReadingStep
from crm_desktop.ui.import_work import ImportWork
from crm_desktop.ui.import_writing import WritingStep, written_rows

if TYPE_CHECKING:
    from crm_desktop.services.workspace import Workspace
    from crm_desktop.ui.context import Context

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
    """A window of its own over the main one; its steps read and write."""

    def __init__(self, context: Context, entity: str, parent: QWidget | None = None) -> None:
        acts = Acts(
            choose=self._choose,
            reread=self._read_again,
            replan=self._plan_later,
            stop=self._stop,
            write=self._write,
            save_rejects=self._save_rejects,
            undo=self._undo,
        )
        super().__init__(context, entity, acts, parent)
        self._workspace = cast("Workspace", context.workspace)
        self._is_closing = False
        self._work = work = ImportWork(context.tasks, self.windowTitle, self)
        self._reading = ReadingStep(self, self._workspace, work, self._show_start)
        self._writing = WritingStep(self, context, self._workspace, work, self._reading)
        work.changed.connect(self._refresh)
        work.ticked.connect(self._on_tick)
        work.stopped.connect(self._on_stopped)
        self._show_start()

    @property
    def plan(self) -> ImportPlan | None:
        """What would be written; None while nobody knows."""
        return self._reading.plan

    def read(self, path: Path) -> None:
        """Read a file and show what would change."""
        self._reading.read(path)

    # What the buttons and choices do; they are made before the steps

    def _read_again(self) -> None:
        self._reading.read_again()

    def _plan_later(self) -> None:
        self._reading.plan_later()

    def _write(self) -> None:
        self._writing.write()

    def _save_rejects(self) -> None:
        self._writing.save_rejects()

    def _undo(self) -> None:
        self._writing.undo()

    # Choosing a file

    def _show_start(self, error: CrmError | None = None) -> None:
        self.stack.setCurrentWidget(self.start)
        endings = listed(one.endings[0].removeprefix(".") for one in FORMATS if one.readable)
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
        if dropped(event) is not None and not self._work.is_writing:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        path = dropped(event)
        if path is not None:
            event.acceptProposedAction()
            self.read(path)

    # What is under way

    def _on_tick(self, word: str, rows: int) -> None:
        total = self.plan.rows if self._work.is_writing and self.plan is not None else 0
        self.show_progress(word or _("Stopping"), rows, total)

    def _stop(self) -> None:
        if self._work.is_writing:
            self._work.stop_writing()
        else:
            self._reading.stop()

    def _on_stopped(self) -> None:
        """The writing has ended after it was asked to: nothing is written, or it was done already."""
        result = self._writing.result
        self._work.end()
        if result is not None:
            self._is_closing = False
            self._writing.show_result(result)
        elif self._is_closing:
            self.close()
        else:
            self._work.was_stopped = True
            self._refresh()

    # Titles and buttons

    def _refresh(self) -> None:
        """Show titles and buttons as they are now."""
        name, path = self.entity.currentText(), self._reading.path
        self.heading.setText(_("Import into %(records)s") % {"records": name})
        self.setWindowTitle(self.heading.text())
        self.heading.updateGeometry()
        self.subtitle.setText(path.name if path is not None else "")
        at_review, is_busy = self.stack.currentIndex() == REVIEW, self._work.is_busy
        count = written_rows(self.plan) if self.plan is not None else 0
        self.import_button.setVisible(at_review)
        self.import_button.set_text(
            ngettext("Import %(count)s row", "Import %(count)s rows", count) % {"count": f"{count:,}"}
            if count
            else _("Import")
        )
        self.import_button.setEnabled(bool(count) and not is_busy and not self._workspace.read_only)
        self.close_button.set_text(_("Cancel") if at_review or is_busy else _("Close"))
        self.stop_button.setVisible(is_busy)
        self.bar.setVisible(is_busy)
        for one in (self.columns, self.options, self.entity, self.choose_button):
            one.setEnabled(not self._work.is_writing)
        if not is_busy:
            self.state.setText(self._hint() if at_review else "")

    def _hint(self) -> str:
        if self._workspace.read_only:
            return _("This file is open for reading only.")
        if self._work.was_stopped:
            return _("The import was stopped. Nothing was changed.")
        return _(
            "Nothing is written until you press Import, and the whole import can be undone later in one step."
        )

    # Leaving

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._work.is_writing:
            # The transaction is taken back first; the window goes when that is done.
            self._is_closing = True
            self._work.stop_writing()
            event.ignore()
            return
        self._reading.rest()
        self._work.rest()
        event.accept()
        _open.discard(self)
        self.deleteLater()

    def reject(self) -> None:
        """Leave by Esc as by the button."""
        self.close()


__all__ = ["ImportDialog", "open_import"]
