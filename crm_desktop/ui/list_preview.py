"""The preview beside a list: when it is there, how wide it is, and which record it shows.

Its panel is made when it first has a record to show, so that the rows of the list need not wait for it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm_desktop.core.entity import Entity
from crm_desktop.ui import theme
from crm_desktop.ui.context import Context
from crm_desktop.ui.labels import line
from crm_desktop.ui.portions import Portions
from crm_desktop.ui.record_table import RecordTable

if TYPE_CHECKING:
    from crm_desktop.ui.preview_panel import PreviewPanel

MakePanel = Callable[[Context, Entity], "PreviewPanel"]

PAUSE_MS = 40
ROOM = 1120  # a narrower page shows the preview only when it is asked for
WIDE = 1200  # a narrower page shows it narrow


def plain_panel(context: Context, entity: Entity) -> PreviewPanel:
    """Make the panel that shows the main fields of a record and nothing else."""
    from crm_desktop.ui.peek_panel import PeekPanel

    return PeekPanel(context, entity)


class ListPreview(QObject):
    """Keeps a panel in step with the current row of a table. ``frame`` is where the panel stands.

    While ``waits`` is true, something else of the page is still being made. ``fitted`` tells whether it is shown, after
    each look at the room.
    """

    fitted = Signal(bool)

    def __init__(
        self, context: Context, entity: Entity, table: RecordTable, make: MakePanel, page: QWidget
    ) -> None:
        super().__init__(page)
        self._page = page
        self._context = context
        self._entity = entity
        self._table = table
        self._make = make
        self._panel: PreviewPanel | None = None
        self.frame = QWidget()
        QVBoxLayout(self.frame).setContentsMargins(0, 0, 0, 0)
        self.edge = line(upright=True)
        self.waits = False
        self._told: int | None = None
        self._wish: bool | None = None
        self._allowed = True
        self._timer = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._portions = Portions(page)
        self._timer.timeout.connect(self._on_rest)
        table.current_changed.connect(lambda _found: self.soon())
        page.installEventFilter(self)

    @property
    def panel(self) -> PreviewPanel:
        """The panel, made now if it was not there."""
        if self._panel is None:
            self._panel = self._make(self._context, self._entity)
            layout = self.frame.layout()
            assert layout is not None
            layout.addWidget(self._panel)
            self._panel.hide()  # until it has something to say
        return self._panel

    def is_shown(self) -> bool:
        """Tell whether there is a preview beside the list."""
        return not self.frame.isHidden()

    def retranslate(self) -> None:
        """Show all words again."""
        if self._panel is not None:
            self._panel.retranslate()

    def soon(self) -> None:
        """Show the current record once the cursor rests."""
        if self._page.isVisible() and not self.waits:
            self._timer.start()

    def _on_rest(self) -> None:
        """Make the panel, then its parts, and show the record in the turns after that."""
        if self.is_shown():
            self._portions.begin([lambda: self._portions.begin([*self.panel.parts(), self.show_current])])

    def wait_no_more(self) -> None:
        """Begin to show the current record."""
        self.waits = False
        self.soon()

    def toggle(self) -> None:
        """Open or close the preview."""
        self._wish = self.frame.isHidden()
        self._context.state.set_flag("peek", self._wish)
        self._fit()
        self.show_current()

    def set_allowed(self, allowed: bool) -> None:
        """Give the page back the room of the preview, or take it again."""
        self._allowed = allowed
        self._fit()

    def _fit(self) -> None:
        """Take the room that the page has for it."""
        room = self._page.width()
        by_itself = room >= ROOM and self._context.state.flag("peek", True)
        shown = (by_itself if self._wish is None else self._wish) and self._allowed
        self.frame.setFixedWidth(theme.PEEK_WIDTH if room >= WIDE else theme.PEEK_NARROW)
        self.frame.setVisible(shown)
        self.edge.setVisible(shown)
        self.fitted.emit(shown)

    def show_current(self) -> None:
        """Show the record of the current row."""
        if self.is_shown():
            self._told = self._table.current_id()
            self.panel.show_record(self._told)
            self.panel.show()

    def follow(self) -> None:
        """Show the current record soon, unless it is the one that is shown: other rows have come around it."""
        if self._told is None or self._told != self._table.current_id():
            self.soon()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._page:
            kind = event.type()
            if kind == QEvent.Type.Resize:
                self._fit()
            elif kind == QEvent.Type.Show and not self.waits:
                self._timer.start()
            elif kind == QEvent.Type.Hide:
                self._timer.stop()  # the file may be closed next
                self._portions.begin([])
        return super().eventFilter(watched, event)
