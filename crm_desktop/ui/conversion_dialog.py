"""What a lead becomes: for company and contact a new one, one that is there already, or none; and an opportunity."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from crm_desktop.core.entity import Entity, Field
from crm_desktop.core.errors import CrmError
from crm_desktop.core.i18n import N_, _, listed
from crm_desktop.core.reading import Unreadable
from crm_desktop.services.lead_conversion import MAKE, Answer, Conversion, Converted, LeadConversion, Proposal
from crm_desktop.ui.alive import while_alive
from crm_desktop.ui.buttons import Button
from crm_desktop.ui.card import scrolled
from crm_desktop.ui.context import Context
from crm_desktop.ui.editors import Editor, EditorContext, make_editor
from crm_desktop.ui.labels import ElidedLabel, label, menu_text
from crm_desktop.ui.main_button import press_with_keys
from crm_desktop.ui.record_contract import Likely, file_of

if TYPE_CHECKING:
    from crm_desktop.services.workspace import Workspace

_WIDTH, _HEIGHT = 560, 520
_INDENT = 26
_MOST = 3  # records that are offered for each part
_NEW = {"company": N_("New company “%(name)s”"), "contact": N_("New contact “%(name)s”")}
_NONE = {"company": N_("No company"), "contact": N_("No contact")}


def ask_conversion(context: Context, lead: int, parent: QWidget) -> None:
    """Look who a lead likely is, and open the dialog with that."""
    conversion = LeadConversion(cast("Workspace", context.workspace))
    context.tasks.read(
        lambda _task: conversion.propose(lead),
        done=while_alive(
            parent, lambda found: ConversionDialog(context, conversion, lead, found, parent.window()).open()
        ),
    )


class PartChoice(QWidget):
    """What becomes of one part of a lead: links to records with their reasons, a new one, none."""

    def __init__(self, entity: Entity, name: str, likely: Sequence[Likely], usual: Answer) -> None:
        super().__init__()
        self._answers: dict[QRadioButton, Answer] = {}
        self._group = QButtonGroup(self)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self._column.addWidget(label(_(entity.title), strong="true"))
        for one in likely[:_MOST]:
            words = _("Link with “%(name)s”") % {"name": one.name}
            self._add(words, one.id, listed(one.reasons))
        if name:
            self._add(_(_NEW[entity.name]) % {"name": name}, MAKE)
        self._add(_(_NONE[entity.name]), None)
        self.choose(usual)

    def _add(self, words: str, answer: Answer, why: str = "") -> None:
        button = QRadioButton(menu_text(words))
        button.setAccessibleName(f"{words}: {why}" if why else words)
        button.setToolTip("")
        self._answers[button] = answer
        self._group.addButton(button)
        self._column.addWidget(button)
        if why:
            reasons = ElidedLabel(why, tone="muted", scale="small")
            line = QHBoxLayout()
            line.setContentsMargins(_INDENT, 0, 0, 4)
            line.addWidget(reasons)
            self._column.addLayout(line)

    def choose(self, answer: Answer) -> None:
        """Choose one of them."""
        for button, each in self._answers.items():
            button.setChecked(each == answer)

    def answer(self) -> Answer:
        """Return what is chosen."""
        return next((each for button, each in self._answers.items() if button.isChecked()), None)

    def words(self) -> list[str]:
        """Return what is offered."""
        return [button.accessibleName() for button in self._answers]


class ConversionDialog(QDialog):
    """Asks what a lead becomes, and makes it so."""

    def __init__(
        self,
        context: Context,
        conversion: LeadConversion,
        lead: int,
        found: Proposal,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._conversion = conversion
        self._lead = lead
        self._title = found.title
        self._is_writing = False
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Convert lead"))
        self.resize(_WIDTH, _HEIGHT)
        self.setMinimumWidth(_WIDTH)
        entities = context.entities
        self.company = PartChoice(entities["company"], found.company, found.companies, found.chosen_company)
        self.contact = PartChoice(entities["contact"], found.contact, found.contacts, found.chosen_contact)
        self.makes_deal = QCheckBox(_("New opportunity"))
        self.makes_deal.setChecked(True)
        fields = entities["opportunity"].by_key
        self.name = self._editor(fields["name"], found.opportunity)
        self.amount = self._editor(fields["amount"], found.amount)
        self.makes_deal.toggled.connect(self._fit)
        self._problem = label(tone="warning")
        self._problem.setWordWrap(True)
        self._problem.hide()
        self.convert_button = Button(_("Convert"), look="primary", clicked=self.write)
        self.cancel_button = Button(_("Cancel"), clicked=self.reject)
        self._build()
        press_with_keys(self, self.convert_button)

    def _editor(self, field: Field, value: Any) -> Editor:
        file = file_of(self._context)
        made = make_editor(
            field.kind,
            EditorContext(
                file, self._context.tasks, self._context.messages, file.locale, name=_(field.label)
            ),
        )
        made.load(value)
        return made

    def _build(self) -> None:
        about = label(_("“%(name)s” becomes:") % {"name": self._title})
        about.setWordWrap(True)
        body = QWidget()
        parts = QVBoxLayout(body)
        parts.setContentsMargins(0, 0, 12, 0)
        parts.setSpacing(16)
        parts.addWidget(about)
        parts.addWidget(self.company)
        parts.addWidget(self.contact)
        parts.addLayout(self._deal())
        hint = _("Activities of the lead go along. The conversion can be undone in one step.")
        told = label(hint, tone="muted")
        told.setWordWrap(True)
        parts.addWidget(told)
        parts.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(14)
        column.addWidget(scrolled(body), 1)
        column.addWidget(self._problem)
        buttons = QHBoxLayout()
        buttons.addStretch()
        buttons.addWidget(self.cancel_button)
        buttons.addWidget(self.convert_button)
        column.addLayout(buttons)

    def _deal(self) -> QVBoxLayout:
        entity = self._context.entities["opportunity"]
        fields = entity.by_key
        column = QVBoxLayout()
        column.setSpacing(6)
        column.addWidget(label(_(entity.title), strong="true"))
        column.addWidget(self.makes_deal)
        line = QHBoxLayout()
        line.setContentsMargins(_INDENT, 0, 0, 0)
        line.setSpacing(8)
        for key, editor, share in (("name", self.name, 3), ("amount", self.amount, 2)):
            line.addWidget(label(_(fields[key].label), tone="muted"))
            line.addWidget(editor, share)
        column.addLayout(line)
        return column

    def _fit(self) -> None:
        for one in (self.name, self.amount):
            one.setEnabled(self.makes_deal.isChecked())

    def _chosen(self) -> Conversion | None:
        """Return what is chosen; None where something cannot be understood, which is said beside it."""
        if not self.makes_deal.isChecked():
            return Conversion(self.company.answer(), self.contact.answer())
        values: dict[str, Any] = {}
        for key, editor in (("name", self.name), ("amount", self.amount)):
            try:
                values[key] = editor.value()
            except Unreadable as problem:
                editor.set_problem(str(problem))
                editor.setFocus()
                return None
        return Conversion(self.company.answer(), self.contact.answer(), values)

    def write(self) -> None:
        """Convert the lead."""
        chosen = self._chosen()
        if chosen is None or self._is_writing:
            return
        self._set_writing(True)
        self._context.tasks.run(
            lambda _task: self._conversion.convert(self._lead, chosen),
            done=while_alive(self, self._on_converted),
            failed=while_alive(self, self._on_failed),
            title=_("Convert lead"),
        )

    def _set_writing(self, is_writing: bool) -> None:
        self._is_writing = is_writing
        for one in (self.convert_button, self.cancel_button):
            one.setEnabled(not is_writing)

    def _on_converted(self, done: Converted) -> None:
        self.accept()
        window = self._context.window
        for entity, record in (
            ("opportunity", done.opportunity),
            ("contact", done.contact),
            ("company", done.company),
        ):
            if record is not None:
                window.open_record(entity, record)
                break
        text = _("Converted: %(name)s") % {"name": self._title}
        window.show_toast(text, _("Undo"), lambda: window.undo(done.transaction))

    def _on_failed(self, error: CrmError) -> None:
        self._set_writing(False)
        self._problem.setText(str(error))
        self._problem.show()

    def reject(self) -> None:
        """Leave the lead as it is; once it is being converted, that is too late, and what came of it is told."""
        if not self._is_writing:
            super().reject()


__all__ = ["ConversionDialog", "ask_conversion"]
