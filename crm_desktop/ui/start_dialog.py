"""What the program asks when there is no file to open: start empty, look around, bring data, open a file."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont, QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from crm_desktop.core.i18n import N_, _
from crm_desktop.ui import icons, theme
from crm_desktop.ui.labels import label
from crm_desktop.ui.picture import Picture
from crm_desktop.ui.window_state import fit

_ICON = 20
CHOICES = (
    ("empty", "file-plus", N_("Start empty"), N_("Make your own customer file on this computer.")),
    (
        "demo",
        "eye",
        N_("Look around with sample data"),
        N_("A made-up firm in a file of its own; nothing to choose."),
    ),
    ("import", "file-spreadsheet", N_("Bring my contacts"), N_("Make a file and fill it from Excel or CSV.")),
    (
        "archive",
        "archive",
        N_("From an export"),
        N_("Make a file of a folder that holds everything of another one."),
    ),
    ("open", "folder-open", N_("Open a file"), N_("Open a customer file that is already there.")),
)


LOST_CHOICES = (
    ("locate", "search", N_("Look for the file"), N_("Choose where it is now, or another file.")),
    ("restore", "archive-restore", N_("Restore a backup"), N_("Put a verified copy in its place.")),
)


class StartDialog(QDialog):
    """Five large buttons, and two more for a file that could not be opened.

    ``choice`` is 'empty', 'demo', 'import', 'archive', 'open', 'locate', 'restore', or '' when it was closed.
    """

    def __init__(self, parent: QWidget | None = None, *, lost: Path | None = None) -> None:
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
        if lost is not None:
            column.addWidget(_notice(lost))
        first = LOST_CHOICES if lost is not None else ()
        if lost is not None and lost.exists():  # damaged: it need not be looked for
            first = first[::-1]
        for name, icon, text, explanation in (*first, *CHOICES):
            if name == "open" and lost is not None:
                continue  # looking for the lost file opens any other
            column.addWidget(self._button(name, icon, _(text), _(explanation)))
        self.setMinimumWidth(460)

    def showEvent(self, event: QShowEvent) -> None:
        """Be as high as the words; by itself a window takes no more than two thirds of the screen."""
        super().showEvent(event)
        layout = self.layout()
        if layout is not None:
            fit(self, QSize(self.width(), layout.heightForWidth(self.width())))

    def _button(self, name: str, icon: str, text: str, explanation: str) -> QPushButton:
        button = _Choice(icon, text, explanation)
        button.clicked.connect(lambda: self._choose(name))
        return button

    def _choose(self, name: str) -> None:
        self.choice = name
        self.accept()


def _notice(lost: Path) -> QLabel:
    """Return what is said of a file that could not be opened."""
    if lost.exists():
        text = _("“%(name)s” could not be opened.") % {"name": lost.name}
    else:
        text = _("“%(name)s” is no longer in %(folder)s.") % {"name": lost.name, "folder": lost.parent}
    made = label(text, tone="warning")
    made.setWordWrap(True)
    return made


class _Choice(QPushButton):
    """A large button: an icon, what it does, and under that what comes of it. As high as its words."""

    def __init__(self, icon: str, text: str, explanation: str) -> None:
        super().__init__()
        self.setAccessibleName(text)
        self.setAccessibleDescription(explanation)
        self.setProperty("look", "choice")
        picture = Picture(icons.icon(icon, size=_ICON), _ICON)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(label(text, strong="true"))
        words.addWidget(label(explanation, tone="muted"))
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 10, 16, 10)
        row.setSpacing(14)
        row.addWidget(picture)
        row.addLayout(words, 1)
        for one in (picture, *self.findChildren(QLabel)):
            one.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        layout = self.layout()
        return layout.sizeHint() if layout is not None else super().sizeHint()

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()
