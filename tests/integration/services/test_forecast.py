"""The forecast, by the formulas of the product: closed, weighted, by category, overdue apart, targets, accuracy."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from crm_desktop.services import forecast
from crm_desktop.services.workspace import Condition, ListQuery, Workspace
from tests.conftest import FixedClock

PROSPECTING, QUALIFICATION, PROPOSAL, NEGOTIATION, WON, LOST, _VOID = range(2000, 2007)
ALL = ListQuery("opportunity")
pytestmark = pytest.mark.usefixtures("fixed_clock")  # 20 November 2026


@pytest.fixture
def deal(workspace: Workspace) -> Any:
    def make(name: str, stage: int, amount: int | None, close: str = "", **values: Any) -> int:
        key = "closed_on" if stage == WON else "expected_close"
        given = {"name": name, "stage": stage, "amount": amount, **values}
        if close:
            given[key] = date.fromisoformat(close)
        return workspace.records.create("opportunity", given)

    return make


def figures(workspace: Workspace, **asked: Any) -> dict[str, dict[str, int]]:
    """Return what is not zero, by the first day of the period."""
    found = forecast.read_forecast(workspace, ALL, asked.pop("by", "month"), **asked)
    return {
        row.period.first.isoformat(): {key: row.value(key) for key in row.figures if row.value(key)}
        for row in found.rows
        if any(row.value(key) for key in row.figures)
    }


def test_the_periods_are_those_of_this_quarter_and_what_follows() -> None:
    months = forecast.periods(date(2026, 11, 20), "month")
    assert [one.first.isoformat()[:7] for one in months] == [
        "2026-10", "2026-11", "2026-12", "2027-01", "2027-02", "2027-03",
    ]  # fmt: skip
    assert months[4].last == date(2027, 2, 28)
    quarters = forecast.periods(date(2026, 2, 1), "quarter")
    assert [(one.first, one.last) for one in quarters][1] == (date(2026, 4, 1), date(2026, 6, 30))
    assert len(quarters) == 4
    assert quarters[0].months == ("2026-01", "2026-02", "2026-03")


def test_each_figure_adds_up_what_it_says(workspace: Workspace, deal: Any) -> None:
    deal("won", WON, 1_000, "2026-11-03")
    deal("won before", WON, 7_000, "2026-10-31")
    deal("won long ago", WON, 9_000, "2026-09-30")
    deal("lost", LOST, 5_000, "2026-11-25", reason=1353)
    deal("in pipeline", QUALIFICATION, 401, "2026-11-25")
    deal("best", PROPOSAL, 3_000, "2026-11-30", forecast_category="best_case")
    deal("committed", NEGOTIATION, 2_000, "2026-11-20", forecast_category="commit")
    deal("omitted", NEGOTIATION, 8_000, "2026-11-29", forecast_category="omitted")
    deal("next year", PROPOSAL, 600, "2027-03-31")
    deal("later", PROPOSAL, 600, "2027-04-01")
    deal("without amount", PROPOSAL, None, "2026-11-29")
    assert figures(workspace) == {
        "2026-10-01": {"closed": 7_000},
        "2026-11-01": {
            "closed": 1_000, "commit": 2_000, "best_case": 3_000, "pipeline": 401, "weighted": 1_500 + 1_500 + 100,
        },
        "2027-03-01": {"pipeline": 600, "weighted": 300},
    }  # fmt: skip


def test_overdue_ones_and_those_without_a_date_are_in_no_period(workspace: Workspace, deal: Any) -> None:
    deal("overdue in this month", PROPOSAL, 500, "2026-11-19")
    deal("overdue", PROPOSAL, 700, "2026-10-02", forecast_category="commit")
    deal("undated", PROPOSAL, 30)
    deal("today", PROPOSAL, 100, "2026-11-20")
    found = forecast.read_forecast(workspace, ALL, "month")
    assert (found.overdue.count, found.overdue.amount) == (2, 1_200)
    assert (found.undated.count, found.undated.amount) == (1, 30)
    assert figures(workspace) == {"2026-11-01": {"pipeline": 100, "weighted": 50}}


def test_a_quarter_is_its_months(workspace: Workspace, deal: Any) -> None:
    deal("a", WON, 1_000, "2026-10-03")
    deal("b", PROPOSAL, 300, "2026-12-31")
    deal("c", PROPOSAL, 500, "2027-01-01")
    assert figures(workspace, by="quarter") == {
        "2026-10-01": {"closed": 1_000, "pipeline": 300, "weighted": 150},
        "2027-01-01": {"pipeline": 500, "weighted": 250},
    }


def test_amounts_are_in_the_base_currency(workspace: Workspace, deal: Any) -> None:
    deal("a", PROPOSAL, 1_000, "2026-12-01", currency="USD", rate=Decimal("0.9"))
    deal("b", PROPOSAL, 5_000, "2026-12-01", currency="USD")
    found = forecast.read_forecast(workspace, ALL, "month").rows[2].figures["pipeline"]
    assert (found.count, found.amount, found.apart) == (2, 900, 1)


@pytest.mark.parametrize("figure", list(forecast.PARTS))
def test_a_figure_opens_the_rows_that_it_adds_up(workspace: Workspace, deal: Any, figure: str) -> None:
    made = {
        "closed": deal("won", WON, 1_000, "2026-11-03"),
        "commit": deal("c", NEGOTIATION, 2_000, "2026-11-20", forecast_category="commit"),
        "best_case": deal("b", PROPOSAL, 3_000, "2026-11-30", forecast_category="best_case"),
        "pipeline": deal("p", PROPOSAL, 3_000, "2026-11-30"),
        "overdue": deal("o", PROPOSAL, 3_000, "2026-11-01"),
        "undated": deal("u", PROPOSAL, 3_000),
    }
    deal("next month", NEGOTIATION, 2_000, "2026-12-20", forecast_category="commit")
    november = None if figure in {"overdue", "undated"} else forecast.periods(date(2026, 11, 20), "month")[1]
    ids = forecast.rows_behind(workspace, ALL, figure, november)
    expected = ["commit", "best_case", "pipeline"] if figure == "weighted" else [figure]
    assert set(ids) == {made[one] for one in expected}


def test_the_forecast_of_one_owner_and_of_a_filter(workspace: Workspace, deal: Any) -> None:
    tom = workspace.records.create("user", {"name": "Tom Hale"})
    mine = deal("mine", PROPOSAL, 100, "2026-12-01")
    deal("his", PROPOSAL, 300, "2026-12-01", owner=tom)
    assert figures(workspace, owner=tom) == {"2026-12-01": {"pipeline": 300, "weighted": 150}}
    small = ListQuery("opportunity", conditions=(Condition("amount", "at_most", 200),))
    found = forecast.read_forecast(workspace, small, "month")
    assert found.rows[2].value("pipeline") == 100
    assert not found.is_whole
    assert forecast.rows_behind(workspace, small, "pipeline", found.rows[2].period) == (mine,)


def target(workspace: Workspace, first: str, last: str, value: int, **given: Any) -> None:
    days = {"starts_on": date.fromisoformat(first), "ends_on": date.fromisoformat(last)}
    values = {"metric": "won_amount", "value": Decimal(value), **days, **given}
    workspace.records.create("target", {"owner": None, **values})


def test_a_target_is_that_of_the_period_or_of_all_its_months(workspace: Workspace) -> None:
    target(workspace, "2026-11-01", "2026-11-30", 40_000)
    target(workspace, "2026-12-01", "2026-12-31", 9, metric="won_count")
    target(workspace, "2027-01-01", "2027-03-31", 90_000)
    target(workspace, "2026-11-01", "2026-11-30", 10_000, owner=workspace.user)
    months = [row.target for row in forecast.read_forecast(workspace, ALL, "month").rows]
    assert months == [None, 4_000_000, None, None, None, None]
    quarters = [row.target for row in forecast.read_forecast(workspace, ALL, "quarter").rows]
    assert quarters == [None, 9_000_000, None, None]
    target(workspace, "2026-10-01", "2026-10-31", 1_000)
    target(workspace, "2026-12-01", "2026-12-31", 500)
    assert forecast.read_forecast(workspace, ALL, "quarter").rows[0].target == 4_150_000
    own = forecast.read_forecast(workspace, ALL, "month", workspace.user)
    assert own.rows[1].target == 1_000_000


@pytest.mark.parametrize(
    ("actual", "expected", "found"),
    [(100, 80, 80), (100, 120, 80), (100, 100, 100), (50, 150, -100), (0, 5, None)],
)
def test_accuracy(actual: int, expected: int, found: int | None) -> None:
    assert forecast.accuracy(actual, expected) == found


def test_a_snapshot_is_compared_when_the_period_is_over(
    workspace: Workspace, deal: Any, fixed_clock: FixedClock
) -> None:
    fixed_clock.set("2026-11-01 09:00")
    record = deal("a", PROPOSAL, 100_000, "2026-11-20")
    transaction = forecast.take_snapshot(workspace)
    assert transaction
    deal("b", PROPOSAL, 60_000, "2026-11-21")
    assert forecast.take_snapshot(workspace), "the second of a day replaces the first"
    kept = workspace.file.reader().execute("SELECT count(*), max(weighted) FROM forecast_snapshot").fetchone()
    assert kept == (6 + 4 - 1, 80_000), "October is over"
    assert forecast.read_forecast(workspace, ALL, "month").rows[1].accuracy is None
    fixed_clock.set("2026-11-10 09:00")
    forecast.take_snapshot(workspace)
    fixed_clock.set("2026-12-01 09:00")
    won = {"stage": WON, "closed_on": date(2026, 11, 29)}
    workspace.records.save("opportunity", record, won)
    november = forecast.read_forecast(workspace, ALL, "month").rows[1]
    assert (november.is_over, november.value("closed")) == (True, 100_000)
    assert november.at_start == forecast.Snapshot(date(2026, 11, 1), 80_000)
    assert november.accuracy == 80


def test_a_snapshot_is_undone_in_one_step(workspace: Workspace, deal: Any) -> None:
    deal("a", PROPOSAL, 100_000, "2026-11-20")
    workspace.history.undo(forecast.take_snapshot(workspace))
    assert workspace.lists.count_of(ListQuery("forecast_snapshot")) == 0
