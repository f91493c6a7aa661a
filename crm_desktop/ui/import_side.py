"""Two or three columns of words beside each other: what a row of an import says, and what stands there now."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from crm_desktop.ui.card import scrolled
from crm_desktop.ui.labels import label

_BREAKS = re.compile(r"([@._/-])(?=\w)")  # where an address may go on in the next line
_NARROWEST = 40


@dataclass(frozen=True)
class SideLine:
    """A line: the name of a field and its values; a line that ``differs`` stands out."""

    name: str
    values: tuple[str, ...]
    differs: bool = False


class SideBySide(QWidget):
    """A heading, headings of the columns, and lines; a sentence where there is nothing to show."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._holder = QVBoxLayout(self)
        self._holder.setContentsMargins(0, 0, 0, 0)
        self._shown: tuple[object, ...] = ()
        self.say("")

    def say(self, text: str) -> None:
        """Show a sentence."""
        self._show((text,), (), ())

    def show_lines(self, title: str, headings: Sequence[str], lines: Sequence[SideLine]) -> None:
        """Show lines under their headings (the first one of the names of fields)."""
        self._show((title,), tuple(headings), tuple(lines))

    def lines(self) -> list[SideLine]:
        """Return what is shown."""
        return list(self._shown[2])  # type: ignore[call-overload, no-any-return]

    def _show(self, title: tuple[str], headings: tuple[str, ...], lines: tuple[SideLine, ...]) -> None:
        if self._shown == (title, headings, lines):
            return
        self._shown = (title, headings, lines)
        while (item := self._holder.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        body = QWidget()
        grid = QGridLayout(body)
        grid.setContentsMargins(0, 0, 6, 0)
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(6)
        head = _words(title[0], strong="true") if headings else _words(title[0], tone="muted")
        width = max(1, len(headings))
        grid.addWidget(head, 0, 0, 1, width)
        for column, text in enumerate(headings):
            grid.addWidget(_words(text, tone="muted", scale="small"), 1, column)
            grid.setColumnStretch(column, 2 if column else 0)
        for row, line in enumerate(lines, 2):
            grid.addWidget(label(line.name, None, tone="muted"), row, 0, Qt.AlignmentFlag.AlignTop)
            for column, text in enumerate(line.values, 1):
                is_new = line.differs and column == len(line.values)
                grid.addWidget(_words(text, strong="true") if is_new else _words(text), row, column)
        grid.setRowStretch(grid.rowCount(), 1)
        self._holder.addWidget(scrolled(body))


def _words(text: str, **looks: str) -> QWidget:
    made = label(_BREAKS.sub("\\1\u200b", text), None, **looks)
    made.setWordWrap(True)
    made.setMinimumWidth(_NARROWEST)
    made.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
    return made


__all__ = ["SideBySide", "SideLine"]
