"""The question after something was done: what came of it, and what comes next."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from crm_desktop.core.errors import CrmError
from crm_desktop.core.i18n import _
from crm_desktop.core.reading import Unreadable
from crm_desktop.ui.agenda_contract import ACTIVITY, Entry, by_day
from crm_desktop.ui.alive import while_alive
from crm_desktop.ui.buttons import Button
from crm_desktop.ui.context import Context
from crm_desktop.ui.corner_panel import CornerPanel
from crm_desktop.ui.editors import make_editor
from crm_desktop.ui.editors.base import ENTER, EditorContext
from crm_desktop.ui.labels import ElidedLabel, label
from crm_desktop.ui.next_step import NextStep

_WITH_OUTCOME = frozenset({"call"})


class AfterDone(CornerPanel):
    """One panel a window: a second question takes the place of the first, of which what was written is kept."""

    def __init__(self, context: Context, window: QWidget) -> None:
        super().__init__(window)
        self.context = context
        self._entry: Entry | None = None
        field = context.entities[ACTIVITY].field("outcome")
        self._whom = ElidedLabel(tone="muted")
        self._outcome_label = label(_(field.label), tone="muted")
        self.outcome = make_editor(field.kind, self._editor_context(_(field.label)))
        self.outcome.edited.connect(self._on_edited)
        self._outcome_row = QWidget()
        row = QHBoxLayout(self._outcome_row)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._outcome_label)
        row.addWidget(self.outcome, 1)
        self.next = NextStep(self._editor_context(_("Due")))
        self.next.edited.connect(self._on_edited)
        self.next.due.editor.accepted.connect(self.write)
        self._save = Button(_("Save"), look="primary", clicked=self.write)
        below = QHBoxLayout()
        below.addStretch(1)
        below.addWidget(self._save)
        for one in (self._whom, self._outcome_row, self.next):
            self.body.addWidget(one)
        self.body.addLayout(below)

    def _editor_context(self, name: str) -> EditorContext:
        file = by_day(self.context)
        return EditorContext(
            file, self.context.tasks, self.context.messages, file.locale, name=name, compact=True
        )

    def ask(self, entry: Entry) -> None:
        """Ask what came of an activity and what comes next."""
        self.write()
        self._entry = entry
        self.set_heading(_("Done: %(name)s") % {"name": entry.subject})
        self._whom.setText(entry.whom)
        self._whom.setVisible(bool(entry.whom))
        self._outcome_row.setVisible(entry.kind in _WITH_OUTCOME)
        self.outcome.load(None)
        self.next.clear()
        self._on_edited()
        self.open_with(self.next.line)

    def _on_edited(self) -> None:
        self._save.setEnabled(self._is_written())

    def _is_written(self) -> bool:
        return self._entry is not None and bool(self.next.text() or self.outcome.value())

    def retranslate(self) -> None:
        """Keep what was written and make room for a panel in the new language."""
        self.write()
        self.leave()
        self.deleteLater()

    def write(self) -> None:
        """Keep what was written."""
        entry = self._entry
        if entry is None or self.isHidden() or not self._is_written():
            return
        try:
            day = self.next.day()
        except Unreadable as problem:
            self.next.due.editor.set_problem(str(problem))
            return
        activities, window = by_day(self.context).activities, self.context.window
        subject, outcome = self.next.text(), self.outcome.value()
        self._entry = None
        self.leave()
        self.context.tasks.run(
            lambda _task: activities.follow_up(entry.id, subject, day, outcome),
            done=lambda written: window.show_toast(
                written.text, _("Undo"), lambda: window.undo(written.transaction)
            ),
            failed=while_alive(self, lambda error: self._on_failed(entry, error)),
            title=_("Save"),
        )

    def _on_failed(self, entry: Entry, error: CrmError) -> None:
        self._entry = entry
        self.open_with(self.next.line)
        self.next.due.editor.set_problem(str(error))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        wants = event.modifiers() & Qt.KeyboardModifier.ControlModifier or self.next.line.hasFocus()
        if event.key() in ENTER and wants:
            self.write()
        else:
            super().keyPressEvent(event)
