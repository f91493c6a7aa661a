"""Fields that make one value together: read as one, edited one by one, one again when they are left."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from crm_desktop.ui.record_form import RecordForm
from tests.ui.record_kit import ENTITIES, make_context

ADDRESS = "group:Address"
PARIS = {"street": "31 place de la Mairie", "postcode": "75016", "city": "Paris", "country": "France"}


@pytest.fixture
def form(qtbot, workspace, state, make):
    holder = QWidget()
    qtbot.addWidget(holder)
    column = QVBoxLayout(holder)
    made = RecordForm(make_context(workspace, state), ENTITIES["company"])
    made.company = make.company("Acme", **PARIS)
    made.other = QLineEdit()
    column.addWidget(made)
    column.addWidget(made.other)
    made.show_record(workspace.records.get("company", made.company))
    holder.resize(420, 900)
    holder.show()
    holder.activateWindow()
    qtbot.waitExposed(holder)
    made.holder = holder
    return made


def values(workspace, form):
    return workspace.records.get("company", form.company).values


def test_an_address_is_one_value(form):
    assert form.rows[ADDRESS].view.text() == "31 place de la Mairie\n75016 Paris\nFrance"
    assert not {"street", "city", "country"} & set(form.rows)


def test_its_parts_are_edited_in_its_place_and_saved(form, qtbot, workspace):
    form.rows[ADDRESS].start()
    qtbot.waitUntil(form.rows["country"].is_editing)
    assert ADDRESS not in form.rows
    assert {"street", "district", "postcode", "province", "city", "country"} <= set(form.rows)
    form.edit("city")
    qtbot.waitUntil(lambda: form.rows["city"].editor.focusProxy().hasFocus())
    form.rows["city"].editor.line.setText("Lyon")
    form.other.setFocus()
    qtbot.waitUntil(lambda: ADDRESS in form.rows)
    assert values(workspace, form)["city"] == "Lyon"
    assert form.rows[ADDRESS].view.text().splitlines()[1] == "75016 Lyon"
    assert "city" not in form.rows


def test_a_part_that_somebody_else_changed_stays_open(form, qtbot, workspace):
    form.edit("city")
    qtbot.waitUntil(lambda: form.rows["city"].editor.focusProxy().hasFocus())
    form.rows["city"].editor.line.setText("Lyon")
    workspace.records.save("company", form.company, {"city": "Nice"})
    form.other.setFocus()
    assert form.rows["city"].is_editing(), "the choice has to be made"
    form.rows["city"].keep_theirs()
    assert values(workspace, form)["city"] == "Nice"


def test_a_record_without_an_address_has_none(form, workspace, make):
    form.show_record(workspace.records.get("company", make.company("Bare")))
    assert ADDRESS not in form.rows
    form.toggle_more()
    assert form.rows[ADDRESS].view.text() == ""


def test_a_reference_opens_its_record(form, workspace, make):
    branch = make.company("Branch", parent=form.company)
    form.show_record(workspace.records.get("company", branch))
    form.toggle_more()
    form.rows["parent"].view.follow()
    assert form.context.navigator.opened[-1] == ("company", form.company)
    form.rows["owner"].view.follow()
    assert len(form.context.navigator.opened) == 1, "users have no page"
