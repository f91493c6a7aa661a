"""Rows of an import as a card: the rows in a table, and beside it the chosen one in full."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from crm_desktop.ui.card import Card
from crm_desktop.ui.import_rows_model import RowColumn, RowsModel
from crm_desktop.ui.import_rows_table import RowsTable
from crm_desktop.ui.import_side import SideBySide
from crm_desktop.ui.labels import line

_TABLE = 5  # the share of the table where that of what stands beside it is 2 or 3


class RowsBeside(Card):
    """A card whose subclass shows rows in ``model`` and fills ``side`` when told which row is looked at.

    ``rows`` holds all of it, to be placed by the subclass; ``beside`` is the column of the chosen row, at least
    ``narrowest`` pixels wide and with ``share`` of the room.
    """

    share = 2
    narrowest = 260

    def __init__(
        self, title: str, columns: Sequence[RowColumn], name: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(title, parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.model = RowsModel(columns, self)
        self.table = RowsTable(self.model, name)
        self.side = SideBySide()
        holder = QWidget()
        holder.setMinimumWidth(self.narrowest)
        self.beside = QVBoxLayout(holder)
        self.beside.setContentsMargins(0, 0, 0, 0)
        self.beside.setSpacing(10)
        self.beside.addWidget(self.side, 1)
        self.rows = QWidget()
        rows = QHBoxLayout(self.rows)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(16)
        rows.addWidget(self.table, _TABLE)
        rows.addWidget(line(upright=True))
        rows.addWidget(holder, self.share)
        self.table.looked_at.connect(self.look_at)

    def look_at_current(self) -> None:
        """Show the present row in full again."""
        self.look_at(self.table.currentIndex().row())

    def look_at(self, at: int) -> None:
        """Show a row in full; -1 for none."""
        raise NotImplementedError


__all__ = ["RowsBeside"]
