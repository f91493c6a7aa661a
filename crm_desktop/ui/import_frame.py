"""The import's window as it looks: head, columns beside the preview, result, foot. What it does, its dialog knows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QProgressBar,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from crm_desktop.core.i18n import _
from crm_desktop.exchange.formats import readable_endings
from crm_desktop.ui import window_state
from crm_desktop.ui.buttons import Button
from crm_desktop.ui.card import Ground
from crm_desktop.ui.empty_state import EmptyState
from crm_desktop.ui.import_columns import ColumnsCard, QuietCombo
from crm_desktop.ui.import_options import OptionsBar
from crm_desktop.ui.import_preview import PreviewCard
from crm_desktop.ui.import_result import ResultPage
from crm_desktop.ui.labels import ElidedLabel, line
from crm_desktop.ui.main_button import press_with_keys
from crm_desktop.ui.tab_order import focus_next

if TYPE_CHECKING:
    from crm_desktop.ui.context import Context

_ENTITIES = (
    "company", "contact", "lead", "opportunity", "quote", "sales_order", "service_request", "campaign", "activity",
    "product", "article", "user",
)  # fmt: skip
REVIEW = 1  # the place of the review among the pages


@dataclass(frozen=True)
class Acts:
    """What the window's buttons and choices do."""

    choose: Callable[[], object]
    reread: Callable[[], object]
    replan: Callable[[], object]
    stop: Callable[[], object]
    write: Callable[[], object]
    save_rejects: Callable[[], object]
    undo: Callable[[], object]


class ImportFrame(QDialog):
    """The widgets of the import."""

    def __init__(self, context: Context, entity: str, acts: Acts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.setAcceptDrops(True)
        window_state.fit(self, QSize(1180, 760))
        self.setMinimumSize(860, 560)
        self._build(entity, acts)

    def _build(self, entity: str, acts: Acts) -> None:
        self.entity = QuietCombo(_("What is imported"))
        for name in _ENTITIES:
            if name in self._context.entities:
                self.entity.addItem(_(self._context.entities[name].title_plural), name)
        self.entity.choose(entity)
        self.entity.activated.connect(lambda _index: acts.reread())
        self.start = EmptyState()
        self.options = OptionsBar(acts.reread, acts.replan)
        self.columns = ColumnsCard(acts.replan)
        self.preview = PreviewCard(acts.replan)
        self.outcome = ResultPage(acts.save_rejects, acts.undo)
        self.stack = QStackedWidget()
        for page in (self.start, self._make_review(), self.outcome):
            self.stack.addWidget(page)
        ground = Ground()
        inner = QVBoxLayout(ground)
        inner.setContentsMargins(16, 14, 16, 14)
        inner.addWidget(self.stack)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._make_head(acts))
        column.addWidget(line())
        column.addWidget(ground, 1)
        column.addWidget(line())
        column.addLayout(self._make_foot(acts))

    def _make_head(self, acts: Acts) -> QHBoxLayout:
        self.heading = ElidedLabel(scale="heading")
        self.subtitle = ElidedLabel(tone="muted")
        self.choose_button = Button(_("Choose a file…"), "folder-open", clicked=acts.choose)
        head = QHBoxLayout()
        head.setContentsMargins(16, 10, 16, 10)
        head.setSpacing(10)
        head.addWidget(self.heading)
        head.addWidget(self.subtitle, 1)
        head.addWidget(self.entity)
        head.addWidget(self.choose_button)
        return head

    def _make_review(self) -> QWidget:
        review = QWidget()
        cards = QSplitter()
        cards.setHandleWidth(12)
        cards.setChildrenCollapsible(False)
        cards.setStyleSheet("QSplitter::handle { background: transparent; }")
        cards.addWidget(self.columns)
        cards.addWidget(self.preview)
        cards.setSizes([560, 480])
        cards.setStretchFactor(0, 1)
        cards.setStretchFactor(1, 2)
        column = QVBoxLayout(review)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.options)
        column.addWidget(cards, 1)
        return review

    def _make_foot(self, acts: Acts) -> QHBoxLayout:
        self.state = ElidedLabel(tone="muted")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(140)
        self.bar.setAccessibleName(_("Progress"))
        self.stop_button = Button(_("Stop"), "x", clicked=acts.stop)
        self.close_button = Button(_("Cancel"), clicked=self.close)
        self.import_button = Button(_("Import"), look="primary", clicked=acts.write)
        press_with_keys(self, self.import_button)
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 10, 16, 10)
        foot.setSpacing(10)
        foot.addWidget(self.bar)
        foot.addWidget(self.state, 1)
        for button in (self.stop_button, self.close_button, self.import_button):
            foot.addWidget(button)
        return foot

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002 - Qt's name
        return focus_next(self, next)

    def show_progress(self, word: str, rows: int, total: int) -> None:
        """Show how far the work is; without ``total`` nobody knows how much there is."""
        self.state.setText(
            _("%(what)s… %(rows)s rows") % {"what": word, "rows": f"{rows:,}"} if rows else f"{word}…"
        )
        self.bar.setRange(0, total)
        self.bar.setValue(min(rows, total))

    def ask_for_file(self) -> Path | None:
        """Let the user choose a file; tests put their own answer here."""
        patterns = " ".join(f"*{one}" for one in readable_endings())
        title, kinds = _("Choose a file to import"), _("Workbooks and CSV files (%(patterns)s)")
        name, _kind = QFileDialog.getOpenFileName(self, title, "", kinds % {"patterns": patterns})
        return Path(name) if name else None

    def ask_where_to_save(self, suggested: str) -> Path | None:
        """Let the user choose where the rejected rows go; tests put their own answer here."""
        name, _kind = QFileDialog.getSaveFileName(
            self, _("Save rejected rows"), suggested, f"{_('Excel workbook')} (*.xlsx)"
        )
        return Path(name) if name else None


def dropped(event: QDropEvent) -> Path | None:
    """Return the one local file that is being dropped, if it can be read."""
    urls = event.mimeData().urls()
    if len(urls) != 1 or not urls[0].isLocalFile():
        return None
    path = Path(urls[0].toLocalFile())
    return path if path.suffix.lower() in readable_endings() else None
