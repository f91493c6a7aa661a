"""Cells become values; a row with a problem is rejected as a whole and every problem is named."""

# ruff: noqa: DTZ001 - a cell has no zone

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.core.entity import Column, Entity, Field
from crm_desktop.core.kinds import (
    Choice,
    Day,
    Email,
    Exact,
    Flag,
    Kind,
    Locale,
    LongText,
    Moment,
    Money,
    Number,
    Percent,
    Phone,
    Reference,
    Tags,
    Term,
    Text,
    Vocabulary,
)
from crm_desktop.core.reading import text_of
from crm_desktop.exchange.mapping import match_headings
from crm_desktop.exchange.row_parser import ParsedChunk, RowParser
from crm_desktop.exchange.source import ColumnFacts, SourceChunk

COLOURS = Vocabulary("colour", (Term("red", "Red"), Term("blue", "Blue", aliases=("蓝",))))


def entity(**kinds: Kind[Any]) -> Entity:
    fields = [Field("name", "Name", Text(), Column("name"), required=True)]
    fields += [Field(key, key, kind, Column(key)) for key, kind in kinds.items()]
    return Entity("thing", "things", "Thing", "Things", "box", tuple(fields), "name")


def parse(
    kind: Kind[Any],
    *cells: object,
    facts: ColumnFacts | None = None,
    locale: Locale | None = None,
    stored: bool = False,
) -> ParsedChunk:
    described = entity(value=kind)
    parser = RowParser(
        match_headings(["Name", "value"], described),
        locale or Locale(zone=UTC),
        (lambda _column: facts) if facts else None,
        stored=stored,
    )
    return parser.parse(SourceChunk(list(range(2, 2 + len(cells))), [["x"] * len(cells), list(cells)]))


def values(kind: Kind[Any], *cells: object, **options: Any) -> list[Any]:
    found = parse(kind, *cells, **options)
    assert not found.rejected
    return found.columns["value"]


def test_an_empty_cell_is_a_missing_value_never_zero() -> None:
    for kind in (Text(), Number(), Money(), Day(), Flag(), Phone(), Reference("company"), Tags()):
        assert values(kind, None, "", "  ") == [None, None, None]


@pytest.mark.parametrize(
    ("kind", "cell", "value"),
    [
        (Text(), " 00123 ", "00123"),
        (Text(), 13800138000, "13800138000"),
        (Text(), "a\u00a0", "a"),
        (Text(), "a\x00b", "ab"),
        (Text(), True, "TRUE"),
        (LongText(), "a\r\nb", "a\nb"),
        (Phone(), 13800138000, "13800138000"),
        (Email(), "mailto:a@example.com", "a@example.com"),
        (Number(), "1,234", 1234),
        (Number(), 7, 7),
        (Percent(), 0.25, 25),
        (Percent(), "40 %", 40),
        (Exact(), "0.5", 0.5),
        (Money(), "€53,990.00", 5_399_000),
        (Money(), 12.34, 1234),
        (Day(), "1951年7月14日", date(1951, 7, 14)),
        (Day(), date(2026, 1, 2), date(2026, 1, 2)),
        (Moment(), datetime(2026, 1, 2, 9, 30), datetime(2026, 1, 2, 9, 30, tzinfo=UTC)),
        (Flag(), "是", True),
        (Choice(COLOURS), "蓝", "blue"),
        (Reference("company"), " Acme ", "Acme"),
        (Tags(), "VIP; new", "VIP; new"),
    ],
)
def test_values(kind: Kind[Any], cell: object, value: object) -> None:
    assert values(kind, cell) == [value]


def test_stored_values_are_what_the_database_keeps() -> None:
    assert values(Day(), "2026-01-02", stored=True) == ["2026-01-02"]
    assert values(Moment(), datetime(2026, 1, 2, 9, 30), stored=True) == ["2026-01-02T09:30:00Z"]
    assert values(Flag(), "yes", None, stored=True) == [1, None]


def test_true_and_one_are_not_confused() -> None:
    assert values(Text(), 1, "a") + values(Text(), True, 1) == ["1", "a", "TRUE", "1"]


def test_problems_name_row_column_value_and_reason() -> None:
    found = parse(Email(), "a@example.com", "keine adresse", None, "also not")
    assert found.numbers == [2, 4]
    assert [one.number for one in found.rejected] == [3, 5]
    (problem,) = found.rejected[0].problems
    assert (problem.row, problem.column, problem.value) == (3, "value", "keine adresse")
    assert "e-mail" in problem.reason
    assert found.rejected[0].cells == ("x", "keine adresse")
    assert [row for _number, row in found.rows()] == [
        {"name": "x", "value": "a@example.com"},
        {"name": "x", "value": None},
    ]


@pytest.mark.parametrize(
    ("kind", "cell"),
    [
        (Text(limit=5), "123456"),
        (Number(), "many"),
        (Number(), 10**20),
        (Number(), 1e300),
        (Number(), True),
        (Money(), "9" * 40),
        (Percent(), 150),
        (Day(), "1988-13-45"),
        (Flag(), "perhaps"),
        (Choice(COLOURS), "green"),
        (Day(), "1 " * 30_000),
        (Money(), "1" * 50_000 + "x"),
    ],
)
def test_values_that_cannot_go_in(kind: Kind[Any], cell: object) -> None:
    found = parse(kind, cell)
    assert not found.numbers
    assert found.rejected[0].problems[0].reason


def test_words_beside_a_number_or_for_none_cost_no_row() -> None:
    assert values(Phone(), "Tel. 030 1234567 (home)", "n/a", "无") == ["030 1234567", None, None]
    assert values(Email(), "a@x.example; none", "-") == ["a@x.example", None]


@pytest.mark.parametrize("cell", ["13800001111 (Li)", "Hometown 13800001111", "ask Li"])
def test_what_is_not_understood_stays_a_problem_of_its_row(cell: str) -> None:
    assert not parse(Phone(), cell).numbers


def test_one_row_tells_all_its_problems() -> None:
    described = entity(mail=Email(), day=Day())
    parser = RowParser(match_headings(["Name", "mail", "day"], described), Locale())
    (row,) = parser.parse(SourceChunk([9], [[None], ["x"], ["y"]])).rejected
    assert [problem.column for problem in row.problems] == ["mail", "day", "Name"]


def test_the_column_decides_between_day_and_month() -> None:
    cells = ("1/2/2026", "3/4/2026")
    assert values(Day(), *cells, facts=ColumnFacts("mdy")) == [date(2026, 1, 2), date(2026, 3, 4)]
    assert values(Day(), *cells, facts=ColumnFacts("dmy")) == [date(2026, 2, 1), date(2026, 4, 3)]
    for open_or_both in (None, "both"):
        facts = ColumnFacts(open_or_both)
        assert values(Day(), *cells, facts=facts, locale=Locale(date_order="mdy"))[0] == date(2026, 1, 2)


def test_an_open_order_is_said() -> None:
    described = entity(value=Day())
    parser = RowParser(
        match_headings(["Name", "value"], described), Locale(), lambda _column: ColumnFacts("both")
    )
    assert parser.notes == []
    parser.parse(SourceChunk([2], [["x"], ["2026-01-02"]]))
    assert parser.notes == []
    parser.parse(SourceChunk([3], [["x"], ["1/2/2026"]]))
    (note,) = parser.notes
    assert "value" in note
    assert "day/month/year" in note


def test_a_spreadsheets_one_is_a_hundred_percent_among_fractions() -> None:
    assert values(Percent(), 0.5, 1, 0, facts=ColumnFacts(fractions=True)) == [50, 100, 0]
    assert values(Percent(), 50, 1, 0, facts=ColumnFacts(fractions=False)) == [50, 1, 0]


def test_amounts_follow_the_currency_of_their_row() -> None:
    described = entity(price=Money(), currency=Text())
    parser = RowParser(match_headings(["Name", "price", "currency"], described), Locale(currency="EUR"))
    found = parser.parse(SourceChunk([2, 3, 4], [["x"] * 3, ["5", "5", "5.125"], ["JPY", None, " kwd "]]))
    assert found.columns["price"] == [5, 500, 5125]


def test_a_missing_name_is_made_from_its_parts() -> None:
    described = entity(first=Text(), last=Text())
    mapping = match_headings(["first", "last"], described)

    def fill(row: Any) -> None:
        row["name"] = f"{row['first'] or ''} {row['last'] or ''}".strip()

    chunk = SourceChunk([2, 3], [["Ann", None], ["Lee", None]])
    found = RowParser(mapping, Locale(), fill=fill).parse(chunk)
    assert found.columns["name"] == ["Ann Lee"]
    assert [row.number for row in found.rejected] == [3]
    assert len(RowParser(mapping, Locale()).parse(chunk).rejected) == 2
    assert not RowParser(mapping, Locale(), required=()).parse(chunk).rejected


def test_narrow_chunks_are_filled_up() -> None:
    parser = RowParser(match_headings(["Name", "value"], entity(value=Text())), Locale())
    assert dict(parser.parse(SourceChunk([2], [["x"]])).rows()) == {2: {"name": "x", "value": None}}


@given(
    st.lists(
        st.one_of(st.none(), st.text(max_size=20), st.integers(), st.floats(allow_nan=False)), min_size=1
    )
)
def test_a_column_of_texts_is_read_as_each_cell_would_be(cells: list[object]) -> None:
    assert values(Text(), *cells) == [text_of(cell) or None for cell in cells]
