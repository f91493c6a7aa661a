"""The transactions of a file as a list that is read page by page, newest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from crm_desktop.core.errors import CrmError
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.kinds import Colour
from crm_desktop.ui.record_contract import CustomerFile, Transaction
from crm_desktop.ui.times import exact_words, moment_words

PAGE = 100
KIND_WORDS: dict[str, tuple[str, Colour]] = {
    "setup": (N_("Set-up"), "grey"),
    "edit": (N_("Edit"), "blue"),
    "bulk": (N_("Bulk change"), "purple"),
    "import": (N_("Import"), "green"),
    "merge": (N_("Merge"), "purple"),
    "convert": (N_("Conversion"), "purple"),
    "delete": (N_("Deletion"), "red"),
    "restore": (N_("Restored"), "green"),
    "undo": (N_("Undo"), "orange"),
    "redo": (N_("Redo"), "orange"),
    "sync": (N_("Synchronisation"), "grey"),
    "rule": (N_("Rule"), "grey"),
}
Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


@dataclass(frozen=True)
class Line:
    """One transaction with its words."""

    transaction: Transaction
    title: str
    when: str
    who: str

    @property
    def kind(self) -> tuple[str, Colour]:
        """The word and the colour of the kind."""
        word, colour = KIND_WORDS.get(self.transaction.kind, (self.transaction.kind, "grey"))
        return _(word), colour

    @property
    def can_undo(self) -> bool:
        """Whether it can be taken back."""
        return not self.transaction.undone and self.transaction.kind != "setup"


class HistoryModel(QAbstractListModel):
    """Reads as far as somebody looks."""

    def __init__(self, file: CustomerFile) -> None:
        super().__init__()
        self._file = file
        self._lines: list[Line] = []
        self._complete = False
        self._names: dict[int, str] = {}

    def reload(self) -> None:
        """Read again what is shown."""
        wanted = max(PAGE, len(self._lines))
        self.beginResetModel()
        self._names.clear()
        self._lines = self._read(wanted, None)
        self._complete = len(self._lines) < wanted
        self.endResetModel()

    def line(self, row: int) -> Line | None:
        """Return the line at this place."""
        return self._lines[row] if 0 <= row < len(self._lines) else None

    def row_of(self, transaction: int) -> int:
        """Return the place of a transaction, -1 when it is not shown."""
        places = (row for row, line in enumerate(self._lines) if line.transaction.id == transaction)
        return next(places, -1)

    def _read(self, limit: int, before: int | None) -> list[Line]:
        try:
            found = self._file.history.recent(limit, before)
            self._read_names(found)
        except CrmError:  # shown when the file answers again
            return []
        locale = self._file.locale
        return [
            Line(
                one,
                one.text,
                moment_words(_moment(one), locale),
                self._names.get(one.user or 0, ""),
            )
            for one in found
        ]

    def _read_names(self, transactions: Sequence[Transaction]) -> None:
        unknown = {one.user for one in transactions if one.user and one.user not in self._names}
        if unknown:
            rows = self._file.lists.page("user", ["name"], sorted(unknown))
            self._names.update({row.id: row.texts[0] for row in rows})

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        line = self.line(index.row())
        if line is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return line.title
        if role == Qt.ItemDataRole.ToolTipRole:
            return exact_words(_moment(line.transaction), self._file.locale.zone)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            undone = _("undone") if line.transaction.undone else ""
            return ", ".join(part for part in (line.title, line.kind[0], line.when, line.who, undone) if part)
        return None

    def canFetchMore(self, parent: Index) -> bool:
        return not parent.isValid() and not self._complete and bool(self._lines)

    def fetchMore(self, parent: Index) -> None:
        if not self.canFetchMore(parent):
            return
        more = self._read(PAGE, self._lines[-1].transaction.id)
        self._complete = len(more) < PAGE
        if more:
            self.beginInsertRows(_ROOT, len(self._lines), len(self._lines) + len(more) - 1)
            self._lines += more
            self.endInsertRows()


def _moment(transaction: Transaction) -> datetime:
    return datetime.fromtimestamp(transaction.at_ms / 1000, UTC)
