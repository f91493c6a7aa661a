"""How days with their hours are painted, apart from the blocks of the entries themselves."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from crm_desktop.core import clock
from crm_desktop.core.calendar_days import weekday_name
from crm_desktop.core.i18n import _, language
from crm_desktop.ui import calendar_painting as painting
from crm_desktop.ui import theme
from crm_desktop.ui.calendar_minutes import DEFAULT, GUTTER, HEAD, HOUR, MOST_ABOVE, minutes_of

if TYPE_CHECKING:
    from crm_desktop.ui.calendar_hours import HoursView

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def paint_hours(view: HoursView, painter: QPainter) -> None:
    """Paint the hours: those in which the firm works lighter, with their lines and times."""
    of = theme.tokens()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    for day in view.days:
        column = view.column_of(day)
        painter.fillRect(column, QColor(of.side))
        for begin, end in view.work.on(day) if view.work is not None else ():
            top = view.height_of(begin)
            painter.fillRect(
                QRectF(column.left(), top, column.width(), (end - begin) / 60 * HOUR), QColor(of.window)
            )
    painter.setFont(painting.small())
    for hour in range(25):
        y = round(view.height_of(hour * 60))
        painter.setPen(QPen(QColor(of.line), 1))
        painter.drawLine(GUTTER, y, view.viewport().width(), y)
        if 0 < hour < 24:
            painter.setPen(QColor(of.muted))
            painter.drawText(QRectF(0, y - 9, GUTTER - 8, 18), _RIGHT, f"{hour:02d}:00")
    painter.setPen(QPen(QColor(of.line), 1))
    for day in view.days:
        left = round(view.column_of(day).left())
        painter.drawLine(left, int(view.top), left, view.viewport().height())
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)


def paint_ghost(view: HoursView, painter: QPainter) -> None:
    """Paint where what is being dragged or drawn would go."""
    ghost = view.ghost
    if ghost is None or not isinstance(ghost.begin, datetime):
        return
    of = theme.tokens()
    column = view.column_of(ghost.begin.date())
    begin = minutes_of(ghost.begin)
    length = (ghost.end - ghost.begin).total_seconds() / 60 if ghost.end is not None else DEFAULT
    box = QRectF(column.left() + 3, view.height_of(begin) + 1, column.width() - 8, length / 60 * HOUR - 2)
    painter.setPen(QPen(QColor(of.accent), 1.5))
    ground = QColor(of.soft)
    ground.setAlpha(200)
    painter.setBrush(ground)
    painter.drawRoundedRect(box, 4, 4)
    painter.setPen(QColor(of.accent))
    painter.setFont(painting.small(600))
    end = ghost.end or ghost.begin + timedelta(minutes=DEFAULT)
    text = f"{ghost.begin:%H:%M} – {end:%H:%M}"
    painter.drawText(QRectF(box.left() + 8, box.top(), box.width(), min(20.0, box.height())), _LEFT, text)


def paint_now(view: HoursView, painter: QPainter) -> None:
    """Paint the line of the present moment."""
    now = clock.local_now()
    if not view.first <= now.date() <= view.last:
        return
    red = QColor(theme.tokens().badges["red"][1])
    column, y = view.column_of(now.date()), view.height_of(minutes_of(now))
    painter.setPen(QPen(red, 1.5))
    painter.drawLine(QPointF(column.left(), y), QPointF(column.right(), y))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(red)
    painter.drawEllipse(QPointF(column.left(), y), 3.5, 3.5)


def paint_heads(view: HoursView, painter: QPainter) -> None:
    """Paint what stands over the hours: the days, and what has no hour."""
    of = theme.tokens()
    painter.fillRect(QRectF(0, 0, view.viewport().width(), view.top), QColor(of.window))
    target = view.ghost.begin if view.ghost is not None else None
    for day in view.days:
        column = view.column_of(day)
        head = QRectF(column.left(), 0, column.width(), view.top)
        if target is not None and not isinstance(target, datetime) and target == day:
            painter.fillRect(head.adjusted(1, 1, -1, -1), QColor(of.soft))
        painter.setPen(QPen(QColor(of.line), 1))
        painter.drawLine(QPointF(column.left(), 0), QPointF(column.left(), view.top))
        paint_head(view, painter, day, head)
        if day == view.day and len(view.days) > 1:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(of.accent if view.hasFocus() else of.edge))
            painter.drawRect(QRectF(column.left() + 1, 0, column.width() - 1, 2))
    for spot in view.spots:
        if spot.entry is not None and not view.has_hours(spot.entry, spot.day):
            colour = painting.colour_of(view.kinds, spot.entry)
            painting.paint_line(
                painter,
                spot.box,
                spot.entry,
                colour,
                chosen=spot.entry is view.entry,
                shows_time=spot.day == spot.entry.day,
            )
        elif spot.entry is None and spot.box.top() > 0:
            painter.setPen(QColor(of.muted))
            painter.setFont(painting.small(500))
            count = len(view.above(spot.day)) - MOST_ABOVE + 1
            painter.drawText(spot.box.adjusted(6, 0, 0, 0), _LEFT, _("+%(count)d more") % {"count": count})
    painter.setPen(QPen(QColor(of.line), 1))
    painter.drawLine(QPointF(0, view.top), QPointF(view.viewport().width(), view.top))


def paint_head(view: HoursView, painter: QPainter, day: date, head: QRectF) -> None:
    """Paint the name and the number of a day."""
    of = theme.tokens()
    painter.setFont(painting.small(500))
    name = weekday_name(day.weekday(), language())
    painter.setPen(QColor(of.muted))
    painter.drawText(QRectF(head.left() + 8, 2, 60, HEAD - 4), _LEFT, name)
    left = head.left() + 12 + painter.fontMetrics().horizontalAdvance(name)
    number = QRectF(left, (HEAD - 20) / 2, 40, 20)
    painting.paint_day_number(painter, number, str(day.day), today=day == clock.today(), quiet=False)
    off = view.work.days_off.get(day, "") if view.work is not None else ""
    if off:
        painter.setFont(painting.small())
        painter.setPen(QColor(of.muted))
        painter.drawText(QRectF(left + 34, 0, head.right() - left - 40, HEAD), _RIGHT, off)
