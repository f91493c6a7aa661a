"""The choice about one doubtful name of an import: one of the records it may be, any other one, new, or empty."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.core.kinds import Option, Reference
from crm_desktop.core.reading import Unreadable
from crm_desktop.services.import_references import Likely
from crm_desktop.ui.import_name_answers import LEAVE, MAKE, TAKE
from crm_desktop.ui.quiet_combo import QuietCombo
from crm_desktop.ui.record_contract import file_of

if TYPE_CHECKING:
    from crm_desktop.ui.editors.picker import ReferenceEditor
    from crm_desktop.ui.import_draft import ImportDraft

OTHER = "other"


class NameChoice(QWidget):
    """A box of choices; while another record is looked for, the line in which its name is typed stands in its place."""

    def __init__(self, draft: ImportDraft, one: Likely, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._draft = draft
        self.one = one
        self.picker: ReferenceEditor | None = None
        self._names: list[str] = []
        self.box = QuietCombo(_("What “%(text)s” means") % {"text": one.text})
        self.box.activated.connect(self._on_chosen)
        self.setFocusProxy(self.box)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self.box)
        self.refresh()

    def refresh(self) -> None:
        """Show the answer; a record that was looked for stands among the choices."""
        answer = self._draft.names.of(self.one)
        names = [self.one.name, *self.one.others]
        if answer.startswith(TAKE) and answer.removeprefix(TAKE) not in names:
            names.append(answer.removeprefix(TAKE))
        if names != self._names:
            self._offer(names)
        self.box.choose(answer)

    def _offer(self, names: list[str]) -> None:
        """Put the choices into the box, with those of records of these names."""
        self._names = names
        self.box.clear()
        self.box.addItem(_("Leave it empty"), LEAVE)
        for name in names:
            self.box.addItem(_("Take “%(name)s”") % {"name": name}, TAKE + name)
        if self._target() is not None:
            self.box.addItem(_("Take another one…"), OTHER)
        self.box.addItem(_("Make a new one"), MAKE)

    def _target(self) -> Reference | None:
        """Return what the field points to, unless that is a list of options."""
        field = next((one for one in self._draft.columns.fields if one.key == self.one.field), None)
        kind = field.kind if field is not None else None
        return kind if isinstance(kind, Reference) and not isinstance(kind, Option) else None

    def _on_chosen(self, _index: int) -> None:
        answer = self.box.currentData()
        if answer == OTHER:
            self.look_for_another()
        else:
            self._draft.names.decide(self.one, answer)

    # ------------------------------------------------------------------ another record

    def look_for_another(self) -> None:
        """Let the name of a record be typed; Esc, or nothing in the line, comes back to the choices."""
        kind = self._target()
        if kind is None or self.picker is not None:
            return
        from crm_desktop.ui.editors import EditorContext
        from crm_desktop.ui.editors.picker import ReferenceEditor

        context = self._draft.context
        file = file_of(context)
        tools = EditorContext(
            file, context.tasks, context.messages, file.locale, self.box.accessibleName(), makes_new="never"
        )
        self.picker = ReferenceEditor(kind, tools)
        self.picker.accepted.connect(self._on_picked)
        self.picker.cancelled.connect(self._back)
        self._column.addWidget(self.picker)
        self.box.hide()
        self.setFocusProxy(self.picker)
        self.picker.show()
        self.picker.setFocus()
        self.picker.open_choices()

    def _on_picked(self) -> None:
        picker = self.picker
        if picker is None:
            return
        try:
            picked = picker.value()
        except Unreadable as error:
            picker.set_problem(str(error))
            return
        name = picker.shown_text()
        self._back()
        if picked is not None:
            self._draft.names.decide(self.one, TAKE + name)
            self.refresh()

    def _back(self) -> None:
        """Show the choices again."""
        if self.picker is not None:
            self.picker.discard()
            self.picker = None
        self.refresh()
        self.setFocusProxy(self.box)
        self.box.show()
        self.box.setFocus()


__all__ = ["OTHER", "NameChoice"]
