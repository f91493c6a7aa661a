"""The rows of an import as a card: badges that filter them by state, the rows, and the chosen one in full beside."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QWidget

from crm_desktop.core.i18n import N_, _
from crm_desktop.services.import_diff import DiffRow
from crm_desktop.ui.import_rows_beside import RowsBeside
from crm_desktop.ui.import_rows_model import STATES, Badge, RowColumn, counted
from crm_desktop.ui.import_side import SideLine
from crm_desktop.ui.state_badges import StateBadges

if TYPE_CHECKING:
    from crm_desktop.services.import_diff import Diff

_REASONED = ("rejected", "left_out")


def _state_badge(row: DiffRow) -> Badge:
    words, colour = STATES[row.state]
    return _(words), colour


def what_changes(row: DiffRow) -> str:
    """Return what a row does, in one line."""
    if row.state == "likely" and row.owner is None and row.twins:
        return f"{row.twins[0].name} · {row.twins[0].percent}"
    return row.text


NUMBER = RowColumn(N_("Row"), 54, lambda row: f"{row.number:,}")
STATE = RowColumn(N_("State"), 116, lambda row: _(STATES[row.state][0]), _state_badge)
NAME = RowColumn(N_("Name"), 170, lambda row: row.name)


class RowList(RowsBeside):
    """Shows the rows of a diff; ``before`` and ``after`` head the two columns of values of a row that changes."""

    before, after = N_("Now"), N_("After")

    def __init__(self, title: str, columns: Sequence[RowColumn], parent: QWidget | None = None) -> None:
        super().__init__(title, columns, _("Rows of the file"), parent)
        self.diff: Diff | None = None
        self.badges = StateBadges()
        self.head = QHBoxLayout()
        self.head.addWidget(self.badges, 1)
        self.body.setSpacing(8)
        self.body.addLayout(self.head)
        self.body.addWidget(self.rows, 1)
        self.badges.chosen.connect(self.show_rows)

    def show_diff(self, diff: Diff | None) -> None:
        """Show the rows of a diff, or none."""
        self.diff = diff
        if diff is not None:
            shown = [
                (state, counted(state, count), STATES[state][1])
                for state, count in diff.counts.items()
                if count
            ]
            self.badges.show_states(shown)
        for one in (self.badges, self.rows):
            one.setVisible(diff is not None)
        self.show_rows()

    def show_rows(self) -> None:
        """Show the rows of the states that are pressed."""
        self.model.show_rows(self.diff, self.badges.states)
        self.look_at_current()

    def look_at(self, at: int) -> None:
        row = self.model.row(at)
        if row is None:
            self.side.say(_("Choose a row to see it in full."))
            return
        words = _("Row %(row)d: %(name)s") if row.name else _("Row %(row)d")
        title = words % {"row": row.number, "name": row.name}
        is_change = row.owner is not None and row.owner > 0
        said = [
            SideLine(one.label, _values(one.old, one.new, both=is_change), is_change) for one in row.cells
        ]
        headings = ("", _(self.before), _(self.after)) if is_change else ("", _("In the file"))
        notes = [SideLine(_("Why") if row.state in _REASONED else "", (text,)) for text in row.notes]
        self.side.show_lines(title, headings, [*notes, *said])


def _values(old: str, new: str, *, both: bool) -> tuple[str, ...]:
    return (old or "–", new or "–") if both else (new,)


__all__ = ["NAME", "NUMBER", "STATE", "RowList", "what_changes"]
