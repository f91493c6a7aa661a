"""Rendered workbooks, opened again: types, formats, no formulas, filters, charts."""

import io
import zipfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from crm_desktop.core.document import (
    Amount,
    BarChart,
    Block,
    Column,
    Document,
    Entry,
    Fact,
    Facts,
    Figure,
    Figures,
    Funnel,
    Group,
    Heading,
    PageBreak,
    Paragraph,
    Percent,
    Series,
    Stage,
    Subtotal,
    Table,
    Timeline,
)
from crm_desktop.reports import xlsx
from crm_desktop.reports.xlsx import render_xlsx

HOSTILE = [
    "=cmd|' /C calc'!A0",
    "=1+1",
    "+86 571",
    "-5",
    "@SUM(A1)",
    "#N/A",
    "http://example.com/x",
    "0012",
    "中文 = ",
    "<b>&amp;</b>",
    "tab\there",
    "  spaces  ",
]
COLUMNS = [Column("Name"), Column("Amount"), Column("Close"), Column("Share"), Column("Open")]


def document(*blocks: Block, **more) -> Document:
    return Document("Pipeline 漏斗", "Q4", "R&D Firm", date(2026, 11, 21), "en", blocks, **more)


def reopened(*blocks: Block, **more) -> Workbook:
    out = io.BytesIO()
    render_xlsx(document(*blocks, **more), out)
    book = load_workbook(out)
    for sheet in book:
        for row in sheet.iter_rows():
            assert all(cell.data_type != "f" and cell.hyperlink is None for cell in row)
    return book


def rows(count: int) -> Iterator[tuple[object, ...]]:
    for n in range(count):
        yield f"Deal {n}", Amount(n * 100 + 5, "EUR"), date(2026, 1, 1 + n % 28), Percent(n % 100), n % 2 == 0


def test_a_table_has_typed_cells() -> None:
    book = reopened(Table(COLUMNS, rows(3), totals=[None, Amount(315, "EUR"), None, None, None]))
    assert book.sheetnames == ["Pipeline 漏斗"]
    sheet = book.active
    assert [cell.value for cell in sheet[1]] == ["Name", "Amount", "Close", "Share", "Open"]
    assert all(cell.font.bold for cell in sheet[1])
    name, amount, close, share, opened = sheet[3]
    assert (name.value, name.data_type) == ("Deal 1", "s")
    assert (amount.value, amount.number_format) == (1.05, "[$€] #,##0.00")
    assert (close.value, close.is_date, close.number_format) == (datetime(2026, 1, 2), True, "d mmm yyyy")  # noqa: DTZ001
    assert (share.value, share.number_format) == (0.01, "0 %")
    assert opened.value is False
    assert [cell.value for cell in sheet[5]] == ["Total", 3.15, None, None, None]
    assert sheet["B5"].font.bold
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:E4"
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.oddHeader.right.text == "R&&D Firm"
    assert sheet.oddFooter.center.text == "Page &P of &N"


def test_columns_are_as_wide_as_their_content() -> None:
    book = reopened(Table([Column("Id"), Column("Text"), Column("中")], [(1, "x" * 40, "中" * 10)]))
    widths = [book.active.column_dimensions[letter].width for letter in "ABC"]
    assert widths[0] < 12
    assert 40 < widths[1] < 50
    assert 20 < widths[2] < 26


@pytest.mark.parametrize("value", HOSTILE)
def test_strings_stay_strings(value: str) -> None:
    table = Table([Column(value), Column("Wrapped", wrap=True)], [(value, value), Group(value)], title=value)
    book = reopened(
        table,
        Figures([Figure(value, value, value)]),
        Facts([Fact(value, value)], title=value),
        Timeline([Entry(None, value, value)]),
        Paragraph(value),
        Heading(value),
        Funnel([Stage(value, 1, value)], title=value),
        BarChart([value], [Series(value, [1])], title=value),
    )
    sheet = book.worksheets[1]
    assert [cell.value for cell in sheet[2]] == [value, value]
    assert all(cell.data_type == "s" for cell in sheet[2])
    assert sheet["A3"].value == value
    assert sheet["A1"].value == value


def test_broken_and_endless_strings() -> None:
    book = reopened(Table([Column("A")], [("a\x00b\ud800c\x1b",), ("x" * 140_000,), ("\ufffe",)]))
    sheet = book.active
    assert sheet["A2"].value == "abc"
    assert len(sheet["A3"].value) == 32_767
    assert sheet["A3"].value.endswith("…")
    assert sheet["A4"].value is None


def test_hostile_titles_of_everything() -> None:
    for value in [*HOSTILE, "x" * 140_000, "\x00\ud800", ""]:
        out = io.BytesIO()
        chart = BarChart([value], [Series(value, [1])], title=value)
        table = Table([Column(value)], [(value,)], title=value)
        render_xlsx(Document(value, value, value, date(2026, 1, 1), "en", [chart, table]), out)
        assert len(load_workbook(out).sheetnames) == 2


def test_money_of_a_column_shows_decimals_if_one_amount_has_some() -> None:
    book = reopened(
        Table([Column("A")], [(Amount(100, "EUR"),), (Amount(105, "EUR"),), (Amount(100, "JPY"),)])
    )
    assert [book.active.cell(n, 1).number_format for n in (2, 3, 4)] == [
        "[$€] #,##0.00",
        "[$€] #,##0.00",
        "[$JP¥] #,##0",
    ]


def test_own_formats() -> None:
    columns = [
        Column("State", format=lambda value, _language: f"<{value}>"),
        Column("N", number_format="0.000"),
    ]
    sheet = reopened(Table(columns, [("won", Decimal("1.5")), (None, None)])).active
    assert sheet["A2"].value == "<won>"
    assert (sheet["B2"].value, sheet["B2"].number_format) == (1.5, "0.000")


def test_the_overview_holds_the_rest_with_native_charts() -> None:
    book = reopened(
        Figures(
            [Figure("Value", Amount(89520000, "EUR"), "of 64"), Figure("Rate", Percent(Decimal("63.15"), 2))]
        ),
        Funnel([Stage("初步接洽", 18, Amount(100, "EUR")), Stage("Won", 11, Amount(50, "EUR"))]),
        BarChart(
            ["Jan", "Feb"],
            [Series("Won", [Amount(500, "EUR"), None]), Series("Lost", [3, 4])],
            title="Months",
        ),
        Facts([Fact("Since", date(2021, 3, 4)), Fact("Address", "line\nline"), Fact("Empty", None)]),
        PageBreak(),
        Heading("More"),
        Paragraph("A text.\nAnother."),
        Timeline([Entry(datetime(2026, 1, 1, 8, tzinfo=UTC), "Call", "long " * 100)]),
        Table(COLUMNS, rows(2), title="Detail"),
        Table(COLUMNS, rows(2), title="Detail"),
    )
    assert book.sheetnames == ["Pipeline 漏斗", "Detail", "Detail (2)"]
    sheet = book.worksheets[0]
    cells = {cell.value: cell for row in sheet.iter_rows() for cell in row if cell.value is not None}
    assert sheet["A1"].value == "Pipeline 漏斗"
    assert cells[895200].number_format == "[$€] #,##0"
    assert cells[0.6315].number_format == "0.00 %"
    assert {"初步接洽", 18, "Jan", "A text.", "Call", "line\nline"} <= set(cells)
    assert cells[datetime(2021, 3, 4)].is_date  # noqa: DTZ001
    assert len(sheet._charts) == 2
    places = [chart.anchor._from.row for chart in sheet._charts]
    assert places[1] - places[0] >= 16  # one does not cover the other


def test_charts_read_their_numbers_from_cells() -> None:
    out = io.BytesIO()
    render_xlsx(document(BarChart(["Jan", "Feb"], [Series("Won", [5, 7])])), out)
    names = zipfile.ZipFile(out).namelist()
    (chart,) = [name for name in names if name.startswith("xl/charts/chart")]
    code = zipfile.ZipFile(out).read(chart).decode()
    sheet = load_workbook(out).active
    column = [sheet.cell(n, 2).value for n in range(1, sheet.max_row + 1)]
    first = column.index(5) + 1
    assert f"$B${first}:$B${first + 1}" in code


def test_groups_and_subtotals() -> None:
    items = [Group("North"), ("Deal", 5), Subtotal(["Sum", 5])]
    sheet = reopened(Table([Column("A"), Column("B")], items)).active
    assert [[cell.value for cell in row] for row in sheet["A2:B4"]] == [
        ["North", None],
        ["Deal", 5],
        ["Sum", 5],
    ]
    assert sheet["A2"].font.bold
    assert sheet["B4"].font.bold


@pytest.mark.parametrize(
    "blocks", [(), (Table([], []),), (Table(COLUMNS, []),), (Funnel([]), BarChart([], []))]
)
def test_little_or_nothing(blocks: tuple[Block, ...]) -> None:
    assert len(reopened(*blocks).sheetnames) == 1


def test_properties_and_paper() -> None:
    book = reopened(Table(COLUMNS, rows(1)), landscape=True, paper="Letter")
    assert (book.properties.title, book.properties.creator) == ("Pipeline 漏斗", "R&D Firm")
    setup = book.active.page_setup
    assert (setup.orientation, str(setup.paperSize), setup.fitToHeight) == ("landscape", "1", 0)


def test_a_table_longer_than_a_sheet_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "MOST_ROWS", 14)
    book = reopened(Table(COLUMNS, rows(25), totals=lambda: ["Sum", None, None, None, None]))
    assert len(book.sheetnames) == 3
    names = [sheet.cell(n, 1).value for sheet in book for n in range(2, sheet.max_row + 1)]
    assert names == [*(f"Deal {n}" for n in range(25)), "Sum"]
