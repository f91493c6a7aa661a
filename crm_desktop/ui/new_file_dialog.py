"""What is asked before a new customer file is made: whether a passphrase protects it."""

from __future__ import annotations

import unicodedata

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QDialog, QFormLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.ui import icons
from crm_desktop.ui.buttons import Button
from crm_desktop.ui.labels import label


class NewFileDialog(QDialog):
    """Offers a passphrase. When accepted, ``passphrase`` is what was chosen, None for a plain file."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("New customer file"))
        self.setWindowIcon(icons.app_icon())
        self.setMinimumWidth(460)
        self.protect = QCheckBox(_("Protect with a passphrase"))
        self.first, self.second = _secret(_("Passphrase")), _secret(_("Passphrase again"))
        self.trouble = label(tone="warning", scale="small")
        self.go_on = Button(_("Choose a place…"), look="primary", clicked=self.accept)
        self._secrets = self._make_secrets()
        self._build()
        self.protect.toggled.connect(self._on_protect)
        for one in (self.first, self.second):
            one.textChanged.connect(self._look)
        self._on_protect(False)

    @property
    def passphrase(self) -> str | None:
        """The passphrase; None when the file is to be plain."""
        return self.first.text() if self.protect.isChecked() else None

    def _build(self) -> None:
        self.go_on.setDefault(True)
        buttons = QHBoxLayout()
        buttons.addStretch()
        buttons.addWidget(Button(_("Cancel"), clicked=self.reject))
        buttons.addWidget(self.go_on)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        column.addWidget(
            _sentence(_("Your customers stay in one file on this computer. Nothing is sent anywhere."))
        )
        column.addWidget(self.protect)
        column.addWidget(self._secrets)
        column.addStretch()
        column.addLayout(buttons)

    def _make_secrets(self) -> QWidget:
        made = QWidget()
        form = QFormLayout(made)
        form.setContentsMargins(0, 0, 0, 0)
        form.setVerticalSpacing(8)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        form.addRow(
            _sentence(
                _(
                    "Nobody can open the file without its passphrase, and nobody can find it out for you: "
                    "write it down and keep it in a safe place. Several words are safer than one."
                )
            )
        )
        form.addRow(_("Passphrase"), self.first)
        form.addRow(_("Again"), self.second)
        form.addRow(self.trouble)
        return made

    def _on_protect(self, protect: bool) -> None:
        self._secrets.setVisible(protect)
        if protect:
            self.first.setFocus()
        self._look()
        self.adjustSize()

    def _look(self) -> None:
        """Let nobody go on with a passphrase that was not typed twice alike."""
        first, second = (unicodedata.normalize("NFC", one.text()) for one in (self.first, self.second))
        self.trouble.setText(_("The two do not agree.") if second and first != second else "")
        self.go_on.setEnabled(not self.protect.isChecked() or (bool(first) and first == second))


def _secret(name: str) -> QLineEdit:
    made = QLineEdit()
    made.setEchoMode(QLineEdit.EchoMode.Password)
    made.setAccessibleName(name)
    return made


def _sentence(text: str) -> QWidget:
    made = label(text, tone="muted")
    made.setWordWrap(True)
    return made
