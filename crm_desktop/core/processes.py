"""Processes of our own: where another core, or a wall against foreign files, is worth the start of an interpreter."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

_spawning = threading.Lock()


def spawn(target: Callable[..., object], *arguments: Any, name: str) -> tuple[BaseProcess, Connection]:
    """Start ``target(connection, *arguments)`` in a new process; returns the process and our end of the pipe.

    The process ends with ours at the latest. ``target`` must be a function of a module.
    """
    import multiprocessing

    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=target, args=(theirs, *arguments), name=name, daemon=True)
    try:
        with _spawning, _bare_main():
            process.start()
    except BaseException:
        ours.close()
        raise
    finally:
        theirs.close()
    return process, ours


@contextmanager
def _bare_main() -> Iterator[None]:
    """Hide the main module while a process is spawned.

    A spawned process imports the main module of its parent again: the window with all of Qt, which takes longer
    than most files take to read. Ours needs nothing of it.
    """
    main = sys.modules["__main__"]
    bare = ModuleType("__main__")
    bare.__spec__ = None
    sys.modules["__main__"] = bare
    try:
        yield
    finally:
        sys.modules["__main__"] = main
