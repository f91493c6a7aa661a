"""What month, week and day have in common: the day and the entry that are meant, keys, dragging, and what is said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, cast

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QFrame

from crm_desktop.core import clock
from crm_desktop.core.calendar_days import day_title
from crm_desktop.core.entity import Entity
from crm_desktop.core.i18n import _, language, ngettext
from crm_desktop.ui.agenda_contract import ACTIVITY, Entry, WorkTime
from crm_desktop.ui.calendar_painting import words_of
from crm_desktop.ui.editors.base import ENTER

ByDay = dict[date, list[Entry]]
_MOST_TOLD = 20  # entries of a day
Control, Shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@dataclass(frozen=True, slots=True)
class Spot:
    """Something that can be clicked: where it is, on which day, and the entry (None: what opens the day)."""

    box: QRectF
    day: date
    entry: Entry | None = None


@dataclass(frozen=True, slots=True)
class Ghost:
    """Where what is being dragged would go: a day, or a time with its end."""

    begin: date
    end: datetime | None = None


class CalendarView(QAbstractScrollArea):
    """Paints the entries of some days. Subclasses lay them out (``laid_out``) and paint them."""

    opened = Signal(object)  # an entry
    day_opened = Signal(object)
    new_asked = Signal(object, object)  # a day or a time, and its end
    moved = Signal(
        object, object, object
    )  # an entry, its new day or time, and its end (None: as long as before)
    finish_asked = Signal(object)
    delete_asked = Signal(object)
    menu_asked = Signal(object, QPoint)  # an entry or None
    day_changed = Signal(object)
    page_asked = Signal(int)  # periods forward

    def __init__(self, kinds: Entity, *, may_write: bool) -> None:
        super().__init__()
        self.kinds = kinds
        self.may_write = may_write
        self.day = clock.today()
        self.entry: Entry | None = None
        self.first, self.last = self.day, self.day
        self.entries: Sequence[Entry] = ()
        self.work: WorkTime | None = None
        self.by_day: ByDay = {}
        self.spots: list[Spot] = []
        self.ghost: Ghost | None = None
        self._pressed: tuple[QPointF, Spot | None] | None = None
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setMouseTracking(True)

    # ------------------------------------------------------------------ what is shown

    def show_days(self, first: date, last: date, day: date) -> None:
        """Show the days from one to another; ``day`` is the one that is meant."""
        self.first, self.last = first, last
        self.set_day(day)
        self.lay_out()

    def show_entries(self, entries: Sequence[Entry], work: WorkTime, by_day: ByDay | None = None) -> None:
        """Show these entries; ``by_day`` is what :func:`days_of` makes of them."""
        self.entries, self.work = entries, work
        self.by_day = days_of(entries) if by_day is None else by_day
        if self.entry is not None:
            kept = (self.entry.entity, self.entry.id)
            self.entry = next((one for one in entries if (one.entity, one.id) == kept), None)
        self.lay_out()

    def lay_out(self) -> None:
        """Find out again where everything is."""
        self.spots = self.laid_out()
        self._tell()
        self.viewport().update()

    def laid_out(self) -> list[Spot]:
        """Return where everything is that can be clicked, what lies above last."""
        raise NotImplementedError

    def place_of(self, begin: date) -> QRectF:
        """Return the place of a day, or of a time, in this widget."""
        raise NotImplementedError

    def slot_at(self, at: QPointF) -> date | None:
        """Return the day, or the time, at a place; None where there is none."""
        raise NotImplementedError

    def dragged_to(self, entry: Entry, grabbed: date, edge: bool, at: QPointF) -> Ghost | None:
        """Return where an entry would go that was taken at ``grabbed``, or by its lower edge, and is now at a place."""
        raise NotImplementedError

    def drawn(self, begin: date, at: QPointF) -> Ghost | None:
        """Return the time drawn over the hours from ``begin`` to a place, where that can be done."""
        return None

    def is_edge(self, spot: Spot, at: QPointF) -> bool:
        """Tell whether a place is the lower edge of an entry."""
        return False

    def step(self, entry: Entry, event: QKeyEvent) -> Ghost | None:
        """Return where an entry goes by an arrow key."""
        raise NotImplementedError

    # ------------------------------------------------------------------ the day and the entry that are meant

    def set_day(self, day: date, entry: Entry | None = None) -> None:
        """Mean a day, or one of its entries."""
        changed = day != self.day
        self.day, self.entry = day, entry
        self._tell()
        self.viewport().update()
        if changed:
            self.day_changed.emit(day)

    def of_day(self) -> list[Entry]:
        """Return the entries of the day that is meant."""
        return self.by_day.get(self.day, [])

    def spot_at(self, at: QPointF) -> Spot | None:
        """Return what can be clicked at a place."""
        return next((one for one in reversed(self.spots) if one.box.contains(at)), None)

    def _tell(self) -> None:
        """Say the day with its entries, or the entry."""
        title = day_title(self.day, language())
        off = self.work.days_off.get(self.day, "") if self.work is not None else ""
        listed = self.of_day()
        count = ngettext("%(count)d entry", "%(count)d entries", len(listed)) % {"count": len(listed)}
        if self.entry is not None:
            parts = [words_of(self.entry, self.kinds), title]
        else:
            parts = [title, off, count if listed else _("nothing planned")]
            parts += [words_of(one, self.kinds) for one in listed[:_MOST_TOLD]]
        self.setAccessibleName("; ".join(part for part in parts if part))

    def _walk(self, forward: bool) -> bool:
        """Go to the next or the previous entry of the day; tell whether there was one."""
        listed = self.of_day()
        at = next((i for i, one in enumerate(listed) if one is self.entry), -1)
        if at < 0 and not forward:
            at = len(listed)
        to = at + (1 if forward else -1)
        self.set_day(self.day, listed[to] if 0 <= to < len(listed) else None)
        self.bring_into_view()
        return 0 <= to < len(listed)

    def bring_into_view(self) -> None:
        """Scroll to the entry that is meant."""

    def may_move(self, entry: Entry | None) -> bool:
        """Tell whether an entry can be put elsewhere."""
        return entry is not None and self.may_write and entry.entity == ACTIVITY

    # ------------------------------------------------------------------ Qt: keys

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes through the entries of the day first."""
        listed = self.of_day()
        if listed and (self.entry is not None or forward) and self._walk(forward):
            return True
        return super().focusNextPrevChild(forward)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, modifiers = event.key(), event.modifiers()
        arrows = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if key == Qt.Key.Key_Escape and (self._pressed is not None or self.entry is not None):
            self._pressed = self.ghost = None
            self.set_day(self.day)
        elif key in arrows and modifiers & Control:
            self._move_by_key(event)
        elif key in arrows and not modifiers & Qt.KeyboardModifier.AltModifier:
            self.go(Qt.Key(key))
        elif key in {Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}:
            self.page_asked.emit(1 if key == Qt.Key.Key_PageDown else -1)
        elif key == Qt.Key.Key_Home:
            self.set_day(clock.today())
        elif key in ENTER:
            self.opened.emit(self.entry) if self.entry is not None else self.day_opened.emit(self.day)
        elif key == Qt.Key.Key_Space and self.entry is not None and self.entry.entity == ACTIVITY:
            self.finish_asked.emit(self.entry)
        elif key == Qt.Key.Key_N and not modifiers & Control:
            self.new_asked.emit(*self.free_time())
        elif key == Qt.Key.Key_Delete and self.may_move(self.entry):
            self.delete_asked.emit(self.entry)
        else:
            super().keyPressEvent(event)

    def go(self, key: Qt.Key) -> None:
        """Go where an arrow points."""
        raise NotImplementedError

    def free_time(self) -> tuple[date, datetime | None]:
        """Return when something new would be on the day that is meant."""
        return self.day, None

    def _move_by_key(self, event: QKeyEvent) -> None:
        entry = self.entry
        if entry is None or not self.may_move(entry):
            return
        to = self.step(entry, event)
        if to is not None:
            self._put(entry, to)

    def _put(self, entry: Entry, to: Ghost) -> None:
        """Show an entry where it goes at once, and ask that it is written; what is refused is read again."""
        if isinstance(to.begin, datetime):
            end = to.end
            if end is None and entry.begin is not None and entry.end is not None:
                end = to.begin + (entry.end - entry.begin)
            put = replace(cast(Any, entry), day=to.begin.date(), begin=to.begin, end=end)
        else:
            put = replace(cast(Any, entry), day=to.begin, begin=None, end=None)
        if self.work is not None:
            self.show_entries([put if one is entry else one for one in self.entries], self.work)
        self.set_day(put.day, put)
        self.moved.emit(entry, to.begin, to.end)

    # ------------------------------------------------------------------ Qt: mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        at = event.position()
        spot = self.spot_at(at)
        slot = self.slot_at(at)
        if spot is not None:
            self.set_day(spot.day, spot.entry)
        elif slot is not None:
            self.set_day(slot.date() if isinstance(slot, datetime) else slot)
        self._pressed = (at, spot)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.position()
        if self._pressed is None:
            self._show_cursor(at)
            return
        start, spot = self._pressed
        far = (at - start).manhattanLength() >= QApplication.startDragDistance()
        if self.ghost is None and not far:
            return
        slot = self.slot_at(start)
        if spot is None:
            self.ghost = self.drawn(slot, at) if slot is not None and self.may_write else None
        elif spot.entry is not None and self.may_move(spot.entry):
            self.ghost = self.dragged_to(spot.entry, slot or spot.day, self.is_edge(spot, start), at)
        self.viewport().update()

    def _show_cursor(self, at: QPointF) -> None:
        spot = self.spot_at(at)
        shape = Qt.CursorShape.ArrowCursor
        if spot is not None:
            edge = self.may_move(spot.entry) and self.is_edge(spot, at)
            shape = Qt.CursorShape.SizeVerCursor if edge else Qt.CursorShape.PointingHandCursor
        self.viewport().setCursor(shape)
        words = words_of(spot.entry, self.kinds) if spot is not None and spot.entry is not None else ""
        if self.viewport().toolTip() != words:
            from crm_desktop.ui.labels import tooltip

            self.viewport().setToolTip(tooltip(words))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, self._pressed = self._pressed, None
        ghost, self.ghost = self.ghost, None
        if pressed is None or event.button() != Qt.MouseButton.LeftButton:
            return
        spot = pressed[1]
        if ghost is not None and spot is not None and spot.entry is not None:
            self._put(spot.entry, ghost)
        elif ghost is not None:
            self.new_asked.emit(ghost.begin, ghost.end)
        elif spot is not None and spot.entry is None and spot.box.contains(event.position()):
            self.day_opened.emit(spot.day)
        self.viewport().update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        spot, slot = self.spot_at(event.position()), self.slot_at(event.position())
        self._pressed = None
        if spot is not None and spot.entry is not None:
            self.opened.emit(spot.entry)
        elif spot is None and slot is not None:
            end = slot + timedelta(hours=1) if isinstance(slot, datetime) else None
            self.new_asked.emit(slot, end)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        at = event.pos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            spot = next(
                (one for one in self.spots if one.entry is not None and one.entry is self.entry), None
            )
            at = spot.box.bottomLeft().toPoint() if spot is not None else self.viewport().rect().center()
        else:
            spot = self.spot_at(QPointF(at))
            slot = self.slot_at(QPointF(at))
            if spot is not None:
                self.set_day(spot.day, spot.entry)
            elif slot is not None:
                self.set_day(slot.date() if isinstance(slot, datetime) else slot)
        self.menu_asked.emit(self.entry, self.viewport().mapToGlobal(at))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.lay_out()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()


def days_of(entries: Sequence[Entry]) -> ByDay:
    """Return entries by day; what spans several days stands on each of them."""
    found: ByDay = {}
    for one in entries:
        day = one.day
        if day is None:
            continue
        found.setdefault(day, []).append(one)
        last = one.last_day if one.end is not None else day
        while last is not None and day < last:
            day += timedelta(days=1)
            found.setdefault(day, []).append(one)
    return found
