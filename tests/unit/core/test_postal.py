"""Addresses on one line: the order of their country."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.core.postal import PARTS, address_line, address_lines

MUNICH = {
    "country": "Germany",
    "province": "Bayern",
    "city": "München",
    "street": "Landsberger Straße 155",
    "postcode": "80687",
}
HANGZHOU = {
    "country": "中国",
    "province": "浙江省",
    "city": "杭州市",
    "district": "余杭区",
    "street": "良渚街道 88 号",
    "postcode": "311113",
}


@pytest.mark.parametrize(
    ("known", "line"),
    [
        (MUNICH, "Landsberger Straße 155, 80687 München, Bayern, Germany"),
        ({**MUNICH, "country": "德国"}, "Landsberger Straße 155, 80687 München, Bayern, 德国"),
        (HANGZHOU, "中国浙江省杭州市余杭区良渚街道 88 号 311113"),
        ({**HANGZHOU, "country": "China"}, "China 浙江省杭州市余杭区良渚街道 88 号 311113"),
        ({"city": "杭州市", "street": "良渚街道 88 号"}, "杭州市良渚街道 88 号"),
        ({"country": "China", "city": "Hangzhou", "street": "88 Liangzhu Rd"}, "88 Liangzhu Rd, Hangzhou, China"),
        ({"country": "中国", "province": "上海市", "city": "上海市", "street": "人民路 1 号"}, "中国上海市人民路 1 号"),
        ({"country": "日本", "province": "東京都", "city": "千代田区"}, "日本東京都千代田区"),
        ({"country": "France", "city": "Paris", "province": "Paris"}, "Paris, France"),
        ({"street": "Weg 1", "postcode": "10115", "city": "Berlin"}, "Weg 1, 10115 Berlin"),
        ({}, ""),
    ],
)  # fmt: skip
def test_the_order_is_that_of_the_country(known: dict[str, str], line: str) -> None:
    assert address_line(known) == line


@given(st.dictionaries(st.sampled_from(PARTS), st.text(min_size=1)))
def test_no_part_is_lost(known: dict[str, str]) -> None:
    line = "".join(address_line(known).split())
    assert all("".join(part.split()) in line for part in known.values())


@pytest.mark.parametrize(
    ("known", "lines"),
    [
        (
            {"street": "31 place de la Mairie", "postcode": "75016", "city": "Paris", "country": "France"},
            ["31 place de la Mairie", "75016 Paris", "France"],
        ),
        (
            {"province": "浙江省", "city": "杭州市", "district": "余杭区", "street": "良渚街道 88 号"},
            ["浙江省杭州市余杭区", "良渚街道 88 号"],
        ),
        (
            {"province": "上海市", "city": "上海市", "street": "南京路1号", "postcode": "200001"},
            ["上海市", "南京路1号", "200001"],
        ),
        ({"city": "Berlin"}, ["Berlin"]),
        ({"city": "Luxembourg", "country": "Luxembourg"}, ["Luxembourg"]),
        ({}, []),
    ],
)
def test_an_address_as_lines(known, lines):
    assert address_lines(known) == lines
