"""Cells that hold several numbers or addresses, and those that only look so."""

from __future__ import annotations

import pytest

from crm_desktop.core.kinds import Email, Phone
from crm_desktop.exchange.several_values import may_hold_several, only_value, parted


@pytest.mark.parametrize(
    ("cell", "values"),
    [
        ("138 0000 1111/139 0000 2222", ["138 0000 1111", "139 0000 2222"]),
        ("13800003333 13900004444", ["13800003333", "13900004444"]),
        ("010-12345678, 010-87654321", ["010-12345678", "010-87654321"]),
        ("0571-88881111、13800001111", ["0571-88881111", "13800001111"]),
        ("+49 151 1234567 or +49 30 1234567", ["+49 151 1234567", "+49 30 1234567"]),
        ("13800003333\n13900004444;", ["13800003333", "13900004444"]),
        ("13800003333或13900004444", ["13800003333", "13900004444"]),
        ("13800007777（家）13900008888（公）", ["13800007777", "13900008888"]),
        ("家：01012345679 公：01012345670", ["01012345679", "01012345670"]),
        ("(H) 030 1234567 (O) 030 1234568", ["030 1234567", "030 1234568"]),
        ("tel. 030 1234567; mobile: +49 151 1234567; none", ["030 1234567", "+49 151 1234567"]),
    ],
)
def test_numbers_are_parted(cell: str, values: list[str]) -> None:
    assert may_hold_several(Phone(), [None, cell])
    assert parted(Phone(), cell) == values


@pytest.mark.parametrize(
    "cell",
    [
        "+49 151 12345678", "0049 151 12345678", "030 1234567/68", "030 123456-0/15", "0571-88881111, ext. 12",
        "(020) 8765 4321 转 12", "138 0000 1111", "", None, 13800003333, "/".join(["13800003333"] * 9),
    ],
)  # fmt: skip
def test_one_number_stays_one(cell: object) -> None:
    assert parted(Phone(), cell) == []


@pytest.mark.parametrize(
    ("cell", "values"),
    [
        ("a@x.example; b@x.example", ["a@x.example", "b@x.example"]),
        ("a@x.example、b@x.example,c@x.example", ["a@x.example", "b@x.example", "c@x.example"]),
        ("<a@x.example>\n<b@x.example>", ["a@x.example", "b@x.example"]),
        ("Ann <a@x.example>, Bo <b@x.example>", []),
        ("Ben Li <ben@x.example>, b2@x.example", ["ben@x.example", "b2@x.example"]),
        ("c@x.example or d@x.example", ["c@x.example", "d@x.example"]),
        ("a@x.example (work), b@x.example (home)", ["a@x.example", "b@x.example"]),
        ("a@x.example, the old one b@x.example", []),
        ("a@x.example", []),
        ("a@@x.example", []),
    ],
)
def test_addresses_are_parted(cell: str, values: list[str]) -> None:
    assert parted(Email(), cell) == values


@pytest.mark.parametrize(
    ("kind", "cell", "value"),
    [
        (Phone(), "tel 030 1234567", "030 1234567"),
        (Phone(), "手机：13800007777", "13800007777"),
        (Phone(), "13800007777 (Home)", "13800007777"),
        (Phone(), "13800001111; none", "13800001111"),
        (Phone(), "无", ""),
        (Phone(), "N/A", ""),
        (Phone(), "（家）01012345678", "01012345678"),
        (Phone(), "13800001121 WhatsApp", "13800001121"),
        (Phone(), "13800001111，备用", "13800001111"),
        (Phone(), "ask Li", None),
        (Email(), "gus@x.example; n/a", "gus@x.example"),
        (Email(), "none", ""),
        (Email(), "work: gus@x.example", "gus@x.example"),
        (Email(), "gus at x.example", None),
    ],
)
def test_words_beside_a_value_cost_nothing(kind: Email | Phone, cell: str, value: str | None) -> None:
    assert only_value(kind, cell) == value
