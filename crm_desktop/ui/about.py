"""The page about the program: versions of what it is made of, and the licence of each part to read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, qVersion
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from crm_desktop import __version__
from crm_desktop.core.i18n import _
from crm_desktop.ui import icons, theme
from crm_desktop.ui.alive import while_alive
from crm_desktop.ui.context import Context, Place
from crm_desktop.ui.labels import label
from crm_desktop.ui.page import Page, PageAction
from crm_desktop.ui.picture import Picture

if TYPE_CHECKING:
    from crm_desktop.services.parts import Part

_SIGN = 48
_LIST_WIDTH = 460


class AboutPage(Page):
    """Parts at the left, the licence of the chosen one at the right."""

    def __init__(self, context: Context, _place: Place) -> None:
        super().__init__()
        self._context = context
        self._parts: list[Part] = []
        picture = Picture(icons.app_icon(), _SIGN)
        self._name = label(scale="heading")
        self._promise = label(tone="muted")
        self._promise.setWordWrap(True)
        self.list = QListWidget()
        self.list.setFixedWidth(_LIST_WIDTH)
        self.list.currentRowChanged.connect(self._on_chosen)
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setFont(
            QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        )  # its tables are of spaces
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
        self._build(picture)
        self.retranslate()

    def _build(self, picture: QWidget) -> None:
        words = QVBoxLayout()
        words.addWidget(self._name)
        words.addWidget(self._promise)
        head = QHBoxLayout()
        head.setSpacing(14)
        head.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(words, 1)
        both = QHBoxLayout()
        both.setSpacing(16)
        both.addWidget(self.list)
        both.addWidget(self.text, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(16)
        column.addLayout(head)
        column.addLayout(both, 1)

    def title(self) -> str:
        return _("About CRM Desktop")

    def page_actions(self) -> list[PageAction]:
        return [PageAction(_("Copy versions"), "copy", self.copy_versions)]

    def retranslate(self) -> None:
        self._name.setText(f"{_('CRM Desktop')} {__version__}")
        self._promise.setText(_("Your data stays in one file on this computer. Nothing leaves it unasked."))
        self.list.setAccessibleName(_("Parts of the program"))
        self.text.setAccessibleName(_("Licence"))
        self.refresh()

    def refresh(self) -> None:
        self._context.tasks.read(lambda _task: _parts(), done=while_alive(self, self._on_read))

    def _on_read(self, found: list[Part]) -> None:
        row = max(0, self.list.currentRow())
        self._parts = found
        self.list.clear()
        for one in found:
            self.list.addItem(QListWidgetItem(f"{one.name} {one.version}".strip() + f"  ·  {one.licence}"))
            self.list.item(self.list.count() - 1).setToolTip(_(one.purpose))
        self.list.setCurrentRow(row)
        self.title_changed.emit()

    def _on_chosen(self, row: int) -> None:
        if 0 <= row < len(self._parts):
            part = self._parts[row]
            from crm_desktop.services.parts import licence_text

            head = f"{part.name} {part.version}".strip() + f"\n{part.licence} · {_(part.purpose)}"
            self.text.setPlainText(f"{head}\n\n{licence_text(part)}".strip())
            self.text.setFont(theme.font(theme.SMALL_PIXELS))

    def copy_versions(self) -> None:
        """Put the versions onto the clipboard, for a report of a fault."""
        from crm_desktop.services.parts import facts

        QGuiApplication.clipboard().setText(facts(self._parts))
        self._context.window.show_toast(_("Copied"))

    def on_shown(self) -> None:
        self.list.setFocus()


def _parts() -> list[Part]:
    from crm_desktop.services.parts import parts

    return parts(qVersion())
