"""What is said of a day in few words is told in full where the mouse rests."""

from __future__ import annotations

from array import array
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QEvent, QPoint
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip

from crm_desktop.core import clock
from crm_desktop.core.kinds import Locale
from crm_desktop.models import registry
from crm_desktop.services.timeline.event import Event
from crm_desktop.ui.cell_hint import cell_hint
from crm_desktop.ui.next_card import due_words
from crm_desktop.ui.record_table import RecordTable
from crm_desktop.ui.record_table_model import FIRST_FIELD
from crm_desktop.ui.timeline_item import TimelineItem
from crm_desktop.ui.times import exact_words

ZONE = UTC


@pytest.fixture
def table(qtbot, workspace, fixed_clock):
    entity = registry.entity("opportunity")
    made = RecordTable(workspace.lists, entity)
    qtbot.addWidget(made)
    made.resize(700, 300)
    made.show()
    qtbot.waitExposed(made)
    name = "Steel railing contract for the new bakery in Wrocław"
    yesterday = clock.today() - timedelta(days=1)
    record = workspace.records.create("opportunity", {"name": name, "expected_close": yesterday})
    made.set_fields(
        [entity.field("name"), entity.field("expected_close")], {"name": 120, "expected_close": 200}
    )
    made.show_ids(array("q", [record]))
    return made


def _hint(table: RecordTable, place: int, width: int) -> str:
    cell = table.records.index(0, FIRST_FIELD + place)
    return cell_hint(table.records, table.painter_of_cells, cell, width)


def test_a_cell_tells_what_did_not_fit_and_the_day_behind_a_word(table):
    assert _hint(table, 0, 120) == "Steel railing contract for the new bakery in Wrocław"
    assert _hint(table, 0, 900) == ""
    assert table.painter_of_cells.texts_of([table.records.row(0)], 1) == ["Yesterday"]
    assert _hint(table, 1, 200) == f"{exact_words(clock.today() - timedelta(days=1), ZONE)} · overdue"


def test_the_mouse_on_a_cell_shows_its_hint(table):
    at = table.visualRect(table.records.index(0, FIRST_FIELD)).center()
    place = table.viewport().mapToGlobal(at)
    QApplication.sendEvent(table.viewport(), QHelpEvent(QEvent.Type.ToolTip, at, place))
    assert QToolTip.text() == "Steel railing contract for the new bakery in Wrocław"
    QToolTip.hideText()


def test_an_event_of_the_timeline_tells_its_moment(qtbot, fixed_clock):
    item = TimelineItem(
        Event("phone", "Called", at=datetime(2026, 11, 19, 15, 40, tzinfo=UTC)), Locale(zone=ZONE), False
    )
    qtbot.addWidget(item)
    QApplication.sendEvent(item, QHelpEvent(QEvent.Type.ToolTip, QPoint(5, 5), QPoint(5, 5)))
    assert item.toolTip() == "19 Nov 2026 15:40"
    QToolTip.hideText()


def test_what_comes_next_is_told_without_the_present_year(fixed_clock):
    today = clock.today()
    assert due_words(today, ZONE) == "Today"
    assert due_words(today.replace(month=12, day=4), ZONE) == "4 Dec"
    assert due_words(today.replace(year=2027, month=2, day=4), ZONE) == "4 Feb 2027"
    at = datetime(2026, 12, 4, 9, 30, tzinfo=UTC)
    assert due_words(at, ZONE) == "4 Dec"
    assert due_words(clock.now().replace(hour=9, minute=30), ZONE) == "Today 09:30"
