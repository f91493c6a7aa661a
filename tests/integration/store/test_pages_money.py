"""Amounts that stand under each other: all of one currency show their decimals where one of them has some."""

from __future__ import annotations

import pytest


@pytest.fixture
def orders(workspace, make):
    acme = make.company("Acme")

    def add(total, currency="EUR"):
        values = {"company": acme, "total": total, "currency": currency, "status": "confirmed"}
        return workspace.records.create("sales_order", values)

    return add


def totals(workspace, ids):
    return [row.texts[0] for row in workspace.lists.page("sales_order", ["total"], ids)]


def test_one_amount_with_cents_gives_all_their_decimals(workspace, orders):
    ids = [orders(33_796_00), orders(3_415_44)]
    assert totals(workspace, ids) == ["€\u202f33,796.00", "€\u202f3,415.44"]
    assert totals(workspace, ids[:1]) == ["€\u202f33,796"], "whole amounts among themselves stay short"


def test_each_currency_decides_for_itself(workspace, orders):
    ids = [orders(1_00), orders(2_50, "USD"), orders(3_00, "USD"), orders(500, "JPY")]
    assert totals(workspace, ids) == ["€\u202f1", "$\u202f2.50", "$\u202f3.00", "JP¥\u202f500"]


def test_a_record_by_itself_stays_short(workspace, orders):
    ids = [orders(1_00), orders(2_50)]
    assert workspace.records.get("sales_order", ids[0]).texts["total"] == "€\u202f1"
