"""The third step of an import: which rows are records that are there already, and which names mean what."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtWidgets import QSizePolicy, QVBoxLayout

from crm_desktop.core.i18n import N_, ngettext
from crm_desktop.services.import_choices import NEW
from crm_desktop.services.import_doubled import doubled
from crm_desktop.ui.import_finding import FindingCard
from crm_desktop.ui.import_names import NamesCard
from crm_desktop.ui.import_step import ImportStep
from crm_desktop.ui.import_twins import LikelyRowsCard

if TYPE_CHECKING:
    from crm_desktop.ui.context import Context
    from crm_desktop.ui.import_draft import ImportDraft

_LINES = 3  # of doubtful names that are seen below likely duplicates, at least
_LINE, _AROUND = 36, 70  # pixels
_ANY = 16_777_215  # as high as it gets


class DuplicatesStep(ImportStep):
    """Cards below each other: how records are found, rows that are likely records, doubtful names."""

    key: ClassVar[str] = "duplicates"
    word: ClassVar[str] = N_("Duplicates")

    def __init__(self, draft: ImportDraft, context: Context) -> None:
        super().__init__(draft, context)
        self.finding = FindingCard(draft)
        self.twins = LikelyRowsCard(draft)
        self.names = NamesCard(draft)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(16)
        column.addWidget(self.finding)
        column.addWidget(self.twins, 1)
        column.addWidget(self.names, 1)
        column.addStretch(0)
        draft.planned.connect(self._share_out)
        self._share_out()

    def _share_out(self) -> None:
        """Show doubtful names where there are any; where there are only these, they have all the room."""
        names, twins = len(self.draft.names.asked()), self.twins.count
        self.names.setVisible(bool(names))
        self.twins.setVisible(bool(twins or not names))
        self.names.setMinimumHeight(_AROUND + _LINE * min(names, _LINES))
        self.names.setMaximumHeight(_AROUND + _LINE * names if twins else _ANY)
        upright = QSizePolicy.Policy.Expanding if twins else QSizePolicy.Policy.Maximum
        self.twins.setSizePolicy(QSizePolicy.Policy.Expanding, upright)

    def count(self) -> int:
        """How many doubtful names and likely duplicates nobody has decided about."""
        return self._names() + self._twins()

    def told(self) -> str:
        names, twins = self._names(), self._twins()
        words = ngettext("%(count)s name to decide", "%(count)s names to decide", names)
        parts = [f"{twins:,}" if twins else "", words % {"count": f"{names:,}"} if names else ""]
        return " · ".join(filter(None, parts))

    def _names(self) -> int:
        if self.draft.done.result is not None:
            return 0  # nothing is asked any more
        return len(self.draft.names.waiting())

    def _twins(self) -> int:
        choices, plan = self.draft.choices, self.draft.plan
        if plan is None or choices.likely != NEW or self.draft.done.result is not None:
            return 0
        answered = choices.twins.keys() | set(choices.left_out)
        return sum(plan.table.numbers[place] not in answered for place in plan.twins or ())

    def look_at_doubled(self) -> None:
        """Go to the first row that would double a record, to be decided about."""
        if self.draft.plan is not None and (numbers := doubled(self.draft.plan)):
            self.twins.look_at_row(numbers[0])

    def on_shown(self) -> None:
        self.finding.mode.setFocus()
