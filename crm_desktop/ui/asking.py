"""What a change asks for, in place: small popups at the card or cell. Esc, or a click elsewhere, answers nothing."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from crm_desktop.core import clock
from crm_desktop.core.entity import Field
from crm_desktop.core.i18n import _
from crm_desktop.core.kinds import Day, Locale, Option
from crm_desktop.core.reading import Unreadable
from crm_desktop.ui.alive import while_alive
from crm_desktop.ui.buttons import Button
from crm_desktop.ui.context import Context
from crm_desktop.ui.editors.base import ENTER, Editor, EditorContext
from crm_desktop.ui.editors.make import make_editor
from crm_desktop.ui.labels import ElidedLabel, label
from crm_desktop.ui.record_contract import file_of

_WIDTH = 300
_BEGINS_TODAY = frozenset(
    {"issued_on", "starts_on", "closed_on"}
)  # days that are mostly the day of the change
_MOST_ROWS = 12
_ID = Qt.ItemDataRole.UserRole


def usual_value(field: Field) -> Any:
    """Return what is mostly meant where a state needs a value of a field."""
    return clock.today() if isinstance(field.kind, Day) and field.key in _BEGINS_TODAY else None


class Asking(QFrame):
    """A popup with a heading. ``answered`` carries values by field; ``left`` says that nobody answered."""

    answered = Signal(object)
    left = Signal()

    def __init__(self, heading: str, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("popup")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName(heading)
        self.setFixedWidth(_WIDTH)
        self._is_answered = False
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(14, 12, 14, 14)
        self.column.setSpacing(8)
        self.column.addWidget(ElidedLabel(heading, strong="true"))

    def open_at(self, card: QRect) -> None:
        """Open below a card (in the coordinates of the screen), or above it where there is no room."""
        self.adjustSize()
        room = self.screen().availableGeometry()
        corner = QPoint(card.left(), card.bottom() + 4)
        if corner.y() + self.height() > room.bottom():
            corner.setY(max(room.top(), card.top() - self.height() - 4))
        corner.setX(max(room.left(), min(corner.x(), room.right() - self.width())))
        self.move(corner)
        self.show()
        self.begin()

    def add_buttons(self, *more: Button) -> None:
        """Put the button that answers nothing at the end, and others behind it."""
        row = QHBoxLayout()
        row.addStretch(1)
        self.cancel = Button(_("Cancel"), look="quiet", clicked=self.close)
        for one in (self.cancel, *more):
            row.addWidget(one)
        self.column.addSpacing(4)
        self.column.addLayout(row)

    def begin(self) -> None:
        """Take the focus."""

    def answer(self, values: dict[str, Any]) -> None:
        """Close with an answer."""
        self._is_answered = True
        self.close()
        self.answered.emit(values)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if not self._is_answered:
            self._is_answered = True
            self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)


class OptionAsking(Asking):
    """Asks for one option (the reason why an opportunity came to nothing, say): a click, or Enter, answers.

    Options of another kind than ``state`` are left out, where any are of that kind.
    """

    def __init__(self, context: Context, heading: str, field: Field, state: str, parent: QWidget) -> None:
        super().__init__(heading, parent)
        assert isinstance(field.kind, Option)
        self._context = context
        self._field = field
        self._set = field.kind.options
        self._state = state
        self.list = QListWidget()
        self.list.setAccessibleName(heading)
        self.column.addWidget(self.list)
        self.add_buttons()
        self._fill()
        self.list.itemClicked.connect(self._on_chosen)
        self.list.itemActivated.connect(self._on_chosen)

    def _fill(self) -> None:
        options = file_of(self._context).lists.options(self._set)
        if not any(getattr(one, "kind", "") == self._state for one in options):
            self._state = ""
        for one in options:
            if self._state and getattr(one, "kind", "") not in {"", self._state}:
                continue
            item = QListWidgetItem(one.name)
            item.setData(_ID, one.id)
            self.list.addItem(item)
        more = QListWidgetItem(_("Another…"))
        self.list.addItem(more)
        self.list.setCurrentRow(0)
        shown = min(self.list.count(), _MOST_ROWS)
        self.list.setFixedHeight(sum(self.list.sizeHintForRow(row) for row in range(shown)) + 4)

    def begin(self) -> None:
        self.list.setFocus()

    def _on_chosen(self, item: QListWidgetItem) -> None:
        if self._is_answered:  # a click may activate, too
            return
        found = item.data(_ID)
        if found is not None:
            self.answer({self._field.key: int(found)})
            return
        name = self._context.messages.ask_text(_("Another…"), _(self._field.label))
        if name:
            self._add(name)

    def _add(self, name: str) -> None:
        file = file_of(self._context)
        title = file.lists.entity("option").title_key
        values = {"set_name": self._set, title: name, "kind": self._state, "position": self.list.count()}
        self._context.tasks.run(
            lambda _task: file.records.create("option", values),
            done=while_alive(self, lambda made: self.answer({self._field.key: int(made)})),
            title=_("Add an entry"),
        )


class FieldsAsking(Asking):
    """Asks for the values of a few fields; ``word`` is the name of what follows. Enter goes on, at last it answers."""

    def __init__(
        self,
        context: Context,
        heading: str,
        fields: Sequence[Field],
        values: dict[str, Any],
        word: str,
        parent: QWidget,
        *,
        required: bool = True,
        locale: Locale | None = None,
    ) -> None:
        super().__init__(heading, parent)
        self._required = required
        self.editors: dict[str, Editor] = {}
        file = file_of(context)
        for field in fields:
            name = _(field.label)
            asked = EditorContext(
                file, context.tasks, context.messages, locale or file.locale, name, required=required
            )
            editor = make_editor(field.kind, asked)
            editor.load(values.get(field.key, usual_value(field)))
            editor.accepted.connect(partial(self._on_accepted, field.key))
            editor.cancelled.connect(self.close)
            self.editors[field.key] = editor
            self.column.addWidget(label(name, tone="muted", scale="small"))
            self.column.addWidget(editor)
        self.done = Button(word, look="primary", clicked=self._on_done)
        self.add_buttons(self.done)

    def begin(self) -> None:
        first = next(iter(self.editors.values()))
        first.setFocus()
        first.select_all()

    def _on_accepted(self, key: str) -> None:
        keys = list(self.editors)
        following = keys[keys.index(key) + 1 :]
        if following and self._value(key) is not None:
            self.editors[following[0]].setFocus()
            self.editors[following[0]].select_all()
        else:
            self._on_done()

    def _value(self, key: str) -> Any:
        """Return what stands in an editor; what cannot be understood, or is missing, is said there."""
        editor = self.editors[key]
        try:
            found = editor.value()
        except Unreadable as error:
            editor.set_problem(str(error))
            return None
        if found is None and self._required:
            editor.set_problem(_("Please fill this in."))
        return found

    def _on_done(self) -> None:
        values = {key: self._value(key) for key in self.editors}
        wrong = next((one for one in self.editors.values() if one.problem()), None)
        if wrong is None:
            self.answer(values)
        else:
            self.adjustSize()
            wrong.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER:
            self._on_done()
        else:
            super().keyPressEvent(event)


def asking_for(
    context: Context,
    heading: str,
    fields: Sequence[Field],
    word: str,
    parent: QWidget,
    *,
    state: str = "",
    locale: Locale | None = None,
) -> Asking:
    """Return the question for what a ``state`` needs: a list where that is one option, else editors."""
    if len(fields) == 1 and isinstance(fields[0].kind, Option):
        return OptionAsking(context, heading, fields[0], state, parent)
    return FieldsAsking(context, heading, fields, {}, word, parent, locale=locale)
