"""What may be there already, shown while a company, a contact or a lead is typed. It warns; it forbids nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from crm_desktop.core.i18n import _, listed
from crm_desktop.ui.alive import while_alive
from crm_desktop.ui.buttons import Button
from crm_desktop.ui.context import Context
from crm_desktop.ui.labels import ElidedLabel, label
from crm_desktop.ui.record_contract import Likely, file_of

PAUSE_MS = 250


class LikelyDuplicates(QFrame):
    """Looks for the record whose ``values`` are being typed, once the typing rests; hidden while nothing is found."""

    def __init__(self, context: Context, entity: str, values: Callable[[], Mapping[str, Any]]) -> None:
        super().__init__()
        self.setObjectName("notice")
        self._context = context
        self._entity = entity
        self._values = values
        self._asked: Mapping[str, Any] = {}
        self.found: Sequence[Likely] = ()
        self._timer = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._timer.timeout.connect(self._on_rest)
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(12, 8, 12, 8)
        self._rows.setSpacing(4)
        self.hide()

    def soon(self) -> None:
        """Look again once the typing rests."""
        self._timer.start()

    def _on_rest(self) -> None:
        """Look, unless the form was left meanwhile."""
        form = self.parentWidget()
        if form is None or form.isVisible():
            self.look()

    def look(self) -> None:
        """Look now, in the background; nothing is asked twice."""
        values = dict(self._values())
        if values == self._asked:
            return
        self._asked = values
        file, entity = file_of(self._context), self._entity

        def show(found: Sequence[Likely]) -> None:
            if values == self._asked:  # nothing else was typed meanwhile
                self.show_found(found)

        self._context.tasks.read(
            lambda _task: file.duplicates.like(entity, values), done=while_alive(self, show)
        )

    def show_found(self, found: Sequence[Likely]) -> None:
        """Show these records, each with its reasons."""
        self.found = tuple(found)
        while item := self._rows.takeAt(0):
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
            elif (row := item.layout()) is not None:
                _drop(row)
        self.setVisible(bool(found))
        self.setAccessibleName(_("May exist already"))
        if not found:
            return
        self._rows.addWidget(label(_("May exist already"), strong="true"))
        for one in found:
            why = self._why(one)
            link = Button(one.name, look="link", clicked=partial(self._open, one))
            link.setAccessibleName(f"{one.name}: {why}")
            row = QHBoxLayout()
            row.setSpacing(8)
            row.addWidget(link)
            row.addWidget(ElidedLabel(why, tone="muted", scale="small"), 1)
            self._rows.addLayout(row)

    def _why(self, one: Likely) -> str:
        """Return what speaks for a record, and what it is where it is of another sort."""
        if one.entity == self._entity:
            return listed(one.reasons)
        return f"{_(self._context.entities[one.entity].title)} · {listed(one.reasons)}"

    def _open(self, one: Likely) -> None:
        self._context.window.open_record(one.entity, one.id)


def _drop(row: Any) -> None:
    while item := row.takeAt(0):
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
    row.deleteLater()
