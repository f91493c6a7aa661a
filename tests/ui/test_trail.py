"""The way back and forward: a form that became a record is no step of it."""

from __future__ import annotations

from crm_desktop.ui.context import Place
from crm_desktop.ui.trail import Trail

LIST, NEW, MADE = Place("list", "contact"), Place("record", "contact"), Place("record", "contact", 7)


def walked(*places):
    trail = Trail()
    for place in places:
        trail.visit(place)
    return trail


def test_back_from_a_new_record_leads_to_where_it_was_begun():
    trail = walked(LIST, NEW, MADE)
    assert trail.peek(-1) == LIST
    trail.move(-1)
    assert not trail.can_go_back
    assert trail.peek(1) == MADE


def test_a_form_that_was_left_for_its_list_leaves_no_step():
    trail = walked(LIST, NEW, LIST)
    assert trail.here == LIST
    assert not trail.can_go_back


def test_the_form_itself_can_be_left_backwards():
    trail = walked(LIST, NEW)
    assert (trail.here, trail.peek(-1)) == (NEW, LIST)


def test_records_are_steps():
    assert walked(LIST, MADE, Place("today")).peek(-1) == MADE


def test_a_place_that_another_takes_is_no_step_beside_it():
    trail = walked(LIST, MADE, Place("today"))
    trail.replace(LIST)
    assert (trail.here, trail.peek(-1), trail.peek(1)) == (LIST, MADE, None)
    trail.move(-1)
    trail.replace(LIST)
    assert trail.here == LIST
    assert not trail.can_go_back
    assert not trail.can_go_forward
