"""What products and campaigns come to."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest

AT = datetime(2026, 11, 1, tzinfo=UTC)


@pytest.fixture
def linen(workspace):
    return workspace.records.create("product", {"name": "Linen"})


def sell(workspace, product, quantity, price, **order):
    made = workspace.records.create("sales_order", {"status": "confirmed", **order})
    line = {"sales_order": made, "product": product, "quantity": Decimal(quantity), "unit_price": price}
    workspace.records.create("line", line)
    return made


def test_what_was_sold_of_a_product(workspace, linen):
    sell(workspace, linen, "2.5", 10_00)
    sell(workspace, linen, "1", 5_00, currency="USD", rate=Decimal(2))
    sell(workspace, linen, "7", 1_00, status="draft")
    workspace.records.delete("sales_order", [sell(workspace, linen, "7", 1_00)])
    found = workspace.figures.sold(linen)
    assert (found.orders, found.quantity, found.revenue, found.unrated) == (2, Decimal("3.5"), 35_00, 0)
    sell(workspace, linen, "1", 5_00, currency="USD")
    found = workspace.figures.sold(linen)
    assert (found.orders, found.revenue, found.unrated) == (3, 35_00, 1)


def test_a_product_that_was_never_sold(workspace, linen):
    assert workspace.figures.sold(linen).orders == 0


def test_the_effect_of_a_campaign(workspace, make):
    fair = workspace.records.create("campaign", {"name": "Fair"})
    for status, sent, replied in (("sent", AT, None), ("responded", AT, AT), ("planned", None, None)):
        member = {"campaign": fair, "contact": make.contact(status), "status": status}
        workspace.records.create("campaign_member", {**member, "sent_at": sent, "responded_at": replied})
    for total in (1_000_00, 1_000_00):
        workspace.records.create("sales_order", {"campaign": fair, "total": total, "status": "completed"})
    before = workspace.figures.effect(fair)
    assert (before.orders, before.revenue, before.cost, before.roi) == (2, 2_000_00, None, None)
    workspace.records.create("campaign_cost", {"campaign": fair, "title": "Stand", "amount": 500_00})
    found = workspace.figures.effect(fair)
    assert (found.cost, found.roi) == (500_00, Decimal(300)), "cost 500, two orders of 1,000"
    assert (found.members, found.sent, found.replies) == ({"sent": 1, "responded": 1, "planned": 1}, 2, 1)


def test_a_cost_in_another_currency_gives_no_return(workspace):
    fair = workspace.records.create("campaign", {"name": "Fair"})
    cost = {"campaign": fair, "title": "Stand", "amount": 500_00, "currency": "USD"}
    workspace.records.create("campaign_cost", cost)
    found = workspace.figures.effect(fair)
    assert (found.cost, found.roi) == (None, None)
