"""A record that is being made: the same fields with all editors open, required ones first, and one button."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.core.entity import Entity, Field
from crm_desktop.core.errors import CrmError
from crm_desktop.core.i18n import _
from crm_desktop.core.kinds import Choice, Flag
from crm_desktop.core.reading import Unreadable
from crm_desktop.ui.actions import with_keys
from crm_desktop.ui.alive import while_alive
from crm_desktop.ui.buttons import Button, row_of
from crm_desktop.ui.context import Context
from crm_desktop.ui.edited_fields import editable_fields, near_records
from crm_desktop.ui.editors import Editor, EditorContext, make_editor
from crm_desktop.ui.field_row import name_width
from crm_desktop.ui.labels import ElidedLabel, label
from crm_desktop.ui.likely_duplicates import LikelyDuplicates
from crm_desktop.ui.record_contract import file_of


class NewRecordForm(QWidget):
    """Collects the values of a new record. ``created`` carries its id; nothing is written before *Create*.

    ``renamed`` tells that another :meth:`name` fits what was chosen."""

    created = Signal(object)
    cancelled = Signal()
    renamed = Signal()

    def __init__(self, context: Context, entity: Entity, presets: Mapping[str, Any] | None = None) -> None:
        super().__init__()
        self.context = context
        self.entity = entity
        self._presets = {**dict(entity.begins_with), **(presets or {})}
        self.editors: dict[str, Editor] = {}
        self._touched: set[str] = set()
        self._busy = False
        fields = editable_fields(context.workspace.lists.fields(entity.name))
        first = [one for one in fields if self._is_first(one)]
        asked = {key: place for place, key in enumerate(entity.asked)}
        first.sort(
            key=lambda one: (one.key != entity.title_key, not one.required, asked.get(one.key, len(asked)))
        )
        self._rest = [one for one in fields if one not in first]
        self._width = name_width(fields) + 12
        self._rows, self._rest_rows = QVBoxLayout(), QVBoxLayout()
        for rows in (self._rows, self._rest_rows):
            rows.setSpacing(8)
        self._more = Button(_("More fields"), look="link", clicked=self.show_more)
        self.likely = LikelyDuplicates(context, entity.name, self._filled)
        self._problem = label(tone="warning")
        self._problem.setWordWrap(True)
        self._problem.hide()
        self.create_button = Button(_("Create"), look="primary", clicked=self.make_record)
        self.create_button.setToolTip(with_keys(_("Create"), "file.save"))
        self._cancel = Button(_("Cancel"), clicked=self.cancelled.emit)
        self._build()
        self._add_rows(first, self._rows)
        self._more.setVisible(bool(self._rest))

    def _is_first(self, field: Field) -> bool:
        listed = field.key in self.entity.asked if self.entity.asked else field.listed == "shown"
        return field.required or listed or field.key in {self.entity.title_key, *self._presets}

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(self._rows)
        column.addWidget(self.likely)  # in sight also when all fields are shown
        column.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)
        column.addLayout(self._rest_rows)
        column.addWidget(self._problem)
        column.addLayout(row_of(self.create_button, self._cancel))
        column.addStretch(1)

    def _add_rows(self, fields: list[Field], rows: QVBoxLayout) -> None:
        before: QWidget | None = None
        for field in fields:
            editor = make_editor(field.kind, self._editor_context(field))
            editor.load(self._presets.get(field.key))
            editor.edited.connect(lambda key=field.key: self._on_edited(key))
            editor.cancelled.connect(self.cancel)
            self.editors[field.key] = editor
            mark = " *" if field.required else ""
            name = ElidedLabel(_(field.label) + mark, tone="muted")
            name.setFixedSize(self._width, 32)
            row = QHBoxLayout()
            row.setSpacing(8)
            row.addWidget(name, 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(editor, 1)
            rows.addLayout(row)
            if before is not None:
                QWidget.setTabOrder(before, editor.focusProxy() or editor)
            before = editor.focusProxy() or editor

    def _on_edited(self, key: str) -> None:
        self._touched.add(key)
        self.likely.soon()
        if key == self.entity.called_by:
            self.renamed.emit()

    def name(self) -> str:
        """Return what is made here ("New company"), told more closely where a choice does so ("New call")."""
        field = self.entity.by_key.get(self.entity.called_by)
        word = (
            field.kind.show(self._value_of(field.key), file_of(self.context).locale)
            if field is not None
            else ""
        )
        return _("New %(record)s") % {"record": (word or _(self.entity.title)).lower()}

    def _value_of(self, key: str) -> Any:
        try:
            return self.editors[key].value() if key in self.editors else self._presets.get(key)
        except Unreadable:
            return None

    def _editor_context(self, field: Field) -> EditorContext:
        file = file_of(self.context)
        required = _("required")
        return EditorContext(
            file=file,
            tasks=self.context.tasks,
            messages=self.context.messages,
            locale=file.locale,
            name=f"{_(field.label)}, {required}" if field.required else _(field.label),
            makes_new="with_record",
            near=self._near,
        )

    def _near(self) -> dict[str, int]:
        return near_records(self.entity, self._filled())

    def _filled(self) -> dict[str, Any]:
        """Return what is filled in so far, without what cannot be understood."""
        values = dict(self._presets)
        for key, editor in self.editors.items():
            try:
                values[key] = editor.value()
            except Unreadable:
                continue
        return values

    def show_more(self) -> None:
        """Show the rest of the fields."""
        rest, self._rest = self._rest, []
        self._more.hide()
        self._add_rows(rest, self._rest_rows)
        if rest:
            self.editors[rest[0].key].setFocus()

    def focus_first(self) -> None:
        """Put the cursor into the first field that is still empty."""
        for key, editor in self.editors.items():
            if key not in self._presets:
                editor.setFocus()
                return

    def is_touched(self) -> bool:
        """Tell whether something was typed that would be lost."""
        return bool(self._touched)

    def cancel(self) -> None:
        """Leave the form; what was typed is asked about first."""
        if self.may_drop():
            self.cancelled.emit()

    def may_drop(self) -> bool:
        """Ask before what was typed is forgotten; tell whether it may be."""
        if not self.is_touched():
            return True
        question, record = _("Leave without creating?"), _(self.entity.title).lower()
        text = _("What you typed for the new %(record)s is not saved.") % {"record": record}
        return self.context.messages.ask(question, text, _("Leave"), danger=True)

    def values(self) -> dict[str, Any] | None:
        """Return what was filled in; None when something cannot be understood, which is then said beside it."""
        found: dict[str, Any] = dict(self._presets)
        readable = True
        for key, editor in self.editors.items():
            try:
                value = editor.value()
            except Unreadable as problem:
                editor.set_problem(str(problem))
                if readable:
                    editor.setFocus()
                readable = False
                continue
            if value not in (None, "", []):
                found[key] = value
            else:
                found.pop(key, None)
        return found if readable else None

    def make_record(self) -> None:
        """Make the record."""
        values = self.values()
        if values is None or self._busy:
            return
        missing = [key for key in self.editors if key not in values and self._must_be_filled(key)]
        if missing:
            self._say_missing(missing)
            return
        self._busy = True
        self.create_button.setEnabled(False)
        records, name = file_of(self.context).records, self.entity.name
        self.context.tasks.run(
            lambda _task: records.create(name, values),
            done=while_alive(self, self._on_created),
            failed=while_alive(self, self._on_failed),
            title=_("Create"),
        )

    def _on_created(self, record_id: int) -> None:
        self._busy = False
        self._touched.clear()
        self.create_button.setEnabled(True)
        self.created.emit(record_id)

    def _on_failed(self, error: CrmError) -> None:
        self._busy = False
        self.create_button.setEnabled(True)
        self._problem.setText(str(error))
        self._problem.show()

    def _must_be_filled(self, key: str) -> bool:
        """Tell whether a field must be filled in here; for states and switches the program may know a value."""
        field = self.entity.by_key.get(key)
        return field is not None and field.required and not isinstance(field.kind, Choice | Flag)

    def _say_missing(self, keys: list[str]) -> None:
        for key in keys:
            self.editors[key].set_problem(_("Please fill this in."))
        self.editors[keys[0]].setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if is_enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.make_record()
        elif event.key() == Qt.Key.Key_Escape:
            self.cancel()
        else:
            super().keyPressEvent(event)
