"""Editors for what is typed: lines of text, addresses, numbers, amounts, long texts."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QColor, QInputMethodEvent, QKeyEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QWidget

from crm_desktop.core import formatting
from crm_desktop.core.kinds import Exact, Kind, Minutes, Money, Number
from crm_desktop.ui.editors.base import ENTER, Editor, EditorContext, FieldFrame, Line
from crm_desktop.ui.labels import label

_LINES = (2, 14)


class LineEditor(Editor):
    """A line whose text the kind reads. An untouched text gives back the very value that was loaded."""

    def __init__(self, kind: Kind[Any], context: EditorContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.kind = kind
        self.line = Line(context.compact)
        self.line.textEdited.connect(lambda _text: self.was_edited())
        self._loaded: Any = None
        self._shown = ""
        self.hold(self._dressed(), self.line)

    def _dressed(self) -> QWidget:
        """Return the line with what stands beside it."""
        return self.line

    def text_of(self, value: Any) -> str:
        """Return the text in which ``value`` is edited."""
        return self.kind.show(value, self.context.locale)

    def load(self, value: Any) -> None:
        self._loaded = value
        self._shown = "" if value is None else self.text_of(value)
        self.line.setText(self._shown)
        self.line.setCursorPosition(0)
        self.set_problem("")

    def value(self) -> Any:
        text = self.line.text()
        if text == self._shown:
            return self._loaded
        return self.read(text)

    def select_all(self) -> None:
        self.line.selectAll()

    def read(self, text: str) -> Any:
        """Return the value that was typed."""
        return self.kind.read(text, self.context.locale)


class NumberEditor(LineEditor):
    """A number; its unit or currency stands beside the line, so that nobody has to type it."""

    def _dressed(self) -> QWidget:
        unit = self.unit()
        self.line.setInputMethodHints(Qt.InputMethodHint.ImhFormattedNumbersOnly)
        if not unit:
            return self.line
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.line, 1)
        row.addWidget(label(unit, tone="muted"))
        return made

    def unit(self) -> str:
        """Return what stands beside the line."""
        if isinstance(self.kind, Money):
            return self.context.locale.currency
        if isinstance(self.kind, Minutes):
            return self.kind.unit()
        return self.kind.suffix.strip() if isinstance(self.kind, Number | Exact) else ""

    def text_of(self, value: Any) -> str:
        language = self.context.locale.language
        if isinstance(self.kind, Money):
            exact = self.kind.decimal(value, self.context.locale.currency)
            whole = exact is None or exact == exact.to_integral_value()
            digits = 0 if whole else formatting.minor_digits(self.context.locale.currency)
            return formatting.format_decimal(exact or Decimal(0), language, digits)
        shown = self.kind.show(value, self.context.locale)
        return shown.removesuffix(self.unit()).rstrip() if isinstance(self.kind, Number | Exact) else shown


class LongTextEditor(Editor):
    """Several lines; as high as its text. Tab leaves it, Ctrl+Enter accepts."""

    def __init__(self, kind: Kind[Any], context: EditorContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.kind = kind
        self.area = _Area()
        self._loading = False
        self._loaded: Any = None
        self._shown = ""
        self.area.textChanged.connect(self._on_changed)
        frame = FieldFrame()
        frame.watch(self.area)
        row = QHBoxLayout(frame)
        row.setContentsMargins(4, 3, 2, 3)
        row.addWidget(self.area)
        self.hold(frame, self.area)

    def _on_changed(self) -> None:
        if not self._loading:
            self.was_edited()

    def load(self, value: Any) -> None:
        self._loading = True
        self._loaded = value
        self.area.setPlainText(value or "")
        self._shown = self.area.toPlainText()
        self.area.fit()
        self._loading = False
        self.set_problem("")

    def value(self) -> Any:
        text = self.area.toPlainText()
        return self._loaded if text == self._shown else self.kind.read(text, self.context.locale)


class _Area(QPlainTextEdit):
    """A text area that grows with what is in it.

    Nothing asks for its viewport: PySide would make the classes of all widgets for it, 8 ms and 1 MB.
    """

    def __init__(self) -> None:
        super().__init__()
        self.composing = False
        self.fewest = _LINES[0]
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabChangesFocus(True)
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Base, QColor(Qt.GlobalColor.transparent))
        self.setPalette(palette)
        self.document().setDocumentMargin(3)
        self.textChanged.connect(self.fit)
        self.fit()

    def fit(self) -> None:
        """Be as high as the text, within reason."""
        width = max(40, self.maximumViewportSize().width() - 8)
        metrics = self.fontMetrics()
        lines = 0
        for part in self.toPlainText().split("\n"):
            lines += max(1, -(-metrics.horizontalAdvance(part) // width))
        self.setFixedHeight(max(self.fewest, min(_LINES[1], lines)) * metrics.lineSpacing() + 10)

    def resizeEvent(self, e: QResizeEvent) -> None:
        super().resizeEvent(e)
        if e.oldSize().width() != e.size().width():
            self.fit()

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Leave files to the window, which imports or attaches them."""
        return not source.hasUrls() and super().canInsertFromMimeData(source)

    def inputMethodEvent(self, a0: QInputMethodEvent) -> None:
        self.composing = bool(a0.preeditString())
        super().inputMethodEvent(a0)

    def keyPressEvent(self, e: QKeyEvent) -> None:
        is_enter = e.key() in ENTER and e.modifiers() & Qt.KeyboardModifier.ControlModifier
        if is_enter or (e.key() == Qt.Key.Key_Escape and not self.composing):
            e.ignore()  # they are the editor's
        else:
            super().keyPressEvent(e)
