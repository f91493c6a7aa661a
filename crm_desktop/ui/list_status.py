"""The line under a list: how many are selected, what they add up to, how quickly they were found."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from crm_desktop.core.formatting import format_number
from crm_desktop.core.i18n import _, language, ngettext
from crm_desktop.ui import theme
from crm_desktop.ui.labels import ElidedLabel, label

HEIGHT = 26


class ListStatus(QWidget):
    """Small, quiet words."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._count = label(tone="muted", scale="small")
        self._sums = ElidedLabel(tone="muted", scale="small")
        self._note = label(tone="muted", scale="small")
        self._speed = label(tone="muted", scale="small")
        for one in (self._count, self._sums, self._speed):
            one.setFont(theme.font(theme.SMALL_PIXELS, tabular=True))
        self._milliseconds = 0.0
        self.setFixedHeight(HEIGHT)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(16)
        row.addWidget(self._count)
        row.addWidget(self._note)
        row.addWidget(self._sums, 1)
        row.addWidget(self._speed)

    def show_counts(self, selected: int, total: int, *, complete: bool) -> None:
        """Say how many records there are, and how many are selected."""
        number = format_number(total, language()) + ("" if complete else "+")
        if selected:
            chosen = format_number(selected, language())
            self._count.setText(
                _("%(selected)s of %(total)s selected") % {"selected": chosen, "total": number}
            )
        else:
            text = ngettext("%(count)s record", "%(count)s records", total)
            self._count.setText(text % {"count": number})

    def show_speed(self, milliseconds: float) -> None:
        """Say how long the search took."""
        self._milliseconds = milliseconds
        if milliseconds < 1:
            self._speed.setText(_("found in under 1 ms"))
        else:
            self._speed.setText(_("found in %(ms)d ms") % {"ms": round(milliseconds)})

    def retranslate(self) -> None:
        """Say it in another language."""
        self.show_speed(self._milliseconds)

    def show_note(self, text: str) -> None:
        """Say something more."""
        self._note.setText(text)

    def show_sums(self, text: str) -> None:
        """Say what the selected records add up to."""
        self._sums.setText(text)
        self._sums.updateGeometry()

    def sums(self) -> str:
        """Return what is said of sums."""
        return self._sums.text()

    def texts(self) -> tuple[str, str, str]:
        """Return what stands there."""
        return self._count.text(), self._note.text(), self._speed.text()
