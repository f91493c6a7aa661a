"""The second step of an import: what the columns mean, beside what that would do."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtWidgets import QHBoxLayout, QSplitter

from crm_desktop.core.i18n import N_
from crm_desktop.ui.import_columns import ColumnsCard
from crm_desktop.ui.import_preview import PreviewCard
from crm_desktop.ui.import_step import ImportStep

if TYPE_CHECKING:
    from crm_desktop.ui.context import Context
    from crm_desktop.ui.import_draft import ImportDraft


class ColumnsStep(ImportStep):
    """Two cards beside each other."""

    key: ClassVar[str] = "columns"
    word: ClassVar[str] = N_("Match columns")

    def __init__(self, draft: ImportDraft, context: Context) -> None:
        super().__init__(draft, context)
        self.columns = ColumnsCard(draft)
        self.preview = PreviewCard(draft)
        cards = QSplitter()
        cards.setHandleWidth(16)
        cards.setChildrenCollapsible(False)
        cards.setStyleSheet("QSplitter::handle { background: transparent; }")
        cards.addWidget(self.columns)
        cards.addWidget(self.preview)
        cards.setSizes([600, 400])
        cards.setStretchFactor(0, 3)
        cards.setStretchFactor(1, 2)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 16, 16, 16)
        row.addWidget(cards)

    def on_shown(self) -> None:
        first = next(iter(self.columns.lines.values()), None)
        if first is not None:
            first.box.setFocus()
