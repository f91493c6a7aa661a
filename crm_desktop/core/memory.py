"""Memory that was freed, given back to the computer."""

from __future__ import annotations

import sys


def give_back() -> None:
    """Return what was freed to the system: the allocator of Linux keeps it, tens of MB after a backup or an import.

    Other systems take it back themselves.
    """
    if sys.platform != "linux":
        return
    import ctypes

    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # of glibc; not every Linux has it
    if trim is not None:
        trim(0)
