"""The preview beside a list with what happened to the record, and the quick ways to write more down."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm_desktop.core.entity import Entity
from crm_desktop.core.i18n import _
from crm_desktop.ui import composer, history_actions, reach, record_actions
from crm_desktop.ui.alive import while_alive
from crm_desktop.ui.composer import Composer
from crm_desktop.ui.context import Context
from crm_desktop.ui.contract import Changes
from crm_desktop.ui.labels import label, line
from crm_desktop.ui.peek_panel import Entry, PeekPanel
from crm_desktop.ui.record_action import RecordAction
from crm_desktop.ui.record_contract import CustomerFile, Event, Record, file_of
from crm_desktop.ui.tasks import Task
from crm_desktop.ui.timeline import Timeline

QUICK = ("call", "email", "wechat", "task")
QUIET = ("note", "task")  # where there is nobody to reach
SHOWN = 8


class RecordPeek(PeekPanel):
    """A :class:`PeekPanel` with quick actions and the newest of the timeline, which follows each commit."""

    _committed = Signal(object)

    def __init__(self, context: Context, entity: Entity, parent: QWidget | None = None) -> None:
        self.record: Record | None = None
        self._task: Task | None = None
        super().__init__(context, entity, parent)
        self._whom = label(tone="muted", scale="small")
        self._whom.hide()
        self.above.addWidget(self._whom)
        self._story = QVBoxLayout()
        self._story.setSpacing(12)
        self._story.addWidget(line())
        self.below.addLayout(self._story)
        self._committed.connect(self._on_committed)
        context.workspace.subscribe(while_alive(self, self._committed.emit))  # on the thread that writes

    @cached_property
    def composer(self) -> Composer | None:
        """The quick ways to write something down, if such records have them."""
        if composer.link_to(self.context.entities, self.entity.name) is None:
            return None
        means = QUICK if reach.has_somebody(self.entity) else QUIET
        made = Composer(self.context, means, folded=True, parent=self)
        made.written.connect(lambda _one: self.show_record(self.record_id))
        made.begun.connect(self._on_begun)
        self.above.insertWidget(0, made)
        return made

    @cached_property
    def timeline(self) -> Timeline:
        """What happened."""
        made = Timeline(self.context, self.entity, first=SHOWN, parent=self)
        made.undo_clicked.connect(self._on_undo)
        self._story.addWidget(made)
        return made

    def parts(self) -> Sequence[Callable[[], object]]:
        return (lambda: self.composer, lambda: self.timeline)

    def retranslate(self) -> None:
        super().retranslate()
        if "timeline" in vars(self):
            self.timeline.retranslate()
        if "composer" in vars(self) and self.composer is not None:
            self.composer.retranslate()

    def show_record(self, record_id: int | None) -> None:
        for make in self.parts() if record_id is not None else ():
            make()
        super().show_record(record_id)
        if "timeline" in vars(self):
            self.timeline.show_record(record_id)
        if self._task is not None:
            self._task.cancel()
        self.record = None
        if record_id is None:
            return
        self._task = self.context.tasks.read(
            lambda _task: (self._file.records.get(self.entity.name, record_id), self.read_more(record_id)),
            done=while_alive(self, lambda found: self._on_read(*found)),
            failed=while_alive(self, lambda _error: None),  # a record that is gone: the list says so itself
        )

    @property
    def _file(self) -> CustomerFile:
        return file_of(self.context)

    def read_more(self, record_id: int) -> Any:
        """Return what else is told of a record; called on the reading thread."""

    def show_more(self, record: Record, found: Any) -> None:
        """Show what :meth:`read_more` has found."""

    def _on_read(self, record: Record, found: Any) -> None:
        self.record = record
        self.show_more(record, found)
        if self.composer is None:
            return
        if self.composer.is_empty():
            self.composer.set_record(record)
        # What is being written stays about the record for which it was begun.
        about = self.composer.record
        is_other = about is not None and about.id != record.id
        self._whom.setText(_("For %(name)s") % {"name": about.title if about is not None else ""})
        self._whom.setVisible(is_other)

    def _on_begun(self, means: str) -> None:
        """Call or write to whom is shown; what was said is then written down here."""
        if self.composer is not None and self.composer.record is not None:
            reach.reach(self.entity, self.composer.record, means, self)

    def entries(self) -> Sequence[Entry]:
        extra = [one for one in self.context.record_actions if self.entity.name in one.entities]
        found = [*super().entries(), *map(self._extra_entry, extra)]
        may_delete = (
            self.record is not None and not self.record.deleted and not self.context.workspace.read_only
        )
        return (*found, Entry(_("Delete"), self._on_delete, may_delete))

    def _extra_entry(self, action: RecordAction) -> Entry:
        text = action.text if self.record is None else action.text_for(self.record)
        return Entry(_(text), lambda: action.run(self.entity.name, self.record_id or 0))

    def _on_delete(self) -> None:
        if self.record is not None:
            record_actions.move_to_trash(self.context, self.record)

    def _on_committed(self, _changes: Changes) -> None:
        if self.isVisible():
            self.timeline.show_record(self.record_id)

    def _on_undo(self, event: Event) -> None:
        history_actions.take_back(self.context, event.transaction, event.title, event.change)
