"""Our buttons: looks of the style sheet, an icon, a name for screen readers."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from crm_desktop.ui import icons
from crm_desktop.ui.labels import menu_text, tooltip

_ROLES = {"primary": "on_accent", "quieticon": "muted", "link": "accent"}


class Button(QPushButton):
    """A button of our look: '' (outlined), 'primary', 'quiet', 'icon', 'quieticon', 'chip' or 'link'.

    A button without a text needs ``name``, which is its tooltip too.
    """

    def __init__(
        self,
        text: str = "",
        icon: str = "",
        look: str = "plain",
        *,
        name: str = "",
        clicked: Callable[[], object] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._icon = icon
        self.setProperty("look", look)
        self.setIconSize(QSize(icons.SIZE, icons.SIZE))
        self.setAutoDefault(False)
        self.set_text(text, name)
        self._draw_icon()
        if clicked is not None:
            self.clicked.connect(lambda _checked=False: clicked())

    def set_text(self, text: str, name: str = "") -> None:
        """Show ``text`` as it is; ``name`` is what the button is called when it shows none."""
        self.setText(menu_text(f" {text}" if text and self._icon else text))
        self.setAccessibleName(name or text)
        self.setToolTip(tooltip(name) if name and name != text else "")

    def set_icon(self, icon: str) -> None:
        """Show another icon."""
        self._icon = icon
        self._draw_icon()

    def set_look(self, look: str) -> None:
        """Change the look."""
        if self.property("look") != look:
            self.setProperty("look", look)
            if self.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
                self.style().unpolish(self)
                self.style().polish(self)
            self._draw_icon()

    def _draw_icon(self) -> None:
        role = _ROLES.get(str(self.property("look")), "text")
        self.setIcon(icons.icon(self._icon, role) if self._icon else QIcon())


def row_of(*buttons: QWidget) -> QHBoxLayout:
    """Return buttons beside each other, from the left."""
    made = QHBoxLayout()
    made.setSpacing(8)
    for one in buttons:
        made.addWidget(one)
    made.addStretch()
    return made
