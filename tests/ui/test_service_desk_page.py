"""The list of service requests as a desk: its views, what is due, the figures, the minute that passes."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel

from crm_desktop.core.query import Condition
from crm_desktop.ui import language
from crm_desktop.ui.chip_bar import Chip
from crm_desktop.ui.service_desk_page import ServiceDeskPage
from crm_desktop.ui.survey_dialog import SurveyDialog
from tests.service_kit import ask, five, go
from tests.ui.record_kit import ENTITIES, make_context

__all__ = ["five", "go"]


@pytest.fixture
def context(workspace, state):
    made = make_context(workspace, state)
    made.handlers.new_record = lambda _entity: None
    return made


@pytest.fixture
def open_desk(qtbot, context):
    def make():
        page = ServiceDeskPage(context, ENTITIES["service_request"])
        qtbot.addWidget(page)
        page.resize(1228, 800)
        page.show()
        qtbot.waitExposed(page)
        return page

    return make


def listed(page, five):
    names = {request: name for name, request in five.items()}
    return [names[one] for one in page.table.records.ids]


def chips(page):
    return [one.accessibleName() for one in page.bar.chips.findChildren(Chip) if one.text()]


def column(page, key):
    at = [field.key for field in page.table.records.fields].index(key)
    return [page.table.records.row(row).texts[at] for row in range(page.table.records.rowCount())]


def test_it_begins_with_what_is_open_the_most_urgent_first(open_desk, five):
    page = open_desk()
    assert listed(page, five) == ["later", "late", "runs", "waits"]
    assert column(page, "due") == ["late 1 d", "late 2 h", "reply in 4 h", "paused"]
    assert page.subtitle() == "4 open · 2 late"
    assert page.filters.isHidden()  # the chip says it
    assert page.bar.chips.findChild(Chip).text()


def test_the_views_count_what_waits_for_somebody(open_desk, five):
    page = open_desk()
    assert {one for one in chips(page) if one[-1].isdigit()} == {"Late 2", "Unassigned 4"}
    names = [spec.text for spec, _chip in page.bar.chips._chips]
    assert names[:5] == ["Open requests", "Late", "Unassigned", "Complaints", "Solved this week"]
    assert names[-1] == "All service requests"
    for key, expected in (("late", ["later", "late"]), ("solved", ["solved"]), ("complaints", [])):
        page.bar.chips.chosen.emit(key)
        assert listed(page, five) == expected
    page.bar.chips.chosen.emit("all")
    assert len(page.table.records.ids) == 5


def test_a_filter_of_ones_own_is_said_in_words(open_desk, five):
    page = open_desk()
    page.filters.set_filter((Condition("due", "late"),), match_all=True)
    page.filters.changed.emit()
    assert listed(page, five) == ["later", "late"]
    page.filters.set_open(False)
    assert not page.filters.isHidden()
    assert "Due or rating is late" in page.filters.words.texts()


def test_the_status_says_how_quick_first_replies_were(open_desk, workspace, five):
    page = open_desk()
    assert page.status.texts()[1] == "50\N{NO-BREAK SPACE}% of first replies within target, last 30 days"
    workspace.service.steps.reply(five["runs"], "On it")
    page.refresh()
    assert page.status.texts()[1] == "60\N{NO-BREAK SPACE}% of first replies within target, last 30 days"
    language.switch("zh_CN")
    page.retranslate()
    assert page.status.texts()[1] == "近 30 天首次回复达标率 60\N{NO-BREAK SPACE}%"
    assert page.subtitle() == "未结 4 · 超时 2"


def test_each_minute_what_is_due_is_read_again(open_desk, five, go):
    page = open_desk()
    assert page._minute.isActive()
    go("Mon 17:00")
    page._minute.timeout.emit()
    assert listed(page, five) == ["later", "late", "runs", "waits"]
    assert column(page, "due") == ["late 1 d", "late 7 h", "late 1 h", "paused"]
    assert page.subtitle() == "4 open · 3 late"
    page.hide()
    assert not page._minute.isActive()


def test_what_was_solved_leaves_the_open_ones(open_desk, workspace, five, context):
    page = open_desk()
    changes = []
    workspace.subscribe(changes.append)
    workspace.service.steps.take(five["later"], "solve")
    page.on_changes(changes[-1])
    assert listed(page, five) == ["late", "runs", "waits"]
    assert page.subtitle() == "3 open · 1 late"


def test_a_file_without_requests_says_how_to_begin(open_desk, workspace, go):
    go("Mon 09:00")
    page = open_desk()
    assert page.empty.isVisible()
    assert page.subtitle() == "0 open"
    assert not page.is_narrowed()  # there are no requests at all: the page says how to begin
    ask(workspace)
    page.bar.chips.chosen.emit("late")
    assert page.is_narrowed()


def test_an_empty_view_says_what_that_means(open_desk, five, qtbot):
    page = open_desk()
    page.bar.chips.chosen.emit("complaints")
    qtbot.waitUntil(page.empty.isVisible)
    assert "There are no complaints." in [one.text() for one in page.empty.findChildren(QLabel)]


def test_the_survey_is_about_the_current_request(open_desk, workspace, five, context, qtbot):
    page = open_desk()
    page.bar.chips.chosen.emit("solved")
    assert [one.text for one in page.page_actions()] == ["Satisfaction survey", "New request"]
    page.page_actions()[0].run()
    (dialog,) = page.window().findChildren(SurveyDialog)
    qtbot.addWidget(dialog)
    assert not dialog.save_button.isEnabled()
    dialog.rows["overall"].findChildren(Chip)[3].click()
    dialog.rows["recommend"].findChildren(Chip)[10].click()
    dialog.rows["speed"].findChildren(Chip)[0].click()
    dialog.rows["speed"].findChildren(Chip)[0].click()  # taken back
    dialog.comment.area.setPlainText("Quick")
    dialog.write()
    answer = workspace.service.steps.answer(five["solved"])
    assert answer == {"overall": 4, "speed": None, "solution": None, "recommend": 10, "comment": "Quick"}
    assert context.window.toasts == ["Answer kept"]
    page.refresh()
    assert column(page, "due") == ["rated 4 ★"]
    page.ask_survey()
    again = page.window().findChildren(SurveyDialog)[-1]
    qtbot.addWidget(again)
    assert again.rows["recommend"].mark() == 10


def test_an_answer_is_written_once(open_desk, workspace, five, context):
    page = open_desk()
    page.bar.chips.chosen.emit("solved")
    page.ask_survey()
    (dialog,) = page.window().findChildren(SurveyDialog)
    dialog.rows["overall"].findChildren(Chip)[3].click()
    context.tasks.hold = True
    dialog.write()
    dialog.write()
    dialog.reject()
    assert dialog.isVisible()
    assert len(context.tasks.held) == 1
    context.tasks.release()
    assert not dialog.isVisible()
    assert workspace.service.steps.answer(five["solved"])["overall"] == 4
    assert context.window.toasts == ["Answer kept"]
