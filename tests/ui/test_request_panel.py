"""A service request at work: steps and what they need, clocks, talk, knowledge base, in the preview and on its page."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from crm_desktop.ui import language
from crm_desktop.ui.buttons import Button
from crm_desktop.ui.request_page import RequestPage
from crm_desktop.ui.request_peek import RequestPeek
from crm_desktop.ui.timeline_item import TitleLink
from tests.service_kit import ask, go
from tests.ui.record_kit import ENTITIES, make_context, nameless

__all__ = ["go"]


@pytest.fixture
def context(workspace, state):
    return make_context(workspace, state)


@pytest.fixture
def peek(qtbot, context):
    made = RequestPeek(context, ENTITIES["service_request"])
    qtbot.addWidget(made)
    made.resize(392, 800)
    made.show()
    qtbot.waitExposed(made)
    return made


@pytest.fixture
def request_(workspace, go, make):
    go("Mon 09:00")
    company, contact = make.company("苏州锦绣丝绸"), make.contact("秦岚")
    return ask(
        workspace, title="Colour differs", body="第二批颜色不一致", company=company, contact=contact,
        channel="wechat", priority="urgent",
    )  # fmt: skip


def texts(widget):
    return [one.text() for one in widget.findChildren(QLabel) if one.isVisible() and one.text()]


def buttons(widget):
    return [one.text().strip() for one in widget.findChildren(Button) if one.isVisible() and one.text()]


def press(widget, text):
    next(one for one in widget.findChildren(Button) if one.isVisible() and one.text().strip() == text).click()


def status(workspace, request):
    return workspace.records.get("service_request", request).values["status"]


def test_the_head_says_what_it_is_and_opens_the_customer(peek, request_, context, qtbot):
    peek.show_record(request_)
    assert peek.panel.head.text().startswith("SR-0001 · WeChat · opened today ")
    assert peek.title.text() == "Colour differs"
    links = {one.text(): one for one in peek.findChildren(TitleLink)}
    qtbot.mouseClick(links["秦岚"], Qt.MouseButton.LeftButton)
    assert context.window.opened[-1][0] == "contact"
    assert not nameless(peek)


def test_the_clocks_go_on(peek, request_, go):
    peek.show_record(request_)
    assert peek.panel.reply.accessibleName() == "First reply: 1 h left of 1 h"
    go("Mon 11:00")
    peek.panel._minute.timeout.emit()
    assert peek.panel.reply.accessibleName() == "First reply: late 1 h of 1 h"
    assert peek.panel.solution.accessibleName() == "Solution: 2 h left of 4 h"


def test_a_step_is_one_click_and_can_be_undone(peek, request_, workspace, context, qtbot):
    peek.show_record(request_)
    assert buttons(peek.panel.steps) == ["Start work", "Solve", "Escalate"]
    press(peek, "Solve")
    assert status(workspace, request_) == "solved"
    assert context.window.toasts[-1].startswith("Solve: ")
    qtbot.waitUntil(lambda: buttons(peek.panel.steps) == ["Close request", "Reopen"])
    context.window.acts[-1]()
    workspace.history.undo(context.window.undone[-1])
    assert status(workspace, request_) == "new"
    qtbot.waitUntil(lambda: "Start work" in buttons(peek.panel.steps))


def test_what_a_step_needs_is_asked_in_place(peek, request_, workspace):
    workspace.records.save("service_request", request_, {"kind": "complaint", "is_major": True})
    peek.show_record(request_)
    press(peek, "Solve")
    assert "A major complaint needs one accountable person before somebody works on it." in texts(peek)
    steps = peek.panel.steps
    editor = steps.editors["accountable"]
    press(steps._asking, "Solve")
    assert editor.problem() == "This is needed here."
    editor.load(workspace.lists.named("user", "")[0])
    press(steps._asking, "Solve")
    assert status(workspace, request_) == "solved"
    assert steps.editors == {}


def test_escalating_asks_who_is_accountable_and_can_be_left(peek, request_, workspace, qtbot):
    peek.show_record(request_)
    press(peek, "Escalate")
    assert "Who is accountable for it from now on?" in texts(peek)
    press(peek, "Cancel")
    assert "Who is accountable for it from now on?" not in texts(peek)
    assert status(workspace, request_) == "new"


def test_the_other_steps_are_in_the_menu(peek, request_, workspace, qtbot):
    peek.show_record(request_)
    press(peek, "Start work")
    qtbot.waitUntil(lambda: "Wait for customer" in buttons(peek.panel.steps))
    more = [one for one in peek.panel.steps.findChildren(Button) if one.accessibleName() == "More steps"]
    more[-1].click()
    (menu,) = [one for one in peek.panel.steps.children() if one.objectName() == "stepMenu"]
    assert [one.text() for one in menu.actions()] == ["Wait for third party", "Reject", "Mark as duplicate"]
    menu.actions()[0].trigger()
    menu.close()
    assert status(workspace, request_) == "waiting_third_party"


def test_the_talk_is_told_and_goes_on(peek, request_, workspace, qtbot):
    peek.show_record(request_)
    assert {"秦岚", "第二批颜色不一致"} <= set(texts(peek.panel.talk))
    composer = peek.panel.talk.composer
    assert not composer.text.isVisible()
    composer.chips["reply"].click()
    composer.text.area.setPlainText("We look into it")
    qtbot.keyClick(composer.text.area, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: "We look into it" in texts(peek.panel.talk))
    assert any("reply sent" in one for one in texts(peek.panel.talk))
    assert not composer.text.isVisible()
    assert status(workspace, request_) == "in_progress"
    composer.chips["note"].click()
    composer.text.area.setPlainText("Batch 0611")
    composer.write()
    qtbot.waitUntil(lambda: "Internal note" in texts(peek.panel.talk))
    assert peek.panel.reply.accessibleName().startswith("First reply: met")


def test_what_was_begun_waits_for_its_request(peek, request_, workspace):
    other = ask(workspace, title="Another")
    peek.show_record(request_)
    composer = peek.panel.talk.composer
    composer.begin("note")
    composer.text.area.setPlainText("half a no")
    peek.show_record(other)
    assert not composer.text.isVisible()
    assert not composer.is_empty()
    peek.show_record(request_)
    assert composer.text.area.toPlainText() == "half a no"
    assert composer.chips["note"].isChecked()


def test_of_a_long_talk_the_newest_are_shown(peek, request_, workspace):
    for number in range(8):
        workspace.service.steps.note(request_, f"note {number}")
    peek.show_record(request_)
    assert "note 7" in texts(peek.panel.talk)
    assert "note 2" not in texts(peek.panel.talk)
    press(peek, "4 earlier messages")
    assert "note 2" in texts(peek.panel.talk)


def test_articles_that_fit_open(peek, request_, workspace, context, qtbot):
    article = workspace.records.create("article", {"title": "Colour deviation: tolerance <b>"})
    peek.show_record(request_)
    link = next(one for one in peek.panel.articles.findChildren(TitleLink))
    assert link.text() == "Colour deviation: tolerance <b>"
    qtbot.mouseClick(link, Qt.MouseButton.LeftButton)
    assert context.window.opened[-1] == ("article", article)


def test_a_request_that_is_gone_shows_what_the_panel_is_for(peek, request_):
    peek.show_record(request_)
    peek.show_record(7)
    assert texts(peek) == ["Choose a row to see more of it here."]
    peek.show_record(None)
    assert texts(peek) == ["Choose a row to see more of it here."]


@pytest.fixture
def page(qtbot, context, request_):
    made = RequestPage(context, ENTITIES["service_request"], request_)
    qtbot.addWidget(made)
    made.resize(1228, 800)
    made.show()
    qtbot.waitExposed(made)
    return made


def test_the_page_leads_with_the_request_at_work(page, request_, workspace, qtbot):
    assert buttons(page.panel.steps) == ["Start work", "Solve", "Escalate"]
    assert "Satisfaction survey" in [one.text for one in page.page_actions()]
    related = [one for one in page.reading.related if not page._is_told_elsewhere(one)]
    assert not {"request_message", "status_change"} & {one.entity.name for one in related}
    language.switch("zh_CN")
    page.retranslate()
    assert buttons(page.panel.steps) == ["开始处理", "解决", "升级"]


def test_a_message_that_was_begun_is_not_lost_unasked(page, context):
    assert page.may_leave()
    page.panel.talk.composer.begin("reply")
    page.panel.talk.composer.text.area.setPlainText("half an an")
    context.messages.answer = False
    assert not page.may_leave()
    assert context.messages.asked == ["Leave without saving?"]


def test_in_the_trash_nothing_can_be_done(page, request_, workspace, qtbot):
    workspace.records.delete("service_request", [request_])
    page.refresh()
    qtbot.waitUntil(lambda: not page.panel.steps.isVisible())
    assert not page.panel.talk.composer.isVisible()
