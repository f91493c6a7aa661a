"""One clock of a service agreement as a line: its name, a badge that says how it stands, a bar that shows it."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.core.due import clock_colour, clock_words
from crm_desktop.core.i18n import _
from crm_desktop.core.kinds import Colour, Locale
from crm_desktop.core.service_clock import Clock
from crm_desktop.ui import theme
from crm_desktop.ui.badge import Badges
from crm_desktop.ui.labels import ElidedLabel, label, tooltip
from crm_desktop.ui.times import moment_words

_BAR_HEIGHT = 5


class ClockLine(QWidget):
    """Shows one clock; hidden where there is none."""

    def __init__(self) -> None:
        super().__init__()
        self._name = label()
        self._due = ElidedLabel(tone="muted", scale="small")
        self._badge = Badges()
        self._bar = _Bar()
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._name)
        head.addWidget(self._due, 1)
        head.addWidget(self._badge)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self._bar)

    def show_clock(self, name: str, clock: Clock | None, day: timedelta, locale: Locale) -> None:
        """Show a clock under its name."""
        self.setVisible(clock is not None)
        if clock is None:
            return
        words, colour = clock_words(clock, day), clock_colour(clock)
        until = _("until %(time)s") % {"time": moment_words(clock.due, locale, inside=True)}
        self._name.setText(name)
        self._due.setText(until if clock.state == "running" else "")
        self._badge.set_words([(words, colour)])
        self._bar.show_share(clock.used / clock.target if clock.target else 1.0, colour)
        self.setAccessibleName(f"{name}: {words}")
        self.setToolTip(tooltip(_("Working time. %(until)s") % {"until": until}))


class _Bar(QWidget):
    """How much of a target is used up."""

    def __init__(self) -> None:
        super().__init__()
        self._share = 0.0
        self._colour: Colour = "green"
        self.setFixedHeight(_BAR_HEIGHT)

    def show_share(self, share: float, colour: Colour) -> None:
        """Show a share of 1 in a colour."""
        self._share, self._colour = min(1.0, max(0.0, share)), colour
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(120, _BAR_HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        of = theme.tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        box, round_ = QRectF(self.rect()), _BAR_HEIGHT / 2
        painter.setBrush(QColor(of.chip))
        painter.drawRoundedRect(box, round_, round_)
        if self._share:
            width = max(_BAR_HEIGHT, box.width() * self._share)
            painter.setBrush(QColor(of.badges[self._colour][1]))
            painter.drawRoundedRect(QRectF(0, 0, width, box.height()), round_, round_)
        painter.end()
