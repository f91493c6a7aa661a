"""What is due today, as a card: tick it off, postpone it, open it; then the question what comes next."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QMenu, QSizePolicy

from crm_desktop.core import clock
from crm_desktop.core.i18n import _, ngettext
from crm_desktop.ui.agenda_contract import by_day
from crm_desktop.ui.buttons import Button
from crm_desktop.ui.card import Card
from crm_desktop.ui.card_hint import CardHint
from crm_desktop.ui.context import Context, Place
from crm_desktop.ui.line_list import ROW, Line, LineList
from crm_desktop.ui.record_contract import file_of
from crm_desktop.ui.today_figures import count
from crm_desktop.ui.today_lines import due_line

if TYPE_CHECKING:
    from PySide6.QtGui import QEnterEvent

    from crm_desktop.services.today import DueToday
    from crm_desktop.services.today.due import Due

_MINE = "today/mine"
_FEWEST = 8  # lines for which there is always room


class DueCard(Card):
    """The list of the day. ``reload_asked``: others are meant now."""

    reload_asked = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._found: DueToday | None = None
        self._may_write = not context.workspace.read_only
        self.everybody = Button(look="chip", clicked=self._on_everybody)
        self.everybody.setCheckable(True)
        self.everybody.setChecked(not context.state.flag(_MINE, True))
        self.everybody.hide()
        self.all_button = Button(look="link", clicked=self._on_all)
        self.all_button.hide()
        self.add_action(self.everybody)
        self.add_action(self.all_button)
        self.list = LineList()
        self.list.setMinimumHeight(ROW * _FEWEST)
        self.list.opened.connect(self._on_opened)
        self.list.ticked.connect(self._on_ticked)
        self.list.menu_asked.connect(self._on_menu)
        self.hint = CardHint()
        self.hint.hide()
        self.body.addWidget(self.hint)
        self.body.addWidget(self.list, 1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self.retranslate()

    @property
    def mine(self) -> bool:
        """Whether only the user's own things are meant."""
        return not self.everybody.isChecked()

    def show_due(self, found: DueToday) -> None:
        """Show what is due."""
        self._found = found
        self.show_again()
        self._context.window.show_count(Place("today"), len(found.items))

    def show_again(self) -> None:
        """Say again how far the hour is."""
        if self._found is None:
            return
        items = self._found.items
        now = clock.now().astimezone(self._context.workspace.locale.zone or clock.zone())
        self.list.show_lines([due_line(one, now, self._may_write) for one in items])
        self.set_title(_("Due today"), _counted(items, now.date()))
        self.everybody.setVisible(self._found.several_users)
        self.all_button.setVisible(any(one.entity == "activity" for one in items))
        self.hint.setVisible(not items)
        if not items:
            self.hint.say(
                _(
                    "Nothing is due. Tasks, calls and visits of today are listed here, with deadlines and birthdays."
                ),
                _("New task") if self._may_write else "",
                partial(self._new, "activity"),
            )

    def enterEvent(self, event: QEnterEvent) -> None:
        """The mouse comes: to tick something off, perhaps."""
        super().enterEvent(event)
        self._context.expect_writing()

    def retranslate(self) -> None:
        """Show all words again."""
        self.set_title(_("Due today"))
        self.everybody.set_text(_("Everybody’s"))
        self.all_button.set_text(_("Show all"))
        self.all_button.setAccessibleName(_("Show all: %(list)s") % {"list": _("Due today")})
        self.list.setAccessibleName(_("Due today"))
        self.show_again()

    def _new(self, entity: str) -> None:
        if self._context.handlers.new_record is not None:
            self._context.handlers.new_record(entity)

    def _on_everybody(self) -> None:
        self._context.state.set_flag(_MINE, self.mine)
        self.reload_asked.emit()

    def _on_all(self) -> None:
        if self._found is not None:
            file, rows, window = file_of(self._context), self._found.activities, self._context.window
            self._context.tasks.read(
                lambda _task: file.today.listed(rows),
                done=lambda query: window.open_rows(query, _("Due today and overdue")),
            )

    def _on_opened(self, line: Line) -> None:
        self._context.window.open_record(line.source.entity, line.source.id)

    # ------------------------------------------------------------------ done, and postponed

    def _on_ticked(self, line: Line) -> None:
        """Note that something was done, with its Undo; then ask what comes next."""
        from crm_desktop.ui import finishing

        context, one = self._context, line.source
        if one.entity == "activity":
            activities = by_day(context).activities
            finishing.write(
                context,
                self,
                lambda: activities.finish([one.id]),
                lambda _written: finishing.ask_next(context, self, one.id),
                lambda _error: self.list.untick(),
            )
        else:
            today = file_of(context).today
            finishing.write(
                context,
                self,
                lambda: today.congratulate(one.id, one.title),
                lambda written: finishing.ask_next(context, self, written.activity),
                lambda _error: self.list.untick(),
            )

    def menu_of(self, line: Line) -> QMenu:
        """Return what can be done with a line."""
        from crm_desktop.ui import finishing

        menu, one = QMenu(self), line.source
        menu.addAction(_("Open"), lambda: self._on_opened(line))
        if line.has_box:
            menu.addAction(_("Mark as done"), lambda: self.list.tick(self.list.lines().index(line)))
        if one.entity == "activity" and self._may_write:
            later = menu.addMenu(_("Postpone"))
            finishing.fill_days(later, self._context, self, [one.id])
        return menu

    def _on_menu(self, line: Line, at: QPoint) -> None:
        menu = self.menu_of(line)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(at)


def _counted(items: Sequence[Due], today: date) -> str:
    """Return how many of the lines are due today, and apart from them how many have been for longer."""
    late = sum(one.is_overdue(today) for one in items)
    if not late:
        return count(len(items)) if items else ""
    overdue = ngettext("%(count)s overdue", "%(count)s overdue", late) % {"count": count(late)}
    return f"{count(len(items) - late)} · {overdue}"
