"""What Ctrl+P means where: the pages in front, the list in front, the profile of a customer, the sheet of the day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.ui.context import Place, Selection
from crm_desktop.ui.list_print_page import ListPrintPage
from crm_desktop.ui.report_page import PROFILED, ReportPage

if TYPE_CHECKING:
    from crm_desktop.ui.main_window import MainWindow

_REPORT_OF = {"today": "day-sheet"}  # the report that belongs to a page


def print_page(window: MainWindow, selection: Selection | None) -> None:
    """Print the pages in front; else show first what would be printed: the list of ``selection``, or a report."""
    page, place = window.page, window.place
    if isinstance(page, ReportPage):
        page.output.print_pages()
    elif isinstance(page, ListPrintPage):
        page.paper.print_pages()
    elif selection is not None:
        window.open_place(Place("print", selection.query.entity))
        if isinstance(window.page, ListPrintPage):
            window.page.show_list(selection)
    elif place.record and place.entity in PROFILED:
        window.open_place(Place("reports", place.entity, place.record))
    else:
        window.open_place(Place("reports", _REPORT_OF.get(place.page, "")))
