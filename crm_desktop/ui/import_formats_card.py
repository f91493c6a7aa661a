"""Which files can be imported, by what people call them."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from crm_desktop.core.i18n import _, listed
from crm_desktop.exchange.formats import FORMATS
from crm_desktop.ui.card import Card
from crm_desktop.ui.labels import label


class FormatsCard(Card):
    """A line for each format with its endings."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("What can be read"), parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(0, 1)
        for row, one in enumerate(FORMATS):
            endings = listed(ending.removeprefix(".") for ending in one.endings)
            grid.addWidget(label(_(one.label)), row, 0)
            grid.addWidget(label(endings, tone="muted"), row, 1, Qt.AlignmentFlag.AlignRight)
        self.body.addSpacing(4)
        self.body.addLayout(grid)
