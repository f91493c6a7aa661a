"""The help page: all shortcuts, made from the table of actions."""

from __future__ import annotations

import re
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.ui import theme
from crm_desktop.ui.actions import ACTIONS, MENUS, WIDGET_KEYS, key_words
from crm_desktop.ui.context import Context, Place
from crm_desktop.ui.labels import label
from crm_desktop.ui.page import Page, PageAction
from crm_desktop.ui.portions import Piece, Portions

_MNEMONIC = re.compile(r"\(&\w\)|&")  # Chinese menus name their key behind the word: 文件(&F)


class ShortcutsPage(Page):
    """Lists every action that has a shortcut, by menu, in two columns."""

    def __init__(self, context: Context, _place: Place) -> None:
        super().__init__()
        self._context = context
        self._absent = context.handlers.absent
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._portions = Portions(self)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._scroll)
        self.retranslate()

    def title(self) -> str:
        return _("Help and shortcuts")

    def page_actions(self) -> list[PageAction]:
        return [PageAction(_("Manual"), "book-open", self._open_manual)]

    def _open_manual(self) -> None:
        self._context.window.open_place(Place("manual"))

    def retranslate(self) -> None:
        self._scroll.setAccessibleName(_("Shortcuts"))
        body = QWidget()
        grid = QGridLayout(body)
        grid.setContentsMargins(24, 16, 24, 24)
        grid.setHorizontalSpacing(48)
        halves: list[list[tuple[str, list[tuple[str, str]]]]] = [[], []]
        for group in self._groups():
            shortest = min(halves, key=lambda half: sum(len(rows) + 2 for _title, rows in half))
            shortest.append(group)
        pieces: list[Piece] = []
        for place, half in enumerate(halves):
            column = _Column()
            grid.addWidget(column, 0, place, Qt.AlignmentFlag.AlignTop)
            grid.setColumnStretch(place, 1)
            pieces += [partial(column.add, title, rows) for title, rows in half]
        grid.setRowStretch(1, 1)
        self._scroll.setWidget(body)
        body.hide()  # until all is there: each group may move the others
        self._portions.begin([*pieces, body.show])

    def _groups(self) -> list[tuple[str, list[tuple[str, str]]]]:
        found = []
        for menu, title in MENUS:
            rows = [
                (_(one.text), key_words(keys[0]))
                for one in ACTIONS
                if one.menu.split(".")[0] == menu and one.id not in self._absent and (keys := one.keys())
            ]
            if rows:
                found.append((_MNEMONIC.sub("", _(title)), rows))
        found.append((_("In lists and pages"), [(_(text), _(keys)) for text, keys in WIDGET_KEYS]))
        return found


class _Column(QWidget):
    """Half of the groups under each other."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(0, 1)
        self._rows = 0

    def add(self, title: str, rows: list[tuple[str, str]]) -> None:
        """Add a group: what it is called, and each action with its keys."""
        heading = label(title, self, strong="true")
        heading.setContentsMargins(0, theme.GRID * 2 if self._rows else 0, 0, 4)
        self._grid.addWidget(heading, self._rows, 0, 1, 2)
        for place, (text, keys) in enumerate(rows, self._rows + 1):
            self._grid.addWidget(label(text, self), place, 0)
            self._grid.addWidget(label(keys, self, look="key"), place, 1, Qt.AlignmentFlag.AlignRight)
        for one in self.findChildren(QLabel, options=Qt.FindChildOption.FindDirectChildrenOnly):
            one.ensurePolished()  # now, not when all are shown
        self._rows += len(rows) + 1
