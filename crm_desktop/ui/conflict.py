"""Both values of a field that two people changed, and the choice between them."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.ui.buttons import Button, row_of
from crm_desktop.ui.labels import label


class Conflict(QWidget):
    """Says what somebody else saved; ``mine`` and ``theirs`` are told what the user decides.

    Its parts are made when there is something to say: every field has one, and few people meet one.
    """

    def __init__(
        self, mine: Callable[[], object], theirs: Callable[[], object], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._on_mine, self._on_theirs = mine, theirs
        self.hide()

    @cached_property
    def _sentence(self) -> QLabel:
        """What is said, made together with the buttons under it."""
        made = label("", self, scale="small", tone="warning")
        made.setWordWrap(True)
        self._mine = Button(_("Keep mine"), look="link", clicked=self._on_mine)
        self._theirs = Button(_("Keep theirs"), look="link", clicked=self._on_theirs)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 0, 0, 4)
        column.setSpacing(0)
        column.addWidget(made)
        column.addLayout(row_of(self._mine, self._theirs))
        return made

    def say(self, theirs: str) -> None:
        """Name the other value."""
        text = _("Somebody changed this meanwhile to “%(value)s”.") % {"value": theirs or _("empty")}
        self._sentence.setText(text)
        self.show()

    def text(self) -> str:
        """Return what is said."""
        return self._sentence.text()
