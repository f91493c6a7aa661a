"""Rows of an import that are likely records already: side by side, with reasons, and a choice for each or for all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from crm_desktop.core.i18n import N_, _, listed
from crm_desktop.exchange.mapping import plain_key
from crm_desktop.services.import_choices import NEW, SKIP, UPDATE
from crm_desktop.services.import_diff import DiffRow
from crm_desktop.services.import_likely_rows import Twin
from crm_desktop.ui.alive import while_alive
from crm_desktop.ui.import_rows_beside import RowsBeside
from crm_desktop.ui.import_rows_model import Badge, RowColumn
from crm_desktop.ui.import_side import SideLine
from crm_desktop.ui.labels import label
from crm_desktop.ui.quiet_combo import QuietCombo

if TYPE_CHECKING:
    from crm_desktop.ui.import_draft import ImportDraft
    from crm_desktop.ui.tasks import Task

_ALL = {
    NEW: N_("Make new records"),
    UPDATE: N_("Update the likeliest record"),
    SKIP: N_("Leave them out"),
}


def _becomes(row: DiffRow) -> str:
    """Return what becomes of a row."""
    if row.left_out or row.barred:
        return _("left out")
    if row.owner is None:
        return _("new record")
    return _("updates it") if row.owner > 0 else _("joins row %(row)d") % {"row": -row.owner}


def _percent(row: DiffRow) -> Badge:
    return row.twins[0].percent, "orange"


COLUMNS = (
    RowColumn(N_("Row"), 48, lambda row: f"{row.number:,}"),
    RowColumn(N_("In the file"), 124, lambda row: row.name),
    RowColumn(N_("Likely the same as"), 128, lambda row: _named(row.twins[0])),
    RowColumn("", 56, lambda row: row.twins[0].percent, _percent),
    RowColumn(N_("Why"), 0, lambda row: listed(row.twins[0].why)),
    RowColumn(N_("Becomes"), 92, _becomes),
)


def _named(twin: Twin) -> str:
    """Return the name of who a row likely is."""
    if twin.record > 0:
        return twin.name
    return _("row %(row)d: %(name)s") % {"row": -twin.record, "name": twin.name}


class LikelyRowsCard(RowsBeside):
    """The rows, a choice for all of them, and beside them the chosen row with its candidate and its own choice.

    Space or Enter gives the selected rows the next choice: new record, update, left out.
    """

    share = 3
    narrowest = 300

    def __init__(self, draft: ImportDraft, parent: QWidget | None = None) -> None:
        super().__init__(_("Likely duplicates"), COLUMNS, _("Likely duplicates"), parent)
        self._draft = draft
        self._asked = 0  # the record whose values are being read
        self.all = QuietCombo(_("All likely duplicates"))
        for code, text in _ALL.items():
            self.all.addItem(_(text), code)
        self.all.setSizeAdjustPolicy(QuietCombo.SizeAdjustPolicy.AdjustToContents)
        self.all.activated.connect(self._on_all)
        self.add_action(self.all)
        self.choice = QuietCombo(_("What becomes of this row"))
        self.choice.activated.connect(self._on_choice)
        self.beside.insertWidget(0, self.choice)
        self._nothing = label(tone="muted")
        self._nothing.setWordWrap(True)
        self.body.addWidget(self._nothing)
        self.body.addWidget(self.rows, 1)
        self.table.pressed_on.connect(self._on_pressed)
        draft.planned.connect(self.refresh)
        draft.changed.connect(self._say)
        self.refresh()

    @property
    def count(self) -> int:
        """How many rows are likely duplicates."""
        return self.model.rowCount()

    def refresh(self) -> None:
        """Show the rows of the present plan."""
        plan = self._draft.plan
        self.model.show_rows(plan.diff if plan is not None else None, ("likely",))
        self.set_title(_("Likely duplicates"), f"{self.count:,}" if self.count else "")
        self.all.choose(self._draft.choices.likely)
        if self.count and not self.table.currentIndex().isValid():
            self.table.look_at(0)
        self.look_at_current()
        self._say()

    def _say(self) -> None:
        """Show the rows, or say why there are none."""
        plan = self._draft.plan
        self.rows.setVisible(bool(self.count))
        self.all.setVisible(bool(self.count))
        self._nothing.setVisible(not self.count)
        if self._draft.work.is_busy and (plan is None or plan.twins is None):
            self._nothing.setText(_("Looking for likely duplicates…"))
        else:
            self._nothing.setText(_("No new row is likely a record that is there already, or another row."))

    def look_at_row(self, number: int) -> None:
        """Bring a row of the file to the front and go to its choice."""
        at = next((at for at in range(self.count) if self._number(at) == number), None)
        if at is not None:
            self.table.look_at(at)
            self.choice.setFocus()

    def _number(self, at: int) -> int:
        row = self.model.row(at)
        return row.number if row is not None else 0

    # ------------------------------------------------------------------ choosing

    def _on_all(self) -> None:
        numbers = [row.number for at in range(self.count) if (row := self.model.row(at)) is not None]
        self._draft.rows_chosen.decide_all(str(self.all.currentData()), numbers)

    def _on_choice(self) -> None:
        row = self.model.row(self.table.currentIndex().row())
        answer: int | str = self.choice.currentData()
        if row is not None:
            self._decide([row], answer)

    def _on_pressed(self, places: list[int]) -> None:
        """Give rows the choice that follows that of the first one."""
        rows = [row for at in places if (row := self.model.row(at)) is not None]
        first = rows[0]
        at = 2 if first.left_out else 0 if first.owner is None else 1
        self._decide(rows, (UPDATE, SKIP, NEW)[at])

    def _decide(self, rows: Sequence[DiffRow], answer: int | str) -> None:
        """Let rows be new, their likeliest record, a certain record, or left out."""
        chosen = self._draft.rows_chosen
        if answer == SKIP:
            chosen.tick([row.number for row in rows], on=False)
        elif answer == UPDATE:
            chosen.decide({row.number: row.twins[0].record for row in rows})
        else:
            chosen.decide({row.number: answer if isinstance(answer, int) else None for row in rows})

    # ------------------------------------------------------------------ one row beside its candidate

    def look_at(self, at: int) -> None:
        row = self.model.row(at)
        self.choice.setVisible(row is not None)
        if row is None or self._draft.plan is None:
            self.side.say("")
            return
        self.choice.clear()
        self.choice.addItem(_("Make a new record"), NEW)
        for one in row.twins:
            words = _("Take it for “%(name)s” (%(percent)s)")
            self.choice.addItem(words % {"name": _named(one), "percent": one.percent}, one.record)
        self.choice.addItem(_("Leave it out"), SKIP)
        self.choice.choose(SKIP if row.left_out else NEW if row.owner is None else row.owner)
        self._compare(row, self.model.entry(at))

    def _compare(self, row: DiffRow, entry: int) -> None:
        """Show what the row says beside what its candidate holds, which is read first."""
        diff = self._draft.plan.diff if self._draft.plan is not None else None
        if diff is None:
            return
        twin = next((one for one in row.twins if one.record == row.owner), row.twins[0])
        said = {one.key: (one.label, one.new) for one in diff.said(entry)}
        if twin.record < 0:
            held = {one.key: one.new for one in diff.said(diff.entry_of(-twin.record))}
            self._show(row, twin, said, held)
            return
        workspace, entity = self._draft.workspace, self._draft.entity.name
        keys = [plain_key(one) for one in self._draft.columns.own]
        self._asked = twin.record

        def read(_task: Task) -> dict[str, str]:
            found = workspace.lists.page(entity, keys, [twin.record])
            return dict(zip(keys, found[0].texts, strict=True)) if found else {}

        def show(held: dict[str, str]) -> None:
            if self._asked == twin.record:
                self._show(row, twin, said, held)

        self._draft.context.tasks.read(read, done=while_alive(self, show))

    def _show(self, row: DiffRow, twin: Twin, said: dict[str, tuple[str, str]], held: dict[str, str]) -> None:
        labels = {plain_key(one): _(one.label) for one in self._draft.columns.own}
        names = {key: label for key, (label, _value) in said.items()}
        names |= {
            key: labels[key] for key, text in held.items() if text and key in labels and key not in names
        }
        lines = []
        for key, name in names.items():
            new, old = said.get(key, ("", ""))[1], held.get(key, "")
            lines.append(SideLine(name, (old or "–", new or "–"), bool(new) and new != old))
        headings = ("", _("There already") if twin.record > 0 else _("Row %(row)d") % {"row": -twin.record})
        title = f"{twin.percent} · {listed(twin.why)}"
        self.side.show_lines(title, (*headings, _("Row %(row)d") % {"row": row.number}), lines)


__all__ = ["LikelyRowsCard"]
