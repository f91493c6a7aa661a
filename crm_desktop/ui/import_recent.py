"""The files that were imported lately: opened again with a click."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QSizePolicy, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.ui.alive import while_alive
from crm_desktop.ui.card import Card
from crm_desktop.ui.line_list import Line, LineList

if TYPE_CHECKING:
    from crm_desktop.ui.import_draft import ImportDraft
    from crm_desktop.ui.window_state import WindowState

MOST = 5
_KEY = "imported"


def recent(state: WindowState) -> list[Path]:
    """Return the files that were imported lately, the newest first. Junk counts as nothing."""
    try:
        kept = json.loads(state.text(_KEY, "[]"))
    except ValueError:
        return []
    return [Path(one) for one in kept if isinstance(one, str)][:MOST] if isinstance(kept, list) else []


def remember(state: WindowState, path: Path) -> None:
    """Note that a file was imported."""
    others = [one for one in recent(state) if one != path]
    state.set_text(_KEY, json.dumps([str(one) for one in [path, *others][:MOST]]))


class RecentCard(Card):
    """A line for each file that is still there; without any the card is hidden."""

    def __init__(self, draft: ImportDraft, parent: QWidget | None = None) -> None:
        super().__init__(_("Recent files"), parent)
        self._draft = draft
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.list = LineList()
        self.list.setAccessibleName(_("Recent files"))
        self.list.clicked.connect(self._on_clicked)
        self.list.opened.connect(self._open)
        self.body.addWidget(self.list)
        self.hide()

    def refresh(self) -> None:
        """Look which of the files are there; a drive that is gone may take its time to say so."""
        paths = [one for one in recent(self._draft.context.state) if one != self._draft.path]
        self._draft.context.tasks.read(
            lambda _task: [one for one in paths if one.is_file()], done=while_alive(self, self.show_paths)
        )

    def show_paths(self, paths: list[Path]) -> None:
        """Show these."""
        self.list.show_lines(
            [Line(one, one.name, str(one.parent), "file-spreadsheet", hint=str(one)) for one in paths]
        )
        self.list.setFixedHeight(self.list.sizeHint().height())
        self.setVisible(bool(paths))

    def _on_clicked(self, index: QModelIndex) -> None:
        self._open(self.list.line(index.row()))

    def _open(self, line: Line) -> None:
        self._draft.read(line.source)


__all__ = ["RecentCard", "recent", "remember"]
