"""What was done with a customer and what comes next, written down where it is read.

The only module of the record page that knows an entity by name.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.core import clock
from crm_desktop.core.entity import Entity, Field
from crm_desktop.core.errors import CrmError
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.kinds import LongText, Option, Reference
from crm_desktop.core.reading import Unreadable
from crm_desktop.ui.alive import while_alive
from crm_desktop.ui.buttons import Button
from crm_desktop.ui.chip_bar import Chip
from crm_desktop.ui.context import Context
from crm_desktop.ui.editors import make_editor
from crm_desktop.ui.editors.base import ENTER, EditorContext
from crm_desktop.ui.editors.days import DayEditor
from crm_desktop.ui.editors.lines import LongTextEditor
from crm_desktop.ui.flow_layout import FlowLayout
from crm_desktop.ui.labels import label
from crm_desktop.ui.next_step import DueRow, NextStep
from crm_desktop.ui.record_contract import Record, file_of, plain

ACTIVITY = "activity"


@dataclass(frozen=True)
class Means:
    """One kind of thing to write down: its word, its icon, the values that it stands for."""

    key: str
    text: str
    icon: str
    values: Mapping[str, Any]
    is_planned: bool = False
    has_outcome: bool = False


MEANS: tuple[Means, ...] = (
    Means("note", N_("Note"), "message-square", {"kind": "note"}),
    Means("call", N_("Call"), "phone", {"kind": "call", "channel": "phone"}, has_outcome=True),
    Means("email", N_("E-mail"), "mail", {"kind": "message", "channel": "email"}),
    Means("wechat", N_("WeChat"), "message-circle", {"kind": "message", "channel": "wechat"}),
    Means("meeting", N_("Meeting"), "users", {"kind": "meeting", "channel": "meeting"}),
    Means("task", N_("Task"), "square-check", {"kind": "task"}, is_planned=True),
)


def link_to(entities: Mapping[str, Entity], entity: str) -> str | None:
    """Return the field by which an activity belongs to records of ``entity``, or None."""
    activity = entities.get(ACTIVITY)
    if activity is None or entity == ACTIVITY:
        return None
    field = activity.by_key.get(entity)
    is_link = field is not None and isinstance(field.kind, Reference) and field.kind.entity == entity
    return entity if is_link else None


def links_of(entities: Mapping[str, Entity], record: Record) -> dict[str, int]:
    """Return what a new activity points to: the record, and what it shares with the record (its company, say)."""
    activity = entities[ACTIVITY]
    found = {record.entity: record.id}
    for field in entities[record.entity].fields:
        twin = activity.by_key.get(field.key)
        if twin is None or not isinstance(field.kind, Reference) or isinstance(field.kind, Option):
            continue
        target = plain(record.values.get(field.key))
        is_same = isinstance(twin.kind, Reference) and twin.kind.entity == field.kind.entity == field.key
        if is_same and target is not None:
            found.setdefault(field.key, int(target))
    return found


def activity_values(
    entities: Mapping[str, Entity], record: Record, means: str, text: str, due: date | None
) -> dict[str, Any]:
    """Return the values of an activity of ``record``: what is planned has a day, what happened happened now."""
    chosen = next(one for one in MEANS if one.key == means)
    values: dict[str, Any] = {**links_of(entities, record), **chosen.values, "body": text}
    values["subject"] = text.strip().splitlines()[0][:80] if text.strip() else _(chosen.text)
    if chosen.is_planned:
        values["due_on"] = due
    else:
        values["started_at"] = values["done_at"] = clock.now()
    return values


class Composer(QWidget):
    """Writes down what happened, or what is to be done. Ctrl+Enter keeps it.

    A ``folded`` one shows its buttons only, until one of them is clicked; ``begun`` then says which.
    """

    written = Signal(object)
    begun = Signal(str)

    def __init__(self, context: Context, means: tuple[str, ...] = (), *, folded: bool = False) -> None:
        super().__init__()
        self.context = context
        self._record: Record | None = None
        self._folded = folded
        self._is_open = not folded
        self.offered = tuple(one for one in MEANS if not means or one.key in means)
        self._means = self.offered[0]
        self._chips: dict[str, Chip | Button] = {}
        self._row_of_chips = QWidget()
        flow = FlowLayout(self._row_of_chips, gap=8 if folded else 4)
        for one in self.offered:
            chip = Button(_(one.text), one.icon) if folded else Chip(_(one.text), icon=one.icon)
            chip.setCheckable(True)
            chip.clicked.connect(lambda _on=False, key=one.key: self.begin(key))
            self._chips[one.key] = chip
            flow.addWidget(chip)
        self.text = LongTextEditor(LongText(), self._editor_context(_("What happened")))
        self.text.area.fewest = 1
        self.text.accepted.connect(self.write)
        self.text.edited.connect(self._fit)
        self.next = NextStep(self._editor_context(_("Due"), compact=True))
        self.due_row = DueRow(self._editor_context(_("Due"), compact=True))
        self.outcome = make_editor(
            self._outcome.kind, self._editor_context(_(self._outcome.label), compact=True)
        )
        self.outcome.setMinimumWidth(84)
        self.outcome.setMaximumWidth(150)
        self._outcome_label = label(tone="muted")
        self._hint = label("Ctrl Enter", look="key")
        self._save = Button(_("Save"), look="primary", clicked=self.write)
        self._save.setAccessibleName(_("Save the activity"))
        self.next.edited.connect(self._fit)
        for editor in (self.next.due.editor, self.due, self.outcome):
            editor.accepted.connect(self.write)
        self._build()
        self.retranslate()
        self.clear()

    @property
    def _outcome(self) -> Field:
        return self.context.entities[ACTIVITY].field("outcome")

    @property
    def due(self) -> DayEditor:
        """The day by which a task is to be done."""
        return self.due_row.editor

    def _editor_context(self, name: str, compact: bool = False) -> EditorContext:
        file = file_of(self.context)
        return EditorContext(
            file, self.context.tasks, self.context.messages, file.locale, name=name, compact=compact
        )

    def _build(self) -> None:
        below = QHBoxLayout()
        below.setSpacing(8)
        below.addWidget(self._outcome_label)
        below.addWidget(self.outcome, 1)
        below.addStretch(1)
        self._hint.setFixedHeight(20)
        self._hint.setVisible(not self._folded)  # there is no room for it beside a list
        below.addWidget(self._hint, 0, Qt.AlignmentFlag.AlignVCenter)
        below.addWidget(self._save)
        self._below = QWidget()
        below.setContentsMargins(0, 0, 0, 0)
        self._below.setLayout(below)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self._row_of_chips)
        column.addWidget(self.text)
        column.addWidget(self.next)
        column.addWidget(self.due_row)
        column.addWidget(self._below)

    def set_record(self, record: Record) -> None:
        """Write about this record from now on."""
        self._record = record
        self.setEnabled(not record.deleted and not self.context.workspace.read_only)

    @property
    def record(self) -> Record | None:
        """What is written about."""
        return self._record

    def begin(self, key: str) -> None:
        """Choose what is written down and begin to write, as the user does; the same button folds it again."""
        if self._folded and self._is_open and key == self._means.key and self.is_empty():
            self.clear()
            return
        self._is_open = True
        self.choose(key)
        self.text.setFocus()
        self.begun.emit(key)

    def choose(self, key: str) -> None:
        """Choose what is written down."""
        self._means = next(one for one in MEANS if one.key == key)
        for name, chip in self._chips.items():
            chip.setChecked(name == key and self._is_open)
            chip.updateGeometry()
        hint = _("What is to be done?") if self._means.is_planned else _("Write what happened…")
        self.text.area.setPlaceholderText(hint)
        self._fit()

    def focus_text(self) -> None:
        """Put the cursor where is written."""
        self.text.setFocus()

    def is_empty(self) -> bool:
        """Tell whether nothing was written."""
        return not self._has_text() and not self.next.text()

    def _has_text(self) -> bool:
        return bool(self.text.area.toPlainText().strip())

    def _may_save(self) -> bool:
        """Tell whether there is enough to keep: of a call, that there was one."""
        return self._has_text() or (self._is_open and self._means.has_outcome)

    def clear(self) -> None:
        """Begin anew."""
        self._is_open = not self._folded
        if self._means.has_outcome:  # what may be kept without a word is not kept twice
            self._means = self.offered[0]
        self.text.load(None)
        self.outcome.load(None)
        self.next.clear()
        self.due_row.clear()
        self.choose(self._means.key)

    def _fit(self) -> None:
        means, is_begun = self._means, self._is_open and (not self.is_empty() or self._may_save())
        self.text.setVisible(self._is_open)
        self.next.setVisible(is_begun and not means.is_planned)
        self.due_row.setVisible(self._is_open and means.is_planned)
        self.outcome.setVisible(means.has_outcome)
        self._outcome_label.setVisible(means.has_outcome)
        self._below.setVisible(is_begun)
        self._save.setEnabled(self._may_save())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        wants = event.modifiers() & Qt.KeyboardModifier.ControlModifier or self.next.line.hasFocus()
        if event.key() in ENTER and wants:
            self.write()
        else:
            super().keyPressEvent(event)

    def _written(self) -> list[dict[str, Any]]:
        """Return the values of what was written: the activity, and the task that comes next. Raises Unreadable."""
        assert self._record is not None
        make = partial(activity_values, self.context.entities, self._record)
        means = self._means
        found = [make(means.key, self.text.value() or "", self.due.value() if means.is_planned else None)]
        if means.has_outcome:
            found[0]["outcome"] = self.outcome.value()
        if self.next.text() and not means.is_planned:
            found.append(make("task", self.next.text(), self.next.day()))
        return found

    def write(self) -> None:
        """Keep what was written as an activity of the record, and what comes next as a task, in one step."""
        if self._record is None or not self._may_save() or not self._save.isEnabled():
            return
        try:
            listed = self._written()
        except Unreadable as problem:
            wrong = self.due if self._means.is_planned else self.next.due.editor
            wrong.set_problem(str(problem))
            return
        records = file_of(self.context).records
        self._save.setEnabled(False)
        self.context.tasks.run(
            lambda _task: records.create_together(ACTIVITY, listed),
            done=while_alive(self, self._on_written),
            failed=while_alive(self, self._on_failed),
            title=_("Save"),
        )

    def _on_written(self, made: Sequence[int]) -> None:
        self.clear()
        (self.text if self._is_open else self._chips[self._means.key]).setFocus()
        self.written.emit(made[0])

    def _on_failed(self, error: CrmError) -> None:
        self.text.set_problem(str(error))
        self._fit()

    def retranslate(self) -> None:
        """Show all words again."""
        for means in self.offered:
            chip = self._chips[means.key]
            if isinstance(chip, Button):
                chip.set_text(_(means.text))
            else:
                chip.setText(_(means.text))
            chip.setAccessibleName(_(means.text))
        self._save.set_text(_("Save"))
        self._outcome_label.setText(_(self._outcome.label))
        self.next.retranslate()
        self.due_row.retranslate()
        self.choose(self._means.key)
