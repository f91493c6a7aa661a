"""The board of opportunities: what it shows and says, and how it follows what is written."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from crm_desktop.core import clock
from crm_desktop.core.query import Condition, ListQuery
from crm_desktop.services.board import cards as reading
from crm_desktop.ui import language
from crm_desktop.ui.board_model import CardModel
from crm_desktop.ui.board_painter import CARD_HEIGHT, GAP
from tests.ui.board_kit import NEGOTIATION, PROPOSAL, PROSPECTING, WON, choose, names

_Key = Qt.Key
pytestmark = pytest.mark.usefixtures("fixed_clock")


def test_cards_stand_in_the_columns_of_their_stages(board, deals, make):
    acme = make.company("Acme")
    deals("Linen", amount=18_500_00, company=acme)
    deals("Ovens", NEGOTIATION, amount=44_600_00)
    deals("Tents", WON, amount=100, closed_on=clock.today())
    page = board()
    assert names(page) == [["Linen"], [], [], ["Ovens"], ["Tents"]]
    assert page.area.columns[4].head.accessibleName().startswith("Won · Nov, 1")
    assert page.subtitle() == "2 open · €\u202f63,100 · weighted €\u202f35,300"
    face = page.area.columns[0].list.cards.face(0)
    assert (face.name, face.customer, face.amount, face.owner) == (
        "Linen", "Acme", "€\u202f18,500", "Ann Example",
    )  # fmt: skip


def test_a_screen_reader_reads_cards_and_columns(board, deals):
    deals("Autumn linen", PROPOSAL, amount=64_000_00, expected_close=clock.today() - timedelta(days=1))
    deals("Bare")
    page = board()
    model = page.area.columns[2].list.cards
    spoken = model.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Autumn linen, Proposal, €\u202f64,000, overdue"
    assert page.area.columns[0].list.cards.spoken(0) == "Bare, Prospecting, no amount"
    assert page.area.columns[2].list.accessibleName() == "Cards in Proposal"
    assert (
        "Weighted by the probability of each: €\u202f32,000"
        in page.area.columns[2].head.accessibleDescription()
    )


def test_badges_tell_what_is_overdue_idle_or_put_off(board, deals):
    today = clock.today()
    long_ago = clock.now() - timedelta(days=30)
    deals("a", expected_close=today - timedelta(days=2), last_contact=long_ago)
    deals("b", expected_close=today + timedelta(days=2), last_contact=long_ago)
    deals("c", expected_close=today + timedelta(days=3))
    deals("d", snoozed_until=date(2026, 12, 24))
    model = board().area.columns[0].list.cards
    faces = [model.face(row) for row in range(4)]
    assert [(one.name, one.badge, one.colour) for one in faces] == [
        ("a", "overdue", "red"), ("b", "idle 30 d", "orange"), ("c", "", "grey"), ("d", "until 24 Dec", "grey"),
    ]  # fmt: skip
    assert [one.dimmed for one in faces] == [False, False, False, True]
    assert faces[2].day == "23 Nov"
    assert "No contact for 30 days" in model.details(1)


def test_search_and_filter_narrow_the_board(board, deals, qtbot):
    deals("Linen", amount=10_00)
    deals("Ovens", amount=99_00)
    page = board()
    page.show_query(ListQuery("opportunity", search="lin"))
    assert names(page)[0] == ["Linen"]
    nobody = ListQuery("opportunity", conditions=(Condition("amount", "at_least", 1_000_000),))
    page.show_query(nobody)
    assert page.empty.isVisible()
    with qtbot.waitSignal(page.clear_asked):
        page.empty._on_clicked()


def test_an_empty_board_offers_the_first_opportunity(board, board_context):
    asked = []
    board_context.handlers.new_record = asked.append
    page = board()
    assert page.empty.isVisible()
    page.empty._on_clicked()
    assert asked == ["opportunity"]


def test_arrows_go_between_columns_and_enter_opens(board, deals, qtbot, board_context):
    deals("a", expected_close=date(2026, 12, 1))
    second = deals("b", expected_close=date(2026, 12, 2))
    third = deals("c", NEGOTIATION)
    page = board()
    cards = choose(page, 0)
    qtbot.keyClick(cards, _Key.Key_Down)
    assert page.current_card().id == second
    qtbot.keyClick(cards, _Key.Key_Right)
    assert page.current_card().id == third, "columns without cards are passed by"
    qtbot.keyClick(page.area.columns[3].list, _Key.Key_Return)
    assert board_context.navigator.opened == [("opportunity", third)]
    assert page.area.selected_ids() == [third]
    qtbot.keyClick(page.area.columns[3].list, _Key.Key_Left)
    assert page.current_card().name == "a"


def test_the_board_takes_the_focus_once_it_has_cards(board, deals, board_context):
    board_context.tasks.hold = True
    deals("a")
    page = board()
    assert not page.area.columns
    board_context.tasks.release()
    assert page.window().focusWidget() is page.area.columns[0].list


def test_only_touched_cards_are_read_again(board, deals, monkeypatch):
    first = deals("a", amount=10_00)
    deals("b", amount=20_00)
    page = board()
    whole = []
    monkeypatch.setattr(page, "_read", lambda: whole.append(True))
    deals.workspace.records.save("opportunity", first, {"amount": 50_00, "stage": PROPOSAL})
    assert names(page) == [["b"], [], ["a"], [], []]
    assert page.area.columns[2].list.cards.face(0).amount == "€\u202f50"
    assert page.subtitle().startswith("2 open · €\u202f70")
    deals.workspace.records.delete("opportunity", [first])
    assert names(page) == [["b"], [], [], [], []]
    assert not whole


def test_the_selection_stays_when_something_else_changes(board, deals):
    deals("a", expected_close=date(2026, 12, 1))
    record = deals("b", expected_close=date(2026, 12, 2))
    page = board()
    choose(page, 0, 1)
    deals("0", expected_close=date(2026, 11, 30))
    assert names(page)[0] == ["0", "a", "b"]
    assert page.area.selected_ids() == [record]
    assert page.current_card().id == record


def test_a_column_with_very_many_cards_says_how_many_are_not_shown(board, deals, make, monkeypatch):
    monkeypatch.setattr(reading, "MOST_CARDS", 50)
    with deals.workspace.work("many") as work:
        ids = work.writer.ids.block(60)
        work.insert_many(
            "opportunity", ["id", "name", "stage_id"], [(one, f"{one}", PROSPECTING) for one in ids]
        )
    page = board()
    column = page.area.columns[0]
    assert len(column.list.cards.cards) == 50
    assert column._rest.text() == "10 more: search or filter to see them."
    column.list.scrollToBottom()
    assert column.list.verticalScrollBar().maximum() > 40 * (CARD_HEIGHT + GAP)


def test_columns_keep_a_least_width_and_scroll_sideways(board, deals, qtbot):
    deals("a")
    page = board(width=700)
    qtbot.waitUntil(lambda: page.area.horizontalScrollBar().maximum() > 300)
    choose(page, 0)
    assert page.subtitle() == "1 open", "no room for the sums"


def test_copy_select_all_and_delete(board, deals, board_context, qapp):
    deals("Linen", amount=100)
    deals("Ovens", NEGOTIATION)
    page = board()
    page.select_all()
    page.copy()
    lines = qapp.clipboard().text().splitlines()
    assert lines[0].split("\t")[:3] == ["Name", "Company", "Stage"]
    assert [one.split("\t")[0] for one in lines[1:]] == ["Linen", "Ovens"]
    page.delete()
    assert board_context.messages.asked == ["Move 2 records to the trash?"]
    assert deals.workspace.lists.count("opportunity") == 0
    board_context.navigator.acts[-1]()
    assert board_context.navigator.undone


def test_words_and_stages_follow_the_language(board, deals):
    deals("Linen", PROPOSAL, amount=100)
    page = board()
    language.switch("zh_CN")
    page.retranslate()
    assert page.area.columns[2].list.cards.spoken(0) == "Linen、方案报价、€\u202f1"
    assert page.area.columns[4].head.accessibleName().startswith("赢单 · 11月")


def test_the_pipelines_are_offered_where_there_are_several(board, deals, state):
    deals("Linen")
    page = board()
    assert page.pipelines.isHidden()
    service = deals.workspace.records.create("pipeline", {"label_en": "Service", "position": 2})
    stage = {"label_en": "Asked", "pipeline": service, "kind": "open", "position": 1}
    deals("Contract", deals.workspace.records.create("stage", stage))
    assert not page.pipelines.isHidden()
    page.pipelines.chips.chosen.emit(str(service))
    assert names(page) == [["Contract"]]
    assert names(board()) == [["Contract"]], "it is remembered"


def test_the_preview_shows_the_card_with_the_cursor(board, deals, qtbot):
    deals("Linen", expected_close=date(2026, 12, 1))
    deals("Ovens", expected_close=date(2026, 12, 2))
    page = board()
    cards = choose(page, 0)
    qtbot.keyClick(cards, _Key.Key_Space)
    assert page._peek.isVisible()
    assert page._peek._title.text() == "Linen"
    qtbot.keyClick(cards, _Key.Key_Down)
    assert page._peek._title.text() == "Ovens"
    qtbot.keyClick(cards, _Key.Key_Space)
    assert page._peek.isHidden()


def test_the_model_of_a_column_is_sound(board, deals):
    deals("a")
    deals("b", PROPOSAL)
    page = board()
    model = page.area.columns[0].list.cards
    assert isinstance(model, CardModel)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    deals("c")
    page.show_query(ListQuery("opportunity", search="zz"))
    page.show_query(ListQuery("opportunity"))
    assert [card.name for card in model.cards] == ["a", "c"]
