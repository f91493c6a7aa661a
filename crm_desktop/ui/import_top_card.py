"""The first rows of a file as they stand, titles and headings among them: so it shows how the file was read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QSizePolicy, QTableView, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.exchange.headings import column_letters
from crm_desktop.ui import theme
from crm_desktop.ui.card import Card
from crm_desktop.ui.import_preview import HEADER

if TYPE_CHECKING:
    from crm_desktop.services.import_look import Look
    from crm_desktop.ui.import_draft import ImportDraft

_WIDTH = 140
_NOWHERE = QModelIndex()
Index = QModelIndex | QPersistentModelIndex


class TopModel(QAbstractTableModel):
    """The first rows. The row of the headings is strong, what stands above it is muted."""

    def __init__(self) -> None:
        super().__init__()
        self._look: Look | None = None

    def show_look(self, look: Look | None) -> None:
        """Show the rows of another file."""
        self.beginResetModel()
        self._look = look
        self.endResetModel()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if self._look is None or parent.isValid() else len(self._look.top)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        if self._look is None or parent.isValid():
            return 0
        return max((len(cells) for _number, cells in self._look.top), default=0)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if self._look is None or not index.isValid():
            return None
        number, cells = self._look.top[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return " ".join(cells[index.column()].split()) if index.column() < len(cells) else ""
        if role == Qt.ItemDataRole.FontRole and number == self._look.heading_row:
            return theme.font(weight=QFont.Weight.DemiBold)
        if role == Qt.ItemDataRole.ForegroundRole and number < self._look.heading_row:
            return theme.colour("muted")
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if role != Qt.ItemDataRole.DisplayRole or self._look is None:
            return None
        if orientation == Qt.Orientation.Horizontal:
            return column_letters(section)
        return str(self._look.top[section][0]) if section < len(self._look.top) else None


class TopCard(Card):
    """The first rows of the file; hidden while there is none."""

    def __init__(self, draft: ImportDraft, parent: QWidget | None = None) -> None:
        super().__init__(_("First rows of the file"), parent)
        self._draft = draft
        self.model = TopModel()
        self.table = QTableView()
        self.table.setAccessibleName(_("First rows of the file"))
        self.table.setModel(self.model)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.table.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.table.setTabKeyNavigation(False)
        self.table.setWordWrap(False)
        self.table.setCornerButtonEnabled(False)
        self.table.setStyleSheet("QTableCornerButton::section { background: transparent; border: none; }")
        self.table.setFrameShape(QTableView.Shape.NoFrame)
        for header in (self.table.horizontalHeader(), self.table.verticalHeader()):
            header.setStyleSheet(HEADER)
        self.table.horizontalHeader().setDefaultSectionSize(_WIDTH)
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.body.addWidget(self.table)

    def show_look(self) -> None:
        """Show the rows of the file as it was read."""
        look = self._draft.look
        self.model.show_look(look)
        self.setVisible(look is not None)
        if look is None:
            return
        row = look.heading_row
        words = _("headings in row %(row)d") % {"row": row} if row else _("no headings")
        self.set_title(_("First rows of the file"), words)
