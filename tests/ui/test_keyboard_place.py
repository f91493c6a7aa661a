"""Where the keyboard stands after a step: on the steps that follow, not at the top of the window."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from crm_desktop.ui.request_peek import RequestPeek
from crm_desktop.ui.state_section import StateSection
from tests.service_kit import ask, go
from tests.ui.record_kit import ENTITIES, make_context, shown_page

__all__ = ["go"]


@pytest.fixture
def context(workspace, state):
    return make_context(workspace, state)


@pytest.fixture
def steps(qtbot, context, workspace, go):
    go("Mon 09:00")
    peek = RequestPeek(context, ENTITIES["service_request"])
    qtbot.addWidget(peek)
    peek.show()
    with qtbot.waitActive(peek):
        peek.activateWindow()
    peek.show_record(ask(workspace, title="Colour differs"))
    return peek.panel.steps


def words(buttons):
    return [one.text().strip() for one in buttons]


def press_space(qtbot):
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)


def test_after_a_step_the_keyboard_is_on_the_next_one(steps, qtbot):
    steps._buttons[1].setFocus()
    press_space(qtbot)
    qtbot.waitUntil(lambda: words(steps._buttons) == ["Close request", "Reopen"])
    assert steps._buttons[0].hasFocus()


def test_a_question_that_is_left_gives_the_keyboard_back(steps, qtbot):
    escalate = next(one for one in steps._buttons if one.text().strip() == "Escalate")
    escalate.setFocus()
    press_space(qtbot)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert steps.editors == {}
    assert steps._buttons[0].hasFocus()


def test_on_the_path_of_a_lead_too(qtbot, context, workspace):
    lead = workspace.records.create("lead", {"title": "Wants linen"})
    page = shown_page(qtbot, context, "lead", lead)
    with qtbot.waitActive(page):
        page.activateWindow()
    path = next(one for one in page.sections.all if isinstance(one, StateSection))
    path.buttons[0].setFocus()
    press_space(qtbot)
    qtbot.waitUntil(lambda: path.path.accessibleName().endswith("Working"))
    assert path.buttons[0].hasFocus()
    path.menu.actions()[-1].trigger()
    editor = path.asked.editors["lost_reason"]
    qtbot.waitUntil(
        lambda: QApplication.focusWidget() is not None and editor.isAncestorOf(QApplication.focusWidget())
    )
    editor.cancelled.emit()
    assert path.asked.isHidden()
    assert path.buttons[0].hasFocus()
