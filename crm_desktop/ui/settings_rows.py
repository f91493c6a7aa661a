"""Rows of the settings: a label, a sentence about it, and a control that applies at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from crm_desktop.core.reading import fold
from crm_desktop.ui.buttons import Button
from crm_desktop.ui.editors.base import Line
from crm_desktop.ui.editors.choices import Combo
from crm_desktop.ui.labels import label

CONTROL_WIDTH = 260


class SettingRow(QWidget):
    """One setting. ``words`` is what the search looks at."""

    def __init__(self, text: str, hint: str = "", control: QWidget | None = None, words: str = "") -> None:
        super().__init__()
        self.words = fold(f"{text} {hint} {words}")
        self.control = control
        name = label(text)
        name.setWordWrap(True)
        texts = QVBoxLayout()
        texts.setSpacing(1)
        texts.addWidget(name)
        self.hint = label(hint, tone="muted", scale="small")
        self.hint.setWordWrap(True)
        texts.addWidget(self.hint)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 5, 0, 5)
        row.setSpacing(16)
        row.addLayout(texts, 1)
        self.hint.setVisible(bool(hint))  # only now it has a parent: before, it would be a window
        if control is not None:
            if not control.accessibleName():
                control.setAccessibleName(text)
            row.addWidget(control, 0, Qt.AlignmentFlag.AlignVCenter)


def combo(
    choices: Sequence[tuple[str, Any]], value: Any, chosen: Callable[[Any], object], *, free: bool = False
) -> Combo:
    """Return a list of choices; ``free``: another value may be typed."""
    made = Combo()
    made.setFixedWidth(CONTROL_WIDTH)
    for text, data in choices:
        made.addItem(text, data)
    if made.findData(value) < 0 and value not in (None, ""):
        made.addItem(str(value), value)
    made.setCurrentIndex(max(0, made.findData(value)))
    made.activated.connect(lambda place: chosen(made.itemData(place)))
    made.setEditable(free)
    return made


def text_line(value: str, changed: Callable[[str], object], *, width: int = CONTROL_WIDTH) -> Line:
    """Return a line that applies when it is left or Enter is pressed."""
    made = Line()
    made.setFixedWidth(width)
    made.setText(value)
    kept = [value]

    def apply() -> None:
        if made.text().strip() != kept[0]:
            kept[0] = made.text().strip()
            changed(kept[0])

    made.editingFinished.connect(apply)
    return made


def switch(value: bool, changed: Callable[[bool], object]) -> QCheckBox:
    """Return a check box."""
    made = QCheckBox()
    made.setChecked(value)
    made.clicked.connect(changed)
    made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return made


def go(
    text: str, name: str, run: Callable[[], object], *, enabled: bool = True, look: str = "plain"
) -> Button:
    """Return a button that does something or goes somewhere."""
    made = Button(text, look=look, clicked=run)
    made.setAccessibleName(name)
    made.setEnabled(enabled)
    return made
