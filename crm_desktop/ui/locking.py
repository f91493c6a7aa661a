"""Locking the window of an encrypted file: by hand, or when nobody has touched it for a while.

What was typed and not saved stays in the hidden window. The passphrase is tried on the file itself, and
nothing but it shows the window again: who leaves and then thinks better of it is asked for it once more.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QMessageBox, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.ui.unlock_dialog import UnlockDialog

_LOOK_MS = 15_000
_TOUCHES = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.InputMethod,
    }
)


def lock_dialog(name: str, is_right: Callable[[str], str]) -> UnlockDialog:
    """Return the question for the passphrase of a locked file; ``is_right`` tells what is wrong with one."""
    text = _("Your customers are hidden. What you were writing is kept.")
    return UnlockDialog(_("“%(name)s” is locked") % {"name": name}, text, leave=_("Quit"), check=is_right)


class Locking(QObject):
    """Locks the windows of a file. ``is_right`` tells what is wrong with a passphrase; ``minutes`` 0 is never."""

    def __init__(
        self, window: QWidget, name: str, is_right: Callable[[str], str], minutes: Callable[[], int]
    ) -> None:
        super().__init__(window)
        self._window = window
        self._name = name
        self._is_right = is_right
        self._minutes = minutes
        self._touched = time.time()
        self._hidden: list[QWidget] = []
        self._is_leaving = False
        self.dialog: UnlockDialog | None = None
        timer = QTimer(self)
        timer.setInterval(_LOOK_MS)
        timer.timeout.connect(self.look)
        timer.start()

    def watch(self) -> None:
        """Notice from now on when the window is touched. The native window sees each event once, its widgets often."""
        handle = self._window.windowHandle()
        if handle is not None:
            handle.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _TOUCHES:
            self._touched = time.time()
        return False

    def look(self) -> None:
        """Lock when nobody has touched the window for as long as was chosen."""
        minutes = self._minutes()
        if minutes and time.time() - self._touched >= minutes * 60:
            self.lock()

    def lock(self) -> None:
        """Hide the windows until the passphrase is given; whoever leaves instead ends the program.

        A question that waits for its answer counts as not answered; what is only told stays to be read.
        """
        if self.dialog is not None:
            return
        for one in [one for one in QApplication.topLevelWidgets() if one.isVisible() and not _tells(one)]:
            if isinstance(one, QDialog) and one.windowModality() == Qt.WindowModality.ApplicationModal:
                one.reject()
            else:
                self._hidden.append(one)
                one.hide()
        self._ask()

    def come_to_front(self) -> bool:
        """Bring the question for the passphrase to the front; tell whether the file is locked."""
        if self.dialog is not None:
            self.dialog.raise_()
            self.dialog.activateWindow()
        return self.dialog is not None

    def end(self) -> None:
        """The window has closed: end the program, where nothing but the question is left to be seen."""
        if self.dialog is not None or self._is_leaving:
            self._drop()
            QApplication.quit()

    def _ask(self) -> None:
        self.dialog = lock_dialog(self._name, self._is_right)
        self.dialog.finished.connect(self._on_finished)
        self.dialog.open()

    def _drop(self) -> None:
        dialog, self.dialog = self.dialog, None
        if dialog is not None:
            dialog.hide()
            dialog.deleteLater()

    def _on_finished(self, result: int) -> None:
        self._drop()
        if result != QDialog.DialogCode.Accepted:
            self._leave()
            return
        self._touched = time.time()
        for one in self._hidden:
            one.show()
        self._hidden = []

    def _leave(self) -> None:
        """Close the hidden window. It may ask, or end something first: until then the file is locked."""
        self._is_leaving = True
        is_closed = self._window.close()
        self._is_leaving = False
        if not is_closed:
            self._ask()


def _tells(widget: QWidget) -> bool:
    """Tell whether this is a box that only says something: it goes when it was read."""
    return isinstance(widget, QMessageBox) and len(widget.buttons()) == 1
