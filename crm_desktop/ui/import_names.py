"""Names in a foreign table that are nearly those of records: what each of them means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.services.import_references import Likely
from crm_desktop.ui.card import Card, scrolled
from crm_desktop.ui.labels import ElidedLabel, label
from crm_desktop.ui.quiet_combo import QuietCombo

if TYPE_CHECKING:
    from crm_desktop.ui.import_draft import ImportDraft

LEAVE, TAKE, MAKE = "leave", "take", "make"
SHOWN = 100


class NamesCard(Card):
    """A line for each doubtful name with a choice; answered ones stay where they are."""

    def __init__(self, draft: ImportDraft, parent: QWidget | None = None) -> None:
        super().__init__(_("Doubtful names"), parent)
        self._draft = draft
        self._choices: dict[tuple[str, str], QuietCombo] = {}
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._holder = QVBoxLayout()
        self.body.addLayout(self._holder, 1)
        draft.planned.connect(self.refresh)
        self._show()

    def choice(self, field: str, text: str) -> QuietCombo:
        """Return the box of choices of one name."""
        return self._choices[field, text]

    def refresh(self) -> None:
        """Show the names of the present plan; while they are the same, their boxes stay."""
        if list(self._choices) != list(self._draft.doubtful)[:SHOWN] or not self._choices:
            self._show()

    def _show(self) -> None:
        while (item := self._holder.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        names = list(self._draft.doubtful.items())
        self._choices = {}
        self.set_title(_("Doubtful names"), f"{len(names):,}" if names else "")
        body = QWidget()
        grid = QGridLayout(body)
        grid.setContentsMargins(0, 0, 6, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        if not names:
            said = label(_("No name in the file is nearly, but not quite, that of a record."), tone="muted")
            said.setWordWrap(True)
            grid.addWidget(said, 0, 0, 1, 2)
        for row, (_key, one) in enumerate(names[:SHOWN]):
            values = {"text": one.text, "field": _(one.label), "rows": f"{one.rows:,}"}
            grid.addWidget(ElidedLabel(_("“%(text)s” (%(field)s, rows: %(rows)s)") % values), row, 0)
            grid.addWidget(self._choice_box(one), row, 1)
        grid.setColumnStretch(0, 3)
        grid.setColumnStretch(1, 2)
        grid.setRowStretch(grid.rowCount(), 1)
        self._holder.addWidget(scrolled(body))

    def _choice_box(self, one: Likely) -> QuietCombo:
        box = QuietCombo(_("What “%(text)s” means") % {"text": one.text})
        box.addItem(_("Leave it empty"), LEAVE)
        box.addItem(_("Take “%(name)s”") % {"name": one.name}, TAKE)
        box.addItem(_("Make a new one"), MAKE)
        decided = self._draft.choices.decided.get(one.field, {})
        answer = LEAVE if one.text not in decided else MAKE if decided[one.text] is None else TAKE
        box.choose(answer)
        answers: dict[str, tuple[str | None, ...]] = {LEAVE: (), TAKE: (one.name,), MAKE: (None,)}
        box.activated.connect(
            lambda _index: self._draft.columns.decide(one.field, one.text, *answers[box.currentData()])
        )
        self._choices[one.field, one.text] = box
        return box
