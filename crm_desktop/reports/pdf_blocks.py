"""The blocks of a document on the pages of a PDF, all but the table."""

from __future__ import annotations

from datetime import datetime
from itertools import accumulate

from reportlab.graphics.shapes import Drawing, Line, Rect, String

from crm_desktop.core.document import (
    BarChart,
    Entry,
    Fact,
    Facts,
    Figure,
    Figures,
    Funnel,
    Heading,
    Paragraph,
    Ruled,
    Timeline,
)
from crm_desktop.core.formatting import format_day, format_moment
from crm_desktop.core.i18n import N_, words_for
from crm_desktop.reports import page_fit
from crm_desktop.reports.cells import cell_text
from crm_desktop.reports.charts import drawing, shape_colour
from crm_desktop.reports.pages import ACCENT, GREY, INK, LINE, Pages, Pen
from crm_desktop.reports.pdf_fonts import typeface

_SECTION = Pen(10.5, bold=True)
_MOST_LINES = 400  # of a paragraph
_FACT_LINES = 8
_DETAIL_LINES = 12
_RULED_HEAD, _RULED_HEIGHT, _FEWEST_RULED = 22.0, 21.5, 3


def draw_title(pages: Pages) -> None:
    """Draw the head of the first page: title and subtitle, at the right the firm and the day, a blue rule."""
    document, right = pages.document, pages.room * 0.34
    printed = words_for(document.language).gettext(N_("Printed on %(date)s"))
    small = Pen(9.5, GREY)
    face = typeface(bold=True)
    title = face.wrap(document.title, 19, pages.room - right - 12, 3)
    subtitle = typeface().wrap(document.subtitle, 10, pages.room - right - 12, 3) if document.subtitle else []
    pages.y += 6
    for line in title:
        pages.y -= 23
        pages.text(pages.left, pages.y, line, Pen(19, bold=True))
    for line in subtitle:
        pages.y -= 15
        pages.text(pages.left, pages.y, line, Pen(10, GREY))
    day = format_day(document.printed_on, document.language)
    pages.text(pages.right, pages.y + 14, document.firm, small, "right", room=right)
    pages.text(pages.right, pages.y, printed % {"date": day}, small, "right", room=right)
    pages.y -= 11
    pages.rule(pages.y, ACCENT, 1.6)
    pages.y -= 16


def draw_figures(pages: Pages, block: Figures) -> None:
    """Draw the key figures side by side, in as many rows as they need."""
    text = cell_text(pages.document.language, pages.document.zone)
    label_pen, value_pen, note_pen, gap = Pen(9, GREY), Pen(15, bold=True), Pen(9, GREY), 20.0
    x = pages.right + 1
    for item in block.items:
        shown = _figure_texts(item, text(item.value), pages.room)
        width = max(
            typeface().width(shown[0], label_pen.size),
            typeface(True).width(shown[1], value_pen.size) + typeface().width(shown[2], note_pen.size),
        )
        if x + width > pages.right:
            pages.need(46)
            pages.y -= 46
            x = pages.left
        pages.text(x, pages.y + 34, shown[0], label_pen)
        pages.text(x, pages.y + 15, shown[1], value_pen)
        pages.text(x + typeface(True).width(shown[1], 15), pages.y + 15, shown[2], note_pen)
        x += width + gap
    pages.y -= 4


def _figure_texts(item: Figure, value: str, room: float) -> tuple[str, str, str]:
    plain, bold = typeface(), typeface(bold=True)
    label = plain.clip(plain.clean(item.label[:300]), 9, room * 0.5)
    shown = bold.clip(bold.clean(value[:300]), 15, room * 0.6)
    left = max(room * 0.3, room - bold.width(shown, 15))
    note = plain.clip(plain.clean(f"  {item.note[:300]}" if item.note else ""), 9, left)
    return label, shown, note


def draw_chart(pages: Pages, block: Funnel | BarChart) -> None:
    """Draw a chart; it is never parted, but moves to the next page as a whole."""
    if isinstance(block, Funnel) and not block.stages:
        return
    picture = drawing(block, pages.document.language, pages.room)
    pages.need(picture.height + (24 if block.title else 6))
    _section(pages, block.title)
    pages.y -= picture.height
    paint(pages, picture, pages.left, pages.y)
    pages.y -= 14


def paint(pages: Pages, picture: Drawing, left: float, bottom: float) -> None:
    """Paint the boxes, lines and texts of a drawing with its lower left corner at the place given."""
    for shape in picture.contents:
        if isinstance(shape, Rect):
            colour = shape_colour(shape.fillColor)
            pages.box(left + shape.x, bottom + shape.y, shape.width, shape.height, colour, shape.rx)
        elif isinstance(shape, Line):
            colour = shape_colour(shape.strokeColor)
            x1, y1, x2, y2 = left + shape.x1, bottom + shape.y1, left + shape.x2, bottom + shape.y2
            pages.line(x1, y1, x2, y2, colour, shape.strokeWidth)
        elif isinstance(shape, String):
            pen = Pen(shape.fontSize, shape_colour(shape.fillColor))
            pages.text(left + shape.x, bottom + shape.y, shape.text, pen)


def draw_facts(pages: Pages, block: Facts) -> None:
    """Draw labels and values, row by row, in one or two columns."""
    _section(pages, block.title)
    text = cell_text(pages.document.language, pages.document.zone)
    columns = block.columns
    face, size = typeface(), page_fit.FACT_SIZE
    per_column = -(-len(block.items) // columns)

    def wide(words: str) -> float:
        return face.width(face.clean(words[:300]), size)

    parts = [block.items[k * per_column : (k + 1) * per_column] for k in range(columns)]
    wishes = [page_fit.Wish.of([(one.label, text(one.value)) for one in part], wide) for part in parts]
    layout = page_fit.fact_columns(wishes, pages.room)
    lefts = list(accumulate((width + page_fit.FACT_GAP for _indent, width in layout), initial=pages.left))
    for n in range(per_column):
        row: list[tuple[int, Fact]] = [
            (k, block.items[n + k * per_column])
            for k in range(columns)
            if n + k * per_column < len(block.items)
        ]
        values = {}
        for k, item in row:
            indent, width = layout[k]
            values[k] = face.wrap(text(item.value), size, width - indent + 0.01, _FACT_LINES)
        height = max(len(lines) for lines in values.values()) * 13 + 4
        pages.need(height)
        for k, item in row:
            x, indent = lefts[k], layout[k][0]
            pages.text(x, pages.y - 11, item.label, Pen(size, GREY), room=indent - 8)
            for line, shown in enumerate(values[k]):
                pages.text(x + indent, pages.y - 11 - line * 13, shown, Pen(size))
        pages.y -= height
    pages.y -= 10


def draw_heading(pages: Pages, block: Heading) -> None:
    """Draw a heading that stays with what follows."""
    pages.need(80)
    pages.y -= 16
    for line in typeface(bold=True).wrap(block.text, 13, pages.room, 3):
        pages.text(pages.left, pages.y, line, Pen(13, bold=True))
        pages.y -= 17
    pages.y -= 3


def draw_ruled(pages: Pages, block: Ruled) -> None:
    """Draw a heading and lines to write on down to the foot of the page, where there is room for some."""
    count = int((pages.y - _RULED_HEAD - pages.bottom) / _RULED_HEIGHT)
    if count < _FEWEST_RULED:
        return
    pages.y -= 14
    pages.text(pages.left, pages.y, block.title, Pen(10.5, bold=True), room=pages.room)
    pages.y -= _RULED_HEAD - 14
    for _line in range(count):
        pages.y -= _RULED_HEIGHT
        pages.rule(pages.y, LINE)


def draw_paragraph(pages: Pages, block: Paragraph) -> None:
    """Draw plain text; markup in it stays text."""
    pages.lines(pages.left, typeface().wrap(block.text, 9.5, pages.room, _MOST_LINES), Pen(9.5), 14)
    pages.y -= 8


def draw_timeline(pages: Pages, block: Timeline) -> None:
    """Draw what happened: the day at the left, title and detail beside it."""
    _section(pages, block.title)
    for entry in block.entries:
        _entry(pages, entry, 96.0)
    pages.y -= 8


def _entry(pages: Pages, entry: Entry, indent: float) -> None:
    document, room = pages.document, pages.room - indent
    title = typeface(bold=True).wrap(entry.title, 9.5, room, 3)
    detail = typeface().wrap(entry.detail, 9, room, _DETAIL_LINES) if entry.detail else []
    pages.need(13 * len(title) + min(len(detail), 3) * 12.5 + 8)
    when = ""
    if isinstance(entry.when, datetime):
        when = format_moment(entry.when, document.language, document.zone)
    elif entry.when is not None:
        when = format_day(entry.when, document.language)
    pages.text(pages.left, pages.y - 9.5, when, Pen(9, GREY), room=indent - 6)
    _title(pages, entry, title, pages.left + indent)
    pages.lines(pages.left + indent, detail, Pen(9, INK), 12.5)
    pages.y -= 7


def _title(pages: Pages, entry: Entry, lines: list[str], left: float) -> None:
    """Write the lines of a title: what stands out of it bold, the rest in the weight of the text."""
    strong, begin = len(entry.title) if entry.strong is None else entry.strong, 0
    for line in lines:
        begin = max(begin, entry.title.find(line[:20], begin))
        head = line[: max(0, strong - begin)]
        pages.lines(left, [head], Pen(9.5, bold=True), 13)
        pages.text(left + typeface(bold=True).width(head, 9.5), pages.y + 3.5, line[len(head) :], Pen(9.5))
        begin += len(line)


def _section(pages: Pages, title: str) -> None:
    if title:
        pages.need(60)
        pages.y -= 14
        pages.text(pages.left, pages.y, title, _SECTION, room=pages.room)
        pages.y -= 8
