"""Labels, tooltips and menu texts that take data as it is: never as rich text, never as a mnemonic.

Qt guesses HTML from the look of a text and would then load files that it names; ``&`` in a menu becomes an
underline. Whatever may hold a customer's words goes through here.
"""

from __future__ import annotations

import re
from typing import Any

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget

from crm_desktop.core.formatting import NO_BREAK_SPACE

_BLANKS = re.compile(r"[ \t\r\n\f\v\u2028\u2029]+")
_BEFORE_UNIT = re.compile(r"(?<=[0-9]) (?=[\u4e00-\u9fff])")
_ONE_LINE = int(Qt.TextFlag.TextSingleLine)
WIDTHS = 8  # at which a label remembers its height


def menu_text(data: str) -> str:
    """Return ``data`` for a menu entry, a button or a tab: its ``&`` stay visible."""
    return data.replace("&", "&&")


def tooltip(data: str) -> str:
    """Return ``data`` for a tooltip, shown as it is."""
    if "<" not in data or ">" not in data:
        return data
    from html import escape

    return f"<span>{escape(data)}</span>"


def hint_at(widget: QWidget, data: str) -> None:
    """Let a widget that is painted say this as its tooltip; Qt is told only of another one."""
    told = tooltip(data)
    if told != widget.toolTip():
        widget.setToolTip(told)


def one_line(data: str) -> str:
    """Return a text without its line ends; the narrow spaces of amounts stay as they are."""
    return _BLANKS.sub(" ", data).strip(" ")


def together(words: str) -> str:
    """Return words in which a line does not end between a number and the Chinese unit behind it: ``30 天``."""
    return words if words.isascii() else _BEFORE_UNIT.sub(NO_BREAK_SPACE, words)


class PlainLabel(QLabel):
    """A label that knows how high its words are at a width: Qt would set them anew each time that a layout asks.

    It shows numbers :func:`together` with their units, and gives its text back as it was set.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._heights: dict[tuple[int, str], int] = {}
        self._said = ""

    def setText(self, text: str) -> None:  # noqa: N802 - Qt's own
        self._said = text
        super().setText(together(text))

    def text(self) -> str:
        return self._said

    def heightForWidth(self, width: int) -> int:
        key = width, self.text()
        if key not in self._heights:
            if len(self._heights) > WIDTHS:
                self._heights.clear()
            self._heights[key] = super().heightForWidth(width)
        return self._heights[key]

    def changeEvent(self, event: QEvent) -> None:
        self._heights.clear()  # another font, say
        super().changeEvent(event)


def label(text: str = "", parent: QWidget | None = None, **looks: str) -> QLabel:
    """Return a label that shows plain text. ``looks`` are properties of the style sheet (tone='muted')."""
    made = PlainLabel(parent)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setText(text)
    for name, value in looks.items():
        made.setProperty(name, value)
    return made


def line(parent: QWidget | None = None, *, upright: bool = False) -> QFrame:
    """Return a thin line."""
    made = QFrame(parent)
    made.setObjectName("vline" if upright else "line")
    return made


class ElidedLabel(QLabel):
    """A label that ends in … where there is no room (or is ``cut`` elsewhere), and then has all in its tooltip."""

    def __init__(
        self,
        text: str = "",
        parent: QWidget | None = None,
        *,
        cut: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
        **looks: Any,
    ) -> None:
        super().__init__(parent)
        self._cut = cut
        self._shown = ("", 0, "")  # the whole text, a width, and what of it is shown there
        self.setTextFormat(Qt.TextFormat.PlainText)
        for name, value in looks.items():
            self.setProperty(name, value)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setText(text)

    def minimumSizeHint(self) -> QSize:
        return QSize(24, super().minimumSizeHint().height())

    def sizeHint(self) -> QSize:
        margins = self.contentsMargins()
        width = self.fontMetrics().horizontalAdvance(self.text()) + margins.left() + margins.right() + 2
        return QSize(width, super().sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        whole = self.text()
        box = self.contentsRect()
        if self._shown[:2] != (whole, box.width()):
            self._shown = whole, box.width(), self.fontMetrics().elidedText(whole, self._cut, box.width())
        shown = self._shown[2]
        hint_at(self, whole if shown != whole else "")
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(box, int(self.alignment()) | _ONE_LINE, shown)
        painter.end()

    def changeEvent(self, event: QEvent) -> None:
        self._shown = ("", 0, "")  # another font, say
        super().changeEvent(event)
