"""A path on a record's page: where it stands, the next steps as buttons, and what a step needs, asked in place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from crm_desktop.core.entity import Field
from crm_desktop.core.i18n import _
from crm_desktop.core.kinds import Colour
from crm_desktop.core.reading import Unreadable
from crm_desktop.ui.alive import while_alive
from crm_desktop.ui.asking import usual_value
from crm_desktop.ui.badge import Badges
from crm_desktop.ui.buttons import Button
from crm_desktop.ui.editors import Editor, EditorContext, make_editor
from crm_desktop.ui.flow_layout import FlowLayout
from crm_desktop.ui.keyboard_place import kept_within
from crm_desktop.ui.labels import label, menu_text
from crm_desktop.ui.record_contract import Record, file_of, plain
from crm_desktop.ui.record_section import Section, SectionPage

_BUTTONS = 2  # the other moves wait in a menu


@dataclass(frozen=True)
class Step:
    """One place of a path."""

    key: Any
    name: str
    colour: Colour = "grey"


@dataclass(frozen=True)
class Moved:
    """The record stood elsewhere when it was to be moved."""

    text: str


class PathSection(Section):
    """Shows a path. Subclasses say where it leads, what a step needs and how it is written."""

    side = "top"

    def __init__(self, page: SectionPage) -> None:
        super().__init__(page)
        self.buttons: list[Button] = []
        self.menu = QMenu(self)
        self._more = Button(icon="ellipsis", look="quieticon", clicked=self._open_menu)
        self._line = QHBoxLayout()
        self._line.setSpacing(8)
        self.path = QWidget()
        self._line.addWidget(self.path, 1)
        self._line.addWidget(self._more)
        self.asked = _Asked(self)
        self.problem = label(tone="warning")
        self.problem.setWordWrap(True)
        self.body.setSpacing(8)
        self.body.addLayout(self._line)
        self.body.addWidget(self.asked)
        self.body.addWidget(self.problem)

    def needed(self, step: Step) -> Sequence[Field]:
        """Return the fields that a step needs and that the record has not."""
        raise NotImplementedError

    def write_step(self, seen: Record, step: Step, values: Mapping[str, Any]) -> Moved | int:
        """Write a step with what it needs and return the transaction; called on the writing thread.

        ``seen`` is the record as it stood when the step was chosen.
        """
        raise NotImplementedError

    def offered(self, moves: Sequence[Step]) -> Sequence[Step]:
        """Return the steps that are offered: those that may follow, and what else a record may become."""
        return moves

    def words(self, step: Step) -> str:
        """Return what the button of a step says."""
        return _("Mark as “%(state)s”") % {"state": step.name}

    def show_path(self, name: str, path: Sequence[Step], here: int, moves: Sequence[Step]) -> None:
        """Show a path, the place where the record stands on it, and where it may go (if it may be changed)."""
        fresh = _made_path(path, here)
        fresh.setAccessibleName(f"{name}: {path[here].name}")
        self._line.replaceWidget(self.path, fresh)
        self.path.hide()
        self.path.deleteLater()
        self.path = fresh
        fresh.show()
        with kept_within(self, self._first_button):
            self._show_moves(self.offered(moves) if self.page.may_write() else ())
            self.asked.close_if_not(path[here].key)
        self.problem.hide()
        self.show()

    def _show_moves(self, moves: Sequence[Step]) -> None:
        for button in self.buttons:
            self._line.removeWidget(button)
            button.hide()
            button.deleteLater()
        self.buttons = [
            Button(self.words(step), clicked=partial(self.go_to, step)) for step in moves[:_BUTTONS]
        ]
        for place, button in enumerate(self.buttons, 1):
            self._line.insertWidget(place, button)
            button.show()  # at once: the keyboard may be waiting for it
        self.menu.clear()
        for step in moves[_BUTTONS:]:
            action = self.menu.addAction(menu_text(self.words(step)))
            action.triggered.connect(lambda _on=False, step=step: self.go_to(step))
        self._more.set_text("", _("More steps"))
        self._more.setVisible(len(moves) > _BUTTONS)

    def _first_button(self) -> Button | None:
        return self.buttons[0] if self.buttons else None

    def ask_nothing(self) -> None:
        """Close the question; the keyboard goes back to the steps."""
        with kept_within(self.asked, self._first_button):
            self.asked.hide()

    def _open_menu(self) -> None:
        self.menu.popup(self._more.mapToGlobal(self._more.rect().bottomLeft()))

    def go_to(self, step: Step) -> None:
        """Take a step; what it needs and the record has not is asked first."""
        if self.page.record is None:
            return
        missing = self.needed(step)
        if missing:
            self.asked.ask(step, missing)
        else:
            self.write(step, {})

    def write(self, step: Step, values: Mapping[str, Any]) -> None:
        """Write a step; the toast takes it back, and what forbids it is said here."""
        record, context = self.page.record, self.page.context
        if record is None:
            return

        def done(outcome: Moved | int) -> None:
            if isinstance(outcome, Moved):
                self.page.refresh()
                said = _("It was changed to “%(state)s” meanwhile. Nothing was saved.")
                self._say(said % {"state": outcome.text})
            elif outcome:
                self.ask_nothing()
                text = _("%(name)s: %(state)s") % {"name": record.title, "state": step.name}
                context.window.show_toast(text, _("Undo"), lambda: context.window.undo(outcome))

        context.tasks.run(
            lambda _task: self.write_step(record, step, values),
            done=while_alive(self, done),
            failed=while_alive(self, lambda error: self._say(str(error))),
            title=_("Save"),
        )

    def _say(self, text: str) -> None:
        self.problem.setText(text)
        self.problem.show()


def _made_path(path: Sequence[Step], here: int) -> QWidget:
    made = QWidget()
    flow = FlowLayout(made, margins=(0, 6, 0, 0), gap=8)  # as high as the buttons beside it
    for at, step in enumerate(path):
        if at:
            flow.addWidget(label("›", tone="muted"))
        if at == here:
            flow.addWidget(Badges([(step.name, step.colour)]))
        else:
            flow.addWidget(label(f"✓ {step.name}" if at < here else step.name, tone="muted"))
    return made


class _Asked(QWidget):
    """What a state needs, to be filled in where the button was clicked."""

    def __init__(self, section: PathSection) -> None:
        super().__init__()
        self._section = section
        self._step: Step | None = None
        self._from: Any = None
        self._here: Any = None
        self.editors: dict[str, Editor] = {}
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(8)
        self.hide()

    def ask(self, step: Step, fields: Sequence[Field]) -> None:
        """Ask for the values of these fields."""
        self._clear()
        self._step, self._from = step, self._here
        for field in fields:
            self._row.addWidget(label(_(field.label), tone="muted"))
            editor = make_editor(field.kind, self._context(field))
            editor.load(usual_value(field))
            editor.setMaximumWidth(240)
            editor.accepted.connect(self._save)
            editor.cancelled.connect(self._section.ask_nothing)
            self.editors[field.key] = editor
            self._row.addWidget(editor, 1)
        self._row.addStretch(1)
        self._row.addWidget(Button(_("Cancel"), look="quiet", clicked=self._section.ask_nothing))
        self._row.addWidget(Button(self._section.words(step), look="primary", clicked=self._save))
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
        if self._step is not None:
            self._section.write(self._step, values)

    def close_if_not(self, here: Any) -> None:
        """Ask no more once the record stands elsewhere."""
        self._here = here
        if here != self._from:
            self.hide()

    def _clear(self) -> None:
        self.editors = {}
        while (item := self._row.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
