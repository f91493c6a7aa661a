"""What becomes of a report on screen: a PDF, a workbook, paper."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QFileDialog

from crm_desktop.core.errors import CrmError
from crm_desktop.core.file_names import safe_name
from crm_desktop.core.files import write_atomically
from crm_desktop.core.i18n import _, ngettext
from crm_desktop.services import reporting
from crm_desktop.ui.alive import while_alive
from crm_desktop.ui.page_printing import PagePrinter, printer_for
from crm_desktop.ui.pdf_pages import PdfPages
from crm_desktop.ui.tasks import Task

if TYPE_CHECKING:
    from crm_desktop.ui.report_page import ReportPage

_FILTERS = {"pdf": "PDF (*.pdf)", "xlsx": "Excel (*.xlsx)"}


class ReportOutput(QObject):
    """Writes and prints what a report page shows. Tests replace ``choose_file`` and ``choose_printer``."""

    def __init__(self, page: ReportPage) -> None:
        super().__init__(page)
        self._page = page
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
        state = self._page.context.state
        folder = state.text("reports_folder", str(Path.home()))
        chosen, _filter = QFileDialog.getSaveFileName(
            self._page, _("Export a report"), str(Path(folder) / suggested), _FILTERS[ending]
        )
        if not chosen:
            return None
        path = Path(chosen)
        state.set_text("reports_folder", str(path.parent))
        return path if path.suffix.lower() == f".{ending}" else path.with_name(f"{path.name}.{ending}")

    def export(self, ending: str) -> None:
        """Write the report as PDF or workbook. A PDF that is on screen is written as it is."""
        page, values = self._page, self._page.keep_values()
        if values is None:
            return
        report, workspace, pages = page.report, page.workspace, page.preview.pages
        path = self.choose_file(f"{safe_name(_(report.title))}.{ending}", ending)
        if path is None:
            return
        on_screen = pages.data if ending == "pdf" and pages is not None and page.is_shown() else None

        if ending == "xlsx":  # what the pages have by default is not what a workbook has
            defaults = {one.key: reporting.default_of(workspace, one) for one in report.parameters}
            values = {key: value for key, value in values.items() if value != defaults[key]}

        def work(task: Task) -> None:
            if on_screen is None:
                progress, cancelled = task.progress, task.is_cancelled
                reporting.write_report(
                    workspace, report.name, path, values, progress=progress, cancelled=cancelled
                )
                return
            with write_atomically(path) as draft:
                draft.write_bytes(on_screen)

        self._task = page.context.tasks.read(
            work,
            done=while_alive(self, lambda _nothing: self._on_written(path)),
            failed=while_alive(self, self._on_failed),
            title=_("Export a report"),
        )
        if not self._task.finished:
            counted = _("%(count)s pages") if ending == "pdf" else _("%(count)s rows")
            page.busy.follow(self._task, _("Writing %(name)s…") % {"name": path.name}, counted)

    def _on_written(self, path: Path) -> None:
        self._task = None
        self._page.busy.stop()
        url = QUrl.fromLocalFile(str(path))

        def open_it() -> None:
            QDesktopServices.openUrl(url)

        self._page.context.window.show_toast(
            _("Written: %(name)s") % {"name": path.name}, _("Open the file"), open_it
        )

    def _on_failed(self, error: CrmError) -> None:
        self._task = self._printing = None
        self._page.busy.stop()
        self._page.context.messages.error(error)

    # ------------------------------------------------------------------ paper

    def choose_printer(self, printer: QPrinter, pages: int) -> bool:
        """Ask for printer and pages."""
        dialog = QPrintDialog(printer, self._page)
        dialog.setMinMax(1, pages)
        dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange, True)
        return dialog.exec() == QDialog.DialogCode.Accepted

    def is_printing(self) -> bool:
        """Tell whether pages are on their way to the printer."""
        return self._printing is not None

    def print_pages(self) -> None:
        """Print the pages that are on screen."""
        page, pages = self._page, self._page.preview.pages
        if pages is None or self._printing is not None:
            return
        printer = printer_for(pages)
        printer.setDocName(_(page.report.title))
        if not self.choose_printer(printer, len(pages)):
            return
        own = PdfPages(pages.data)  # the preview may show another report before the last page is out
        page.busy.begin(_("Printing…"), _("%(count)s pages"))
        self._printing = PagePrinter(
            own,
            printer,
            page.context.tasks,
            done=self._on_printed,
            failed=self._on_failed,
            progress=page.busy.show_progress,
            parent=self,
        )
        self._printing.start()

    def _on_printed(self, count: int) -> None:
        self._printing = None
        self._page.busy.stop()
        text = ngettext("%(count)d page sent to the printer", "%(count)d pages sent to the printer", count)
        self._page.context.window.show_toast(text % {"count": count})
