"""The model of every list: ids and pages, no widget needed."""

from __future__ import annotations

from array import array

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QApplication

from crm_desktop.core.errors import DataProblem
from crm_desktop.ui.read_rows import PAGE
from crm_desktop.ui.record_table_model import FIRST_FIELD, RecordTableModel
from tests.ui import fake_data, fakes


@pytest.fixture
def many(qapp: QApplication) -> tuple[RecordTableModel, fakes.FakeWorkspace]:
    rows = {one: {"full_name": f"Person {one:04d}", "title": "Owner"} for one in range(1, 1001)}
    workspace = fakes.FakeWorkspace({"contact": rows})
    model = RecordTableModel(workspace.lists, fake_data.CONTACT)
    model.set_ids(array("q", rows))
    return model, workspace


def test_keeps_the_promises_of_an_item_model(many, qtmodeltester):
    qtmodeltester.check(many[0])


def test_reads_only_the_pages_that_are_looked_at(many):
    model, workspace = many
    assert model.index(0, FIRST_FIELD).data() == "Person 0001"
    assert model.index(999, FIRST_FIELD).data() == "Person 1000"
    assert workspace.lists.pages == [("contact", PAGE), ("contact", PAGE)]
    assert model.index(1, FIRST_FIELD).data() == "Person 0002"
    assert len(workspace.lists.pages) == 2


def test_a_vanished_record_is_an_empty_disabled_row(many):
    model, workspace = many
    del workspace.rows["contact"][5]
    index = model.index(4, FIRST_FIELD)
    assert index.data() is None
    assert not model.flags(index) & Qt.ItemFlag.ItemIsEnabled
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "This record is no longer there"


def test_data_never_raises(many):
    model, workspace = many
    workspace.lists.broken = DataProblem("The file is busy.")
    assert model.index(0, FIRST_FIELD).data() is None
    assert model.data(QModelIndex()) is None
    assert model.data(model.index(0, 99), Qt.ItemDataRole.DisplayRole) is None
    assert model.headerData(77, Qt.Orientation.Horizontal) is None


def test_a_busy_file_shows_its_rows_when_it_answers_again(many, qtbot):
    model, workspace = many
    workspace.lists.broken = DataProblem("The file is busy.")
    assert model.index(0, FIRST_FIELD).data() is None
    workspace.lists.broken = None
    with qtbot.waitSignal(model.dataChanged):
        pass
    assert model.index(0, FIRST_FIELD).data() == "Person 0001"


def test_more_ids_of_the_same_list_are_added_without_a_reset(many, qtbot):
    model, _workspace = many
    every = array("q", model.ids)
    model.set_ids(every[:100])
    with qtbot.waitSignal(model.rowsInserted), qtbot.assertNotEmitted(model.modelReset):
        model.set_ids(every)
    assert model.rowCount() == 1000
    assert model.index(150, FIRST_FIELD).data() == "Person 0151"


def test_refresh_keeps_the_rows_and_reads_them_again(many, qtbot):
    model, workspace = many
    assert model.index(0, FIRST_FIELD).data() == "Person 0001"
    workspace.rows["contact"][1]["full_name"] = "Somebody else"
    with qtbot.waitSignal(model.dataChanged), qtbot.assertNotEmitted(model.modelReset):
        model.refresh()
    assert model.index(0, FIRST_FIELD).data() == "Somebody else"


def test_ids_beyond_32_bits_are_kept(qapp):
    rows = {1 << 60: {"full_name": "Far away"}}
    workspace = fakes.FakeWorkspace({"contact": rows})
    model = RecordTableModel(workspace.lists, fake_data.CONTACT)
    model.set_ids(array("q", rows))
    assert model.row(0).id == 1 << 60


def test_a_row_is_spoken_as_a_whole(many):
    model, _workspace = many
    said = model.index(0, 3).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said == "Full name Person 0001, Job title Owner"
