"""What a cell of a list says when the mouse rests on it: the exact day behind a word, and what did not fit."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex

from crm_desktop.core.i18n import _
from crm_desktop.ui.cell_painter import CellPainter
from crm_desktop.ui.record_table_model import FIRST_FIELD, RecordTableModel


def cell_hint(
    model: RecordTableModel, painter: CellPainter, index: QModelIndex | QPersistentModelIndex, width: int
) -> str:
    """Return what is to be told of a cell of this width, '' where all is seen."""
    row, place = model.row(index.row()), index.column() - FIRST_FIELD
    if row is None or place < 0 or not row.texts[place]:
        return ""
    whole = row.texts[place]
    if model.is_missed(row, place):
        return f"{whole} · {_('overdue')}"
    is_seen = painter.texts_of([row], place) == [whole] and painter.widths_of([row], place)[0] <= width
    return "" if is_seen else whole
