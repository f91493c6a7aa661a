"""What the program asks when there is no file to open: start empty, look around, bring contacts, open a file."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QDialog, QLabel, QPushButton, QVBoxLayout, QWidget

from crm_desktop.core.i18n import N_, _
from crm_desktop.ui import icons, theme

CHOICES = (
    ("empty", "file-plus", N_("Start empty"), N_("Make your own customer file on this computer.")),
    (
        "demo",
        "eye",
        N_("Look around with sample data"),
        N_("A made-up firm in a file of its own, to try everything."),
    ),
    ("import", "file-spreadsheet", N_("Bring my contacts"), N_("Make a file and fill it from Excel or CSV.")),
    ("open", "folder-open", N_("Open a file"), N_("Open a customer file that is already there.")),
)


class StartDialog(QDialog):
    """Four large buttons. ``choice`` is 'empty', 'demo', 'import', 'open', or '' when it was closed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.choice = ""
        self.setWindowTitle(_("Welcome to CRM Desktop"))
        self.setWindowIcon(icons.app_icon())
        column = QVBoxLayout(self)
        column.setContentsMargins(32, 28, 32, 28)
        column.setSpacing(12)
        title = QLabel(_("Welcome to CRM Desktop"))
        title.setTextFormat(Qt.TextFormat.PlainText)
        title.setFont(theme.font(20, QFont.Weight.DemiBold))
        column.addWidget(title)
        hint = QLabel(_("Your customers stay in one file on this computer. Nothing is sent anywhere."))
        hint.setTextFormat(Qt.TextFormat.PlainText)
        hint.setWordWrap(True)
        column.addWidget(hint)
        column.addSpacing(8)
        for name, icon, text, explanation in CHOICES:
            column.addWidget(self._button(name, icon, _(text), _(explanation)))
        self.setMinimumWidth(460)

    def _button(self, name: str, icon: str, text: str, explanation: str) -> QPushButton:
        button = QPushButton(f"{text}\n{explanation}".replace("&", "&&"))
        button.setObjectName("choice")
        button.setAccessibleName(text)
        button.setAccessibleDescription(explanation)
        button.setIcon(icons.icon(icon))
        button.setIconSize(QSize(22, 22))
        button.setMinimumHeight(60)
        button.setProperty("look", "plain")
        button.setStyleSheet("text-align: left; padding: 8px 16px;")
        button.clicked.connect(lambda: self._choose(name))
        return button

    def _choose(self, name: str) -> None:
        self.choice = name
        self.accept()
