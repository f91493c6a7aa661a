"""What every editor is: a widget that loads a value silently, tells when the user edits, and can show a problem."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QInputMethodEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from crm_desktop.core.kinds import Locale
from crm_desktop.ui import icons, theme
from crm_desktop.ui.labels import label
from crm_desktop.ui.messages import Messages
from crm_desktop.ui.picture import Picture
from crm_desktop.ui.record_contract import CustomerFile
from crm_desktop.ui.tasks import Runner, Task

_SIGN = 13
ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
UP_AND_DOWN = frozenset({Qt.Key.Key_Up, Qt.Key.Key_Down})
COMPACT_LINE = "QLineEdit { min-height: 24px; max-height: 24px; padding: 0 6px; }"
COMPACT_COMBO = "QComboBox { min-height: 24px; max-height: 24px; padding: 0 6px; }"


def _nobody() -> Mapping[str, int]:
    return {}


@dataclass(frozen=True)
class EditorContext:
    """What editors may use. ``near`` gives the records around the edited one, their ids by the names of entities:
    a picker offers what hangs together with them first. ``compact`` editors stand in the place of a line of text.
    ``makes_new`` tells when a picker makes a record that it does not find: with the record that is edited, at once, or
    never."""

    file: CustomerFile
    tasks: Runner
    messages: Messages
    locale: Locale
    name: str = ""
    required: bool = False
    compact: bool = False
    makes_new: Literal["with_record", "at_once", "never"] = "at_once"
    near: Callable[[], Mapping[str, int]] = _nobody


class Editor(QWidget):
    """Edits one value.

    ``load`` is silent; ``edited`` is the user's doing only; ``accepted`` and ``cancelled`` are Enter and Esc.
    ``value`` raises Unreadable with a sentence when what was typed cannot be understood.
    """

    opens_on_click = False  # whether a click on the value means its choices

    edited = Signal()
    accepted = Signal()
    cancelled = Signal()

    def __init__(self, context: EditorContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self._task: Task | None = None
        self._problem = QWidget()
        self._sentence = label(tone="warning", scale="small")
        self._sentence.setWordWrap(True)
        row = QHBoxLayout(self._problem)
        row.setContentsMargins(1, 0, 0, 0)
        row.setSpacing(5)
        sign = Picture(icons.icon("circle-alert", "red", _SIGN), _SIGN)
        row.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._sentence, 1)
        self._problem.hide()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(3)
        self._column.addWidget(self._problem)

    def hold(self, widget: QWidget, focus: QWidget | None = None) -> None:
        """Put the control into its place; ``focus`` is the part of it that is typed into."""
        self._column.insertWidget(0, widget)
        control = focus or widget
        control.setAccessibleName(self.context.name)
        if isinstance(control, Line):
            control.is_alone = False
        self.setFocusProxy(control)

    def load(self, value: Any) -> None:
        """Show ``value`` without saying that anything was edited."""
        raise NotImplementedError

    def value(self) -> Any:
        """Return the value as it is written (references as ids). Raises Unreadable."""
        raise NotImplementedError

    def open_choices(self) -> None:
        """Show what can be chosen, if there is anything."""

    def shown_text(self) -> str:
        """Return what stands in the editor where the value alone does not tell it: the name behind an id."""
        return ""

    def select_all(self) -> None:
        """Select what is in the line, so that typing replaces it."""

    def problem(self) -> str:
        """Return the sentence that is shown, or an empty text."""
        return self._sentence.text() if not self._problem.isHidden() else ""

    def set_problem(self, text: str) -> None:
        """Show a sentence about what was typed; an empty one takes it away. What was typed stays."""
        self._sentence.setText(text)
        self._problem.setVisible(bool(text))
        control = self.focusProxy()
        if control is not None:
            control.setAccessibleDescription(text)
            if isinstance(control, QLineEdit) and bool(control.property("wrong")) != bool(text):
                control.setProperty("wrong", bool(text))
                control.style().unpolish(control)
                control.style().polish(control)

    def discard(self) -> None:
        """Go away; answers still under way concern nobody."""
        self.forget_task()
        self.hide()
        self.deleteLater()

    def follow_task(self, task: Task) -> None:
        """Remember a read under way, in the place of the last one."""
        self.forget_task()
        self._task = task

    def forget_task(self) -> None:
        """Have no read under way."""
        if self._task is not None:
            self._task.cancel()
            self._task = None

    def was_edited(self) -> None:
        """Tell that the user edited; a problem told before is not true any more."""
        if self.problem():
            self.set_problem("")
        self.edited.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.cancelled.emit()
        elif event.key() in ENTER:
            self.accepted.emit()
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                event.ignore()  # what is around may keep all that is written in it
        elif event.key() in UP_AND_DOWN:
            event.accept()  # the page would scroll under the one who types
        else:
            super().keyPressEvent(event)


class Line(QLineEdit):
    """A line to type in. While an input method composes, Enter and Esc are its own."""

    def __init__(self, compact: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.composing = False
        self.is_alone = True  # no editor around it knows what the arrows mean
        if compact:
            self.setStyleSheet(COMPACT_LINE)

    def inputMethodEvent(self, a0: QInputMethodEvent) -> None:
        self.composing = bool(a0.preeditString())
        super().inputMethodEvent(a0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER or event.key() == Qt.Key.Key_Escape:
            # Qt would let a default button have it; the editor decides.
            if self.composing:
                event.accept()
            else:
                event.ignore()
            return
        super().keyPressEvent(event)
        if self.is_alone and event.key() in UP_AND_DOWN:
            event.accept()  # the page would scroll


class FieldFrame(QFrame):
    """The outline of a field around something that has none of its own; it shows the focus of what is inside."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._has_focus = False

    def watch(self, control: QWidget) -> None:
        """Show the focus of ``control``."""
        control.installEventFilter(self)

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        if event.type() in {QEvent.Type.FocusIn, QEvent.Type.FocusOut}:
            self._has_focus = event.type() == QEvent.Type.FocusIn
            self.update()
        return False

    def paintEvent(self, _event: QPaintEvent) -> None:
        of = theme.tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(of.accent if self._has_focus else of.line), 1))
        painter.setBrush(QColor(of.raised))
        painter.drawRoundedRect(
            QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), theme.RADIUS, theme.RADIUS
        )
        painter.end()
