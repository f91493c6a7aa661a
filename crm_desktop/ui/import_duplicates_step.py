"""The third step of an import: which rows are records that are there already, and which names mean what."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtWidgets import QVBoxLayout

from crm_desktop.core.i18n import N_
from crm_desktop.ui.import_finding import FindingCard
from crm_desktop.ui.import_names import NamesCard
from crm_desktop.ui.import_step import ImportStep

if TYPE_CHECKING:
    from crm_desktop.ui.context import Context
    from crm_desktop.ui.import_draft import ImportDraft


class DuplicatesStep(ImportStep):
    """Cards below each other: how records are found, doubtful names."""

    key: ClassVar[str] = "duplicates"
    word: ClassVar[str] = N_("Duplicates")

    def __init__(self, draft: ImportDraft, context: Context) -> None:
        super().__init__(draft, context)
        self.finding = FindingCard(draft)
        self.names = NamesCard(draft)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(16)
        column.addWidget(self.finding)
        column.addWidget(self.names, 1)

    def count(self) -> int:
        """How many doubtful names nobody has decided about."""
        decided = self.draft.choices.decided
        return sum(one not in decided.get(field, {}) for field, one in self.draft.doubtful)

    def on_shown(self) -> None:
        self.finding.mode.setFocus()
