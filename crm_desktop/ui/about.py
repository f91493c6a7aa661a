"""The about box: version, licence, and what the program is built on."""

from __future__ import annotations

import platform
from importlib import metadata

from PySide6.QtCore import Qt, qVersion
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from crm_desktop import __version__
from crm_desktop.core.i18n import N_, _
from crm_desktop.ui import icons
from crm_desktop.ui.buttons import Button
from crm_desktop.ui.labels import label

# (distribution, licence, what it does here)
PARTS: tuple[tuple[str, str, str], ...] = (
    ("PySide6-Essentials", "LGPL-3.0", N_("window")),
    ("SQLAlchemy", "MIT", N_("records")),
    ("sqlcipher3", "zlib; SQLCipher BSD-3-Clause", N_("customer file")),
    ("sqlite-utils", "Apache-2.0", N_("scripts of your own")),
    ("orjson", "MPL-2.0 and (Apache-2.0 or MIT)", N_("history")),
    ("reportlab", "BSD-3-Clause", N_("PDF")),
    ("pypdfium2", "Apache-2.0 or BSD-3-Clause", N_("PDF")),
    ("openpyxl", "MIT", N_("workbooks")),
    ("XlsxWriter", "BSD-2-Clause", N_("workbooks")),
    ("python-calamine", "MIT", N_("workbooks")),
    ("Babel", "BSD-3-Clause", N_("languages")),
    ("phonenumbers", "Apache-2.0", N_("phone numbers")),
    ("rapidfuzz", "MIT", N_("duplicates")),
    ("click", "BSD-3-Clause", N_("command line")),
    ("cryptography", "Apache-2.0 or BSD-3-Clause", N_("encryption")),
    ("platformdirs", "MIT", N_("folders")),
    ("defusedxml", "PSF-2.0", N_("workbooks")),
)
SHIPPED: tuple[tuple[str, str], ...] = (
    ("Lucide", "ISC"),
    ("Inter", "OFL-1.1"),
    ("WenQuanYi Micro Hei", "Apache-2.0"),
)


def facts() -> str:
    """Return the versions and licences as plain text, for the box and for a report of a fault."""
    lines = [
        f"CRM Desktop {__version__} · Apache-2.0",
        f"Python {platform.python_version()} · Qt {qVersion()} · {platform.platform(terse=True)}",
        "",
    ]
    for name, licence, purpose in PARTS:
        try:
            version = metadata.version(name)
        except metadata.PackageNotFoundError:
            version = "–"
        lines.append(f"{name} {version} · {licence} · {_(purpose)}")
    lines.extend(f"{name} · {licence}" for name, licence in SHIPPED)
    return "\n".join(lines)


class AboutBox(QDialog):
    """Shows the facts; they can be copied."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("About CRM Desktop"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        picture = QLabel()
        picture.setPixmap(icons.app_icon().pixmap(48, 48))
        names = QVBoxLayout()
        names.addWidget(label(_("CRM Desktop"), scale="heading"))
        names.addWidget(label(_("Version %(version)s") % {"version": __version__}, tone="muted"))
        head = QHBoxLayout()
        head.addWidget(picture)
        head.addLayout(names, 1)
        self._facts = QPlainTextEdit(facts())
        self._facts.setReadOnly(True)
        self._facts.setAccessibleName(_("Versions and licences"))
        foot = QHBoxLayout()
        foot.addStretch()
        foot.addWidget(Button(_("Copy"), "copy", clicked=self._on_copy))
        foot.addWidget(Button(_("Close"), look="primary", clicked=self.accept))
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 16)
        column.setSpacing(16)
        column.addLayout(head)
        promise = label(_("Your data stays in one file on this computer. Nothing leaves it unasked."))
        promise.setWordWrap(True)
        column.addWidget(promise)
        column.addWidget(self._facts)
        column.addLayout(foot)
        self.resize(520, 440)

    def _on_copy(self) -> None:
        self._facts.selectAll()
        self._facts.copy()
