"""One value for many records: field and value are chosen, what will change is shown, then it is written at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtWidgets import QCheckBox, QFormLayout, QVBoxLayout, QWidget

from crm_desktop.core.entity import Entity, Field
from crm_desktop.core.formatting import format_number
from crm_desktop.core.i18n import _, language, ngettext
from crm_desktop.core.kinds import Choice, Kind, Status, Tags
from crm_desktop.core.reading import Unreadable
from crm_desktop.services import bulk_edit
from crm_desktop.services.bulk_edit import BulkPlan, How
from crm_desktop.ui.alive import while_alive
from crm_desktop.ui.bulk_preview import BulkPreview, lay_out
from crm_desktop.ui.buttons import Button
from crm_desktop.ui.context import Context
from crm_desktop.ui.edited_fields import editable_fields
from crm_desktop.ui.editors import Editor, EditorContext, make_editor
from crm_desktop.ui.labels import label
from crm_desktop.ui.planned_dialog import PlannedDialog
from crm_desktop.ui.record_contract import file_of
from crm_desktop.ui.wide_combo import WideCombo

if TYPE_CHECKING:
    from crm_desktop.services.workspace import Workspace

_SIZE = (520, 420)


class BulkDialog(PlannedDialog):
    """Changes one field of the records ``ids``. ``key`` is the field that is offered first."""

    def __init__(
        self,
        context: Context,
        entity: Entity,
        ids: Sequence[int],
        key: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(BulkPreview(), parent)
        self._context = context
        self._workspace = cast("Workspace", context.workspace)
        self._entity = entity
        self._ids = ids
        self._fields = {
            one.key: one for one in editable_fields(self._workspace.lists.fields(entity.name))
            if one.key != "currency"  # another currency would make other amounts of the same numbers
        }  # fmt: skip
        self.editor: Editor | None = None
        self.field_box = WideCombo()
        self.how_box = WideCombo()
        self.empty = QCheckBox(_("Empty the field"))
        self.change_button = Button(look="primary", clicked=self.write)
        self._build()
        self._connect()
        self.field_box.setCurrentIndex(max(0, self.field_box.findData(key)))
        self._offer_value()

    def _build(self) -> None:
        count = len(self._ids)
        title = ngettext("Change %(count)s record", "Change %(count)s records", count)
        self.setWindowTitle(title % {"count": format_number(count, language())})
        self.resize(*_SIZE)
        title_key = self._entity.title_key  # seldom the same for many
        for one in sorted(
            self._fields.values(), key=lambda field: (field.key == title_key, field.listed != "shown")
        ):
            self.field_box.addItem(_(one.label), one.key)
        self.field_box.setAccessibleName(_("Field"))
        self.how_box.setAccessibleName(_("What happens to the tags"))
        for how, words in (("add", _("Add")), ("remove", _("Remove")), ("set", _("Replace all by"))):
            self.how_box.addItem(words, how)
        self._form = QFormLayout()
        self._form.setHorizontalSpacing(16)
        self._form.setVerticalSpacing(8)
        self._form.addRow(label(_("Field"), tone="muted"), self.field_box)
        self._form.addRow(label("", tone="muted"), self.how_box)
        self._value = QVBoxLayout()
        self._form.addRow(label(_("New value"), tone="muted"), self._value)
        self._form.addRow(label("", tone="muted"), self.empty)
        lay_out(self, self.preview, self.change_button, self._form)

    def _connect(self) -> None:
        self.field_box.activated.connect(lambda _place: self._offer_value())
        self.how_box.activated.connect(lambda _place: self._look_later())
        self.empty.toggled.connect(self._on_empty)

    @property
    def field(self) -> Field:
        """The field that is changed."""
        return self._fields[str(self.field_box.currentData())]

    def _offer_value(self) -> None:
        if self.editor is not None:
            self._value.removeWidget(self.editor)
            self.editor.discard()
        field = self.field
        file = file_of(self._context)
        context = EditorContext(
            file, self._context.tasks, self._context.messages, file.locale, _(field.label), required=True,
            makes_new="with_record",
        )  # fmt: skip
        # Which states may follow is another question for each record; the preview answers it.
        kind: Kind[Any] = Choice(field.kind.vocabulary) if isinstance(field.kind, Status) else field.kind
        editor = self.editor = make_editor(kind, context)
        editor.load(None)
        editor.edited.connect(self._look_later)
        editor.accepted.connect(self.look)
        editor.cancelled.connect(self.reject)
        self._value.addWidget(editor)
        self._form.setRowVisible(1, isinstance(field.kind, Tags))
        self._form.setRowVisible(3, not field.required)
        self.empty.setChecked(False)
        editor.show()
        if not self.field_box.hasFocus():  # who chooses by the keyboard goes on choosing
            editor.setFocus()
        self.look()

    def _on_empty(self, empty: bool) -> None:
        if self.editor is not None:
            self.editor.setEnabled(not empty)
        self.look()

    # ------------------------------------------------------------------ what would change

    def look(self) -> None:
        """Work out what would change, in the background."""
        self._forget()
        try:
            value = None if self.empty.isChecked() or self.editor is None else self.editor.value()
        except Unreadable as problem:
            self.preview.say(str(problem))
            return
        if value in (None, "", []) and not self.empty.isChecked():
            self.preview.say(_("Choose a field and its new value. What will change is shown here first."))
            return
        workspace, entity, ids, key = self._workspace, self._entity.name, self._ids, self.field.key
        how = cast("How", self.how_box.currentData() if isinstance(self.field.kind, Tags) else "set")
        how = "set" if self.empty.isChecked() else how
        self.preview.say(_("Looking…"))
        self._task = self._context.tasks.read(
            lambda task: bulk_edit.plan_value(workspace, entity, ids, key, value, how, task.is_cancelled),
            done=while_alive(self, self._on_plan),
            failed=while_alive(self, self._on_problem),
        )

    def _show_button(self) -> None:
        count = self.plan.count() if self.plan is not None else 0
        words = ngettext("Change %(count)s record", "Change %(count)s records", count)
        text = words % {"count": format_number(count, language())} if count else _("Change")
        self.change_button.set_text(text)
        self.change_button.setEnabled(bool(count))

    # ------------------------------------------------------------------ writing

    def write(self) -> None:
        """Write what was shown and go."""
        if self.plan is not None and self.plan.count():
            write_plan(self._context, self.plan)
            self.accept()


def write_plan(context: Context, plan: BulkPlan) -> None:
    """Write a plan in the background; a toast offers to undo it."""
    workspace, window = cast("Workspace", context.workspace), context.window
    count = plan.count()

    def done(transaction: int) -> None:
        words = ngettext("%(count)s record changed", "%(count)s records changed", count)
        text = words % {"count": format_number(count, language())}
        window.show_toast(text, _("Undo"), lambda: window.undo(transaction))

    context.tasks.run(
        lambda task: bulk_edit.apply(workspace, plan, task.progress, task.is_cancelled),
        done=done,
        title=_("Change records"),
    )
