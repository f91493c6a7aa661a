"""Rows for the clipboard, as a table that spreadsheets take: tab-separated text and HTML beside it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication


def tab_separated(rows: Iterable[Sequence[str]]) -> str:
    """Return rows as text; a cell with a tab, a line break or a quote is quoted as spreadsheets do it."""
    return "\n".join("\t".join(map(_cell, row)) for row in rows) + "\n"


def html_table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return rows as an HTML table whose cells a spreadsheet keeps as text: ``+49…`` and ``=…`` stay so."""
    from html import escape

    head = "".join(f"<th>{escape(one)}</th>" for one in headings)
    style = "mso-number-format:'\\@'"
    body = "".join(
        "<tr>" + "".join(f'<td style="{style}">{escape(cell)}</td>' for cell in row) + "</tr>" for row in rows
    )
    return f'<meta charset="utf-8"><table><tr>{head}</tr>{body}</table>'


def put_table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Put rows with their headings onto the clipboard."""
    data = QMimeData()
    data.setText(tab_separated([headings, *rows]))
    data.setHtml(html_table(headings, rows))
    QGuiApplication.clipboard().setMimeData(data)


def put_cells(rows: Sequence[Sequence[str]]) -> None:
    """Put cells without headings onto the clipboard."""
    QGuiApplication.clipboard().setText(tab_separated(rows))


def _cell(text: str) -> str:
    if any(mark in text for mark in '\t\n\r"'):
        return '"' + text.replace('"', '""') + '"'
    return text
