"""The figures on the pages of products and campaigns."""

from __future__ import annotations

from decimal import Decimal
from functools import partial

import pytest
from PySide6.QtCore import Qt

from crm_desktop.ui.peek_panel import ValueLabel
from tests.ui.record_kit import make_context, nameless, shown_page


@pytest.fixture
def context(workspace, state):
    return make_context(workspace, state)


@pytest.fixture
def open_page(qtbot, context):
    return partial(shown_page, qtbot, context)


def facts(page, name):
    card = next(one for one in page.sections.all if type(one).__name__ == name)
    return {
        one.accessibleName().split(": ")[0]: one for one in card.findChildren(ValueLabel) if one.isVisible()
    }


def test_a_product_tells_what_was_sold_of_it(open_page, workspace):
    linen = workspace.records.create("product", {"name": "Linen"})
    page = open_page("product", linen)
    assert facts(page, "SoldCard") == {}
    order = workspace.records.create("sales_order", {"status": "confirmed"})
    line = {"sales_order": order, "product": linen, "quantity": Decimal(3), "unit_price": 10_00}
    workspace.records.create("line", line)
    shown = facts(page, "SoldCard")
    assert {name: one.text() for name, one in shown.items()} == {
        "Quantity": "3 · 1 order",
        "Revenue": "€\u202f30",
    }
    assert nameless(page) == []


def test_a_campaign_tells_its_effect_and_opens_its_rows(open_page, workspace, context, qtbot):
    fair = workspace.records.create("campaign", {"name": "Fair"})
    workspace.records.create("sales_order", {"campaign": fair, "total": 2_000_00, "status": "completed"})
    page = open_page("campaign", fair)
    shown = facts(page, "EffectCard")
    assert shown["ROI"].text() == "–", "without a cost there is none, which is not zero"
    workspace.records.create("campaign_cost", {"campaign": fair, "title": "Stand", "amount": 500_00})
    shown = facts(page, "EffectCard")
    assert shown["ROI"].text() == "300\u00a0%"
    qtbot.mouseClick(shown["Revenue"], Qt.MouseButton.LeftButton)
    query, name = context.navigator.rows[-1]
    assert (workspace.lists.count_of(query), name) == (1, "Orders that count · Fair")
    qtbot.mouseClick(shown["Cost"], Qt.MouseButton.LeftButton)
    assert page.tabs.current == "campaign_cost.campaign"
