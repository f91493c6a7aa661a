"""The steps that can be taken with a service request, as buttons; what a step needs is asked for in place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QFrame, QMenu, QVBoxLayout, QWidget

from crm_desktop.core.entity import Entity
from crm_desktop.core.errors import CrmError
from crm_desktop.core.i18n import N_, _, labelled
from crm_desktop.core.reading import Unreadable
from crm_desktop.ui.alive import while_alive
from crm_desktop.ui.buttons import Button, row_of
from crm_desktop.ui.context import Context
from crm_desktop.ui.editors import Editor, EditorContext, make_editor
from crm_desktop.ui.flow_layout import FlowLayout
from crm_desktop.ui.keyboard_place import kept_within
from crm_desktop.ui.labels import label, menu_text
from crm_desktop.ui.record_contract import file_of, plain
from crm_desktop.ui.request_reading import RequestReading, desk_of

if TYPE_CHECKING:
    from crm_desktop.services.service_steps import Offer

_SHOWN = 3  # the others are in the menu
_ICONS = {"solve": "check", "close": "check"}
_SENTENCES = {
    "accountable": N_("Who is accountable for it from now on?"),
    "resolution": N_("A major complaint is closed with its resolution: what was done?"),
    "duplicate_of": N_("Which request asked the same before?"),
}
_MAJOR = N_("A major complaint needs one accountable person before somebody works on it.")


class RequestSteps(QWidget):
    """Buttons for the usual steps, a menu for the others. Each step can be undone as a whole."""

    def __init__(self, context: Context, entity: Entity) -> None:
        super().__init__()
        self._context = context
        self._entity = entity
        self._request: RequestReading | None = None
        self._buttons: list[Button] = []
        self.editors: dict[str, Editor] = {}
        self._offered: Sequence[Offer] = ()
        self._is_taking = False
        self._row = QWidget()
        self._flow = FlowLayout(self._row)
        self._asking: QWidget | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self._column.addWidget(self._row)

    def show_request(self, request: RequestReading) -> None:
        """Offer the steps of a request. What is being asked stays, as long as it is about the same."""
        known = self._request
        is_same = known is not None and known.record.id == request.record.id
        self._request = request
        if not is_same or list(request.offers) != list(self._offered):
            self._offered = request.offers
            self.retranslate()

    def retranslate(self) -> None:
        """Show all words again."""
        with kept_within(self, self._first_button):
            self._forget_question()
            self._show_buttons()

    def _first_button(self) -> Button | None:
        return self._buttons[0] if self._buttons else None

    def _show_buttons(self) -> None:
        for old in self._buttons:
            self._flow.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._buttons = [self._button(offer, first=not at) for at, offer in enumerate(self._offered[:_SHOWN])]
        if len(self._offered) > _SHOWN:
            more = Button(icon="ellipsis", look="icon", name=_("More steps"))
            more.clicked.connect(lambda _on=False: self._open_menu(more))
            self._buttons.append(more)
        for one in self._buttons:
            self._flow.addWidget(one)
            one.show()
        self.setVisible(bool(self._buttons))
        self._flow.invalidate()

    def _button(self, offer: Offer, *, first: bool) -> Button:
        look, icon = "primary" if first else "plain", _ICONS.get(offer.step.key, "") if first else ""
        return Button(_(offer.step.text), icon, look, clicked=lambda: self.take(offer))

    def _open_menu(self, button: Button) -> None:
        menu = QMenu(self)
        menu.setObjectName("stepMenu")
        for offer in self._offered[_SHOWN:]:
            action = menu.addAction(menu_text(_(offer.step.text)))
            action.triggered.connect(lambda _on=False, offer=offer: self.take(offer))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(button.mapToGlobal(QPoint(0, button.height() + 2)))

    # ------------------------------------------------------------------ a step

    def take(self, offer: Offer) -> None:
        """Take a step, or ask for what it needs. One is taken after the other."""
        if self._is_taking:
            return
        self._cancel()
        if offer.missing:
            self._ask(offer)
        else:
            self._run(offer, {})

    def _ask(self, offer: Offer) -> None:
        asking = QFrame()
        asking.setObjectName("filterChip")
        column = QVBoxLayout(asking)
        column.setContentsMargins(12, 10, 12, 12)
        column.setSpacing(8)
        for key in offer.missing:
            sentence = label(self._sentence(key))
            sentence.setWordWrap(True)
            self.editors[key] = self._editor(key, offer)
            column.addWidget(sentence)
            column.addWidget(self.editors[key])
        go = Button(_(offer.step.text), look="primary", clicked=lambda: self._on_filled(offer))
        column.addLayout(row_of(go, Button(_("Cancel"), clicked=self._cancel)))
        self._asking = asking
        self._column.addWidget(asking)
        asking.show()
        next(iter(self.editors.values())).setFocus()

    def _sentence(self, key: str) -> str:
        values = self._request.record.values if self._request is not None else {}
        if key == "accountable" and values.get("kind") == "complaint" and values.get("is_major"):
            return _(_MAJOR)
        return _(_SENTENCES[key])

    def _editor(self, key: str, offer: Offer) -> Editor:
        field, file = self._entity.field(key), file_of(self._context)
        context = EditorContext(
            file, self._context.tasks, self._context.messages, file.locale, name=_(field.label)
        )
        made = make_editor(field.kind, context)
        made.load(None)
        made.accepted.connect(lambda: self._on_filled(offer))
        made.cancelled.connect(self._cancel)
        return made

    def _on_filled(self, offer: Offer) -> None:
        found: dict[str, Any] = {}
        for key, editor in self.editors.items():
            try:
                found[key] = plain(editor.value())
            except Unreadable as problem:
                editor.set_problem(str(problem))
                return
            if found[key] in (None, ""):
                editor.set_problem(_("This is needed here."))
                editor.setFocus()
                return
        self._run(offer, found)

    def _cancel(self) -> None:
        """Ask for nothing; the keyboard goes back to the steps."""
        with kept_within(self, self._first_button):
            self._forget_question()

    def _forget_question(self) -> None:
        for editor in self.editors.values():
            editor.forget_task()
        self.editors = {}
        if self._asking is not None:
            self._column.removeWidget(self._asking)
            self._asking.hide()
            self._asking.deleteLater()
            self._asking = None

    def _run(self, offer: Offer, values: dict[str, Any]) -> None:
        if self._request is None:
            return
        record, steps, key = self._request.record, desk_of(self._context).steps, offer.step.key
        said = labelled(_(offer.step.text), record.title)
        self._is_taking = True

        def taken(transaction: int) -> None:
            self._is_taking = False
            self._cancel()
            window = self._context.window
            window.show_toast(said, _("Undo"), lambda: window.undo(transaction))

        self._context.tasks.run(
            lambda _task: steps.take(record.id, key, values),
            done=while_alive(self, taken),
            failed=while_alive(self, self._on_failed),
            title=_(offer.step.text),
        )

    def _on_failed(self, error: CrmError) -> None:
        self._is_taking = False
        self._context.messages.error(error)
