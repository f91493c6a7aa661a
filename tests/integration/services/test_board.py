"""The board of opportunities: what stands in which column, what columns add up to, and how cards are moved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from crm_desktop.core import clock
from crm_desktop.core.errors import RecordProblem
from crm_desktop.services import board
from crm_desktop.services.board.cards import Board, Card, _Reader, read_board, read_cards
from crm_desktop.services.workspace import Condition, ListQuery, Workspace
from tests.conftest import FixedClock

PROSPECTING, QUALIFICATION, PROPOSAL, NEGOTIATION, WON, LOST, VOID = range(2000, 2007)
NO_BUDGET = 1353
ALL = ListQuery("opportunity")


@dataclass(frozen=True)
class Deals:
    """Makes opportunities with few words and looks at the board."""

    workspace: Workspace

    def __call__(self, name: str = "Linen", stage: int = PROSPECTING, **values: Any) -> int:
        return self.workspace.records.create("opportunity", {"name": name, "stage": stage, **values})

    def board(self, query: ListQuery = ALL) -> Board:
        return read_board(self.workspace, query)

    def names(self, query: ListQuery = ALL) -> list[list[str]]:
        return [[card.name for card in column.cards] for column in self.board(query).columns]

    def card(self, record: int) -> Card:
        return next(card for column in self.board().columns for card in column.cards if card.id == record)

    def values(self, record: int) -> dict[str, Any]:
        return dict(self.workspace.records.get("opportunity", record).values)


@pytest.fixture
def deals(workspace: Workspace, fixed_clock: FixedClock) -> Deals:
    return Deals(workspace)


def won(day: str, amount: int = 1000) -> dict[str, Any]:
    return {"stage": WON, "amount": amount, "closed_on": date.fromisoformat(day)}


def test_open_ones_stand_in_their_stages_and_this_months_won_ones_behind(
    deals: Deals, fixed_clock: FixedClock
) -> None:
    fixed_clock.set("2026-12-01 12:00")
    deals("Too late", **won("2026-12-01"))
    fixed_clock.set("2026-11-20 12:00")
    deals("Linen")
    deals("Ovens", NEGOTIATION)
    deals("Tents", **won("2026-11-01"))
    deals("Too early", **won("2026-10-31"))
    deals("Lost", LOST, reason=NO_BUDGET)
    found = deals.board()
    assert [one.stage.label for one in found.columns] == [
        "Prospecting", "Qualification", "Proposal", "Negotiation", "Won",
    ]  # fmt: skip
    assert deals.names() == [["Linen"], [], [], ["Ovens"], ["Tents"]]
    assert [one.label for one in found.ends] == ["Lost", "Void"]
    assert [one.stage.probability for one in found.columns] == [10, 25, 50, 75, 100]


def test_a_column_counts_and_adds_up_in_the_base_currency(deals: Deals) -> None:
    deals("a", PROPOSAL, amount=10_001)
    deals("b", PROPOSAL, amount=20_000, probability=90)
    deals("c", PROPOSAL, amount=1_000, currency="USD", rate=Decimal("0.9"))
    deals("d", PROPOSAL, amount=5_000, currency="USD")
    deals("e", PROPOSAL)
    deals("f", PROPOSAL, amount=400, forecast_category="omitted")
    column = deals.board().columns[2]
    assert (column.count, column.amount, column.apart) == (6, 10_001 + 20_000 + 900 + 400, 1)
    assert column.weighted == 5_001 + 18_000 + 450, "rounded one by one; what is omitted does not count"


def test_a_board_is_that_of_its_list(deals: Deals, workspace: Workspace) -> None:
    acme = workspace.records.create("company", {"name": "Acme"})
    deals("Autumn linen", company=acme, amount=500)
    deals("Ovens", amount=900)
    assert deals.names(ListQuery("opportunity", search="autumn"))[0] == ["Autumn linen"]
    assert deals.names(ListQuery("opportunity", search="--"))[0] == []
    large = ListQuery("opportunity", conditions=(Condition("amount", "at_least", 800),))
    assert deals.names(large)[0] == ["Ovens"]
    assert deals.board(large).columns[0].amount == 900
    assert deals.card(deals("Silk", company=acme)).customer == "Acme"


def test_cards_stand_in_the_order_of_the_list_snoozed_ones_last(deals: Deals) -> None:
    deals("b", expected_close=date(2026, 12, 1), amount=3)
    deals("a", expected_close=date(2026, 12, 2), amount=None)
    deals("c", amount=7)
    deals("z", expected_close=date(2026, 11, 1), amount=1, snoozed_until=date(2026, 12, 24))
    assert deals.names()[0] == ["b", "a", "c", "z"]
    assert deals.names(ListQuery("opportunity", sort="name"))[0] == ["a", "b", "c", "z"]
    by_amount = ListQuery("opportunity", sort="amount", descending=True)
    assert deals.names(by_amount)[0] == ["c", "b", "a", "z"]


@pytest.mark.parametrize(
    "key", ["company", "stage", "source", "forecast_category", "owner", "created_at", "idle_since"]
)
def test_cards_can_be_sorted_by_any_sort_of_field(deals: Deals, key: str) -> None:
    deals("a")
    deals("b")
    assert sorted(deals.names(ListQuery("opportunity", sort=key))[0]) == ["a", "b"]


def test_one_card_is_read_again_and_put_into_its_place(deals: Deals) -> None:
    first = deals("a", expected_close=date(2026, 12, 1), amount=100)
    deals("b", expected_close=date(2026, 12, 5), amount=10)
    before = deals.board()
    board.move(deals.workspace, {first: PROSPECTING}, QUALIFICATION)
    deals.workspace.records.save("opportunity", first, {"amount": 250})
    fresh = read_cards(deals.workspace, ALL, before.pipeline, [first])
    assert [len(one.cards) for one in fresh.columns] == [0, 1, 0, 0, 0]
    after = before.with_cards([first], fresh)
    assert after == deals.board()
    assert [one.amount for one in after.columns[:2]] == [10, 250]


def test_what_was_closed_long_ago_is_not_read(deals: Deals) -> None:
    reader = _Reader(deals.workspace, ALL, 0)
    reader.board()
    plan = deals.workspace.file.reader().execute(
        f"EXPLAIN QUERY PLAN SELECT count(*) {reader._source}", reader._values
    )
    steps = [row[3] for row in plan]
    assert [one for one in steps if one.startswith("SCAN") and "CONSTANT" not in one] == []
    indexes = ("ix_opportunity_stage_id", "ix_opportunity_closed_on")
    assert all(any(name in one for one in steps) for name in indexes), steps


def test_what_has_no_stage_has_not_begun(deals: Deals) -> None:
    record = deals("a")
    with deals.workspace.work("strange") as work:
        work.execute("UPDATE opportunity SET stage_id = NULL, pipeline_id = NULL WHERE id = ?", (record,))
    assert deals.names()[0] == ["a"]
    board.move(deals.workspace, {record: PROSPECTING}, PROPOSAL)
    assert deals.names()[2] == ["a"]


def test_a_second_pipeline_has_a_board_of_its_own(deals: Deals) -> None:
    pipeline = deals.workspace.records.create("pipeline", {"label_en": "Service", "position": 2})
    stage = deals.workspace.records.create(
        "stage", {"label_en": "Asked", "pipeline": pipeline, "kind": "open", "position": 1}
    )
    deals("Contract", stage)
    deals("Linen")
    assert deals.names() == [["Linen"], [], [], [], []]
    other = read_board(deals.workspace, ALL, pipeline)
    assert [one[1] for one in other.pipelines] == ["Sales", "Service"]
    assert [[card.name for card in one.cards] for one in other.columns] == [["Contract"]]
    assert read_board(deals.workspace, ALL, 99).pipeline == other.pipelines[0][0]


@pytest.mark.parametrize(("days", "stale"), [(20, False), (21, True), (40, True)])
def test_a_card_is_stale_at_one_and_a_half_times_the_days_of_its_stage(
    deals: Deals, days: int, stale: bool
) -> None:
    record = deals("a", PROSPECTING, last_contact=clock.now() - timedelta(days=days))
    stage = deals.board().columns[0].stage
    today = clock.today()
    assert deals.card(record).idle_days(today) == days
    assert deals.card(record).is_stale(stage, today) is stale
    deals.workspace.records.save("opportunity", record, {"snoozed_until": today + timedelta(days=3)})
    assert not deals.card(record).is_stale(stage, today)


def test_a_card_is_overdue_when_its_day_is_past(deals: Deals) -> None:
    today = clock.today()
    days = [deals(str(shift), expected_close=today + timedelta(days=shift)) for shift in (-1, 0, 1)]
    assert [deals.card(one).is_overdue(today) for one in days] == [True, False, False]


# ------------------------------------------------------------------ moves


def test_a_move_is_logged_and_undone_in_one_step(deals: Deals) -> None:
    record = deals("Linen")
    transaction = board.move(deals.workspace, {record: PROSPECTING}, PROPOSAL)
    values = deals.values(record)
    assert (values["stage"].id, values["probability"]) == (PROPOSAL, 50)
    assert deals.workspace.history.recent(1)[0].text == "Move Linen to Proposal"
    told = [one.title for one in deals.workspace.timeline.page("opportunity", record).events]
    assert told[0] == "Moved to Proposal"
    deals.workspace.history.undo(transaction)
    assert (deals.values(record)["stage"].id, deals.values(record)["probability"]) == (PROSPECTING, 10)


def test_several_are_moved_in_one_step(deals: Deals) -> None:
    seen = {deals("a"): PROSPECTING, deals("b", NEGOTIATION): NEGOTIATION}
    transaction = board.move(deals.workspace, seen, QUALIFICATION)
    assert deals.names()[1] == ["a", "b"]
    assert deals.workspace.history.recent(1)[0].text == "Move 2 opportunities to Qualification"
    deals.workspace.history.undo(transaction)
    assert deals.names() == [["a"], [], [], ["b"], []]


def test_won_needs_an_amount_and_gets_a_day(deals: Deals) -> None:
    bare, priced = deals("bare"), deals("priced", amount=700)
    with pytest.raises(RecordProblem, match="Amount"):
        board.move(deals.workspace, {bare: PROSPECTING}, WON)
    given = {"amount": 900, "closed_on": date(2026, 11, 18)}
    board.move(deals.workspace, {bare: PROSPECTING, priced: PROSPECTING}, WON, given)
    found = [deals.values(one) for one in (bare, priced)]
    assert [one["amount"] for one in found] == [900, 700], "what has an amount keeps it"
    assert {(one["closed_on"], one["forecast_category"]) for one in found} == {(date(2026, 11, 18), "closed")}
    third = deals("third", amount=1)
    board.move(deals.workspace, {third: PROSPECTING}, WON)
    assert deals.values(third)["closed_on"] == clock.today()


@pytest.mark.parametrize("end", [LOST, VOID])
def test_what_comes_to_nothing_needs_a_reason(deals: Deals, end: int) -> None:
    record = deals("Linen")
    with pytest.raises(RecordProblem, match="Reason"):
        board.move(deals.workspace, {record: PROSPECTING}, end)
    assert deals.names()[0] == ["Linen"], "nothing was written"
    board.move(deals.workspace, {record: PROSPECTING}, end, {"reason": NO_BUDGET})
    values = deals.values(record)
    assert (values["reason"].id, values["closed_on"], values["forecast_category"]) == (
        NO_BUDGET, clock.today(), "omitted",
    )  # fmt: skip


def test_what_opens_again_has_no_end(deals: Deals) -> None:
    record = deals("Linen")
    board.move(deals.workspace, {record: PROSPECTING}, LOST, {"reason": NO_BUDGET})
    board.move(deals.workspace, {record: LOST}, NEGOTIATION)
    values = deals.values(record)
    assert (values["reason"], values["closed_on"], values["forecast_category"]) == (None, None, "pipeline")
    kept = deals("Committed", forecast_category="commit")
    board.move(deals.workspace, {kept: PROSPECTING}, PROPOSAL)
    assert deals.values(kept)["forecast_category"] == "commit"


def test_what_was_moved_meanwhile_is_not_moved_again(deals: Deals) -> None:
    first, second = deals("a"), deals("b")
    board.move(deals.workspace, {second: PROSPECTING}, NEGOTIATION)
    with pytest.raises(RecordProblem, match="“b” was moved to “Negotiation” meanwhile"):
        board.move(deals.workspace, {first: PROSPECTING, second: PROSPECTING}, PROPOSAL)
    assert deals.names() == [["a"], [], [], ["b"], []], "neither was moved"
    assert board.move(deals.workspace, {second: PROSPECTING}, NEGOTIATION) == 0, "it is there"
    deals.workspace.records.delete("opportunity", [first])
    with pytest.raises(RecordProblem, match="no longer exists"):
        board.move(deals.workspace, {first: PROSPECTING}, PROPOSAL)


def test_what_is_asked_before_a_move() -> None:
    assert board.asked_for("open", [None]) == ()
    assert board.asked_for("won", [None, 5]) == ("amount", "closed_on")
    assert board.asked_for("won", [5]) == ("closed_on",)
    assert board.asked_for("lost", [5]) == board.asked_for("void", [5]) == ("reason",)
