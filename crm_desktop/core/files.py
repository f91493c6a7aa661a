"""Writing files so that a reader sees the old content or the new one, never half of it, also after a power cut.

What is being written is a *draft*: a hidden file beside its place whose name tells the computer and the process that
write it. When that process has ended without giving it its name, :func:`sweep` removes it.
"""

from __future__ import annotations

import errno
import os
import re
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path

from crm_desktop.core.errors import CrmError, MissingFile, ReadOnlyFile, StorageFull
from crm_desktop.core.i18n import _

COMPANIONS = ("-wal", "-shm", "-journal")  # what SQLite puts beside a file
STALE_SECONDS = 86_400  # after which a draft of another computer is taken for abandoned

_FULL = {errno.ENOSPC, errno.EIO, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}
_FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS}
_LONGEST = 150  # bytes of a name that a draft repeats; a file system takes 255
_DRAFT = re.compile(r"\.([0-9a-f]{8})-(\d+)-[0-9a-f]{8}\.tmp(?:-wal|-shm|-journal)?\Z")


@contextmanager
def write_atomically(path: Path) -> Iterator[Path]:
    """Yield a temporary path beside ``path``; when the block ends well it takes the place of ``path``.

    The content is on the disk before the name changes hands. When the block raises, the temporary file goes
    and ``path`` is as it was. Failures of the disk arrive as StorageFull, ReadOnlyFile or MissingFile.
    """
    sweep(path.parent, path.name)
    draft = draft_of(path)
    try:
        yield draft
        put_in_place(draft, path)
    except OSError as error:
        raise storage_problem(error, path) from error
    finally:
        discard(draft)


def draft_of(path: Path) -> Path:
    """Return a free name beside ``path`` for what will become ``path``."""
    mark = f"{_computer()}-{os.getpid()}-{os.urandom(4).hex()}"
    return path.with_name(f".{_short(path.name)}.{mark}.tmp")


def put_in_place(draft: Path, path: Path) -> None:
    """Give a finished draft its name, in place of what has it; content and name are on the disk afterwards."""
    flush(draft)
    draft.replace(path)
    flush_folder(path.parent)


def discard(draft: Path) -> None:
    """Remove a draft that did not get its name, with what SQLite put beside it."""
    for one in (draft, *(draft.with_name(draft.name + ending) for ending in COMPANIONS)):
        with suppress(OSError):
            one.unlink(missing_ok=True)


def copy_as(path: Path, copy: Path) -> None:
    """Copy a file with its date, whole or not at all; the copy is on the disk afterwards."""
    draft = draft_of(copy)
    try:
        draft.touch(mode=0o600)
        shutil.copy2(path, draft)
        put_in_place(draft, copy)
    finally:
        discard(draft)


def sweep(folder: Path, start: str) -> None:
    """Remove the drafts of files whose name begins with ``start`` that no process is writing any more."""
    start = "." + _short(start)
    with suppress(OSError):
        for leftover in folder.iterdir():
            name = leftover.name
            if name.startswith(start) and (match := _DRAFT.search(name, len(start))):
                with suppress(OSError):
                    if _abandoned(leftover, match[1], int(match[2])):
                        remove_folder(leftover) if leftover.is_dir() else leftover.unlink()


def remove_folder(folder: Path) -> None:
    """Remove a folder of ours, also what may only be read in it, as far as no other program holds it."""
    for one in folder.rglob("*"):
        with suppress(OSError):
            one.chmod(0o700)
    shutil.rmtree(folder, ignore_errors=True)


def _abandoned(draft: Path, computer: str, process: int) -> bool:
    """Return whether nobody writes a draft; of another computer's processes only its age tells."""
    if computer == _computer():
        return not _alive(process)
    return draft.stat().st_mtime < time.time() - STALE_SECONDS


def _short(name: str) -> str:
    """Return as much of a name as leaves room for the mark of a draft."""
    return name.encode(errors="surrogateescape")[:_LONGEST].decode(errors="ignore")


@cache
def _computer() -> str:
    """Return what tells this computer from others that see the same folder, and a container from its host."""
    import platform
    from zlib import crc32

    where = platform.node()
    with suppress(OSError):
        where += str(Path("/proc/self/ns/pid").stat().st_ino)
    return f"{crc32(where.encode(errors='replace')):08x}"


if sys.platform == "win32":  # pragma: no cover - runs on Windows only

    def _alive(process: int) -> bool:
        import ctypes

        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        synchronize, timeout, denied = 0x100000, 0x102, 5
        handle = kernel.OpenProcess(synchronize, False, process)
        if not handle:
            return ctypes.get_last_error() == denied
        try:
            return bool(kernel.WaitForSingleObject(handle, 0) == timeout)
        finally:
            kernel.CloseHandle(handle)

else:

    def _alive(process: int) -> bool:
        try:
            os.kill(process, 0)
        except (ProcessLookupError, OverflowError):
            return False
        except PermissionError:
            return True
        return True


def storage_problem(error: OSError, path: Path) -> CrmError:
    """Return what to tell the user about a failure to write ``path``."""
    name = {"name": path.name}
    if error.errno in _FULL:
        return StorageFull(
            _("“%(name)s” was not written: the disk is full or failed.") % name,
            _("Free some space or choose another folder. A file that was there before is unchanged."),
        )
    if error.errno in _FORBIDDEN:
        return ReadOnlyFile(
            _("“%(name)s” may not be written here.") % name,
            _("Close it if another program has it open, or choose another folder."),
        )
    if isinstance(error, FileNotFoundError):
        return MissingFile(_("The folder for “%(name)s” does not exist.") % name, _("Choose another folder."))
    return StorageFull(
        _("“%(name)s” was not written.") % name,
        _("The computer says: %(reason)s") % {"reason": error.strerror or str(error)},
    )


def flush(path: Path) -> None:
    """Bring the content of a file onto the disk."""
    # Windows flushes only handles that may write.
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def flush_folder(folder: Path) -> None:
    """Bring the names in a folder onto the disk; Windows has no such call and needs none."""
    if os.name == "nt":
        return
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
