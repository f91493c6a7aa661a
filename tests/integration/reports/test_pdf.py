"""Rendered PDFs, read back with another library: what they say, and that every glyph is in an embedded font."""

import io
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from pypdf import PdfReader

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
from crm_desktop.core.i18n import words_for
from crm_desktop.reports.pdf import render_pdf
from tests.integration.reports.report_help import assert_every_glyph_is_embedded

HOSTILE = [
    '<img src="/etc/passwd">',
    "x" * 140_000,
    "a\x00b\x1b[31m\x7f",
    "=cmd|' /C calc'!A0",
    "lone \ud800 half",
    "(unbalanced \\ (brackets",
    "%(page)s {0} %s &amp;",
    "😀 \U0010ffff",
    "line\nbreak\r\nand\ttab",
]


def document(*blocks: Block, language: str = "en", **more) -> Document:
    title = "Sales funnel" if language == "en" else "销售漏斗与预测"
    firm = "Northwind Trading" if language == "en" else "北风贸易有限公司"
    return Document(title, "Q4 2026 · 全部负责人", firm, date(2026, 11, 21), language, blocks, **more)


def rendered(*blocks: Block, language: str = "en", **more) -> PdfReader:
    out = io.BytesIO()
    pages = render_pdf(document(*blocks, language=language, **more), out)
    reader = PdfReader(io.BytesIO(out.getvalue()), strict=True)
    assert len(reader.pages) == pages
    assert_every_glyph_is_embedded(reader)
    return reader


def text(reader: PdfReader, page: int = 0) -> str:
    return re.sub(r"\s+", " ", reader.pages[page].extract_text())


COLUMNS = [Column("Opportunity 商机"), Column("Customer"), Column("Amount"), Column("Close")]


def rows(count: int) -> Iterator[tuple[object, ...]]:
    for n in range(count):
        yield f"Deal {n:05d} 陶瓷", "Łódź Zażółć", Amount(n * 100, "EUR"), date(2026, 1, 1 + n % 28)


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_all_parts_can_be_read(language: str) -> None:
    words = words_for(language).gettext
    reader = rendered(
        Figures(
            [Figure("进行中商机", 64), Figure("Value", Amount(89520000, "EUR")), Figure("Rate", Percent(80))]
        ),
        Funnel([Stage("初步接洽", 18, Amount(14230000, "EUR")), Stage("赢单", 11)], title="漏斗 Funnel"),
        Table(COLUMNS, rows(3), totals=[None, None, Amount(300, "EUR"), None], title="明细 Detail"),
        Facts([Fact("Phone 电话", "+86 571"), Fact("Since", date(2021, 3, 4)), Fact("Nothing", None)]),
        Heading("Heading 标题"),
        Paragraph("Plain & <b>text</b>\n第二行"),
        BarChart(["北区", "South"], [Series("Won 赢单", [1, 2]), Series("Lost", [3, None])]),
        Timeline(
            [Entry(datetime(2026, 11, 20, 15, 40, tzinfo=UTC), "Called 电话", "asked for samples 样品")]
        ),
        language=language,
    )
    said = " ".join(text(reader, n) for n in range(len(reader.pages)))
    day = "21 Nov 2026" if language == "en" else "2026-11-21"
    for part in (
        document(language=language).title,
        document(language=language).firm,
        "Q4 2026 · 全部负责人",
        words("Printed on %(date)s") % {"date": day},
        words("Page %(page)d of %(pages)d") % {"page": 1, "pages": len(reader.pages)},
        "进行中商机",
        "€ 895,200",
        "80 %",
        "初步接洽 18 · € 142,300",
        "赢单 11",
        "Deal 00002 陶瓷 Łódź Zażółć € 2",
        words("Total"),
        "Phone 电话",
        "+86 571",
        "Heading 标题",
        "Plain & <b>text</b>",
        "第二行",
        "北区",
        "Called 电话",
        "asked for samples 样品",
    ):
        assert part in said, part


def test_headings_come_again_and_pages_are_counted() -> None:
    reader = rendered(Table(COLUMNS, rows(200), totals=lambda: [None, None, Amount(1990000, "EUR"), None]))
    count = len(reader.pages)
    assert count > 3
    seen = [number for n in range(count) for number in re.findall(r"Deal (\d{5})", text(reader, n))]
    assert seen == [f"{n:05d}" for n in range(200)]
    for n in range(count):
        said = text(reader, n)
        assert said.count("Opportunity 商机") == 1
        assert f"Page {n + 1} of {count}" in said
        assert "Sales funnel" in said
    assert "Total € 19,900" in text(reader, count - 1)


def test_the_pages_before_the_end_are_full() -> None:
    reader = rendered(Table(COLUMNS, rows(120)))
    counts = [len(re.findall(r"Deal \d", text(reader, n))) for n in range(len(reader.pages))]
    assert counts[1] >= 38


@pytest.mark.parametrize("count", [0, 1, 2])
def test_small_tables(count: int) -> None:
    said = text(rendered(Table(COLUMNS, rows(count))))
    assert said.count("Deal") == count
    assert ("No entries" in said) == (count == 0)


def test_nothing_at_all() -> None:
    reader = rendered(Figures([]), Funnel([]), Facts([]), Timeline([]), Paragraph(""), Table([], []))
    assert "Page 1 of 1" in text(reader)


def test_hostile_texts_stay_texts() -> None:
    columns = [Column("A"), Column("B", wrap=True), Column("=C")]
    blocks: list[Block] = [
        Table(columns, [(value, value, value) for value in HOSTILE], title=HOSTILE[0]),
        Table([Column(value) for value in HOSTILE], [HOSTILE], title=HOSTILE[1]),
        Facts([Fact(value, value) for value in HOSTILE]),
        Timeline([Entry(None, value, value) for value in HOSTILE]),
        Figures([Figure(value, value, value) for value in HOSTILE]),
        Funnel([Stage(value, 5) for value in HOSTILE], title=HOSTILE[1]),
        BarChart(HOSTILE, [Series(value, [1]) for value in HOSTILE]),
        *(Heading(value) for value in HOSTILE),
        *(Paragraph(value) for value in HOSTILE),
    ]
    reader = rendered(*blocks)
    said = " ".join(text(reader, n) for n in range(len(reader.pages)))
    assert len(reader.pages) < 40
    for part in (
        HOSTILE[0],
        HOSTILE[3],
        "lone □ half",
        "ab[31m",
        "(unbalanced \\ (brackets",
        "%(page)s {0} %s &amp;",
    ):
        assert part in said, part
    for page in reader.pages:
        assert "/Annots" not in page
        assert "/XObject" not in page["/Resources"]


def test_hostile_titles() -> None:
    for value in HOSTILE:
        out = io.BytesIO()
        render_pdf(Document(value, value, value, date(2026, 11, 21), "en", []), out)
        reader = PdfReader(io.BytesIO(out.getvalue()), strict=True)
        assert len(reader.pages) == 1
        assert reader.metadata is not None
        assert len(reader.metadata.title or "") <= 200


def test_groups_and_subtotals() -> None:
    items = [
        Group("North 北"),
        ("Deal", "a", Amount(105, "EUR"), None),
        Subtotal([None, None, Amount(105, "EUR"), None]),
    ]
    said = text(rendered(Table(COLUMNS, items)))
    assert "North 北 Deal a € 1.05 € 1.05" in said


def test_a_group_is_never_left_alone_at_the_foot() -> None:
    items = [item for n in range(60) for item in (Group(f"Group {n}"), (f"Deal {n}", "", None, None))]
    reader = rendered(Table(COLUMNS, items))
    for n in range(len(reader.pages)):
        last = re.findall(r"Group \d+|Deal \d+", text(reader, n))[-1]
        assert last.startswith("Deal")


@pytest.mark.parametrize("wrap", [False, True])
def test_sums_and_the_sentence_below_them_are_never_alone_on_a_page(wrap: bool) -> None:
    columns = [Column("Deal", wrap=wrap), Column("Amount")]
    pages = set()
    for count in range(20, 45):
        items = [(f"Deal {n:02d}", Amount(n, "EUR")) for n in range(count)]
        reader = rendered(
            Table(columns, items, (None, Amount(7, "EUR")), "By owner", "… and 9 more of them.")
        )
        last = text(reader, len(reader.pages) - 1)
        assert f"Deal {count - 1:02d}" in last
        assert "and 9 more of them" in last
        pages.add(len(reader.pages))
    assert pages == {1, 2}, "the foot of a page lay among these"


def test_wrapped_columns_take_several_lines() -> None:
    long = "请尽快回复 " * 30
    said = (
        rendered(Table([Column("Note", wrap=True), Column("Number")], [(long, 5), ("short", 6)]))
        .pages[0]
        .extract_text()
    )
    assert re.sub(r"\s", "", said).count("请尽快回复") == 30
    assert "short 6" in said


def test_a_number_that_is_too_wide_is_squeezed_not_cut() -> None:
    values = [(n, Amount(n, "EUR")) for n in range(500)] + [(10**9, Amount(10**12 + 7, "EUR"))]
    reader = rendered(Table([Column("N"), Column("Amount")], values))
    assert "1,000,000,000 € 10,000,000,000.07" in text(reader, len(reader.pages) - 1)


def test_very_many_columns_fit() -> None:
    columns = [Column(f"Column {n}") for n in range(40)]
    reader = rendered(Table(columns, [[f"value {n}" for n in range(40)] for _ in range(3)]), landscape=True)
    assert len(reader.pages) == 1


@pytest.mark.parametrize(
    ("paper", "landscape", "size"),
    [
        ("A4", False, (595, 842)),
        ("A4", True, (842, 595)),
        ("Letter", False, (612, 792)),
        ("Letter", True, (792, 612)),
    ],
)
def test_papers(paper, landscape: bool, size: tuple[int, int]) -> None:
    box = rendered(Table(COLUMNS, rows(60)), paper=paper, landscape=landscape).pages[1].mediabox
    assert (round(box.width), round(box.height)) == size


def test_page_breaks() -> None:
    reader = rendered(Paragraph("first"), PageBreak(), Paragraph("second"))
    assert "first" in text(reader, 0)
    assert "second" in text(reader, 1)


def test_more_characters_than_one_font_subset_holds() -> None:
    everything = "".join(chr(code) for code in range(0x4E00, 0x4E00 + 3000))
    reader = rendered(Paragraph(everything))
    said = "".join(page.extract_text() for page in reader.pages)
    assert set(everything) <= set(said)


def test_metadata_and_language() -> None:
    reader = rendered(language="zh_CN")
    assert reader.metadata is not None
    assert reader.metadata.title == "销售漏斗与预测"
    assert reader.metadata.author == "北风贸易有限公司"
    assert reader.trailer["/Root"]["/Lang"] == "zh-CN"
    assert "/XObject" not in reader.pages[0]["/Resources"]


def test_moments_stand_on_the_clock_of_the_document() -> None:
    from zoneinfo import ZoneInfo

    moment = datetime(2026, 11, 20, 23, 40, tzinfo=UTC)
    blocks = [
        Facts([Fact("When", moment)]),
        Timeline([Entry(moment, "Call")]),
        Table([Column("When")], [(moment,)]),
    ]
    said = text(rendered(*blocks, zone=ZoneInfo("Asia/Shanghai")))
    assert said.count("21 Nov 2026 07:40") == 3


def test_two_documents_at_the_same_time() -> None:
    words = [chr(0x4E00 + n) for n in range(600)]

    def draw(words: list[str]) -> str:
        reader = rendered(Table([Column("A")], [(word,) for word in words]))
        return "".join(page.extract_text() for page in reader.pages)

    with ThreadPoolExecutor(2) as threads:
        one, two = threads.map(draw, (words[:400], words[200:]))
    assert set(words[:400]) <= set(one)
    assert set(words[200:]) <= set(two)
    assert not set(words[400:]) & set(one)


def test_a_funnel_of_many_stages_stays_on_its_page() -> None:
    reader = rendered(Funnel([Stage(f"Stage {n}", n) for n in range(50)]), landscape=True)
    assert len(reader.pages) == 1
    assert "Stage 49" in text(reader)


def test_decimals_of_numbers() -> None:
    said = text(rendered(Table([Column("N")], [(Decimal("1234.50"),), (1.25,), (True,), (None,)])))
    assert "1,234.50" in said
    assert "1.25" in said
    assert "Yes" in said
