"""The one place where an exception that nobody expected ends: in the log, and once in a box that can be closed.

The window lives on. Neither the log nor the box holds values of variables, so no customer's data.
"""

from __future__ import annotations

import logging
import sys
import threading
import traceback
from types import TracebackType

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.ui.buttons import Button
from crm_desktop.ui.labels import label

log = logging.getLogger("crm_desktop.crash")


class CrashReporter(QObject):
    """Meets uncaught exceptions of all threads. ``reported`` counts the causes that were shown."""

    _caught = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__()
        self._parent_of_boxes = parent
        self._known: set[str] = set()
        self.boxes: list[CrashBox] = []
        self._caught.connect(self._show, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """Take over from Python's own handlers."""
        sys.excepthook = self.handle
        threading.excepthook = self._on_thread

    def handle(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """Meet an exception, on any thread."""
        if issubclass(kind, KeyboardInterrupt | SystemExit):
            sys.__excepthook__(kind, error, trace)
            return
        where = frames(trace)
        # Only the kind of the exception is kept: its words may be a customer's.
        text = f"{where}{kind.__module__}.{kind.__qualname__}"
        log.error("uncaught exception\n%s", text)
        self._caught.emit(cause(kind, trace), text)

    def _on_thread(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            self.handle(args.exc_type, args.exc_value, args.exc_traceback)

    def _show(self, key: str, text: str) -> None:
        if key in self._known:
            return
        self._known.add(key)
        box = CrashBox(text, self._parent_of_boxes)
        self.boxes.append(box)
        box.finished.connect(lambda _result: self.boxes.remove(box) if box in self.boxes else None)
        box.show()


class CrashBox(QDialog):
    """Says that something went wrong, that saved data is safe, and lets the details be copied."""

    def __init__(self, details: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("CRM Desktop"))
        self.setModal(False)
        heading = label(_("Something in the program went wrong."), strong="true")
        text = label(
            _(
                "What was saved is safe. You can go on working; if it happens again, please send us the details."
            )
        )
        text.setWordWrap(True)
        self._details = QPlainTextEdit(details)
        self._details.setReadOnly(True)
        self._details.setAccessibleName(_("Details"))
        self._details.hide()
        fold = Button(_("Details"), look="quiet", clicked=self._on_fold)
        foot = QHBoxLayout()
        foot.addWidget(fold)
        foot.addWidget(Button(_("Copy details"), "copy", clicked=self._on_copy))
        foot.addStretch()
        close = Button(_("Close"), look="primary", clicked=self.accept)
        close.setDefault(True)
        close.setFocus()
        foot.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 16)
        column.setSpacing(12)
        for one in (heading, text, self._details):
            column.addWidget(one)
        column.addLayout(foot)
        self.setMinimumWidth(460)

    def details(self) -> str:
        """Return what a report of the fault would hold."""
        return self._details.toPlainText()

    def _on_fold(self) -> None:
        self._details.setVisible(self._details.isHidden())
        self.adjustSize()

    def _on_copy(self) -> None:
        self._details.selectAll()
        self._details.copy()


def frames(trace: TracebackType | None) -> str:
    """Return where an exception came from: files, lines and our own source, no values."""
    return "".join(traceback.format_list(traceback.extract_tb(trace)))


def cause(kind: type[BaseException], trace: TracebackType | None) -> str:
    """Return what makes two exceptions the same fault: their kind and the line that raised."""
    last = traceback.extract_tb(trace)[-1:]
    place = f"{last[0].filename}:{last[0].lineno}" if last else ""
    return f"{kind.__qualname__} {place}"
