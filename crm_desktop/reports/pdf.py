"""Draws a Document as PDF: pages are written as they fill, so that memory does not grow with their number.

ReportLab gives the file, the embedded fonts and the charts; the pages are operators that we write ourselves
(``pdf_canvas.py``, ``pages.py``). Its paragraphs and tables are never used: they would interpret markup in data, and
keep the whole document in memory in time that grows with the square of the pages.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import singledispatch

from crm_desktop.core.document import (
    BarChart,
    Block,
    Document,
    Facts,
    Figures,
    Funnel,
    Heading,
    PageBreak,
    Paragraph,
    Ruled,
    Table,
    Timeline,
)
from crm_desktop.reports import pdf_blocks
from crm_desktop.reports.output import Target, opened
from crm_desktop.reports.pages import Pages
from crm_desktop.reports.pdf_table import draw_table


def render_pdf(
    document: Document,
    out: Target,
    *,
    progress: Callable[[int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> int:
    """Draw ``document`` into a path or a binary file and return the number of its pages.

    ``progress`` is told the number of finished pages after each; when ``cancelled`` returns true, ``Cancelled`` is
    raised before the next page, and a path gets no file.
    """
    with opened(out) as file:
        pages = Pages(document, file, progress, cancelled)
        pdf_blocks.draw_title(pages)
        for block in document.blocks:
            draw_block(block, pages)
        return pages.finish()


@singledispatch
def draw_block(block: Block, pages: Pages) -> None:
    """Draw one block from the place reached."""
    raise TypeError(f"no drawing for {type(block).__name__}")


@draw_block.register
def _table(block: Table, pages: Pages) -> None:
    draw_table(pages, block)


@draw_block.register
def _figures(block: Figures, pages: Pages) -> None:
    pdf_blocks.draw_figures(pages, block)


@draw_block.register(Funnel)
@draw_block.register(BarChart)
def _chart(block: Funnel | BarChart, pages: Pages) -> None:
    pdf_blocks.draw_chart(pages, block)


@draw_block.register
def _facts(block: Facts, pages: Pages) -> None:
    pdf_blocks.draw_facts(pages, block)


@draw_block.register
def _heading(block: Heading, pages: Pages) -> None:
    pdf_blocks.draw_heading(pages, block)


@draw_block.register
def _paragraph(block: Paragraph, pages: Pages) -> None:
    pdf_blocks.draw_paragraph(pages, block)


@draw_block.register
def _timeline(block: Timeline, pages: Pages) -> None:
    pdf_blocks.draw_timeline(pages, block)


@draw_block.register
def _ruled(block: Ruled, pages: Pages) -> None:
    pdf_blocks.draw_ruled(pages, block)


@draw_block.register
def _page_break(_block: PageBreak, pages: Pages) -> None:
    pages.new_page()
