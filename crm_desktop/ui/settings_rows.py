"""Rows of the settings: a label, a sentence about it, and a control that applies at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from crm_desktop.core.i18n import LANGUAGES, words_for
from crm_desktop.core.matches import folded_words, spans
from crm_desktop.core.reading import fold
from crm_desktop.ui import theme
from crm_desktop.ui.buttons import Button
from crm_desktop.ui.editors.base import Line
from crm_desktop.ui.editors.choices import Combo
from crm_desktop.ui.labels import label
from crm_desktop.ui.settings_words import WORDS

CONTROL_WIDTH = 260


class SettingRow(QWidget):
    """One setting. It is found by what it says in any language, and by the other words of its ``key``.

    ``messages`` are texts that it says, as they are marked for translation.
    """

    def __init__(
        self,
        key: str,
        text: str,
        hint: str = "",
        control: QWidget | None = None,
        messages: tuple[str, ...] = (),
    ) -> None:
        super().__init__()
        self.key = key
        self._texts = text, hint
        self._messages = messages
        self._searched: tuple[str, ...] = ()
        self.control = control
        self.name = label(text)
        self.name.setWordWrap(True)
        texts = QVBoxLayout()
        texts.setSpacing(1)
        texts.addWidget(self.name)
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

    @cached_property
    def words(self) -> str:
        """What the search looks at, folded; not looked up before somebody searches."""
        said = [words_for(code).gettext(one) for code in LANGUAGES for one in self._messages if one]
        return fold(" ".join([*self._texts, *said, WORDS.get(self.key, "")]))

    def has(self, folded: Sequence[str]) -> bool:
        """Tell whether all of the folded words are said here, or mean this."""
        return all(word in self.words for word in folded)

    def mark(self, search: str) -> None:
        """Mark the words of a search in the texts; '' marks nothing."""
        self._searched = folded_words(search)
        for shown, text in zip((self.name, self.hint), self._texts, strict=True):
            _show_marked(shown, text, self._searched)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_searched") and self._searched:
            self.mark(" ".join(self._searched))


def _show_marked(shown: QLabel, text: str, words: tuple[str, ...]) -> None:
    """Show a text with the parts marked that answer to the words."""
    found = spans(text, words)
    if not found:
        shown.setTextFormat(Qt.TextFormat.PlainText)
        shown.setText(text)
        return
    from html import escape

    parts, at = [], 0
    for start, length in found:
        marked = escape(text[start : start + length])
        parts.append(escape(text[at:start]))
        parts.append(f'<span style="background:{theme.tokens().mark}">{marked}</span>')
        at = start + length
    shown.setTextFormat(Qt.TextFormat.RichText)
    shown.setText("".join([*parts, escape(text[at:])]))


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
