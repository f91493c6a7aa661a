"""The kind of custom field that the values of a column look like."""

# ruff: noqa: DTZ001 - a cell has no zone

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.core.kinds import Locale
from crm_desktop.exchange.kind_guess import proposed
from crm_desktop.models.custom_field import CUSTOM_KINDS


@pytest.mark.parametrize(
    ("kind", "cells"),
    [
        ("text", []),
        ("text", ["K-00017", "K-00018"]),
        ("text", ["007", "008"]),
        ("number", [3, "14", None, "2200"]),
        ("exact", [3, 2.5, "1.75"]),
        ("money", ["¥186,400.00", "22400", "¥ 12"]),
        ("text", ["$ 12", "$ 13"]),  # not the money of this firm
        ("day", ["1988-03-12", "12/03/1988"]),
        ("day", [date(2026, 1, 2), datetime(2026, 1, 3)]),
        ("moment", [datetime(2026, 1, 2, 9, 30), datetime(2026, 1, 3)]),
        ("moment", ["2026-01-02 09:30", "2026-01-03 10:00"]),
        ("flag", ["yes", "no", None, "Yes"]),
        ("flag", ["是", "否"]),
        ("flag", [True, False]),
        ("email", ["a@b.example", "c@d.example"]),
        ("phone", ["13857123345", "+49 171 5550100"]),
        ("web", ["www.example.com", "https://example.org/x"]),
        ("long_text", ["one\ntwo", "three"]),
        ("option", ["gold", "silver"] * 5),
        ("text", ["Eva", "Bo", "Li"]),
    ],
)
def test_kinds(kind: str, cells: list[object]) -> None:
    assert proposed(cells, Locale(currency="CNY")) == kind


@given(st.lists(st.one_of(st.none(), st.text(), st.integers(), st.floats(), st.booleans(), st.dates())))
def test_any_column_has_a_kind(cells: list[object]) -> None:
    assert CUSTOM_KINDS.term(proposed(cells, Locale())) is not None
