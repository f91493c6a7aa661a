"""The rows of an import on its page: filtered by state, ticked, likely duplicates decided, and named after an undo."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from crm_desktop.ui.import_side import SideLine
from tests.ui.import_kit import choose, press, ready, workbook, written

HEAD = ["Full name", "Email", "Mobile", "Job title"]


@pytest.fixture
def people(make, tmp_path):
    """Rows of every state: 2 changed, 3 likely, 4 new, 5 unchanged, 6 rejected, 7 likely row 4."""
    make.contact("Jan Kowalski", email="jan@else.example", mobile="+48 500 100 200", title="Buyer")
    make.contact("Ana Beltrán", email="ana@laguna.example", mobile="+34 600 111 222", title="Owner")
    make.contact("张三", email="zs@example.com", mobile="13800138000", title="经理")
    return workbook(
        tmp_path / "people.xlsx",
        [
            HEAD,
            ["Jan Kowalski", "jan@else.example", "+48 500 100 200", "Head of buying"],
            ["Beltran Ruiz, Ana", "ana@laguna.example", "600 111 222", None],
            ["Łukasz =1+1", "l@firm.example", "030 5550100", None],
            ["张三", "zs@example.com", "13800138000", None],
            ["Bad Mail", "no-mail", None, None],
            ["Łukasz =1+1 O'Brien", "l@firm.example", "030 5550100", None],
        ],
    )


@pytest.fixture
def page(qtbot, import_page, people):
    return import_page("contact", people)


def review(page):
    page.tabs.choose("write")
    return page.steps["write"].review


def shown(card):
    model, number = card.model, [one.heading for one in card.model.columns].index("Row")
    return [int(model.index(at, number).data().replace(",", "")) for at in range(model.rowCount())]


def texts(card, at):
    first = int(card.model.columns[0].ticks)
    return [card.model.index(at, column).data() for column in range(first, card.model.columnCount())]


def test_rows_are_filtered_by_their_states(qtbot, page):
    card = review(page)
    names = [
        card.badges.badge(state).text() for state in ("new", "changed", "unchanged", "likely", "rejected")
    ]
    assert names == ["1 new", "1 changed", "1 unchanged", "2 likely duplicates", "1 rejected"]
    assert shown(card) == [2, 3, 4, 5, 6, 7]
    assert texts(card, 0) == ["2", "changed", "Jan Kowalski", "Job title: Buyer → Head of buying"]
    assert texts(card, 1)[1:3] == ["likely duplicate", "Beltran Ruiz, Ana"]
    assert texts(card, 1)[3].startswith("Ana Beltrán · ")
    card.badges.badge("rejected").click()
    card.badges.badge("likely").click()
    assert shown(card) == [3, 6, 7]
    card.badges.badge("rejected").click()
    assert shown(card) == [3, 7]


def test_the_chosen_row_is_told_in_full(qtbot, page):
    card = review(page)
    card.table.look_at(0)
    assert card.side.lines() == [SideLine("Job title", ("Buyer", "Head of buying"), True)]
    card.table.look_at(2)
    assert [one.values for one in card.side.lines()] == [("l@firm.example",), ("030 5550100",)]
    card.table.look_at(4)
    assert "no-mail" in card.side.lines()[0].values[0]


def test_rows_are_ticked_with_the_keyboard(qtbot, workspace, page):
    card = review(page)
    ticks = [card.model.tick_state(at) for at in range(6)]
    assert [one is None for one in ticks] == [False, False, False, True, True, False]
    assert card.all.checkState() == Qt.CheckState.Checked
    card.table.look_at(0)
    QTest.keyClick(card.table, Qt.Key.Key_Space)
    assert card.model.tick_state(0) == Qt.CheckState.Unchecked
    ready(qtbot, page)
    assert card.model.tick_state(0) == Qt.CheckState.Unchecked
    assert card.all.checkState() == Qt.CheckState.PartiallyChecked
    card.table.selectAll()
    QTest.keyClick(card.table, Qt.Key.Key_Space)
    ready(qtbot, page)
    assert page.draft.rows == 4
    QTest.keyClick(card.table, Qt.Key.Key_Return)
    ready(qtbot, page)
    assert (page.draft.rows, card.all.checkState()) == (0, Qt.CheckState.Unchecked)
    assert not page._may_write()


def test_what_is_shown_is_left_out_at_once(qtbot, workspace, page):
    card = review(page)
    card.badges.badge("likely").click()
    card.all.click()
    ready(qtbot, page)
    assert page.draft.rows == 2
    written(qtbot, page)
    assert workspace.lists.count("contact") == 4
    done = page.steps["write"].outcome.rows
    assert [texts(done, at)[:2] for at in (0, 1)] == [["2", "changed"], ["3", "left out"]]
    done.badges.badge("left_out").click()
    assert shown(done) == [3, 7]


def test_all_rows_are_told_once_they_are_written(qtbot, page):
    page.tabs.choose("duplicates")
    twins = page.steps["duplicates"].twins
    twins.table.look_at(0)
    choose(twins.choice, page.draft.plan.twins[1][0].record)
    ready(qtbot, page)
    card = written(qtbot, page).rows
    assert [texts(card, at)[:2] for at in range(6)] == [
        ["2", "changed"],
        ["3", "changed"],
        ["4", "new"],
        ["5", "unchanged"],
        ["6", "rejected"],
        ["7", "new"],
    ]
    assert texts(card, 3)[3] == "there already, with the same values"
    assert "no-mail" in texts(card, 4)[3]
    assert [card.model.tick_state(at) for at in range(6)] == [None] * 6
    card.badges.badge("rejected").click()
    assert shown(card) == [6]
    card.table.look_at(0)
    assert "no-mail" in card.side.lines()[0].values[0]


def test_likely_duplicates_stand_beside_their_candidates(qtbot, page):
    page.tabs.choose("duplicates")
    card = page.steps["duplicates"].twins
    assert card.isVisible()
    assert page.steps["duplicates"].count() == 2
    assert [card.model.index(at, 2).data() for at in range(2)] == ["Ana Beltrán", "row 4: Łukasz =1+1"]
    card.table.look_at(0)
    qtbot.waitUntil(lambda: SideLine("Job title", ("Owner", "–")) in card.side.lines())
    assert SideLine("Full name", ("Ana Beltrán", "Beltran Ruiz, Ana"), True) in card.side.lines()
    card.table.look_at(1)
    assert SideLine("E-mail", ("l@firm.example", "l@firm.example")) in card.side.lines()


def test_one_likely_duplicate_is_decided(qtbot, workspace, page):
    page.tabs.choose("duplicates")
    card = page.steps["duplicates"].twins
    card.table.look_at(0)
    choose(card.choice, page.draft.plan.twins[1][0].record)
    ready(qtbot, page)
    assert card.model.index(0, 5).data() == "updates it"
    assert (page.draft.plan.created, page.draft.plan.updated) == (2, 2)
    assert page.steps["duplicates"].count() == 1
    for said in ("left out", "new record", "updates it"):
        QTest.keyClick(card.table, Qt.Key.Key_Space)
        ready(qtbot, page)
        assert card.model.index(0, 5).data() == said
    written(qtbot, page)
    assert workspace.lists.count("contact") == 5


def test_no_row_doubles_a_record_without_a_question(
    qtbot, workspace, import_page, import_context, make, tmp_path
):
    make.contact("Ana One", email="a@x.example", mobile="13800001111", company=make.company("Firm A"))
    head = ["Full name", "Company", "Mobile", "Email"]
    rows = [head, ["Else", "Firm A", None, None], ["Ana One", "Firm A", "13800001111", "zz@x.example"]]
    page = import_page("contact", workbook(tmp_path / "other_mail.xlsx", rows))
    asked, twins = import_context.messages.asked, page.steps["duplicates"].twins
    import_context.messages.answer = False
    press(page, "Import 2 rows")
    assert asked == ["1 row is almost certainly a record that is there already."]
    assert (page.tabs.current, twins.table.currentIndex().row()) == ("duplicates", 0)
    assert not page.draft.work.is_writing
    choose(twins.choice, page.draft.plan.twins[1][0].record)
    ready(qtbot, page)
    written(qtbot, page)
    assert (len(asked), workspace.lists.count("contact")) == (1, 2)


def test_who_chose_new_for_all_is_not_asked_again(
    qtbot, workspace, import_page, import_context, make, tmp_path
):
    make.contact("Ana One", email="a@x.example", mobile="13800001111", company=make.company("Firm A"))
    row = ["Ana One", "Firm A", "13800001111", "zz@x.example"]
    page = import_page(
        "contact", workbook(tmp_path / "one.xlsx", [["Name", "Company", "Mobile", "Email"], row])
    )
    assert page.steps["duplicates"].count() == 1
    choose(page.steps["duplicates"].twins.all, "new")
    ready(qtbot, page)
    assert page.steps["duplicates"].count() == 0
    written(qtbot, page)
    assert (import_context.messages.asked, workspace.lists.count("contact")) == ([], 2)


def test_rows_that_the_mode_does_not_want_say_so(qtbot, page):
    page.draft.choose(mode="update")
    qtbot.waitUntil(lambda: page.draft.plan is not None and page.draft.plan.choices.mode == "update")
    ready(qtbot, page)
    twins = page.steps["duplicates"].twins
    assert [twins.model.index(at, 5).data() for at in range(2)] == ["left out", "left out"]
    card = review(page)
    card.badges.badge("left_out").click()
    assert texts(card, 0)[1::2] == ["left out", "not there yet; only present ones are changed"]
    assert card.model.tick_state(0) is None
    card.table.look_at(0)
    assert card.side.lines()[0].name == "Why"


def test_all_likely_duplicates_are_decided(qtbot, workspace, page):
    page.tabs.choose("duplicates")
    card = page.steps["duplicates"].twins
    choose(card.all, "update")
    ready(qtbot, page)
    assert [card.model.index(at, 5).data() for at in range(2)] == ["updates it", "joins row 4"]
    assert page.steps["duplicates"].count() == 0
    choose(card.all, "skip")
    ready(qtbot, page)
    assert page.draft.plan.left_out == 2
    choose(card.all, "new")
    ready(qtbot, page)
    assert (page.draft.plan.created, page.draft.plan.left_out) == (3, 0)


def test_answers_about_rows_are_forgotten_with_the_file(qtbot, page, people, tmp_path):
    review(page).table.look_at(0)
    QTest.keyClick(review(page).table, Qt.Key.Key_Space)
    ready(qtbot, page)
    page.read(workbook(tmp_path / "other.xlsx", [HEAD, ["Somebody else", None, None, None]]))
    ready(qtbot, page)
    assert page.draft.choices.left_out == ()
    assert page.draft.rows == 1


def test_what_an_undo_keeps_is_named_with_its_reason(qtbot, workspace, page):
    outcome = written(qtbot, page)
    new = next(one.id for one in workspace.lists.named("contact", "Łukasz") if one.name == "Łukasz =1+1")
    workspace.records.save("contact", new, {"note": "called"})
    outcome.undo.click()
    qtbot.waitUntil(lambda: "undone" in outcome.heading.text(), timeout=20_000)
    assert "Łukasz =1+1: Note" in outcome.text.text()
    assert workspace.lists.count("contact") == 4
