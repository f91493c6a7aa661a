"""The bar over a calendar: which days are shown, the way to others, and as what they are shown."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from crm_desktop.core.i18n import N_, _
from crm_desktop.ui.buttons import Button
from crm_desktop.ui.chip_bar import Chip
from crm_desktop.ui.labels import ElidedLabel

HEIGHT = 44
SPANS: tuple[tuple[str, str], ...] = (("month", N_("Month")), ("week", N_("Week")), ("day", N_("Day")))


class CalendarBar(QWidget):
    """Title, back, today, forward; chips for the spans, where there are any."""

    stepped = Signal(int)
    today_clicked = Signal()
    span_chosen = Signal(str)

    def __init__(self, *, has_spans: bool = True) -> None:
        super().__init__()
        self.setFixedHeight(HEIGHT)
        self._title = ElidedLabel(scale="heading")
        self._back = Button(icon="chevron-left", look="quieticon", clicked=lambda: self.stepped.emit(-1))
        self._forward = Button(icon="chevron-right", look="quieticon", clicked=lambda: self.stepped.emit(1))
        self._today = Button(_("Today"), clicked=self.today_clicked.emit)
        self.chips: dict[str, Chip] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(6)
        row.addWidget(self._title, 1)
        for key, text in SPANS if has_spans else ():
            chip = Chip(_(text))
            chip.setCheckable(True)
            chip.clicked.connect(lambda _on=False, key=key: self.span_chosen.emit(key))
            self.chips[key] = chip
            row.addWidget(chip)
        row.addSpacing(8)
        for one in (self._back, self._today, self._forward):
            row.addWidget(one)
        self.retranslate()

    def show_span(self, key: str) -> None:
        """Mark the span that is shown."""
        for name, chip in self.chips.items():
            chip.setChecked(name == key)
            chip.updateGeometry()

    def set_title(self, text: str) -> None:
        """Name the days that are shown."""
        self._title.setText(text)
        self._title.updateGeometry()

    def title(self) -> str:
        """Return how the days that are shown are called."""
        return self._title.text()

    def retranslate(self) -> None:
        """Show all words again."""
        self._back.set_text("", _("Earlier (Page Up)"))
        self._forward.set_text("", _("Later (Page Down)"))
        self._today.set_text(_("Today"))
        for key, text in SPANS:
            if key in self.chips:
                self.chips[key].setText(_(text))
                self.chips[key].setAccessibleName(_(text))
                self.chips[key].updateGeometry()
