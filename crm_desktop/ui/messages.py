"""Every box and question of the program. Tests replace the whole object."""

from __future__ import annotations

from typing import Protocol

from PySide6 import QtWidgets  # for dialogs: PySide makes each class when it is first named
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from crm_desktop.core.errors import CrmError
from crm_desktop.core.i18n import _
from crm_desktop.ui.labels import menu_text


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
        box = self._box(QtWidgets.QMessageBox.Icon.Question, question, text)
        accept = box.addButton(menu_text(yes), QtWidgets.QMessageBox.ButtonRole.AcceptRole)
        cancel = box.addButton(QtWidgets.QMessageBox.StandardButton.Cancel)
        box.setDefaultButton(cancel if danger else accept)
        box.exec()
        return box.clickedButton() is accept

    def ask_text(self, title: str, prompt: str, value: str = "") -> str | None:
        text, accepted = QtWidgets.QInputDialog.getText(
            self.parent, title, prompt, QtWidgets.QLineEdit.EchoMode.Normal, value
        )
        return text.strip() if accepted and text.strip() else None

    def _box(self, icon: QtWidgets.QMessageBox.Icon, title: str, text: str) -> QtWidgets.QMessageBox:
        box = QtWidgets.QMessageBox(self.parent)
        box.setIcon(icon)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setWindowTitle(_("CRM Desktop"))
        box.setText(title)
        box.setInformativeText(text)
        for inner in box.findChildren(QLabel):  # the informative text would guess its format
            inner.setTextFormat(Qt.TextFormat.PlainText)
        return box
