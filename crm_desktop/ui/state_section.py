"""How a record stands, as the path of its states, with the next steps as buttons; made from its state machine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from crm_desktop.core import clock
from crm_desktop.core.entity import Field
from crm_desktop.core.i18n import _
from crm_desktop.core.kinds import Day, Locale, Status
from crm_desktop.core.reading import Unreadable
from crm_desktop.ui.alive import while_alive
from crm_desktop.ui.badge import Badges
from crm_desktop.ui.buttons import Button
from crm_desktop.ui.editors import Editor, EditorContext, make_editor
from crm_desktop.ui.flow_layout import FlowLayout
from crm_desktop.ui.labels import label, menu_text
from crm_desktop.ui.record_contract import Record, file_of, plain
from crm_desktop.ui.record_section import Section, SectionPage
from crm_desktop.ui.tasks import Task

STATE = "status"
_BUTTONS = 2  # the other moves wait in a menu
_BEGINS_TODAY = frozenset({"issued_on", "starts_on"})  # days that are mostly the day of the move


@dataclass(frozen=True)
class Moved:
    """The record stood elsewhere when it was to be moved."""

    text: str


class StateSection(Section):
    """The states of a record with a status. What a state needs is asked in place."""

    side = "top"
    fields = frozenset({STATE})

    def __init__(self, page: SectionPage, path: Sequence[str]) -> None:
        """``path`` are the states through which a record usually goes."""
        super().__init__(page)
        self._usual = tuple(path)
        field = page.entity.field(STATE)
        assert isinstance(field.kind, Status)
        self._field, self._kind = field, field.kind
        self.buttons: list[Button] = []
        self.menu = QMenu(self)
        self._more = Button(icon="ellipsis", look="quieticon", clicked=self._open_menu)
        self._line = QHBoxLayout()
        self._line.setSpacing(8)
        self._path = QWidget()
        self._line.addWidget(self._path, 1)
        self._line.addWidget(self._more)
        self._asked = _Asked(self)
        self._problem = label(tone="warning")
        self._problem.setWordWrap(True)
        self.body.setSpacing(8)
        self.body.addLayout(self._line)
        self.body.addWidget(self._asked)
        self.body.addWidget(self._problem)

    def read_again(self) -> None:
        """Show how the record stands; the page has read it."""
        if self.page.record is not None:
            self.show_found(self.page.record)

    def show_found(self, found: Record) -> None:
        state = str(found.values.get(STATE) or self._kind.machine.initial)
        fresh = self._made_path(state)
        self._line.replaceWidget(self._path, fresh)
        self._path.hide()
        self._path.deleteLater()
        self._path = fresh
        fresh.show()
        moves = next_states(self._kind, state) if self.page.may_write() else []
        self._show_moves(moves)
        self._asked.close_if_not(state)
        self._problem.hide()
        self.show()

    def _made_path(self, state: str) -> QWidget:
        made = QWidget()
        flow = FlowLayout(made, margins=(0, 6, 0, 0), gap=8)  # as high as the buttons beside it
        path = path_to(self._kind, self._usual, state)
        here = path.index(state)
        for at, code in enumerate(path):
            if at:
                flow.addWidget(label("›", tone="muted"))
            name = self._name(code)
            if at == here:
                flow.addWidget(Badges([(name, self._kind.colour(code))]))
            else:
                flow.addWidget(label(f"✓ {name}" if at < here else name, tone="muted"))
        made.setAccessibleName(f"{_(self._field.label)}: {self._name(state)}")
        return made

    def _name(self, code: str) -> str:
        return self._kind.show(code, Locale())

    def _show_moves(self, moves: Sequence[str]) -> None:
        for button in self.buttons:
            self._line.removeWidget(button)
            button.hide()
            button.deleteLater()
        self.buttons = [
            Button(self._words(code), clicked=partial(self.go_to, code)) for code in moves[:_BUTTONS]
        ]
        for place, button in enumerate(self.buttons, 1):
            self._line.insertWidget(place, button)
        self.menu.clear()
        for code in moves[_BUTTONS:]:
            action = self.menu.addAction(menu_text(self._words(code)))
            action.triggered.connect(lambda _on=False, code=code: self.go_to(code))
        self._more.set_text("", _("More steps"))
        self._more.setVisible(len(moves) > _BUTTONS)

    def _words(self, code: str) -> str:
        return _("Mark as “%(state)s”") % {"state": self._name(code)}

    def _open_menu(self) -> None:
        self.menu.popup(self._more.mapToGlobal(self._more.rect().bottomLeft()))

    # ------------------------------------------------------------------ moving

    def go_to(self, code: str) -> None:
        """Go to a state; what it needs and the record has not is asked first."""
        record = self.page.record
        if record is None:
            return
        missing = self._kind.machine.missing(code, record.values)
        if missing:
            self._asked.ask(code, [self.page.entity.field(key) for key in missing], self._words(code))
        else:
            self.write(code, {})

    def write(self, code: str, values: dict[str, Any]) -> None:
        """Write a state with what it needs, unless the record was moved meanwhile."""
        record, context = self.page.record, self.page.context
        if record is None:
            return
        records, base = file_of(context).records, record.values.get(STATE)

        def save(_task: Task) -> Moved | int:
            now = records.get(record.entity, record.id)
            if now.values.get(STATE) != base:
                return Moved(now.texts[STATE])
            return records.save(record.entity, record.id, {**values, STATE: code})

        def done(outcome: Moved | int) -> None:
            if isinstance(outcome, Moved):
                self.page.refresh()
                self._say(
                    _("It was changed to “%(state)s” meanwhile. Nothing was saved.") % {"state": outcome.text}
                )
            elif outcome:
                self._asked.hide()
                text = _("%(name)s: %(state)s") % {"name": record.title, "state": self._name(code)}
                context.window.show_toast(text, _("Undo"), lambda: context.window.undo(outcome))

        context.tasks.run(
            save,
            done=while_alive(self, done),
            failed=while_alive(self, lambda error: self._say(str(error))),
            title=_("Save"),
        )

    def _say(self, text: str) -> None:
        self._problem.setText(text)
        self._problem.show()


class _Asked(QWidget):
    """What a state needs, to be filled in where the button was clicked."""

    def __init__(self, section: StateSection) -> None:
        super().__init__()
        self._section = section
        self._state = ""
        self._from = ""
        self.editors: dict[str, Editor] = {}
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(8)
        self.hide()

    def ask(self, state: str, fields: Sequence[Field], words: str) -> None:
        """Ask for the values of these fields."""
        self._clear()
        self._state = state
        record = self._section.page.record
        self._from = str(record.values.get(STATE)) if record is not None else ""
        for field in fields:
            self._row.addWidget(label(_(field.label), tone="muted"))
            editor = make_editor(field.kind, self._context(field))
            is_day = isinstance(field.kind, Day) and field.key in _BEGINS_TODAY
            editor.load(clock.today() if is_day else None)
            editor.setMaximumWidth(240)
            editor.accepted.connect(self._save)
            editor.cancelled.connect(self.hide)
            self.editors[field.key] = editor
            self._row.addWidget(editor, 1)
        self._row.addStretch(1)
        self._row.addWidget(Button(_("Cancel"), look="quiet", clicked=self.hide))
        self._row.addWidget(Button(words, look="primary", clicked=self._save))
        self.show()
        next(iter(self.editors.values())).setFocus(Qt.FocusReason.OtherFocusReason)

    def _context(self, field: Field) -> EditorContext:
        context = self._section.page.context
        file = file_of(context)
        return EditorContext(
            file, context.tasks, context.messages, file.locale, name=_(field.label), required=True
        )

    def _save(self) -> None:
        values = {}
        for key, editor in self.editors.items():
            try:
                values[key] = plain(editor.value())
            except Unreadable as problem:
                editor.set_problem(str(problem))
                return
            if values[key] in (None, ""):
                editor.set_problem(_("“%(field)s” cannot be empty.") % {"field": editor.context.name})
                return
        self._section.write(self._state, values)

    def close_if_not(self, state: str) -> None:
        """Ask no more once the record stands elsewhere."""
        if state != self._from:
            self.hide()

    def _clear(self) -> None:
        self.editors = {}
        while (item := self._row.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()


def next_states(kind: Status, state: str) -> list[str]:
    """Return the states that a person may choose next."""
    return [one for one in kind.machine.moves.get(state, ()) if one not in kind.machine.by_service]


def path_to(kind: Status, usual: Sequence[str], state: str) -> list[str]:
    """Return the usual way through the states; a state beside it stands behind the one that it was reached from."""
    if state in usual:
        return list(usual)
    before = [at for at, one in enumerate(usual) if state in kind.machine.moves.get(one, ())]
    return [*usual[: before[-1] + 1 if before else 1], state]
