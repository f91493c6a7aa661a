"""The calendar of activities on a real file: what it shows and says, keys, dragging, something new."""

from __future__ import annotations

# ruff: noqa: DTZ001 - times of the user's clock
from datetime import UTC, date, datetime, timedelta

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt

from crm_desktop.core.query import Condition, ListQuery
from crm_desktop.ui import language, theme
from crm_desktop.ui.calendar_hours import HoursView
from crm_desktop.ui.calendar_month import MonthView
from crm_desktop.ui.calendar_way import CalendarWay
from tests.ui import record_kit

Key, Control, Shift = Qt.Key, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
TODAY = date(2026, 11, 20)


@pytest.fixture
def calendar(qtbot, real):
    """Return the function that makes the calendar."""

    def make(span: str = "month") -> CalendarWay:
        way = CalendarWay(real, real.entities["activity"])
        qtbot.addWidget(way)
        way.resize(1000, 760)
        way.show()
        qtbot.waitExposed(way)
        way.show_query(record_kit.query("activity"))
        way.show_span(span)
        real.workspace.subscribe(way.on_changes)
        return way

    return make


def _at(day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute).astimezone(UTC)


def _entry(way: CalendarWay, subject: str):
    return next(one for one in way.view.entries if one.subject == subject)


def _spot(way: CalendarWay, subject: str) -> QPoint:
    spot = next(one for one in way.view.spots if one.entry is not None and one.entry.subject == subject)
    return spot.box.center().toPoint()


def _drag(qtbot, way: CalendarWay, start: QPoint, end: QPoint) -> None:
    port = way.view.viewport()
    qtbot.mousePress(port, Qt.MouseButton.LeftButton, pos=start)
    qtbot.mouseMove(port, start + QPoint(2, 2))
    qtbot.mouseMove(port, (start + end) / 2)
    qtbot.mouseMove(port, end)
    qtbot.mouseRelease(port, Qt.MouseButton.LeftButton, pos=end)


# ------------------------------------------------------------------ what is shown and said


def test_a_month_shows_its_weeks_and_says_its_days(calendar, record):
    record("Call back", kind="call", planned_at=_at(20, 10))
    record("Send samples", due_on=TODAY)
    way = calendar()
    assert way.bar.title() == "November 2026"
    assert way.subtitle() == "2 entries"
    assert isinstance(way.view, MonthView)
    said = way.view.accessibleName()
    assert said.startswith("Friday 20 November 2026; 2 entries; Task, Send samples; 10:00, Call, Call back")
    assert "overdue" in said, "it is noon"


def test_where_there_is_no_room_the_day_opens_what_is_to_be_done_first(calendar, record, workspace, qtbot):
    done = [record(f"Done {one}", due_on=TODAY) for one in range(9)]
    workspace.activities.finish(done)
    record("Open", due_on=TODAY)
    way = calendar()
    shown = [one.entry.subject for one in way.view.spots if one.entry is not None]
    assert "Open" in shown
    more = next(one for one in way.view.spots if one.entry is None and one.box.width() > 30)
    qtbot.mouseClick(way.view.viewport(), Qt.MouseButton.LeftButton, pos=more.box.center().toPoint())
    assert way.span == "day"
    assert way.bar.title() == "Friday 20 November 2026"


def test_the_query_of_the_list_narrows_it(calendar, record, make):
    acme = make.company("Acme")
    record("Visit", kind="visit", due_on=TODAY, company=acme)
    record("Call", kind="call", due_on=TODAY)
    way = calendar()
    way.show_query(ListQuery("activity", conditions=(Condition("kind", "is", "visit"),)))
    assert [one.subject for one in way.view.entries] == ["Visit"]
    way.show_query(ListQuery("activity", search="cal"))
    assert [one.subject for one in way.view.entries] == ["Call"]


def test_it_follows_what_is_written(calendar, record):
    way = calendar()
    record("New", due_on=TODAY)
    assert [one.subject for one in way.view.entries] == ["New"]


def test_the_span_is_remembered(calendar, real):
    way = calendar()
    way.bar.chips["week"].click()
    assert way.bar.title() == "16 – 22 November 2026"
    assert CalendarWay(real, real.entities["activity"]).span == "week"


def test_it_speaks_chinese_and_paints_in_the_dark(calendar, record, qapp):
    record("回电", kind="call", planned_at=_at(20, 10), ended_at=_at(20, 11))
    language.switch("zh_CN")
    theme.apply(qapp, "dark")
    for span, title in (
        ("month", "2026年11月"),
        ("week", "2026年11月16日 – 22日"),
        ("day", "2026年11月20日 星期五"),
    ):
        way = calendar(span)
        way.retranslate()
        assert way.bar.title() == title
        assert not way.grab().isNull()
    assert "10:00–11:00, 电话, 回电" in way.view.accessibleName()


# ------------------------------------------------------------------ keys


def test_arrows_and_pages_move_the_day(calendar, qtbot):
    way = calendar()
    for key, day in (
        (Key.Key_Right, date(2026, 11, 21)),
        (Key.Key_Down, date(2026, 11, 28)),
        (Key.Key_Left, date(2026, 11, 27)),
        (Key.Key_Up, date(2026, 11, 20)),
        (Key.Key_PageDown, date(2026, 12, 20)),
        (Key.Key_PageUp, date(2026, 11, 20)),
        (Key.Key_PageUp, date(2026, 10, 20)),
        (Key.Key_Home, TODAY),
    ):
        qtbot.keyClick(way.view, key)
        assert way.view.day == day
    assert way.bar.title() == "November 2026"
    way.show_span("week")
    qtbot.keyClick(way.view, Key.Key_PageDown)
    assert (way.view.first, way.view.day) == (date(2026, 11, 23), date(2026, 11, 27))


def test_beyond_the_last_week_the_next_month_comes(calendar, qtbot):
    way = calendar()
    way.view.set_day(date(2026, 12, 6))
    assert way.bar.title() == "November 2026", "it stands in the weeks of this month"
    qtbot.keyClick(way.view, Key.Key_Right)
    assert way.bar.title() == "December 2026"


def test_tab_goes_through_the_entries_of_the_day(calendar, record, qtbot, real):
    first = record("First", due_on=TODAY)
    record("Second", planned_at=_at(20, 15))
    way = calendar()
    way.view.setFocus()
    assert way.view.focusNextPrevChild(True)
    assert way.view.accessibleName().startswith("Task, First; Friday")
    qtbot.keyClick(way.view, Key.Key_Return)
    assert real.window.opened == [("activity", first)]
    assert way.view.focusNextPrevChild(True)
    assert way.view.entry.subject == "Second"
    way.view.focusNextPrevChild(True)
    assert way.view.entry is None, "behind the last one the focus goes on"
    qtbot.keyClick(way.view, Key.Key_Return)
    assert way.span == "day"


def test_space_finishes_and_delete_moves_to_the_trash(calendar, record, qtbot, real, workspace):
    one = record("Task", due_on=TODAY)
    way = calendar()
    way.view.set_day(TODAY, _entry(way, "Task"))
    qtbot.keyClick(way.view, Key.Key_Space)
    assert workspace.agenda.one(one).done
    qtbot.keyClick(way.view, Key.Key_Space)
    assert not workspace.agenda.one(one).done
    qtbot.keyClick(way.view, Key.Key_Delete)
    assert workspace.agenda.one(one) is None
    assert real.window.toasts[-1] == "“Task” moved to the trash"
    assert not way.view.entries


def test_control_and_arrows_move_the_entry(calendar, record, qtbot, workspace):
    one = record("Meeting", kind="meeting", planned_at=_at(20, 15), ended_at=_at(20, 16))
    way = calendar("week")
    way.view.set_day(TODAY, _entry(way, "Meeting"))
    qtbot.keyClick(way.view, Key.Key_Right, Control)
    assert workspace.agenda.one(one).begin == datetime(2026, 11, 21, 15)
    qtbot.keyClick(way.view, Key.Key_Down, Control)
    assert workspace.agenda.one(one).begin == datetime(2026, 11, 21, 15, 15)
    qtbot.keyClick(way.view, Key.Key_Down, Control | Shift)
    assert workspace.agenda.one(one).end == datetime(2026, 11, 21, 16, 30)
    way.show_span("month")
    way.view.set_day(date(2026, 11, 21), _entry(way, "Meeting"))
    qtbot.keyClick(way.view, Key.Key_Down, Control)
    assert workspace.agenda.one(one).begin == datetime(2026, 11, 28, 15, 15)


# ------------------------------------------------------------------ the mouse


def test_an_entry_is_dragged_to_another_day_and_back_by_undo(calendar, record, qtbot, workspace, real):
    one = record("Meeting", kind="meeting", planned_at=_at(18, 15))
    way = calendar()
    assert not workspace.agenda.one(one).done
    _drag(qtbot, way, _spot(way, "Meeting"), way.view.box_of(date(2026, 11, 25)).center().toPoint())
    assert workspace.agenda.one(one).begin == datetime(2026, 11, 25, 15)
    assert real.window.toasts == ["Moved Meeting to Wednesday 25 Nov 15:00"]
    real.window.acts[0]()
    workspace.history.undo(real.window.undone[0])
    assert _entry(way, "Meeting").begin == datetime(2026, 11, 18, 15)


def test_what_is_done_is_not_dragged_into_the_future(calendar, record, qtbot, workspace, real):
    one = record("Call", kind="call", started_at=_at(18, 15), done_at=_at(18, 15))
    way = calendar()
    _drag(qtbot, way, _spot(way, "Call"), way.view.box_of(date(2026, 11, 25)).center().toPoint())
    assert workspace.agenda.one(one).begin == datetime(2026, 11, 18, 15)
    assert real.window.toasts == ["“Call” is done. What is done cannot lie in the future."]


def _place(view: HoursView, day: date, hour: float) -> QPoint:
    column = view.column_of(day)
    return QPointF(column.center().x(), view.height_of(hour * 60)).toPoint()


def test_an_entry_is_dragged_to_another_hour(calendar, record, qtbot, workspace):
    one = record("Meeting", kind="meeting", planned_at=_at(20, 13), ended_at=_at(20, 14))
    way = calendar("week")
    start = _place(way.view, TODAY, 13.5)
    _drag(qtbot, way, start, _place(way.view, date(2026, 11, 21), 15.5))
    entry = workspace.agenda.one(one)
    assert (entry.begin, entry.end) == (datetime(2026, 11, 21, 15), datetime(2026, 11, 21, 16))


def test_its_lower_edge_changes_its_end(calendar, record, qtbot, workspace):
    one = record("Meeting", kind="meeting", planned_at=_at(20, 13), ended_at=_at(20, 14))
    way = calendar("week")
    _drag(qtbot, way, _place(way.view, TODAY, 14) - QPoint(0, 4), _place(way.view, TODAY, 15.5))
    entry = workspace.agenda.one(one)
    assert (entry.begin, entry.end) == (datetime(2026, 11, 20, 13), datetime(2026, 11, 20, 15, 30))


def test_among_what_has_no_hour_it_loses_its_own(calendar, record, qtbot, workspace):
    one = record("Meeting", kind="meeting", planned_at=_at(20, 13), ended_at=_at(20, 14))
    way = calendar("week")
    _drag(qtbot, way, _place(way.view, TODAY, 13.5), QPoint(int(way.view.column_of(TODAY).center().x()), 20))
    entry = workspace.agenda.one(one)
    assert (entry.day, entry.begin) == (TODAY, None)
    start = next(spot.box.center().toPoint() for spot in way.view.spots if spot.entry is not None)
    _drag(qtbot, way, start, _place(way.view, TODAY, 15))
    assert workspace.agenda.one(one).begin == datetime(2026, 11, 20, 14, 45)


def test_hours_that_are_drawn_ask_for_something_new(calendar, qtbot, workspace, real, make):
    make.contact("陈晓梅")
    way = calendar("week")
    _drag(qtbot, way, _place(way.view, TODAY, 14), _place(way.view, TODAY, 15.5))
    panel = way.new_entry
    assert panel.isVisible()
    assert panel.heading.text() == "Friday 20 November 2026, 14:00 – 15:30"
    qtbot.keyClicks(panel.line, "Show the collection")
    qtbot.keyClick(panel.line, Key.Key_Return)
    assert panel.isHidden()
    entry = _entry(way, "Show the collection")
    assert (entry.kind, entry.begin, entry.end) == (
        "meeting",
        datetime(2026, 11, 20, 14),
        datetime(2026, 11, 20, 15, 30),
    )
    real.window.acts[-1]()
    workspace.history.undo(real.window.undone[-1])
    assert not way.view.entries


def test_a_double_click_on_a_day_asks_for_something_new(calendar, qtbot, make):
    acme = make.company("Acme")
    way = calendar()
    way.show_query(ListQuery("activity", conditions=(Condition("company", "is", acme),)))
    at = way.view.box_of(date(2026, 11, 25)).center().toPoint()
    qtbot.mouseDClick(way.view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    panel = way.new_entry
    assert panel.heading.text() == "Wednesday 25 November 2026"
    assert panel.values() == {"kind": "task", "due_on": date(2026, 11, 25), "company": acme}
    qtbot.keyClick(panel.line, Key.Key_Return)
    assert panel.isVisible(), "without a subject nothing is made"
    qtbot.keyClick(panel.line, Key.Key_Escape)
    assert panel.isHidden()


def test_all_fields_are_there_on_demand(calendar, qtbot, workspace):
    way = calendar()
    qtbot.keyClick(way.view, Key.Key_N)
    qtbot.keyClicks(way.new_entry.line, "Fair")
    way.new_entry._more.click()
    assert way.form.editors["subject"].value() == "Fair"
    assert way.form.editors["due_on"].value() == TODAY
    way.save()
    assert way.form is None
    assert _entry(way, "Fair").day == TODAY
    assert workspace.lists.count("activity") == 1


def test_a_birthday_opens_its_contact_and_stays_where_it_is(calendar, qtbot, make, real, workspace):
    born = make.contact("陈晓梅", birthday=date(1990, 11, 20))
    way = calendar()
    entry = _entry(way, "陈晓梅 (36)")
    way.view.set_day(TODAY, entry)
    assert way.view.accessibleName().startswith("Birthday: 陈晓梅 (36)")
    _drag(qtbot, way, _spot(way, "陈晓梅 (36)"), way.view.box_of(date(2026, 11, 25)).center().toPoint())
    qtbot.keyClick(way.view, Key.Key_Delete)
    qtbot.keyClick(way.view, Key.Key_Space)
    qtbot.keyClick(way.view, Key.Key_Return)
    assert real.window.opened == [("contact", born)]
    assert not real.window.toasts
    assert [one.text() for one in way.actions_of.menu(entry).actions()] == ["Open"]


def test_many_entries_are_painted_where_they_belong(calendar, workspace, qtbot):
    with workspace.work("Many") as work:
        ids = work.writer.ids.block(600)
        rows = [
            (one, f"Task {at}", (TODAY + timedelta(days=at % 30 - 15)).isoformat())
            for at, one in enumerate(ids)
        ]
        work.insert_many("activity", ["id", "subject", "due_on"], rows)
    way = calendar()
    assert way.subtitle() == "600 entries"
    assert all(way.view.viewport().rect().contains(spot.box.center().toPoint()) for spot in way.view.spots)
