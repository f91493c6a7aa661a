"""What happened to a record, newest first: read by page, filtered by sort, each event with its link and its undo."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QScrollArea, QVBoxLayout, QWidget

from crm_desktop.core.entity import Entity
from crm_desktop.core.i18n import _
from crm_desktop.ui.alive import while_alive
from crm_desktop.ui.buttons import Button
from crm_desktop.ui.context import Context
from crm_desktop.ui.labels import label
from crm_desktop.ui.pile import Pile
from crm_desktop.ui.portions import Portions
from crm_desktop.ui.record_contract import Event, EventPage, file_of
from crm_desktop.ui.tasks import Task
from crm_desktop.ui.timeline_item import TimelineItem
from crm_desktop.ui.word_height import WordHeight

FIRST = 25
_AT_ONCE = 3  # events whose widgets are made without a pause
_GAP = 14


class Timeline(WordHeight):
    """Shows the events of a record. ``undo_clicked`` carries the event whose transaction is to be taken back.

    It has a heading with a filter, which begins with all on each record, unless it shows one ``only`` sort of events.
    ``first`` are read at once.
    """

    undo_clicked = Signal(object)

    def __init__(
        self,
        context: Context,
        entity: Entity,
        *,
        only: str = "",
        first: int = FIRST,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._entity = entity
        self._only = only
        self._first = first
        self._record: int | None = None
        self._earlier: Any = None
        self._task: Task | None = None
        self.groups = file_of(context).timeline.groups(entity.name)
        self.group = only
        self.may_undo = not context.workspace.read_only
        self._events: tuple[Event, ...] = ()
        self._known: dict[str, TimelineItem] = {}
        self._portions = Portions(self)
        self.filter = Button(look="filter")
        self.menu = QMenu(self.filter)
        self.filter.clicked.connect(lambda: self.menu.popup(self._below_filter()))
        self.earlier = Button(look="link", clicked=self.show_earlier)
        self.show_all = Button(look="link", clicked=self._on_show_all)
        self._title = label(strong="true")
        self._empty = label(tone="muted")
        self._pile = Pile(_GAP, self)
        self._build()
        self._name()

    def _build(self) -> None:
        self._head = QWidget()
        head = QHBoxLayout(self._head)
        head.setContentsMargins(0, 0, 0, 0)
        head.addWidget(self._title)
        head.addStretch(1)
        head.addWidget(self.filter)
        if self._only:
            self._head.hide()
        column = QVBoxLayout()
        column.setSpacing(_GAP)
        column.addWidget(self._pile)
        column.addWidget(self._empty)
        column.addWidget(self.show_all, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.earlier, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(8)
        outer.addWidget(self._head)
        outer.addLayout(column, 1)
        self._pile.hide()
        self._say_empty(is_empty=False)
        self.earlier.hide()

    def _name(self) -> None:
        """Show the words of the heading."""
        self._title.setText(_("Timeline"))
        self.earlier.set_text(_("Show earlier"))
        self.show_all.set_text(_("Show all"))
        chosen = _(self.groups.get(self.group, "")) or _("All")
        self.filter.set_text(f"{chosen} ▾", _("Show in the timeline: %(group)s") % {"group": chosen})
        self.menu.clear()
        for key, words in {"": "", **self.groups}.items():
            action = QAction(_(words) or _("All"), self.menu)
            action.setCheckable(True)
            action.setChecked(key == self.group)
            action.triggered.connect(lambda _on=False, key=key: self.choose(key))
            self.menu.addAction(action)
        nothing = _("Nothing of this sort has happened here yet.")
        self._empty.setText(nothing if self.group else _("Nothing has happened here yet."))

    def retranslate(self) -> None:
        """Show all words again."""
        self._name()
        self._show([], again=True)
        if self._record is not None:
            self._read(self._first)

    def _below_filter(self) -> QPoint:
        corner = self.filter.rect().bottomRight()
        return self.filter.mapToGlobal(corner - QPoint(self.menu.sizeHint().width(), -2))

    def _say_empty(self, *, is_empty: bool) -> None:
        """Say that nothing is there, and offer what the filter hides."""
        self._empty.setVisible(is_empty)
        self.show_all.setVisible(is_empty and self.group != self._only)

    def _on_show_all(self) -> None:
        """Take the filter away; the keyboard stays near, as the link goes."""
        self.filter.setFocus()
        self.choose("")

    # ------------------------------------------------------------------ reading

    def show_record(self, record_id: int | None) -> None:
        """Show this record; of the one that is shown already, what is new, with as much of the past as was there."""
        if record_id != self._record:
            self._show([])
            self._record = record_id
            if self.group != self._only:
                self.group = self._only
                self._name()
        if record_id is not None:
            self._read(max(self._first, len(self._events)))
        elif self._task is not None:
            self._task.cancel()

    def choose(self, group: str) -> None:
        """Show one sort of events, or with '' all, until another record is shown."""
        self.group = group
        self._name()
        if self._record is not None:
            self._read(self._first)

    def show_earlier(self) -> None:
        """Show the next page."""
        if self._earlier is not None:
            self._read(FIRST, self._earlier)

    def _read(self, limit: int, after: Any = None) -> None:
        if self._task is not None:
            self._task.cancel()
        file, entity, record, group = file_of(self._context), self._entity.name, self._record, self.group

        def show(page: EventPage) -> None:
            self._earlier = page.earlier
            self._show([*(self._events if after is not None else ()), *page.events])
            self.earlier.setVisible(page.earlier is not None)
            self._say_empty(is_empty=not self._events)

        self._task = self._context.tasks.read(
            lambda _task: file.timeline.page(entity, record or 0, group, after, limit),
            done=while_alive(self, show),
            failed=while_alive(self, lambda _error: None),  # a record that is gone: its page says so
        )

    # ------------------------------------------------------------------ showing

    def _show(self, events: Sequence[Event], *, again: bool = False) -> None:
        """Show these; what stood there already keeps its widget, with its focus, and the place at which it is read."""
        anchor = self._anchor()
        self._events = tuple(events)
        wanted = {} if again else {one.key: one for one in events}
        for item in list(self._known.values()):
            if wanted.get(item.event_shown.key) != item.event_shown:
                del self._known[item.event_shown.key]
                self._pile.take(item)
                item.deleteLater()
        if not events:
            self._earlier = None
            self.earlier.hide()
            self._say_empty(is_empty=False)
        self._pile.setVisible(bool(events))
        self._fill()
        if anchor is not None and anchor[1] in self.items:
            QTimer.singleShot(0, self, lambda: self._hold(*anchor))

    def _fill(self) -> None:
        """Make the widgets that are missing: some now, the others in portions."""
        before = len(self._known)
        self._portions.begin(partial(self._put, *one) for one in enumerate(self._events))
        self._portions.finish(lambda: len(self._known) == before + _AT_ONCE)

    def _put(self, place: int, event: Event) -> None:
        """Put an event into its place."""
        if event.key not in self._known:
            self._known[event.key] = self._made(event)
        self._pile.put(place, self._known[event.key])

    def _hold(self, area: QScrollArea, item: TimelineItem, top: int) -> None:
        """Scroll so that an event stands where it stood, once everything around has its height."""
        self.fit_height()
        above: QWidget | None = self
        while above is not None and above is not area:
            if (layout := above.layout()) is not None:
                layout.activate()
            above = above.parentWidget()
        _hold(area, item, top)

    @property
    def items(self) -> list[TimelineItem]:
        """The events that stand there, in their order."""
        return [self._known[one.key] for one in self._events if one.key in self._known]

    def _made(self, event: Event) -> TimelineItem:
        item = TimelineItem(event, file_of(self._context).locale, self.may_undo)
        item.undo_clicked.connect(self.undo_clicked)
        item.opened.connect(self._context.window.open_record)
        return item

    def _anchor(self) -> tuple[QScrollArea, TimelineItem, int] | None:
        """Return the first event that can be seen, and where, if the reader has scrolled past the newest."""
        if not self._known:
            return None
        area = self.parentWidget()
        while area is not None and not isinstance(area, QScrollArea):
            area = area.parentWidget()
        if area is None:
            return None
        for item in self.items:
            top = item.mapTo(area.viewport(), QPoint(0, 0)).y()
            if top + item.height() > 0:
                return None if item is self.items[0] else (area, item, top)
        return None


def _hold(area: QScrollArea, item: TimelineItem, top: int) -> None:
    """Scroll so that an event stands where it stood."""
    bar = area.verticalScrollBar()
    bar.setValue(bar.value() + item.mapTo(area.viewport(), QPoint(0, 0)).y() - top)
