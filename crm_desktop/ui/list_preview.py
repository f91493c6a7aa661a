"""The preview beside a list: when it is there, how wide it is, and which record it shows."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget

from crm_desktop.ui import theme
from crm_desktop.ui.context import Context
from crm_desktop.ui.labels import line
from crm_desktop.ui.peek_panel import PeekPanel
from crm_desktop.ui.record_table import RecordTable

PAUSE_MS = 40
ROOM = 1000  # a narrower page shows the preview only when it is asked for


class ListPreview(QObject):
    """Keeps a panel in step with the current row of a table."""

    def __init__(self, context: Context, table: RecordTable, panel: PeekPanel, page: QWidget) -> None:
        super().__init__(page)
        self._page = page
        self._context = context
        self._table = table
        self.panel = panel
        self.edge = line(upright=True)
        self._wish: bool | None = None
        self._timer = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._timer.timeout.connect(self.show_current)
        table.current_changed.connect(lambda _found: self.soon())
        page.installEventFilter(self)

    def soon(self) -> None:
        """Show the current record once the cursor rests."""
        if self._page.isVisible():
            self._timer.start()

    def toggle(self) -> None:
        """Open or close the preview."""
        self._wish = self.panel.isHidden()
        self._context.state.set_flag("peek", self._wish)
        self._fit()
        self.show_current()

    def _fit(self) -> None:
        """Take the room that the page has for it."""
        is_wide = self._page.width() >= ROOM
        shown = self._context.state.flag("peek", True) and is_wide if self._wish is None else self._wish
        self.panel.setFixedWidth(theme.PEEK_WIDTH if is_wide else theme.PEEK_NARROW)
        self.panel.setVisible(shown)
        self.edge.setVisible(shown)

    def show_current(self) -> None:
        """Show the record of the current row."""
        if not self.panel.isHidden():
            self.panel.show_record(self._table.current_id())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._page:
            kind = event.type()
            if kind == QEvent.Type.Resize:
                self._fit()
            elif kind == QEvent.Type.Show:
                self._timer.start()
            elif kind == QEvent.Type.Hide:
                self._timer.stop()  # the file may be closed next
        return super().eventFilter(watched, event)
