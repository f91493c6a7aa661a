"""A table on the pages of a PDF: drawn row by row as the rows come, with its headings repeated on every page.

The rows of a page become one text object, in reading order, so that text copied from the PDF, or read aloud, comes
row by row. Writing a cell is joining two remembered pieces around the height of its row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import chain, islice
from typing import Any

from crm_desktop.core.document import Group, Row, Subtotal, Table
from crm_desktop.core.i18n import N_, words_for
from crm_desktop.reports.cells import labelled_totals
from crm_desktop.reports.pages import GREY, INK, LINE, SHADE, STRONG_LINE, Pages, Pen, operands
from crm_desktop.reports.pdf_fonts import CAP_HEIGHT, typeface
from crm_desktop.reports.pdf_layout import PAD, SAMPLE_ROWS, Layout, PlannedColumn, plan

_MOST_LINES = 8  # of a cell that wraps
_LONGEST_CELL = 300  # characters of a cell on one line
_REMEMBERED = 4_000  # texts of a column whose operators are kept
_NOTE_SIZE, _NOTE_LEADING, _NOTE_GAP = 9.5, 14.0, 8.0
_TIGHTEST = 45  # per cent to which a number that is too wide is squeezed before it is cut

Written = tuple[str, str] | None
"""The operators of a cell before and after the height of its row; None writes nothing."""


def draw_table(pages: Pages, table: Table) -> None:
    """Draw ``table`` from the place reached."""
    rows = iter(table.rows)
    sample = list(islice(rows, SAMPLE_ROWS))
    drawing = _TableDrawing(pages, table, plan(pages.document, table, sample, pages.left, pages.room))
    drawing.draw(chain(sample, rows))


class _TableDrawing:
    def __init__(self, pages: Pages, table: Table, layout: Layout) -> None:
        self._pages = pages
        self._table = table
        self._layout = layout
        self._cells = [_CellWriter(pages, column, layout.size) for column in layout.columns]
        self._wrapping = [n for n, column in enumerate(layout.columns) if column.column.wrap]
        self._drop = (
            layout.row_height + CAP_HEIGHT * layout.size
        ) / 2  # from the top of a row to its baseline
        self._code: list[str] = []
        self._rules: list[str] = []
        self._note = typeface().wrap(table.note, _NOTE_SIZE, pages.room, _MOST_LINES) if table.note else []
        self._note_height = _NOTE_GAP + _NOTE_LEADING * len(self._note) if self._note else 0.0
        self._below = 0.0  # what has to stand on the same page below the row that is drawn

    def draw(self, rows: Iterator[Row]) -> None:
        """Draw the title, the headings, all rows and the totals."""
        pages = self._pages
        pages.need(self._heading_height() + 3 * self._layout.row_height + (22 if self._table.title else 0))
        if self._table.title:
            pages.y -= 14
            pages.text(pages.left, pages.y, self._table.title, Pen(10.5, bold=True), room=pages.room)
            pages.y -= 6
        self._headings()
        if not self._rows(rows):
            self._nothing()
        totals = labelled_totals(self._table.final_totals(), pages.document.language)
        if totals is not None:
            self._below = self._note_height
            self._sums(totals)
        self._flush()
        if self._table.note:
            pages.y -= _NOTE_GAP
            pages.lines(pages.left, self._note, Pen(_NOTE_SIZE), _NOTE_LEADING)
        pages.y -= 14

    def _with_what_must_follow(self, rows: Iterator[Row]) -> Iterator[Row]:
        """Yield the rows; before the last one, note how much has to stand on its page with it."""
        before = next(rows, None)
        if before is None:
            return
        for row in rows:
            yield before
            before = row
        self._below = self._note_height + (self._layout.row_height if self._table.totals is not None else 0)
        yield before

    def _rows(self, rows: Iterator[Row]) -> bool:
        """Draw the rows; return whether there were any."""
        pages, layout, cells = self._pages, self._layout, self._cells
        height, drop, code = layout.row_height, self._drop, self._code
        left, right = f"{pages.left:.2f}", f"{pages.right:.2f}"
        y, any_row = pages.y, False
        for row in self._with_what_must_follow(rows):
            any_row = True
            if isinstance(row, (Group, Subtotal)) or self._wrapping:
                pages.y = y
                self._special(row)
                y = pages.y
                continue
            if y - height - self._below < pages.bottom:
                pages.y = y
                self._turn_page()
                y = pages.y
            baseline = f"{y - drop:.2f}"
            for cell, value in zip(cells, row, strict=False):
                written = cell.remembered(value)
                if written is not None:
                    code.append(f"{written[0]}{baseline}{written[1]}")
            y -= height
            foot = f"{y:.2f}"
            self._rules.append(f"{left} {foot} m {right} {foot} l")
        pages.y = y
        return any_row

    def _special(self, row: Row) -> None:
        if isinstance(row, Group):
            self._group(row)
        elif isinstance(row, Subtotal):
            self._sums(row.cells)
        else:
            self._tall_row(row)

    def _tall_row(self, row: Sequence[Any]) -> None:
        """Draw a row in which some cells take several lines."""
        pages, layout = self._pages, self._layout
        wrapped = {n: self._cells[n].wrapped(row[n]) for n in self._wrapping if n < len(row)}
        lines = max((len(texts) for texts in wrapped.values()), default=1)
        height = layout.row_height + (max(lines, 1) - 1) * layout.leading
        if pages.y - height - self._below < pages.bottom:
            self._turn_page()
        for n, (cell, value) in enumerate(zip(self._cells, row, strict=False)):
            for line, text in enumerate(wrapped.get(n, [""])):
                written = cell.write(text) if n in wrapped else cell.remembered(value)
                if written is not None:
                    baseline = pages.y - self._drop - line * layout.leading
                    self._code.append(f"{written[0]}{baseline:.2f}{written[1]}")
        pages.y -= height
        self._underline()

    def _group(self, group: Group) -> None:
        pages, height = self._pages, self._layout.row_height
        if pages.y - 3 * height < pages.bottom:  # a heading does not stay behind alone
            self._turn_page()
        self._flush()  # what is read first is written first
        pages.box(pages.left, pages.y - height, pages.room, height, SHADE)
        pen = Pen(self._layout.size, bold=True)
        pages.text(pages.left + PAD, pages.y - self._drop, group.title, pen, room=pages.room - 2 * PAD)
        pages.y -= height
        self._underline()

    def _sums(self, values: Sequence[Any]) -> None:
        pages, height = self._pages, self._layout.row_height
        if pages.y - height - self._below < pages.bottom:
            self._turn_page()
        self._flush()
        pages.rule(pages.y, STRONG_LINE, 0.8)
        self._strong_row(values)
        pages.y -= height
        self._underline()

    def _strong_row(self, values: Sequence[Any]) -> None:
        """Write a row of sums. One that is wider than its column reaches over empty cells, or is set smaller."""
        pages, face, free = self._pages, self._pages.encoder(bold=True).typeface, 0.0
        for planned, value in zip(self._layout.columns, values, strict=False):
            text = face.clean((value if isinstance(value, str) else planned.text(value))[:_LONGEST_CELL])
            size, right = self._layout.size, planned.align == "right"
            room = planned.room + (free if right else 0.0)
            wide = face.width(text, size)
            if right and wide > room:
                size *= max(room / wide, _TIGHTEST / 100)
            pen = Pen(size, bold=True)
            pages.text(planned.anchor(), pages.y - self._drop, text, pen, planned.align, room=room)
            free = free + planned.width if not text else 0.0

    def _nothing(self) -> None:
        pages = self._pages
        words = words_for(pages.document.language).gettext(N_("No entries"))
        pages.text(pages.left + PAD, pages.y - self._drop, words, Pen(self._layout.size, GREY))
        pages.y -= self._layout.row_height
        self._underline()

    def _underline(self) -> None:
        pages = self._pages
        self._rules.append(f"{pages.left:.2f} {pages.y:.2f} m {pages.right:.2f} {pages.y:.2f} l")

    def _heading_lines(self) -> list[list[str]]:
        face, size = self._pages.encoder().typeface, self._layout.size
        return [face.wrap(c.column.heading[:_LONGEST_CELL], size, c.room, 2) for c in self._layout.columns]

    def _heading_height(self) -> float:
        most = max((len(lines) for lines in self._heading_lines()), default=1)
        return self._layout.row_height + (most - 1) * self._layout.leading

    def _headings(self) -> None:
        pages, layout, height = self._pages, self._layout, self._heading_height()
        pen, last = Pen(layout.size, GREY), pages.y - height + layout.row_height - self._drop
        for planned, lines in zip(layout.columns, self._heading_lines(), strict=True):
            for n, line in enumerate(reversed(lines)):
                pages.text(planned.anchor(), last + n * layout.leading, line, pen, planned.align)
        pages.y -= height
        pages.rule(pages.y, STRONG_LINE)

    def _turn_page(self) -> None:
        self._flush()
        self._pages.new_page()
        self._headings()

    def _flush(self) -> None:
        """Put what was collected for this page on it: one path of lines, one text object."""
        put, pages = self._pages.canvas.put, self._pages
        if self._rules:
            put(f"q {operands(LINE)} RG 0.6 w {' '.join(self._rules)} S Q")
        if self._code:
            begin = pages.encoder().begin(self._layout.size)
            put(f"BT {operands(INK)} rg {begin} {' '.join(self._code)} ET")
        self._code.clear()
        self._rules.clear()


class _CellWriter:
    """Turns the values of one column into operators, and remembers those of texts that come again."""

    def __init__(self, pages: Pages, planned: PlannedColumn, size: float) -> None:
        self._encoder = pages.encoder()
        self._size = size
        self._room = planned.room
        self._anchor = planned.anchor()
        self._shift = {"left": 0.0, "center": 0.5, "right": 1.0}[planned.align]
        self._text: Callable[[Any], str] = planned.text
        self._known: dict[str, Written] = {}

    def remembered(self, value: Any) -> Written:
        """Return the operators for a value on one line."""
        text = value if type(value) is str else self._text(value)
        known = self._known
        if text in known:
            return known[text]
        if len(known) >= _REMEMBERED:
            known.clear()
        written = known[text] = self.write(text)
        return written

    def wrapped(self, value: Any) -> list[str]:
        """Return the lines of a value that may take several."""
        return self._encoder.typeface.wrap(self._text(value), self._size, self._room, _MOST_LINES)

    def write(self, text: str) -> Written:
        """Return the operators for a text; one that is too wide is cut, a number squeezed first."""
        encoder, size = self._encoder, self._size
        face = encoder.typeface
        line = face.clean(text[:_LONGEST_CELL])
        if not line or line.isspace():
            return None
        squeeze = self._squeeze(line)
        if squeeze == 100:
            line = face.clip(line, size, self._room)
        x = self._anchor
        if self._shift:
            x -= face.width(line, size) * squeeze / 100 * self._shift
        shown = encoder.show(line, size)
        if squeeze != 100:
            shown = f"{squeeze:g} Tz {shown} 100 Tz"
        return f"1 0 0 1 {x:.2f} ", f" Tm {shown}"

    def _squeeze(self, line: str) -> float:
        """Return the horizontal scale in per cent: 100 but for numbers that would be cut, and so misread."""
        if self._shift != 1.0:
            return 100
        wide = self._encoder.typeface.width(line, self._size)
        scale = 100 * self._room / wide if wide else 100.0
        return 100 if scale >= 100 or scale < _TIGHTEST else int(scale)
