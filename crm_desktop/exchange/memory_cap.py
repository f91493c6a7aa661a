"""A limit on the memory of this process, so that a hostile file ends its reader and not the computer."""

from __future__ import annotations

import os
import sys
import threading
import time
from pathlib import Path

OVER_MEMORY = 77  # what the process ends with when the watchdog stops it


def cap_memory(more: int) -> None:
    """Let this process take at most ``more`` bytes above what it has now.

    Linux and Windows refuse further memory; elsewhere a watchdog ends the process when it has grown too far.
    """
    if sys.platform == "win32":
        done = _job_object(more)
    elif sys.platform.startswith("linux"):
        done = _address_space(more)
    else:
        done = False  # macOS takes the limit and does not keep it
    if not done:
        threading.Thread(target=_watch, args=(_resident(), more), daemon=True).start()


def _address_space(more: int) -> bool:
    if sys.platform == "win32":  # for mypy, which reads this file for each system
        return False
    import resource

    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        limit = pages * resource.getpagesize() + more
        _soft, hard = resource.getrlimit(resource.RLIMIT_AS)
        if hard != resource.RLIM_INFINITY:
            limit = min(limit, hard)
        resource.setrlimit(resource.RLIMIT_AS, (limit, hard))
        resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))
    except (OSError, ValueError):
        return False
    return True


def _resident() -> int:
    """Return the most memory that this process has held so far, in bytes."""
    if sys.platform == "win32":
        return 0
    import resource

    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024


def _watch(base: int, more: int) -> None:
    """End the process when it has grown too far; the readers of workbooks let other threads run."""
    while _resident() < base + more:
        time.sleep(0.05)
    os._exit(OVER_MEMORY)


if sys.platform == "win32":

    def _job_object(more: int) -> bool:
        """Put this process into a job whose processes may commit only so much memory."""
        import ctypes
        from ctypes import wintypes

        class Basic(ctypes.Structure):
            _fields_ = (
                ("per_process_time", ctypes.c_int64),
                ("per_job_time", ctypes.c_int64),
                ("flags", wintypes.DWORD),
                ("smallest_set", ctypes.c_size_t),
                ("largest_set", ctypes.c_size_t),
                ("active_processes", wintypes.DWORD),
                ("affinity", ctypes.c_size_t),
                ("priority", wintypes.DWORD),
                ("scheduling", wintypes.DWORD),
            )

        class Extended(ctypes.Structure):
            _fields_ = (
                ("basic", Basic),
                ("io_counters", ctypes.c_uint64 * 6),
                ("process_memory", ctypes.c_size_t),
                ("job_memory", ctypes.c_size_t),
                ("peak_process", ctypes.c_size_t),
                ("peak_job", ctypes.c_size_t),
            )

        process_memory, die_on_unhandled, extended_limits = 0x100, 0x400, 9
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.CreateJobObjectW.restype = wintypes.HANDLE
        kernel.GetCurrentProcess.restype = wintypes.HANDLE
        kernel.SetInformationJobObject.argtypes = (
            wintypes.HANDLE,
            ctypes.c_int,
            ctypes.c_void_p,
            wintypes.DWORD,
        )
        kernel.AssignProcessToJobObject.argtypes = (wintypes.HANDLE, wintypes.HANDLE)
        job = kernel.CreateJobObjectW(None, None)
        limits = Extended()
        limits.basic.flags = process_memory | die_on_unhandled
        limits.process_memory = more + (64 << 20)  # what the interpreter has committed already
        return bool(
            job
            and kernel.SetInformationJobObject(
                job, extended_limits, ctypes.byref(limits), ctypes.sizeof(limits)
            )
            and kernel.AssignProcessToJobObject(job, kernel.GetCurrentProcess())
        )
