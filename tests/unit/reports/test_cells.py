"""Values as texts, and texts made safe."""

from datetime import UTC, date, datetime
from decimal import Decimal
from enum import IntEnum, StrEnum
from zoneinfo import ZoneInfo

from crm_desktop.core.document import Amount, Column, Document, Group, Percent, Subtotal
from crm_desktop.core.i18n import words_for
from crm_desktop.reports.cells import cell_text, column_sample, column_text, labelled_totals, scrub

DOCUMENT = Document("List", "", "Firm", date(2026, 11, 21), "en", [])


class Colour(StrEnum):
    RED = "red"


class Level(IntEnum):
    HIGH = 3


def test_each_type_has_its_text() -> None:
    text = cell_text("en", ZoneInfo("Asia/Shanghai"))
    assert text("plain") == "plain"
    assert text(None) == ""
    assert text(1284) == "1,284"
    assert text(True) == "Yes"
    assert text(False) == "No"
    assert text(Decimal("12.50")) == "12.50"
    assert text(2.5) == "2.5"
    assert text(date(2026, 11, 2)) == "2 Nov 2026"
    assert text(datetime(2026, 11, 2, 23, 0, tzinfo=UTC)) == "3 Nov 2026 07:00"
    assert text(Amount(150, "EUR")) == "€\u202f1.50"
    assert text(Percent(Decimal("63.15"), 2)) == "63.15\u00a0%"
    assert text(Colour.RED) == "red"
    assert text(Level.HIGH) == "3"
    assert text(["anything"]) == "['anything']"


def test_a_column_shows_decimals_if_one_amount_of_the_sample_has_some() -> None:
    column = Column("Amount")
    whole = column_text(DOCUMENT, column, [Amount(100, "EUR"), None, "x"])
    assert whole(Amount(200, "EUR")) == "€\u202f2"
    assert whole(Amount(205, "EUR")) == "€\u202f2.05"
    mixed = column_text(DOCUMENT, column, [Amount(100, "EUR"), Amount(105, "EUR")])
    assert mixed(Amount(200, "EUR")) == "€\u202f2.00"


def test_a_column_with_its_own_format() -> None:
    column = Column("State", format=lambda value, language: f"{value}/{language}")
    text = column_text(DOCUMENT, column, [])
    assert text("won") == "won/en"
    assert text(None) == ""


def test_the_sample_of_a_column_skips_groups_and_short_rows() -> None:
    rows = [Group("A"), (1, 2), (3,), Subtotal((4, 5))]
    assert column_sample(rows, 1) == [2, 5]


def test_totals_get_their_word() -> None:
    assert labelled_totals([None, 5], "en") == ["Total", 5]
    assert labelled_totals([None, 5], "zh_CN") == [words_for("zh_CN").gettext("Total"), 5]
    assert labelled_totals(["Sum", 5], "en") == ["Sum", 5]
    assert labelled_totals(None, "en") is None
    assert labelled_totals([], "en") == []


def test_scrub_removes_what_breaks_files() -> None:
    assert scrub("a\x00b\x1bc\ud800d\uffffe\x85f", 100) == "abcdef"
    assert scrub("tab\tline\nkept\r\nand\rthis 中文 😀", 100) == "tab\tline\nkept\nand\nthis 中文 😀"
    assert scrub("x" * 50, 10) == "x" * 9 + "…"
    assert scrub("", 10) == ""
