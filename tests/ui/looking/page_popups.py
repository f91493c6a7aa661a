"""What opens over single pages, or in them for a moment: editors with their choices, questions, menus, panels."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu, QPushButton

from crm_desktop.core import clock
from crm_desktop.core.i18n import _
from crm_desktop.core.kinds import Text
from crm_desktop.core.query import ListQuery
from crm_desktop.services.reminders import Reminder
from crm_desktop.ui import finishing
from crm_desktop.ui.board_menu import card_menu
from crm_desktop.ui.board_page import BoardPage
from crm_desktop.ui.calendar_way import CalendarWay
from crm_desktop.ui.context import Place
from crm_desktop.ui.conversion_dialog import ask_conversion
from crm_desktop.ui.list_ways import ManyWaysPage
from crm_desktop.ui.record_list_page import RecordListPage
from crm_desktop.ui.record_page import RecordPage
from crm_desktop.ui.reminder_panel import ReminderPanel
from crm_desktop.ui.request_page import RequestPage
from crm_desktop.ui.session import Session
from crm_desktop.ui.survey_dialog import ask_survey
from crm_desktop.ui.today_page import TodayPage
from tests.ui.looking.walk import open_place, settle

Opener = tuple[str, Callable[[], object]]
_CORNER = QPoint(0, 0)


def openers(session: Session) -> Iterator[Opener]:
    """Yield what opens on one page after the other, each page open when its openers are asked for."""
    for entity, parts in (
        ("contact", _of_list),
        ("contact", _of_record),
        ("opportunity", _of_record),
        ("opportunity", _of_board),
        ("activity", _of_calendar),
        ("lead", _of_lead),
        ("service_request", _of_request),
    ):
        ids = list(session.workspace.lists.first_ids(ListQuery(entity), 5))
        if not ids:
            continue
        is_list = parts in (_of_list, _of_board, _of_calendar)
        open_place(session, Place("list", entity) if is_list else Place("record", entity, ids[0]))
        yield from parts(session, session.window.page)
    open_place(session, Place("today"))
    yield from _of_today(session, session.window.page)


def _of_list(session: Session, page: Any) -> Iterator[Opener]:
    assert isinstance(page, RecordListPage)

    def paste() -> None:
        QGuiApplication.clipboard().setText("Ulm\nUlm\nUlm\n")
        page.table.cells.go(0, page.table.records.fields.index(page.entity.field("city")) + 1)
        page.paste()

    if "city" in {one.key for one in page.table.records.fields}:
        yield "paste into cells", paste
    for key in ("full_name", "birthday", "owner", "tags", "level"):
        if key in page.entity.by_key:
            yield f"condition on {key}", lambda key=key: _condition(page, key)
    yield "columns again", page.choose_columns


def _condition(page: RecordListPage, key: str) -> None:
    page.filters.set_open(True)
    page.filters.add_condition(key)


def _of_record(session: Session, page: Any) -> Iterator[Opener]:
    assert isinstance(page, RecordPage)
    form = page.overview.form
    shown = [one for one in form.rows if one in page.entity.by_key]
    kinds: set[type] = set()
    for key in shown:
        field = page.entity.field(key)
        if form.rows[key].editable and type(field.kind) not in kinds:
            kinds.add(type(field.kind))
            yield f"{page.entity.name}: {key} is edited", lambda key=key: _edit(page, key)
    for words in [key for key in shown if type(page.entity.field(key).kind) is Text][:1]:
        yield "conflict", partial(form.rows[words].show_conflict, "A", "B", "B")
        form.rows[words].cancel()
        yield "problem", partial(form.rows[words].reopen, "A", _("This is needed here."))
        form.rows[words].cancel()
    if page.overview.composer is not None:
        for means in ("call", "task"):
            yield f"composer, {means}", lambda means=means: page.log_activity(means)
    yield "sorts of events", lambda: page.overview.timeline.menu.popup(_CORNER)
    yield "more tabs", page.tabs._open_more
    for menu in page.findChildren(QMenu, "recordMenu"):
        yield "record menu", lambda menu=menu: menu.popup(_CORNER)


def _edit(page: RecordPage, key: str) -> None:
    form = page.overview.form
    form.leave()
    form.edit(key)
    row = form.rows.get(key)
    if row is not None and row.editor is not None:
        row.editor.open_choices()


def _of_board(session: Session, page: Any) -> Iterator[Opener]:
    assert isinstance(page, ManyWaysPage)
    page.show_way("board")
    page.on_shown()
    settle(session)
    board = page.findChild(BoardPage)
    assert board is not None
    board.area.select_all()
    cards = board.selected_cards()[:1]
    assert cards
    corner = QRect(40, 40, 200, 90)
    for stage in board.stages():
        if stage.kind != "open":
            keys = ("reason",) if stage.kind != "won" else ("amount", "closed_on")
            yield (
                f"to {stage.kind}",
                lambda stage=stage, keys=keys: board.moves._question(cards, stage, keys).open_at(corner),
            )
    yield "put off", lambda: board.moves.ask_snooze(cards)
    yield "next step", lambda: board.moves.ask_next_step(cards[0])
    yield "menu of a card", lambda: card_menu(board).popup(_CORNER)
    page.show_way("table")


def _of_calendar(session: Session, page: Any) -> Iterator[Opener]:
    assert isinstance(page, ManyWaysPage)
    page.show_way("calendar")
    page.on_shown()
    settle(session)
    way = next((one for one in page.findChildren(CalendarWay) if one.isVisible()), None)
    if way is None:
        return
    begin = datetime.combine(clock.today(), datetime.min.time()).replace(hour=10)
    yield "new entry", lambda: way.ask_new(begin, begin + timedelta(hours=1))
    way.new_entry.leave()
    yield "menu of free time", lambda: way._on_menu(None, _CORNER)
    ids = list(session.workspace.lists.first_ids(ListQuery("activity"), 6))
    entries = session.workspace.agenda.some(ids)
    yield "menu of an entry", lambda: way.actions_of.open_menu(entries[0], _CORNER)
    yield "another day", lambda: finishing.pick_day(session.context, way, lambda _day: None)
    panel = ReminderPanel(session.context, session.window)
    told = [Reminder(one, clock.now()) for one in entries]
    yield "reminders", lambda: panel.show_reminders(told, missed=True, pop=True)
    yield "reminders, unfolded", panel.unfold.click
    yield "remind again", lambda: panel.snooze_menu(entries[:1]).popup(_CORNER)
    panel.leave()
    yield "after something was done", lambda: finishing.ask_next(session.context, session.window, ids[0])
    page.show_way("table")


def _of_lead(session: Session, page: Any) -> Iterator[Opener]:
    (contact,) = session.workspace.lists.first_ids(ListQuery("contact"), 1)
    told = session.workspace.records.get("contact", contact)
    values = {"title": told.title, "name": told.title, "company": told.texts["company"]}
    lead = session.workspace.records.create("lead", {**values, "mobile": told.values["mobile"]})
    session.context.window.open_record("lead", lead)
    settle(session)
    yield "conversion of a lead", lambda: ask_conversion(session.context, lead, page)


def _of_request(session: Session, page: Any) -> Iterator[Opener]:
    assert isinstance(page, RequestPage)
    more = [one for one in page.panel.steps._buttons if one.accessibleName() == _("More steps")]
    if more:
        yield "more steps", lambda: page.panel.steps._open_menu(more[0])
    for offer in page.panel.steps._offered:
        if offer.missing:
            yield f"step {offer.step.key}", lambda offer=offer: page.panel.steps.take(offer)
    yield "survey", lambda: ask_survey(session.context, page.record_id, page)
    for button in page.panel.talk.findChildren(QPushButton):
        if button.isVisible() and button.isEnabled() and button.isCheckable():
            yield f"talk, {button.accessibleName()}", button.click


def _of_today(session: Session, page: Any) -> Iterator[Opener]:
    assert isinstance(page, TodayPage)
    lines = page.due.list.lines()
    if lines:
        yield "menu of a line", lambda: page.due._on_menu(lines[0], _CORNER)
