"""One window for each customer file: a second start brings the first window to the front and ends.

The lock of the file is the truth (``store/lock.py``); this is the knock on the door. The bell is a small file among
this person's own, locked by the window as long as it listens: who finds it locked writes into it. Only "come to the
front" can be said so. A socket of Qt's would say it as well, for 2 MB in every window.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path

from PySide6 import QtCore  # PySide makes each class when it is first named
from PySide6.QtCore import QObject

from crm_desktop.core import paths
from crm_desktop.core.errors import FileInUse
from crm_desktop.store.lock import FileLock

_RING = b"!"


def _bell(path: Path) -> Path:
    """Return the file that is the bell of a customer file."""
    # Qt's own: hashlib would bring OpenSSL, which a window on a plain file does without.
    hashing = QtCore.QCryptographicHash
    digest = hashing.hash(str(path.resolve()).encode(), hashing.Algorithm.Sha256)
    return paths.cache_folder() / f"{bytes(digest.data()).hex()[:24]}.bell"


def knock(path: Path) -> bool:
    """Ask the window that has this file open to come to the front; returns whether there is one."""
    bell = _bell(path)
    if not bell.exists():
        return False
    lock = FileLock(bell)
    try:
        lock.take()
    except FileInUse:
        with contextlib.suppress(OSError), bell.open("ab") as file:
            return bool(file.write(_RING))
        return False
    lock.release()  # left by a crash
    return False


class Doorbell(QObject):
    """Listens for a second start on the same file and calls ``come``; where nothing can be written there is no bell."""

    def __init__(self, path: Path, come: Callable[[], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._come = come
        self._bell = _bell(path)
        self._lock = FileLock(self._bell)
        with contextlib.suppress(OSError, FileInUse):
            self._bell.parent.mkdir(parents=True, exist_ok=True)
            self._bell.write_bytes(b"")
            self._lock.take()
            self._watcher = QtCore.QFileSystemWatcher([str(self._bell)], self)
            self._watcher.fileChanged.connect(self._on_change)

    def _on_change(self) -> None:
        try:
            is_rung = bool(self._bell.read_bytes())
            if is_rung:
                self._bell.write_bytes(b"")
        except OSError:
            return
        if is_rung:
            self._come()

    def close(self) -> None:
        """Stop listening."""
        with contextlib.suppress(OSError):
            self._bell.unlink()
        self._lock.release()
