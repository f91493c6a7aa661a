"""A limit on the memory of this process, so that a hostile file ends its reader and not the computer."""

from __future__ import annotations

import os
import sys
import threading
import time
from pathlib import Path

if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes
else:
    import resource

OVER_MEMORY = 77  # what the process ends with when the watchdog stops it


def cap_memory(more: int) -> None:
    """Let this process take at most ``more`` bytes above what it has now.

    Linux and Windows refuse further memory; elsewhere a watchdog ends the process when it has grown too far.
    """
    if sys.platform == "win32":
        _job_object(more)
    elif not (sys.platform.startswith("linux") and _address_space(more)):
        # macOS takes the limit and does not keep it.
        threading.Thread(target=_watch, args=(_resident(), more), daemon=True).start()


if sys.platform != "win32":

    def _address_space(more: int) -> bool:
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
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return most if sys.platform == "darwin" else most * 1024

    def _watch(base: int, more: int) -> None:
        """End the process when it has grown too far; the readers of workbooks let other threads run."""
        while _resident() < base + more:
            time.sleep(0.05)
        os._exit(OVER_MEMORY)


if sys.platform == "win32":

    class _Basic(ctypes.Structure):
        """JOBOBJECT_BASIC_LIMIT_INFORMATION."""

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

    class _Extended(ctypes.Structure):
        """JOBOBJECT_EXTENDED_LIMIT_INFORMATION."""

        _fields_ = (
            ("basic", _Basic),
            ("io_counters", ctypes.c_uint64 * 6),
            ("process_memory", ctypes.c_size_t),
            ("job_memory", ctypes.c_size_t),
            ("peak_process", ctypes.c_size_t),
            ("peak_job", ctypes.c_size_t),
        )

    _PROCESS_MEMORY, _DIE_ON_UNHANDLED, _EXTENDED_LIMITS = 0x100, 0x400, 9

    def _job_object(more: int) -> bool:
        """Put this process into a job whose processes may commit only so much memory."""
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
        limits = _Extended()
        limits.basic.flags = _PROCESS_MEMORY | _DIE_ON_UNHANDLED
        limits.process_memory = more + (64 << 20)  # what the interpreter has committed already
        size = ctypes.sizeof(limits)
        return bool(
            job
            and kernel.SetInformationJobObject(job, _EXTENDED_LIMITS, ctypes.byref(limits), size)
            and kernel.AssignProcessToJobObject(job, kernel.GetCurrentProcess())
        )
