"""What Qt itself says on stderr: what the platform without a display cannot do is no news."""

from __future__ import annotations

import sys

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QGuiApplication

NO_NEWS = "This plugin does not support "
"""How it begins that nothing can be raised, grabbed or told its size there."""


def leave_out_no_news() -> None:
    """Leave out what the platform without a display says of windows; all else is told as before."""
    if QGuiApplication.platformName() == "offscreen":
        qInstallMessageHandler(_tell)


def _tell(_kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
    if not message.startswith(NO_NEWS):
        print(message, file=sys.stderr, flush=True)  # noqa: T201
