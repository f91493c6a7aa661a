"""The two bars of the page preview: which page and how large, and what is under way."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from crm_desktop.core.formatting import format_number
from crm_desktop.core.i18n import _, language
from crm_desktop.ui import theme
from crm_desktop.ui.buttons import Button
from crm_desktop.ui.counted_words import page_words
from crm_desktop.ui.labels import ElidedLabel, label
from crm_desktop.ui.pdf_preview import PdfPreview
from crm_desktop.ui.tasks import Task

_SHOWN_AFTER_MS = 500
_LOOK_MS = 120
_HEIGHT = 40


class PreviewBar(QWidget):
    """Says which page is shown; makes pages larger and smaller."""

    refresh_clicked = Signal()

    def __init__(self, preview: PdfPreview) -> None:
        super().__init__()
        self._preview = preview
        self._stale = False
        self.setFixedHeight(_HEIGHT)
        self.page = label(tone="muted", scale="small")
        self.page.setFont(theme.font(theme.SMALL_PIXELS, tabular=True))
        self.refresh = Button(look="link", icon="refresh-cw", clicked=self.refresh_clicked.emit)
        self.refresh.hide()
        self.smaller = Button(icon="zoom-out", look="quieticon", clicked=preview.zoom_out)
        self.zoom = Button(look="quiet", clicked=lambda: preview.set_zoom(1.0))
        self.larger = Button(icon="zoom-in", look="quieticon", clicked=preview.zoom_in)
        self.fit = Button(look="quiet", clicked=preview.fit_width)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 8, 0)
        row.setSpacing(4)
        row.addWidget(self.page)
        row.addSpacing(8)
        row.addWidget(self.refresh)
        row.addStretch(1)
        for one in (self.smaller, self.zoom, self.larger, self.fit):
            row.addWidget(one)
        preview.page_changed.connect(self._show)
        preview.zoom_changed.connect(self._show)

    def set_stale(self, stale: bool) -> None:
        """Tell whether the data has changed since the report was made."""
        self._stale = stale
        self.refresh.setVisible(stale)

    def is_stale(self) -> bool:
        """Tell whether the data has changed since the report was made."""
        return self._stale

    def retranslate(self) -> None:
        """Show all words again."""
        self.smaller.set_text("", _("Smaller"))
        self.larger.set_text("", _("Larger"))
        self.fit.set_text(_("Fit width"))
        self.refresh.set_text(_("Data changed: refresh"))
        self._show()

    def _show(self) -> None:
        count = self._preview.page_count()
        page = self._preview.current_page() + 1
        numbers = {"page": format_number(page, language()), "pages": format_number(count, language())}
        self.page.setText(_("Page %(page)s of %(pages)s") % numbers if count else "")
        self.zoom.set_text(f"{round(self._preview.zoom * 100)} %", _("Size of the paper"))
        for one in (self.smaller, self.zoom, self.larger, self.fit):
            one.setEnabled(bool(count))


class BusyBar(QWidget):
    """Says what is under way and how far it is, half a second after it began, with a way to stop it."""

    cancelled = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(_HEIGHT)
        self._text = ElidedLabel()
        self._done = label(tone="muted", scale="small")
        self._progress = QProgressBar()
        self._progress.setTextVisible(False)
        self._progress.setFixedWidth(140)
        self.stop_button = Button(look="quiet", clicked=self.cancelled.emit)
        self._task: Task | None = None
        self._counted: Callable[[int], str] = page_words
        self._show_soon = QTimer(self, singleShot=True, interval=_SHOWN_AFTER_MS)
        self._show_soon.timeout.connect(self.show)
        self._look = QTimer(self, interval=_LOOK_MS)
        self._look.timeout.connect(self._on_look)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 8, 0)
        row.setSpacing(10)
        row.addWidget(self._text, 1)
        row.addWidget(self._done)
        row.addWidget(self._progress, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.stop_button)
        self.hide()

    def retranslate(self) -> None:
        """Show all words again."""
        self.stop_button.set_text(_("Cancel"))

    def begin(self, text: str, counted: Callable[[int], str] = page_words) -> None:
        """Say what has begun; ``counted`` says how many there are."""
        self._counted = counted
        self._text.setText(text)
        self._done.setText("")
        self._progress.setRange(0, 0)
        self._progress.setAccessibleName(text)
        self._show_soon.start()

    def follow(self, task: Task, text: str, counted: Callable[[int], str] = page_words) -> None:
        """Show how far a task is until it ends."""
        self.begin(text, counted)
        self._task = task
        self._look.start()

    def show_progress(self, done: int, total: int = 0) -> None:
        """Show how far it is."""
        self._progress.setRange(0, total)
        self._progress.setValue(done)
        if done:
            self._done.setText(self._counted(done))

    def stop(self) -> None:
        """Go away."""
        self._task = None
        self._show_soon.stop()
        self._look.stop()
        self.hide()

    def _on_look(self) -> None:
        if self._task is None or self._task.finished:
            self.stop()
        else:
            self.show_progress(self._task.done, self._task.total)
