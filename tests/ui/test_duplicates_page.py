"""The page of likely duplicates: found in the background, merged one by one or many in one step, parted for good."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QLabel

from crm_desktop.core.query import ListQuery
from crm_desktop.ui.buttons import Button
from crm_desktop.ui.context import Place
from crm_desktop.ui.duplicates_bar import CHOICES
from crm_desktop.ui.duplicates_model import MOST_TICKED, GroupsModel, Line
from crm_desktop.ui.duplicates_page import APART, DuplicatesPage
from crm_desktop.ui.merge_pages import open_duplicates
from tests.ui.record_kit import make_context


@pytest.fixture
def context(workspace, state):
    return make_context(workspace, state)


@pytest.fixture
def firms(make):
    """Two firms that stand there twice, one of them likelier, and one that is alone."""
    return [
        make.company("Acme GmbH", phone="+49 89 2180340", email="info@acme.example"),
        make.company("ACME", phone="+49 89 2180340", email="info@acme.example", city="Bonn"),
        make.company("杭州青禾纺织有限公司", phone="+86 571 8720 3345"),
        make.company("青禾纺织", phone="0571-87203345"),
        make.company("O'Brien & Sons"),
    ]


@pytest.fixture
def page(context, workspace, firms, qtbot):
    made = DuplicatesPage(context, Place("duplicates"))
    qtbot.addWidget(made)
    workspace.subscribe(made.on_changes)
    made.resize(1100, 700)
    made.show()
    qtbot.waitExposed(made)
    made.on_shown()
    return made


def shown(page):
    return [page.model.index(row).data() for row in range(page.model.rowCount())]


def said(widget):
    return [one.text() for one in widget.findChildren(QLabel) if not one.isHidden()]


ACME, QINGHE = "Acme GmbH  ·  ACME", "杭州青禾纺织有限公司  ·  青禾纺织"


def test_groups_are_listed_with_likeness_and_reasons(page):
    assert shown(page) == [ACME, QINGHE]
    first = page.model.line(0)
    assert "same name" in first.about
    spoken = page.model.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.startswith("99\N{NO-BREAK SPACE}%, Acme GmbH, ACME, same")
    assert {"+49 89 2180340\ninfo@acme.example", "+49 89 2180340\ninfo@acme.example\nBonn"} <= set(
        said(page.aside)
    )


def test_each_sort_of_records_is_searched_when_it_is_looked_at(page, make):
    make.contact("Noah Fischer", mobile="+49 151 2345678")
    make.contact("Fischer, Noah", mobile="0151 2345678")
    page.tabs.choose("contact")
    assert shown(page) == ["Noah Fischer  ·  Fischer, Noah"]
    page.tabs.choose("company")
    assert shown(page) == [ACME, QINGHE]


def test_another_likeness_shows_fewer_and_is_remembered(page, context, qtbot, make):
    make.company("O'Brien and Sons")
    page.look_again()
    assert shown(page)[2:] == ["O'Brien & Sons  ·  O'Brien and Sons"]
    page.bar.choice.setCurrentIndex(CHOICES.index(0.99))
    page.bar.choice.activated.emit(CHOICES.index(0.99))
    assert shown(page) == [ACME, QINGHE]
    again = DuplicatesPage(context, Place("duplicates"))
    qtbot.addWidget(again)
    assert again.bar.least == 0.99


def test_enter_shows_a_group_side_by_side(page, context, firms, qtbot):
    qtbot.keyClick(page.list, Qt.Key.Key_Down)
    qtbot.keyClick(page.list, Qt.Key.Key_Return)
    page.aside.merge_button.click()
    assert context.window.opened == [("merge company", *firms[2:4])] * 2


def test_not_a_duplicate_is_remembered_undone_and_taken_back(page, context, workspace, qtbot):
    qtbot.keyClick(page.list, Qt.Key.Key_N)
    assert shown(page) == [QINGHE]
    assert context.window.toasts == [f"Not a duplicate: {ACME}"]
    context.window.acts[0]()
    workspace.history.undo(context.window.undone[0])
    assert shown(page) == [ACME, QINGHE]
    page.aside.part_button.click()
    page.tabs.choose(APART)
    assert shown(page) == [ACME]
    assert page.aside.merge_button.isHidden()
    page.aside.join_button.click()
    assert shown(page) == []
    assert "Nothing is marked as “Not a duplicate”" in said(page.empty)
    page.tabs.choose("company")
    assert shown(page) == [ACME, QINGHE]


def test_ticked_groups_are_reviewed_and_merged_in_one_step(page, context, workspace, qtbot):
    review = page.page_actions()[1]
    assert (review.text, review.enabled) == ("Merge what is ticked…", False)
    qtbot.keyClick(page.list, Qt.Key.Key_Space)
    assert page.page_actions()[1].text == "Merge 1 group…"
    page.ticks.every.click()
    page.page_actions()[1].run()
    assert shown(page) == ["ACME  ←  Acme GmbH", "杭州青禾纺织有限公司  ←  青禾纺织"]
    assert page.model.line(1).about.startswith("Differs in: Name")
    assert workspace.lists.count("company") == 5
    back, merge = page.page_actions()
    assert merge.text == "Merge 2 groups"
    merge.run()
    assert workspace.lists.count("company") == 3
    assert context.window.toasts == ["2 records were merged."]
    assert "No likely duplicates" in said(page.empty)
    assert workspace.history.recent(1)[0].text == "Merge 4 companies into 2"
    context.window.acts[0]()
    workspace.history.undo(context.window.undone[0])
    assert shown(page) == [ACME, QINGHE]
    assert back.text == "Back"


def test_what_is_not_ticked_any_more_in_the_review_stays(page, workspace, firms):
    page.ticks.every.click()
    page.review()
    page.model.tick(0, False)
    page.merge()
    assert sorted(workspace.lists.ids(ListQuery("company"))) == [*firms[:3], firms[4]]
    page.ticks.every.click()
    page.review()
    page.page_actions()[0].run()
    assert shown(page) == [ACME]


def test_a_click_on_the_box_ticks_and_beside_it_does_not(page, qtbot):
    box = page.list.visualRect(page.model.index(1))
    left = Qt.MouseButton.LeftButton
    qtbot.mouseClick(page.list.viewport(), left, pos=box.topLeft() + QPoint(22, box.height() // 2))
    assert [one.ids for one in page.model.chosen()] == [page.model.line(1).ids]
    qtbot.mouseClick(page.list.viewport(), left, pos=box.topLeft() + QPoint(200, 20))
    assert len(page.model.chosen()) == 1


def test_what_goes_elsewhere_leaves_the_list_and_a_new_search_is_offered(page, workspace, firms, make):
    workspace.records.delete("company", [firms[0]])
    assert shown(page) == [QINGHE]
    assert not page.bar.stale.isHidden()
    make.company("O'Brien and Sons")
    page.bar.stale.click()
    assert len(shown(page)) == 2
    assert page.bar.stale.isHidden()


def test_a_search_that_is_stopped_can_begin_again(page, context, qtbot):
    context.tasks.hold = True
    page.look_again()
    assert "Searching for duplicates…" in said(page.empty)
    page._searches["company"].cancel()
    qtbot.waitUntil(lambda: "The search was stopped." in said(page.empty))
    context.tasks.release()
    assert shown(page) == []
    page.empty.findChild(Button).click()
    assert shown(page) == [ACME, QINGHE]


def test_the_way_to_the_page(page, context):
    open_duplicates(context, "contact")
    page.on_shown()
    assert page.tabs.current == "contact"
    open_duplicates(context, "quote")
    page.on_shown()
    assert page.tabs.current == "company"


def test_the_model_keeps_its_promises_and_ticks_no_more_than_is_merged_at_once(workspace, make, qtbot):
    firm = make.company("Acme")
    model = GroupsModel(workspace.lists, {"company": "name"})
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
    model.show([Line("company", (firm, number)) for number in range(MOST_TICKED + 5)])
    model.tick_all(True)
    assert len(model.ticked) == MOST_TICKED
    model.tick(MOST_TICKED, True)
    assert not model.is_ticked(MOST_TICKED)
    assert model.setData(model.index(0), Qt.CheckState.Unchecked.value, Qt.ItemDataRole.CheckStateRole)
    assert not model.is_ticked(0)
    model.show([])
    assert tester.model() is model
    assert model.ticked == set()
