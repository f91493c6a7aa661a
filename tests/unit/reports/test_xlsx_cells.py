"""What a value becomes in a workbook."""

from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from crm_desktop.core.document import Amount, Document, Percent
from crm_desktop.reports.xlsx import sheet_title
from crm_desktop.reports.xlsx_cells import column_width, stands_right, text_width, typed

DOCUMENT = Document("", "", "", date(2026, 1, 1), "en", [], zone=ZoneInfo("Asia/Shanghai"))


@pytest.mark.parametrize(
    ("value", "content", "kind", "number_format"),
    [
        (1284, 1284, "n", "#,##0"),
        (True, True, "b", "General"),
        (Decimal("12.50"), Decimal("12.50"), "n", "#,##0.0"),
        (Decimal(12), Decimal(12), "n", "#,##0"),
        (2.25, 2.25, "n", "#,##0.00"),
        (Amount(105, "EUR"), Decimal("1.05"), "n", "[$€] #,##0.00"),
        (Amount(100, "EUR"), Decimal(1), "n", "[$€] #,##0"),
        (Amount(100, "JPY"), Decimal(100), "n", "[$JP¥] #,##0"),
        (Amount(1001, "KWD"), Decimal("1.001"), "n", "[$KWD] #,##0.000"),
        (Percent(80), Decimal("0.8"), "n", "0 %"),
        (Percent(Decimal("63.15"), 2), Decimal("0.6315"), "n", "0.00 %"),
        (date(2026, 11, 2), date(2026, 11, 2), "d", "d mmm yyyy"),
    ],
)
def test_typed_values(value: object, content: object, kind: str, number_format: str) -> None:
    assert typed(value, DOCUMENT) == (content, kind, number_format)  # type: ignore[arg-type]


def test_moments_are_on_the_clock_of_the_document() -> None:
    content, kind, number_format = typed(datetime(2026, 11, 20, 23, 40, 5, tzinfo=UTC), DOCUMENT)
    assert content == datetime(2026, 11, 21, 7, 40, 5)  # noqa: DTZ001
    assert (kind, number_format) == ("d", "d mmm yyyy hh:mm")


@pytest.mark.parametrize(
    "value",
    [
        10**15,
        -(10**20),
        Amount(10**18, "EUR"),
        Decimal("NaN"),
        float("inf"),
        Percent(float("nan")),
        date(1900, 2, 28),
        datetime(1066, 10, 14, tzinfo=UTC),
        "text",
    ],
)
def test_what_excel_cannot_hold_is_text(value: object) -> None:
    assert typed(value, DOCUMENT)[1] == "s"  # type: ignore[arg-type]


def test_widths() -> None:
    assert text_width("abc") == 3
    assert text_width("中文") == 4
    assert text_width("a\nlonger") == 6
    assert column_width(["x" * 500]) == 60
    assert column_width([]) == 8


def test_numbers_and_dates_stand_right() -> None:
    assert stands_right([None, "", 5])
    assert stands_right([date(2026, 1, 1)])
    assert not stands_right([True])
    assert not stands_right(["5", 5])
    assert not stands_right([])


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Customers", "Customers"),
        ("a/b\\c:d*e?f[g]h", "a b c d e f g h"),
        ("'quoted'", "quoted"),
        ("x" * 50, "x" * 31),
        ("", "Sheet"),
        ("\x00\ud800", "Sheet"),
        ("History", "History 1"),
        ("客户名录", "客户名录"),
    ],
)
def test_sheet_titles(title: str, name: str) -> None:
    assert sheet_title(title, set()) == name


def test_sheet_titles_are_unique_without_case() -> None:
    assert sheet_title("Deals", {"deals"}) == "Deals (2)"
    assert sheet_title("y" * 40, {"y" * 31}) == "y" * 27 + " (2)"
