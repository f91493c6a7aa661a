"""Done, done and next, postpone: one way for every page that shows activities.

Each function writes in the background, says what it did in a toast with Undo, and refuses with a sentence. ``owner`` is
the widget in which it was asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import TypeVar

from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QMenu, QWidget

from crm_desktop.core import clock
from crm_desktop.core.errors import CrmError
from crm_desktop.core.formatting import format_day
from crm_desktop.core.i18n import _, language
from crm_desktop.ui import counted_words
from crm_desktop.ui.agenda_contract import Entry, Written, by_day
from crm_desktop.ui.alive import while_alive
from crm_desktop.ui.context import Context
from crm_desktop.ui.editors.days import TO_COME, CalendarPopup, shortcut_day
from crm_desktop.ui.labels import menu_text

W = TypeVar("W", bound=Written)
NOT_ASKED = frozenset({"note"})  # after these nothing is asked


def finish(context: Context, owner: QWidget, ids: Sequence[int], *, ask: bool = True) -> None:
    """Note that activities were done; after a single one ask what comes next."""
    activities = by_day(context).activities

    def done(written: Written) -> None:
        if written.transaction and ask and len(ids) == 1:
            ask_next(context, owner, ids[0])

    write(context, owner, lambda: activities.finish(ids), done)


def reopen(context: Context, owner: QWidget, ids: Sequence[int]) -> None:
    """Note that activities are still to be done."""
    activities = by_day(context).activities
    write(context, owner, lambda: activities.reopen(ids))


def postpone(context: Context, owner: QWidget, ids: Sequence[int], day: date) -> None:
    """Put activities off to a day."""
    activities = by_day(context).activities
    write(context, owner, lambda: activities.postpone(ids, day))


def finish_or_reopen(context: Context, owner: QWidget, record_id: int) -> None:
    """Finish an activity, or open again one that was done."""

    def turn(entry: Entry | None) -> None:
        if entry is not None:
            (reopen if entry.done else finish)(context, owner, [record_id])

    agenda = by_day(context).agenda
    context.tasks.read(lambda _task: agenda.one(record_id), done=while_alive(owner, turn))


def ask_next(context: Context, owner: QWidget, record_id: int) -> None:
    """Ask at the lower right of the window what came of an activity, and what comes next."""
    from crm_desktop.ui.after_done import AfterDone

    def ask(entry: Entry | None) -> None:
        if entry is None or entry.kind in NOT_ASKED:
            return
        window = owner.window()
        panel = window.findChild(AfterDone) or AfterDone(context, window)
        panel.ask(entry)

    agenda = by_day(context).agenda
    context.tasks.read(lambda _task: agenda.one(record_id), done=while_alive(owner, ask))


def add_to_menu(menu: QMenu, context: Context, owner: QWidget, ids: Sequence[int], *, done: bool) -> None:
    """Offer in a context menu what can be done with activities; ``done``: they have been done already."""
    able, count = not context.workspace.read_only, len(ids)
    if done:
        menu.addAction(_("Not done yet")).triggered.connect(lambda _on=False: reopen(context, owner, ids))
    else:
        words = counted_words.done_words(count) if count > 1 else _("Mark as done")
        menu.addAction(words).triggered.connect(lambda _on=False: finish(context, owner, ids))
        later = menu.addMenu(counted_words.postpone_words(count) if count > 1 else _("Postpone"))
        later.setEnabled(able)
        fill_days(later, context, owner, ids)
    menu.actions()[-1].setEnabled(able)


def fill_days(menu: QMenu, context: Context, owner: QWidget, ids: Sequence[int]) -> None:
    """Fill a menu with the days to which activities are put off most, each with its date, and the way to any other."""
    choose = partial(postpone, context, owner, ids)
    today = clock.today()
    for name in TO_COME:
        day = shortcut_day(name, today)
        action = menu.addAction(menu_text(f"{_(name)}\t{format_day(day, language())}"))
        action.triggered.connect(lambda _on=False, day=day: choose(day))
    menu.addSeparator()
    menu.addAction(_("Another day…")).triggered.connect(lambda _on=False: pick_day(context, owner, choose))


def pick_day(context: Context, owner: QWidget, choose: Callable[[date], object]) -> None:
    """Let the user pick a day from a month at the mouse."""
    popup = CalendarPopup(None, owner, by_day(context).locale.region)
    popup.chosen.connect(choose)
    popup.adjustSize()
    room, at = owner.screen().availableGeometry(), QCursor.pos()
    left = max(room.left(), min(at.x(), room.right() - popup.width()))
    popup.move(left, max(room.top(), min(at.y(), room.bottom() - popup.height())))
    popup.show()
    popup.calendar.setFocus()


def write(
    context: Context,
    owner: QWidget,
    work: Callable[[], W],
    done: Callable[[W], object] = lambda _written: None,
    failed: Callable[[CrmError], object] | None = None,
) -> None:
    """Write in the background; say what was done with its Undo, or why it was refused."""
    if context.workspace.read_only:
        return
    window = context.window

    def written(found: W) -> None:
        if found.transaction:
            window.show_toast(found.text, _("Undo"), lambda: window.undo(found.transaction))
        done(found)

    def refused(error: CrmError) -> None:
        window.show_toast(str(error))
        if failed is not None:
            failed(error)

    context.tasks.run(
        lambda _task: work(), done=while_alive(owner, written), failed=while_alive(owner, refused)
    )
