"""One field of a record: its name, its value to read, and its editor while it is being edited."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from crm_desktop.core.entity import Field
from crm_desktop.core.i18n import _
from crm_desktop.core.reading import Unreadable
from crm_desktop.ui import theme
from crm_desktop.ui.alive import is_within
from crm_desktop.ui.conflict import Conflict
from crm_desktop.ui.editors import Editor, EditorContext, make_editor
from crm_desktop.ui.labels import hint_at
from crm_desktop.ui.painted_words import Words
from crm_desktop.ui.record_contract import plain
from crm_desktop.ui.record_value import HEIGHT, ValueView

NAME_WIDTHS = (84, 124)
MakeContext = Callable[[Field], EditorContext]


def same(one: Any, other: Any) -> bool:
    """Tell whether two values are the same to a person: nothing, an empty text and no tags are all nothing."""
    first, second = plain(one), plain(other)
    return (first if first not in ("", []) else None) == (second if second not in ("", []) else None)


def name_width(fields: list[Field]) -> int:
    """Return the width of the names of fields that stand under each other."""
    metrics = QFontMetrics(theme.font())
    widest = max((metrics.horizontalAdvance(_(one.label)) for one in fields), default=0)
    return min(max(widest + 4, NAME_WIDTHS[0]), NAME_WIDTHS[1])


class _Name(QWidget):
    """The name of a field, shortened where there is no room; then its tooltip says all of it."""

    def __init__(self, text: str, width: int) -> None:
        super().__init__()
        self._words = Words(text, "muted", cut=Qt.TextElideMode.ElideRight)
        self.setFixedSize(width, HEIGHT)
        self.setAccessibleName(text)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._words.paint(painter, self.rect())
        painter.end()
        hint_at(self, "" if self._words.is_whole(self.width()) else self._words.text)


class FieldRow(QWidget):
    """A label–value row that becomes an editor in its place.

    ``save_requested`` carries the value and the one that was there when the editing began. Unreadable text and
    text that could not be saved stay in the editor with a sentence under it.
    """

    save_requested = Signal(object, object)

    def __init__(self, field: Field, make_context: MakeContext, width: int, *, editable: bool) -> None:
        super().__init__()
        self.field = field
        self.editable = editable
        self._make_context = make_context
        self._value: Any = None
        self._text = ""
        self._base: Any = None
        self.editor: Editor | None = None
        self.was_focused = False  # a row that was opened again to show a problem waits for its user
        self.view = ValueView(field, editable=editable)
        self.view.edit_requested.connect(self._on_edit_requested)
        self.view.typed.connect(self._on_typed)
        self.view.emptied.connect(self.empty)
        self._name = _Name(_(field.label), width)
        self._conflict: Conflict | None = None  # few fields ever have one
        self._right = QVBoxLayout()
        self._right.setSpacing(4)
        self._right.addWidget(self.view)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self._name, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(self._right, 1)

    def set_name_width(self, width: int) -> None:
        """Give the name the width of its neighbours."""
        self._name.setFixedWidth(width)

    def hide_name(self) -> None:
        """Leave the name out: something above the value says it."""
        self._name.hide()

    # ------------------------------------------------------------------ reading

    def show_value(self, value: Any, text: str) -> None:
        """Show the stored value; an editor in which something was typed keeps it."""
        changed = not same(value, self._value)
        self._value, self._text = value, text
        if self.editor is None:
            self.view.show_value(value, text)
        elif changed and self._is_untouched():  # an undo, say, while the cursor stands in the field
            self._base = value
            self.editor.load(value)
            self.editor.select_all()

    def _is_untouched(self) -> bool:
        """Tell whether the open editor still holds what it was opened with."""
        assert self.editor is not None
        try:
            return same(self.editor.value(), self._base)
        except Unreadable:
            return False

    def is_editing(self) -> bool:
        """Tell whether the editor is open."""
        return self.editor is not None

    # ------------------------------------------------------------------ editing

    def _on_edit_requested(self, by_mouse: bool) -> None:
        self.start()
        if by_mouse and self.editor is not None and self.editor.opens_on_click:
            self.editor.open_choices()

    def _on_typed(self, key: QKeyEvent) -> None:
        """Begin to edit with what was typed in the place of what is there."""
        self.start()
        line = self.editor.focusProxy() if self.editor is not None else None
        if isinstance(line, QLineEdit | QPlainTextEdit):
            line.selectAll()
            QApplication.sendEvent(line, key)
        elif self.editor is not None:
            self.editor.open_choices()

    def start(self, *, focus: bool = True) -> None:
        """Open the editor."""
        if not self.editable:
            return
        if self.editor is None:
            self._base = self._value
            editor = make_editor(self.field.kind, self._make_context(self.field))
            editor.load(self._value)
            editor.accepted.connect(self.finish_and_stay, Qt.ConnectionType.QueuedConnection)
            editor.cancelled.connect(self.cancel, Qt.ConnectionType.QueuedConnection)
            self.editor = editor
            self._right.insertWidget(0, editor)
            editor.show()
        focus = focus or self.view.hasFocus()  # a hidden view would pass its focus on to another field
        self.was_focused = focus
        if focus:
            self.editor.setFocus(Qt.FocusReason.OtherFocusReason)
            self.editor.select_all()
        self.view.hide()

    def finish(self) -> bool:
        """Leave the editor, saving what was edited; tell whether the field could be left."""
        if self.editor is None:
            return True
        if self._conflict is not None and not self._conflict.isHidden():
            return False
        try:
            value = self.editor.value()
        except Unreadable as problem:
            self.editor.set_problem(str(problem))
            return False
        if self.field.required and value in (None, "", []):
            self._say_missing()
            return False
        changed = not same(value, self._base)
        if changed:
            self.view.show_value(value, self._preview(value), pending=True)
            self._close()
            self.save_requested.emit(value, self._base)
        else:
            self.cancel_silently()
        return True

    def empty(self) -> None:
        """Empty the field and save that; Undo brings the value back."""
        if self.field.required:
            self.start()
            self._say_missing()
        elif self.editor is None and not same(self._value, None):
            base = self._value
            self.view.show_value(None, "", pending=True)
            self.save_requested.emit(None, base)

    def _say_missing(self) -> None:
        if self.editor is not None:
            self.editor.set_problem(_("“%(field)s” cannot be empty.") % {"field": _(self.field.label)})

    def finish_and_stay(self) -> None:
        """Save and keep the focus here: Enter."""
        if self.finish():
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def cancel(self) -> None:
        """Leave the editor without saving: Esc."""
        self.cancel_silently()
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def cancel_silently(self) -> None:
        """Leave the editor without saving; the focus has gone elsewhere."""
        self._close()
        self._hide_conflict()
        self.view.show_value(self._value, self._text)

    def reopen(self, value: Any, problem: str) -> None:
        """Open the editor again with what could not be saved, and say why."""
        self.start(focus=False)
        if self.editor is not None:
            self.editor.load(value)
            self.editor.set_problem(problem)

    def show_conflict(self, mine: Any, theirs: Any, their_text: str) -> None:
        """Show that the value was changed meanwhile, and let the user choose."""
        self.show_value(theirs, their_text)
        self.reopen(mine, "")
        if self._conflict is None:
            self._conflict = Conflict(self.keep_mine, self.keep_theirs, self)
            self._right.addWidget(self._conflict)
        self._conflict.say(their_text)

    def _hide_conflict(self) -> None:
        if self._conflict is not None:
            self._conflict.hide()

    def keep_mine(self) -> None:
        """Save what was typed over what somebody else saved."""
        self._hide_conflict()
        self.finish_and_stay()

    def keep_theirs(self) -> None:
        """Leave what somebody else saved."""
        self._hide_conflict()
        self.cancel()

    def _preview(self, value: Any) -> str:
        """Return what was typed as text until the saved record is read."""
        if value is not None and self.editor is not None and self.editor.shown_text():
            return self.editor.shown_text()
        return self.field.kind.show(value, self._make_context(self.field).locale)

    def _close(self) -> None:
        if self.editor is None:
            return
        editor, self.editor = self.editor, None
        had_focus = editor.hasFocus() or is_within(QApplication.focusWidget(), editor)
        self.view.show()
        if had_focus:
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)
        self._right.removeWidget(editor)
        editor.discard()
