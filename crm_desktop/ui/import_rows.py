"""What an import will do, row by row, before anything is written: filtered by state, ticked, old beside new."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QWidget

from crm_desktop.core.i18n import N_, _
from crm_desktop.services import import_beside
from crm_desktop.ui.import_preview import hint_of, waiting_words
from crm_desktop.ui.import_row_list import NAME, NUMBER, STATE, RowList, what_changes
from crm_desktop.ui.import_rows_model import RowColumn
from crm_desktop.ui.labels import label

if TYPE_CHECKING:
    from crm_desktop.ui.import_draft import ImportDraft

COLUMNS = (
    RowColumn("", 28, ticks=True),
    NUMBER,
    STATE,
    NAME,
    RowColumn(N_("What will change"), 0, what_changes),
)


class RowsCard(RowList):
    """The rows of the plan of a draft, each with a tick, and one tick for all that are shown."""

    def __init__(self, draft: ImportDraft, parent: QWidget | None = None) -> None:
        super().__init__(_("What will change"), COLUMNS, parent)
        self._draft = draft
        self.all = QCheckBox(_("Import all that are shown"))
        self.all.setTristate(True)
        self._notes = label(tone="muted")
        self._hint = label(tone="muted")
        for one in (self._notes, self._hint):
            one.setWordWrap(True)
        self.head.addWidget(self.all)
        self.body.insertWidget(1, self._notes)
        self.body.addWidget(self._hint)
        self.body.addStretch(0)
        self.all.clicked.connect(self._on_all)
        self.table.pressed_on.connect(self._on_pressed)
        draft.planned.connect(self.refresh)
        draft.changed.connect(self._on_changed)
        draft.work.ticked.connect(self._wait)
        self.refresh()

    def notes(self) -> str:
        """Return the sentences that are shown."""
        return self._notes.text()

    def refresh(self) -> None:
        """Show what would be written as far as it is known."""
        plan, problem = self._draft.plan, self._draft.problem
        if plan is not None:
            self._notes.setText("\n".join([*import_beside.made(plan), *plan.notes]))
        else:
            self._notes.setText(str(problem) if problem is not None else waiting_words(self._draft))
        self._notes.setVisible(bool(self._notes.text()))
        self.all.setVisible(plan is not None)
        self.show_diff(plan.diff if plan is not None else None)
        self._hint.setText(hint_of(self._draft))

    def show_rows(self) -> None:
        super().show_rows()
        self.all.setCheckState(self.model.all_ticked())

    def _on_changed(self) -> None:
        self._hint.setText(hint_of(self._draft))
        self._wait()

    def _wait(self) -> None:
        """Tell how far the reading is, as long as there is nothing else to show; after a choice the rows stay."""
        if self._draft.plan is None and self.rows.isHidden():
            self.refresh()

    # ------------------------------------------------------------------ ticks

    def _on_pressed(self, places: list[int]) -> None:
        """Tick rows, or take their ticks away when all have one."""
        states = [one for at in places if (one := self.model.tick_state(at)) is not None]
        self._tick(places, on=Qt.CheckState.Unchecked in states)

    def _on_all(self) -> None:
        self._tick(range(self.model.rowCount()), on=self.model.all_ticked() != Qt.CheckState.Checked)

    def _tick(self, places: list[int] | range, *, on: bool) -> None:
        numbers = self.model.set_ticks(places, on)
        if numbers:
            self._draft.rows_chosen.tick(numbers, on)


__all__ = ["RowsCard"]
