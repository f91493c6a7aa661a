"""Sums over the records of a list: exact, by currency, of any number of records."""

from __future__ import annotations

import pytest

from crm_desktop.core.errors import Cancelled
from crm_desktop.services.workspace import Workspace
from crm_desktop.store import sums
from tests.conftest import Maker


def said(workspace: Workspace, entity: str, keys: list[str], ids: list[int]) -> dict[str, tuple[str, ...]]:
    return {one.field.key: one.texts for one in workspace.lists.sums(entity, keys, ids)}


def test_amounts_by_currency_the_most_frequent_first(workspace: Workspace) -> None:
    ids = [
        workspace.records.create(
            "opportunity", {"name": name, "amount": amount, "currency": currency, "probability": 50}
        )
        for name, amount, currency in (
            ("A", 100_01, "EUR"),
            ("B", 50_000, "JPY"),
            ("C", 200_02, "EUR"),
            ("D", None, "EUR"),
        )
    ]
    found = said(workspace, "opportunity", ["name", "amount", "weighted", "probability"], ids)
    assert found["amount"] == ("€\u202f300.03", "JP¥\u202f50,000")
    assert len(found["weighted"]) == 2
    assert set(found) == {"amount", "weighted"}
    assert said(workspace, "opportunity", ["amount"], ids[:1]) == {"amount": ("€\u202f100.01",)}


def test_numbers_add_up_but_years_and_empty_columns_do_not(workspace: Workspace, make: Maker) -> None:
    ids = [make.company("A", employees=1_200, founded=1999), make.company("B", employees=34)]
    assert said(workspace, "company", ["employees", "founded", "annual_revenue"], ids) == {
        "employees": ("1,234",)
    }
    assert said(workspace, "company", ["employees"], []) == {}


def test_more_records_than_fit_a_piece(
    workspace: Workspace, make: Maker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sums, "PIECE", 7)
    ids = [make.company(f"C{at}", employees=at) for at in range(20)]
    assert said(workspace, "company", ["employees"], ids) == {"employees": ("190",)}
    with pytest.raises(Cancelled):
        workspace.lists.sums("company", ["employees"], ids, lambda: True)


def test_unit_prices_have_no_sum(workspace: Workspace) -> None:
    ids = [workspace.records.create("product", {"name": name, "price": 1_000}) for name in "AB"]
    assert said(workspace, "product", ["price", "cost"], ids) == {}
