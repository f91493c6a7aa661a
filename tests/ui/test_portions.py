"""Work in portions: one a turn of the event loop, and at once for whom cannot wait."""

from __future__ import annotations

from functools import partial

import pytest
from PySide6.QtWidgets import QWidget

from crm_desktop.ui.field_row import FieldRow
from crm_desktop.ui.own_pages import page_of
from crm_desktop.ui.portions import Portions
from crm_desktop.ui.record_form import RecordForm
from crm_desktop.ui.record_related import RelatedCard
from tests.ui.record_kit import ENTITIES, make_context


@pytest.fixture
def context(workspace, state):
    return make_context(workspace, state)


@pytest.fixture
def acme(make):
    return make.company("Acme", tax_number="DE 1", note="old")


def made_rows(form):
    """The rows that are there, without asking the form for the others."""
    return [one.field.key for one in form.findChildren(FieldRow)]


def test_pieces_are_done_one_a_turn_in_their_order(qtbot):
    owner, done = QWidget(), []
    portions = Portions(owner)
    portions.begin(partial(done.append, number) for number in range(4))
    assert not done
    portions.finish(lambda: len(done) == 2)
    assert done == [0, 1]
    qtbot.waitUntil(portions.is_done)
    assert done == [0, 1, 2, 3]


def test_new_pieces_take_the_place_of_those_that_were_left(qtbot):
    owner, done = QWidget(), []
    portions = Portions(owner)
    portions.begin([partial(done.append, "old")])
    portions.begin([partial(done.append, "new")])
    qtbot.waitUntil(portions.is_done)
    assert done == ["new"]


def test_the_first_fields_stand_there_at_once_and_the_others_follow(qtbot, context, workspace, acme):
    form = RecordForm(context, ENTITIES["company"])
    qtbot.addWidget(form)
    with qtbot.waitSignal(form.filled):
        form.show_record(workspace.records.get("company", acme))
        first = made_rows(form)
        assert first
    whole = made_rows(form)
    assert whole[: len(first)] == first
    assert whole == list(form.rows)
    tops = [form.rows[key].y() for key in whole]
    assert tops == sorted(tops)


def test_a_field_is_edited_at_once_though_its_turn_has_not_come(qtbot, context, workspace, acme):
    form = RecordForm(context, ENTITIES["company"])
    qtbot.addWidget(form)
    form.show_record(workspace.records.get("company", acme))
    assert "note" not in made_rows(form)
    form.edit("note")
    assert form.rows["note"].is_editing()
    assert form.rows["note"].editor.value() == "old"


def test_the_cards_of_related_records_come_one_after_the_other(qtbot, context, workspace, make, acme):
    make.contact("张三", company=acme)
    workspace.records.create("opportunity", {"name": "Frame contract", "company": acme})
    page = page_of(ENTITIES["company"])(context, ENTITIES["company"], acme)
    qtbot.addWidget(page)
    column = page.overview.related
    early = len(column.findChildren(RelatedCard))
    names = [card.related.entity.name for card in column.cards]
    assert early < len(names)
    assert "contact" in names
