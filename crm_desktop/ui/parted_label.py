"""Short facts beside each other with dots between them: a line that is full ends without one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel

DOT = " · "
_NO_END = 10_000


class PartedLabel(QLabel):
    """Breaks between facts, and within one only where that alone is too wide. ``text`` gives it on one line."""

    def __init__(self, parts: Sequence[str], *, tone: str) -> None:
        super().__init__()
        self._parts = tuple(parts)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("tone", tone)
        self.setProperty("scale", "small")
        self.setWordWrap(True)
        super().setText(self.text())
        self.setAccessibleName(self.text())

    def text(self) -> str:
        return DOT.join(self._parts)

    def lines(self, width: int) -> list[str]:
        """Return the lines at a width."""
        measure, found = self.fontMetrics().horizontalAdvance, [""]
        for part in self._parts:
            longer = f"{found[-1]}{DOT}{part}" if found[-1] else part
            if found[-1] and measure(longer) > width:
                found.append(part)
            else:
                found[-1] = longer
        return found

    def heightForWidth(self, width: int) -> int:
        room = QRect(0, 0, width, _NO_END)
        text = "\n".join(self.lines(width))
        return self.fontMetrics().boundingRect(room, int(Qt.TextFlag.TextWordWrap), text).height()

    def resizeEvent(self, event: QResizeEvent) -> None:
        shown = "\n".join(self.lines(self.contentsRect().width()))
        if shown != super().text():
            super().setText(shown)
        super().resizeEvent(event)
