"""A month: whole weeks, a few entries in each day, and "+3 more" where there is no room."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen

from crm_desktop.core import clock
from crm_desktop.core.calendar_days import WEEK, short_day, weekday_name
from crm_desktop.core.i18n import _, language, ngettext
from crm_desktop.ui import calendar_painting as painting
from crm_desktop.ui import theme
from crm_desktop.ui.agenda_contract import ACTIVITY, Entry
from crm_desktop.ui.calendar_view import CalendarView, Ghost, Spot

_HEAD = 30
_NUMBER = 26
_LINE, _GAP = 20, 2
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -WEEK, Qt.Key.Key_Down: WEEK}
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class MonthView(CalendarView):
    """Shows the whole weeks of a month. ``month`` is the one whose days are not quiet."""

    month = date(1970, 1, 1)

    def show_month(self, month: date, first: date, last: date, day: date) -> None:
        """Show a month in its weeks."""
        self.month = month
        self.show_days(first, last, day)

    # ------------------------------------------------------------------ where everything is

    @property
    def _weeks(self) -> int:
        return ((self.last - self.first).days + 1) // WEEK

    def box_of(self, day: date) -> QRectF:
        """Return the place of a day."""
        number = (day - self.first).days
        width = self.viewport().width() / WEEK
        height = (self.viewport().height() - _HEAD) / max(1, self._weeks)
        return QRectF(number % WEEK * width, _HEAD + number // WEEK * height, width, height)

    def place_of(self, begin: date) -> QRectF:
        return self.box_of(begin.date() if isinstance(begin, datetime) else begin)

    def slot_at(self, at: QPointF) -> date | None:
        width = self.viewport().width() / WEEK
        height = (self.viewport().height() - _HEAD) / max(1, self._weeks)
        if at.y() < _HEAD or not 0 <= at.x() < self.viewport().width() or height <= 0:
            return None
        row = min(self._weeks - 1, int((at.y() - _HEAD) // height))
        return self.first + timedelta(days=row * WEEK + min(WEEK - 1, int(at.x() // width)))

    def laid_out(self) -> list[Spot]:
        found: list[Spot] = []
        for number in range((self.last - self.first).days + 1):
            found += self._spots_of(self.first + timedelta(days=number))
        return found

    def _spots_of(self, day: date) -> list[Spot]:
        box, listed = self.box_of(day), self.by_day.get(day, [])
        spots = [Spot(QRectF(box.left() + 4, box.top() + 3, 30, 20), day)]
        room = max(0, int((box.height() - _NUMBER - 2) // (_LINE + _GAP)))
        shown = listed if len(listed) <= room else _foremost(listed, max(0, room - 1))
        for number, entry in enumerate(shown):
            spots.append(Spot(self._line(box, number), day, entry))
        if len(shown) < len(listed):
            spots.append(Spot(self._line(box, len(shown)), day))
        return spots

    @staticmethod
    def _line(box: QRectF, number: int) -> QRectF:
        top = box.top() + _NUMBER + number * (_LINE + _GAP)
        return QRectF(box.left() + 3, top, box.width() - 7, _LINE)

    # ------------------------------------------------------------------ moving

    def go(self, key: Qt.Key) -> None:
        self.set_day(self.day + timedelta(days=_STEPS[key]))

    def step(self, entry: Entry, event: QKeyEvent) -> Ghost | None:
        return self._shifted(entry, _STEPS[Qt.Key(event.key())])

    def dragged_to(self, entry: Entry, grabbed: date, edge: bool, at: QPointF) -> Ghost | None:
        day = self.slot_at(at)
        return None if day is None or day == grabbed else self._shifted(entry, (day - grabbed).days)

    @staticmethod
    def _shifted(entry: Entry, days: int) -> Ghost | None:
        begin = entry.begin or entry.day
        return None if begin is None else Ghost(begin + timedelta(days=days))

    # ------------------------------------------------------------------ Qt

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(event.rect(), QColor(theme.tokens().window))
        self._paint_grounds(painter)
        self._paint_heads(painter)
        for number in range((self.last - self.first).days + 1):
            self._paint_day(painter, self.first + timedelta(days=number))
        for spot in self.spots:
            if spot.entry is not None:
                chosen = spot.entry is self.entry
                painting.paint_line(
                    painter,
                    spot.box,
                    spot.entry,
                    painting.colour_of(self.kinds, spot.entry),
                    chosen=chosen,
                    shows_time=spot.day == spot.entry.day,
                )
            elif spot.box.width() > 30:
                self._paint_more(painter, spot)
        painter.end()

    def _paint_grounds(self, painter: QPainter) -> None:
        """Paint what lies under the days: other months, lines, the day that is meant, where something is dragged."""
        of = theme.tokens()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        for number in range((self.last - self.first).days + 1):
            day = self.first + timedelta(days=number)
            box = self.box_of(day)
            if (day.year, day.month) != (self.month.year, self.month.month):
                painter.fillRect(box, QColor(of.side))
            painter.setPen(QPen(QColor(of.line), 1))
            painter.drawLine(QPointF(box.left(), box.top()), QPointF(box.right(), box.top()))
            if number % WEEK:
                painter.drawLine(QPointF(box.left(), box.top()), QPointF(box.left(), box.bottom()))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        target = self.ghost.begin if self.ghost is not None else None
        if isinstance(target, datetime):
            target = target.date()
        if target is not None and self.first <= target <= self.last:
            painter.fillRect(self.box_of(target).adjusted(1, 1, -1, -1), QColor(of.soft))
        if self.first <= self.day <= self.last:
            painter.setPen(QPen(QColor(of.accent if self.hasFocus() else of.edge), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(self.box_of(self.day).adjusted(1.5, 1.5, -1.5, -1.5), 4, 4)

    def _paint_heads(self, painter: QPainter) -> None:
        painter.setFont(painting.small(500))
        painter.setPen(QColor(theme.tokens().muted))
        for number in range(WEEK):
            box = self.box_of(self.first + timedelta(days=number))
            name = weekday_name((self.first + timedelta(days=number)).weekday(), language())
            painter.drawText(QRectF(box.left() + 8, 0, box.width() - 12, _HEAD), _LEFT, name)

    def _paint_day(self, painter: QPainter, day: date) -> None:
        box = self.box_of(day)
        outside = (day.year, day.month) != (self.month.year, self.month.month)
        number = QRectF(box.left() + 4, box.top() + 3, box.width() - 10, 20)
        painting.paint_day_number(
            painter, number, short_day(day, language()), today=day == clock.today(), quiet=outside
        )
        off = self.work.days_off.get(day, "") if self.work is not None else ""
        if off:
            painter.setFont(painting.small())
            painter.setPen(QColor(theme.tokens().muted))
            painter.drawText(number.adjusted(44, 0, 0, 0), _RIGHT, off)

    def _paint_more(self, painter: QPainter, spot: Spot) -> None:
        shown = sum(one.day == spot.day and one.entry is not None for one in self.spots)
        count = len(self.by_day.get(spot.day, [])) - shown
        painter.setFont(painting.small(500))
        painter.setPen(QColor(theme.tokens().muted))
        text = _("+%(count)d more") if shown else ngettext("%(count)d entry", "%(count)d entries", count)
        painter.drawText(spot.box.adjusted(6, 0, 0, 0), _LEFT, text % {"count": count})


def _foremost(listed: Sequence[Entry], count: int) -> list[Entry]:
    """Return the entries of a day that are shown where there is no room for all: what is to be done before the rest."""
    kept = sorted(listed, key=lambda one: (one.done, one.entity != ACTIVITY))[:count]
    return [one for one in listed if one in kept]
