"""What Qt itself says on stderr: one sentence of it is no news."""

from __future__ import annotations

import sys

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QGuiApplication

NO_NEWS = "This plugin does not support propagateSizeHints()"


def leave_out_no_news() -> None:
    """Leave out what the platform without a display says of every window; all else is told as before."""
    if QGuiApplication.platformName() == "offscreen":
        qInstallMessageHandler(_tell)


def _tell(_kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
    if message != NO_NEWS:
        print(message, file=sys.stderr, flush=True)  # noqa: T201
