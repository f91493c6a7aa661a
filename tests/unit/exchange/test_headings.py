"""Finding the headings of a table, also below title lines and with gaps."""

from __future__ import annotations

import pytest

from crm_desktop.exchange.headings import column_letters, find_headings, heading_forms
from crm_desktop.exchange.source import SourceChunk


def chunk(*rows: tuple[object, ...], first: int = 1) -> SourceChunk:
    return SourceChunk.of_rows([(first + place, row) for place, row in enumerate(rows)])


def test_title_lines_are_skipped() -> None:
    found = find_headings(
        chunk(("Customers 2026",), ("as of", "May"), ("Name", "City", "Phone"), ("Ann", "Oslo", "123")),
        None,
        (),
    )
    assert (found.row, found.headings) == (3, ["Name", "City", "Phone"])


def test_known_headings_decide() -> None:
    rows = chunk(("Liste", "der", "Kunden"), ("姓名", "城市", None), ("Ann", "Oslo", "Berlin"))
    assert find_headings(rows, None, {"姓名", "城市"}).row == 2


def test_the_first_row_wins_where_all_are_texts() -> None:
    assert find_headings(chunk(("a", "b"), ("c", "d"), ("e", "f")), None, ()).row == 1


def test_numbers_and_addresses_are_no_headings() -> None:
    rows = chunk(("x@example.com", "123", 5), ("Mail", "Count", "More"), ("y@example.com", "9", 7))
    assert find_headings(rows, None, ()).row == 2


def test_a_row_can_be_named_and_headings_can_be_missing() -> None:
    rows = chunk(("a", "b"), ("c", None))
    assert find_headings(rows, 2, ()).headings == ["c", "B"]
    assert find_headings(rows, 0, ()).headings == ["A", "B"]


def test_double_and_empty_headings_become_usable() -> None:
    found = find_headings(
        chunk(("Phone", "phone", None, " Full \n name "), (1, 2, 3, 4)), 1, (), first_column=2
    )
    assert found.headings == ["Phone", "phone (2)", "E", "Full name"]


def test_empty_columns_at_the_end_are_dropped() -> None:
    assert find_headings(chunk(("a", None, None), ("b", None, None)), None, ()).headings == ["a"]


@pytest.mark.parametrize(
    ("heading", "forms"),
    [
        ("Phone (mobile)", ["mobile", "phone"]),
        ("Price（EUR）", ["eur", "price"]),
        ("E-mail 1", ["email"]),
        ("年龄*", []),
        ("City / Town", ["city"]),
    ],
)
def test_forms_of_a_heading(heading: str, forms: list[str]) -> None:
    assert heading_forms(heading) == forms


def test_letters_of_columns() -> None:
    assert [column_letters(place) for place in (0, 25, 26, 701, 702, 16383)] == [
        "A",
        "Z",
        "AA",
        "ZZ",
        "AAA",
        "XFD",
    ]


def test_a_table_may_have_no_headings_at_all() -> None:
    rows = chunk(("Ann", "ann@x.example"), ("Ben", "ben@x.example"), ("Cem", None), ("Dora", "d@x.example"))
    found = find_headings(rows, None, ())
    assert (found.row, found.headings) == (0, ["A", "B"])
    days = chunk(("王伟", "2026-01-02"), ("李娜", "2026-02-03"))
    assert find_headings(days, None, ()).row == 0


def test_a_value_in_a_row_of_headings_does_not_make_it_a_record() -> None:
    rows = chunk(
        ("Name", "City", "Team", "ask@x.example"), ("Ann", "Ulm", "a", "yes"), ("Ben", "Bonn", "b", "no")
    )
    assert find_headings(rows, None, ()).row == 1
    years = chunk(("Name", "2025", "2026"), ("Ann", "12", "13"), ("Ben", "14", "15"))
    assert find_headings(years, None, ()).row == 1
