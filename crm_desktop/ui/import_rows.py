"""What an import will do, row by row, before anything is written: filtered by state, ticked, old beside new."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QSizePolicy, QWidget

from crm_desktop.core.i18n import N_, _
from crm_desktop.services.import_diff import DiffRow
from crm_desktop.ui.card import Card
from crm_desktop.ui.import_preview import hint_of, made_of
from crm_desktop.ui.import_rows_model import STATES, Badge, RowColumn, RowsModel, counted
from crm_desktop.ui.import_rows_table import RowsTable
from crm_desktop.ui.import_side import SideBySide, SideLine
from crm_desktop.ui.labels import label, line
from crm_desktop.ui.state_badges import StateBadges

if TYPE_CHECKING:
    from crm_desktop.ui.import_draft import ImportDraft

_SIDE = 260


def _state_badge(row: DiffRow) -> Badge:
    words, colour = STATES[row.state]
    return _(words), colour


def what_changes(row: DiffRow) -> str:
    """Return what a row does, in one line."""
    if row.state == "likely" and row.owner is None and row.twins:
        return f"{row.twins[0].name} · {row.twins[0].percent}"
    return row.text


COLUMNS = (
    RowColumn("", 28, ticks=True),
    RowColumn(N_("Row"), 54, lambda row: f"{row.number:,}"),
    RowColumn(N_("State"), 116, lambda row: _(STATES[row.state][0]), _state_badge),
    RowColumn(N_("Name"), 170, lambda row: row.name),
    RowColumn(N_("What will change"), 0, what_changes),
)


class RowsCard(Card):
    """Badges that filter, a tick for all that is shown, the rows, and beside them the chosen row in full."""

    def __init__(self, draft: ImportDraft, parent: QWidget | None = None) -> None:
        super().__init__(_("What will change"), parent)
        self._draft = draft
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.badges = StateBadges()
        self.all = QCheckBox(_("Import all that are shown"))
        self.all.setTristate(True)
        self._notes = label(tone="muted")
        self._hint = label(tone="muted")
        for one in (self._notes, self._hint):
            one.setWordWrap(True)
        self.model = RowsModel(COLUMNS, self)
        self.table = RowsTable(self.model, _("Rows of the file"))
        self.side = SideBySide()
        self.side.setMinimumWidth(_SIDE)
        head = QHBoxLayout()
        head.addWidget(self.badges, 1)
        head.addWidget(self.all)
        rows = QHBoxLayout()
        rows.setSpacing(16)
        rows.addWidget(self.table, 5)
        rows.addWidget(line(upright=True))
        rows.addWidget(self.side, 2)
        self._body = QWidget()
        self._body.setLayout(rows)
        rows.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(8)
        self.body.addLayout(head)
        self.body.addWidget(self._notes)
        self.body.addWidget(self._body, 1)
        self.body.addWidget(self._hint)
        self.body.addStretch(0)
        self.badges.chosen.connect(self._show_rows)
        self.all.clicked.connect(self._on_all)
        self.table.pressed_on.connect(self._on_pressed)
        self.table.looked_at.connect(self._look_at)
        draft.planned.connect(self.refresh)
        draft.changed.connect(self._say_hint)
        self.refresh()

    def notes(self) -> str:
        """Return the sentences that are shown."""
        return self._notes.text()

    def refresh(self) -> None:
        """Show what would be written as far as it is known."""
        plan, problem = self._draft.plan, self._draft.problem
        if plan is not None:
            counts = plan.diff.counts
            shown = [(state, counted(state, counts[state]), look[1]) for state, look in STATES.items()]
            self.badges.show_states([one for one in shown if counts[one[0]]])
            self._notes.setText("\n".join([*made_of(plan), *plan.notes]))
        else:
            self._notes.setText(str(problem) if problem is not None else "")
        self._notes.setVisible(bool(self._notes.text()))
        for one in (self.badges, self.all, self._body):
            one.setVisible(plan is not None)
        self._show_rows()
        self._say_hint()

    def _show_rows(self) -> None:
        plan = self._draft.plan
        self.model.show_rows(plan.diff if plan is not None else None, self.badges.states)
        self.all.setCheckState(self.model.all_ticked())
        self._look_at(self.table.currentIndex().row())

    def _say_hint(self) -> None:
        self._hint.setText(hint_of(self._draft))

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

    # ------------------------------------------------------------------ one row in full

    def _look_at(self, at: int) -> None:
        row = self.model.row(at)
        if row is None:
            self.side.say(_("Choose a row to see it in full."))
            return
        title = _("Row %(row)d: %(name)s") % {"row": row.number, "name": row.name}
        is_change = row.owner is not None and row.owner > 0
        said = [
            SideLine(one.label, _values(one.old, one.new, both=is_change), is_change) for one in row.cells
        ]
        headings = ("", _("Now"), _("After")) if is_change else ("", _("In the file"))
        notes = [SideLine(_("Why") if row.state == "rejected" else "", (text,)) for text in row.notes]
        self.side.show_lines(title, headings, [*notes, *said])


def _values(old: str, new: str, *, both: bool) -> tuple[str, ...]:
    return (old or "–", new or "–") if both else (new,)


__all__ = ["RowsCard", "what_changes"]
