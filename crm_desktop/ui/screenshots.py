"""Pictures of windows, for the manual and for looking at our own work."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication, QWidget


def settle(rounds: int = 20) -> None:
    """Let everything that is waiting happen: layouts, timers that are due, paints."""
    for _round in range(rounds):
        QApplication.processEvents()


def grab(window: QWidget, path: Path, size: QSize | None = None) -> Path:
    """Write a picture of ``window``, as large as it is or in ``size``, and return its path."""
    if size is not None:
        window.resize(size)
    window.show()
    settle()
    window.grab().save(str(path))
    return path
