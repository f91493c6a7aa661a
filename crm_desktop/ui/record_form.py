"""The fields of one record as label–value rows; each becomes an editor in place and is saved when it is left."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from crm_desktop.core.entity import Entity, Field
from crm_desktop.core.errors import CrmError
from crm_desktop.core.i18n import _
from crm_desktop.core.kinds import Option, Reference
from crm_desktop.ui.alive import is_within, while_alive
from crm_desktop.ui.buttons import Button
from crm_desktop.ui.context import Context
from crm_desktop.ui.edited_fields import KEPT_BY_PROGRAM, editable_fields, near_records
from crm_desktop.ui.editors import EditorContext
from crm_desktop.ui.field_row import FieldRow, name_width
from crm_desktop.ui.field_saving import Clash, save_field
from crm_desktop.ui.portions import Portions
from crm_desktop.ui.record_contract import Record, file_of
from crm_desktop.ui.record_group import GroupRow, group_text, grouped, is_group, parts_of
from crm_desktop.ui.record_value import is_missed
from crm_desktop.ui.tasks import Task

_AT_ONCE = 4  # rows that are made without a pause


class RecordForm(QWidget):
    """Shows and edits one record. ``saved`` carries the transaction of a field that was saved; ``dialled`` comes after
    one of its numbers was called, ``filled`` when all rows stand there.
    """

    saved = Signal(object)
    dialled = Signal()
    filled = Signal()

    def __init__(self, context: Context, entity: Entity, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.entity = entity
        self._rows: dict[str, FieldRow] = {}  # those that are made already
        self._portions = Portions(self)
        self._more_text, self._has_more = "", False
        self._record: Record | None = None
        self._shown: tuple[str, ...] = ()
        self._expanded = False
        self._opened: frozenset[str] = frozenset()  # groups whose parts are being edited
        self._saving = 0
        self.told_elsewhere: frozenset[str] = frozenset()  # fields that the page shows more tellingly
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
        short = self._short(fields, record)
        shown = [one for one in fields if one.listed != "hidden"] if self._expanded else short
        rows = grouped(shown, self._opened)
        self._more_text = _("Fewer fields") if self._expanded else _("More fields")
        self._has_more = self._expanded or len(short) < sum(one.listed != "hidden" for one in fields)
        if tuple(one.key for one in rows) != self._shown:
            self._lay_out(rows)
        for one in rows:
            if one.key in self._rows:
                self._show_value(one)
        if self._portions.is_done():
            self._end_layout()

    def _show_value(self, field: Field) -> None:
        """Show what the record holds in a field."""
        if self._record is None:
            return
        row, record = self._rows[field.key], self._record
        if is_group(field):
            fields = self.context.workspace.lists.fields(self.entity.name)
            row.show_value(None, group_text(field, fields, record.texts))
        else:
            row.view.mark_missed(is_missed(field, record.values.get))
            row.show_value(record.values.get(field.key), record.texts.get(field.key, ""))

    def _end_layout(self) -> None:
        """Show what stands under the fields, once they have their places."""
        self._more.set_text(self._more_text)
        self._more.setVisible(self._has_more)
        if self._shown:
            QWidget.setTabOrder(self._rows[self._shown[-1]].view, self._more)
            self.filled.emit()

    @property
    def rows(self) -> dict[str, FieldRow]:
        """The rows of all fields that are shown; those that are still to come are made at once."""
        self._portions.finish()
        return self._rows

    def _row(self, key: str) -> FieldRow | None:
        """Return the row of a field; those above it are made before it, the others follow in their turn."""
        if key in self._shown:
            self._portions.finish(lambda: key in self._rows)
        return self._rows.get(key)

    def _short(self, fields: Sequence[Field], record: Record) -> list[Field]:
        """Return the fields that matter most, in their order, then the user's own; all, where none matter most."""
        if not self.entity.main:
            return [one for one in fields if self._is_short(one, record)]
        own = [one for one in fields if one.key not in self.entity.by_key]
        first = [*self.entity.leading, *own]
        rest = [one for one in fields if self._is_being_edited(one) and one not in first]
        return [one for one in (*first, *rest) if self._is_short(one, record)]

    def _is_being_edited(self, field: Field) -> bool:
        row = self._rows.get(field.key)
        is_here = row is not None and (
            row.is_editing() or row.view.hasFocus()
        )  # emptied a moment ago, perhaps
        return is_here or field.group in self._opened

    def _is_short(self, field: Field, record: Record) -> bool:
        if self._is_being_edited(field):
            return True
        if field.listed == "hidden" or field.key in KEPT_BY_PROGRAM | self.told_elsewhere:
            return False
        value = record.values.get(field.key)
        is_filled = bool(record.texts.get(field.key)) and value is not False and value != 0
        return field.listed == "shown" or field.required or is_filled

    def _lay_out(self, fields: Sequence[Field]) -> None:
        """Put the rows of these fields under each other; rows that stay are kept with their editors.

        The first is made now, the others in portions.
        """
        self._shown = ()  # Qt asks for the next field while rows with the focus are hidden
        kept = {one.key for one in fields}
        for key in [key for key in self._rows if key not in kept]:
            row = self._rows.pop(key, None)
            if row is None:
                continue  # the focus left the row before it, which closed a group
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        width = name_width(list(fields))
        for row in self._rows.values():
            row.set_name_width(width)
        pieces = [partial(self._place_row, fields, place, width) for place in range(len(fields))]
        self._shown = tuple(one.key for one in fields)
        self._portions.begin([*pieces, self._end_layout])
        before = len(self._rows)
        if len(fields) - before > _AT_ONCE:
            self._more.hide()  # it would wander down before the eyes
            self._portions.finish(lambda: len(self._rows) > before)
        else:
            self._portions.finish()

    def _place_row(self, fields: Sequence[Field], place: int, width: int) -> None:
        """Put a row into its place and into the order of the Tab key."""
        field = fields[place]
        if field.key not in self._rows:
            self._rows[field.key] = self._made_row(field, width)
            self._show_value(field)
        row = self._rows[field.key]
        if self._column.indexOf(row) != place:
            self._column.insertWidget(place, row)
        row.show()
        if place:
            QWidget.setTabOrder(self._rows[fields[place - 1].key].view, row.view)

    def _made_row(self, field: Field, width: int) -> FieldRow:
        editable = field in editable_fields([field]) and self._may_edit()
        if is_group(field):
            group = GroupRow(field, self._editor_context, width, editable=self._may_edit())
            group.opened.connect(lambda: self._open_group(field))
            return group
        row = FieldRow(field, self._editor_context, width, editable=editable)
        row.view.leads_to_record = self._has_page(field)
        row.view.opened.connect(lambda found: self._open_record(field, found))
        row.view.dialled.connect(self.dialled)
        row.save_requested.connect(lambda value, base, row=row: self._save(row, value, base))
        return row

    def _has_page(self, field: Field) -> bool:
        """Tell whether a field points to records that have a page."""
        if not isinstance(field.kind, Reference) or isinstance(field.kind, Option):
            return False
        target = self.context.entities.get(field.kind.entity)
        return target is not None and bool(target.section)

    def _open_record(self, field: Field, record_id: int) -> None:
        if isinstance(field.kind, Reference):
            self.context.window.open_record(field.kind.entity, record_id)

    def _may_edit(self) -> bool:
        is_deleted = self._record is not None and self._record.deleted
        return not is_deleted and not self.context.workspace.read_only

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
            makes_new="with_record",
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
        if self._record is not None:
            self._lay_out(())
            self.show_record(self._record)

    # ------------------------------------------------------------------ editing

    def edit(self, key: str) -> None:
        """Open the editor of a field."""
        field = self.entity.by_key.get(key)
        if field is not None and field.group and self._record is not None:
            self._opened |= {field.group}
            self.show_record(self._record)
        if key not in self._shown and not self._expanded:
            self.toggle_more()
        row = self._row(key)
        if row is not None:
            row.start()

    def _open_group(self, group: Field) -> None:
        self.edit(parts_of(group, self.entity.fields)[0].key)

    def _close_groups(self) -> None:
        """Show groups as one value again once nobody edits their parts and everything of them is saved."""
        parts = [row for row in self._rows.values() if row.field.group in self._opened]
        is_busy = self._saving or any(
            row.is_editing() or is_within(QApplication.focusWidget(), row) for row in parts
        )
        if self._opened and self._shown and self._record is not None and not is_busy:
            self._opened = frozenset()
            self.show_record(self._record)

    def focus_first(self) -> None:
        """Put the focus on the first field, to be read."""
        if self._shown:
            self._rows[self._shown[0]].view.setFocus()

    def edit_first(self) -> None:
        """Open the editor of the title, else of the first field that can be edited; the others stand below it."""
        if not self._expanded:
            self.toggle_more()
        for key in (self.entity.title_key, *self._shown):
            row = self._row(key)
            if row is not None and row.editable:
                self.edit(key)
                return

    def is_edited_here(self) -> bool:
        """Tell whether the keyboard is in an open editor; then its text is selected: F2 opens no other."""
        order, here = self._order()
        editor = order[here].editor if here >= 0 else None
        if editor is not None:
            editor.select_all()
        return editor is not None

    def leave(self) -> bool:
        """Save what is being edited; tell whether everything could be left."""
        return all([row.finish() for row in self._rows.values()])

    def unsaved(self) -> list[str]:
        """Return the labels of fields whose editors hold what cannot be saved."""
        return [_(row.field.label) for row in self._rows.values() if row.is_editing()]

    def _save(self, row: FieldRow, value: Any, base: Any) -> None:
        if self._record is None:
            return
        file, record, key = file_of(self.context), (self.entity.name, self._record.id), row.field.key

        def save(_task: Task) -> Clash | int:
            return save_field(file, record, key, value, base)

        def done(outcome: Clash | int) -> None:
            self._saving -= 1
            if isinstance(outcome, Clash):
                row.show_conflict(value, outcome.value, outcome.text)
            else:
                self._read_again()
                self.saved.emit(outcome)
                self._close_groups()

        def failed(error: CrmError) -> None:
            self._saving -= 1
            row.reopen(value, str(error))

        self._saving += 1
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
        is_here = is_within(new, self)
        for row in [one for one in self._rows.values() if is_here or one.is_editing()]:
            if is_here and is_within(new, row):
                row.was_focused = True
            elif row.is_editing() and row.was_focused:
                row.was_focused = False
                row.finish()
        self._close_groups()

    def _order(self) -> tuple[list[FieldRow], int]:
        """Return the rows as they stand, and the place of the one with the focus, or -1."""
        rows, focused = self.rows, QApplication.focusWidget()
        order = [rows[key] for key in self._shown]
        return order, next((at for at, row in enumerate(order) if is_within(focused, row)), -1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let the arrows go from value to value, to be read; at the ends they do nothing."""
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        order, here = self._order()
        if not step or here < 0:
            super().keyPressEvent(event)
        elif 0 <= here + step < len(order):
            order[here + step].view.setFocus(Qt.FocusReason.OtherFocusReason)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Let Tab go from field to field as from editor to editor."""
        order, here = self._order()
        if here < 0:
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
