"""Long work under way: what it is, how far it has come, and a way to stop it. Quick work is never shown."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from crm_desktop.core.formatting import format_number
from crm_desktop.core.i18n import _, language
from crm_desktop.ui import theme
from crm_desktop.ui.buttons import Button
from crm_desktop.ui.labels import ElidedLabel
from crm_desktop.ui.tasks import Task, TaskRunner

SHOWN_AFTER_MS = 500
_LOOK_EVERY_MS = 150


class WorkBar(QWidget):
    """Watches a task runner; shows the first titled piece of work that takes longer than half a second."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._waiting: dict[Task, int] = {}
        self._words = ElidedLabel(scale="small")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(220)
        self._cancel = Button(look="quiet", clicked=self._on_cancel)
        self._timer = QTimer(self, interval=_LOOK_EVERY_MS)
        self._timer.timeout.connect(self._on_look)
        self.setFixedHeight(theme.BUTTON_HEIGHT + theme.GRID)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 8, 0)
        row.setSpacing(12)
        row.addWidget(self._words, 1)
        row.addWidget(self._bar)
        row.addWidget(self._cancel)
        self.retranslate()
        self.hide()

    def retranslate(self) -> None:
        """Show all words again."""
        self._cancel.set_text(_("Cancel"))
        self._bar.setAccessibleName(_("Progress"))

    def watch(self, tasks: TaskRunner) -> None:
        """Show the work of this runner."""
        tasks.started.connect(self._on_started)
        tasks.ended.connect(self._on_ended)

    def _on_started(self, task: Task) -> None:
        if task.title:
            self._waiting[task] = 0
            self._timer.start()

    def _on_ended(self, task: Task) -> None:
        self._waiting.pop(task, None)
        if not self._waiting:
            self._timer.stop()
            self.hide()

    def _on_look(self) -> None:
        for task in self._waiting:
            self._waiting[task] += _LOOK_EVERY_MS
        long = [task for task, waited in self._waiting.items() if waited >= SHOWN_AFTER_MS]
        self.setVisible(bool(long))
        if long:
            self._show(long[0])

    def _show(self, task: Task) -> None:
        done = format_number(task.done, language())
        if task.is_cancelled():
            text = _("%(work)s · stopping…") % {"work": task.title}
        elif task.total:
            numbers = {"work": task.title, "done": done, "total": format_number(task.total, language())}
            text = _("%(work)s · %(done)s of %(total)s") % numbers
        elif task.done:
            text = _("%(work)s · %(done)s") % {"work": task.title, "done": done}
        else:
            text = task.title
        self._words.setText(text)
        self._bar.setRange(0, task.total)
        self._bar.setValue(min(task.done, task.total))
        self._cancel.setEnabled(not task.is_cancelled())

    def _on_cancel(self) -> None:
        for task in self._waiting:
            task.cancel()
            self._show(task)
            break
