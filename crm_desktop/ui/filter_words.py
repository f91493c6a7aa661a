"""The filter of a list in words: one chip a condition, which opens it, and a button that clears them all."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QWidget

from crm_desktop.core.i18n import _, language
from crm_desktop.ui.buttons import Button
from crm_desktop.ui.flow_layout import FlowLayout
from crm_desktop.ui.labels import label

_LONGEST = 60  # characters; all of them stand in the tooltip


class FilterWords(QWidget):
    """``chosen`` carries the place of a condition; ``cleared`` asks for no filter at all."""

    chosen = Signal(int)
    cleared = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._flow = FlowLayout(self, margins=(16, 7, 16, 7), gap=6)
        self._shown: list[QWidget] = []
        self._told: tuple[object, ...] = ()

    def show_words(self, said: Sequence[str], *, match_all: bool, given: str = "") -> None:
        """Show these conditions; before them, and always true, what was ``given``."""
        told = (*said, match_all, given, language())
        if told == self._told:
            return
        self._told = told
        for old in self._shown:
            self._flow.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._shown = []
        if given:
            self._put(label(given, strong="true", scale="small"))
        for place, text in enumerate(said):
            if place:
                joint = label(_("and") if match_all else _("or"), tone="muted", scale="small")
                joint.setFixedHeight(24)
                self._put(joint)
            short = text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
            self._put(Button(short, look="chip", name=text, clicked=partial(self.chosen.emit, place)))
        if said or given:
            self._put(Button(_("Clear filter"), "x", "chip", clicked=self.cleared.emit))
        self._flow.invalidate()
        self.updateGeometry()

    def texts(self) -> list[str]:
        """Return what is said, and by what it is joined."""
        return [one.text().strip() for one in self._shown[:-1] if isinstance(one, QLabel | Button)]

    def _put(self, widget: QWidget) -> None:
        self._flow.insert_widget(len(self._shown), widget)
        self._shown.append(widget)
        widget.show()
