"""One instance per file: an operating-system lock on a small file beside it, free at once after a crash."""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path
from typing import IO

from crm_desktop.core.errors import FileInUse
from crm_desktop.core.i18n import _


class FileLock:
    """The lock of one customer file. The operating system frees it when the process ends, however it ends."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock_path = path.with_name(f".{path.name}.lock")
        self._file: IO[bytes] | None = None

    def take(self) -> None:
        """Take the lock. Raises FileInUse when another process holds it."""
        try:
            file = self._lock_path.open("a+b")
        except OSError:
            return  # a folder that cannot be written to: SQLite's own locks must do
        try:
            _lock(file)
        except OSError as error:
            file.close()
            raise FileInUse(
                _("“%(name)s” is already open in another window or on another computer.")
                % {"name": self._path.name},
                _("Close it there first. Until then it can be read here, but not changed."),
            ) from error
        self._file = file

    def release(self) -> None:
        """Give the lock back."""
        if self._file is None:
            return
        with contextlib.suppress(OSError):
            self._lock_path.unlink()
        self._file.close()
        self._file = None


if sys.platform == "win32":  # pragma: no cover - runs on Windows only
    import msvcrt

    def _lock(file: IO[bytes]) -> None:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(file: IO[bytes]) -> None:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        # The previous owner may have removed the file between our open and our lock.
        if os.fstat(file.fileno()).st_nlink == 0:
            raise OSError("the lock file was removed")
