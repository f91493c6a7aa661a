"""What was done with a customer and what comes next, written down where it is read.

The only module of the record page that knows an entity by name.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from crm_desktop.core import clock
from crm_desktop.core.entity import Entity
from crm_desktop.core.errors import CrmError
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.kinds import LongText, Option, Reference
from crm_desktop.core.reading import Unreadable
from crm_desktop.ui.alive import is_within, while_alive
from crm_desktop.ui.buttons import Button
from crm_desktop.ui.chip_bar import Chip
from crm_desktop.ui.composer_chips import ComposerChips
from crm_desktop.ui.composer_details import GAP, ComposerDetails
from crm_desktop.ui.context import Context
from crm_desktop.ui.editors.base import ENTER, EditorContext
from crm_desktop.ui.editors.days import DayEditor
from crm_desktop.ui.editors.lines import LongTextEditor
from crm_desktop.ui.flow_layout import FlowLayout
from crm_desktop.ui.next_step import NextStep
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
    has_length: bool = False


MEANS: tuple[Means, ...] = (
    Means("note", N_("Note"), "message-square", {"kind": "note"}),
    Means(
        "call", N_("Call"), "phone", {"kind": "call", "channel": "phone"}, has_outcome=True, has_length=True
    ),
    Means("email", N_("E-mail"), "mail", {"kind": "message", "channel": "email"}),
    Means("wechat", N_("WeChat"), "message-circle", {"kind": "message", "channel": "wechat"}),
    Means("meeting", N_("Meeting"), "users", {"kind": "meeting", "channel": "meeting"}, has_length=True),
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

    def __init__(
        self,
        context: Context,
        means: tuple[str, ...] = (),
        *,
        folded: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.context = context
        self._record: Record | None = None
        self._sent: tuple[str, str] | None = None  # text and next step that are being saved
        self._folded = folded
        self._is_open = not folded
        self.offered = tuple(one for one in MEANS if not means or one.key in means)
        self._means = self.offered[0]
        self._chips: dict[str, Chip | Button] = {}
        self._row_of_chips: ComposerChips | QWidget
        if folded:
            self._row_of_chips = QWidget()
            flow = FlowLayout(self._row_of_chips, gap=8)
            for one in self.offered:
                self._chips[one.key] = button = Button(_(one.text), one.icon)
                flow.addWidget(button)
        else:
            chips = {one.key: Chip(_(one.text), icon=one.icon) for one in self.offered}
            self._row_of_chips = ComposerChips(chips)
            self._chips.update(chips)
        for key, chip in self._chips.items():
            chip.setCheckable(True)
            chip.clicked.connect(lambda _on=False, key=key: self.begin(key))
        self.text = LongTextEditor(LongText(), self._editor_context(""))
        self.text.area.fewest = 1
        self.text.accepted.connect(self.write)
        self.text.edited.connect(self._fit)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(GAP)
        self._column.addWidget(self._row_of_chips)
        self._column.addWidget(self.text)
        self.retranslate()
        self.clear()

    @cached_property
    def details(self) -> ComposerDetails:
        """What is asked of an activity beside its text; made when it is first needed."""
        outcome = self.context.entities[ACTIVITY].field("outcome")
        context_for = partial(self._editor_context, compact=True)
        made = ComposerDetails(outcome, context_for, self, narrow=self._folded)
        made.save.clicked.connect(lambda _on=False: self.write())
        made.next.edited.connect(self._fit)
        made.when.accepted.connect(self.write)
        for editor in (made.next.due.editor, made.due_row.editor, made.outcome):
            editor.accepted.connect(self.write)
        self._column.addWidget(made)
        made.follow(self.text.area)
        return made

    @property
    def next(self) -> NextStep:
        """The task that comes next."""
        return self.details.next

    @property
    def due(self) -> DayEditor:
        """The day by which a task is to be done."""
        return self.details.due_row.editor

    @property
    def _is_plain(self) -> bool:
        """Whether nothing was needed yet but chips and text."""
        return "details" not in vars(self)

    def _editor_context(self, name: str, compact: bool = False) -> EditorContext:
        file = file_of(self.context)
        return EditorContext(
            file, self.context.tasks, self.context.messages, file.locale, name=name, compact=compact
        )

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
        self.context.expect_writing()
        self.choose(key)
        self.text.setFocus()
        self.begun.emit(key)

    def choose(self, key: str) -> None:
        """Choose what is written down."""
        self._means = next(one for one in MEANS if one.key == key)
        for name, chip in self._chips.items():
            chip.setChecked(name == key and self._is_open)
            chip.updateGeometry()
        if isinstance(self._row_of_chips, ComposerChips):
            self._row_of_chips.fit()
        hint = _("What is to be done?") if self._means.is_planned else _("Write what happened…")
        self.text.area.setPlaceholderText(hint)
        self._fit()

    def focus_text(self) -> None:
        """Put the cursor where is written."""
        self.text.setFocus()

    def is_empty(self) -> bool:
        """Tell whether nothing was written."""
        return not self._has_text() and (self._is_plain or not self.next.text())

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
        if not self._is_plain:
            self.details.clear()
        self.choose(self._means.key)

    def _fit(self) -> None:
        means, is_begun = self._means, self._is_open and (not self.is_empty() or self._may_save())
        is_planned = self._is_open and means.is_planned
        self.text.setVisible(self._is_open)
        if self._is_plain and not is_begun and not is_planned:
            return
        self.details.show_parts(
            begun=is_begun, planned=is_planned, has_outcome=means.has_outcome, has_length=means.has_length
        )
        self.details.setVisible(is_begun or is_planned)
        self.details.save.setEnabled(self._may_save() and self._sent is None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        on_line = not self._is_plain and self.next.line.hasFocus()
        wants = event.modifiers() & Qt.KeyboardModifier.ControlModifier or on_line
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
        if means.has_length:
            found[0] |= self.details.when.times(clock.now())
        if means.has_outcome:
            found[0]["outcome"] = self.details.outcome.value()
        if self.next.text() and not means.is_planned:
            found.append(make("task", self.next.text(), self.next.day()))
        return found

    def write(self) -> None:
        """Keep what was written as an activity of the record, and what comes next as a task, in one step."""
        if (
            self._record is None
            or self._sent is not None
            or not self._may_save()
            or not self.details.save.isEnabled()
        ):
            return
        try:
            listed = self._written()
        except Unreadable as problem:
            if not self.details.when.is_wrong():  # else it has said so itself
                wrong = self.due if self._means.is_planned else self.next.due.editor
                wrong.set_problem(str(problem))
            return
        records = file_of(self.context).records
        self._sent = self.text.area.toPlainText(), self.next.text()
        if self.details.save.hasFocus():  # disabled, it would hand the focus on
            self.text.setFocus()
        self.details.save.setEnabled(False)
        self.context.tasks.run(
            lambda _task: records.create_together(ACTIVITY, listed),
            done=while_alive(self, self._on_written),
            failed=while_alive(self, self._on_failed),
            title=_("Save"),
        )

    def _on_written(self, made: Sequence[int]) -> None:
        focused = QApplication.focusWidget()
        more = self._typed_since()
        self._sent = None
        self.clear()
        if any(more):
            self._go_on(*more)
        if focused is None or is_within(focused, self):  # who went on elsewhere is left there
            (self.text if self._is_open else self._chips[self._means.key]).setFocus()
        self.written.emit(made[0])

    def _typed_since(self) -> tuple[str, str]:
        """Return what was typed while the activity was being saved: more of the text, another next step."""
        text, step = self._sent or ("", "")
        now = self.text.area.toPlainText()
        return now.removeprefix(text).lstrip(), "" if self.next.text() == step else self.next.text()

    def _go_on(self, text: str, step: str) -> None:
        """Have the beginning of another activity stand here."""
        self._is_open = True
        self.choose(self._means.key)
        self.text.area.setPlainText(text)
        self.text.area.moveCursor(QTextCursor.MoveOperation.End)
        self.next.write(step)

    def _on_failed(self, error: CrmError) -> None:
        self._sent = None
        self.text.set_problem(str(error))
        self._fit()

    def retranslate(self) -> None:
        """Show all words again."""
        words = {means.key: _(means.text) for means in self.offered}
        if isinstance(self._row_of_chips, ComposerChips):
            self._row_of_chips.set_words(list(words.values()))
        for key, chip in self._chips.items():
            if isinstance(chip, Button):
                chip.set_text(words[key])
                chip.setAccessibleName(words[key])
        self.text.area.setAccessibleName(_("What happened"))
        if not self._is_plain:
            self.details.retranslate()
        self.choose(self._means.key)
