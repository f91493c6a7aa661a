"""Draws a Document as a workbook: an overview sheet for what is not a table, then one sheet per table.

A table's sheet begins with its headings, frozen and with filters, so that it can be sorted, pivoted and imported
again; title and firm stand in the printed head of each page. Values keep their types, strings are always strings (never
formulas or links), charts are Excel's own and read their numbers from the cells beside them.

openpyxl's write-only mode is used for tables of every length: each row goes to disk as it comes and memory stays
flat. XlsxWriter would take half the time (40,000 rows of 7 cells: 1.5 s, here 2.7 s with lxml and 3.6 s without),
but would be a second way of doing all that follows; the long exports of records, where it counts, are written in
``exchange``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from itertools import chain, islice
from typing import Any

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from crm_desktop.core.document import (
    Document,
    Group,
    Heading,
    PageBreak,
    Paragraph,
    Row,
    Ruled,
    Subtotal,
    Table,
)
from crm_desktop.core.errors import Cancelled
from crm_desktop.core.formatting import format_day
from crm_desktop.core.i18n import N_, _, words_for
from crm_desktop.reports.cells import column_sample, labelled_totals, scrub
from crm_desktop.reports.output import Target, opened
from crm_desktop.reports.xlsx_cells import Cells, column_width, stands_right
from crm_desktop.reports.xlsx_overview import write_overview

SAMPLE_ROWS = 400
MOST_ROWS = 1_048_576  # of a sheet, in every program
_CHECK_EVERY = 500  # rows between two looks at ``cancelled``
_LONGEST_TITLE = 31
_PAPERS = {"Letter": 1, "A4": 9}  # as the file format numbers them
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")


def render_xlsx(
    document: Document,
    out: Target,
    *,
    progress: Callable[[int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> int:
    """Write ``document`` into a path or a binary file and return how many rows its tables have.

    ``progress`` is told the number of rows written so far; when ``cancelled`` returns true, ``Cancelled`` is raised
    and a path gets no file.
    """
    with opened(out) as file:
        drawing = _WorkbookDrawing(document, progress, cancelled)
        try:
            drawing.draw()
            drawing.book.save(file)
        except BaseException:
            drawing.abandon()
            raise
        return drawing.rows


class _WorkbookDrawing:
    def __init__(
        self,
        document: Document,
        progress: Callable[[int], None] | None,
        cancelled: Callable[[], bool] | None,
    ) -> None:
        self.book = Workbook(write_only=True)
        self.rows = 0
        self._document = document
        self._progress = progress
        self._cancelled = cancelled
        self._titles: set[str] = set()

    def draw(self) -> None:
        """Write all sheets."""
        document = self._document
        properties = self.book.properties
        properties.title = scrub(document.title, 200)
        properties.subject = scrub(document.subtitle, 200)
        properties.creator = scrub(document.firm, 200) or "CRM Desktop"
        properties.language = document.language.replace("_", "-")
        tables = [block for block in document.blocks if isinstance(block, Table)]
        others = [block for block in document.blocks if not isinstance(block, (Table, PageBreak, Ruled))]
        others += [Paragraph(table.note) for table in tables if table.note]
        if not tables or any(not isinstance(block, Heading) for block in others):
            sheet = self._sheet(document.title)
            sheet.page_setup.orientation = "landscape"  # cells and, beside them, charts
            write_overview(sheet, document, others)
        heading = ""
        for block in document.blocks:
            if isinstance(block, Heading):
                heading = block.text
            elif isinstance(block, Table):
                self._tables(block, block.title or heading or document.title)
                heading = ""

    def abandon(self) -> None:
        """Close the half-written sheets and remove their temporary files, which hold customers' data."""
        sheets: list[Any] = list(self.book.worksheets)
        for sheet in sheets:
            with suppress(Exception):
                if not sheet.closed:
                    sheet.close()
                sheet._writer.cleanup()  # noqa: SLF001 - otherwise the file stays until the program ends

    def _tables(self, table: Table, title: str) -> None:
        """Write a table; one that is longer than a sheet goes on on another."""
        rows = iter(table.rows)
        while True:
            first = next(rows, None)
            part = [] if first is None else chain([first], islice(rows, MOST_ROWS - 4))
            following = _TableSheet(self, self._sheet(title), self._document, table)
            rest = following.write(iter(part))
            first = next(rows, None)
            if first is None:
                following.close(labelled_totals(table.final_totals(), self._document.language), rest)
                return
            following.close(None, rest)
            rows = chain([first], rows)

    def count(self) -> None:
        """Note one more row; say how far we are and stop if the user wants to."""
        self.rows += 1
        if self.rows % _CHECK_EVERY == 0:
            if self._progress is not None:
                self._progress(self.rows)
            if self._cancelled is not None and self._cancelled():
                raise Cancelled(_("Stopped; no file was written."))

    def _sheet(self, title: str) -> Any:
        sheet = self.book.create_sheet(sheet_title(title, self._titles))
        self._titles.add(sheet.title.casefold())
        _prepare_print(sheet, self._document)
        return sheet


class _TableSheet:
    """One sheet with headings in its first row."""

    def __init__(self, drawing: _WorkbookDrawing, sheet: Any, document: Document, table: Table) -> None:
        self._drawing = drawing
        self._sheet = sheet
        self._table = table
        self._cells = Cells(sheet, document)

    def write(self, rows: Iterator[Row]) -> int:
        """Write headings and rows; return the number of the last row."""
        sample = list(islice(rows, SAMPLE_ROWS))
        self._set_up(sample)
        cells, columns = self._cells, self._table.columns
        rights = [stands_right(column_sample(sample, n)) for n in range(len(columns))]
        self._sheet.append([cells.heading(c.heading, right=r) for c, r in zip(columns, rights, strict=True)])
        last = 1
        for row in chain(sample, rows):
            if isinstance(row, Group):
                self._sheet.append([cells.strong(row.title)])
            elif isinstance(row, Subtotal):
                self._sheet.append([cells.strong(v, n, c) for n, (c, v) in self._paired(row.cells)])
            else:
                self._sheet.append([cells.value(v, n, c) for n, (c, v) in self._paired(row)])
                self._drawing.count()
            last += 1
        return last

    def close(self, totals: Sequence[Any] | None, last: int) -> None:
        """Write the totals and set the filters, which leave the totals out."""
        if totals is not None:
            self._sheet.append([self._cells.strong(v, n, c, rule=True) for n, (c, v) in self._paired(totals)])
        if self._table.columns:
            self._sheet.auto_filter.ref = f"A1:{get_column_letter(len(self._table.columns))}{last}"

    def _paired(self, row: Sequence[Any]) -> Any:
        return enumerate(zip(self._table.columns, row, strict=False))

    def _set_up(self, sample: Sequence[Row]) -> None:
        """Set what must be known before the first row: frozen headings and widths."""
        sheet, table = self._sheet, self._table
        sheet.freeze_panes = "A2"
        sheet.print_title_rows = "1:1"
        totals = table.totals if not callable(table.totals) else None
        for n, column in enumerate(table.columns):
            values = column_sample(sample, n)
            if totals is not None and n < len(totals):
                values.append(totals[n])
            self._cells.learn(n, column, values)
            texts = [self._cells.shown(value, n, column) for value in values]
            width = column_width([*texts, f"{column.heading}   "])
            sheet.column_dimensions[get_column_letter(n + 1)].width = width


def sheet_title(title: str, taken: set[str]) -> str:
    """Return ``title`` as the name of a sheet: at most 31 allowed characters and not one of ``taken``."""
    clean = _FORBIDDEN.sub(" ", scrub(title, 200)).replace("\n", " ").strip().strip("'").strip()
    clean = clean[:_LONGEST_TITLE].rstrip(" '") or "Sheet"
    if clean.casefold() == "history":  # Excel keeps this name for itself
        clean = "History 1"
    name, number = clean, 2
    while name.casefold() in taken:
        mark = f" ({number})"
        name, number = clean[: _LONGEST_TITLE - len(mark)].rstrip() + mark, number + 1
    return name


def _prepare_print(sheet: Any, document: Document) -> None:
    """Set the paper, the fit to its width, and the printed head and foot."""
    sheet.page_setup.orientation = "landscape" if document.landscape else "portrait"
    sheet.page_setup.paperSize = _PAPERS[document.paper]
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    words = words_for(document.language)
    printed = words.gettext(N_("Printed on %(date)s"))
    day = format_day(document.printed_on, document.language)
    foot = words.gettext(N_("Page %(page)d of %(pages)d"))
    page = sheet.HeaderFooter
    page.oddHeader.left.text = _print_text(document.title)
    page.oddHeader.right.text = _print_text(document.firm)
    page.oddFooter.left.text = _print_text(printed % {"date": day})
    page.oddFooter.center.text = foot.replace("%(page)d", "&P").replace("%(pages)d", "&N")


def _print_text(text: str) -> str:
    """Return a text for the printed head or foot, where ``&`` begins a code."""
    return scrub(text, 100).replace("\n", " ").replace("&", "&&")
