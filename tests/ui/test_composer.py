"""The composer: an activity and what comes next, written in one step with the keyboard alone."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from crm_desktop.ui.composer import Composer
from tests.ui.record_kit import make_context, nameless, transactions

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def composer(qtbot, workspace, state, make, fixed_clock):
    acme = make.company("Acme")
    ana = make.contact("Ana", company=acme)
    made = Composer(make_context(workspace, state))
    made.ana, made.acme = ana, acme
    qtbot.addWidget(made)
    made.resize(440, 300)
    made.set_record(workspace.records.get("contact", ana))
    made.show()
    made.activateWindow()
    qtbot.waitExposed(made)
    return made


def activities(workspace):
    """Return all activities, as they were written."""
    ids = sorted(one.id for one in workspace.lists.named("activity", ""))
    return [workspace.records.get("activity", one) for one in ids]


def test_it_stays_small_until_it_is_used(composer, qtbot):
    unused = composer.sizeHint().height()
    assert not composer.next.isVisible()
    qtbot.keyClicks(composer.text.area, "Called")
    assert composer.next.isVisible()
    assert not composer.next.due.isVisible(), "days are asked for when there is something to do"
    composer.clear()
    assert composer.sizeHint().height() == unused
    assert nameless(composer) == []


def test_the_next_step_is_written_with_the_call_and_undone_with_it(composer, qtbot, workspace):
    before = transactions(workspace)
    composer.begin("call")
    qtbot.keyClicks(composer.text.area, "Wants samples")
    composer.details.outcome.load("reached")
    qtbot.keyClicks(composer.next.line, "Send samples")
    composer.next.due.chips["Next Monday"].click()
    assert composer.next.due.editor.day() == date(2026, 11, 23)
    qtbot.keyClick(composer.text.area, Qt.Key.Key_Return, CONTROL)
    call, task = activities(workspace)
    assert (call.values["kind"], call.values["outcome"]) == ("call", "reached")
    assert call.values["done_at"] is not None
    assert (task.title, task.values["kind"]) == ("Send samples", "task")
    assert (task.values["due_on"], task.values["done_at"]) == (date(2026, 11, 23), None)
    for one in (call, task):
        assert (one.values["contact"].id, one.values["company"].id) == (composer.ana, composer.acme)
    assert transactions(workspace) == before + 1
    assert composer.is_empty()
    workspace.history.undo_last()
    assert activities(workspace) == []


@pytest.mark.parametrize(
    ("chip", "day"),
    [
        ("Tomorrow", date(2026, 11, 21)),
        ("Next Monday", date(2026, 11, 23)),
        ("In a week", date(2026, 11, 27)),
        ("In a month", date(2026, 12, 20)),
    ],
)
def test_days_by_one_click(composer, chip, day):
    composer.begin("task")
    chips = composer.details.due_row.chips
    chips[chip].click()
    assert composer.due.value() == day
    assert [name for name, one in chips.items() if one.isChecked()] == [chip]
    chips[chip].click()
    assert composer.due.value() is None, "a second click takes it back"


def test_of_two_names_for_a_day_the_clicked_one_is_marked(composer, fixed_clock):
    fixed_clock.set("2026-11-22 12:00")  # a Sunday: tomorrow is next Monday
    composer.begin("task")
    composer.details.due_row.chips["Next Monday"].click()
    assert [name for name, one in composer.details.due_row.chips.items() if one.isChecked()] == [
        "Next Monday"
    ]


def test_a_typed_day_marks_its_chip(composer, qtbot):
    composer.begin("task")
    qtbot.keyClicks(composer.due.line, "tomorrow")
    assert composer.details.due_row.chips["Tomorrow"].isChecked()
    qtbot.keyClicks(composer.due.line, "x")
    assert not any(one.isChecked() for one in composer.details.due_row.chips.values())


def test_by_keyboard_alone(composer, qtbot, workspace):
    composer.begin("meeting")
    qtbot.keyClicks(composer.text.area, "Met")
    qtbot.keyClick(composer.text.area, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is composer.next.line, "Tab leads on to the next step"
    qtbot.keyClicks(composer.next.line, "Write the offer")
    qtbot.keyClick(composer.next.line, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is composer.next.due.chips["Tomorrow"]
    assert composer.next.due.chips["Tomorrow"].isChecked(), "what has no day is never due"
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return, CONTROL)
    met, offer = activities(workspace)
    assert (met.title, offer.title, offer.texts["due_on"]) == ("Met", "Write the offer", "21 Nov 2026")


@pytest.mark.parametrize("modifier", [Qt.KeyboardModifier.NoModifier, CONTROL])
def test_enter_in_the_next_step_saves_once(composer, qtbot, workspace, modifier):
    qtbot.keyClicks(composer.text.area, "Called")
    composer.next.line.setFocus()
    qtbot.keyClicks(composer.next.line, "Call again")
    qtbot.keyClick(composer.next.line, Qt.Key.Key_Return, modifier)
    assert [one.title for one in activities(workspace)] == ["Called", "Call again"]


def test_without_a_next_step_one_activity_is_written(composer, qtbot, workspace):
    qtbot.keyClicks(composer.text.area, "Just a note")
    qtbot.keyClick(composer.text.area, Qt.Key.Key_Return, CONTROL)
    (note,) = activities(workspace)
    assert (note.values["kind"], note.values["outcome"]) == ("note", None)


def test_a_day_that_cannot_be_understood_keeps_what_was_written(composer, qtbot, workspace):
    qtbot.keyClicks(composer.text.area, "Called")
    qtbot.keyClicks(composer.next.line, "Call again")
    qtbot.keyClicks(composer.next.due.editor.line, "someday")
    composer.write()
    assert activities(workspace) == []
    assert composer.next.due.editor.problem()
    assert composer.next.text() == "Call again"


def test_only_a_call_has_an_outcome(composer):
    shown = []
    for means in composer.offered:
        composer.begin(means.key)
        composer.text.area.setPlainText("x")
        if composer.details.outcome.isVisible():
            shown.append(means.key)
    assert shown == ["call"]


def test_a_next_step_that_was_begun_is_not_empty(composer, qtbot):
    qtbot.keyClicks(composer.text.area, "x")
    qtbot.keyClicks(composer.next.line, "Call")
    composer.text.area.clear()
    assert not composer.is_empty(), "leaving the page asks"
    composer.write()
    assert composer.next.text() == "Call", "but without an activity nothing is written"
