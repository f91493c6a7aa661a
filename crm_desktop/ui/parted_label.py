"""Short facts beside each other with dots between them: a line that is full ends without one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRect, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel

from crm_desktop.ui.labels import WIDTHS

DOT = " · "
_NO_END = 10_000


class PartedLabel(QLabel):
    """Breaks between facts, and within one only where that alone is too wide. ``text`` gives it on one line.

    Layouts ask for the same few widths over and over, so it remembers how it looks there.
    """

    def __init__(self, parts: Sequence[str], *, tone: str) -> None:
        super().__init__()
        self._parts = tuple(parts)
        self._looks: dict[int, tuple[str, int]] = {}  # by widths: the text in its lines, and how high it is
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

    def _look(self, width: int) -> tuple[str, int]:
        if width not in self._looks:
            if len(self._looks) > WIDTHS:
                self._looks.clear()
            text = "\n".join(self.lines(width))
            room = QRect(0, 0, width, _NO_END)
            height = self.fontMetrics().boundingRect(room, int(Qt.TextFlag.TextWordWrap), text).height()
            self._looks[width] = text, height
        return self._looks[width]

    def heightForWidth(self, width: int) -> int:
        return self._look(width)[1]

    def changeEvent(self, event: QEvent) -> None:
        self._looks.clear()  # another font, say
        super().changeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        shown = self._look(self.contentsRect().width())[0]
        if shown != super().text():
            super().setText(shown)
        super().resizeEvent(event)
