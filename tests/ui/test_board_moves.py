"""Cards moved by mouse and keyboard: what is asked, what is written, what goes back."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt

from crm_desktop.ui.board_menu import card_menu
from tests.ui.board_kit import (
    LOST,
    NEGOTIATION,
    PROPOSAL,
    PROSPECTING,
    QUALIFICATION,
    WON,
    Mouse,
    choose,
    middle_of,
    names,
)

_Key, _Held = Qt.Key, Qt.KeyboardModifier
pytestmark = pytest.mark.usefixtures("fixed_clock")


def ground_of(page, column):
    """Return a place in a column below its cards."""
    widget = page.area.columns[column]
    return widget.mapToGlobal(widget.rect().center())


@pytest.mark.parametrize("held", [_Held.ControlModifier, _Held.ShiftModifier])
def test_a_card_is_moved_by_the_keyboard_and_moved_back(board, deals, qtbot, board_context, held):
    record = deals("Linen")
    page = board()
    qtbot.keyClick(choose(page, 0), _Key.Key_Right, held)
    assert deals.stage(record) == QUALIFICATION
    assert names(page) == [[], ["Linen"], [], [], []]
    window = board_context.navigator
    assert window.toasts == ["Linen moved to “Qualification”"]
    assert page.current_card().id == record, "the cursor goes along"
    assert page.window().focusWidget() is page.area.columns[1].list
    window.acts[-1]()
    deals.workspace.history.undo(window.undone[-1])
    assert names(page)[0] == ["Linen"]


def test_a_card_is_dragged_to_another_column(board, deals, qtbot):
    record = deals("Linen")
    deals("Ovens", PROPOSAL)
    page = board()
    mouse = Mouse(page, 0)
    mouse.go(ground_of(page, 2))
    assert page.carry.is_under_way()
    assert page.carry.ghost.isVisible()
    assert [one._is_aim for one in page.area.columns] == [False, False, True, False, False]
    assert page.carry.ends.isVisible()
    mouse.release()
    assert not page.carry.ghost.isVisible()
    assert not page.carry.ends.isVisible()
    assert not any(one._is_aim for one in page.area.columns)
    assert deals.stage(record) == PROPOSAL
    assert sorted(names(page)[2]) == ["Linen", "Ovens"]


def test_escape_puts_carried_cards_back(board, deals, qtbot):
    record = deals("Linen")
    page = board()
    mouse = Mouse(page, 0)
    mouse.go(ground_of(page, 2))
    qtbot.keyClick(page.area.columns[0].list, _Key.Key_Escape)
    assert not page.carry.is_under_way()
    mouse.go(ground_of(page, 3))
    assert not page.carry.is_under_way(), "the pressed button means nothing any more"
    mouse.release()
    assert deals.stage(record) == PROSPECTING
    again = Mouse(page, 0)
    again.go(ground_of(page, 1))
    again.release()
    assert deals.stage(record) == QUALIFICATION


def test_what_happens_meanwhile_puts_carried_cards_back(board, deals):
    record = deals("Linen")
    page = board()
    mouse = Mouse(page, 0)
    mouse.go(ground_of(page, 1))
    deals("Ovens")
    assert page.carry.is_under_way(), "other cards may come and go"
    deals.workspace.records.create(
        "stage", {"label_en": "Trial", "pipeline": 2100, "kind": "open", "position": 3}
    )
    assert len(page.area.columns) == 6
    assert not page.carry.is_under_way()
    other = Mouse(page, 0)
    other.go(ground_of(page, 1))
    page.hide()
    assert not page.carry.is_under_way()
    other.release()
    assert deals.stage(record) == PROSPECTING


def test_a_drop_where_no_column_is_does_nothing(board, deals):
    record = deals("Linen")
    page = board()
    mouse = Mouse(page, 0)
    mouse.go(page.mapToGlobal(page.rect().topLeft()) - page.rect().bottomRight())
    mouse.release()
    assert deals.stage(record) == PROSPECTING
    assert names(page)[0] == ["Linen"]


def test_the_board_scrolls_at_its_edge_while_cards_are_carried(board, deals, qtbot):
    deals("Linen")
    page = board(width=700)
    mouse = Mouse(page, 0)
    area = page.area.viewport()
    mouse.go(area.mapToGlobal(area.rect().center()))
    edge = area.rect().center()
    edge.setX(area.width() - 4)
    mouse.go(area.mapToGlobal(edge))
    bar = page.area.horizontalScrollBar()
    qtbot.waitUntil(lambda: bar.value() == bar.maximum())
    page.carry.cancel()


def test_several_cards_are_moved_in_one_step(board, deals, qtbot, board_context):
    seen = [deals("a"), deals("b"), deals("c", NEGOTIATION)]
    page = board()
    page.select_all()
    mouse = Mouse(page, 0)
    mouse.go(ground_of(page, 1))
    mouse.release()
    assert names(page)[1] == ["a", "b", "c"]
    assert board_context.navigator.toasts == ["3 opportunities moved to “Qualification”"]
    board_context.navigator.acts[-1]()
    deals.workspace.history.undo(board_context.navigator.undone[-1])
    assert [deals.stage(one) for one in seen] == [PROSPECTING, PROSPECTING, NEGOTIATION]


def test_lost_asks_for_the_reason_in_place(board, deals, qtbot, board_context):
    record = deals("Linen", amount=100)
    page = board()
    mouse = Mouse(page, 0)
    mouse.go(ground_of(page, 1))
    boxes = page.carry.ends._boxes()
    mouse.go(page.carry.ends.mapToGlobal(boxes[0].center().toPoint()))
    mouse.release()
    asking = page.moves.asking
    assert asking.isVisible()
    assert deals.stage(record) == PROSPECTING, "nothing is written before it is answered"
    texts = [asking.list.item(row).text() for row in range(asking.list.count())]
    assert texts[0] == "Price too high"
    assert texts[-1] == "Another…"
    assert "Duplicate" not in texts, "that is a reason why it is void"
    qtbot.keyClick(asking.list, _Key.Key_Down)
    qtbot.keyClick(asking.list, _Key.Key_Return)
    values = deals.values(record)
    assert (values["stage"].id, values["reason"].name) == (LOST, "Chose a competitor")
    assert names(page) == [[], [], [], [], []]
    assert board_context.navigator.toasts == ["Linen moved to “Lost”"]


def test_escape_takes_the_card_back(board, deals, qtbot):
    record = deals("Linen")
    page = board()
    choose(page, 0)
    page.moves.to_stage(page.selected_cards(), next(one for one in page.stages() if one.id == WON))
    deals("Ovens")
    assert names(page)[4] == ["Linen"], "it stands where it goes, whatever else is written"
    heads = [one.list.accessibleName() and one.head.accessibleName() for one in page.area.columns]
    assert (heads[0].split(", ")[1], heads[4].split(", ")[1]) == ("2", "0"), "and is counted where it was"
    qtbot.keyClick(page.moves.asking, _Key.Key_Escape)
    assert names(page) == [["Linen", "Ovens"], [], [], [], []]
    assert page.area.selected_ids() == [record], "and is selected as before"
    assert deals.stage(record) == PROSPECTING


def test_cancel_takes_the_card_back(board, deals):
    record = deals("Linen")
    page = board()
    choose(page, 0)
    page.moves.to_stage(page.selected_cards(), next(one for one in page.stages() if one.id == LOST))
    page.moves.asking.cancel.click()
    assert not page.moves.is_asking()
    assert names(page)[0] == ["Linen"]
    assert deals.stage(record) == PROSPECTING


def test_another_reason_is_written_on_the_spot(board, deals, qtbot, board_context):
    record = deals("Linen")
    page = board()
    choose(page, 0)
    page.moves.to_stage(page.selected_cards(), next(one for one in page.stages() if one.id == LOST))
    board_context.messages.text = "Moved abroad"
    asking = page.moves.asking
    asking.list.setCurrentRow(asking.list.count() - 1)
    qtbot.keyClick(asking.list, _Key.Key_Return)
    assert deals.values(record)["reason"].name == "Moved abroad"


def test_won_asks_for_what_is_missing(board, deals, qtbot, board_context):
    record = deals("Linen")
    page = board()
    choose(page, 0)
    stage = next(one for one in page.stages() if one.id == WON)
    page.moves.to_stage(page.selected_cards(), stage)
    asking = page.moves.asking
    assert list(asking.editors) == ["amount", "closed_on"]
    asking.done.click()
    assert asking.editors["amount"].problem() == "Please fill this in."
    qtbot.keyClicks(asking.editors["amount"].line, "1,250.50")
    asking.editors["closed_on"].load(date(2026, 11, 18))
    qtbot.keyClick(asking.editors["amount"].line, _Key.Key_Return)
    assert asking.isVisible(), "Enter goes on to the next field"
    qtbot.keyClick(asking.editors["closed_on"].line, _Key.Key_Return)
    values = deals.values(record)
    assert (values["stage"].id, values["amount"], values["closed_on"]) == (WON, 125_050, date(2026, 11, 18))
    assert names(page)[4] == ["Linen"]


def test_several_without_an_amount_are_not_won_with_one(board, deals, board_context):
    made = [deals("a"), deals("b"), deals("c", amount=5)]
    page = board()
    page.select_all()
    page.moves.to_stage(page.selected_cards(), next(one for one in page.stages() if one.id == WON))
    assert board_context.navigator.toasts == ["2 of them have no amount; what is won needs one."]
    assert {deals.stage(one) for one in made} == {PROSPECTING}
    assert sorted(names(page)[0]) == ["a", "b", "c"]


def test_a_card_that_somebody_moved_meanwhile_is_where_they_put_it(board, deals, qtbot, board_context):
    record = deals("Linen")
    page = board()
    choose(page, 0)
    seen = page.selected_cards()
    deals.workspace.records.save("opportunity", record, {"stage": NEGOTIATION})
    assert names(page)[3] == ["Linen"], "the board follows"
    page.moves.to_stage(seen, page.stages()[1])
    assert deals.stage(record) == NEGOTIATION
    assert "was moved to “Negotiation” meanwhile" in board_context.navigator.toasts[-1]


def test_a_move_that_cannot_be_saved_puts_the_card_back(board, deals, qtbot, board_context):
    record = deals("Linen")
    page = board()
    cards = choose(page, 0)
    board_context.tasks.hold = True
    qtbot.keyClick(cards, _Key.Key_Right, _Held.ControlModifier)
    assert names(page)[1] == ["Linen"], "it stands in its new column at once"
    with deals.workspace.work("meanwhile") as work:
        work.execute("UPDATE opportunity SET stage_id = ? WHERE id = ?", (NEGOTIATION, record))
    board_context.tasks.release()
    assert names(page)[3] == ["Linen"]
    assert board_context.navigator.toasts[-1].startswith("“Linen” was moved to “Negotiation” meanwhile.")


def test_f2_changes_the_amount(board, deals, qtbot, board_context):
    record = deals("Linen", amount=100_00)
    page = board()
    qtbot.keyClick(choose(page, 0), _Key.Key_F2)
    asking = page.moves.asking
    line = asking.editors["amount"].line
    line.selectAll()
    qtbot.keyClicks(line, "250")
    qtbot.keyClick(line, _Key.Key_Return)
    assert deals.values(record)["amount"] == 250_00
    assert page.area.columns[0].list.cards.face(0).amount == "€\u202f250"
    assert board_context.navigator.toasts == ["Amount of Linen saved"]


def test_an_amount_that_comes_from_lines_is_changed_there(board, deals, qtbot, board_context):
    record = deals("Linen", amount=100_00, amount_from_lines=True)
    page = board()
    qtbot.keyClick(choose(page, 0), _Key.Key_F2)
    assert page.moves.asking is None
    board_context.navigator.acts[-1]()
    assert board_context.navigator.opened == [("opportunity", record)]


def test_an_amount_that_was_changed_meanwhile_is_not_overwritten(board, deals, qtbot, board_context):
    record = deals("Linen", amount=100_00)
    page = board()
    qtbot.keyClick(choose(page, 0), _Key.Key_F2)
    line = page.moves.asking.editors["amount"].line
    line.setText("5")
    deals.workspace.records.save("opportunity", record, {"amount": 77_00})
    qtbot.keyClick(line, _Key.Key_Return)
    assert deals.values(record)["amount"] == 77_00
    assert board_context.navigator.toasts[-1].startswith("“Amount” was changed to “€\u202f77” meanwhile.")


def test_a_card_is_put_off_and_brought_back(board, deals, board_context):
    record = deals("Linen")
    deals("Ovens")
    page = board()
    choose(page, 0)
    page.moves.snooze(page.selected_cards(), date(2026, 12, 24))
    assert deals.values(record)["snoozed_until"] == date(2026, 12, 24)
    assert names(page)[0] == ["Ovens", "Linen"]
    assert board_context.navigator.toasts == ["Linen put off until 24 Dec 2026"]
    page.moves.snooze(page.selected_cards(), None)
    assert names(page)[0] == ["Linen", "Ovens"]


def test_the_menu_offers_what_can_be_done(board, deals, make, board_context):
    acme = make.company("Acme & Sons")
    deals("Linen", company=acme, amount=100)
    page = board()
    choose(page, 0)
    menu = card_menu(page)
    actions = {one.text(): one for one in menu.actions()}
    move = {one.text(): one for one in actions["Move to"].menu().actions()}
    assert list(move) == [
        "Prospecting", "Qualification", "Proposal", "Negotiation", "Won…", "Lost…", "Void…",
    ]  # fmt: skip
    assert not move["Prospecting"].isEnabled()
    actions["Open “Acme && Sons”"].trigger()
    assert board_context.navigator.opened == [("company", acme)]
    move["Proposal"].trigger()
    assert names(page)[2] == ["Linen"]


def test_nothing_is_moved_in_a_file_that_may_only_be_read(board, deals, qtbot, monkeypatch):
    record = deals("Linen")
    page = board()
    monkeypatch.setattr(deals.workspace, "read_only", True)
    qtbot.keyClick(choose(page, 0), _Key.Key_Right, _Held.ControlModifier)
    mouse = Mouse(page, 0)
    mouse.go(middle_of(page, 0) + ground_of(page, 1) - ground_of(page, 0))
    mouse.release()
    assert deals.stage(record) == PROSPECTING
    assert names(page)[0] == ["Linen"]
    assert not {one.text(): one for one in card_menu(page).actions()}["Move to"].isEnabled()
