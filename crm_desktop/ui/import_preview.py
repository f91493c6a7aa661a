"""What an import will do, before anything is written: counts, doubtful names, notes and the first rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QSizePolicy,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from crm_desktop.core.i18n import N_, _, listed
from crm_desktop.core.kinds import Colour
from crm_desktop.services.imports import ImportPlan
from crm_desktop.ui import drawing
from crm_desktop.ui.badge import Badges
from crm_desktop.ui.card import Card, scrolled
from crm_desktop.ui.import_columns import QuietCombo
from crm_desktop.ui.labels import ElidedLabel, label, tooltip

LEAVE = "leave"
TAKE = "take"
MAKE = "make"
_HEADER = """QHeaderView { background: transparent; } QHeaderView::section { background: transparent; border: none;
    padding: 0 2px; min-height: 26px; color: palette(placeholder-text); font-size: 12px; }"""
SHOWN = 200  # rows
SHOWN_NAMES = 100
_ROW = 30
STATES: dict[str, tuple[str, Colour]] = {
    "new": (N_("new"), "green"),
    "changed": (N_("changed"), "blue"),
    "unchanged": (N_("unchanged"), "grey"),
    "rejected": (N_("rejected"), "red"),
}
_HEADINGS = (N_("Row"), N_("State"), N_("Name"), N_("What will change"))
Index = QModelIndex | QPersistentModelIndex
Answers = dict[str, dict[str, str | None]]


class PreviewModel(QAbstractTableModel):
    """The first rows of a plan."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: Sequence[tuple[int, str, str, str]] = ()

    def show_rows(self, rows: Sequence[tuple[int, str, str, str]]) -> None:
        """Show these."""
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(_HEADINGS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            value = row[index.column()]
            return _(STATES[row[1]][0]) if index.column() == 1 else str(value).replace("\n", " ")
        if role == Qt.ItemDataRole.ToolTipRole and index.column() > 1:
            return tooltip(str(row[index.column()])[:1_000])
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{row[0]}, {_(STATES[row[1]][0])}, {row[2]}, {row[3]}"
        if role == Qt.ItemDataRole.UserRole:
            return row[1]
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return _(_HEADINGS[section])
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None


class _StateDelegate(QStyledItemDelegate):
    """Paints the state as a badge."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        text, colour = STATES[index.data(Qt.ItemDataRole.UserRole)]
        box = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = box.top() + box.height() / 2
        drawing.badge(painter, box.left() + 2, middle, _(text), colour, box.width() - 4)
        painter.restore()


class PreviewCard(Card):
    """Counts, doubtful names with a choice each, notes, first rows. ``decided`` is called after a choice."""

    def __init__(self, decided: Callable[[], object], parent: QWidget | None = None) -> None:
        super().__init__(_("Preview"), parent)
        self._decided = decided
        self._choices: dict[tuple[str, str], QuietCombo] = {}
        self._answers: dict[tuple[str, str], tuple[str, str]] = {}
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.counts = Badges()
        self._notes = label(tone="muted")
        self._notes.setWordWrap(True)
        self._names = QVBoxLayout()
        self._names.setSpacing(4)
        self.model = PreviewModel(self)
        self.table = self._make_table()
        self.setMinimumWidth(384)
        self.body.setSpacing(8)
        self.body.addWidget(self.counts)
        self.body.addWidget(self._notes)
        self.body.addLayout(self._names)
        self.body.addWidget(self.table, 1)
        self.body.addStretch(0)

    def _make_table(self) -> QTableView:
        table = QTableView()
        table.setModel(self.model)
        table.setItemDelegateForColumn(1, _StateDelegate(table))
        table.setAccessibleName(_("First rows"))
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setTabKeyNavigation(False)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(_ROW)
        header = table.horizontalHeader()
        header.setHighlightSections(False)
        header.setStyleSheet(_HEADER)
        for column, width in enumerate((48, 84, 106)):
            table.setColumnWidth(column, width)
        header.setSectionResizeMode(3, QHeaderView.ResizeMode.Stretch)
        return table

    def forget_answers(self) -> None:
        """Begin anew, with another table."""
        self._answers.clear()

    def answers(self) -> Answers:
        """Return what was decided about doubtful names: the record meant, or None for a new one."""
        found: Answers = {}
        for (field, text), (choice, name) in self._answers.items():
            if choice != LEAVE:
                found.setdefault(field, {})[text] = name if choice == TAKE else None
        return found

    def choice(self, field: str, text: str) -> QuietCombo:
        """Return the box of choices of one doubtful name."""
        return self._choices[field, text]

    def say(self, text: str) -> None:
        """Show a sentence in the place of a plan."""
        self.counts.hide()
        self.table.hide()
        self._notes.setText(text)
        self._notes.show()

    def notes(self) -> str:
        """Return the sentences that are shown."""
        return self._notes.text()

    def show_plan(self, plan: ImportPlan) -> None:
        """Show what a plan will do."""
        numbers = {
            "new": plan.created, "changed": plan.updated, "unchanged": plan.unchanged,
            "rejected": len(plan.rejected_rows),
        }  # fmt: skip
        self.counts.set_words(
            [
                (f"{count:,} {_(STATES[state][0])}", STATES[state][1])
                for state, count in numbers.items()
                if count or state == "new"
            ]
        )
        self._show_names(plan)
        self.model.show_rows(plan.preview(SHOWN))
        self._notes.setText("\n".join([*self._made(plan), *plan.notes]))
        self._notes.setVisible(bool(self._notes.text()))
        self.counts.show()
        self.table.show()

    @staticmethod
    def _made(plan: ImportPlan) -> list[str]:
        found = []
        fields = {one.key: one for one in plan.table.fields}
        for key, names in plan.made.items():
            shown = listed(names[:5]) + ("…" if len(names) > 5 else "")
            values = {"field": _(fields[key].label), "count": len(names), "names": shown}
            found.append(_("%(field)s: %(count)d new (%(names)s)") % values)
        return found

    def _show_names(self, plan: ImportPlan) -> None:
        """Ask about each name that is nearly that of a record; answered ones stay where they are."""
        likely = {(one.field, one.text): one for one in plan.likely[:SHOWN_NAMES]}
        if likely.keys() <= self._choices.keys() and (likely or not self._choices):
            return
        if not likely and self._answers:
            return
        while (item := self._names.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.deleteLater()
        self._choices = {}
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        if likely:
            title = _("Nearly the names of records: %(count)d") % {"count": len(likely)}
            column.addWidget(label(title, strong="true"))
        for (field, text), one in likely.items():
            row = QHBoxLayout()
            words = _("“%(text)s” (%(field)s, rows: %(rows)s)")
            values = {"text": text, "field": _(one.label), "rows": f"{one.rows:,}"}
            row.addWidget(ElidedLabel(words % values), 1)
            row.addWidget(self._choice_box(field, text, one.name), 1)
            column.addLayout(row)
        self._names.addWidget(scrolled(body) if len(likely) > 3 else body)

    def _choice_box(self, field: str, text: str, name: str) -> QuietCombo:
        box = QuietCombo(_("What “%(text)s” means") % {"text": text})
        box.addItem(_("Leave it empty"), LEAVE)
        box.addItem(_("Take “%(name)s”") % {"name": name}, TAKE)
        box.addItem(_("Make a new one"), MAKE)
        box.choose(self._answers.get((field, text), (LEAVE, ""))[0])

        def chosen(_index: int) -> None:
            self._answers[field, text] = (str(box.currentData()), name)
            self._decided()

        box.activated.connect(chosen)
        self._choices[field, text] = box
        return box


__all__ = ["PreviewCard", "PreviewModel"]
