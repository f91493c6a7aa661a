"""Done, done and next, postpone: what the window shows, and what the file says."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QWidget

from crm_desktop.core import clock
from crm_desktop.core.query import ListQuery
from crm_desktop.ui import finishing, language
from crm_desktop.ui.after_done import AfterDone
from crm_desktop.ui.corner_panel import MARGIN
from crm_desktop.ui.record_action import DoneAction
from crm_desktop.ui.record_list_page import RecordListPage
from crm_desktop.ui.record_page import RecordPage
from tests.ui import record_kit


@pytest.fixture
def real(workspace, state, fixed_clock):
    return record_kit.make_context(workspace, state)


@pytest.fixture
def owner(qtbot):
    made = QWidget()
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    qtbot.addWidget(made)
    made.resize(1000, 700)
    made.show()
    made.activateWindow()
    made.setFocus()
    return made


@pytest.fixture
def call(workspace, make, fixed_clock):
    contact = make.contact("陈晓梅")
    return workspace.records.create(
        "activity", {"subject": "Call back", "kind": "call", "due_on": date(2026, 11, 20), "contact": contact}
    )


def _panel(owner: QWidget) -> AfterDone:
    found = owner.findChild(AfterDone)
    assert isinstance(found, AfterDone)
    return found


def test_done_asks_what_comes_next(qtbot, real, owner, call, workspace):
    finishing.finish(real, owner, [call])
    assert real.window.toasts == ["Done: Call back"]
    panel = _panel(owner)
    assert panel.isVisible()
    assert panel.heading.text() == "Done: Call back"
    assert panel.geometry().right() == owner.width() - MARGIN - 1
    qtbot.keyClicks(panel.next.line, "Send the offer")
    qtbot.keyClick(panel.next.line, Qt.Key.Key_Return)
    assert panel.isHidden()
    assert real.window.toasts[-1] == "Next step: Send the offer"
    ids = workspace.lists.first_ids(record_kit.query("activity"))
    steps = [workspace.records.get("activity", one).values for one in ids if one != call]
    assert [(one["due_on"], one["contact"].name) for one in steps] == [(date(2026, 11, 21), "陈晓梅")]
    real.window.acts[0]()
    assert real.window.undone


def test_escape_gives_the_focus_back(qtbot, real, owner, call):
    with qtbot.waitActive(owner):
        owner.activateWindow()
    owner.setFocus()
    finishing.finish(real, owner, [call])
    panel = _panel(owner)
    assert panel.next.line.hasFocus()
    qtbot.keyClick(panel.next.line, Qt.Key.Key_Escape)
    assert panel.isHidden()
    assert owner.hasFocus()


def test_a_call_has_an_outcome(qtbot, real, owner, call, workspace):
    finishing.finish(real, owner, [call])
    panel = _panel(owner)
    panel.outcome.load("reached")
    panel.outcome.edited.emit()
    panel.write()
    assert workspace.records.get("activity", call).values["outcome"] == "reached"
    assert workspace.lists.count("activity") == 1


def test_a_second_question_keeps_what_was_written(qtbot, real, owner, call, workspace):
    other = workspace.records.create("activity", {"subject": "Visit", "kind": "visit"})
    finishing.finish(real, owner, [call])
    qtbot.keyClicks(_panel(owner).next.line, "Send the offer")
    finishing.finish(real, owner, [other])
    assert len(owner.findChildren(AfterDone)) == 1
    assert _panel(owner).heading.text() == "Done: Visit"
    assert workspace.lists.count("activity") == 3


def test_after_many_nothing_is_asked(real, owner, call, workspace):
    other = workspace.records.create("activity", {"subject": "Visit", "kind": "visit"})
    finishing.finish(real, owner, [call, other])
    assert owner.findChild(AfterDone) is None


def test_what_is_done_is_opened_again(real, owner, call, workspace):
    finishing.finish_or_reopen(real, owner, call)
    assert workspace.agenda.one(call).done
    finishing.finish_or_reopen(real, owner, call)
    assert not workspace.agenda.one(call).done


def test_postponing_is_offered_with_its_days(real, owner, call, workspace):
    menu = QMenu(owner)
    finishing.add_to_menu(menu, real, owner, [call], done=False)
    later = menu.actions()[-1].menu()
    texts = [one.text() for one in later.actions() if not one.isSeparator()]
    assert texts[:2] == ["Tomorrow\t21 Nov 2026", "Next Monday\t23 Nov 2026"]
    later.actions()[1].trigger()
    assert workspace.records.get("activity", call).values["due_on"] == date(2026, 11, 23)
    assert real.window.toasts == ["Postponed Call back to Monday 23 Nov"]


def test_a_refusal_is_a_sentence(real, owner, call):
    finishing.finish(real, owner, [call], ask=False)
    finishing.postpone(real, owner, [call], clock.today())
    assert real.window.toasts[-1].startswith("“Call back” is done already.")


def test_the_list_offers_it_to_its_rows(qtbot, real, call, workspace):
    page = RecordListPage(real, real.entities["activity"])
    qtbot.addWidget(page)
    page.show()
    page.table.select_id(call)
    menu = page._menus.row_menu(page, page.table.cells.here())
    done = next(one for one in menu.actions() if one.text() == "Mark as done")
    done.trigger()
    assert workspace.agenda.one(call).done
    again = [one.text() for one in page._menus.row_menu(page, page.table.cells.here()).actions()]
    assert "Not done yet" in again
    assert "Mark as done" not in again


def test_the_question_is_asked_in_chinese(real, owner, call):
    language.switch("zh_CN")
    finishing.finish(real, owner, [call])
    assert _panel(owner).heading.text() == "已完成：Call back"


def test_the_page_of_an_activity_has_a_button_that_turns_round(qtbot, real, call, workspace):
    entity = real.entities["activity"]
    owner = QWidget()
    qtbot.addWidget(owner)
    done = DoneAction(
        "Mark as done",
        "check",
        lambda _entity, one: finishing.finish_or_reopen(real, owner, one),
        frozenset({"activity"}),
    )
    page = RecordPage(real, entity, call, (done,))
    qtbot.addWidget(page)
    workspace.subscribe(page.on_changes)
    for before, after in (("Mark as done", "Not done yet"), ("Not done yet", "Mark as done")):
        next(one for one in page.page_actions() if one.text == before).run()
        assert after in [one.text for one in page.page_actions()]


def test_a_question_in_the_language_before_goes_and_what_was_written_is_kept(
    qtbot, real, owner, call, workspace
):
    finishing.finish(real, owner, [call])
    qtbot.keyClicks(_panel(owner).next.line, "Send the offer")
    language.switch("zh_CN")
    qtbot.waitUntil(lambda: owner.findChild(AfterDone) is None)
    listed = workspace.lists.first_ids(ListQuery("activity", search="Send the offer"), 5)
    assert len(listed) == 1
