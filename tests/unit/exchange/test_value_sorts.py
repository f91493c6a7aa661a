"""Sorts of values: what each takes for its own, and that none is put out by anything."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.exchange import place_words, value_sorts
from crm_desktop.exchange.column_matching import match_columns
from crm_desktop.exchange.column_values import LONGEST, of_columns
from crm_desktop.models.company import COMPANY
from crm_desktop.models.contact import CONTACT


@pytest.mark.parametrize(
    ("is_one", "ours", "others"),
    [
        (value_sorts.is_email, ["o'brien@x.example", "陈@例子.中国"], ["a@b", "@handle", "www.x.example"]),
        (value_sorts.is_mobile, ["+86 138 5712 3345", "+33 6 12 34 56 78"], ["010-88001234", "12345678901"]),
        (value_sorts.is_phone, ["(030) 123-4567", "400-800-8000"], ["2024-01-02", "01067", "K-00017", "12345678"]),
        (value_sorts.is_day, ["2024-01-02", "1988年3月12日", "1. März 1990"], ["2024", "13/13/2024", "1-2"]),
        (value_sorts.is_web, ["acme.com", "https://x.example/a?b"], ["a@acme.com", "acme", "1.5"]),
        (value_sorts.is_amount, ["¥53,990.00", "12 EUR"], ["12", "EUR", "K-12"]),
        (value_sorts.is_firm, ["北京华夏有限公司", "Neu & Co. KG", "Acme Inc."], ["Eva Neu", "Sales and Marketing"]),
        (value_sorts.is_person, ["张三", "司马相如", "Anna van der Berg"], ["北京", "Neu GmbH", "12 High Street", "x"]),
        (place_words.is_city, ["杭州市", "München", "New York"], ["张三", "Neu GmbH"]),
        (place_words.is_country, ["DE", "Deutschland", "中国", "United States"], ["Bavaria", "xx1"]),
    ],
)  # fmt: skip
def test_what_a_sort_is(is_one: object, ours: list[str], others: list[str]) -> None:
    assert [text for text in ours if not is_one(text)] == []  # type: ignore[operator]
    assert [text for text in others if is_one(text)] == []  # type: ignore[operator]


@given(st.text(max_size=200))
def test_no_text_puts_a_sort_out(text: str) -> None:
    assert all(sort.is_one(text) in (True, False) for sort in value_sorts.SORTS)


CELLS = st.one_of(
    st.none(), st.text(max_size=30), st.integers(), st.floats(), st.booleans(), st.dates(), st.datetimes()
)


@given(
    st.lists(st.lists(CELLS, min_size=3, max_size=3), max_size=8),
    st.lists(st.text(max_size=12), min_size=3, max_size=3),
)
def test_any_table_can_be_matched(rows: list[list[object]], headings: list[str]) -> None:
    for entity in (CONTACT, COMPANY):
        found = match_columns(headings, of_columns(rows, 3), entity)
        assert [one.heading for one in found] == headings
        assert all(0 <= one.confidence <= 1 for one in found)
        assert all((one.field is None) == (one.certainty == "") for one in found)
        keys = [one.key for one in found.fields]
        assert len(keys) == len(set(keys))


def test_long_texts_are_only_looked_at_in_their_beginning() -> None:
    (values,) = of_columns([["路1" * 100_000], ["x"]], 1)
    assert max(map(len, values.texts)) == LONGEST
