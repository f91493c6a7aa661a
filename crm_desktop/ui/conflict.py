"""Both values of a field that two people changed, and the choice between them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.ui.buttons import Button, row_of
from crm_desktop.ui.labels import label


class Conflict(QWidget):
    """Says what somebody else saved; ``mine`` and ``theirs`` are told what the user decides."""

    def __init__(
        self, mine: Callable[[], object], theirs: Callable[[], object], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._sentence = label(scale="small", tone="warning")
        self._sentence.setWordWrap(True)
        self._mine = Button(_("Keep mine"), look="link", clicked=mine)
        self._theirs = Button(_("Keep theirs"), look="link", clicked=theirs)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 0, 0, 4)
        column.setSpacing(0)
        column.addWidget(self._sentence)
        column.addLayout(row_of(self._mine, self._theirs))
        self.hide()

    def say(self, theirs: str) -> None:
        """Name the other value."""
        text = _("Somebody changed this meanwhile to “%(value)s”.") % {"value": theirs or _("empty")}
        self._sentence.setText(text)
        self.show()

    def text(self) -> str:
        """Return what is said."""
        return self._sentence.text()
