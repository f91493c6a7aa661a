"""The records of one group beside the list: each with what tells it, and what can be done with them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.ui.alive import while_alive
from crm_desktop.ui.buttons import Button
from crm_desktop.ui.card import scrolled
from crm_desktop.ui.context import Context
from crm_desktop.ui.contract import Row
from crm_desktop.ui.duplicates_model import Line
from crm_desktop.ui.labels import label
from crm_desktop.ui.tasks import Task

_DETAILS = ("company", "mobile", "phone", "email", "city", "street", "website", "tax_number", "birthday")


class GroupAside(QWidget):
    """``merge_asked`` and ``parted`` tell what was chosen; ``joined`` that two may be one after all."""

    merge_asked = Signal()
    parted = Signal()
    joined = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._line: Line | None = None
        self._task: Task | None = None
        self._records = QVBoxLayout()
        self._records.setSpacing(2)
        self.merge_button = Button(icon="merge", clicked=self.merge_asked.emit)
        self.part_button = Button(icon="x", clicked=self.parted.emit)
        self.join_button = Button(icon="undo-2", clicked=self.joined.emit)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(16, 14, 16, 16)
        column.setSpacing(8)
        column.addLayout(self._records)
        column.addSpacing(8)
        for one in (self.merge_button, self.part_button, self.join_button):
            column.addWidget(one, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolled(body))

    def retranslate(self) -> None:
        """Show all words again."""
        self.setAccessibleName(_("The records of this group"))
        self.merge_button.set_text(_("Merge…"))
        self.part_button.set_text(_("Not a duplicate"))
        self.join_button.set_text(_("Possibly a duplicate again"))
        self.show_line(self._line)

    def show_line(self, line: Line | None) -> None:
        """Show the records of a line, or nothing."""
        if self._task is not None:
            self._task.cancel()
        self._line = line
        may_write = line is not None and not self._context.workspace.read_only
        is_apart = line is not None and bool(line.note)
        for button, wanted in (
            (self.merge_button, not is_apart),
            (self.part_button, not is_apart),
            (self.join_button, is_apart),
        ):
            button.setVisible(line is not None and wanted)
            button.setEnabled(may_write)
        if line is None:
            self._fill(())
            return
        lists, keys = self._context.workspace.lists, self._keys(line.entity)
        self._task = self._context.tasks.read(
            lambda _task: lists.page(line.entity, keys, line.ids), done=while_alive(self, self._fill)
        )

    def _keys(self, entity: str) -> list[str]:
        described = self._context.entities[entity]
        return [described.title_key, *(key for key in _DETAILS if key in described.by_key)]

    def _fill(self, rows: Sequence[Row]) -> None:
        while item := self._records.takeAt(0):
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for row in rows:
            title, *details = row.texts
            link = Button(title, look="link", clicked=partial(self._open, row.id))
            link.setAccessibleName(_("Open %(name)s") % {"name": title})
            self._records.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
            words = label("\n".join(one for one in details if one), tone="muted")
            words.setWordWrap(True)
            words.setContentsMargins(0, 0, 0, 10)
            self._records.addWidget(words)

    def _open(self, record: int) -> None:
        if self._line is not None:
            self._context.window.open_record(self._line.entity, record)
