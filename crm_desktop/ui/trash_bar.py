"""The bar over a record in the trash: since when, and the way back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.core.kinds import Locale
from crm_desktop.ui import icons, theme
from crm_desktop.ui.buttons import Button
from crm_desktop.ui.labels import label
from crm_desktop.ui.picture import Picture
from crm_desktop.ui.times import moment_words


class TrashBar(QWidget):
    """Says that the record is in the trash and offers to restore it."""

    def __init__(self, restore: Callable[[], object]) -> None:
        super().__init__()
        self._text = label()
        self._button = Button(icon="archive-restore", clicked=restore)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 6, 16, 6)
        row.setSpacing(10)
        row.addWidget(Picture(icons.icon("trash-2", "orange"), icons.SIZE))
        row.addWidget(self._text)
        row.addWidget(self._button)
        row.addStretch(1)
        self.retranslate()
        self.hide()

    def retranslate(self) -> None:
        """Show all words again."""
        self._text.setText(_("This record is in the trash."))
        self._button.set_text(_("Restore"))

    def say(self, since: datetime | None, locale: Locale) -> None:
        """Name the moment of the deletion."""
        if since is None:
            self.retranslate()
        else:
            self._text.setText(
                _("In the trash since %(moment)s") % {"moment": moment_words(since, locale, inside=True)}
            )

    def text(self) -> str:
        """Return what the bar says."""
        return self._text.text()

    def paintEvent(self, _event: QPaintEvent) -> None:
        ground, _ink = theme.tokens().badges["orange"]
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(ground))
        painter.end()
