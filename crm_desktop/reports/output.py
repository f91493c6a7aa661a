"""Where a drawn document goes: an open binary file, or a path at which the finished file appears in one step."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, TypeAlias

from crm_desktop.core.errors import FileInUse, FileProblem, StorageFull
from crm_desktop.core.i18n import _

Target: TypeAlias = "str | os.PathLike[str] | BinaryIO"


@contextmanager
def opened(target: Target) -> Iterator[BinaryIO]:
    """Give a binary file to write to; a path gets its file only when all of it is written."""
    if not isinstance(target, (str, os.PathLike)):
        yield target
        return
    path = Path(target)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as file:
            yield file
        part.replace(path)
    except OSError as error:
        raise _problem(error, path) from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def _problem(error: OSError, path: Path) -> FileProblem:
    names = {"name": path.name, "folder": str(path.parent)}
    if error.errno == errno.ENOSPC:
        return StorageFull(_("The disk is full; %(name)s was not written.") % names)
    if isinstance(error, PermissionError):
        hint = _("Close the file if another program has it open, or choose another place.")
        return FileInUse(_("%(name)s cannot be written in %(folder)s.") % names, hint)
    return FileProblem(
        _("%(name)s cannot be written in %(folder)s.") % names, _("Choose another place and try again.")
    )
