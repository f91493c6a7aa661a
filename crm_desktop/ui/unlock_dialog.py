"""Asking for the passphrase of a customer file: when it is opened, and when it was locked."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QCheckBox, QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.ui import icons, theme
from crm_desktop.ui.buttons import Button
from crm_desktop.ui.labels import label

Check = Callable[[str], str]


class UnlockDialog(QDialog):
    """A heading, why it is asked, and the passphrase, which can be shown.

    ``check`` returns what is wrong with a passphrase, '' when it is right; without it, any is taken.
    """

    def __init__(
        self,
        heading: str,
        text: str,
        parent: QWidget | None = None,
        *,
        leave: str = "",
        check: Check | None = None,
    ) -> None:
        super().__init__(parent)
        self._check = check
        self.setWindowTitle(_("Passphrase"))
        self.setWindowIcon(icons.app_icon())
        self.setMinimumWidth(440)
        self.secret = QLineEdit()
        self.secret.setEchoMode(QLineEdit.EchoMode.Password)
        self.secret.setAccessibleName(_("Passphrase"))
        self.secret.textChanged.connect(self._on_typed)
        self.shown = QCheckBox(_("Show the passphrase"))
        self.shown.toggled.connect(self._on_shown)
        self.trouble = label(tone="warning", scale="small")
        self.trouble.setWordWrap(True)
        self.unlock_button = Button(_("Unlock"), look="primary", clicked=self.unlock)
        self.unlock_button.setDefault(True)
        title = label(heading)
        title.setFont(theme.font(theme.FONT_PIXELS + 3, QFont.Weight.DemiBold))
        title.setWordWrap(True)
        why = label(text, tone="muted")
        why.setWordWrap(True)
        why.setVisible(bool(text))
        buttons = QHBoxLayout()
        buttons.addStretch()
        buttons.addWidget(Button(leave or _("Cancel"), clicked=self.reject))
        buttons.addWidget(self.unlock_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(10)
        for one in (title, why, self.secret, self.shown, self.trouble):
            column.addWidget(one)
        column.addStretch()
        column.addLayout(buttons)
        self._on_typed()

    @property
    def passphrase(self) -> str:
        """What was typed."""
        return self.secret.text()

    def unlock(self) -> None:
        """Accept a passphrase that is right; say what is wrong with another."""
        if not self.passphrase:
            return
        self.setCursor(Qt.CursorShape.WaitCursor)
        problem = self._check(self.passphrase) if self._check is not None else ""
        self.unsetCursor()
        if not problem:
            self.accept()
            return
        self.secret.clear()
        self.trouble.setText(problem)
        self._grow()
        self.secret.setFocus()

    def _grow(self) -> None:
        """Be high enough for what is said; nothing moves when it is gone again."""
        layout = self.layout()
        assert layout is not None
        layout.activate()
        self.resize(self.width(), max(self.height(), layout.totalHeightForWidth(self.width())))

    def _on_typed(self) -> None:
        self.unlock_button.setEnabled(bool(self.passphrase))
        if self.passphrase:
            self.trouble.setText("")

    def _on_shown(self, shown: bool) -> None:
        self.secret.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
