"""Cleaning many records: a tool is chosen, what it would change is shown, then it is written at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, cast

from PySide6.QtWidgets import QCheckBox, QFormLayout, QLineEdit, QVBoxLayout, QWidget

from crm_desktop.core.entity import Entity, Field
from crm_desktop.core.formatting import format_number
from crm_desktop.core.i18n import _, language, ngettext
from crm_desktop.core.query import ListQuery
from crm_desktop.core.reading import Unreadable
from crm_desktop.services.bulk_edit import BulkPlan
from crm_desktop.services.cleaning import finding, tools
from crm_desktop.services.cleaning.tools import Cleaning, Tool
from crm_desktop.ui.alive import while_alive
from crm_desktop.ui.bulk_dialog import write_plan
from crm_desktop.ui.bulk_preview import BulkPreview, lay_out
from crm_desktop.ui.buttons import Button
from crm_desktop.ui.context import Context
from crm_desktop.ui.editors import Editor, EditorContext, make_editor
from crm_desktop.ui.labels import label
from crm_desktop.ui.planned_dialog import PlannedDialog
from crm_desktop.ui.record_contract import file_of
from crm_desktop.ui.wide_combo import WideCombo

if TYPE_CHECKING:
    from crm_desktop.services.workspace import Workspace
    from crm_desktop.ui.tasks import Task

_SIZE = (580, 580)
_WITHOUT_STEP, _DOUBTFUL_MAIL = "without_step", "doubtful_mail"
_Find = Callable[["Workspace", str, Sequence[int]], list[int]]
_FINDERS: dict[str, _Find] = {
    _WITHOUT_STEP: finding.without_next_step,
    _DOUBTFUL_MAIL: finding.with_doubtful_mail,
}


class CleanDialog(PlannedDialog):
    """Cleans the records ``ids`` of an entity, or finds those among them that lack something."""

    def __init__(
        self, context: Context, entity: Entity, ids: Sequence[int], parent: QWidget | None = None
    ) -> None:
        super().__init__(BulkPreview(same=_need_nothing), parent)
        self._context = context
        self._workspace = cast("Workspace", context.workspace)
        self._entity = entity
        self._ids = ids
        self._tools = {one.name: one for one in tools.tools_for(self._workspace, entity.name)}
        self._fields: dict[str, Field] = {}
        self._editor: Editor | None = None
        self.found: list[int] | None = None
        self.tool_box, self.field_box, self.way_box = WideCombo(), WideCombo(), WideCombo()
        self.sought, self.replacement = QLineEdit(), QLineEdit()
        self.match_case, self.whole_words = QCheckBox(_("Match capital letters")), QCheckBox(_("Whole words"))
        self.about = label("", tone="muted")
        self.button = Button(look="primary", clicked=self.finish)
        self._build()
        self._connect()
        self._offer_fields()

    def _build(self) -> None:
        count = len(self._ids)
        title = ngettext("Clean up %(count)s record", "Clean up %(count)s records", count)
        self.setWindowTitle(title % {"count": format_number(count, language())})
        self.resize(*_SIZE)
        for one in self._tools.values():
            self.tool_box.addItem(_(one.label), one.name)
        self.tool_box.insertSeparator(self.tool_box.count())
        if finding.has_next_steps(self._entity.name):
            self.tool_box.addItem(_("Find records without a next step"), _WITHOUT_STEP)
        if "mail" in self._tools:
            self.tool_box.addItem(_("Find doubtful e-mail addresses"), _DOUBTFUL_MAIL)
        self.about.setWordWrap(True)
        self._form = form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(8)
        self._value = QVBoxLayout()
        for words, part in (
            (_("What to do"), self.tool_box),
            ("", self.about),
            (_("Field"), self.field_box),
            (_("How"), self.way_box),
            (_("Find"), self.sought),
            (_("Replace by"), self.replacement),
            ("", self.match_case),
            ("", self.whole_words),
        ):
            if words:
                part.setAccessibleName(words)
            form.addRow(label(words, tone="muted"), part)
        form.addRow(label(_("Value"), tone="muted"), self._value)
        lay_out(self, self.preview, self.button, form)

    def _connect(self) -> None:
        self.tool_box.activated.connect(lambda _place: self._offer_fields())
        self.field_box.activated.connect(lambda _place: self._offer_value())
        self.way_box.activated.connect(lambda _place: self.look())
        for line in (self.sought, self.replacement):
            line.textEdited.connect(lambda _text: self._look_later())
        for check in (self.match_case, self.whole_words):
            check.toggled.connect(lambda _on: self.look())

    # ------------------------------------------------------------------ what is asked

    @property
    def tool(self) -> Tool | None:
        """The chosen tool; None while something is only looked for."""
        return self._tools.get(str(self.tool_box.currentData()))

    def choose(self, tool: str, field: str = "", way: str = "") -> None:
        """Choose a tool, a field and a way, as by hand."""
        self.tool_box.setCurrentIndex(self.tool_box.findData(tool))
        self._offer_fields()
        if field:
            self.field_box.setCurrentIndex(self.field_box.findData(field))
            self._offer_value()
        if way:
            self.way_box.setCurrentIndex(self.way_box.findData(way))
        self.look()

    def _offer_fields(self) -> None:
        """Show what the chosen tool asks."""
        tool = self.tool
        self.about.setText(_(tool.about) if tool is not None else self._about_finder())
        self.field_box.clear()
        self.way_box.clear()
        fitting = tools.fields_of(self._workspace, self._entity.name, tool.name) if tool is not None else []
        self._fields = {one.key: one for one in fitting}
        if tool is not None and tool.each and len(fitting) > 1:
            self.field_box.addItem(_("All of them"), "")
        for one in fitting:
            self.field_box.addItem(_(one.label), one.key)
        for way, words in tool.ways.items() if tool is not None else ():
            self.way_box.addItem(_(words), way)
        asks_text = tool is not None and "find" in tool.asks
        for part, is_shown in (
            (self.field_box, self.field_box.count() > 1),
            (self.way_box, bool(self.way_box.count())),
            (self.sought, asks_text),
            (self.replacement, asks_text),
            (self.match_case, asks_text),
            (self.whole_words, asks_text),
        ):
            self._form.setRowVisible(part, is_shown)
        self._offer_value()

    def _about_finder(self) -> str:
        if self.tool_box.currentData() == _WITHOUT_STEP:
            return _("Shows those for which no activity is planned. What is over is left out.")
        return _("Shows those with an address that cannot be one, is marked invalid, or looks mistyped.")

    def _offer_value(self) -> None:
        if self._editor is not None:
            self._value.removeWidget(self._editor)
            self._editor.discard()
            self._editor = None
        tool = self.tool
        asks_value = tool is not None and "value" in tool.asks
        self._form.setRowVisible(self._value, asks_value)
        if asks_value:
            field, file = self._fields[str(self.field_box.currentData())], file_of(self._context)
            context = EditorContext(
                file, self._context.tasks, self._context.messages, file.locale, _(field.label), required=True,
            )  # fmt: skip
            editor = self._editor = make_editor(field.kind, context)
            editor.load(None)
            editor.edited.connect(self._look_later)
            editor.accepted.connect(self.look)
            editor.cancelled.connect(self.reject)
            self._value.addWidget(editor)
            editor.show()
        self.look()

    def wanted(self) -> Cleaning | None:
        """Return what is asked for, None while something is missing. Raises Unreadable."""
        tool = self.tool
        if tool is None:
            return None
        value = self._editor.value() if self._editor is not None else None
        if ("find" in tool.asks and not self.sought.text()) or (
            "value" in tool.asks and value in (None, "", [])
        ):
            return None
        field = str(self.field_box.currentData() or "")
        return Cleaning(
            tool.name,
            (field,) if field else (),
            str(self.way_box.currentData() or ""),
            self.sought.text(),
            self.replacement.text(),
            self.match_case.isChecked(),
            self.whole_words.isChecked(),
            value,
        )

    # ------------------------------------------------------------------ what would change

    def _forget(self) -> None:
        self.found = None
        super()._forget()

    def look(self) -> None:
        """Work out what would change, or who lacks something, in the background."""
        self._forget()
        workspace, entity, ids = self._workspace, self._entity.name, self._ids
        finder = _FINDERS.get(str(self.tool_box.currentData()))
        try:
            wanted = self.wanted()
        except Unreadable as problem:
            self.preview.say(str(problem))
            return
        if finder is None and wanted is None:
            self.preview.say(_("What will change is shown here first."))
            return
        self.preview.say(_("Looking…"))

        def work(task: Task) -> BulkPlan | list[int]:
            if finder is not None:
                return finder(workspace, entity, ids)
            return tools.plan(workspace, entity, ids, cast("Cleaning", wanted), task.is_cancelled)

        self._task = self._context.tasks.read(
            work, done=while_alive(self, self._on_answer), failed=while_alive(self, self._on_problem)
        )

    def _on_answer(self, answer: BulkPlan | list[int]) -> None:
        if isinstance(answer, BulkPlan):
            self._on_plan(answer)
        else:
            self.found = answer
            count = len(answer)
            words = ngettext("%(count)s record was found.", "%(count)s records were found.", count)
            self.preview.say(words % {"count": format_number(count, language())})
            self._show_button()

    def _show_button(self) -> None:
        count = self.plan.count() if self.plan is not None else len(self.found or ())
        words = ngettext("Change %(count)s record", "Change %(count)s records", count)
        if self.tool is None:
            words = ngettext("Show %(count)s record", "Show %(count)s records", count)
        text = words % {"count": format_number(count, language())}
        empty = _("Change") if self.tool is not None else _("Show")
        self.button.set_text(text if count else empty)
        self.button.setEnabled(bool(count))

    def finish(self) -> None:
        """Write what was shown, or show what was found, and go."""
        if self.plan is not None and self.plan.count():
            write_plan(self._context, self.plan)
            self.accept()
        elif self.found:
            query = ListQuery(self._entity.name, among=tuple(self.found))
            name = self.tool_box.currentText()
            self.accept()
            self._context.window.open_rows(query, name)


def _need_nothing(count: int) -> str:
    return ngettext("%(count)s record needs nothing.", "%(count)s records need nothing.", count)


__all__ = ["CleanDialog"]
