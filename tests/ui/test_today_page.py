"""The page of the day on a real file: what it says, what its numbers open, what is done and postponed on it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from PySide6.QtCore import QPoint, Qt

from crm_desktop.core.i18n import install
from crm_desktop.ui import language
from crm_desktop.ui.after_done import AfterDone
from crm_desktop.ui.context import Handlers
from crm_desktop.ui.today_page import NEW, TABLES, TodayPage
from tests.conftest import FixedClock
from tests.ui import record_kit

TODAY = date(2026, 11, 20)
PROSPECTING, NEGOTIATION, WON = 2000, 2003, 2004


@pytest.fixture(autouse=True)
def noon(fixed_clock: FixedClock) -> FixedClock:
    return fixed_clock


@pytest.fixture
def made():
    """The entities of which a new record was begun."""
    return []


@pytest.fixture
def open_page(qtbot, workspace, state, made):
    """Open the page and wait until it has read everything."""

    def open_it(width: int = 1228, height: int = 840) -> TodayPage:
        context = record_kit.make_context(workspace, state)
        context.handlers = Handlers(new_record=made.append)
        page = TodayPage(context, lambda: None)
        workspace.subscribe(page.on_changes)
        qtbot.addWidget(page)
        page.resize(width, height)
        page.show()
        qtbot.waitExposed(page)
        qtbot.waitUntil(page.is_complete)
        return page

    return open_it


@pytest.fixture
def task(workspace, make):
    """Make a task with a customer."""
    company = make.company("杭州青禾纺织")
    contact = make.contact("陈晓梅", company=company)

    def make_it(subject: str, due_on: date = TODAY, **more: object) -> int:
        values = {
            "kind": "task",
            "subject": subject,
            "due_on": due_on,
            "company": company,
            "contact": contact,
        }
        return workspace.records.create("activity", {**values, **more})

    return make_it


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, 20, hour, minute).astimezone(UTC)


def lines(page: TodayPage) -> list[tuple[str, str, str, str | None]]:
    return [(one.title, one.detail, one.end, one.colour) for one in page.due.list.lines()]


def said(page: TodayPage, name: str) -> list[str]:
    tile = page.tiles[name]
    return [one.part.text for one in (tile.value, tile.badge, tile.note)]


def opened(page: TodayPage) -> tuple[set[int], str]:
    query, name = page.context.window.rows[-1]
    return set(query.among), name


def test_the_greeting_follows_the_clock_and_the_language(open_page, noon):
    page = open_page()
    assert (page.title(), page.subtitle()) == ("Good afternoon, Ann", "Friday 20 November")
    noon.set("2026-11-20 06:00")
    assert page.title() == "Good morning, Ann"
    noon.set("2026-11-20 19:00")
    assert page.title() == "Good evening, Ann"
    language.switch("zh_CN")
    assert (page.title(), page.subtitle()) == ("Ann，晚上好", "11月20日 星期五")


def test_an_empty_file_says_what_goes_where_and_offers_one_next_step(open_page, made):
    page = open_page()
    assert [said(page, name)[0] for name in page.tiles] == ["–"] * 4
    assert all(said(page, name)[2] for name in page.tiles)
    for hint in (page.due.hint, *page.hints.values()):
        assert hint.isVisible()
        assert hint.text.text()
    page.due.hint.link.click()
    page.tiles["pipeline"].note.click()
    page.hints["funnel"].link.click()
    assert made == ["activity", "opportunity", "lead"]


def test_each_line_says_when_it_is_due(open_page, task, make):
    make.contact("Grace Lim", birthday=date(1980, 11, 20))
    task("Call back", TODAY - timedelta(days=1))
    task("Older", TODAY - timedelta(days=9))
    task("Quote", planned_at=at(9, 30))
    task("Visit", kind="visit", planned_at=at(14, 30))
    task("Some time")
    page = open_page()
    who = "陈晓梅 · 杭州青禾纺织"
    assert lines(page) == [
        ("Older", who, "11 Nov", "red"),
        ("Call back", who, "Yesterday", "red"),
        ("Quote", who, "09:30", "orange"),
        ("Visit", who, "14:30", "blue"),
        ("Some time", who, "Today", "blue"),
        ("Birthday: Grace Lim", "", "Today", "purple"),
    ]
    assert page.context.window.counts == {"today": 6}
    assert page.due.accessibleName() == "Due today 4 · 2 overdue"
    assert [one.icon for one in page.due.list.lines()][3:] == ["map-pin", "square-check", "cake"]


def test_space_does_it_and_then_asks_for_the_next_step(open_page, task, qtbot, workspace):
    done = task("Call back")
    task("Other")
    page = open_page()
    page.on_shown()
    qtbot.keyClick(page.due.list, Qt.Key.Key_Home)
    qtbot.keyClick(page.due.list, Qt.Key.Key_Space)
    assert [one[0] for one in lines(page)] == ["Other"]
    assert page.context.window.toasts == ["Done: Call back"]
    asked = page.findChild(AfterDone)
    assert asked.isVisible()
    qtbot.keyClicks(asked.next.line, "Send the samples")
    qtbot.keyClick(asked.next.line, Qt.Key.Key_Return)
    assert asked.isHidden()
    made = workspace.records.get("activity", workspace.lists.named("activity", "Send the samples")[0].id)
    assert made.texts["due_on"] == "21 Nov 2026"
    assert (made.texts["company"], made.texts["contact"]) == ("杭州青禾纺织", "陈晓梅")
    assert workspace.records.get("activity", done).values["done_at"] is not None
    page.context.window.acts[0]()
    workspace.history.undo(page.context.window.undone[0])
    assert "Call back" in [one[0] for one in lines(page)]


def test_a_click_on_the_box_is_enough_and_escape_leaves_the_question(open_page, task, qtbot):
    task("Call back")
    page = open_page()
    qtbot.mouseClick(page.due.list.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(8, 25))
    assert lines(page) == []
    asked = page.findChild(AfterDone)
    qtbot.keyClick(asked, Qt.Key.Key_Escape)
    assert asked.isHidden()


def test_enter_and_a_double_click_open_the_record(open_page, task, qtbot, workspace):
    one = task("Call back")
    late = {"title": "Broken", "received_at": at(8) - timedelta(days=30)}
    request = workspace.records.create("service_request", late)
    page = open_page()
    titles = [line.title for line in page.due.list.lines()]
    page.due.list.setCurrentIndex(page.due.list.model().index(titles.index("Call back")))
    qtbot.keyClick(page.due.list, Qt.Key.Key_Return)
    page.due.list.doubleClicked.emit(page.due.list.model().index(1 - titles.index("Call back")))
    assert page.context.window.opened == [("activity", one), ("service_request", request)]
    assert not page.due.list.lines()[1 - titles.index("Call back")].has_box


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("Tomorrow", date(2026, 11, 21)),
        ("Next Monday", date(2026, 11, 23)),
        ("In a month", date(2026, 12, 20)),
    ],
)
def test_a_task_is_postponed_from_its_menu(open_page, task, workspace, name, day):
    one = task("Call back")
    page = open_page()
    menu = page.due.menu_of(page.due.list.line(0))
    later = next(action.menu() for action in menu.actions() if action.text() == "Postpone")
    next(action for action in later.actions() if action.text().startswith(name)).trigger()
    assert workspace.records.get("activity", one).values["due_on"] == day
    assert lines(page) == []
    assert page.context.window.toasts[-1].startswith("Postponed Call back to ")


def test_mine_or_everybodys_is_remembered(open_page, task, workspace):
    bo = workspace.records.create("user", {"name": "Bo Berg"})
    task("Bo’s", owner=bo)
    page = open_page()
    assert lines(page) == []
    page.due.everybody.click()
    assert [one[0] for one in lines(page)] == ["Bo’s"]
    assert [one[0] for one in lines(open_page())] == ["Bo’s"]


def test_tiles_open_the_rows_behind_them_and_tell_their_formula(open_page, workspace):
    create = workspace.records.create
    deal = create("opportunity", {"name": "Big", "amount": 123_456_789})
    created = create("opportunity", {"name": "Won", "amount": 50_000, "stage": WON, "closed_on": TODAY})
    request = create("service_request", {"title": "Broken", "received_at": at(8) - timedelta(days=30)})
    page = open_page()
    assert said(page, "pipeline")[0] == "€\u202f1,234,568"
    assert "€\u202f1,234,567.89" in page.tiles["pipeline"].value.toolTip()
    page.tiles["pipeline"].value.click()
    assert opened(page) == ({deal}, "Open pipeline")
    assert said(page, "won")[0] == "€\u202f500"
    page.tiles["won"].value.click()
    assert opened(page) == ({created}, "Won this month")
    assert said(page, "requests") == ["1 open", "1 late", "no first reply in 30 days"]
    page.tiles["requests"].badge.click()
    assert opened(page) == ({request}, "Late requests")
    assert page.tiles["requests"].value.accessibleDescription()


def test_bars_are_walked_and_open_their_rows(open_page, workspace, qtbot):
    old = workspace.records.create(
        "opportunity", {"name": "Old", "amount": 50_000, "stage": WON, "closed_on": date(2026, 9, 3)}
    )
    page = open_page()
    page.months.setFocus()
    for _step in range(2):
        qtbot.keyClick(page.months, Qt.Key.Key_Left)
    assert page.months.accessibleName() == "September 2026: €\u202f500, 1 won"
    qtbot.keyClick(page.months, Qt.Key.Key_Return)
    assert opened(page) == ({old}, "Won in September 2026")
    middle = page.funnel.place(2).center().toPoint()
    qtbot.mouseClick(page.funnel, Qt.MouseButton.LeftButton, pos=middle)
    assert opened(page)[1] == "Opportunities · last 90 days"


def test_the_steps_of_the_way_share_one_scale(open_page, workspace):
    workspace.records.create("lead", {"title": "Enquiry"})
    for name, stage in (("a", PROSPECTING), ("b", PROSPECTING), ("c", NEGOTIATION)):
        workspace.records.create("opportunity", {"name": name, "stage": stage})
    page = open_page()
    assert [(one.text, one.size) for one in page.funnel.bars] == [
        ("1", 1), ("0", 0), ("3", 3), ("1", 1), ("0", 0),
    ]  # fmt: skip


def test_only_what_is_touched_is_read_again(open_page, workspace, make, monkeypatch):
    page = open_page()
    asked: list[str] = []
    part, due = workspace.today.part, workspace.today.due
    monkeypatch.setattr(workspace.today, "part", lambda name: asked.append(name) or part(name))
    monkeypatch.setattr(workspace.today, "due", lambda *, mine: asked.append("due") or due(mine=mine))
    make.company("Acme")
    assert asked == ["due", "risk"]
    asked.clear()
    page.hide()
    workspace.records.create("opportunity", {"name": "Deal", "amount": 100})
    make.company("Other")
    assert asked == ["due"]
    page.show()
    page.on_shown()
    assert set(asked) == {"due", "pipeline", "won", "months", "funnel", "risk"}


def test_a_new_day_reads_everything_again(open_page, task, noon):
    task("Tomorrow", TODAY + timedelta(days=1))
    page = open_page()
    assert lines(page) == []
    noon.set("2026-11-21 00:00")
    page._on_minute()
    assert [one[2] for one in lines(page)] == ["Today"]
    assert page.subtitle() == "Saturday 21 November"


@pytest.mark.parametrize("code", ["en", "zh_CN"])
def test_nothing_is_cut_off_in_a_small_window(open_page, task, code):
    install(code)
    task("Call back")
    wide, narrow = open_page(1228), open_page(968, 600)
    assert wide.columns.is_wide
    assert not narrow.columns.is_wide
    for page in (wide, narrow):
        assert page.columns.width() <= page.width()
        for tile in page.tiles.values():
            for part in (tile.value, tile.badge, tile.note):
                assert part.isHidden() or part.width() >= part.sizeHint().width()
    assert record_kit.nameless(narrow) == []


def test_the_menu_of_new_offers_what_people_begin(open_page, made):
    page = open_page()
    menu = page.menu_of_new()
    assert [one.text() for one in menu.actions()] == [
        "Contact", "Company", "Lead", "Opportunity", "Task", "Service request",
    ]  # fmt: skip
    for action in menu.actions():
        action.trigger()
    assert made == list(NEW)


def test_the_tables_of_the_parts_exist(workspace):
    sql = "SELECT name FROM sqlite_master WHERE type = 'table'"
    known = {row[0] for row in workspace.file.reader().execute(sql)}
    assert {table for tables in TABLES.values() for table in tables} <= known


def test_a_birthday_is_ticked_off_and_written_down(open_page, make, workspace):
    grace = make.contact("Grace Lim", birthday=date(1980, 11, 20))
    page = open_page()
    page.due.list.tick(0)
    assert lines(page) == []
    assert page.context.window.toasts == ["Birthday wishes to Grace Lim"]
    assert len(workspace.records.related_ids("activity", "contact", grace)) == 1
