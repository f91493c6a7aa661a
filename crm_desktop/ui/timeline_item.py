"""One event of a timeline as it is drawn: its icon in a circle, its title, when and who, and what was said."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QEnterEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from crm_desktop.core import clock
from crm_desktop.core.formatting import NO_BREAK_SPACE, local_moment
from crm_desktop.core.i18n import _
from crm_desktop.core.kinds import Locale
from crm_desktop.ui import icons, theme
from crm_desktop.ui.buttons import Button
from crm_desktop.ui.flow_layout import FlowLayout
from crm_desktop.ui.labels import ElidedLabel, PlainLabel, label
from crm_desktop.ui.parted_label import DOT, PartedLabel
from crm_desktop.ui.record_contract import Event
from crm_desktop.ui.times import exact_words, moment_words, near_day

_LONGEST_BODY = 600
_UNBROKEN = 24  # characters of an amount, a time or a name that are not parted
_KEPT = {ord(" "): NO_BREAK_SPACE}  # the space at which lines may end, and that at which not


def when(event: Event, locale: Locale) -> str:
    """Return when an event was in words; of a task that is not done, until when it is to be."""
    if event.due is not None:
        return _("Due: %(day)s") % {"day": near_day(event.due, inside=True)}
    if event.is_day:
        return near_day(local_moment(event.at, locale.zone or clock.zone()).date())
    return moment_words(event.at, locale)


class TimelineItem(QWidget):
    """Shows an event. Its title opens the record that it is about."""

    undo_clicked = Signal(object)
    opened = Signal(str, object)  # an id is longer than the int of a signal

    def __init__(self, event: Event, locale: Locale, may_undo: bool) -> None:
        super().__init__()
        self.event_shown = event
        self._zone = locale.zone or clock.zone()
        self.title = TitleLink(event.title, self._on_opened if event.about else None)
        can_undo = bool(event.transaction and may_undo and not event.undone)
        self.meta = self._meta(event, locale, one_line=can_undo)
        column = QVBoxLayout()
        column.setSpacing(1)
        column.addWidget(self.title)
        column.addWidget(self._with_undo(event) if can_undo else self.meta)
        if event.body:
            column.addSpacing(3)
            column.addWidget(_selectable(event.body))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(IconCircle(event.icon), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(column, 1)
        self.setAccessibleName(f"{event.title}, {when(event, locale)}")

    def _meta(self, event: Event, locale: Locale, *, one_line: bool) -> QLabel:
        told = [one.translate(_KEPT) if len(one) <= _UNBROKEN else one for one in event.meta]
        parts = [when(event, locale), *told, *([_("undone")] if event.undone else [])]
        is_late = event.due is not None and event.due < clock.today()
        tone = "warning" if is_late else "muted"
        made: QLabel = (
            ElidedLabel(DOT.join(parts), tone=tone, scale="small")
            if one_line
            else PartedLabel(parts, tone=tone)
        )
        made.setFont(theme.font(theme.SMALL_PIXELS, tabular=True))
        return made

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and not self.toolTip():
            shown = self.event_shown
            day = local_moment(shown.at, self._zone).date() if shown.is_day else None
            self.setToolTip(exact_words(shown.due or day or shown.at, self._zone))
        return super().event(event)

    def _with_undo(self, event: Event) -> QWidget:
        """Return the line with the link behind it, or under it where there is no room."""
        made = QWidget()
        flow = FlowLayout(made, gap=2)
        flow.addWidget(self.meta)
        flow.addWidget(self._undo_link(event))
        return made

    def _undo_link(self, event: Event) -> Button:
        word = _("redo") if event.change == "undo" else _("undo")
        made = Button(word, look="inline", clicked=lambda: self.undo_clicked.emit(event))
        made.setAccessibleName(f"{word}: {event.title}")
        return made

    def _on_opened(self) -> None:
        if self.event_shown.about is not None:
            self.opened.emit(*self.event_shown.about)


def _selectable(text: str) -> QLabel:
    shown = text if len(text) <= _LONGEST_BODY else text[:_LONGEST_BODY].rstrip() + "…"
    made = label(shown)
    made.setWordWrap(True)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return made


class TitleLink(PlainLabel):
    """A title that opens a record by click, Enter or Space, underlined where that would happen; else plain text."""

    def __init__(self, text: str, follow: Callable[[], object] | None) -> None:
        super().__init__()
        self._follow = follow
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(text)
        self.setProperty("strong", "true")
        self.setWordWrap(True)
        if follow is None:
            self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        else:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
            self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self.setAccessibleName(_("Open %(name)s") % {"name": text})

    def _mark(self) -> None:
        font = self.font()
        font.setUnderline(self._follow is not None and (self.hasFocus() or self.underMouse()))
        self.setFont(font)

    def keyPressEvent(self, ev: QKeyEvent) -> None:
        if self._follow is not None and ev.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self._follow()
        else:
            super().keyPressEvent(ev)

    def mousePressEvent(self, ev: QMouseEvent) -> None:
        if self._follow is not None:
            ev.accept()
        else:
            super().mousePressEvent(ev)

    def mouseReleaseEvent(self, ev: QMouseEvent) -> None:
        if self._follow is not None and ev.button() == Qt.MouseButton.LeftButton:
            self._follow()
        else:
            super().mouseReleaseEvent(ev)

    def focusInEvent(self, ev: QFocusEvent) -> None:
        super().focusInEvent(ev)
        self._mark()

    def focusOutEvent(self, ev: QFocusEvent) -> None:
        super().focusOutEvent(ev)
        self._mark()

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self._mark()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._mark()


class IconCircle(QWidget):
    """An icon on a quiet disc."""

    def __init__(self, name: str, size: int = 24) -> None:
        super().__init__()
        self._name = name
        self.setFixedSize(QSize(size, size))

    def paintEvent(self, _event: QPaintEvent) -> None:
        of = theme.tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(of.chip))
        painter.drawEllipse(QRectF(self.rect()))
        picture = icons.pixmap(self._name, QColor(of.muted), 13, self.devicePixelRatioF())
        corner = (self.width() - 13) / 2
        painter.drawPixmap(QPointF(corner, corner), picture)
        painter.end()
