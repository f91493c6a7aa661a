"""What one transaction did, record by record, beside the history: each record can be opened."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.ui.alive import while_alive
from crm_desktop.ui.buttons import Button
from crm_desktop.ui.card import scrolled
from crm_desktop.ui.context import Context
from crm_desktop.ui.history_model import Line
from crm_desktop.ui.labels import label
from crm_desktop.ui.record_contract import RecordChange, file_of
from crm_desktop.ui.tasks import Task

_LONGEST_LINE = 12  # fields of one record


class HistoryDetails(QWidget):
    """Shows the chosen transaction: its title, when and by whom, and what it changed."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._task: Task | None = None
        self._line: Line | None = None
        self.records: tuple[RecordChange, ...] = ()
        self._title = label(strong="true")
        self._meta = label(tone="muted", scale="small")
        self._note = label(tone="muted", scale="small")
        self._list = QWidget()
        self._rows = QVBoxLayout(self._list)
        self._rows.setContentsMargins(0, 8, 0, 0)
        self._rows.setSpacing(14)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(4)
        for one in (self._title, self._meta, self._note):
            one.setWordWrap(True)
        for part in (self._title, self._meta, self._list, self._note):
            column.addWidget(part)
        column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolled(body))

    def show_line(self, line: Line | None) -> None:
        """Show this transaction, or nothing."""
        if self._task is not None:
            self._task.cancel()
        known = self._line.transaction.id if self._line is not None else None
        again = line is not None and line.transaction.id == known
        self._line = line
        self._title.setText(line.title if line else "")
        self._meta.setText(" · ".join(part for part in (line.when, line.who) if part) if line else "")
        self._note.setText("")
        if line is None or not again:
            self._show(((), False))  # nothing of the entry before stands under the new heading
        if line is None:
            return
        history, transaction = file_of(self._context).history, line.transaction.id
        self._task = self._context.tasks.read(
            lambda _task: history.of_transaction(transaction),
            done=while_alive(self, self._show),
            failed=while_alive(self, lambda _error: self._show(((), False))),
        )

    def open_only(self) -> bool:
        """Open the record when there is just one that has a page; tell whether there was."""
        able = [one for one in self.records if self._has_page(one)]
        if len(able) == 1:
            self._open(able[0])
        return len(able) == 1

    def retranslate(self) -> None:
        """Show all words again."""
        self.setAccessibleName(_("What was changed"))
        self.show_line(self._line)

    def _show(self, found: tuple[Sequence[RecordChange], bool]) -> None:
        records, more = found
        self.records = tuple(records)
        while item := self._rows.takeAt(0):
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for one in records:
            block = self._block(one)
            self._rows.addWidget(block)
            block.show()
        if more:
            self._note.setText(_("There is more; this is the beginning."))

    def _block(self, one: RecordChange) -> QWidget:
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        entity = self._context.entities.get(one.entity)
        kind = _(entity.title) if entity is not None else ""
        if self._has_page(one):
            name = Button(one.title, look="link", clicked=lambda: self._open(one))
            name.setAccessibleName(_("Open %(name)s") % {"name": one.title})
            column.addWidget(name, 0, Qt.AlignmentFlag.AlignLeft)
        else:
            column.addWidget(label(one.title))
        column.addWidget(
            label(f"{kind} · {_('Record created')}" if one.created else kind, tone="muted", scale="small")
        )
        lines = [change.line for change in one.fields[:_LONGEST_LINE]]
        if len(one.fields) > _LONGEST_LINE:
            lines.append("…")
        if lines:
            text = label("\n".join(lines))
            text.setWordWrap(True)
            text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            text.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            column.addWidget(text)
        return made

    def _has_page(self, one: RecordChange) -> bool:
        entity = self._context.entities.get(one.entity)
        return entity is not None and bool(entity.section)

    def _open(self, one: RecordChange) -> None:
        self._context.window.open_record(one.entity, one.id)
