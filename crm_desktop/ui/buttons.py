"""Our buttons: looks of the style sheet, an icon, a name for screen readers. Enter presses the one with the focus."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon, QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QPushButton, QWidget

from crm_desktop.ui import icons
from crm_desktop.ui.labels import menu_text, tooltip

_ROLES = {"primary": "on_accent", "quieticon": "muted", "link": "accent"}


class PressedButton(QPushButton):
    """A button that Enter presses where it has the focus."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not pressed_by_enter(self, event):
            super().keyPressEvent(event)


class Button(PressedButton):
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


class PaintedButton(QAbstractButton):
    """A button that paints itself."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not pressed_by_enter(self, event):
            super().keyPressEvent(event)


def pressed_by_enter(button: QAbstractButton, event: QKeyEvent) -> bool:
    """Press a button that has the focus by Enter, as Space does; tell whether it was that.

    Else a dialog would take the key for its main button: for the opposite, where Cancel has the focus.
    """
    plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == Qt.KeyboardModifier.NoModifier
    if not plain or event.key() not in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
        return False
    if not event.isAutoRepeat():
        button.click()
    return True


def row_of(*buttons: QWidget) -> QHBoxLayout:
    """Return buttons beside each other, from the left."""
    made = QHBoxLayout()
    made.setSpacing(8)
    for one in buttons:
        made.addWidget(one)
    made.addStretch()
    return made
