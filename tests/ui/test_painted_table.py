"""How the table of a list looks: the row under the mouse, the rows of a part, columns that share the room."""

from __future__ import annotations

from array import array

import pytest
from PySide6.QtCore import QEvent, QPoint, QRect
from PySide6.QtGui import QRegion
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from crm_desktop.ui import theme
from crm_desktop.ui.painted_table import PaintedTable
from crm_desktop.ui.record_table_model import FIRST_FIELD
from tests.ui import fake_data


@pytest.fixture
def table(qtbot, fake):
    made = PaintedTable(fake.lists, fake_data.CONTACT)
    qtbot.addWidget(made)
    made.resize(900, 300)
    made.columns.start(None)
    made.records.set_ids(array("q", fake.rows["contact"]))
    made.show()
    qtbot.waitExposed(made)
    return made


def test_the_row_under_the_mouse_is_marked_until_the_mouse_leaves(table):
    cell = table.visualRect(table.records.index(2, FIRST_FIELD)).center()
    QTest.mouseMove(table.viewport(), cell)
    assert table.painter_of_cells.hovered == 2
    QTest.mouseMove(table.viewport(), cell + QPoint(0, theme.ROW_HEIGHT))
    assert table.painter_of_cells.hovered == 3
    QApplication.sendEvent(table, QEvent(QEvent.Type.Leave))
    assert table.painter_of_cells.hovered == -1


def test_only_the_rows_of_what_is_uncovered_are_painted(table):
    height = theme.ROW_HEIGHT
    part = QRegion(QRect(0, height + 1, 50, height - 2)) + QRegion(QRect(0, 4 * height, 50, 1))
    assert list(table._rows_within(part)) == [(1, height), (4, 4 * height)]
    table.verticalScrollBar().setValue(3 * height)
    assert list(table._rows_within(part)) == [(4, height), (7, 4 * height)]


def test_columns_share_the_room_that_the_window_gives(table, qtbot):
    def width() -> int:
        return sum(column.width for column in table._seen_columns())

    qtbot.waitUntil(lambda: width() >= table.viewport().width())
    table.resize(1200, 300)
    qtbot.waitUntil(lambda: width() >= table.viewport().width() > 1100)
