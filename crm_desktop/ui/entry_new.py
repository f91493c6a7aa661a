"""Something new on a day or at a time: one line, its kind, whom it is about; the other fields on demand."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.core.calendar_days import clock_text, day_title
from crm_desktop.core.entity import Field
from crm_desktop.core.errors import CrmError
from crm_desktop.core.i18n import _, language
from crm_desktop.core.kinds import Choice
from crm_desktop.core.reading import Unreadable
from crm_desktop.ui.agenda_contract import ACTIVITY, by_day
from crm_desktop.ui.alive import while_alive
from crm_desktop.ui.buttons import Button
from crm_desktop.ui.chip_bar import Chip
from crm_desktop.ui.context import Context
from crm_desktop.ui.editors import Editor, make_editor
from crm_desktop.ui.editors.base import ENTER, EditorContext, Line
from crm_desktop.ui.flow_layout import FlowLayout
from crm_desktop.ui.labels import ElidedLabel, label

KINDS = ("task", "call", "meeting", "visit")
WITH = ("contact", "company")
WIDTH = 380
_TOAST = 96  # pixels at the bottom where a toast may stand


class NewEntry(QFrame):
    """A small panel over a calendar. Enter makes the activity, Esc leaves. ``more_asked`` carries what is known."""

    more_asked = Signal(object)
    left = Signal()

    def __init__(self, context: Context, page: QWidget) -> None:
        super().__init__(page)
        self.context = context
        self.setObjectName("popup")
        self._page = page
        self._presets: dict[str, Any] = {}
        self._kind = KINDS[0]
        self.heading = ElidedLabel(strong="true")
        self.line = Line()
        self.line.setMaxLength(240)
        self._chips: dict[str, Chip] = {}
        self.editors: dict[str, Editor] = {}
        self._problem = label(tone="warning", scale="small")
        self._problem.setWordWrap(True)
        self.create_button = Button(_("Create"), look="primary", clicked=self.make)
        self._more = Button(_("More fields"), look="link", clicked=self._on_more)
        self._cancel = Button(_("Cancel"), clicked=self.leave)
        self._build()
        self.hide()

    def _build(self) -> None:
        entity = self.context.entities[ACTIVITY]
        vocabulary = entity.field("kind").kind
        chips = QWidget()
        flow = FlowLayout(chips, gap=4)
        for name in KINDS:
            term = vocabulary.vocabulary.term(name) if isinstance(vocabulary, Choice) else None
            chip = Chip(_(term.label) if term is not None else name)
            chip.setCheckable(True)
            chip.clicked.connect(lambda _on=False, name=name: self.choose(name))
            self._chips[name] = chip
            flow.addWidget(chip)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 14)
        column.setSpacing(10)
        for one in (self.heading, chips, self.line):
            column.addWidget(one)
        for key in WITH:
            column.addLayout(self._row(key, entity.field(key)))
        column.addWidget(self._problem)
        below = QHBoxLayout()
        below.addWidget(self._more)
        below.addStretch(1)
        below.addWidget(self._cancel)
        below.addWidget(self.create_button)
        column.addLayout(below)

    def _row(self, key: str, field: Field) -> QHBoxLayout:
        """Make the editor of a field, behind its name."""
        file = by_day(self.context)
        context = EditorContext(
            file,
            self.context.tasks,
            self.context.messages,
            file.locale,
            name=_(field.label),
            compact=True,
            makes_new="with_record",
        )
        editor = self.editors[key] = make_editor(field.kind, context)
        name_label = label(_(field.label), tone="muted")
        name_label.setFixedWidth(84)
        row = QHBoxLayout()
        row.addWidget(name_label)
        row.addWidget(editor, 1)
        return row

    def choose(self, kind: str) -> None:
        """Mean one of the kinds."""
        self._kind = kind
        for name, chip in self._chips.items():
            chip.setChecked(name == kind)
            chip.updateGeometry()

    def ask(self, begin: date, end: datetime | None, presets: Mapping[str, Any], at: QPoint) -> None:
        """Ask what is to be on a day, or at a time until its end; ``presets`` are further values."""
        self._presets = {**presets, **times_of(begin, end, by_day(self.context).locale.zone)}
        day = begin.date() if isinstance(begin, datetime) else begin
        times = [clock_text(one) for one in (begin, end) if isinstance(one, datetime)]
        words = [day_title(day, language()), " – ".join(times)]
        self.heading.setText(", ".join(part for part in words if part))
        self.setAccessibleName(self.heading.text())
        self.line.clear()
        self.line.setAccessibleName(_("Subject"))
        self.line.setPlaceholderText(_("What is to be done?"))
        for key, editor in self.editors.items():
            editor.load(presets.get(key))
        self._say("")
        self.choose(str(presets.get("kind") or ("meeting" if isinstance(begin, datetime) else "task")))
        self.setFixedWidth(min(WIDTH, self._page.width() - 32))
        self._place(at)
        self.show()
        self.raise_()
        self.line.setFocus()

    def _place(self, at: QPoint) -> None:
        """Be as high as what is asked, near a point of the page and within it."""
        self.adjustSize()
        room = self._page.rect().adjusted(12, 12, -12, -_TOAST)
        left = max(room.left(), min(at.x(), room.right() - self.width()))
        self.move(left, max(room.top(), min(at.y(), room.bottom() - self.height())))

    def values(self) -> dict[str, Any]:
        """Return what is known of the activity. Raises Unreadable."""
        found = {**self._presets, "kind": self._kind}
        if subject := self.line.text().strip():
            found["subject"] = subject
        for key, editor in self.editors.items():
            value = editor.value()
            if value is not None:
                found[key] = value
            else:
                found.pop(key, None)
        return found

    def is_touched(self) -> bool:
        """Tell whether something was typed that would be lost."""
        return not self.isHidden() and bool(self.line.text().strip())

    def make(self) -> None:
        """Make the activity."""
        values = self._read() if self.create_button.isEnabled() and not self.isHidden() else None
        if values is None:
            return
        if "subject" not in values:
            self._say(_("Please say what is to be done."))
            self.line.setFocus()
            return
        self.create_button.setEnabled(False)
        records, window = by_day(self.context).records, self.context.window
        history = self.context.workspace.history

        def work() -> int:
            records.create(ACTIVITY, values)
            last = history.last_undoable()
            return last.id if last is not None else 0

        def made(transaction: int) -> None:
            self.create_button.setEnabled(True)
            self.leave()
            text = _("New: %(name)s") % {"name": values["subject"]}
            window.show_toast(text, _("Undo"), lambda: window.undo(transaction))

        self.context.tasks.run(
            lambda _task: work(),
            done=while_alive(self, made),
            failed=while_alive(self, self._on_failed),
            title=_("Create"),
        )

    def _read(self) -> dict[str, Any] | None:
        try:
            return self.values()
        except Unreadable as problem:
            self._say(str(problem))
            return None

    def _on_failed(self, error: CrmError) -> None:
        self.create_button.setEnabled(True)
        self._say(str(error))

    def _say(self, text: str) -> None:
        self._problem.setText(text)
        self._problem.setVisible(bool(text))
        if not self.isHidden():
            self._place(self.pos())  # the sentence must not push the buttons out of the page

    def _on_more(self) -> None:
        values = self._read()
        if values is not None:
            self.hide()
            self.more_asked.emit(values)

    def leave(self) -> None:
        """Close the panel and go on in the calendar."""
        self.hide()
        self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        elif event.key() in ENTER and not isinstance(self.focusWidget(), QAbstractButton):
            self.make()
        else:
            super().keyPressEvent(event)


def times_of(begin: date, end: datetime | None, zone: Any) -> dict[str, Any]:
    """Return the values of a new activity on a day, or at a time of the user's clock."""
    if not isinstance(begin, datetime):
        return {"due_on": begin}
    moments = {"planned_at": begin, "ended_at": end}
    return {
        key: (at.replace(tzinfo=zone) if zone else at).astimezone(UTC)
        for key, at in moments.items()
        if at is not None
    }
