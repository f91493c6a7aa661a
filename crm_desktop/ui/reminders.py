"""Reminds of activities at their time: in the program, and on the desktop where that is wished.

The file is asked when it changes and when a reminder is due, on the reading thread; in between a timer waits for the
moment of the next one. What was missed while the program was closed is shown once, as one list.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from crm_desktop.core import clock
from crm_desktop.ui.agenda_contract import ACTIVITY, Reminder, by_day
from crm_desktop.ui.alive import while_alive
from crm_desktop.ui.context import Context
from crm_desktop.ui.contract import Changes

if TYPE_CHECKING:
    from crm_desktop.ui.desktop_notice import DesktopNotice
    from crm_desktop.ui.reminder_panel import ReminderPanel

FIRST_LOOK = timedelta(days=1)  # how far back is looked the first time
_LONGEST_WAIT_MS = 60_000  # a computer that slept does not count the time: look at the clock each minute


class Options(Protocol):
    """What this person has chosen."""

    @property
    def reminders(self) -> bool: ...
    @property
    def desktop_notices(self) -> bool: ...


@dataclass(frozen=True)
class _Found:
    """What the file said: which of those shown still remind, which are new, and when the next one is."""

    kept: Sequence[Reminder]
    fresh: Sequence[Reminder]
    next_at: datetime | None


class Reminders(QObject):
    """Watches over the reminders of one open file."""

    def __init__(self, context: Context, window: QWidget, options: Options) -> None:
        super().__init__(window)
        self._context = context
        self._window = window
        self._options = options
        self._key = "reminders/" + str(context.workspace.path).replace("/", "|").replace("\\", "|")
        self._next: datetime | None = None
        self._is_first = True
        self._is_over = False
        self._watched: set[int] = set()  # shown and not dismissed; what is done or put off may be taken back
        self.panel: ReminderPanel | None = None
        self._notice: DesktopNotice | None = None
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.on_time)

    def stop(self) -> None:
        """Remind of nothing any more."""
        self._is_over = True
        self._timer.stop()
        if self._notice is not None:
            self._notice.hide()

    def on_changes(self, changes: Changes) -> None:
        """Look again when activities were written."""
        if changes.touches(ACTIVITY):
            self.look()

    def on_time(self) -> None:
        """Look into the file if the next reminder is due, else wait on."""
        if self._next is not None and self._next <= clock.now() and self._window.isVisible():
            self.look()
        else:
            self._wait()

    def look(self) -> None:
        """Ask the file which reminders are due, and when the next one is. A locked window shows none."""
        if self._is_over:
            return
        if not self._options.reminders or not self._window.isVisible():
            self._wait()
            return
        reminders, now, seen = by_day(self._context).reminders, clock.now(), self._seen()
        shown = frozenset(self._watched)
        self._context.tasks.read(
            lambda _task: _Found(
                reminders.still_due(shown, now) if shown else (),
                reminders.due(seen, now) if seen < now else (),
                reminders.next_at(now),
            ),
            done=while_alive(self, lambda found: self._on_found(found, now)),
        )

    def _on_found(self, found: _Found, now: datetime) -> None:
        if self._is_over:
            return
        self._context.state.set_text(self._key, clock.stamp(now))
        fresh_ids = {one.entry.id for one in found.fresh}
        kept = [one for one in found.kept if one.entry.id in self._watched - fresh_ids]
        self._watched |= fresh_ids
        if kept or found.fresh or self.panel is not None:
            panel = self._made_panel()
            new = {one.entry.id for one in (*kept, *found.fresh)} - set(panel.ids())
            panel.show_reminders([*kept, *found.fresh], missed=self._is_first, pop=bool(new))
        if found.fresh and self._options.desktop_notices:
            self._tell_desktop(found.fresh)
        self._is_first = False
        self._next = found.next_at
        self._wait()

    def _seen(self) -> datetime:
        """Return until when reminders have been shown on this computer."""
        try:
            return min(clock.moment(self._context.state.text(self._key)), clock.now())
        except ValueError:
            return clock.now() - FIRST_LOOK

    def _wait(self) -> None:
        wait = _LONGEST_WAIT_MS
        if self._next is not None and self._next > clock.now():
            wait = min(wait, round((self._next - clock.now()).total_seconds() * 1000) + 50)
        self._timer.start(wait)

    def _made_panel(self) -> ReminderPanel:
        if self.panel is None:
            from crm_desktop.ui.reminder_panel import ReminderPanel

            self.panel = ReminderPanel(self._context, self._window)
            self.panel.dismissed.connect(self._watched.clear)
        return self.panel

    def _tell_desktop(self, fresh: Sequence[Reminder]) -> None:
        from crm_desktop.ui.desktop_notice import DesktopNotice

        if self._notice is None:
            self._notice = DesktopNotice(self._window)
        self._notice.tell(fresh)
