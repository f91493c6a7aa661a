"""Editors for days and moments: typed as people write them, or picked from a calendar with its shortcuts."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any

from PySide6 import QtGui, QtWidgets  # PySide makes each class when it is first named
from PySide6.QtCore import QDate, QLocale, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.core import clock, day_words
from crm_desktop.core.calendar_days import first_weekday
from crm_desktop.core.formatting import format_day
from crm_desktop.core.i18n import N_, _, language
from crm_desktop.core.kinds import Kind
from crm_desktop.core.reading import fold
from crm_desktop.ui import icons
from crm_desktop.ui.buttons import Button
from crm_desktop.ui.editors.base import EditorContext
from crm_desktop.ui.editors.lines import LineEditor

SHORTCUTS: tuple[str, ...] = (N_("Today"), N_("Tomorrow"), N_("Next Monday"), N_("In a month"))
TO_COME: tuple[str, ...] = (N_("Tomorrow"), N_("Next Monday"), N_("In a week"), N_("In a month"))
"""The days by which something is to be done."""


def shortcut_day(name: str, today: date) -> date:
    """Return the day that one of :data:`SHORTCUTS` or :data:`TO_COME` means."""
    if name == "Tomorrow":
        return today + timedelta(days=1)
    if name == "In a week":
        return today + timedelta(days=7)
    if name == "Next Monday":
        return today + timedelta(days=7 - today.weekday())
    if name == "In a month":
        return day_words.month_later(today)
    return today


def day_of_words(text: str, today: date) -> date | None:
    """Return the day that is meant by words: those of the shortcuts, or others that people say ('+3', '下周一')."""
    folded = fold(text)
    for name in dict.fromkeys((*SHORTCUTS, *TO_COME)) if folded else ():
        if folded in {fold(name), fold(_(name))}:
            return shortcut_day(name, today)
    return day_words.read(text, today)


class CalendarPopup(QFrame):
    """A month to pick a day from, with the days that are wanted most; weeks begin as in the region."""

    chosen = Signal(object)

    def __init__(self, day: date | None, parent: QWidget, region: str = "") -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("popup")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName(_("Calendar"))
        today = clock.today()
        row = QHBoxLayout()
        row.setSpacing(6)
        for name in SHORTCUTS:
            when = shortcut_day(name, today)
            button = Button(_(name), look="chip", clicked=partial(self._choose, when))
            button.setToolTip(format_day(when, language()))
            row.addWidget(button)
        row.addStretch()
        self.calendar = QtWidgets.QCalendarWidget()
        self.calendar.setLocale(QLocale(language()))
        self.calendar.setAccessibleName(_("Days of the month"))
        self.calendar.setVerticalHeaderFormat(self.calendar.VerticalHeaderFormat.NoVerticalHeader)
        self.calendar.setFirstDayOfWeek(Qt.DayOfWeek(first_weekday(region) + 1))
        for name, sign in (("prevmonth", "chevron-left"), ("nextmonth", "chevron-right")):
            step = self.calendar.findChild(QtWidgets.QToolButton, f"qt_calendar_{name}")
            if step is not None:
                step.setIcon(icons.icon(sign))
        plain = QtGui.QTextCharFormat()
        for weekend in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            self.calendar.setWeekdayTextFormat(weekend, plain)
        shown = day or today
        self.calendar.setSelectedDate(QDate(shown.year, shown.month, shown.day))
        self.calendar.clicked.connect(lambda on: self._choose(date(on.year(), on.month(), on.day())))
        self.calendar.activated.connect(lambda on: self._choose(date(on.year(), on.month(), on.day())))
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 10, 10, 10)
        column.addLayout(row)
        column.addWidget(self.calendar)

    def _choose(self, day: date) -> None:
        self.close()
        self.chosen.emit(day)


class DayEditor(LineEditor):
    """A day: '24.12.', 'tomorrow' or a click. Alt+Down opens the calendar."""

    def __init__(self, kind: Kind[Any], context: EditorContext, parent: QWidget | None = None) -> None:
        super().__init__(kind, context, parent)
        self.popup: CalendarPopup | None = None

    def _dressed(self) -> QWidget:
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        self.button = Button(
            icon="calendar", look="quieticon", name=_("Choose in a calendar"), clicked=self.open_choices
        )
        self.button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        if self.context.compact:
            self.button.setStyleSheet(
                "QPushButton[look] { min-height: 24px; max-height: 24px; min-width: 24px; max-width: 24px; }"
            )
        row.addWidget(self.line, 1)
        row.addWidget(self.button)
        return made

    def read(self, text: str) -> Any:
        return day_of_words(text, clock.today()) or super().read(text)

    def day(self) -> date | None:
        """Return the day that is meant now, if it can be understood."""
        try:
            found = self.value()
        except ValueError:
            return None
        return found if isinstance(found, date) else None

    def open_choices(self) -> None:
        self.popup = CalendarPopup(self.day(), self, self.context.locale.region)
        self.popup.chosen.connect(self._on_chosen)
        self.popup.adjustSize()
        corner = self.line.mapToGlobal(QPoint(0, self.line.height() + 4))
        room = self.screen().availableGeometry()
        corner.setX(max(room.left(), min(corner.x(), room.right() - self.popup.width())))
        if corner.y() + self.popup.height() > room.bottom():
            corner.setY(self.line.mapToGlobal(QPoint(0, -self.popup.height() - 4)).y())
        self.popup.move(corner)
        self.popup.show()
        self.popup.calendar.setFocus()

    def _on_chosen(self, day: date) -> None:
        self.line.setText(self.text_of(self.chosen_value(day)))
        self.line.setFocus()
        self.was_edited()

    def chosen_value(self, day: date) -> Any:
        """Return the value for a day picked from the calendar."""
        return day

    def keyPressEvent(self, event: QKeyEvent) -> None:
        opens = event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier
        if opens or event.key() == Qt.Key.Key_F4:
            self.open_choices()
        else:
            super().keyPressEvent(event)


class MomentEditor(DayEditor):
    """A day with its time. A day without one gets the time that was there, or nine o'clock."""

    def read(self, text: str) -> Any:
        day = day_of_words(text, clock.today())
        return self.chosen_value(day) if day else self.kind.read(text, self.context.locale)

    def day(self) -> date | None:
        try:
            found = self.value()
        except ValueError:
            return None
        return found.astimezone(self.context.locale.zone).date() if isinstance(found, datetime) else None

    def chosen_value(self, day: date) -> Any:
        before = self._loaded if isinstance(self._loaded, datetime) else None
        at = before.astimezone(self.context.locale.zone).time() if before else time(9)
        text = datetime.combine(day, at).strftime("%Y-%m-%d %H:%M")
        return self.kind.read(text, self.context.locale)


__all__ = ["SHORTCUTS", "CalendarPopup", "DayEditor", "MomentEditor", "day_of_words", "shortcut_day"]
