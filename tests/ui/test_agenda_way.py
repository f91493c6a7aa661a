"""The agenda of activities on a real file: what is late, the days, what has no day; keys and the box to check."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester

from crm_desktop.core.query import Condition, ListQuery
from crm_desktop.ui import language
from crm_desktop.ui.agenda_model import Heading
from crm_desktop.ui.agenda_way import AgendaWay
from crm_desktop.ui.session import _list_page
from tests.ui import record_kit

TODAY = date(2026, 11, 20)
Key, Control = Qt.Key, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def agenda(qtbot, real):
    way = AgendaWay(real, real.entities["activity"])
    qtbot.addWidget(way)
    way.resize(900, 700)
    way.show()
    qtbot.waitExposed(way)
    real.workspace.subscribe(way.on_changes)
    QAbstractItemModelTester(
        way.list.records, QAbstractItemModelTester.FailureReportingMode.Fatal, way.list.records
    )
    way.show_query(record_kit.query("activity"))
    return way


def _texts(way: AgendaWay) -> list[str]:
    return [f"# {row.text}" if isinstance(row, Heading) else row.subject for row in way.list.records.rows]


def test_what_is_late_comes_first_then_the_days(agenda, record, make):
    record("Some day")
    record("Late", due_on=date(2026, 11, 3))
    record("Today", due_on=TODAY)
    record("Soon", planned_at=datetime(2026, 11, 24, 9).astimezone(UTC))
    make.contact("陈晓梅", birthday=date(1990, 11, 21))
    assert _texts(agenda) == [
        "# Overdue",
        "Late",
        "# Today · Friday 20 November 2026",
        "Today",
        "# Tomorrow · Saturday 21 November 2026",
        "陈晓梅 (36)",
        "# Tuesday 24 November 2026",
        "Soon",
        "# Without a day",
        "Some day",
    ]
    assert agenda.subtitle() == "5 entries"
    said = agenda.list.records.index(1).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said == "Task, Late, overdue"


def test_an_empty_one_says_what_goes_here(agenda, record, qtbot):
    assert agenda.empty.isVisible()
    agenda.show_query(ListQuery("activity", search="nothing"))
    with qtbot.waitSignal(agenda.clear_asked):
        agenda.empty._button.click()
    agenda.show_query(record_kit.query("activity"))
    agenda.empty._button.click()
    assert agenda.new_entry.heading.text() == "Friday 20 November 2026"


def test_the_box_is_checked_with_the_mouse(agenda, record, qtbot, workspace):
    one = record("Today", due_on=TODAY)
    index = agenda.list.records.index(agenda.list.records.row_of("activity", one))
    rect = agenda.list.visualRect(index)
    qtbot.mouseClick(agenda.list.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())
    assert not workspace.agenda.one(one).done
    box = QPoint(rect.left() + 27, rect.center().y())
    qtbot.mouseClick(agenda.list.viewport(), Qt.MouseButton.LeftButton, pos=box)
    assert workspace.agenda.one(one).done


def test_keys_open_finish_move_and_delete(agenda, record, qtbot, workspace, real):
    one = record("Today", due_on=TODAY)
    qtbot.keyClick(agenda.list, Key.Key_Return)
    assert real.window.opened == [("activity", one)]
    qtbot.keyClick(agenda.list, Key.Key_Right, Control)
    assert workspace.agenda.one(one).day == date(2026, 11, 21)
    assert agenda.entry().id == one, "it is still the one that is meant"
    qtbot.keyClick(agenda.list, Key.Key_Space)
    assert workspace.agenda.one(one).done
    qtbot.keyClick(agenda.list, Key.Key_Delete)
    assert workspace.agenda.one(one) is None


def test_it_begins_with_another_week_and_comes_back(agenda, record, qtbot):
    record("Late", due_on=date(2026, 11, 3))
    record("Soon", due_on=date(2026, 11, 24))
    qtbot.keyClick(agenda.list, Key.Key_Right)
    assert agenda.bar.title() == "Friday 27 November 2026"
    assert _texts(agenda) == []
    agenda.bar.today_clicked.emit()
    assert _texts(agenda)[:2] == ["# Overdue", "Late"]


def test_more_is_read_when_the_end_is_reached(agenda, record):
    for one in range(30):
        record(f"Task {one}", due_on=TODAY)
    record("Far", due_on=date(2027, 1, 15))
    assert "Far" not in _texts(agenda)
    while "Far" not in _texts(agenda):
        before = agenda._days
        agenda.list.verticalScrollBar().setValue(0)
        agenda.list.verticalScrollBar().setValue(agenda.list.verticalScrollBar().maximum())
        assert agenda._days > before
    assert agenda.found.complete


def test_the_filter_of_the_list_serves_it(agenda, record):
    record("Visit", kind="visit", due_on=TODAY)
    record("Call", kind="call", due_on=TODAY)
    agenda.show_query(ListQuery("activity", conditions=(Condition("kind", "is", "visit"),)))
    assert "Visit" in _texts(agenda)
    assert "Call" not in _texts(agenda)


def test_it_speaks_chinese(agenda, record):
    record("Today", due_on=TODAY)
    language.switch("zh_CN")
    agenda.retranslate()
    assert _texts(agenda)[0] == "# 今天 · 2026年11月20日 星期五"
    assert not agenda.grab().isNull()


def test_the_list_of_activities_offers_both(qtbot, real, record):
    from crm_desktop.ui.context import Place

    record("Today", due_on=TODAY)
    page = _list_page(real, Place("list", "activity"))
    qtbot.addWidget(page)
    assert [one.key for one in page.ways] == ["table", "agenda", "calendar"]
    assert page.way is None
    for key in ("agenda", "calendar"):
        page.choose_way(key)
        assert page.subtitle() == "1 entry"
    page.set_trash(True)
    assert page.way is None


def test_a_table_that_is_still_read_does_not_come_back(qtbot, real, record):
    from crm_desktop.ui.context import Place

    record("Today", due_on=TODAY)
    real.tasks.hold = True
    page = _list_page(real, Place("list", "activity"))
    qtbot.addWidget(page)
    page.show()
    page.show_way("calendar")
    real.tasks.release()
    assert page.way.isVisible()
    page.show_way("table")
    assert len(page.table.records.ids) == 1


def test_after_midnight_it_begins_with_the_new_day(agenda, record, fixed_clock):
    record("Today", due_on=TODAY)
    fixed_clock.advance(24 * 3600)
    agenda.on_shown()
    assert agenda.bar.title() == "Saturday 21 November 2026"
    assert _texts(agenda)[:2] == ["# Overdue", "Today"]
