"""The preview beside a list with what happened to the record, and the quick ways to write more down."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm_desktop.core.entity import Entity
from crm_desktop.core.i18n import _
from crm_desktop.ui import composer, history_actions
from crm_desktop.ui.alive import while_alive
from crm_desktop.ui.composer import Composer
from crm_desktop.ui.context import Context
from crm_desktop.ui.contract import Changes
from crm_desktop.ui.labels import label, line
from crm_desktop.ui.peek_panel import PeekPanel
from crm_desktop.ui.record_contract import Event, Record, file_of
from crm_desktop.ui.tasks import Task
from crm_desktop.ui.timeline import Timeline

QUICK = ("call", "email", "wechat", "task")
SHOWN = 8


class RecordPeek(PeekPanel):
    """A :class:`PeekPanel` with quick actions and the newest of the timeline, which follows each commit."""

    _committed = Signal(object)

    def __init__(self, context: Context, entity: Entity, parent: QWidget | None = None) -> None:
        self.timeline: Timeline | None = None  # the panel shows nothing before its parts are made
        self._task: Task | None = None
        super().__init__(context, entity, parent)
        has_stream = composer.link_to(context.entities, entity.name) is not None
        self.composer = Composer(context, QUICK, folded=True) if has_stream else None
        self._whom = label(tone="muted", scale="small")
        self._whom.hide()
        self.timeline = Timeline(context, entity, first=SHOWN)
        self.timeline.undo_clicked.connect(self._on_undo)
        column = QVBoxLayout()
        column.setSpacing(12)
        if self.composer is not None:
            self.composer.written.connect(lambda _one: self.show_record(self.record_id))
            column.addWidget(self.composer)
        column.addWidget(self._whom)
        column.addWidget(line())
        column.addWidget(self.timeline)
        self.below.addLayout(column)
        self.retranslate()
        self._committed.connect(self._on_committed)
        context.workspace.subscribe(while_alive(self, self._committed.emit))  # on the thread that writes

    def retranslate(self) -> None:
        super().retranslate()
        if self.timeline is not None:
            self.timeline.retranslate()
            if self.composer is not None:
                self.composer.retranslate()

    def show_record(self, record_id: int | None) -> None:
        super().show_record(record_id)
        if self.timeline is None:
            return
        self.timeline.show_record(record_id)
        if self._task is not None:
            self._task.cancel()
        if record_id is None or self.composer is None:
            return
        records, entity = file_of(self.context).records, self.entity.name
        self._task = self.context.tasks.read(
            lambda _task: records.get(entity, record_id),
            done=while_alive(self, self._on_read),
            failed=while_alive(self, lambda _error: None),  # a record that is gone: the list says so itself
        )

    def _on_read(self, record: Record) -> None:
        if self.composer is None:
            return
        if self.composer.is_empty():
            self.composer.set_record(record)
        # What is being written stays about the record for which it was begun.
        about = self.composer.record
        is_other = about is not None and about.id != record.id
        self._whom.setText(_("For %(name)s") % {"name": about.title if about is not None else ""})
        self._whom.setVisible(is_other)

    def _on_committed(self, _changes: Changes) -> None:
        if self.timeline is not None and self.isVisible():
            self.timeline.show_record(self.record_id)

    def _on_undo(self, event: Event) -> None:
        history_actions.take_back(self.context, event.transaction, event.title, event.change)
