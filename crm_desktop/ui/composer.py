"""What was done with a customer, written down where it is read: the composer and the activities of a record.

The only module of the record page that knows an entity by name.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.core import clock
from crm_desktop.core.entity import Entity
from crm_desktop.core.errors import CrmError
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.kinds import Day, LongText, Option, Reference
from crm_desktop.core.reading import Unreadable
from crm_desktop.ui.alive import while_alive
from crm_desktop.ui.buttons import Button
from crm_desktop.ui.chip_bar import Chip
from crm_desktop.ui.context import Context
from crm_desktop.ui.editors.base import EditorContext
from crm_desktop.ui.editors.days import DayEditor
from crm_desktop.ui.editors.lines import LongTextEditor
from crm_desktop.ui.flow_layout import FlowLayout
from crm_desktop.ui.labels import label
from crm_desktop.ui.record_contract import CustomerFile, Record, Row, file_of, plain
from crm_desktop.ui.timeline import Happening
from crm_desktop.ui.times import day_words

ACTIVITY = "activity"
_READ = 100
_KEYS = (
    "subject", "kind", "channel", "body", "due_on", "planned_at", "started_at", "ended_at", "done_at",
    "created_at", "owner", "contact", "outcome",
)  # fmt: skip


@dataclass(frozen=True)
class Means:
    """One kind of thing to write down: its word, its icon, the values that it stands for."""

    key: str
    text: str
    icon: str
    values: Mapping[str, Any]
    is_planned: bool = False


MEANS: tuple[Means, ...] = (
    Means("note", N_("Note"), "message-square", {"kind": "note"}),
    Means("call", N_("Call"), "phone", {"kind": "call", "channel": "phone"}),
    Means("email", N_("E-mail"), "mail", {"kind": "message", "channel": "email"}),
    Means("wechat", N_("WeChat"), "message-circle", {"kind": "message", "channel": "wechat"}),
    Means("meeting", N_("Meeting"), "users", {"kind": "meeting", "channel": "meeting"}),
    Means("task", N_("Task"), "square-check", {"kind": "task"}, is_planned=True),
)
_ICONS = {
    "note": "message-square",
    "call": "phone",
    "message": "mail",
    "meeting": "users",
    "visit": "map-pin",
    "task": "square-check",
    "return_visit": "smile",
}


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
    values["subject"] = text.strip().splitlines()[0][:80]
    if chosen.is_planned:
        values["due_on"] = due
    else:
        values["started_at"] = values["done_at"] = clock.now()
    return values


def happenings(entities: Mapping[str, Entity], open_one: Callable[[int], object]) -> Any:
    """Return the reader of a record's activities as happenings, for the stream of its page."""

    def read(file: CustomerFile, entity: str, record_id: int) -> list[Happening]:
        link = link_to(entities, entity)
        if link is None:
            return []
        ids = file.records.related_ids(ACTIVITY, link, record_id, _READ)
        rows = file.lists.page(ACTIVITY, _KEYS, ids)
        return [_happening(row, entity, partial(open_one, row.id)) for row in rows]

    return read


def _happening(row: Row, seen_from: str, open_one: Callable[[], object]) -> Happening:
    values = dict(zip(_KEYS, row.values, strict=True))
    texts = dict(zip(_KEYS, row.texts, strict=True))
    is_open = values["done_at"] is None and values["started_at"] is None
    due = values["due_on"]
    at = values["done_at"] or values["started_at"] or values["planned_at"]
    if at is None:
        at = _noon(due) if due is not None else values["created_at"]
    title = texts["subject"]
    if title != texts["kind"]:
        title = _("%(kind)s — %(subject)s") % {"kind": texts["kind"], "subject": title}
    body = (values["body"] or "").strip()
    note = _("Due: %(day)s") % {"day": day_words(due)} if is_open and due is not None else ""
    minutes = _minutes(values["started_at"], values["ended_at"])
    meta = (texts["contact"] if seen_from != "contact" else "", texts["owner"], minutes, texts["outcome"])
    icon = "message-circle" if values["channel"] == "wechat" else _ICONS.get(values["kind"], "calendar-days")
    return Happening(
        at=at,
        icon=icon,
        title=title,
        meta=tuple(part for part in meta if part),
        body="" if body == texts["subject"] else body,
        note=note,
        open=open_one,
        late=bool(is_open and due is not None and due < clock.today()),
    )


def _noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12).astimezone()


def _minutes(start: datetime | None, end: datetime | None) -> str:
    if start is None or end is None or end <= start:
        return ""
    return _("%(count)d min") % {"count": round((end - start) / timedelta(minutes=1))}


class Composer(QWidget):
    """Writes down what happened, or what is to be done. Ctrl+Enter keeps it.

    A ``folded`` one shows its chips only, until one of them is clicked.
    """

    written = Signal(object)

    def __init__(self, context: Context, means: tuple[str, ...] = (), *, folded: bool = False) -> None:
        super().__init__()
        self.context = context
        self._record: Record | None = None
        self._folded = folded
        self._is_open = not folded
        self.offered = tuple(one for one in MEANS if not means or one.key in means)
        self._means = self.offered[0]
        self._chips: dict[str, Chip] = {}
        self._row_of_chips = QWidget()
        flow = FlowLayout(self._row_of_chips, gap=4)
        for one in self.offered:
            chip = Chip(_(one.text), icon=one.icon)
            chip.setCheckable(True)
            chip.clicked.connect(lambda _on=False, key=one.key: self.begin(key))
            self._chips[one.key] = chip
            flow.addWidget(chip)
        self.text = LongTextEditor(LongText(), self._editor_context(_("What happened")))
        self.text.area.fewest = 1
        self.text.accepted.connect(self.write)
        self.text.edited.connect(self._fit)
        self.due = DayEditor(Day(), self._editor_context(_("Due"), compact=True))
        self.due.setFixedWidth(170)
        self._due_label = label(_("Due"), tone="muted")
        self._hint = label("Ctrl Enter", look="key")
        self._save = Button(_("Save"), look="primary", clicked=self.write)
        self._save.setAccessibleName(_("Save the activity"))
        self._build()
        self.clear()

    def _editor_context(self, name: str, compact: bool = False) -> EditorContext:
        file = file_of(self.context)
        return EditorContext(
            file, self.context.tasks, self.context.messages, file.locale, name=name, compact=compact
        )

    def _build(self) -> None:
        below = QHBoxLayout()
        below.setSpacing(8)
        below.addWidget(self._due_label)
        below.addWidget(self.due)
        below.addStretch(1)
        self._hint.setFixedHeight(20)
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
        """Choose what is written down and begin to write, as the user does."""
        self._is_open = True
        self.choose(key)
        self.text.setFocus()

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
        return not self.text.area.toPlainText().strip()

    def clear(self) -> None:
        """Begin anew."""
        self._is_open = not self._folded
        self.text.load(None)
        self.due.load(None)
        self.choose(self._means.key)

    def _fit(self) -> None:
        is_planned = self._means.is_planned
        self.text.setVisible(self._is_open)
        self._below.setVisible(self._is_open and (not self.is_empty() or is_planned))
        self._due_label.setVisible(is_planned)
        self.due.setVisible(is_planned)
        self._save.setEnabled(not self.is_empty())

    def write(self) -> None:
        """Keep what was written as an activity of the record."""
        if self._record is None or self.is_empty() or not self._save.isEnabled():
            return
        try:
            due = self.due.value() if self._means.is_planned else None
            values = activity_values(
                self.context.entities, self._record, self._means.key, self.text.value(), due
            )
        except Unreadable as problem:
            self.due.set_problem(str(problem))
            return
        records = file_of(self.context).records
        self._save.setEnabled(False)
        self.context.tasks.run(
            lambda _task: records.create(ACTIVITY, values),
            done=while_alive(self, self._on_written),
            failed=while_alive(self, self._on_failed),
            title=_("Save"),
        )

    def _on_written(self, activity: int) -> None:
        self.clear()
        self.written.emit(activity)

    def _on_failed(self, error: CrmError) -> None:
        self.text.set_problem(str(error))
        self._fit()

    def retranslate(self) -> None:
        """Show all words again."""
        for means in self.offered:
            self._chips[means.key].setText(_(means.text))
            self._chips[means.key].setAccessibleName(_(means.text))
        self._save.set_text(_("Save"))
        self._due_label.setText(_("Due"))
        self.choose(self._means.key)
