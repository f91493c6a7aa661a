"""Records side by side as a table: a line for each field, a column for each record, and whose value is chosen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from crm_desktop.core.entity import Child, Field
from crm_desktop.core.i18n import _, labelled, listed
from crm_desktop.models import registry
from crm_desktop.services.merge_proposals import BOTH, Choice, Proposal
from crm_desktop.ui.labels import tooltip

Index = QModelIndex | QPersistentModelIndex
_Role = Qt.ItemDataRole
_ROOT = QModelIndex()
LABELS = 0  # the column of the fields' names
STAYS = 0  # the line that says which record stays


class MergeModel(QAbstractTableModel):
    """Holds a proposal and what was chosen instead of it. The columns keep the order in which they were asked for."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.proposal: Proposal | None = None
        self.records: tuple[int, ...] = ()
        self.choices: tuple[Choice, ...] = ()
        self.chosen: dict[str, int] = {}
        self.only_different = False

    def show(self, proposal: Proposal | None, records: Sequence[int], chosen: Mapping[str, int]) -> None:
        """Show records side by side, with what was chosen for them so far."""
        self.beginResetModel()
        self.proposal = proposal
        self.records = tuple(records) if proposal is not None else ()
        self._choose_rows()
        known = {one.key for one in self.choices}
        self.chosen = {
            key: record for key, record in chosen.items() if key in known and record in (BOTH, *self.records)
        }
        self.endResetModel()

    def show_only_different(self, only: bool) -> None:
        """Show only the fields in which the records differ, or all."""
        self.beginResetModel()
        self.only_different = only
        self._choose_rows()
        self.endResetModel()

    def _choose_rows(self) -> None:
        found = self.proposal.choices if self.proposal is not None else ()
        self.choices = tuple(
            one for one in found if not one.is_worked_out and (one.differs or not self.only_different)
        )

    # ------------------------------------------------------------------ cells

    def record(self, column: int) -> int:
        """Return the record of a column, 0 for that of the labels."""
        return self.records[column - 1] if 1 <= column <= len(self.records) else 0

    def choice(self, row: int) -> Choice | None:
        """Return the choice of a line; None for the line that says who stays."""
        return self.choices[row - 1] if 1 <= row <= len(self.choices) else None

    def text(self, index: Index) -> str:
        """Return what a cell says."""
        choice, record = self.choice(index.row()), self.record(index.column())
        if not record:
            return self._label(choice)
        if choice is None:
            return _("Stays") if self.is_chosen(index) else _("Becomes it")
        return ", ".join(one for one in choice.texts[record] if one)

    def _label(self, choice: Choice | None) -> str:
        if choice is None:
            return _("This record")
        if len(choice.fields) == 1:
            return _(choice.fields[0].label)
        if is_address(choice.fields[0]):
            return _("Address")
        filled = [
            field.label
            for place, field in enumerate(choice.fields)
            if any(texts[place] for texts in choice.texts.values())
        ]
        return listed(_(one) for one in filled)

    def whose(self, choice: Choice) -> int:
        """Return whose value of a field stays, or BOTH."""
        return self.chosen.get(choice.key, choice.proposed)

    def is_chosen(self, index: Index) -> bool:
        """Tell whether a cell holds what stays."""
        choice, record = self.choice(index.row()), self.record(index.column())
        if choice is None:
            return self.proposal is not None and record == self.proposal.winner
        if not choice.differs:
            return self.can_choose(index, agreed=True)
        whose = self.whose(choice)
        return record == whose or (whose == BOTH and any(choice.texts[record]))

    def can_choose(self, index: Index, *, agreed: bool = False) -> bool:
        """Tell whether a cell can be chosen: it says something, and (unless ``agreed``) not all say the same."""
        choice, record = self.choice(index.row()), self.record(index.column())
        if not record:
            return False
        return choice is None or (any(choice.texts[record]) and (agreed or choice.differs))

    def choose(self, index: Index) -> None:
        """Let the value of a cell stay; of texts that can all stay, the chosen one alone or, again, all of them."""
        choice, record = self.choice(index.row()), self.record(index.column())
        if choice is None or not self.can_choose(index):
            return
        again = choice.is_kept_together and self.whose(choice) == record
        self.chosen[choice.key] = BOTH if again else record
        last = index.row()
        for row, part in self._parts_of_name(choice):
            last = max(last, row)
            if any(part.texts[record]):
                self.chosen[part.key] = record
            else:
                self.chosen.pop(part.key, None)
        self.dataChanged.emit(self.index(index.row(), LABELS), self.index(last, self.columnCount() - 1))

    def _parts_of_name(self, choice: Choice) -> list[tuple[int, Choice]]:
        """Return the lines of the parts that go with a full name; none for another field."""
        person = registry.entity(self.proposal.entity).person if self.proposal is not None else ()
        if choice.key != (person[:1] or ("",))[0]:
            return []
        return [(row, one) for row, one in enumerate(self.choices, 1) if one.key in person[1:]]

    def spoken(self, index: Index) -> str:
        """Return a cell as a screen reader says it."""
        if not self.record(index.column()) or self.proposal is None:
            return self.text(index)
        name = self.proposal.titles[self.record(index.column())]
        said = [labelled(self._label(self.choice(index.row())), self.text(index) or _("empty")), name]
        if self.is_chosen(index):
            said.append(_("chosen"))
        return listed(said)

    # ------------------------------------------------------------------ Qt

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() or self.proposal is None else len(self.choices) + 1

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() or self.proposal is None else len(self.records) + 1

    def data(self, index: Index, role: int = _Role.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role == _Role.DisplayRole:
            return self.text(index)
        if role == _Role.ToolTipRole:
            return tooltip(self.text(index)) if len(self.text(index)) > _LONG else None
        return self.spoken(index) if role == _Role.AccessibleTextRole else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole) -> Any:
        record = self.record(section)
        if orientation != Qt.Orientation.Horizontal or self.proposal is None:
            return None
        if role == _Role.DisplayRole:
            return self.proposal.titles[record] if record else _("Field")
        return tooltip(self.proposal.titles[record]) if record and role == _Role.ToolTipRole else None


def is_address(field: Field) -> bool:
    """Tell whether a field is part of an address."""
    return isinstance(field.source, Child) and field.source.table == "address"


_LONG = 20  # characters, from which on a cell may be cut
