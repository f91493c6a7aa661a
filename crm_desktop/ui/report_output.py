"""What becomes of a report on screen: a PDF, a workbook, paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.core.i18n import _
from crm_desktop.services import reporting
from crm_desktop.ui.counted_words import page_words, row_words
from crm_desktop.ui.paper import Paper, write_pages
from crm_desktop.ui.tasks import Task

if TYPE_CHECKING:
    from crm_desktop.ui.report_page import ReportPage


class ReportOutput(Paper):
    """Writes and prints what a report page shows."""

    def __init__(self, page: ReportPage) -> None:
        super().__init__(page, page)
        self._page = page

    def export(self, ending: str) -> None:
        """Write the report as PDF or workbook. A PDF that is on screen is written as it is."""
        page, values = self._page, self._page.keep_values()
        if values is None:
            return
        report, workspace, pages = page.report, page.workspace, page.preview.pages
        path = self.path_for(ending)
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
            else:
                write_pages(path, on_screen)

        task = self.write(path, work)
        if not task.finished:
            counted = page_words if ending == "pdf" else row_words
            page.busy.follow(task, _("Writing %(name)s…") % {"name": path.name}, counted)
