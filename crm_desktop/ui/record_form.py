"""The fields of one record as label–value rows; each becomes an editor in place and is saved when it is left."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from crm_desktop.core.entity import Entity, Field
from crm_desktop.core.errors import CrmError
from crm_desktop.core.i18n import _
from crm_desktop.core.kinds import Option, Reference
from crm_desktop.ui.alive import is_within, while_alive
from crm_desktop.ui.buttons import Button
from crm_desktop.ui.context import Context
from crm_desktop.ui.editors import EditorContext
from crm_desktop.ui.field_row import FieldRow, name_width, same
from crm_desktop.ui.record_contract import CustomerFile, Record, file_of, plain
from crm_desktop.ui.tasks import Task

KEPT_BY_PROGRAM = frozenset(
    {"created_at", "updated_at"}
)  # the bookkeeping that models/base.py gives every record


@dataclass(frozen=True)
class Clash:
    """The value was changed by somebody else since it was read."""

    value: Any
    text: str


def save_field(file: CustomerFile, record: tuple[str, int], key: str, value: Any, base: Any) -> Clash | int:
    """Save one field unless it is no longer what it was when its editing began; returns the transaction."""
    now = file.records.get(*record)
    if not same(now.values.get(key), base) and not same(now.values.get(key), value):
        return Clash(now.values.get(key), now.texts.get(key, ""))
    return file.records.save(*record, {key: value})


def editable_fields(fields: Sequence[Field]) -> list[Field]:
    """Return the fields that a person fills in."""
    return [
        one for one in fields if one.writable and one.listed != "hidden" and one.key not in KEPT_BY_PROGRAM
    ]


def near_records(entity: Entity, values: Mapping[str, Any], record_id: int = 0) -> dict[str, int]:
    """Return the records around one: itself and those it points to, by the names of their entities."""
    found = {entity.name: record_id} if record_id else {}
    for field in entity.fields:
        if isinstance(field.kind, Reference) and not isinstance(field.kind, Option) and field.writable:
            target = plain(values.get(field.key))
            if target is not None:
                found.setdefault(field.kind.entity, int(target))
    return found


class RecordForm(QWidget):
    """Shows and edits one record. ``saved`` carries the transaction of a field that was saved."""

    saved = Signal(object)

    def __init__(self, context: Context, entity: Entity, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.entity = entity
        self.rows: dict[str, FieldRow] = {}
        self._record: Record | None = None
        self._shown: tuple[str, ...] = ()
        self._expanded = False
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._more = Button(look="link", clicked=self.toggle_more)
        self._column.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)
        self._column.addStretch(1)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_focus_changed)

    # ------------------------------------------------------------------ showing

    def show_record(self, record: Record) -> None:
        """Show this record; fields being edited keep what was typed."""
        if self._record is not None and self._record.deleted != record.deleted:
            self._lay_out(())  # what lies in the trash is not edited
        self._record = record
        fields = self.context.workspace.lists.fields(self.entity.name)
        short = [one for one in fields if self._is_short(one, record)]
        rest = [one for one in fields if one.listed != "hidden" and one not in short]
        shown = [*short, *rest] if self._expanded else short
        keys = tuple(one.key for one in shown)
        if keys != self._shown:
            self._lay_out(shown)
        for key in keys:
            self.rows[key].show_value(record.values.get(key), record.texts.get(key, ""))
        text = _("Fewer fields") if self._expanded else _("More fields")
        self._more.set_text(text)
        self._more.setVisible(bool(rest))

    def _is_short(self, field: Field, record: Record) -> bool:
        if field.key in self.rows and self.rows[field.key].is_editing():
            return True
        if field.listed == "hidden" or field.key in KEPT_BY_PROGRAM:
            return False
        value = record.values.get(field.key)
        is_filled = bool(record.texts.get(field.key)) and value is not False and value != 0
        return field.listed == "shown" or field.required or is_filled

    def _lay_out(self, fields: Sequence[Field]) -> None:
        """Put the rows of these fields under each other; rows that stay are kept with their editors."""
        self._shown = ()  # Qt asks for the next field while rows with the focus are hidden
        width = name_width(list(fields))
        kept = {one.key for one in fields}
        for key in [key for key in self.rows if key not in kept]:
            row = self.rows.pop(key)
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        before: QWidget | None = None
        for place, field in enumerate(fields):
            found = self.rows.get(field.key)
            row = self._made_row(field, width) if found is None else found
            row.set_name_width(width)
            self.rows[field.key] = row
            self._column.insertWidget(place, row)
            row.show()
            if before is not None:
                QWidget.setTabOrder(before, row.view)
            before = row.view
        if before is not None:
            QWidget.setTabOrder(before, self._more)
        self._shown = tuple(one.key for one in fields)

    def _made_row(self, field: Field, width: int) -> FieldRow:
        editable = field in editable_fields([field]) and not self.context.workspace.read_only
        if self._record is not None and self._record.deleted:
            editable = False
        row = FieldRow(field, self._editor_context, width, editable=editable)
        row.save_requested.connect(lambda value, base, row=row: self._save(row, value, base))
        return row

    def _editor_context(self, field: Field) -> EditorContext:
        file = file_of(self.context)
        return EditorContext(
            file=file,
            tasks=self.context.tasks,
            messages=self.context.messages,
            locale=file.locale.of_currency(self._currency()),
            name=_(field.label),
            required=field.required,
            compact=True,
            near=self._near,
        )

    def _currency(self) -> str | None:
        column = self.entity.currency_column
        return str(self._record.values.get(column) or "") if self._record is not None and column else None

    def _near(self) -> dict[str, int]:
        return {} if self._record is None else near_records(self.entity, self._record.values, self._record.id)

    def toggle_more(self) -> None:
        """Show all fields, or the usual ones again."""
        self._expanded = not self._expanded
        if self._record is not None:
            self.show_record(self._record)

    def retranslate(self) -> None:
        """Show all words again."""
        self.leave()
        self._lay_out(())
        if self._record is not None:
            self.show_record(self._record)

    # ------------------------------------------------------------------ editing

    def edit(self, key: str) -> None:
        """Open the editor of a field."""
        if key not in self.rows and not self._expanded:
            self.toggle_more()
        if key in self.rows:
            self.rows[key].start()

    def focus_first(self) -> None:
        """Put the focus on the first field, to be read."""
        if self._shown:
            self.rows[self._shown[0]].view.setFocus()

    def edit_first(self) -> None:
        """Open the editor of the first field."""
        first = next((row for row in self.rows.values() if row.editable), None)
        if first is not None:
            self.edit(self._shown[0] if self.rows[self._shown[0]].editable else first.field.key)

    def leave(self) -> bool:
        """Save what is being edited; tell whether everything could be left."""
        return all([row.finish() for row in self.rows.values()])

    def unsaved(self) -> list[str]:
        """Return the labels of fields whose editors hold what cannot be saved."""
        return [_(row.field.label) for row in self.rows.values() if row.is_editing()]

    def _save(self, row: FieldRow, value: Any, base: Any) -> None:
        if self._record is None:
            return
        file, record, key = file_of(self.context), (self.entity.name, self._record.id), row.field.key

        def save(_task: Task) -> Clash | int:
            return save_field(file, record, key, value, base)

        def done(outcome: Clash | int) -> None:
            if isinstance(outcome, Clash):
                row.show_conflict(value, outcome.value, outcome.text)
            else:
                self._read_again()
                self.saved.emit(outcome)

        def failed(error: CrmError) -> None:
            row.reopen(value, str(error))

        self.context.tasks.run(
            save, done=while_alive(row, done), failed=while_alive(row, failed), title=_("Save")
        )

    def _read_again(self) -> None:
        if self._record is None:
            return
        try:
            self.show_record(file_of(self.context).records.get(self.entity.name, self._record.id))
        except CrmError as error:
            self.context.messages.error(error)

    # ------------------------------------------------------------------ Qt

    def _on_focus_changed(self, _old: QWidget | None, new: QWidget | None) -> None:
        if new is None:
            return
        modal = QApplication.activeModalWidget()
        if modal is not None and is_within(new, modal):
            return
        for row in list(self.rows.values()):
            if is_within(new, row):
                row.was_focused = True
            elif row.is_editing() and row.was_focused:
                row.was_focused = False
                row.finish()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Let Tab go from field to field as from editor to editor."""
        focused = QApplication.focusWidget()
        order = [self.rows[key] for key in self._shown]
        here = next((at for at, row in enumerate(order) if is_within(focused, row)), None)
        if here is None:
            return super().focusNextPrevChild(forward)
        step = 1 if forward else -1
        neighbours = order[here + 1 :] if forward else order[:here][::-1]
        target = next((row for row in neighbours if row.editable), None)
        if target is None:
            edge = order[-1 if step > 0 else 0]
            edge.view.setFocus(Qt.FocusReason.OtherFocusReason)
            return super().focusNextPrevChild(forward)
        target.start()
        return True
