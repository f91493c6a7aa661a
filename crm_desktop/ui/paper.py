"""What becomes of pages that are shown in a preview: paper, or a PDF."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6 import QtWidgets  # PySide makes each class when it is first named
from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QWidget

from crm_desktop.core.errors import CrmError
from crm_desktop.core.file_names import safe_name
from crm_desktop.core.files import write_atomically
from crm_desktop.core.i18n import _, ngettext
from crm_desktop.ui.alive import while_alive
from crm_desktop.ui.context import Context
from crm_desktop.ui.page_printing import PagePrinter, printer_for
from crm_desktop.ui.pdf_pages import PdfPages
from crm_desktop.ui.pdf_preview import PdfPreview
from crm_desktop.ui.report_bars import BusyBar
from crm_desktop.ui.tasks import Task

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

_FILTERS = {"pdf": "PDF (*.pdf)", "xlsx": "Excel (*.xlsx)"}


class Shown(Protocol):
    """A page with a preview, a bar that says what is under way, and a name for what is shown."""

    context: Context
    preview: PdfPreview
    busy: BusyBar

    def document_name(self) -> str: ...


class Paper(QObject):
    """Prints and writes what a page shows. Tests replace ``choose_file`` and ``choose_printer``."""

    def __init__(self, shown: Shown, parent: QWidget) -> None:
        super().__init__(parent)
        self._shown = shown
        self._window = parent
        self._task: Task | None = None
        self._printing: PagePrinter | None = None

    def cancel(self) -> None:
        """Stop what is under way; no file is left behind."""
        if self._printing is not None:
            self._printing.cancel()
            self._printing = None
        if self._task is not None:
            self._task.cancel()
            self._task = None

    # ------------------------------------------------------------------ files

    def choose_file(self, suggested: str, ending: str) -> Path | None:
        """Ask where to write."""
        state = self._shown.context.state
        folder = state.text("reports_folder", str(Path.home()))
        chosen, _filter = QtWidgets.QFileDialog.getSaveFileName(
            self._window, _("Export a report"), str(Path(folder) / suggested), _FILTERS[ending]
        )
        if not chosen:
            return None
        path = Path(chosen)
        state.set_text("reports_folder", str(path.parent))
        return path if path.suffix.lower() == f".{ending}" else path.with_name(f"{path.name}.{ending}")

    def path_for(self, ending: str) -> Path | None:
        """Ask where to write what is shown."""
        return self.choose_file(f"{safe_name(self._shown.document_name())}.{ending}", ending)

    def export_pages(self) -> None:
        """Write the pages that are on screen, as they are."""
        pages = self._shown.preview.pages
        path = self.path_for("pdf") if pages is not None else None
        if pages is None or path is None:
            return
        data = pages.data
        self.write(path, lambda _task: write_pages(path, data))

    def write(self, path: Path, work: Callable[[Task], None]) -> Task:
        """Write a file in the background; a toast offers to open it."""
        self._task = self._shown.context.tasks.read(
            work,
            done=while_alive(self, lambda _nothing: self._on_written(path)),
            failed=while_alive(self, self._on_failed),
            title=_("Export a report"),
        )
        return self._task

    def _on_written(self, path: Path) -> None:
        self._task = None
        self._shown.busy.stop()
        url = QUrl.fromLocalFile(str(path))

        def open_it() -> None:
            QDesktopServices.openUrl(url)

        self._shown.context.window.show_toast(
            _("Written: %(name)s") % {"name": path.name}, _("Open the file"), open_it
        )

    def _on_failed(self, error: CrmError) -> None:
        self._task = self._printing = None
        self._shown.busy.stop()
        self._shown.context.messages.error(error)

    # ------------------------------------------------------------------ paper

    def choose_printer(self, printer: QPrinter, pages: int) -> bool:
        """Ask for printer and pages."""
        from PySide6.QtPrintSupport import QPrintDialog

        dialog = QPrintDialog(printer, self._window)
        dialog.setMinMax(1, pages)
        dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange, True)
        return dialog.exec() == QDialog.DialogCode.Accepted

    def is_printing(self) -> bool:
        """Tell whether pages are on their way to the printer."""
        return self._printing is not None

    def print_pages(self) -> None:
        """Print the pages that are on screen."""
        pages, busy = self._shown.preview.pages, self._shown.busy
        if pages is None or self._printing is not None:
            return
        printer = printer_for(pages)
        printer.setDocName(self._shown.document_name())
        if not self.choose_printer(printer, len(pages)):
            return
        own = PdfPages(pages.data)  # the preview may show other pages before the last one is out
        busy.begin(_("Printing…"))
        self._printing = PagePrinter(
            own,
            printer,
            self._shown.context.tasks,
            done=self._on_printed,
            failed=self._on_failed,
            progress=busy.show_progress,
            parent=self,
        )
        self._printing.start()

    def _on_printed(self, count: int) -> None:
        self._printing = None
        self._shown.busy.stop()
        text = ngettext("%(count)d page sent to the printer", "%(count)d pages sent to the printer", count)
        self._shown.context.window.show_toast(text % {"count": count})


def write_pages(path: Path, data: bytes) -> None:
    """Write pages to a file, whole or not at all."""
    with write_atomically(path) as draft:
        draft.write_bytes(data)
