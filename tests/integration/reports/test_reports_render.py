"""The reports of the catalogue as files: what the PDF says, that every glyph is there, what Excel holds."""

import io
import itertools
import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from crm_desktop.core.document import BarChart
from crm_desktop.core.errors import Cancelled, UsageProblem
from crm_desktop.services.reporting import make_document, pdf_of, report_names, write_report
from tests.integration.reports.report_help import assert_every_glyph_is_embedded

YESTERDAY = datetime(2026, 11, 20, 9, tzinfo=UTC)
LONG = "Vereinigte Ostfriesische Textilveredelungs- und Handelsgesellschaft mbH & Co. KG 杭州青禾纺织品进出口有限公司"


def full_customer(workspace, make, name: str, many: int) -> int:
    """Make a customer of whom very much is known, all of it long."""
    create = workspace.records.create
    company = make.company(
        name, short_name=name[:40], phone="+86 571 8720 3345 9999", email=f"{'x' * 50}@example.com", level=1150,
        website="https://example.com/" + "w" * 90, industry=1003, size=1102, source=1259, payment_terms=1506,
        tax_number="91330110MA2XXXXX" * 3, street="良渚街道 88 号 " * 6, city="杭州市" * 5, postcode="311113",
        tags=[f"Tag number {n}" for n in range(9)],
    )  # fmt: skip
    for n in range(many):
        person = make.contact(
            f"{n} Alexander Konstantinopoulos {'陈晓梅' * (n % 4)}", company=company, title="T" * 90
        )
        create(
            "opportunity",
            {"name": f"{n} {LONG}", "company": company, "amount": 10**12 + n, "next_step": LONG},
        )
        create(
            "sales_order",
            {
                "company": company,
                "total": 10**9 * (n + 1),
                "ordered_on": date(2026, 11, 1) - timedelta(n * 25),
            },
        )
        at = datetime(2026, 11, 1, tzinfo=UTC) - timedelta(n)
        create(
            "activity",
            {"kind": "call", "subject": LONG, "body": LONG * 9, "contact": person, "started_at": at},
        )
        create("activity", {"kind": "task", "subject": LONG, "company": company, "due_on": date(2026, 11, 1)})
        create("service_request", {"title": LONG, "company": company})
    return company


@pytest.fixture
def customer(workspace, make, fixed_clock) -> int:
    """A customer with a little of everything."""
    workspace.change_settings(firm_name="北风贸易 Northwind")
    return full_customer(workspace, make, "杭州青禾纺织有限公司", 4)


def parameters(name: str, customer: int, language: str, paper: str = "A4") -> dict[str, object]:
    extra = {"record": customer} if name == "customer-profile" else {}
    return {"language": language, "paper": paper, **extra}


def said(reader: PdfReader) -> str:
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in reader.pages))


@pytest.mark.parametrize(("name", "language"), list(itertools.product(report_names(), ("en", "zh_CN"))))
def test_pdf(workspace, customer, tmp_path: Path, name, language):
    out = tmp_path / f"报表 {name}.pdf"
    pages = write_report(workspace, name, out, parameters(name, customer, language))
    reader = PdfReader(out, strict=True)
    assert len(reader.pages) == pages >= 1
    assert_every_glyph_is_embedded(reader)
    text = said(reader)
    document = make_document(workspace, name, parameters(name, customer, language))
    assert document.title in text
    assert "北风贸易 Northwind" in text
    assert "杭州青禾纺织有限公司" in text
    assert ("2026-11-20" if language == "zh_CN" else "20 Nov 2026") in text
    assert ("初步接触" in text) == (language == "zh_CN" and name in ("pipeline", "customer-profile"))


@pytest.mark.parametrize(("name", "language"), list(itertools.product(report_names(), ("en", "zh_CN"))))
def test_xlsx(workspace, customer, tmp_path: Path, name, language):
    out = tmp_path / f"{name}.xlsx"
    write_report(workspace, name, out, parameters(name, customer, language))
    book = load_workbook(out)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert any(cell.value == "杭州青禾纺织有限公司" for cell in cells)
    assert not any(cell.data_type == "f" for cell in cells)
    if name == "pipeline":
        sheet = book.worksheets[1]
        assert sheet.freeze_panes == "A2"
        assert sheet["B2"].value == 4
        assert float(sheet["C2"].value) == pytest.approx(4 * 10**10, rel=1e-6)
        assert "€" in sheet["C2"].number_format


@pytest.mark.parametrize(
    ("paper", "language", "many", "name"),
    list(itertools.product(("A4", "Letter"), ("en", "zh_CN"), (1, 7), ("Acme", LONG))),
)
def test_a_profile_is_one_page_however_much_is_known(
    workspace, make, fixed_clock, paper, language, many, name
):
    company = full_customer(workspace, make, name, many)
    contact = workspace.lists.named("contact", "Alexander", 1)[0].id
    for record in (company, contact):
        out = io.BytesIO(
            pdf_of(workspace, "customer-profile", {"record": record, "paper": paper, "language": language})
        )
        assert len(PdfReader(out).pages) == 1


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_a_profile_cuts_nothing_while_its_page_has_room(workspace, make, fixed_clock, language):
    email, web = "info@westpath-kunststofftechnik.example", "https://www.westpath-kunststofftechnik.example"
    company = make.company(
        "Westpath Kunststofftechnik GmbH & Co. KG", email=email, website=web, tax_number="GE938033624",
        street="Avenida de la Constitución, 142", postcode="08769", city="Leipzig", province="Sachsen",
    )  # fmt: skip
    make.contact(
        "Thomas Meier", company=company, title="Marketing manager", email="t.meier@kunststofftechnik.example"
    )
    body = "Walked through quantities and dates for the spare parts kit; an offer is needed next week."
    workspace.records.create(
        "activity",
        {
            "kind": "meeting",
            "subject": "Video call",
            "body": body,
            "company": company,
            "started_at": YESTERDAY,
        },
    )
    out = io.BytesIO(pdf_of(workspace, "customer-profile", {"record": company, "language": language}))
    said = PdfReader(out).pages[0].extract_text()
    assert "…" not in said
    assert email in said, "an address stands on one line"
    assert web in said
    for words in (
        "Avenida de la Constitución, 142",
        "t.meier@kunststofftechnik.example",
        "needed next week.",
    ):
        assert words in " ".join(said.split())


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_a_profile_names_all_there_is_before_its_chart_takes_the_room(workspace, make, fixed_clock, language):
    company = make.company("Acme", phone="+49 30 1", industry=1003, email="office@acme.example")
    create = workspace.records.create
    for n in range(4):
        make.contact(f"Person {n}", company=company, title="Buyer", email=f"p{n}@acme.example")
        create("opportunity", {"name": f"Deal {n}", "company": company, "amount": 100})
        create("service_request", {"title": f"Request {n}", "company": company})
    for n in range(4):
        day = date(2026, 11, 5) - timedelta(days=30 * n)
        create("sales_order", {"company": company, "ordered_on": day, "total": 100, "status": "confirmed"})
        at = YESTERDAY - timedelta(days=n)
        create("activity", {"kind": "call", "subject": f"Call {n}", "company": company, "started_at": at})
    asked = {"record": company, "language": language}
    (chart,) = [
        one for one in make_document(workspace, "customer-profile", asked).blocks if isinstance(one, BarChart)
    ]
    text = said(PdfReader(io.BytesIO(pdf_of(workspace, "customer-profile", asked))))
    for name in ("Person", "Deal", "Request", "Call"):
        assert [f"{name} {n}" for n in range(4) if f"{name} {n}" not in text] == []
    assert "…" not in text
    assert chart.height < 190


def test_a_chart_has_its_full_height_where_there_is_room(workspace, make, fixed_clock):
    company = make.company("Acme")
    for n in range(4):
        day = date(2026, 11, 5) - timedelta(days=30 * n)
        workspace.records.create(
            "sales_order", {"company": company, "ordered_on": day, "total": 100, "status": "confirmed"}
        )
    document = make_document(workspace, "customer-profile", {"record": company})
    charts = [one for one in document.blocks if isinstance(one, BarChart)]
    assert [one.height for one in charts] == [190.0]


def test_a_list_of_many_pages_streams(workspace, make, fixed_clock):
    make.many(3_000)
    done: list[int] = []
    data = pdf_of(workspace, "customer-list", {}, progress=done.append)
    reader = PdfReader(io.BytesIO(data))
    assert len(reader.pages) == done[-1] > 60
    assert "Firm 02999" in reader.pages[-1].extract_text()


def test_a_workbook_lists_all_open_opportunities_and_pages_some(workspace, make, fixed_clock, tmp_path: Path):
    for n in range(60):
        workspace.records.create("opportunity", {"name": f"Deal {n:02d}", "amount": 100})
    out = tmp_path / "pipeline.xlsx"

    def listed(**asked: object) -> int:
        write_report(workspace, "pipeline", out, {"language": "en", **asked})
        sheet = load_workbook(out)["Open opportunities"]
        return sum(str(row[0].value).startswith("Deal") for row in sheet.iter_rows())

    assert listed() == 60
    assert listed(limit=50) == 50
    pages = said(PdfReader(io.BytesIO(pdf_of(workspace, "pipeline", {"language": "en"}))))
    assert "and 10 more, which the totals contain" in pages


def test_cancelling_leaves_no_file(workspace, make, tmp_path: Path):
    make.many(2_000)
    for ending in ("pdf", "xlsx"):
        with pytest.raises(Cancelled):
            write_report(workspace, "customer-list", tmp_path / f"x.{ending}", {}, cancelled=lambda: True)
    assert [path.name for path in tmp_path.iterdir() if path.suffix in {".pdf", ".xlsx", ".part"}] == []
    write_report(workspace, "customer-list", tmp_path / "x.pdf", {})


def test_a_report_is_one_state_of_the_file(workspace, make, fixed_clock):
    """What is written while a report is drawn is in the next one."""
    make.many(1_200)

    def write_meanwhile(page: int) -> None:
        if page == 1:
            workspace.records.create("company", {"name": "Zzz late"})

    data = pdf_of(workspace, "customer-list", {}, progress=write_meanwhile)
    assert "Zzz late" not in said(PdfReader(io.BytesIO(data)))
    assert "Zzz late" in said(PdfReader(io.BytesIO(pdf_of(workspace, "customer-list", {}))))


def test_other_endings_are_refused(workspace, tmp_path: Path):
    with pytest.raises(UsageProblem, match="PDF or as Excel"):
        write_report(workspace, "pipeline", tmp_path / "x.docx", {})
