"""What the painter of a list draws: the same in part as in whole, and the same wherever the list is scrolled to."""

from __future__ import annotations

from array import array

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage, QRegion
from PySide6.QtWidgets import QWidget

from crm_desktop.ui import theme
from crm_desktop.ui.record_table import RecordTable
from crm_desktop.ui.record_table_model import FIRST_FIELD
from tests.ui import fake_data


@pytest.fixture
def table(qtbot, fake):
    made = RecordTable(fake.lists, fake_data.CONTACT)
    qtbot.addWidget(made)
    made.resize(900, 300)
    made.show()
    qtbot.waitExposed(made)
    made.show_ids(array("q", fake.rows["contact"]))
    return made


def _painted(table: RecordTable, region: QRegion | None = None) -> QImage:
    """Return the rows as they are painted, or a part of them on nothing."""
    picture = QImage(table.viewport().size(), QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.white)
    part = QRegion(table.viewport().rect()) if region is None else region
    at = part.boundingRect().topLeft()
    table.viewport().render(picture, at, part, QWidget.RenderFlag(0))
    return picture


def _row(table: RecordTable, number: int) -> QImage:
    return _painted(table).copy(0, table.rowViewportPosition(number), 900, theme.ROW_HEIGHT)


def test_a_part_is_painted_as_it_is_in_the_whole(table):
    table.select_id(table.records.ids[2])
    table.set_search_words(("an",))
    parts = [QRect(40, 50, 300, 20), QRect(500, 110, 77, 90), QRect(0, 10, 33, 20)]
    whole = _painted(table)
    for part in parts:
        assert _painted(table, QRegion(part)).copy(part) == whole.copy(part)


def test_a_row_looks_the_same_wherever_the_list_is_scrolled_to(table):
    before = _row(table, 4)
    for scrolled in (1, 2, 33):
        table.verticalScrollBar().setValue(scrolled)
        assert _row(table, 4) == before


def test_a_column_that_was_moved_and_scrolled_to_takes_its_values_along(table):
    table.set_fields(table.records.fields, {one.key: 260 for one in table.records.fields})
    title = table.visualRect(table.records.index(0, FIRST_FIELD))
    before = _painted(table).copy(title)
    table.horizontalHeader().moveSection(FIRST_FIELD, 3)
    table.horizontalScrollBar().setValue(300)
    after = table.visualRect(table.records.index(0, FIRST_FIELD))
    assert after != title
    assert _painted(table).copy(after) == before


def test_a_row_under_the_mouse_and_a_selected_one_stand_out(table):
    before = _row(table, 3)
    table.painter_of_cells.set_hovered(3)
    hovered = _row(table, 3)
    table.select_id(table.records.ids[3])
    assert len({before.pixel(300, 2), hovered.pixel(300, 2), _row(table, 3).pixel(300, 2)}) == 3


def test_what_no_longer_fits_ends_in_dots_and_what_was_found_is_marked(table):
    narrow = table.records.fields[0].key
    table.set_width(narrow, 90)
    cell = table.visualRect(table.records.index(0, FIRST_FIELD))
    plain = _painted(table).copy(cell)
    name = table.records.row(0).texts[0]
    table.set_search_words((name[:2].lower(),))
    marked = _painted(table).copy(cell)
    assert marked != plain
    mark = theme.colour("mark").rgb()
    assert mark in {marked.pixel(x, cell.height() // 2 + 7) for x in range(cell.width())}
