"""The preview beside a list with what happened to the record, and the quick ways to write more down."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm_desktop.core.entity import Entity
from crm_desktop.core.i18n import _
from crm_desktop.ui import composer, history_actions
from crm_desktop.ui.alive import while_alive
from crm_desktop.ui.composer import Composer
from crm_desktop.ui.context import Context
from crm_desktop.ui.labels import label, line
from crm_desktop.ui.peek_panel import PeekPanel
from crm_desktop.ui.record_contract import Record, file_of
from crm_desktop.ui.tasks import Task
from crm_desktop.ui.timeline import Happening, Timeline, happening_of

QUICK = ("call", "email", "wechat", "task")
SHOWN = 8


@dataclass(frozen=True)
class _Stream:
    """What was read of a record."""

    record: Record
    happenings: list[Happening]


class RecordPeek(PeekPanel):
    """A :class:`PeekPanel` with quick actions and the newest of the stream."""

    def __init__(self, context: Context, entity: Entity, parent: QWidget | None = None) -> None:
        self.timeline: Timeline | None = None  # the panel shows nothing before its parts are made
        self._task: Task | None = None
        super().__init__(context, entity, parent)
        has_stream = composer.link_to(context.entities, entity.name) is not None
        self.composer = Composer(context, QUICK, folded=True) if has_stream else None
        self._whom = label(tone="muted", scale="small")
        self._whom.hide()
        self._heading = label(strong="true")
        self.timeline = Timeline(lambda: file_of(context).locale, limit=SHOWN)
        self.timeline.may_undo = not context.workspace.read_only
        self.timeline.undo_clicked.connect(self._on_undo)
        column = QVBoxLayout()
        column.setSpacing(12)
        if self.composer is not None:
            self.composer.written.connect(lambda _one: self.show_record(self.record_id))
            column.addWidget(self.composer)
        column.addWidget(self._whom)
        column.addWidget(line())
        column.addWidget(self._heading)
        column.addWidget(self.timeline)
        self.below.addLayout(column)
        self.retranslate()

    def retranslate(self) -> None:
        super().retranslate()
        if self.timeline is not None:
            self._heading.setText(_("What happened"))
            if self.composer is not None:
                self.composer.retranslate()

    def show_record(self, record_id: int | None) -> None:
        super().show_record(record_id)
        if self.timeline is None:
            return
        if self._task is not None:
            self._task.cancel()
        if record_id is None:
            self.timeline.show_all(())
            return
        file, entity, context = file_of(self.context), self.entity.name, self.context
        more = composer.happenings(
            context.entities, lambda one: context.window.open_record(composer.ACTIVITY, one)
        )

        def read(_task: Task) -> _Stream:
            changes = [happening_of(one) for one in file.history.of_record(entity, record_id)]
            return _Stream(file.records.get(entity, record_id), [*changes, *more(file, entity, record_id)])

        nothing = while_alive(self, lambda _error: None)  # a record that is gone: the list says so itself
        self._task = self.context.tasks.read(read, done=while_alive(self, self._on_read), failed=nothing)

    def _on_read(self, stream: _Stream) -> None:
        if self.timeline is not None:
            self.timeline.show_all(stream.happenings)
        if self.composer is None:
            return
        if self.composer.is_empty():
            self.composer.set_record(stream.record)
        # What is being written stays about the record for which it was begun.
        about = self.composer.record
        is_other = about is not None and about.id != stream.record.id
        self._whom.setText(_("For %(name)s") % {"name": about.title if about is not None else ""})
        self._whom.setVisible(is_other)

    def _on_undo(self, one: Happening) -> None:
        history_actions.take_back(self.context, one.transaction, one.title, one.kind)
