"""The numbers of the day's page: each beside what one counts by hand, and the records behind it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from crm_desktop.services.today import PARTS
from tests.conftest import FixedClock

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
PROSPECT, PROPOSAL, WON, LOST = 2000, 2002, 2004, 2005


@pytest.fixture(autouse=True)
def noon(fixed_clock: FixedClock) -> FixedClock:
    return fixed_clock


@pytest.fixture
def add(workspace):
    """Make a record."""
    return workspace.records.create


@pytest.fixture
def behind(workspace):
    """List the records behind a number."""
    return lambda rows: set(workspace.lists.ids(workspace.today.listed(rows)))


def days_ago(days: int) -> date:
    return date(2026, 11, 20) - timedelta(days=days)


def test_an_empty_file_has_no_numbers(workspace):
    parts = {name: workspace.today.part(name) for name in PARTS}
    assert parts["pipeline"].now.count == parts["pipeline"].then.count == 0
    assert parts["won"].target is None
    assert not parts["requests"].ever
    assert parts["requests"].first_reply is None
    assert parts["satisfaction"].overall is parts["satisfaction"].nps is None
    assert [one.won.count for one in parts["months"]] == [0] * 12
    assert [one.count for one in parts["funnel"]] == [0] * 5
    assert not parts["risk"].enough
    assert not parts["campaigns"].ever


def test_the_pipeline_is_in_the_base_currency_by_frozen_rates(workspace, add, behind):
    euro = add("opportunity", {"name": "A", "amount": 100_000})
    dollar = add("opportunity", {"name": "B", "amount": 100_000, "currency": "USD", "rate": Decimal("0.9")})
    yen = add("opportunity", {"name": "C", "amount": 5_000, "currency": "JPY", "rate": Decimal("0.006")})
    rateless = add("opportunity", {"name": "D", "amount": 777, "currency": "CHF"})
    add("opportunity", {"name": "E", "amount": 5, "stage": WON, "closed_on": days_ago(0)})
    now = workspace.today.part("pipeline").now
    assert (now.count, now.valued, now.amount) == (4, 3, 100_000 + 90_000 + 3_000)
    assert behind(now.rows) == {euro, dollar, yen, rateless}


def test_what_was_open_a_month_ago_comes_from_the_log(workspace, add, behind, noon):
    noon.set("2026-09-01 10:00")
    then = {name: add("opportunity", {"name": name, "amount": 1_000}) for name in ("still", "won", "lost")}
    noon.set("2026-10-01 10:00")
    workspace.records.save("opportunity", then["lost"], {"stage": LOST, "reason": _reason(workspace)})
    noon.set("2026-11-10 10:00")
    workspace.records.save("opportunity", then["still"], {"amount": 9_000, "stage": PROPOSAL})
    workspace.records.save("opportunity", then["won"], {"stage": WON, "closed_on": days_ago(10)})
    late = add("opportunity", {"name": "late", "amount": 4_000})
    noon.set("2026-11-20 12:00")
    found = workspace.today.part("pipeline")
    assert found.then_on == date(2026, 10, 20)
    assert behind(found.then.rows) == {then["still"], then["won"]}
    assert found.then.amount == 2_000  # as the log has it
    assert (found.now.amount, behind(found.now.rows)) == (13_000, {then["still"], late})


def _reason(workspace) -> int:
    sql = "SELECT id FROM option WHERE set_name = 'lost_reason' OR set_name LIKE '%reason%' LIMIT 1"
    return workspace.file.reader().execute(sql).fetchone()[0]


def won(add, name: str, amount: int | None, closed: date) -> int:
    return add("opportunity", {"name": name, "amount": amount, "stage": WON, "closed_on": closed})


def test_won_this_month_beside_its_target_or_the_same_days_of_last_month(workspace, add, behind):
    mine = {won(add, "a", 30_000, date(2026, 11, 1)), won(add, "b", 20_000, date(2026, 11, 20))}
    before = won(add, "c", 40_000, date(2026, 10, 20))
    won(add, "d", 90_000, date(2026, 10, 21))
    found = workspace.today.part("won")
    assert (found.now.amount, behind(found.now.rows)) == (50_000, mine)
    assert (found.before.amount, behind(found.before.rows)) == (40_000, {before})
    assert found.target is None
    goal = {"starts_on": date(2026, 11, 1), "ends_on": date(2026, 11, 30), "metric": "won_amount"}
    add("target", {**goal, "value": Decimal("800"), "owner": workspace.user})
    assert workspace.today.part("won").target is None  # that of a person is not the firm's
    firm = add("target", {**goal, "value": Decimal("1000")})
    workspace.records.save("target", firm, {"owner": None})
    assert workspace.today.part("won").target == 100_000


def test_months_end_with_this_one_and_add_up(workspace, add, behind):
    last, first = won(add, "now", 500, date(2026, 11, 3)), won(add, "old", 700, date(2025, 12, 1))
    won(add, "too old", 900, date(2025, 11, 30))
    found = workspace.today.part("months")
    assert [one.first for one in found][::11] == [date(2025, 12, 1), date(2026, 11, 1)]
    assert [one.won.minor for one in found] == [700, *[0] * 10, 500]
    assert (behind(found[0].won.rows), behind(found[-1].won.rows)) == ({first}, {last})


def test_the_funnel_counts_leads_and_opportunities_of_ninety_days(workspace, add, behind, noon):
    noon.set("2026-08-01 12:00")
    add("lead", {"title": "old"})
    noon.set("2026-11-01 12:00")
    leads = [add("lead", {"title": f"lead {at}"}) for at in range(3)]
    for state in ("working", "qualified"):
        workspace.records.save("lead", leads[0], {"status": state})
    deals = [add("opportunity", {"name": f"deal {at}", "amount": 1}) for at in range(4)]
    workspace.records.save("opportunity", deals[0], {"stage": PROPOSAL})
    workspace.records.save("opportunity", deals[1], {"stage": PROPOSAL})
    workspace.records.save("opportunity", deals[1], {"stage": LOST, "reason": _reason(workspace)})
    workspace.records.save("opportunity", deals[2], {"stage": WON, "closed_on": days_ago(19)})
    noon.set("2026-11-20 12:00")
    found = workspace.today.part("funnel")
    assert [(one.name, one.count) for one in found] == [
        ("leads", 3), ("qualified", 1), ("opportunities", 4), ("likely", 3), ("won", 1),
    ]  # fmt: skip
    assert found[3].label == "Proposal"
    assert behind(found[3].rows) == set(deals[:3])
    assert behind(found[1].rows) == {leads[0]}


def test_requests_open_and_late_with_the_median_of_first_replies(workspace, add, behind):
    fresh = add("service_request", {"title": "fresh", "received_at": NOW - timedelta(minutes=5)})
    late = add("service_request", {"title": "late", "received_at": NOW - timedelta(days=20)})
    for minutes in (10, 30, 80):
        received = NOW - timedelta(days=2)
        values = {"received_at": received, "first_response_at": received + timedelta(minutes=minutes)}
        add("service_request", {"title": f"reply {minutes}", "status": "new", **values})
    old = NOW - timedelta(days=40)
    add("service_request", {"title": "old", "received_at": old, "first_response_at": old + timedelta(days=9)})
    found = workspace.today.part("requests")
    assert found.open == 6
    assert (found.first_reply, found.replies) == (timedelta(minutes=30), 3)
    assert late in behind(found.late_rows)
    assert fresh in behind(found.open_rows) - behind(found.late_rows)
    assert found.late == len(behind(found.late_rows))


def test_satisfaction_is_the_mean_of_thirty_days_and_the_promoters_score(workspace, add, behind):
    survey = workspace.file.reader().execute("SELECT id FROM survey").fetchone()[0]
    recent = set()
    for at in range(10):
        score = 10 if at < 5 else 8 if at < 8 else 3
        answer = {"survey": survey, "overall": 4 + at % 2, "recommend": score, "answered_at": NOW}
        recent.add(add("survey_answer", answer))
    add(
        "survey_answer",
        {"survey": survey, "overall": 1, "recommend": 0, "answered_at": NOW - timedelta(days=31)},
    )
    unanswered = add("survey_answer", {"survey": survey, "sent_at": NOW})
    found = workspace.today.part("satisfaction")
    assert (found.overall, found.count) == (Decimal("4.5"), 10)
    assert (found.nps, found.recommended) == (30, 10)  # 50 % − 20 %
    assert behind(found.rows) == recent
    assert unanswered not in recent


def orders(add, company: int, *ago: int, **more: object) -> None:
    for days in ago:
        values = {"company": company, "ordered_on": days_ago(days), "total": 10_000, **more}
        add("sales_order", {"status": "confirmed", **values})


def test_who_is_silent_for_longer_than_usual_is_at_risk(workspace, add, make, behind):
    silent, usual, lost, new, cancelled = (
        make.company(name) for name in "silent usual lost new cancelled".split()
    )
    orders(add, silent, 160, 130, 100)  # every 30 days, silent for 100
    orders(add, usual, 70, 55, 40)  # every 15 days: 40 is more than 22
    orders(add, lost, 400, 390, 380)
    orders(add, new, 100, 50)
    orders(add, cancelled, 160, 130, 100)
    orders(add, cancelled, 2, status="cancelled")
    found = workspace.today.part("risk")
    assert behind(found.rows) == {silent, usual, cancelled}
    told = {one.name: (one.silent_days, one.usual_gap, one.value) for one in found.shown}
    assert told["silent"] == (100, 30, 30_000)
    assert told["usual"] == (40, 15, 30_000)
    orders(add, silent, 0)
    assert behind(workspace.today.part("risk").rows) == {usual, cancelled}


def test_several_complaints_are_a_risk_and_several_orders_of_one_day_are_one(workspace, add, make, behind):
    angry, daily = make.company("angry"), make.company("daily")
    for at in range(2):
        add(
            "service_request",
            {"title": f"bad {at}", "kind": "complaint", "company": angry, "received_at": NOW},
        )
    add("service_request", {"title": "once", "kind": "complaint", "company": daily, "received_at": NOW})
    orders(add, daily, 60, 60, 60, 30)  # two days on which something was ordered
    found = workspace.today.part("risk")
    assert behind(found.rows) == {angry}
    assert [(one.complaints, one.silent_days, one.value) for one in found.shown] == [(2, None, None)]
    assert found.count == 1


def test_campaigns_count_cost_once_and_have_no_roi_without_it(workspace, add):
    paid = add("campaign", {"name": "paid", "status": "running", "starts_on": days_ago(9)})
    free = add("campaign", {"name": "free", "status": "running", "starts_on": days_ago(9)})
    add("campaign", {"name": "over", "status": "completed", "starts_on": days_ago(9)})
    add("campaign_cost", {"campaign": paid, "title": "stamps", "amount": 50_000})
    for _order in range(2):
        add(
            "sales_order",
            {"campaign": paid, "total": 100_000, "status": "confirmed", "ordered_on": days_ago(1)},
        )
    company = add("company", {"name": "Acme"})
    add("campaign_member", {"campaign": paid, "company": company, "sent_at": NOW, "responded_at": NOW})
    found = {one.id: one for one in workspace.today.part("campaigns").running}
    assert set(found) == {paid, free}
    assert (found[paid].sent, found[paid].replies, found[paid].orders) == (1, 1, 2)
    assert found[paid].roi == 300
    assert found[free].roi is None
    add("campaign_cost", {"campaign": paid, "title": "fair", "amount": 1, "currency": "USD"})
    assert {one.id: one.roi for one in workspace.today.part("campaigns").running}[paid] is None
