"""The first sheet of a workbook: key figures, charts, facts and texts of a document."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from openpyxl.chart import BarChart as NativeChart
from openpyxl.chart import Reference
from openpyxl.utils import get_column_letter

from crm_desktop.core.document import (
    BarChart,
    Block,
    Document,
    Facts,
    Figures,
    Funnel,
    Heading,
    Paragraph,
    Timeline,
)
from crm_desktop.core.formatting import format_day
from crm_desktop.core.i18n import N_, words_for
from crm_desktop.reports.cells import scrub
from crm_desktop.reports.xlsx_cells import Cells, text_width

_CHART_ROWS = 17  # rows of a sheet that a chart is high
_WIDTHS = {"A": 24.0, "B": 17.0, "C": 17.0, "D": 4.0, **dict.fromkeys("EFGHIJ", 10.0)}
_LAST_COLUMN = "J"  # texts go from their column to this one
_LINE_HEIGHT = 15.0
_SHORT_FACT = 40  # characters that need no wrapping
_MOST_LINES = 25  # Excel's rows are at most 409 points high
_COLOURS = ("2F62E8", "9DB4F5", "12805C", "B54708", "667085", "7A5AF8")


def write_overview(sheet: Any, document: Document, blocks: Sequence[Block]) -> None:
    """Write all ``blocks`` (none of them a table) below one another."""
    _Overview(sheet, document).write(blocks)


class _Overview:
    def __init__(self, sheet: Any, document: Document) -> None:
        self._sheet = sheet
        self._document = document
        self._cells = Cells(sheet, document)
        self._words = words_for(document.language)
        self._row = 0
        for letter, width in _WIDTHS.items():
            sheet.column_dimensions[letter].width = width
        sheet.sheet_view.showGridLines = False

    def write(self, blocks: Sequence[Block]) -> None:
        """Write the title and the blocks."""
        document, cells = self._document, self._cells
        printed = self._words.gettext(N_("Printed on %(date)s"))
        day = format_day(document.printed_on, document.language)
        self._add([cells.title(document.title)])
        for line in (document.subtitle, document.firm, printed % {"date": day}):
            if line:
                self._add([cells.quiet(line)])
        writers = {
            Figures: self._figures,
            Funnel: self._funnel,
            BarChart: self._bars,
            Facts: self._facts,
            Heading: lambda block: self._title(block.text),
            Paragraph: self._paragraph,
            Timeline: self._timeline,
        }
        for block in blocks:
            self._add([])
            writers[type(block)](block)  # type: ignore[operator]

    def _add(self, row: list[Any]) -> None:
        self._sheet.append(row)
        self._row += 1

    def _title(self, text: str) -> None:
        if text:
            self._add([self._cells.strong(text)])

    def _figures(self, block: Figures) -> None:
        for item in block.items:
            cells = self._cells
            value = cells.left(item.value, 1, strong=True)
            self._add([cells.value(item.label, 0), value, cells.value(item.note, 2)])

    def _facts(self, block: Facts) -> None:
        self._title(block.title)
        for item in block.items:
            label = self._cells.value(item.label, 0)
            if isinstance(item.value, str) and (len(item.value) > _SHORT_FACT or "\n" in item.value):
                self._text("B", [label, self._cells.value(item.value, 1, wrap=True)], item.value)
            else:
                self._add([label, self._cells.left(item.value, 1)])

    def _paragraph(self, block: Paragraph) -> None:
        for line in block.text.splitlines():
            self._text("A", [self._cells.value(line, 0, wrap=True)], line)

    def _timeline(self, block: Timeline) -> None:
        self._title(block.title)
        for entry in block.entries:
            self._add([self._cells.left(entry.when, 0), self._cells.strong(entry.title, 1)])
            if entry.detail:
                self._text("B", [None, self._cells.value(entry.detail, 1, wrap=True)], entry.detail)

    def _text(self, first: str, row: list[Any], text: str) -> None:
        """Add a long text that is wrapped over several columns, in a row that is high enough for it."""
        room = sum(width for letter, width in _WIDTHS.items() if letter >= first)
        lines = sum(1 + int(text_width(line) * 1.1 / room) for line in text.splitlines() or [""])
        number = self._row + 1
        self._sheet.row_dimensions[number].height = _LINE_HEIGHT * min(lines, _MOST_LINES)
        self._sheet.merged_cells.add(f"{first}{number}:{_LAST_COLUMN}{number}")
        self._add(row)

    def _funnel(self, block: Funnel) -> None:
        self._title(block.title)
        heads = [self._words.gettext(word) for word in (N_("Stage"), N_("Count"), N_("Amount"))]
        first = self._row + 1
        self._add([self._cells.heading(head, right=n > 0) for n, head in enumerate(heads)])
        for stage in block.stages:
            cells = self._cells
            self._add(
                [cells.value(stage.label, 0), cells.value(stage.count, 1), cells.value(stage.amount, 2)]
            )
        if block.stages:
            chart = self._chart(block.title or self._document.title, first, 1, len(block.stages))
            chart.type, chart.gapWidth = "bar", 30
            chart.x_axis.scaling.orientation = "maxMin"  # the first stage on top
            chart.legend = None
            self._place(chart, first, 3)

    def _bars(self, block: BarChart) -> None:
        self._title(block.title)
        first = self._row + 1
        self._add([None, *(self._cells.heading(series.name, right=True) for series in block.series)])
        for n, category in enumerate(block.categories):
            values = [s.values[n] if n < len(s.values) else None for s in block.series]
            cells = [self._cells.value(value, k) for k, value in enumerate(values, 1)]
            self._add([self._cells.value(category, 0), *cells])
        if block.categories and block.series:
            title = block.title or self._document.title
            chart = self._chart(title, first, len(block.series), len(block.categories))
            chart.gapWidth = 60
            if len(block.series) == 1:
                chart.legend = None
            self._place(chart, first, len(block.series) + 1)

    def _chart(self, title: str, first: int, series: int, count: int) -> Any:
        """Return Excel's own chart of the cells below row ``first``."""
        sheet = self._sheet
        chart: Any = NativeChart()
        data = Reference(sheet, min_col=2, max_col=1 + series, min_row=first, max_row=first + count)
        chart.add_data(data, titles_from_data=True)
        chart.set_categories(Reference(sheet, min_col=1, min_row=first + 1, max_row=first + count))
        for n, each in enumerate(chart.series):
            each.graphicalProperties.solidFill = _COLOURS[n % len(_COLOURS)]
        chart.title = scrub(title, 100)
        chart.x_axis.delete = chart.y_axis.delete = False  # or newer Excels show no scale
        chart.height, chart.width = 8.0, 15.0
        return chart

    def _place(self, chart: Any, first: int, columns: int) -> None:
        """Put a chart beside its cells and leave room below, so that the next one does not cover it."""
        self._sheet.add_chart(chart, f"{get_column_letter(max(columns, 3) + 2)}{first}")
        while self._row < first + _CHART_ROWS:
            self._add([])
