"""Search everything (Ctrl+K): pages, commands and records of all kinds, by keyboard."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from crm_desktop.core.i18n import _
from crm_desktop.core.kinds import PersonName
from crm_desktop.core.matches import folded_words, spans
from crm_desktop.ui import icons, theme
from crm_desktop.ui.contract import ListQuery
from crm_desktop.ui.labels import line
from crm_desktop.ui.record_table_model import Index
from crm_desktop.ui.search_field import SearchField
from crm_desktop.ui.tasks import Task

if TYPE_CHECKING:
    from crm_desktop.core.entity import Entity
    from crm_desktop.ui.main_window import MainWindow

WIDTH = 560
_MOST_ROWS = 12
_EACH = 5
_DETAILS = 3
_ROW, _HEADING = 34, 28
_HIT = Qt.ItemDataRole.UserRole


@dataclass(frozen=True)
class Hit:
    """Something that was found. One without ``run`` is the heading of a group."""

    text: str
    detail: str = ""
    icon: str = ""
    run: Callable[[], object] | None = None
    is_person: bool = False


class SearchPalette(QFrame):
    """A field and what it finds; Enter opens, the arrows choose, Esc leaves."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window, Qt.WindowType.Popup)
        self.setObjectName("popup")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName(_("Search everything"))
        self._window = window
        self._task: Task | None = None
        self._words: tuple[str, ...] = ()
        self.field = SearchField()
        self.field.setProperty("look", "bare")
        self.field.set_name(_("Search records, pages and commands"))
        self.field.searched.connect(self.search)
        self.field.installEventFilter(self)
        self._items = QStandardItemModel(self)
        self.results = QListView()
        self.results.setObjectName("results")
        self.results.setModel(self._items)
        self.results.setItemDelegate(_HitPainter(self))
        self.results.setAccessibleName(_("Results"))
        self.results.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.results.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.results.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.results.setMouseTracking(True)
        self.results.entered.connect(self._on_entered)
        self.results.clicked.connect(lambda _index: self.run_current())
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 4, 8, 8)
        column.setSpacing(4)
        column.addWidget(self.field)
        column.addWidget(line())
        column.addWidget(self.results)
        self.search("")

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

    def search(self, text: str) -> None:
        """Show what is found by ``text``: pages and commands at once, records when they are read."""
        if self._task is not None:
            self._task.cancel()
        self._words = folded_words(text)
        near = self._pages() + self._commands() if text else self._recent_pages()
        self._show(near)
        lists, entities = self._window.context.workspace.lists, list(self._window.context.sections)

        def read(task: Task) -> list[Hit]:
            found: list[Hit] = []
            for entity in entities:
                if any(one.searched for one in entity.fields) and not task.is_cancelled():
                    found += self._records_of(
                        entity, list(lists.first_ids(ListQuery(entity.name, text), _EACH))
                    )
            return found

        if text:
            self._task = self._window.context.tasks.read(
                read, done=lambda records: self._show(records + near)
            )
        else:
            self._show_recent(near)

    def hits(self) -> list[Hit]:
        """Return what is shown, without headings."""
        rows = (self._items.item(row).data(_HIT) for row in range(self._items.rowCount()))
        return [hit for hit in rows if hit.run is not None]

    def run_current(self) -> None:
        """Open what is chosen."""
        hit = self.results.currentIndex().data(_HIT)
        if isinstance(hit, Hit) and hit.run is not None:
            self.close()
            hit.run()

    def _records_of(self, entity: Entity, ids: list[int]) -> list[Hit]:
        if not ids:
            return []
        others = [one.key for one in entity.in_a_line if one.key != entity.title_key][:_DETAILS]
        rows = self._window.context.workspace.lists.page(entity.name, [entity.title_key, *others], ids)
        window = self._window
        found = [
            Hit(
                row.texts[0],
                " · ".join(text for text in row.texts[1:] if text),
                entity.icon,
                partial(window.open_record, entity.name, row.id),
                isinstance(entity.title_field.kind, PersonName),
            )
            for row in rows
        ]
        return [Hit(_(entity.title_plural)), *found] if found else []

    def _show_recent(self, near: list[Hit]) -> None:
        places = self._window.trail.recent("record", _EACH)
        entities = self._window.context.entities
        found = [
            hit for place in places for hit in self._records_of(entities[place.entity], [place.record])[1:]
        ]
        self._show([Hit(_("Recent")), *found, *near] if found else near)

    def _recent_pages(self) -> list[Hit]:
        return [Hit(_("Pages")), *self._page_hits()]

    def _pages(self) -> list[Hit]:
        return self._matching(_("Pages"), self._page_hits())

    def _page_hits(self) -> list[Hit]:
        window = self._window
        return [
            Hit(_(one.text), "", one.icon, partial(window.open_entry, one.place)) for one in window.entries
        ]

    def _commands(self) -> list[Hit]:
        actions = [one for one in self._window.menus.actions.values() if one.isEnabled()]
        words = self._window.menus.command_text
        found = [Hit(words(one), _keys(one), "", one.trigger) for one in actions]
        return self._matching(_("Commands"), found)

    def _matching(self, heading: str, hits: list[Hit]) -> list[Hit]:
        wanted = len(self._words)
        found = [one for one in hits if len({word for word in self._words if _has(one.text, word)}) == wanted]
        return [Hit(heading), *found] if found else []

    def _show(self, hits: list[Hit]) -> None:
        self._items.clear()
        for hit in hits or [Hit(_("Nothing found"))]:
            item = QStandardItem(hit.text)
            item.setData(hit, _HIT)
            item.setAccessibleText(f"{hit.text} {hit.detail}".strip())
            if hit.run is None:
                item.setFlags(Qt.ItemFlag.NoItemFlags)
            self._items.appendRow(item)
        self._move(1, start=-1)
        height = sum(_ROW if one.run else _HEADING for one in hits) or _HEADING
        self.results.setFixedHeight(min(height, _MOST_ROWS * _ROW))
        self.adjustSize()
        self.results.scrollToTop()  # the heading of the first group, too

    def _move(self, step: int, *, start: int | None = None) -> None:
        row = self.results.currentIndex().row() if start is None else start
        row += step
        while 0 <= row < self._items.rowCount():
            if self._items.item(row).data(_HIT).run is not None:
                self.results.setCurrentIndex(self._items.index(row, 0))
                return
            row += step

    def _on_entered(self, index: Index) -> None:
        hit = index.data(_HIT)
        if isinstance(hit, Hit) and hit.run is not None:
            self.results.setCurrentIndex(self._items.index(index.row(), 0))

    def painter_words(self) -> tuple[str, ...]:
        """Return the folded words that are looked for."""
        return self._words

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.field and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            key = event.key()
            if key in {Qt.Key.Key_Down, Qt.Key.Key_Up}:
                self._move(1 if key == Qt.Key.Key_Down else -1)
                return True
            if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                self.field.search_now()
                self.run_current()
                return True
            if key == Qt.Key.Key_Escape:
                self.close()
                return True
        return super().eventFilter(watched, event)


class _HitPainter(QStyledItemDelegate):
    """Paints a hit: icon, text with its match marked, detail."""

    def __init__(self, palette: SearchPalette) -> None:
        super().__init__(palette)
        self._palette = palette

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        hit = index.data(_HIT)
        return QSize(100, _ROW if hit is not None and hit.run is not None else _HEADING)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        hit: Hit = index.data(_HIT)
        box = QRectF(option.rect)
        of = theme.tokens()
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if hit.run is None:
            painter.setFont(theme.font(theme.SMALL_PIXELS))
            painter.setPen(QColor(of.muted))
            painter.drawText(box.adjusted(8, 6, 0, 0), middle, hit.text)
            painter.restore()
            return
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(of.soft))
            painter.drawRoundedRect(box, theme.RADIUS, theme.RADIUS)
        if hit.icon:
            picture = icons.pixmap(
                hit.icon, QColor(of.muted), icons.SIZE, painter.device().devicePixelRatioF()
            )
            painter.drawPixmap(QPointF(box.left() + 8, box.center().y() - 8), picture)
        metrics = QFontMetricsF(theme.font())
        left = box.left() + 34
        shown = metrics.elidedText(hit.text, Qt.TextElideMode.ElideRight, box.right() - left - 8)
        self._mark(painter, shown, left, box, person=hit.is_person)
        painter.setFont(theme.font())
        painter.setPen(QColor(of.text))
        painter.drawText(QRectF(left, box.top(), box.width(), box.height()), middle, shown)
        left += metrics.horizontalAdvance(shown) + 10
        painter.setPen(QColor(of.muted))
        detail = metrics.elidedText(hit.detail, Qt.TextElideMode.ElideRight, max(0.0, box.right() - left - 8))
        self._mark(painter, detail, left, box)
        painter.drawText(QRectF(left, box.top(), box.width(), box.height()), middle, detail)
        painter.restore()

    def _mark(self, painter: QPainter, text: str, left: float, box: QRectF, *, person: bool = False) -> None:
        """Paint the marks behind what was looked for in a text that begins at ``left``."""
        metrics = QFontMetricsF(theme.font())
        for start, length in spans(text, self._palette.painter_words(), person=person):
            x = left + metrics.horizontalAdvance(text[:start])
            width = metrics.horizontalAdvance(text[start : start + length])
            painter.fillRect(QRectF(x, box.center().y() - 9, width, 18), QColor(theme.tokens().mark))


def _has(text: str, word: str) -> bool:
    return bool(spans(text, (word,)))


def _keys(action: object) -> str:
    from PySide6.QtGui import QAction, QKeySequence

    assert isinstance(action, QAction)
    return action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
