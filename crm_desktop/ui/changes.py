"""The changes of each commit, brought from the writing thread to the main thread as a Qt signal."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal

from crm_desktop.ui.contract import Changes, Workspace


class ChangeHub(QObject):
    """Emits ``changed`` on the main thread after each commit. The type is object: ids do not fit Qt's int."""

    changed = Signal(object)
    _arrived = Signal(object)

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._arrived.connect(self.changed, Qt.ConnectionType.AutoConnection)
        workspace.subscribe(self._on_commit)

    def _on_commit(self, changes: Changes) -> None:
        self._arrived.emit(changes)
