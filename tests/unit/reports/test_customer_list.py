"""The customer list: which rows, which columns, in which order, in which language."""

from datetime import date

import pytest

from crm_desktop.core.document import Table
from crm_desktop.services.reporting import make_document


@pytest.fixture
def customers(workspace, make, fixed_clock):
    """Three companies and a contact."""
    bo = workspace.records.create("user", {"name": "Bo Berg"})
    make.company("zeta", level=1150, owner=bo)
    make.company("Acme", level=1151, industry=1003, phone="+49 30 123456", last_contact=None)
    make.company("北风", lifecycle=1201)
    make.contact("Ana Beltrán", title="Buyer", email="ana@example.com")


def table(document) -> Table:
    return document.blocks[0]


def column(document, heading: str) -> list:
    at = [one.heading for one in table(document).columns].index(heading)
    return [row[at] for row in table(document).rows]


def test_companies_by_name(workspace, customers):
    document = make_document(workspace, "customer-list", {})
    assert column(document, "Name") == ["Acme", "北风", "zeta"]
    assert column(document, "Industry") == ["Textiles and clothing", None, None]
    assert column(document, "Phone")[0] == "+49 30 123456"
    assert document.title == "Companies"
    assert document.subtitle == "3 records"
    assert document.landscape
    assert document.printed_on == date(2026, 11, 20)


def test_contacts(workspace, customers):
    document = make_document(workspace, "customer-list", {"customers": "contacts", "landscape": "no"})
    assert column(document, "Full name") == ["Ana Beltrán"]
    assert column(document, "E-mail") == ["ana@example.com"]
    assert not document.landscape


@pytest.mark.parametrize(
    ("parameters", "names"),
    [
        ({"owner": "Bo Berg"}, ["zeta"]),
        ({"level": "b"}, ["Acme"]),
        ({"level": "B（普通客户）"}, ["Acme"]),
        ({"lifecycle": 1201}, ["北风"]),
        ({"lifecycle": "customer", "owner": "Bo Berg"}, []),
        ({"owner": None, "level": ""}, ["Acme", "北风", "zeta"]),
    ],
)
def test_filters(workspace, customers, parameters, names):
    assert column(make_document(workspace, "customer-list", parameters), "Name") == names


def test_the_filters_are_said(workspace, customers):
    document = make_document(workspace, "customer-list", {"owner": "bo berg", "level": "A"})
    assert document.subtitle == "1 record · Owner: Bo Berg · Level: A"


def test_options_speak_the_language_of_the_document(workspace, customers):
    document = make_document(workspace, "customer-list", {"language": "zh"})
    cells = [value for row in table(document).rows for value in row]
    assert "纺织服装" in cells
    assert "Textiles and clothing" not in cells


def test_the_rows_can_be_read_again(workspace, customers):
    rows = table(make_document(workspace, "customer-list", {})).rows
    assert list(rows) == list(rows)


def test_own_fields_are_columns(workspace, customers):
    workspace.records.create(
        "custom_field",
        {
            "entity": "company",
            "key": "fair",
            "label_en": "Fair",
            "label_zh": "展会",
            "kind": "text",
            "listed": True,
        },
    )
    document = make_document(workspace, "customer-list", {"language": "zh_CN"})
    assert "展会" in [one.heading for one in table(document).columns]


@pytest.mark.parametrize(("region", "paper"), [("US", "Letter"), ("DE", "A4"), ("", "A4")])
def test_paper_follows_the_region(workspace, region, paper):
    workspace.change_settings(region=region)
    assert make_document(workspace, "customer-list", {}).paper == paper
    assert make_document(workspace, "customer-list", {"paper": "letter"}).paper == "Letter"
