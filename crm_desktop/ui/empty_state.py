"""What an empty page shows: what goes here, and the one next step."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.ui import icons, theme
from crm_desktop.ui.buttons import Button
from crm_desktop.ui.labels import label
from crm_desktop.ui.picture import Picture

_SIGN = 32
_WIDEST = 420  # pixels of a line of text


class EmptyState(QWidget):
    """An icon, a heading, a sentence and at most one button."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._run: Callable[[], object] | None = None
        self._picture = Picture(_sign("inbox"), _SIGN)
        self._heading = label(strong="true")
        self._text = label(tone="muted")
        self._text.setWordWrap(True)
        for words in (self._heading, self._text):
            words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._button = Button(name=_("Next step"), clicked=self._on_clicked)
        column = QVBoxLayout(self)
        column.setSpacing(theme.GRID)
        column.addStretch(2)
        shown: tuple[QWidget, ...] = (self._picture, self._heading, self._text)
        for one in shown:
            column.addWidget(one, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(theme.GRID)
        column.addWidget(self._button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)

    def say(
        self, icon: str, heading: str, text: str, action: str = "", run: Callable[[], object] | None = None
    ) -> None:
        """Show this."""
        self._run = run
        self._picture.set_icon(_sign(icon))
        self._heading.setText(heading)
        self._text.setText(text)
        # A centred label is not asked how high its lines are at its width.
        width = min(_WIDEST, self._text.fontMetrics().horizontalAdvance(text) + 8)
        self._text.setFixedWidth(width)
        self._text.setMinimumHeight(max(0, self._text.heightForWidth(width)))
        self._button.set_text(action, action or _("Next step"))
        self._button.setVisible(bool(action and run))

    def focus_button(self) -> None:
        """Put the keyboard on the next step."""
        self._button.setFocus()

    def _on_clicked(self) -> None:
        if self._run is not None:
            self._run()


def _sign(name: str) -> QIcon:
    return icons.icon(name, "edge", _SIGN)
