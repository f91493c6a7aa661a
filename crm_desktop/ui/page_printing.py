"""Printing the pages of a PDF: one page after the other is drawn in the background and put on the paper.

What Qt knows of printers and paper is loaded when something is printed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QMarginsF, QObject, QPointF, QRectF, QSizeF, QTimer
from PySide6.QtGui import QImage, QPainter

from crm_desktop.core.errors import CrmError, FileProblem
from crm_desktop.core.i18n import _
from crm_desktop.ui.alive import while_alive
from crm_desktop.ui.pdf_pages import POINTS_PER_INCH, PdfPages
from crm_desktop.ui.tasks import Runner, Task

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

_FINEST = 300  # dots per inch; finer is not seen and takes four times the memory


def printer_for(pages: PdfPages) -> QPrinter:
    """Return the usual printer, set to the paper of the first page."""
    from PySide6.QtGui import QPageLayout, QPageSize
    from PySide6.QtPrintSupport import QPrinter

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    size = pages.sizes[0]
    upright = QSizeF(min(size.width(), size.height()), max(size.width(), size.height()))
    paper = QPageSize(upright, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.FuzzyMatch)
    across = size.width() > size.height()
    orientation = QPageLayout.Orientation.Landscape if across else QPageLayout.Orientation.Portrait
    printer.setFullPage(True)
    printer.setPageLayout(QPageLayout(paper, orientation, QMarginsF(0, 0, 0, 0)))
    printer.setFullPage(True)
    return printer


def wanted_pages(printer: QPrinter, count: int) -> list[int]:
    """Return the pages (from 0) that the print dialog was asked for."""
    from PySide6.QtPrintSupport import QPrinter

    first, last = printer.fromPage(), printer.toPage()
    found = list(range(count)) if first <= 0 else list(range(first - 1, min(last or count, count)))
    return found[::-1] if printer.pageOrder() == QPrinter.PageOrder.LastPageFirst else found


class PagePrinter(QObject):
    """Prints once and closes the pages then.

    ``done`` gets the number of pages, ``failed`` an error; a cancelled job calls neither.
    """

    def __init__(
        self,
        pages: PdfPages,
        printer: QPrinter,
        tasks: Runner,
        *,
        done: Callable[[int], object],
        failed: Callable[[CrmError], object],
        progress: Callable[[int, int], object] = lambda _done, _total: None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._pages, self._printer, self._tasks = pages, printer, tasks
        self._done, self._failed, self._progress = done, failed, progress
        self._wanted = wanted_pages(printer, len(pages))
        self._painter = QPainter()
        self._printed = 0
        self._task: Task | None = None

    def start(self) -> None:
        """Begin; everything else happens by and by."""
        if not self._wanted or not self._painter.begin(self._printer):
            self._failed(
                FileProblem(
                    _("The printer does not answer."),
                    _(
                        "Look whether it is on and connected, or export a PDF and print that. Nothing was lost."
                    ),
                )
            )
            return
        self._draw_next()

    def cancel(self) -> None:
        """Stop after the page that is being drawn; what has been printed stays printed."""
        if self._task is not None:
            self._task.cancel()
        if self._painter.isActive():
            self._printer.abort()
            self._end()

    def is_active(self) -> bool:
        """Tell whether there is more to print."""
        return self._painter.isActive()

    def _draw_next(self) -> None:
        if not self._painter.isActive():
            return
        page = self._wanted[self._printed]
        scale = min(self._printer.resolution(), _FINEST) / POINTS_PER_INCH
        self._task = self._tasks.read(
            lambda _task: self._pages.image(page, scale),
            done=while_alive(self, lambda image: self._put(page, image)),
            title=_("Print"),
        )

    def _put(self, page: int, image: QImage) -> None:
        """Put a drawn page on the paper, in its own size, or smaller where the paper is."""
        if not self._painter.isActive():
            return
        if self._printed:
            self._printer.newPage()
        self._painter.drawImage(self._place(page), image)
        self._printed += 1
        self._progress(self._printed, len(self._wanted))
        if self._printed < len(self._wanted):
            QTimer.singleShot(0, self, self._draw_next)
            return
        self._end()
        self._done(self._printed)

    def _end(self) -> None:
        self._painter.end()
        self._pages.close()

    def _place(self, page: int) -> QRectF:
        layout, dots = self._printer.pageLayout(), self._printer.resolution()
        paper = QSizeF(layout.fullRectPixels(dots).size())
        size = self._pages.sizes[page] * (dots / POINTS_PER_INCH)
        fit = min(1.0, paper.width() / size.width(), paper.height() / size.height())
        size *= 1.0 if fit > 0.98 else fit  # a hair's difference is the printer's rounding
        corner = QPointF((paper.width() - size.width()) / 2, (paper.height() - size.height()) / 2)
        return QRectF(corner, size)
