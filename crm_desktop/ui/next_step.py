"""What comes next: a line for it, and the day by which it is to be done, chosen with one click or typed."""

from __future__ import annotations

from datetime import date
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.core import clock
from crm_desktop.core.i18n import _
from crm_desktop.core.kinds import Day
from crm_desktop.ui.chip_bar import Chip
from crm_desktop.ui.editors.base import EditorContext, Line
from crm_desktop.ui.editors.days import TO_COME, DayEditor, shortcut_day
from crm_desktop.ui.flow_layout import FlowLayout
from crm_desktop.ui.labels import label

_DAY_WIDTH = 150


class DueRow(QWidget):
    """The days that are wanted most, and a line for any other."""

    def __init__(self, context: EditorContext) -> None:
        super().__init__()
        self.editor = DayEditor(Day(), context)
        self.editor.setFixedWidth(_DAY_WIDTH)
        self.editor.edited.connect(self._mark)
        self.chips: dict[str, Chip] = {}
        flow = FlowLayout(self, gap=4)
        for name in TO_COME:
            chip = Chip(_(name))
            chip.setCheckable(True)
            chip.clicked.connect(partial(self._on_clicked, name))
            self.chips[name] = chip
            flow.addWidget(chip)
        flow.addWidget(self.editor)

    def choose(self, name: str) -> None:
        """Mean one of the days."""
        self.chips[name].setChecked(True)
        self._on_clicked(name)

    def _on_clicked(self, name: str) -> None:
        self.editor.load(shortcut_day(name, clock.today()) if self.chips[name].isChecked() else None)
        self._mark(name)

    def _mark(self, *first: str) -> None:
        """Show which of the days is meant; of two that are the same day, the one that was clicked."""
        day, today = self.editor.day(), clock.today()
        meant = next((name for name in (*first, *TO_COME) if shortcut_day(name, today) == day), None)
        for name, chip in self.chips.items():
            chip.setChecked(name == meant)
            chip.updateGeometry()

    def clear(self) -> None:
        """Have no day."""
        self.editor.load(None)
        self._mark()

    def retranslate(self) -> None:
        """Show all words again."""
        for name, chip in self.chips.items():
            chip.setText(_(name))
            chip.setAccessibleName(_(name))
            chip.updateGeometry()
        self.editor.line.setAccessibleName(_("Due"))
        self.editor.line.setPlaceholderText(_("Another day"))


class NextStep(QWidget):
    """One line until something is written into it; then the days come, too."""

    edited = Signal()

    def __init__(self, context: EditorContext) -> None:
        super().__init__()
        self._label = label(tone="muted")
        self.line = Line()
        self.line.setMaxLength(240)
        self.line.textEdited.connect(self._on_edited)
        self.due = DueRow(context)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._label)
        row.addWidget(self.line, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(row)
        column.addWidget(self.due)
        self.clear()
        self.retranslate()

    def _on_edited(self) -> None:
        if self.text() and self.due.isHidden():
            self.due.choose(TO_COME[0])  # what has no day is never due
        self.due.setVisible(bool(self.text()))
        self.edited.emit()

    def text(self) -> str:
        """Return what comes next, or nothing."""
        return self.line.text().strip()

    def write(self, text: str) -> None:
        """Have this come next, as if it was typed."""
        self.line.setText(text)
        self._on_edited()

    def day(self) -> date | None:
        """Return the day by which it is to be done. Raises Unreadable."""
        found = self.due.editor.value()
        return found if isinstance(found, date) else None

    def clear(self) -> None:
        """Have nothing come next."""
        self.line.clear()
        self.due.clear()
        self.due.hide()

    def retranslate(self) -> None:
        """Show all words again."""
        self._label.setText(_("Next step"))
        self.line.setAccessibleName(_("Next step"))
        self.line.setPlaceholderText(_("What comes next?"))
        self.due.retranslate()
