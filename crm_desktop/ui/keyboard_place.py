"""The place of the keyboard where controls are made again: Qt would send it to the top of the window."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from crm_desktop.ui.alive import is_within


@contextmanager
def kept_within(area: QWidget, instead: Callable[[], QWidget | None]) -> Iterator[None]:
    """Keep the keyboard in ``area``, if it is there, while the controls are made again: on what ``instead`` gives."""
    is_here = is_within(QApplication.focusWidget(), area)
    yield
    if is_here and (found := instead()) is not None:
        found.setFocus(Qt.FocusReason.OtherFocusReason)
