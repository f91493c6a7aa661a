"""The forecast in the window: figures, what they mean, and the rows behind them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester

from crm_desktop.core.query import Condition, ListQuery
from crm_desktop.ui import language
from crm_desktop.ui.forecast_page import ForecastPage
from crm_desktop.ui.forecast_table import HEADINGS
from tests.ui.board_kit import NEGOTIATION, PROPOSAL, WON

pytestmark = pytest.mark.usefixtures("fixed_clock")  # 20 November 2026
_COLUMNS = {one.key: at for at, one in enumerate(HEADINGS)}


@pytest.fixture
def forecast(qtbot, board_context, deals):
    """Return the function that shows the forecast; it follows what is written."""

    def make(width=1200):
        page = ForecastPage(board_context, board_context.entities["opportunity"])
        qtbot.addWidget(page)
        page.resize(width, 700)
        page.show()
        page.show_query(ListQuery("opportunity"))
        deals.workspace.subscribe(page.on_changes)
        return page

    return make


def cell(page, row, key) -> QModelIndex:
    return page.table.figures.index(row, _COLUMNS[key])


@pytest.fixture
def november(deals):
    """A won one, an open one and an overdue one."""
    return [
        deals("won", WON, amount=100_000, closed_on=date(2026, 11, 3)),
        deals("open", PROPOSAL, amount=50_000, expected_close=date(2026, 11, 30)),
        deals("late", NEGOTIATION, amount=70_000, expected_close=date(2026, 11, 1)),
    ]


def test_each_line_is_a_period_and_nothing_is_a_dash(forecast, november):
    page = forecast()
    shown = [cell(page, 1, one.key).data() for one in HEADINGS]
    assert shown == [
        "November 2026", "€\u202f1,000", "–", "–", "€\u202f500", "€\u202f250", "–", "–",
    ]  # fmt: skip
    assert page.table.figures.rowCount() == 6
    spoken = cell(page, 1, "weighted").data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "November 2026, Weighted €\u202f250"
    told = cell(page, 1, "weighted").data(Qt.ItemDataRole.ToolTipRole)
    assert told.startswith("Amount × probability")
    assert told.endswith("1 opportunity")
    assert cell(page, 1, "target").data(Qt.ItemDataRole.ToolTipRole).endswith("no target for this period.")


def test_a_figure_opens_its_rows_by_click_and_by_enter(forecast, november, board_context, qtbot):
    page = forecast()
    window = board_context.navigator
    page.table.clicked.emit(cell(page, 1, "closed"))
    assert window.rows == [(ListQuery("opportunity", among=(november[0],)), "Closed won · November 2026")]
    page.table.setCurrentIndex(cell(page, 1, "weighted"))
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    assert window.rows[-1][0].among == (november[1],)
    page.table.clicked.emit(cell(page, 1, "commit"))
    page.table.clicked.emit(cell(page, 1, "period"))
    assert len(window.rows) == 2, "nothing stands behind them"


def test_what_stands_in_no_period_is_told_apart(forecast, november, board_context, deals):
    page = forecast()
    assert page.overdue.text() == "Overdue: 1 opportunity · €\u202f700"
    assert page.undated.isHidden()
    page.overdue.click()
    assert board_context.navigator.rows == [(ListQuery("opportunity", among=(november[2],)), "Overdue")]
    deals.workspace.records.save("opportunity", november[2], {"expected_close": date(2026, 12, 1)})
    assert page.overdue.isHidden()
    assert page._apart.text().startswith("Every open opportunity")


def test_quarters_and_owners_are_chosen(forecast, november, deals, state):
    page = forecast()
    tom = deals.workspace.records.create("user", {"name": "Tom Hale"})
    deals("his", PROPOSAL, amount=9_000, expected_close=date(2026, 12, 1), owner=tom)
    page.spans.chosen.emit("quarter")
    assert [cell(page, row, "period").data() for row in (0, 1)] == ["Q4 2026", "Q1 2027"]
    assert cell(page, 0, "pipeline").data() == "€\u202f590"
    page.owners.setCurrentIndex(page.owners.findData(tom))
    page.owners.activated.emit(page.owners.currentIndex())
    assert cell(page, 0, "pipeline").data() == "€\u202f90"
    assert forecast().by == "quarter", "the span is remembered"


def test_targets_and_snapshots_are_of_all_opportunities(forecast, november, deals, board_context):
    values = {"metric": "won_amount", "value": Decimal(2_000), "owner": None}
    days = {"starts_on": date(2026, 11, 1), "ends_on": date(2026, 11, 30)}
    deals.workspace.records.create("target", {**values, **days})
    page = forecast()
    assert cell(page, 1, "target").data() == "€\u202f2,000"
    assert "Share of the target: 50" in cell(page, 1, "target").data(Qt.ItemDataRole.ToolTipRole)
    page.show_query(ListQuery("opportunity", conditions=(Condition("amount", "filled"),)))
    assert cell(page, 1, "target").data() == "–"
    assert not page.snapshot.isEnabled()
    page.show_query(ListQuery("opportunity"))
    page.snapshot.click()
    window = board_context.navigator
    assert window.toasts[-1].startswith("The forecast of today is kept;")
    assert deals.workspace.lists.count_of(ListQuery("forecast_snapshot")) == 9
    page.snapshot.click()
    assert window.toasts[-1] == "The forecast of today is kept already."


def test_no_figure_is_cut(forecast, deals):
    deals("a", PROPOSAL, amount=123_456_789_012, expected_close=date(2026, 11, 30))
    page = forecast(width=600)
    assert page.table.width() >= sum(page.table._needs)
    assert page.table.columnWidth(_COLUMNS["pipeline"]) >= 130


def test_it_speaks_chinese(forecast, november):
    page = forecast()
    language.switch("zh_CN")
    page.retranslate()
    assert cell(page, 1, "period").data() == "2026年11月"
    assert page.overdue.text().startswith("已逾期：1 个商机")


def test_the_model_is_sound(forecast, november):
    page = forecast()
    model = page.table.figures
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    page.spans.chosen.emit("quarter")
    assert model.rowCount() == 4


def test_without_any_opportunity_it_says_what_goes_here(forecast, deals, qtbot):
    page = forecast()
    assert page.empty.isVisible()
    assert not page.table.isVisible()
    deals("first", PROPOSAL, amount=50_000, expected_close=date(2026, 11, 30))
    qtbot.waitUntil(page.table.isVisible)
    assert not page.empty.isVisible()
