"""Every box and question of the program. Tests replace the whole object."""

from __future__ import annotations

from typing import Protocol

from PySide6 import QtWidgets  # for dialogs: PySide makes each class when it is first named
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QLabel, QWidget

from crm_desktop.core.errors import CrmError
from crm_desktop.core.i18n import _
from crm_desktop.ui import icons
from crm_desktop.ui.buttons import Button

_SIGN, _NARROWEST = 24, 300
_SIGNS = {
    "Warning": ("triangle-alert", "orange"),
    "Information": ("info", "accent"),
    "Question": ("circle-question-mark", "accent"),
}


class Messages(Protocol):
    """What pages may ask of the user."""

    def error(self, error: CrmError) -> None:
        """Tell of an expected failure."""

    def inform(self, title: str, text: str = "") -> None:
        """Tell something that must not be overlooked."""

    def ask(self, question: str, text: str, yes: str, *, danger: bool = False) -> bool:
        """Ask before something is done; ``yes`` is the name of the act."""

    def ask_text(self, title: str, prompt: str, value: str = "") -> str | None:
        """Ask for a line of text; None when the user changed their mind."""


class Boxes:
    """The real thing. Texts are plain: what looks like HTML is shown as it is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self.parent = parent

    def error(self, error: CrmError) -> None:
        self._box(QtWidgets.QMessageBox.Icon.Warning, error.title, error.hint).exec()

    def inform(self, title: str, text: str = "") -> None:
        self._box(QtWidgets.QMessageBox.Icon.Information, title, text).exec()

    def ask(self, question: str, text: str, yes: str, *, danger: bool = False) -> bool:
        box, accept = self._question(question, text, yes, danger=danger)
        box.exec()
        return box.clickedButton() is accept

    def ask_text(self, title: str, prompt: str, value: str = "") -> str | None:
        box = self._line(title, prompt, value)
        accepted = box.exec() == QtWidgets.QInputDialog.DialogCode.Accepted
        return box.textValue().strip() or None if accepted else None

    def _question(
        self, question: str, text: str, yes: str, *, danger: bool
    ) -> tuple[QtWidgets.QMessageBox, Button]:
        box = self._box(QtWidgets.QMessageBox.Icon.Question, question, text)
        accept = Button(yes, look="plain" if danger else "primary")
        accept.setAutoDefault(True)  # Enter presses the button that has the focus
        box.addButton(accept, QtWidgets.QMessageBox.ButtonRole.AcceptRole)
        cancel = box.addButton(QtWidgets.QMessageBox.StandardButton.Cancel)
        box.setDefaultButton(cancel if danger else accept)
        return box, accept

    def _line(self, title: str, prompt: str, value: str) -> QtWidgets.QInputDialog:
        box = QtWidgets.QInputDialog(self.parent)
        box.setWindowTitle(title)
        box.setLabelText(prompt)
        box.setTextValue(value)
        line = box.findChild(QtWidgets.QLineEdit)
        assert line is not None
        line.setAccessibleName(prompt)
        line.setMinimumWidth(_NARROWEST)
        box.sizeHint()  # makes its layout
        _spread(box)
        return box

    def _box(self, icon: QtWidgets.QMessageBox.Icon, title: str, text: str) -> QtWidgets.QMessageBox:
        box = QtWidgets.QMessageBox(self.parent)
        sign = icons.icon(*_SIGNS[icon.name], _SIGN)
        box.setIconPixmap(sign.pixmap(QSize(_SIGN, _SIGN), box.devicePixelRatioF()))
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setWindowTitle(_("CRM Desktop"))
        box.setText(title)
        box.setInformativeText(text)
        for inner in box.findChildren(QLabel):  # the informative text would guess its format
            inner.setTextFormat(Qt.TextFormat.PlainText)
        first, more = (
            box.findChild(QLabel, name) for name in ("qt_msgbox_label", "qt_msgbox_informativelabel")
        )
        if first is not None:
            first.setProperty("strong", "true")
            (more or first).setMinimumWidth(_NARROWEST)
        _spread(box)
        return box


def _spread(box: QtWidgets.QDialog) -> None:
    """Give a box of Qt's the room that our own dialogs have."""
    layout = box.layout()
    if layout is not None:
        layout.setContentsMargins(24, 20, 24, 16)
