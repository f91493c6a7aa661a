"""The manual that comes with the program: its chapters at the left, the one that is read at the right."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from PySide6 import QtGui  # PySide makes each class when it is first named
from PySide6.QtCore import QEvent, QSize, Qt, QUrl
from PySide6.QtGui import QPixmap, QResizeEvent, QTextCursor
from PySide6.QtWidgets import QFrame, QHBoxLayout, QListWidget, QListWidgetItem, QTextBrowser

from crm_desktop.core import paths
from crm_desktop.core.i18n import _, language
from crm_desktop.ui import links
from crm_desktop.ui.context import Context
from crm_desktop.ui.page import Page

_CONTENTS = "README.md"
_CHAPTER = re.compile(r"^\d+\. \[([^\]]+)\]\(([^)]+\.md)\)", re.MULTILINE)
_CHINESE = "\u2014\u2026\u3000-\u9fff\uff00-\uffef"
_BROKEN = re.compile(
    rf"(?<=[{_CHINESE}*])\n[ ]*(?=\**[{_CHINESE}])"
)  # a line broken in the middle of a sentence
_LIST_WIDTH, _ROW, _TEXT_WIDTH, _MARGIN = 220, 30, 820, 24
_LINE, _GAP = 135.0, 8  # percent of a line, pixels between paragraphs
_FILE = Qt.ItemDataRole.UserRole


class ManualPage(Page):
    """Leads from chapter to chapter; what leads out of the manual opens in the browser."""

    def __init__(self, _context: Context) -> None:
        super().__init__()
        self.chapters = QListWidget()
        self.chapters.setFixedWidth(_LIST_WIDTH)
        self.chapters.currentItemChanged.connect(self._on_chosen)
        self.text = _Reader(self)
        self.text.anchorClicked.connect(self._on_link)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 16, 24, 0)
        row.setSpacing(16)
        row.addWidget(self.chapters)
        row.addWidget(self.text, 1)
        self.retranslate()

    def title(self) -> str:
        return _("Manual")

    def retranslate(self) -> None:
        self.chapters.setAccessibleName(_("Chapters"))
        self.text.setAccessibleName(_("Manual"))
        folder, row = paths.manual(language()), max(0, self.chapters.currentRow())
        self.chapters.clear()
        for name, file in _CHAPTER.findall((folder / _CONTENTS).read_text("utf-8")):
            item = QListWidgetItem(name)
            item.setSizeHint(QSize(0, _ROW))
            item.setData(_FILE, str(folder / file))
            self.chapters.addItem(item)
        self.chapters.setCurrentRow(row)

    def on_shown(self) -> None:
        self.chapters.setFocus()

    def refresh(self) -> None:
        self.text.show_file(self.text.file)

    def _on_chosen(self, item: QListWidgetItem | None, _left: QListWidgetItem | None = None) -> None:
        if item is not None:
            self.text.show_file(Path(item.data(_FILE)))

    def _on_link(self, url: QUrl) -> None:
        if not url.isRelative():
            links.follow(url, self)
            return
        file = (self.text.file.parent / url.path()).resolve()
        row = next(
            (at for at in range(self.chapters.count()) if self.chapters.item(at).data(_FILE) == str(file)), -1
        )
        if row >= 0:
            self.chapters.setCurrentRow(row)
        elif file.is_relative_to(paths.manual("")):
            self.text.show_file(file)


class _Reader(QTextBrowser):
    """Shows one file of the manual, in lines of a length that can be read, its pictures as wide as these."""

    def __init__(self, parent: Page) -> None:
        super().__init__(parent)
        self.file = Path()
        self.setOpenLinks(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)

    def show_file(self, file: Path) -> None:
        """Read a file from its beginning."""
        self.file = file
        self.setMarkdown(_BROKEN.sub("", file.read_text("utf-8")))
        self._set_apart()

    def _set_apart(self) -> None:
        """Give lines and paragraphs the room that Markdown knows nothing of."""
        self.document().setDocumentMargin(_MARGIN)
        block = self.document().begin()
        while block.isValid():
            look = QtGui.QTextBlockFormat()
            look.setLineHeight(_LINE, look.LineHeightTypes.ProportionalHeight.value)
            is_item = block.textList() is not None and block.next().textList() is not None
            look.setBottomMargin(_GAP / 2 if is_item else _GAP)
            QTextCursor(block).mergeBlockFormat(look)
            block = block.next()
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def loadResource(self, kind: int, name: QUrl | str) -> Any:  # noqa: N802
        if kind != QtGui.QTextDocument.ResourceType.ImageResource.value:
            return None
        picture = QPixmap(str(self.file.parent / QUrl(name).path()))
        ratio = self.devicePixelRatioF()
        width = round(min(_TEXT_WIDTH, self.viewport().width()) - 2 * _MARGIN - 8) * ratio
        if picture.width() > width > 0:
            picture = picture.scaledToWidth(round(width), Qt.TransformationMode.SmoothTransformation)
            picture.setDevicePixelRatio(ratio)
        return picture

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if (
            event.type() == QEvent.Type.PaletteChange and self.file.name
        ):  # links keep the ink that they were read with
            at = self.verticalScrollBar().value()
            self.show_file(self.file)
            self.verticalScrollBar().setValue(at)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.setViewportMargins(0, 0, max(0, self.width() - _TEXT_WIDTH), 0)
        super().resizeEvent(event)
