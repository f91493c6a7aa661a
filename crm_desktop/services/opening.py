"""Opening a customer file on a thread of its own, while the caller does something else (imports its window)."""

from __future__ import annotations

import threading
from pathlib import Path

from crm_desktop.services.workspace import Workspace, open_workspace


class Opening(threading.Thread):
    """Opens a file from the moment it is made; :meth:`result` waits for the end of it."""

    def __init__(self, path: Path, passphrase: str | None = None, *, read_only: bool = False) -> None:
        super().__init__(name="opening", daemon=True)
        self._path = path
        self._passphrase = passphrase
        self._read_only = read_only
        self._workspace: Workspace | None = None
        self._error: BaseException | None = None
        self.start()

    def run(self) -> None:
        """Open the file; on the thread."""
        try:
            workspace = open_workspace(self._path, self._passphrase, read_only=self._read_only)
            workspace.file.release_reader()
            self._workspace = workspace
        except BaseException as error:  # noqa: BLE001 - raised where the result is asked for
            self._error = error

    def result(self) -> Workspace:
        """Return the opened file. Raises a FileProblem with a sentence, like :func:`open_workspace`."""
        self.join()
        if self._error is not None:
            raise self._error
        assert self._workspace is not None
        return self._workspace
