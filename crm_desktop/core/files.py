"""Writing files so that a reader sees the old content or the new one, never half of it."""

from __future__ import annotations

import errno
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from crm_desktop.core.errors import CrmError, MissingFile, ReadOnlyFile, StorageFull
from crm_desktop.core.i18n import _

_FULL = {errno.ENOSPC, errno.EIO, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}
_FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS}


@contextmanager
def write_atomically(path: Path) -> Iterator[Path]:
    """Yield a temporary path beside ``path``; when the block ends well it takes the place of ``path``.

    The content is on the disk before the name changes hands. When the block raises, the temporary file goes
    and ``path`` is as it was. Failures of the disk arrive as StorageFull, ReadOnlyFile or MissingFile.
    """
    draft = path.with_name(f".{path.name[:100]}.{secrets.token_hex(4)}.tmp")
    try:
        yield draft
        _flush(draft)
        draft.replace(path)
        _flush_folder(path.parent)
    except OSError as error:
        raise storage_problem(error, path) from error
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)


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


def _flush(path: Path) -> None:
    """Bring the content of a file onto the disk."""
    # Windows flushes only handles that may write.
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _flush_folder(folder: Path) -> None:
    """Bring the names in a folder onto the disk; Windows has no such call and needs none."""
    if os.name == "nt":
        return
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
