"""What may be there already, beside a form."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel

from crm_desktop.ui.buttons import Button
from crm_desktop.ui.likely_duplicates import PAUSE_MS
from crm_desktop.ui.record_new import NewRecordForm
from tests.ui.record_kit import make_context


@pytest.fixture
def context(workspace, state):
    return make_context(workspace, state)


@pytest.fixture
def form(context, make, qtbot):
    make.company("Fischer Metallbau GmbH", phone="+49 89 2180340")
    made = NewRecordForm(context, context.entities["company"])
    qtbot.addWidget(made)
    made.resize(700, 500)
    made.show()
    qtbot.waitExposed(made)
    return made


def type_name(form, qtbot, text):
    form.editors["name"].setFocus()
    qtbot.keyClicks(form.editors["name"].focusProxy() or form.editors["name"], text)


def test_a_likely_record_is_shown_with_its_reason_and_opens(form, qtbot, context):
    assert form.likely.isHidden()
    type_name(form, qtbot, "fischer metallbau")
    qtbot.waitUntil(form.likely.isVisible)
    (found,) = form.likely.found
    assert (found.name, found.reasons) == ("Fischer Metallbau GmbH", ("same name",))
    assert "same name" in [one.text() for one in form.likely.findChildren(QLabel)]
    form.likely.findChild(Button).click()
    assert context.window.opened == [("company", found.id)]


def test_it_goes_when_nothing_is_like_it_any_more(form, qtbot):
    type_name(form, qtbot, "fischer metallbau")
    qtbot.waitUntil(form.likely.isVisible)
    (form.editors["name"].focusProxy() or form.editors["name"]).selectAll()
    type_name(form, qtbot, "Nordlys Bakery")
    qtbot.waitUntil(form.likely.isHidden)
    assert form.likely.found == ()


def test_an_answer_that_comes_too_late_is_not_shown(form, qtbot, context):
    context.tasks.hold = True
    type_name(form, qtbot, "fischer metallbau")
    qtbot.wait(PAUSE_MS + 80)
    form.editors["name"].load("Nordlys Bakery")
    form.likely.soon()
    qtbot.wait(PAUSE_MS + 80)
    context.tasks.release()
    assert form.likely.isHidden()


def test_creating_is_never_forbidden(form, qtbot, workspace):
    type_name(form, qtbot, "Fischer Metallbau GmbH")
    qtbot.waitUntil(form.likely.isVisible)
    with qtbot.waitSignal(form.created):
        form.make_record()
    assert workspace.lists.count("company") == 2
