"""What the window is measured beside: bare Qt tables without styles, pages or anything of ours."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QLineEdit, QMainWindow, QStackedWidget, QTableView, QVBoxLayout, QWidget

from benchmarks.opened import SIZE
from benchmarks.turns import Paints, Turns, press

Texts = Sequence[Sequence[str]]
_ROOT = QModelIndex()


class LongModel(QAbstractTableModel):
    """As many rows as wanted, which repeat the same texts."""

    def __init__(self, texts: Texts, rows: int) -> None:
        super().__init__()
        self._texts, self._rows = texts, rows

    def rowCount(self, _parent: QModelIndex | QPersistentModelIndex = _ROOT) -> int:
        return self._rows

    def columnCount(self, _parent: QModelIndex | QPersistentModelIndex = _ROOT) -> int:
        return len(self._texts[0])

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            return self._texts[index.row() % len(self._texts)][index.column()]
        return None

    def show_texts(self, texts: Texts) -> None:
        """Show others."""
        self.beginResetModel()
        self._texts, self._rows = texts, len(texts)
        self.endResetModel()


def table(texts: Texts) -> QTableView:
    """Return a table over Qt's own model."""
    model = QStandardItemModel()
    for row in texts:
        model.appendRow([QStandardItem(text) for text in row])
    made = QTableView()
    made.setModel(model)
    model.setParent(made)
    return made


class Bare:
    """A window of the same size that shows the same rows."""

    def __init__(self, texts: Texts, turns: Turns) -> None:
        self._texts, self._turns = texts, turns
        self.window = QMainWindow()
        self._stack = QStackedWidget()
        self.window.setCentralWidget(self._stack)
        self.window.resize(*SIZE)
        self._tables = [table(texts), table(texts)]
        for one in self._tables:
            self._stack.addWidget(one)
        self.window.show()
        turns.rest(lambda: False)

    def first_time(self) -> float:
        """Make a table and show it; returns the milliseconds until it is painted."""

        def show() -> None:
            made.append(table(self._texts))
            self._stack.addWidget(made[0])
            self._stack.setCurrentWidget(made[0])
            paints.append(Paints(made[0].viewport()))

        made: list[QTableView] = []
        paints: list[Paints] = []
        return press(show, self._turns, lambda: bool(paints[0].count))

    def again(self) -> float:
        """Show the other one of two tables; returns the milliseconds until it is painted."""
        other = next(one for one in self._tables if one is not self._stack.currentWidget())
        paints = Paints(other.viewport())
        return press(lambda: self._stack.setCurrentWidget(other), self._turns, lambda: bool(paints.count))

    def close(self) -> None:
        """Close the window."""
        self.window.close()
        self.window.deleteLater()


class BareSearch:
    """A line edit over a table that shows what the raw query of the search index finds."""

    def __init__(self, reader: sqlite3.Connection, expression: Callable[[str], str]) -> None:
        self._reader, self._expression = reader, expression
        self.window = QWidget()
        self.field, self.table = QLineEdit(), QTableView()
        column = QVBoxLayout(self.window)
        column.addWidget(self.field)
        column.addWidget(self.table)
        self.model = LongModel([["", ""]], 1)
        self.table.setModel(self.model)
        self.field.textChanged.connect(self._search)
        self.paints = Paints(self.table.viewport())
        self.window.resize(*SIZE)
        self.window.show()
        self.window.activateWindow()
        self.field.setFocus()

    def _search(self, text: str) -> None:
        raw = "SELECT rowid FROM search_contact WHERE search_contact MATCH ? ORDER BY rowid LIMIT 100"
        places = [one for (one,) in self._reader.execute(raw, (self._expression(text),))] if text else []
        marks = ",".join("?" * len(places))
        rows = self._reader.execute(
            f"SELECT full_name, note FROM contact WHERE place IN ({marks})", places
        ).fetchall()
        self.model.show_texts(rows or [("", "")])
