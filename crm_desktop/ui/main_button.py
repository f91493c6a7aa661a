"""The main button of a window for the keyboard: Ctrl+Enter, as wherever something is written."""

from __future__ import annotations

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractButton, QWidget

KEYS = ("Ctrl+Return", "Ctrl+Enter")  # that of the letters and that of the digits


def press_with_keys(window: QWidget, button: QAbstractButton) -> None:
    """Let Ctrl+Enter press a button of a window, from any control in it; its tooltip says so."""
    for keys in KEYS:
        QShortcut(QKeySequence(keys), window).activated.connect(button.click)
    button.setToolTip(QKeySequence(KEYS[1]).toString(QKeySequence.SequenceFormat.NativeText))
