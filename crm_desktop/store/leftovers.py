"""The empty log that reading leaves beside a file: SQLite removes it only where the file itself may be written."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from crm_desktop.core.errors import CrmError
from crm_desktop.store.driver import Error, Key, connect
from crm_desktop.store.lock import FileLock

_IN_USE = 128  # the byte of the -shm that each connection locks (UNIX_SHM_DMS in SQLite's os_unix.c)


def remove_empty_log(path: Path, key: Key | None) -> None:
    """Remove the empty log beside a file, with its index, when nobody works with the file any more.

    A log with content is what an unclean end left, and stays for the next opening that may write.
    """
    log = path.with_name(path.name + "-wal")
    if not log.exists() or log.stat().st_size:
        return
    with contextlib.suppress(Error, CrmError, OSError):
        if os.access(path, os.W_OK):
            connect(
                path, key
            ).close()  # as the last one that may write, it removes both; else it leaves them alone
        else:
            _remove_ourselves(path, log)


def _remove_ourselves(path: Path, log: Path) -> None:
    """Remove the log of a file that we may not write, as long as nobody opens it."""
    lock = FileLock(path)
    lock.take()  # whoever writes has it
    try:
        index = path.with_name(path.name + "-shm")
        if index.exists() and _in_use(index):
            return
        log.unlink(missing_ok=True)
        index.unlink(missing_ok=True)
    finally:
        lock.release()


def _in_use(index: Path) -> bool:
    """Return whether a connection anywhere has the index of a log open."""
    if os.name == "nt":
        return False  # removing an open file fails there
    import fcntl

    mode = index.stat().st_mode
    index.chmod(0o600)  # it has the rights of the file, but a lock wants to write
    try:
        with index.open("rb+") as file:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, _IN_USE)
    except OSError:
        index.chmod(mode)
        return True
    return False
