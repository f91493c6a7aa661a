"""How an entry of a calendar looks: a thin bar in the colour of its kind, its time, its subject; quiet once done."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from crm_desktop.core import clock
from crm_desktop.core.activity_icons import activity_icon
from crm_desktop.core.calendar_days import clock_text
from crm_desktop.core.entity import Entity
from crm_desktop.core.i18n import _
from crm_desktop.core.kinds import Choice, Colour, Locale
from crm_desktop.ui import icons, theme
from crm_desktop.ui.agenda_contract import Entry

_BAR = 3
_PAD = 4
_WHOM = 80  # pixels that are worth a name
_NARROW = 10  # pixels in which no text is painted
_MIDDLE = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft


def colour_of(entity: Entity, entry: Entry) -> Colour:
    """Return the colour of an entry: that of its kind."""
    kind = entity.field("kind").kind
    return kind.colour(entry.kind) if isinstance(kind, Choice) and entry.entity == entity.name else "purple"


def is_late(entry: Entry) -> bool:
    """Tell whether an entry is still to be done although its time has passed."""
    if entry.done or entry.day is None or entry.entity != "activity":
        return False
    if entry.begin is not None:
        return (entry.end or entry.begin) < clock.local_now()
    return entry.day < clock.today()


def title_of(entry: Entry) -> str:
    """Return what an entry is, where its icon does not say it."""
    return _("Birthday: %(name)s") % {"name": entry.subject} if entry.kind == "birthday" else entry.subject


def words_of(entry: Entry, kinds: Entity) -> str:
    """Return an entry as a screen reader says it: its time, kind, subject, with whom, and how it stands."""
    times = "–".join(clock_text(one) for one in (entry.begin, entry.end) if one is not None)
    kind = kinds.field("kind").kind.show(entry.kind, Locale()) if entry.entity == kinds.name else ""
    state = _("done") if entry.done else _("overdue") if is_late(entry) else ""
    return ", ".join(part for part in (times, kind, title_of(entry), entry.whom, state) if part)


@lru_cache(maxsize=8)
def small(weight: int = 400) -> QFont:
    """Return the type of entries."""
    return theme.font(theme.SMALL_PIXELS, QFont.Weight(weight), tabular=True)


def paint_line(
    painter: QPainter, box: QRectF, entry: Entry, colour: Colour, *, chosen: bool, shows_time: bool = True
) -> None:
    """Paint an entry as one line: in a month, or among what has no hour."""
    of = theme.tokens()
    ground, ink = of.badges["grey" if entry.done else colour]
    painter.setPen(Qt.PenStyle.NoPen)
    if chosen or entry.begin is None:
        painter.setBrush(QColor(of.selection if chosen else of.hover if entry.done else ground))
        painter.drawRoundedRect(box, 4, 4)
    painter.setBrush(QColor(ink))
    painter.drawRoundedRect(QRectF(box.left() + 1, box.top() + 3, _BAR, box.height() - 6), 1.5, 1.5)
    left = box.left() + _BAR + 2 + _PAD
    if entry.entity != "activity":
        picture = icons.pixmap(
            activity_icon(entry.kind), QColor(ink), 13, painter.device().devicePixelRatioF()
        )
        painter.drawPixmap(QPointF(left - 1, box.center().y() - 6.5), picture)
        left += 16
    painter.setFont(small())
    if entry.begin is not None and shows_time:
        time = clock_text(entry.begin)
        painter.setPen(QColor(of.badges["red"][1] if is_late(entry) else of.muted))
        painter.drawText(QRectF(left, box.top(), 60, box.height()), _MIDDLE, time)
        left += QFontMetricsF(small()).horizontalAdvance(time) + 5
    _paint_text(painter, QRectF(left, box.top(), box.right() - left - 2, box.height()), entry, entry.whom)


def _paint_text(painter: QPainter, box: QRectF, entry: Entry, about: str, *, is_block: bool = False) -> None:
    """Paint the subject: quiet when it is done, red when it is late and has no time beside it that says so.

    Behind it stands ``about``, where there is room for that.
    """
    of = theme.tokens()
    late = is_late(entry) and (entry.begin is None or is_block)
    painter.setPen(QColor(of.muted if entry.done else of.badges["red"][1] if late else of.text))
    font = small()
    painter.setFont(font)
    metrics = QFontMetricsF(font)
    painter.drawText(
        box, _MIDDLE, metrics.elidedText(entry.subject, Qt.TextElideMode.ElideRight, max(0.0, box.width()))
    )
    left = metrics.horizontalAdvance(entry.subject) + 10
    if not about or box.width() - left < _WHOM:
        return
    painter.setPen(QColor(of.muted))
    shown = metrics.elidedText(about, Qt.TextElideMode.ElideRight, box.width() - left)
    painter.drawText(box.adjusted(left, 0, 0, 0), _MIDDLE, shown)


def paint_block(painter: QPainter, box: QRectF, entry: Entry, colour: Colour, *, chosen: bool) -> None:
    """Paint an entry as a block between its hours."""
    of = theme.tokens()
    ground, ink = of.badges["grey" if entry.done else colour]
    painter.setPen(QPen(QColor(of.accent if chosen else of.window), 1))
    painter.setBrush(QColor(ground))
    painter.drawRoundedRect(box, 4, 4)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(ink))
    painter.drawRoundedRect(QRectF(box.left() + 1, box.top() + 2, _BAR, box.height() - 4), 1.5, 1.5)
    inner = box.adjusted(_BAR + 2 + _PAD, 2, -_PAD, -2)
    if inner.width() < _NARROW:
        return
    first = QRectF(inner.left(), inner.top(), inner.width(), min(17.0, inner.height()))
    is_low = inner.height() < 32
    times = " – ".join(clock_text(one) for one in (entry.begin, entry.end) if one is not None)
    below = " · ".join(part for part in (times, entry.whom) if part)
    _paint_text(painter, first, entry, below if is_low else "", is_block=True)
    if is_low or entry.begin is None:
        return
    painter.setPen(QColor(of.badges["red"][1] if is_late(entry) else of.muted))
    font = small()
    shown = QFontMetricsF(font).elidedText(below, Qt.TextElideMode.ElideRight, inner.width())
    painter.drawText(QRectF(inner.left(), inner.top() + 17, inner.width(), 16), _MIDDLE, shown)


def paint_day_number(painter: QPainter, box: QRectF, text: str, *, today: bool, quiet: bool) -> None:
    """Paint the number of a day; that of today in a circle of the accent."""
    of = theme.tokens()
    font = small(600 if today else 500)
    painter.setFont(font)
    if today:
        width = max(20.0, QFontMetricsF(font).horizontalAdvance(text) + 12)
        box = QRectF(box.left(), box.top(), width, 20)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(of.accent))
        painter.drawRoundedRect(box, 10, 10)
        painter.setPen(QColor(of.on_accent))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
        return
    painter.setPen(QColor(of.muted if quiet else of.text))
    painter.drawText(box.adjusted(4, 0, 0, 0), _MIDDLE, text)
