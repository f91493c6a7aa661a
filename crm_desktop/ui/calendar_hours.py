"""Days with their hours: a week, or one day. What has no hour stands above, what overlaps side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from PySide6.QtCore import QPointF, QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QResizeEvent

from crm_desktop.core.entity import Entity
from crm_desktop.ui import calendar_hours_painting, theme
from crm_desktop.ui import calendar_painting as painting
from crm_desktop.ui.agenda_contract import Entry, WorkTime
from crm_desktop.ui.calendar_lanes import Lane, lanes
from crm_desktop.ui.calendar_minutes import (
    DAY,
    DEFAULT,
    GUTTER,
    HEAD,
    HOUR,
    MOST_ABOVE,
    STEP,
    minutes_of,
    snapped,
    span_of,
    time_of,
)
from crm_desktop.ui.calendar_view import ByDay, CalendarView, Ghost, Shift, Spot

_LINE, _GAP = 20, 2
_SHORTEST = 25  # minutes that a block is high at least
_EDGE = 6


@dataclass(frozen=True, slots=True)
class _Placed:
    """An entry with the minutes of the day that it takes, and its place beside others."""

    entry: Entry
    begin: int
    end: int
    lane: Lane


class HoursView(CalendarView):
    """Shows one or several days with their hours."""

    def __init__(self, kinds: Entity, *, may_write: bool) -> None:
        super().__init__(kinds, may_write=may_write)
        self._scrolled = False
        self.top = float(HEAD)  # where the hours begin
        self._placed: dict[date, list[_Placed]] = {}
        self.verticalScrollBar().setSingleStep(HOUR // 2)
        self.verticalScrollBar().valueChanged.connect(lambda _at: self._on_scrolled())
        self._minute = QTimer(self, interval=60_000)
        self._minute.timeout.connect(self.viewport().update)
        self._minute.start()

    def _on_scrolled(self) -> None:
        self.spots = self._found_spots()
        self.viewport().update()

    def show_entries(self, entries: Sequence[Entry], work: WorkTime, by_day: ByDay | None = None) -> None:
        super().show_entries(entries, work, by_day)
        self._fit_bar()
        if not self._scrolled and self.viewport().height() > HEAD:
            self._scrolled = True
            self._scroll_to_work()

    # ------------------------------------------------------------------ where everything is

    @property
    def days(self) -> list[date]:
        """The days that are shown."""
        return [self.first + timedelta(days=number) for number in range((self.last - self.first).days + 1)]

    def above(self, day: date) -> list[Entry]:
        """Return what stands above the hours of a day: what has none, or takes all of them."""
        return [one for one in self.by_day.get(day, []) if not self.has_hours(one, day)]

    @staticmethod
    def has_hours(entry: Entry, day: date) -> bool:
        if entry.begin is None:
            return False
        whole = entry.end is not None and entry.begin.date() < day < entry.end.date()
        return not whole

    def column_of(self, day: date) -> QRectF:
        width = (self.viewport().width() - GUTTER) / len(self.days)
        return QRectF(
            GUTTER + (day - self.first).days * width, self.top, width, self.viewport().height() - self.top
        )

    def height_of(self, minute: float) -> float:
        return self.top + minute / 60 * HOUR - self.verticalScrollBar().value()

    def _day_at(self, x: float) -> date | None:
        width = (self.viewport().width() - GUTTER) / len(self.days)
        number = int((x - GUTTER) // width) if width > 0 else -1
        return self.days[number] if x >= GUTTER and 0 <= number < len(self.days) else None

    def _minute_at(self, y: float) -> int:
        minute = (y - self.top + self.verticalScrollBar().value()) / HOUR * 60
        return max(0, min(DAY, round(minute)))

    def place_of(self, begin: date) -> QRectF:
        if not isinstance(begin, datetime):
            column = self.column_of(begin)
            return QRectF(column.left(), 0, column.width(), self.top)
        column = self.column_of(begin.date())
        return QRectF(column.left(), self.height_of(minutes_of(begin)), column.width(), HOUR)

    def slot_at(self, at: QPointF) -> date | None:
        day = self._day_at(at.x())
        if day is None or at.y() < self.top:
            return day
        minute = min(DAY - STEP, self._minute_at(at.y()) // (2 * STEP) * 2 * STEP)
        return time_of(day, minute)

    def laid_out(self) -> list[Spot]:
        most = max((len(self.above(day)) for day in self.days), default=0)
        self.top = HEAD + min(most, MOST_ABOVE) * (_LINE + _GAP) + (6.0 if most else 2.0)
        self._placed = {day: self._side_by_side(day) for day in self.days}
        return self._found_spots()

    def _found_spots(self) -> list[Spot]:
        """Return what is in sight: the blocks between the hours, and over them what stands above."""
        if not self.viewport().width():
            return []
        blocks = [spot for day in self.days for spot in self._blocks(day)]
        return [*blocks, *(spot for day in self.days for spot in self._lines(day))]

    def _side_by_side(self, day: date) -> list[_Placed]:
        spans = sorted(
            ((*span_of(one, day), one) for one in self.by_day.get(day, []) if self.has_hours(one, day)),
            key=lambda one: (one[0], -one[1]),
        )
        shown = [(begin, max(end, begin + _SHORTEST)) for begin, end, _entry in spans]
        return [
            _Placed(one[2], begin, end, lane)
            for one, (begin, end), lane in zip(spans, shown, lanes(shown), strict=True)
        ]

    def _blocks(self, day: date) -> list[Spot]:
        column, found = self.column_of(day), []
        zero, bottom = self.height_of(0), self.viewport().height()
        for one in self._placed.get(day, ()):
            top = zero + one.begin / 60 * HOUR + 1
            height = (one.end - one.begin) / 60 * HOUR - 2
            if top + height > self.top and top < bottom:
                width = (column.width() - 8) / one.lane.count
                left = column.left() + 3 + one.lane.number * width
                found.append(Spot(QRectF(left, top, width * one.lane.width - 1, height), day, one.entry))
        return found

    def _lines(self, day: date) -> list[Spot]:
        column, listed = self.column_of(day), self.above(day)
        found = [Spot(QRectF(column.left(), 0, column.width(), HEAD), day)]
        shown = listed if len(listed) <= MOST_ABOVE else listed[: MOST_ABOVE - 1]
        for number in range(min(len(listed), MOST_ABOVE)):
            top = HEAD + number * (_LINE + _GAP)
            box = QRectF(column.left() + 3, top, column.width() - 7, _LINE)
            found.append(Spot(box, day, listed[number] if number < len(shown) else None))
        return found

    # ------------------------------------------------------------------ scrolling

    def _fit_bar(self) -> None:
        page = max(0, self.viewport().height() - int(self.top))
        self.verticalScrollBar().setPageStep(page)
        self.verticalScrollBar().setRange(0, max(0, 24 * HOUR - page))

    def _scroll_to_work(self) -> None:
        hours = [one for day in self.days for one in (self.work.on(day) if self.work is not None else ())]
        begins = [begin for begin, _end in hours] + [9 * 60]
        begins += [minutes_of(one.begin) for one in self.entries if one.begin is not None]
        self.verticalScrollBar().setValue(int(max(0, min(begins) - 30) / 60 * HOUR))

    def bring_into_view(self) -> None:
        if self.entry is None or not self.has_hours(self.entry, self.day):
            return
        begin, end = span_of(self.entry, self.day)
        bar = self.verticalScrollBar()
        room = self.viewport().height() - self.top
        low, high = begin / 60 * HOUR, max(end, begin + _SHORTEST) / 60 * HOUR
        if low < bar.value():
            bar.setValue(int(low) - 8)
        elif high > bar.value() + room:
            bar.setValue(int(high - room) + 8)

    # ------------------------------------------------------------------ moving

    def go(self, key: Qt.Key) -> None:
        if key in {Qt.Key.Key_Left, Qt.Key.Key_Right}:
            self.set_day(self.day + timedelta(days=1 if key == Qt.Key.Key_Right else -1))
        elif not self._walk(key == Qt.Key.Key_Down) and not self.of_day():
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + (HOUR if key == Qt.Key.Key_Down else -HOUR))

    def free_time(self) -> tuple[date, datetime | None]:
        after = self.entry.end or self.entry.begin if self.entry is not None else None
        if after is None:
            working = self.work.on(self.day) if self.work is not None else ()
            after = time_of(self.day, working[0][0] if working else 9 * 60)
            for one in self.of_day():
                if one.begin is not None and one.begin < after + timedelta(hours=1):
                    after = max(after, one.end or one.begin + timedelta(minutes=DEFAULT))
        return after, after + timedelta(hours=1)

    def step(self, entry: Entry, event: QKeyEvent) -> Ghost | None:
        sideways = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        begin = entry.begin or entry.day
        if begin is None:
            return None
        if sideways is not None:
            return Ghost(begin + timedelta(days=sideways))
        if entry.begin is None:
            return None
        change = timedelta(minutes=STEP if event.key() == Qt.Key.Key_Down else -STEP)
        if event.modifiers() & Shift:
            end = entry.end or entry.begin + timedelta(minutes=DEFAULT)
            return Ghost(entry.begin, max(entry.begin + timedelta(minutes=STEP), end + change))
        return Ghost(entry.begin + change)

    def is_edge(self, spot: Spot, at: QPointF) -> bool:
        return (
            spot.entry is not None
            and spot.entry.begin is not None
            and spot.box.top() >= self.top - HOUR
            and spot.box.bottom() - at.y() <= _EDGE
            and spot.box.height() > 2 * _EDGE
            and spot.entry.last_day == spot.day
        )

    def dragged_to(self, entry: Entry, grabbed: date, edge: bool, at: QPointF) -> Ghost | None:
        self._scroll_at_edges(at)
        day = self._day_at(min(max(at.x(), GUTTER), self.viewport().width() - 1))
        if day is None:
            return None
        if at.y() < self.top:
            return Ghost(day)
        minute = self._minute_at(at.y())
        if edge and entry.begin is not None:
            end = time_of(entry.begin.date(), snapped(minute))
            return Ghost(entry.begin, max(end, entry.begin + timedelta(minutes=STEP)))
        if entry.begin is None or not isinstance(grabbed, datetime) or self._pressed is None:
            return Ghost(
                time_of(day, snapped(minute - STEP)), time_of(day, snapped(minute - STEP) + 2 * DEFAULT)
            )
        taken = self._minute_at(self._pressed[0].y()) - minutes_of(entry.begin)
        begin = time_of(day, max(0, min(DAY - STEP, snapped(minute - max(0, taken)))))
        return Ghost(begin, begin + (entry.end - entry.begin) if entry.end is not None else None)

    def drawn(self, begin: date, at: QPointF) -> Ghost | None:
        if not isinstance(begin, datetime) or self._pressed is None:
            return None
        self._scroll_at_edges(at)
        start = self._minute_at(self._pressed[0].y()) // STEP * STEP
        low, high = sorted((start, snapped(self._minute_at(at.y()))))
        return Ghost(time_of(begin.date(), low), time_of(begin.date(), max(high, low + STEP)))

    def _scroll_at_edges(self, at: QPointF) -> None:
        bar = self.verticalScrollBar()
        if at.y() > self.viewport().height() - 16:
            bar.setValue(bar.value() + 12)
        elif self.top <= at.y() < self.top + 16:
            bar.setValue(bar.value() - 12)

    # ------------------------------------------------------------------ Qt

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_bar()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(event.rect(), QColor(theme.tokens().window))
        painter.setClipRect(QRectF(0, self.top, self.viewport().width(), self.viewport().height()))
        calendar_hours_painting.paint_hours(self, painter)
        for spot in self.spots:
            if spot.entry is not None and self.has_hours(spot.entry, spot.day):
                colour = painting.colour_of(self.kinds, spot.entry)
                painting.paint_block(painter, spot.box, spot.entry, colour, chosen=spot.entry is self.entry)
        calendar_hours_painting.paint_ghost(self, painter)
        calendar_hours_painting.paint_now(self, painter)
        painter.setClipping(False)
        calendar_hours_painting.paint_heads(self, painter)
        painter.end()
