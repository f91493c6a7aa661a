"""Days by which something should have been done stand out in lists; so do the stages of opportunities."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QLabel

from crm_desktop.core import clock
from crm_desktop.core.formatting import format_day
from crm_desktop.core.query import ListQuery
from crm_desktop.models import registry
from crm_desktop.ui import theme
from crm_desktop.ui.own_pages import page_of
from crm_desktop.ui.peek_panel import PeekPanel
from crm_desktop.ui.record_table import RecordTable
from crm_desktop.ui.record_table_model import FIRST_FIELD
from tests.ui.record_kit import make_context

OPEN, WON = "Ceramics, second try", "Bakery ovens"


@pytest.fixture
def days(fixed_clock):
    today = clock.today()
    return {"past": today - timedelta(days=9), "today": today, "next": today + timedelta(days=9)}


@pytest.fixture
def listed(qtbot, workspace):
    """Return a function that shows the list of an entity with some of its columns."""

    def show(name: str, *keys: str) -> RecordTable:
        entity = registry.entity(name)
        table = RecordTable(workspace.lists, entity)
        qtbot.addWidget(table)
        table.resize(700, 300)
        table.show()
        qtbot.waitExposed(table)
        table.set_fields([entity.field(key) for key in keys], {})
        table.show_ids(workspace.lists.ids(ListQuery(name)))
        return table

    return show


def _rows(table: RecordTable) -> dict[str, int]:
    model = table.records
    return {model.index(at, FIRST_FIELD).data(): at for at in range(model.rowCount())}


def _inks(table: RecordTable, title: str, key: str) -> set[str]:
    """Return the colours in the cell of a record."""
    place = [one.key for one in table.records.fields].index(key)
    picture = QImage(table.viewport().size(), QImage.Format.Format_RGB32)
    table.viewport().render(picture)
    box = table.visualRect(table.records.index(_rows(table)[title], FIRST_FIELD + place))
    cell = picture.copy(box)
    return {QColor(cell.pixel(x, y)).name() for x in range(cell.width()) for y in range(cell.height())}


def _said(table: RecordTable, title: str) -> str:
    index = table.records.index(_rows(table)[title], FIRST_FIELD)
    return str(index.data(Qt.ItemDataRole.AccessibleTextRole))


def test_an_open_sale_whose_day_has_passed_stands_out(days, listed, workspace):
    make = workspace.records.create
    make("opportunity", {"name": OPEN, "expected_close": days["past"]})
    make("opportunity", {"name": "In time", "expected_close": days["today"]})
    make("opportunity", {"name": WON, "expected_close": days["past"], "closed_on": days["past"]})
    table, red = listed("opportunity", "name", "expected_close"), theme.tokens().badges["red"][1]
    assert red in _inks(table, OPEN, "expected_close")
    assert red not in _inks(table, WON, "expected_close") | _inks(table, "In time", "expected_close")
    assert "overdue" in _said(table, OPEN)
    assert "overdue" not in _said(table, WON)


def test_what_was_to_be_done_and_was_not_stands_out_and_a_note_does_not(days, listed, workspace):
    make = workspace.records.create
    make("activity", {"kind": "task", "subject": "Left over", "due_on": days["past"]})
    make("activity", {"kind": "task", "subject": "To come", "due_on": days["next"]})
    make("activity", {"kind": "task", "subject": "Done", "due_on": days["past"], "done_at": clock.now()})
    old = clock.now() - timedelta(days=9)
    make("activity", {"kind": "note", "subject": "Said", "started_at": old})
    table = listed("activity", "subject", "happens", "due_on")
    assert [name for name in _rows(table) if "overdue" in _said(table, name)] == ["Left over"]


def test_the_stage_of_a_sale_is_a_badge_in_its_colour(listed, workspace):
    stages = {one.name: one.id for one in workspace.lists.named("stage", "")}
    workspace.records.create("opportunity", {"name": WON, "stage": stages["Proposal"]})
    ground, ink = theme.tokens().badges["blue"]
    assert {ground, ink} <= _inks(listed("opportunity", "name", "stage"), WON, "stage")


def test_the_page_and_the_preview_of_a_record_say_it_too(days, workspace, state, qtbot):
    context, entity = make_context(workspace, state), registry.entity("opportunity")
    record = workspace.records.create("opportunity", {"name": OPEN, "expected_close": days["past"]})
    page = page_of(entity)(context, entity, record)
    qtbot.addWidget(page)
    view = page.overview.form.rows["expected_close"].view
    assert view.accessibleName().endswith("(overdue)")
    workspace.records.save("opportunity", record, {"expected_close": days["next"]})
    page.refresh()
    assert not view.accessibleName().endswith("(overdue)")
    workspace.records.save("opportunity", record, {"expected_close": days["past"]})
    peek = PeekPanel(context, entity)
    qtbot.addWidget(peek)
    peek.show_record(record)
    said = {one.text() for one in peek.findChildren(QLabel) if one.accessibleDescription() == "overdue"}
    assert said == {format_day(days["past"])}
