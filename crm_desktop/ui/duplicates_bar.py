"""What stands over and under the groups of likely duplicates: from which likeness on, and how many are ticked."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from crm_desktop.core.formatting import format_number
from crm_desktop.core.i18n import _, language, ngettext
from crm_desktop.ui.buttons import Button
from crm_desktop.ui.duplicates_search import percent
from crm_desktop.ui.labels import ElidedLabel, label
from crm_desktop.ui.wide_combo import WideCombo
from crm_desktop.ui.window_state import WindowState

CHOICES = (0.7, 0.8, 0.9, 0.95, 0.99)
_FIRST = 0.9
_KEPT = "duplicates/least"
_HEIGHT = 48


class LikenessBar(QWidget):
    """``changed`` tells that another likeness was chosen, which is remembered; ``again`` asks for another search."""

    changed = Signal()
    again = Signal()

    def __init__(self, state: WindowState) -> None:
        super().__init__()
        self._state = state
        self._label = label()
        self.choice = WideCombo()
        self.hint = ElidedLabel(tone="muted", scale="small")
        self.stale = Button(look="link", icon="refresh-cw", clicked=self.again.emit)
        self.stale.hide()
        self.setFixedHeight(_HEIGHT)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 8, 0)
        row.setSpacing(10)
        row.addWidget(self._label)
        row.addWidget(self.choice)
        row.addWidget(self.hint, 1)
        row.addWidget(self.stale)
        self.retranslate()
        self.choice.activated.connect(self._on_chosen)

    @property
    def least(self) -> float:
        """How likely a group must be to be shown."""
        kept = self._state.text(_KEPT)
        return next((one for one in CHOICES if str(one) == kept), _FIRST)

    def _on_chosen(self, place: int) -> None:
        self._state.set_text(_KEPT, str(CHOICES[place]))
        self.changed.emit()

    def retranslate(self) -> None:
        """Show all words again."""
        self._label.setText(_("At least as likely as"))
        self.choice.setAccessibleName(_("At least as likely as"))
        self.choice.clear()
        self.choice.addItems([percent(one) for one in CHOICES])
        self.choice.setCurrentIndex(CHOICES.index(self.least))
        self.hint.setText(_("Enter: merge · N: not a duplicate · Space: tick"))
        self.stale.set_text(_("Data changed: search again"))


class TickBar(QWidget):
    """Says how many groups are ticked. ``all_asked`` wants all of them, or none."""

    all_asked = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self._words = ElidedLabel(tone="muted", scale="small")
        self.every = Button(look="link", clicked=lambda: self.all_asked.emit(True))
        self.none = Button(look="link", clicked=lambda: self.all_asked.emit(False))
        self.setFixedHeight(_HEIGHT - 8)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 8, 0)
        row.setSpacing(12)
        row.addWidget(self._words, 1)
        row.addWidget(self.every)
        row.addWidget(self.none)
        self.retranslate()

    def retranslate(self) -> None:
        """Show all words again."""
        self.every.set_text(_("Tick the sure ones"), _("Tick every group whose records are all alike"))
        self.none.set_text(_("Tick none"))

    def show_counts(self, ticked: int, total: int) -> None:
        """Say how many there are."""
        words = ngettext(
            "%(ticked)s of %(count)s group ticked", "%(ticked)s of %(count)s groups ticked", total
        )
        code = language()
        self._words.setText(
            words % {"ticked": format_number(ticked, code), "count": format_number(total, code)}
        )
        self.none.setEnabled(bool(ticked))
        self.every.setEnabled(bool(total))
