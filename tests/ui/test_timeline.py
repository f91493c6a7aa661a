"""The timeline in the window: filter, earlier pages, links, and what stays where it is when something changes."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from PySide6.QtCore import QPoint, Qt

from crm_desktop.ui import language
from crm_desktop.ui.card import scrolled
from crm_desktop.ui.record_page import RecordPage
from crm_desktop.ui.record_peek import RecordPeek
from crm_desktop.ui.timeline import FIRST, Timeline
from tests.ui.record_kit import ENTITIES, make_context, nameless

BEGIN = datetime(2026, 1, 1, 9, tzinfo=UTC)


@pytest.fixture
def context(workspace, state):
    return make_context(workspace, state)


@pytest.fixture
def acme(make):
    return make.company("Acme")


@pytest.fixture
def write(workspace, acme):
    """Write notes about Acme, one a day."""

    def make(count, first=0):
        for at in range(first, first + count):
            moment = BEGIN + timedelta(days=at)
            values = {"kind": "note", "subject": f"Note {at}", "company": acme, "started_at": moment}
            workspace.records.create("activity", values)

    return make


@pytest.fixture
def show(qtbot, context, acme):
    def make(record=None, entity="company", **more):
        timeline = Timeline(context, ENTITIES[entity], **more)
        area = scrolled(timeline)
        qtbot.addWidget(area)
        area.resize(420, 400)
        area.show()
        qtbot.waitExposed(area)
        timeline.area = area
        timeline.show_record(record or acme)
        return timeline

    return make


def titles(timeline):
    return [item.event_shown.title for item in timeline.items]


def pick(timeline, word):
    next(one for one in timeline.menu.actions() if one.text() == word).trigger()


def test_earlier_events_come_by_page(show, write, qtbot):
    write(2 * FIRST)
    timeline = show()
    assert 0 < len(timeline.items) < FIRST, "the window stays quick: the others follow"
    qtbot.waitUntil(lambda: len(timeline.items) == FIRST)
    assert timeline.earlier.isVisible()
    timeline.earlier.click()
    qtbot.waitUntil(lambda: len(timeline.items) == 2 * FIRST)
    timeline.earlier.click()
    qtbot.waitUntil(lambda: len(timeline.items) == 2 * FIRST + 1)
    assert len(set(titles(timeline))) == 2 * FIRST + 1
    assert not timeline.earlier.isVisible()


def test_the_filter_shows_one_sort_of_one_record(show, write, workspace, acme, context):
    write(1)
    workspace.records.create(
        "sales_order", {"number": "O-1", "company": acme, "ordered_on": date(2026, 3, 1)}
    )
    timeline = show()
    assert [one.text() for one in timeline.menu.actions()] == [
        "All", "Activities", "Sales", "Service", "Campaigns", "Changes",
    ]  # fmt: skip
    pick(timeline, "Sales")
    assert titles(timeline) == ["Order O-1 placed"]
    assert timeline.filter.text() == "Sales ▾"
    assert timeline.filter.accessibleName() == "Show in the timeline: Sales"
    assert [one.text() for one in timeline.menu.actions() if one.isChecked()] == ["Sales"]
    assert len(titles(show())) == 3, "another one begins with all"
    other = workspace.records.create("company", {"name": "Other"})
    timeline.show_record(other)
    assert (timeline.group, timeline.filter.text()) == ("", "All ▾")
    assert titles(timeline) == ["Record created"]


def test_an_empty_sort_offers_all(show, qtbot):
    timeline = show()
    assert not timeline.show_all.isVisible()
    pick(timeline, "Service")
    assert not timeline.items
    assert timeline._empty.text() == "Nothing of this sort has happened here yet."
    assert timeline.show_all.isVisible()
    qtbot.mouseClick(timeline.show_all, Qt.MouseButton.LeftButton)
    assert titles(timeline) == ["Record created"]
    assert timeline.window().focusWidget() is timeline.filter, "the keyboard is not lost with the link"
    assert not timeline.show_all.isVisible()
    assert not timeline._empty.isVisible()


def test_a_timeline_of_one_sort_offers_no_other(show):
    timeline = show(only="service")
    assert timeline._empty.isVisible()
    assert not timeline.show_all.isVisible()


def test_the_filter_opens_by_keyboard(show, qtbot):
    timeline = show()
    timeline.filter.setFocus()
    qtbot.keyClick(timeline.filter, Qt.Key.Key_Space)
    assert timeline.menu.isVisible()
    timeline.menu.close()


def test_each_event_opens_its_record(show, write, workspace, context, qtbot):
    write(1)
    timeline = show()
    item = next(one for one in timeline.items if one.event_shown.title == "Note — Note 0")
    note = workspace.lists.named("activity", "Note 0")[0].id
    assert item.title.accessibleName() == "Open Note — Note 0"
    assert item.title.focusPolicy() == Qt.FocusPolicy.TabFocus
    qtbot.keyClick(item.title, Qt.Key.Key_Return)
    qtbot.mouseClick(item.title, Qt.MouseButton.LeftButton)
    assert context.navigator.opened == [("activity", note)] * 2
    made = next(one for one in timeline.items if one.event_shown.title == "Record created")
    assert made.title.focusPolicy() == Qt.FocusPolicy.NoFocus, "what is about the record itself leads nowhere"
    assert nameless(timeline) == []


def test_a_change_keeps_what_was_loaded_and_where_it_is_read(show, write, acme, qtbot):
    write(2 * FIRST)
    timeline = show()
    timeline.show_earlier()
    qtbot.waitUntil(lambda: len(timeline.items) == 2 * FIRST)
    bar = timeline.area.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 800)
    bar.setValue(700)
    top = timeline._anchor()[1]
    before = top.mapTo(timeline.area.viewport(), QPoint(0, 0)).y()
    kept = list(timeline.items)
    write(1, first=100)
    timeline.show_record(acme)
    assert len(timeline.items) == 2 * FIRST
    assert [timeline.items[0], *timeline.items[2:]] == kept[:-1], (
        "what is the same keeps its widget, and its focus with it"
    )
    qtbot.waitUntil(lambda: bar.value() > 700)
    qtbot.waitUntil(lambda: top.mapTo(timeline.area.viewport(), QPoint(0, 0)).y() == before)


def test_at_the_top_the_newest_is_seen(show, write, acme, qtbot):
    write(FIRST)
    timeline = show()
    qtbot.waitUntil(lambda: len(timeline.items) == FIRST)
    write(1, first=100)
    timeline.show_record(acme)
    assert titles(timeline)[:2] == ["Record created", "Note — Note 100"]
    assert timeline.area.verticalScrollBar().value() == 0


def test_another_record_begins_anew(show, write, make):
    write(2 * FIRST)
    timeline = show()
    timeline.show_earlier()
    other = make.company("Other")
    timeline.show_record(other)
    assert titles(timeline) == ["Record created"]
    timeline.show_record(None)
    assert timeline.items == []


def test_an_answer_that_comes_late_is_not_shown(show, write, make, acme, context):
    write(1)
    timeline = show()
    context.tasks.hold = True
    timeline.show_record(acme)
    timeline.show_record(make.company("Other"))
    context.tasks.release()
    assert titles(timeline) == ["Record created"]


def test_a_late_task_is_marked_and_a_solved_move_can_be_undone(show, workspace, acme, fixed_clock):
    workspace.records.create(
        "activity", {"kind": "task", "subject": "Call back", "company": acme, "due_on": date(2026, 11, 18)}
    )
    workspace.records.save("company", acme, {"note": "x"})
    timeline = show()
    task = next(one for one in timeline.items if "Call back" in one.event_shown.title)
    assert task.meta.text().startswith("Due: 18 Nov")
    assert task.meta.property("tone") == "warning"


def test_the_history_tab_tells_changes_only(qtbot, context, workspace, acme, write):
    write(1)
    page = RecordPage(context, ENTITIES["company"], acme)
    qtbot.addWidget(page)
    assert page.history.items == [], "read when it is looked at"
    page.show_tab("history")
    assert {one.event_shown.group for one in page.history.items} == {"changes"}
    assert page.history._head.isHidden()


def test_it_is_told_in_another_language(show, write, acme):
    write(1)
    timeline = show()
    language.switch("zh_CN")
    timeline.retranslate()
    assert timeline.filter.text() == "全部 ▾"
    assert {"记录已创建", "备注 — Note 0"} == set(titles(timeline))


def test_the_preview_follows_what_others_write(qtbot, context, workspace, make, acme):
    ana = make.contact("Ana", company=acme)
    peek = RecordPeek(context, ENTITIES["contact"])
    qtbot.addWidget(peek)
    peek.show()
    peek.show_record(ana)
    workspace.records.create("activity", {"kind": "note", "subject": "Seen", "contact": ana})
    assert "Note — Seen" in titles(peek.timeline)
    workspace.history.undo_last()
    assert titles(peek.timeline) == ["Record created"]


def test_it_asks_for_the_height_that_its_wrapped_lines_need(qtbot, context, workspace, acme, write):
    """An area that scrolls gives its content the least height, which Qt reckons without wrapped lines."""
    write(30)
    page = RecordPage(context, ENTITIES["company"], acme)
    qtbot.addWidget(page)
    page.resize(1228, 820)
    page.show()
    qtbot.waitExposed(page)
    timeline = page.overview.timeline
    qtbot.waitUntil(lambda: len(timeline.items) == FIRST)

    def is_high_enough():
        return timeline.minimumHeight() == timeline.layout().totalHeightForWidth(timeline.width()) > 500

    qtbot.waitUntil(is_high_enough)
    page.resize(700, 700)
    qtbot.waitUntil(lambda: timeline.width() < 400 and is_high_enough())
