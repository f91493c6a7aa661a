"""Answers of background work for widgets that may be gone by then."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject
from shiboken6 import isValid

T = TypeVar("T")


def while_alive(owner: QObject, act: Callable[[T], object]) -> Callable[[T], None]:
    """Return ``act``, which does nothing once ``owner`` has been deleted."""

    def guarded(result: T) -> None:
        if isValid(owner):
            act(result)

    return guarded


def is_within(inner: QObject | None, outer: QObject) -> bool:
    """Tell whether ``inner`` is ``outer`` or a descendant of it, across popups too."""
    while inner is not None:
        if inner is outer:
            return True
        inner = inner.parent()
    return False
