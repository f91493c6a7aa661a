"""The rows of an agenda: headings of days, and the entries under them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from crm_desktop.core import clock
from crm_desktop.core.calendar_days import day_title
from crm_desktop.core.entity import Entity
from crm_desktop.core.i18n import _, language
from crm_desktop.ui.agenda_contract import Entry
from crm_desktop.ui.calendar_painting import title_of, words_of

Index = QModelIndex | QPersistentModelIndex
ROW = int(Qt.ItemDataRole.UserRole)


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands over the entries of a day, or over those that are late or have no day."""

    text: str
    count: int
    is_late: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """What an agenda has read: the entries of its days, and what stands beside them where it begins today."""

    days: Sequence[Entry]
    overdue: Sequence[Entry] = ()
    undated: Sequence[Entry] = ()
    complete: bool = True

    def __len__(self) -> int:
        return len(self.days) + len(self.overdue) + len(self.undated)


def rows_of(found: Found, begin: date) -> list[Heading | Entry]:
    """Return the rows of an agenda that begins on a day; today has its heading even when nothing is planned."""
    today = clock.today()
    rows: list[Heading | Entry] = []
    if found.overdue:
        rows += [Heading(_("Overdue"), len(found.overdue), is_late=True), *found.overdue]
    by_day: dict[date, list[Entry]] = {today: []} if begin == today else {}
    for one in found.days:
        assert one.day is not None
        by_day.setdefault(max(one.day, begin), []).append(one)
    for day in sorted(by_day):
        note = "" if by_day[day] else _("Nothing planned")
        rows += [Heading(_day_words(day, today), len(by_day[day]), note=note), *by_day[day]]
    if found.undated:
        rows += [Heading(_("Without a day"), len(found.undated)), *found.undated]
    return rows


def _day_words(day: date, today: date) -> str:
    near = {
        today: _("Today"),
        today + timedelta(days=1): _("Tomorrow"),
        today - timedelta(days=1): _("Yesterday"),
    }
    whole = day_title(day, language())
    return f"{near[day]} · {whole}" if day in near else whole


class AgendaModel(QAbstractListModel):
    """Gives each row as it is (``ROW``), and in words for screen readers."""

    def __init__(self, kinds: Entity) -> None:
        super().__init__()
        self._kinds = kinds
        self.rows: list[Heading | Entry] = []

    def show(self, rows: list[Heading | Entry]) -> None:
        """Show these rows."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def row_of(self, entity: str, record_id: int) -> int:
        """Return the row of an entry, or -1."""
        for at, row in enumerate(self.rows):
            if not isinstance(row, Heading) and (row.entity, row.id) == (entity, record_id):
                return at
        return -1

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == ROW:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row.text if isinstance(row, Heading) else title_of(row)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return row.text if isinstance(row, Heading) else words_of(row, self._kinds)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid() or isinstance(self.rows[index.row()], Heading):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
