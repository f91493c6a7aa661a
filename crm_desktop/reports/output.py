"""Where a drawn document goes: an open binary file, or a path at which the finished file appears in one step."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, TypeAlias

from crm_desktop.core.files import write_atomically

Target: TypeAlias = "str | os.PathLike[str] | BinaryIO"


@contextmanager
def opened(target: Target) -> Iterator[BinaryIO]:
    """Give a binary file to write to; a path gets its file only when all of it is written."""
    if not isinstance(target, (str, os.PathLike)):
        yield target
        return
    with write_atomically(Path(target)) as draft, draft.open("wb") as file:
        yield file
