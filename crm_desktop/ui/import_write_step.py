"""The last step of an import: what will be written, how far the writing is, and what came of it."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QProgressBar, QStackedWidget, QVBoxLayout, QWidget

from crm_desktop.core.formatting import format_number
from crm_desktop.core.i18n import N_, _, language
from crm_desktop.ui.buttons import Button
from crm_desktop.ui.card import Card
from crm_desktop.ui.import_result import ResultPage
from crm_desktop.ui.import_rows import RowsCard
from crm_desktop.ui.import_step import ImportStep
from crm_desktop.ui.labels import ElidedLabel

if TYPE_CHECKING:
    from crm_desktop.ui.context import Context
    from crm_desktop.ui.import_draft import ImportDraft

_RATED_AFTER = 0.5  # seconds: before, a rate says nothing


class WriteStep(ImportStep):
    """One of three: the rows before, the progress, the result."""

    key: ClassVar[str] = "write"
    word: ClassVar[str] = N_("Import")

    def __init__(self, draft: ImportDraft, context: Context) -> None:
        super().__init__(draft, context)
        self.review = RowsCard(draft)
        self.progress = ProgressView(draft)
        self.outcome = ResultPage(self._save_rejects, draft.done.undo)
        self._stack = QStackedWidget()
        for one in (self.review, self.progress, self.outcome):
            self._stack.addWidget(one)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.addWidget(self._stack)
        draft.changed.connect(self._refresh)
        self._refresh()

    def _refresh(self) -> None:
        draft = self.draft
        if draft.work.is_writing:
            self._stack.setCurrentWidget(self.progress)
        elif draft.done.result is not None:
            self._stack.setCurrentWidget(self.outcome)
            self.outcome.show_done(draft.done, _(draft.entity.title_plural))
        else:
            self._stack.setCurrentWidget(self.review)

    def on_shown(self) -> None:
        shown = self._stack.currentWidget()
        if shown is self.review:
            self.review.table.setFocus()
        elif shown is self.progress:
            self.progress.stop.setFocus()
        elif not self.draft.done.is_undone:
            self.outcome.rows.table.setFocus()

    def _save_rejects(self) -> None:
        path = self.draft.path
        if path is None:
            return
        target = self.ask_where_to_save(str(path.with_name(f"{path.stem} – {_('rejected')}.xlsx")))
        if target is not None:
            self.draft.done.save_rejects(target)

    def ask_where_to_save(self, suggested: str) -> Path | None:
        """Let the user choose where the rejected rows go; tests put their own answer here."""
        name, _kind = QFileDialog.getSaveFileName(
            self, _("Save rejected rows"), suggested, f"{_('Excel workbook')} (*.xlsx)"
        )
        return Path(name) if name else None


class ProgressView(QWidget):
    """How many rows are written, how many in a second, and the way to stop it."""

    def __init__(self, draft: ImportDraft, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._draft = draft
        self._begun = 0.0
        self.words = ElidedLabel(scale="heading")
        self.numbers = ElidedLabel(tone="muted")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(_("Progress"))
        self.stop = Button(_("Stop"), "x", clicked=draft.stop)
        card = Card()
        card.setMinimumWidth(480)
        card.body.setSpacing(10)
        for one in (self.words, self.bar, self.numbers):
            card.body.addWidget(one)
        card.body.addWidget(self.stop, 0, Qt.AlignmentFlag.AlignLeft)
        column = QVBoxLayout(self)
        column.addStretch(2)
        column.addWidget(card, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
        draft.work.changed.connect(self._on_changed)
        draft.work.ticked.connect(self._on_tick)

    def _on_changed(self) -> None:
        work = self._draft.work
        if work.is_writing and not work.is_stopping:
            self._begun = time.monotonic()
            self._on_tick(_("Writing"), 0)
        self.stop.setEnabled(not work.is_stopping)

    def _on_tick(self, word: str, rows: int) -> None:
        """Tell how far the work is; without a word it is being stopped."""
        if not self._draft.work.is_writing:
            return
        plan = self._draft.plan
        total = plan.rows if plan is not None else 0
        self.words.setText(f"{word or _('Stopping')}…")
        self.numbers.setText(told_rows(rows, time.monotonic() - self._begun) if word else "")
        self.bar.setRange(0, total if rows else 0)
        self.bar.setValue(min(rows, total))


def told_rows(rows: int, seconds: float) -> str:
    """Return how many rows were written, and how many in a second once that can be said."""
    if not rows:
        return ""
    told = {"rows": format_number(rows, language())}
    if seconds < _RATED_AFTER:
        return _("%(rows)s rows") % told
    told["rate"] = format_number(round(rows / seconds), language())
    return _("%(rows)s rows · %(rate)s rows/s") % told


__all__ = ["ProgressView", "WriteStep", "told_rows"]
