"""What stands on a card while it has nothing to show: what goes there, and the one next step."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm_desktop.ui.buttons import Button
from crm_desktop.ui.labels import label


class CardHint(QWidget):
    """A sentence and a link."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._act: Callable[[], object] | None = None
        self.text = label(tone="muted")
        self.text.setWordWrap(True)
        self.link = Button(look="link", clicked=self._on_clicked)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 4)
        column.setSpacing(4)
        column.addWidget(self.text)
        column.addWidget(self.link, 0, Qt.AlignmentFlag.AlignLeft)

    def say(self, text: str, action: str, act: Callable[[], object]) -> None:
        """Say this; without an ``action`` there is no link."""
        self._act = act
        self.text.setText(text)
        self.link.set_text(action)
        self.link.setVisible(bool(action))

    def _on_clicked(self) -> None:
        if self._act is not None:
            self._act()
