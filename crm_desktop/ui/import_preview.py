"""What an import will do, before anything is written: counts, notes and the first rows."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QSizePolicy,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from crm_desktop.core.i18n import N_, _, ngettext
from crm_desktop.core.kinds import Colour
from crm_desktop.services import import_beside
from crm_desktop.services.imports import ImportPlan
from crm_desktop.ui import drawing
from crm_desktop.ui.badge import Badges
from crm_desktop.ui.card import Card
from crm_desktop.ui.import_rows_model import STATES, counted
from crm_desktop.ui.labels import label, tooltip

if TYPE_CHECKING:
    from crm_desktop.ui.import_draft import ImportDraft

HEADER = """QHeaderView { background: transparent; } QHeaderView::section { background: transparent; border: none;
    padding: 0 2px; min-height: 26px; color: palette(placeholder-text); font-size: 12px; }"""
SHOWN = 200  # rows
_ROW = 32
_STATE = 84  # width of the column of states, at least
_AROUND = 8  # pixels beside a badge
_HEADINGS = (N_("Row"), N_("State"), N_("Name"), N_("What will change"))
Index = QModelIndex | QPersistentModelIndex


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
    """Counts, notes and the first rows of what would be written; a sentence where that is not known."""

    def __init__(self, draft: ImportDraft, parent: QWidget | None = None) -> None:
        super().__init__(_("Preview"), parent)
        self._draft = draft
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumWidth(320)
        self.counts = Badges()
        self._notes = label(tone="muted")
        self._hint = label(tone="muted")
        for one in (self._notes, self._hint):
            one.setWordWrap(True)
        self.model = PreviewModel(self)
        self.table = self._make_table()
        self.body.setSpacing(8)
        self.body.addWidget(self.counts)
        self.body.addWidget(self._notes)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self._hint)
        self.body.addStretch(0)
        draft.planned.connect(self.refresh)
        draft.changed.connect(self._on_changed)
        draft.work.ticked.connect(self._wait)
        self.refresh()

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
        header.setStyleSheet(HEADER)
        table.setColumnWidth(0, 40)
        for column in (2, 3):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        return table

    def notes(self) -> str:
        """Return the sentences that are shown."""
        return self._notes.text()

    def refresh(self) -> None:
        """Show what would be written as far as it is known."""
        plan, problem = self._draft.plan, self._draft.problem
        if plan is not None:
            self.counts.set_words(counts_of(plan))
            self.model.show_rows(plan.preview(SHOWN))
            self._fit_states(plan)
            none = [] if plan.rows else [_("The file has headings, but no rows below them.")]
            self._notes.setText("\n".join([*none, *import_beside.made(plan), *plan.notes]))
        else:
            self._notes.setText(str(problem) if problem is not None else waiting_words(self._draft))
        self._notes.setVisible(bool(self._notes.text()))
        for one in (self.counts, self.table):
            one.setVisible(plan is not None)
        self._hint.setText(hint_of(self._draft))

    def _wait(self) -> None:
        """Tell how far the reading is, as long as there is nothing else to show; after a choice the rows stay."""
        if self._draft.plan is None and self.table.isHidden():
            self.refresh()

    def _fit_states(self, plan: ImportPlan) -> None:
        """Let the badges of all states that rows have be read whole."""
        words = [_(STATES[state][0]) for state, count in plan.diff.counts.items() if count]
        widest = max(map(drawing.badge_width, words), default=0)
        self.table.setColumnWidth(1, max(_STATE, ceil(widest) + _AROUND))

    def _on_changed(self) -> None:
        self._hint.setText(hint_of(self._draft))
        self._wait()


def waiting_words(draft: ImportDraft) -> str:
    """Return what the draft is doing and how many rows it has read so far; nothing while it rests."""
    if not draft.work.is_busy:
        return ""
    word, rows = draft.work.told
    told = ngettext("%(word)s: %(rows)s row so far…", "%(word)s: %(rows)s rows so far…", rows)
    return told % {"word": word, "rows": f"{rows:,}"} if rows else f"{word}…"


def hint_of(draft: ImportDraft) -> str:
    """Return what should be known before the button is pressed."""
    if draft.workspace.read_only:
        return _("This file is open for reading only.")
    if draft.was_stopped:
        return _("The import was stopped. Nothing was changed.")
    return _(
        "Nothing is written until you press Import, and the whole import can be undone later in one step."
    )


def counts_of(plan: ImportPlan) -> list[tuple[str, Colour]]:
    """Return how many rows of each sort a plan has, as badges."""
    numbers = plan.diff.counts
    return [
        (counted(state, count), STATES[state][1])
        for state, count in numbers.items()
        if count or state == "new"
    ]


__all__ = ["PreviewCard", "PreviewModel", "counts_of", "hint_of", "waiting_words"]
