"""Search everything (Ctrl+K): pages, commands and records of all kinds, by keyboard."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QFrame, QListView, QVBoxLayout, QWidget

from crm_desktop.core.errors import CrmError
from crm_desktop.core.i18n import _
from crm_desktop.core.matches import WHOLE_WORD, folded_words
from crm_desktop.ui.alive import while_alive
from crm_desktop.ui.labels import label, line
from crm_desktop.ui.palette_finding import Finding
from crm_desktop.ui.palette_hits import HEADING, HIT, ROW, Group, Hit, HitPainter, lines, ranked
from crm_desktop.ui.record_table_model import Index
from crm_desktop.ui.search_field import SearchField
from crm_desktop.ui.tasks import Task

if TYPE_CHECKING:
    from crm_desktop.ui.main_window import MainWindow

WIDTH = 640
PATIENCE_MS = 60  # after which pages and commands are shown without waiting for the records
_MOST_ROWS = 12
_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}


class SearchPalette(QFrame):
    """A field and what it finds; Enter opens, the arrows choose, → offers what can be done, Esc leaves."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window, Qt.WindowType.Popup)
        self.setObjectName("popup")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName(_("Search everything"))
        self._window = window
        self._finding = Finding(window)
        self._task: Task | None = None
        self._text = ""
        self._words: tuple[str, ...] = ()
        self._near: list[Group] = []
        self._is_reading = False
        self._is_picked = False  # by the arrows or the mouse, of what is shown
        self._is_chosen_ahead = False
        self._about: Hit | None = None
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(PATIENCE_MS)
        self._patience.timeout.connect(self._on_waited)
        self.field = SearchField()
        self.field.setProperty("look", "bare")
        self.field.set_name(_("Search records, pages and commands"))
        self.field.searched.connect(self.search)
        self.field.installEventFilter(self)
        self._items = QStandardItemModel(self)
        self.results = QListView()
        self._build()
        self._show(self._finding.used())
        self.search("")

    def _build(self) -> None:
        self.results.setObjectName("results")
        self.results.setModel(self._items)
        self.results.setItemDelegate(HitPainter(lambda: self._words, self))
        self.results.setAccessibleName(_("Results"))
        self.results.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.results.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.results.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.results.setMouseTracking(True)
        self.results.entered.connect(self._on_entered)
        self.results.clicked.connect(self._on_clicked)
        self._hint = label(tone="muted", scale="small")
        self._hint.setContentsMargins(8, 0, 0, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 4, 8, 8)
        column.setSpacing(4)
        column.addWidget(self.field)
        column.addWidget(line())
        column.addWidget(self.results)
        column.addWidget(line())
        column.addWidget(self._hint)

    def open_below(self, widget: QWidget) -> None:
        """Open over the place of the field that was clicked."""
        window = self._window
        corner = window.mapToGlobal(QPoint(0, 0))
        left = widget.mapToGlobal(QPoint(widget.width(), 0)).x() - WIDTH
        left = max(corner.x() + 8, min(left, corner.x() + window.width() - WIDTH - 8))
        self.setFixedWidth(WIDTH)
        self.move(left, widget.mapToGlobal(QPoint(0, -3)).y())
        self.show()
        self.field.setFocus()

    # ------------------------------------------------------------------ searching

    def search(self, text: str) -> None:
        """Show what is found by ``text``; without one, what was used lately."""
        finding = self._finding
        self._text, self._about, self._is_chosen_ahead, self._is_picked = text, None, False, False
        self._words = folded_words(text)
        self._near = finding.near(text) if self._words else finding.used()
        if self._words:
            self._read(lambda task: finding.records(text, task))
        else:
            opened = finding.opened()
            self._read(lambda _task: finding.records_of(opened))

    def _read(self, work: Callable[[Task], list[Group]]) -> None:
        """Have the records read; what is shown stays until they are there, or for a moment at most."""
        if self._task is not None:
            self._task.cancel()
        self._patience.start()
        self._is_reading = True
        self._task = self._window.context.tasks.read(
            work, done=while_alive(self, self._on_read), failed=while_alive(self, self._on_failed)
        )

    def _on_waited(self) -> None:
        self._show(self._arranged([]))

    def _on_read(self, records: list[Group]) -> None:
        self._patience.stop()
        self._is_reading = False
        found = self._arranged(records)
        if not found:
            self._words = ()  # what is offered holds what was typed: nothing to mark
        self._show(found or self._finding.offers(self._text))
        if self._is_chosen_ahead:
            self.run_current()

    def _on_failed(self, error: CrmError) -> None:
        self.close()
        self._window.context.messages.error(error)

    def _arranged(self, records: list[Group]) -> list[Group]:
        if not self._words:
            return [*records, *self._near]
        # “new” or “print” as a whole word means what the program can do, where records are no nearer
        named = [one for one in self._near if one.nearness(self._text)[0] <= WHOLE_WORD]
        return ranked([*named, *records, *(one for one in self._near if one not in named)], self._text)

    def _show(self, groups: list[Group]) -> None:
        listed = lines(groups)
        self._items.clear()
        for hit in listed or [Hit(_("Nothing found"))]:
            item = QStandardItem(hit.text)
            item.setData(hit, HIT)
            item.setAccessibleText(", ".join(text for text in (hit.text, hit.detail, hit.keys) if text))
            if hit.run is None:
                item.setFlags(Qt.ItemFlag.NoItemFlags)
            self._items.appendRow(item)
        self._move(1, start=-1)
        height = sum(one.height for one in listed) or HEADING
        self.results.setFixedHeight(min(height, _MOST_ROWS * ROW))
        self.adjustSize()
        self.results.scrollToTop()  # the heading of the first group, too

    def hits(self) -> list[Hit]:
        """Return what is shown, without headings."""
        rows = (self._items.item(row).data(HIT) for row in range(self._items.rowCount()))
        return [hit for hit in rows if hit.run is not None]

    # ------------------------------------------------------------------ choosing

    def current(self) -> Hit | None:
        """Return what is chosen."""
        hit = self.results.currentIndex().data(HIT)
        return hit if isinstance(hit, Hit) and hit.run is not None else None

    def run_current(self) -> None:
        """Do what is chosen; while the records of the words are still being read, the first as soon as they are there,
        but for what was picked among the rest."""
        if self._is_reading and not self._is_picked:
            self._is_chosen_ahead = True
            return
        hit = self.current()
        if hit is not None and hit.run is not None:
            self.close()
            hit.run()

    def show_acts(self) -> bool:
        """Offer what can be done with the record that is chosen; tells whether it is one."""
        hit = self.current()
        if hit is None or hit.record is None or self._about is not None:
            return False
        finding, self._about, self._near, self._words = self._finding, hit, [], ()
        self._read(lambda _task: finding.acts(hit))
        return True

    def leave_acts(self) -> bool:
        """Go back from the acts of a record to what was found; tells whether they were shown."""
        if self._about is None:
            return False
        self.search(self._text)
        return True

    def _move(self, step: int, *, start: int | None = None) -> None:
        row = self.results.currentIndex().row() if start is None else start
        row += step
        while 0 <= row < self._items.rowCount():
            if self._items.item(row).data(HIT).run is not None:
                self.results.setCurrentIndex(self._items.index(row, 0))
                break
            row += step
        self._show_hint()

    def _show_hint(self) -> None:
        hit = self.current()
        if self._about is not None:
            self._hint.setText(_("Enter: do it · ←: back"))
        elif hit is not None and hit.record is not None:
            self._hint.setText(_("Enter: open · →: call, task, copy …"))
        else:
            self._hint.setText(_("Enter: do it · Esc: leave"))

    def _on_clicked(self, index: Index) -> None:
        self._on_entered(index)
        self._is_picked = True
        self.run_current()

    def _on_entered(self, index: Index) -> None:
        hit = index.data(HIT)
        if isinstance(hit, Hit) and hit.run is not None:
            self.results.setCurrentIndex(self._items.index(index.row(), 0))
            self._show_hint()

    def _answers(self, event: QKeyEvent) -> bool:
        """Do what a key means here; tells whether it means anything."""
        key, field = event.key(), self.field
        if key in {Qt.Key.Key_Down, Qt.Key.Key_Up}:
            self._is_picked = True
            self._move(1 if key == Qt.Key.Key_Down else -1)
        elif key in _ENTER:
            field.search_now()
            wants_acts = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            if not (wants_acts and self.show_acts()):
                self.run_current()
        elif key == Qt.Key.Key_Right and field.cursorPosition() == len(field.text()):
            return self.show_acts()
        elif key == Qt.Key.Key_Left:
            return self.leave_acts()
        elif key == Qt.Key.Key_Escape:
            if not self.leave_acts():
                self.close()
        else:
            return False
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        is_key = watched is self.field and event.type() == QEvent.Type.KeyPress
        if is_key and isinstance(event, QKeyEvent) and self._answers(event):
            return True
        return super().eventFilter(watched, event)
