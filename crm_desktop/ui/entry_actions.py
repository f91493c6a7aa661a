"""What can be done with an entry of a calendar or an agenda: open, finish, move, postpone, delete; its menu."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.ui import finishing
from crm_desktop.ui.agenda_contract import ACTIVITY, Entry, by_day
from crm_desktop.ui.context import Context


class EntryActions:
    """Acts for a page; ``owner`` is the page, ``failed`` is told when a move was refused."""

    def __init__(self, context: Context, owner: QWidget, failed: Callable[[], object]) -> None:
        self._context = context
        self._owner = owner
        self._failed = failed

    def open(self, entry: Entry) -> None:
        """Open the record of an entry."""
        self._context.window.open_record(entry.entity, entry.id)

    def finish(self, entry: Entry) -> None:
        """Finish an activity, or open again one that was done."""
        if entry.entity == ACTIVITY:
            (finishing.reopen if entry.done else finishing.finish)(self._context, self._owner, [entry.id])

    def move(self, entry: Entry, begin: date, end: datetime | None) -> None:
        """Put an activity to a day or a time."""
        activities = by_day(self._context).activities
        finishing.write(
            self._context,
            self._owner,
            lambda: activities.move(entry.id, begin, end),
            failed=lambda _error: self._failed(),
        )

    def delete(self, entry: Entry) -> None:
        """Move an activity to the trash."""
        if entry.entity != ACTIVITY or self._context.workspace.read_only:
            return
        records, window = self._context.workspace.records, self._context.window
        text = _("“%(name)s” moved to the trash") % {"name": entry.subject}
        self._context.tasks.run(
            lambda _task: records.delete(ACTIVITY, [entry.id]),
            done=lambda transaction: window.show_toast(text, _("Undo"), lambda: window.undo(transaction)),
            title=_("Delete"),
        )

    def open_menu(self, entry: Entry, at: QPoint) -> None:
        """Open the menu of an entry."""
        self.menu(entry).popup(at)

    def menu(self, entry: Entry) -> QMenu:
        """Return the menu of an entry."""
        menu = QMenu(self._owner)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.addAction(_("Open")).triggered.connect(lambda _on=False: self.open(entry))
        if entry.entity == ACTIVITY:
            menu.addSeparator()
            finishing.add_to_menu(menu, self._context, self._owner, [entry.id], done=entry.done)
            menu.addSeparator()
            trash = menu.addAction(_("Move to the trash"))
            trash.setEnabled(not self._context.workspace.read_only)
            trash.triggered.connect(lambda _on=False: self.delete(entry))
        return menu
