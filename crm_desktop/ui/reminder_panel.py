"""The reminders that wait at the lower right of the window: open, done, remind again later."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from PySide6 import QtGui  # PySide makes each class when it is first named
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from crm_desktop.core import clock
from crm_desktop.core.activity_times import utc
from crm_desktop.core.calendar_days import clock_text
from crm_desktop.core.i18n import N_, _, ngettext
from crm_desktop.ui import finishing
from crm_desktop.ui.agenda_contract import ACTIVITY, Entry, Reminder, by_day
from crm_desktop.ui.buttons import Button
from crm_desktop.ui.context import Context
from crm_desktop.ui.corner_panel import NARROW, WIDTH, CornerPanel
from crm_desktop.ui.labels import ElidedLabel, label, line
from crm_desktop.ui.times import near_day

SHOWN = 4
_FOLDED = 310  # pixels
SNOOZES: tuple[tuple[str, timedelta | None], ...] = (
    (N_("In 10 minutes"), timedelta(minutes=10)),
    (N_("In an hour"), timedelta(hours=1)),
    (N_("Tomorrow morning"), None),
)
_MORNING = time(9)


class ReminderPanel(CornerPanel):
    """Lists reminders until each is done, put off or dismissed with the panel."""

    dismissed = Signal()

    def __init__(self, context: Context, window: QWidget) -> None:
        super().__init__(window)
        self.context = context
        self.reminders: list[Reminder] = []
        self._missed = self._folded = False
        self.unfold = Button(_("Show"), look="link", clicked=self._on_unfold)
        self._head.insertWidget(1, self.unfold)
        self.unfold.hide()
        self._rows = QWidget()
        self.body.addWidget(self._rows)

    def ids(self) -> tuple[int, ...]:
        """Return the activities that are shown."""
        return tuple(one.entry.id for one in self.reminders)

    def show_reminders(self, reminders: Sequence[Reminder], *, missed: bool, pop: bool) -> None:
        """Show these reminders; ``missed``: their time came while the program was closed; ``pop``: some are new."""
        self.reminders, self._missed = list(reminders), missed
        count = len(self.reminders)
        if missed:
            words = ngettext(
                "%(count)d reminder while you were away", "%(count)d reminders while you were away", count
            )
        else:
            words = ngettext("%(count)d reminder", "%(count)d reminders", count)
        self.set_heading(words % {"count": count})
        self._replace_rows()
        self.unfold.setAccessibleName(f"{_('Show')}: {self.heading.text()}")
        if not reminders:
            super().leave()
        elif pop:
            if self.isHidden():
                self._fold(count > 1 or self._room.width() < NARROW)
            self.open_with(None)  # whoever is writing goes on writing
            QtGui.QAccessible.updateAccessibility(QtGui.QAccessibleEvent(self, QtGui.QAccessible.Event.Alert))

    def _fold(self, folded: bool) -> None:
        """Show only the heading, which covers little of what one works on, or all of it."""
        self._folded = folded
        if not folded:
            self.context.expect_writing()
        self.widest = _FOLDED if folded else WIDTH
        self.unfold.setVisible(folded)
        self._rows.setHidden(folded)
        self.updateGeometry()

    def _on_unfold(self) -> None:
        self._fold(False)
        self.open_with(self._rows.findChild(Button))

    def retranslate(self) -> None:
        super().retranslate()
        self.unfold.set_text(_("Show"), "")
        self.show_reminders(self.reminders, missed=self._missed, pop=False)

    def leave(self) -> None:
        self.reminders = []
        self.dismissed.emit()
        super().leave()

    def _replace_rows(self) -> None:
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for number, one in enumerate(self.reminders[:SHOWN]):
            if number:
                column.addWidget(line())
            column.addLayout(self._row(one))
        more = len(self.reminders) - SHOWN
        below = QHBoxLayout()
        if more > 0:
            below.addWidget(label(_("+%(count)d more") % {"count": more}, tone="muted"))
            below.addWidget(Button(_("Show all"), look="link", clicked=self._on_all))
        below.addStretch(1)
        if len(self.reminders) > 1:
            column.addWidget(line())
            entries = [one.entry for one in self.reminders]
            below.addWidget(self._snooze_button(_("Remind me of all later"), entries, look="link"))
            column.addLayout(below)
        old, self._rows = self._rows, made
        made.setHidden(self._folded)
        self.body.replaceWidget(old, made)
        old.hide()
        old.deleteLater()

    def _row(self, one: Reminder) -> QVBoxLayout:
        entry = one.entry
        when = ""
        if entry.begin is not None:
            when = f"{near_day(entry.begin.date())} {clock_text(entry.begin)}"
        elif entry.day is not None:
            when = near_day(entry.day)
        about = ElidedLabel(" · ".join(part for part in (when, entry.whom) if part), tone="muted")
        buttons = QHBoxLayout()
        buttons.setSpacing(6)
        for text, act in (
            (_("Open"), lambda: self._on_open(entry)),
            (_("Mark as done"), lambda: finishing.finish(self.context, self, [entry.id])),
        ):
            button = Button(text, look="chip", clicked=act)
            button.setAccessibleName(f"{text}: {entry.subject}")
            buttons.addWidget(button)
        later = self._snooze_button(_("Later"), [entry], look="chip")
        later.setAccessibleName(f"{_('Later')}: {entry.subject}")
        buttons.addWidget(later)
        buttons.addStretch(1)
        column = QVBoxLayout()
        column.setSpacing(3)
        column.addWidget(ElidedLabel(entry.subject))
        if about.text():
            column.addWidget(about)
        column.addSpacing(2)
        column.addLayout(buttons)
        return column

    def _snooze_button(self, text: str, entries: Sequence[Entry], look: str) -> Button:
        button = Button(text, look=look)
        button.clicked.connect(
            lambda _on=False: self.snooze_menu(entries).popup(button.mapToGlobal(button.rect().bottomLeft()))
        )
        return button

    def snooze_menu(self, entries: Sequence[Entry]) -> QMenu:
        """Return the menu of the times at which to remind again."""
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        for text, wait in SNOOZES:
            action = menu.addAction(_(text))
            action.triggered.connect(lambda _on=False, wait=wait: self.snooze(entries, wait))
        return menu

    def snooze(self, entries: Sequence[Entry], wait: timedelta | None) -> None:
        """Remind again after a time, or tomorrow morning."""
        zone = by_day(self.context).locale.zone
        morning = datetime.combine(clock.today() + timedelta(days=1), _MORNING)
        until = clock.now() + wait if wait is not None else utc(morning, zone)
        activities, ids = by_day(self.context).activities, [one.id for one in entries]
        finishing.write(self.context, self, lambda: activities.snooze(ids, until))

    def _on_open(self, entry: Entry) -> None:
        self.context.window.open_record(ACTIVITY, entry.id)

    def _on_all(self) -> None:
        self.context.window.open_list(ACTIVITY)
