"""The customer profile: what it says of one company or contact."""

from datetime import UTC, date, datetime, timedelta

import pytest

from crm_desktop.core.document import Amount, BarChart, Document, Facts, Percent, Table, Timeline
from crm_desktop.core.errors import UsageProblem
from crm_desktop.services.reporting import make_document

PROPOSAL, WON = 2002, 2004


@pytest.fixture
def acme(workspace, make, fixed_clock) -> int:
    """A company with people, sales, orders, requests, a history and next steps."""
    create = workspace.records.create
    company = make.company(
        "Acme", phone="+49 30 1", industry=1003, street="Weg 1", postcode="10115", city="Berlin", level=1150
    )
    ana = make.contact("Ana Beltrán", company=company, title="Buyer", email="ana@acme.example")
    make.contact("Bea", company=company)
    create(
        "opportunity",
        {"name": "Linen", "company": company, "stage": PROPOSAL, "amount": 640_00, "next_step": "Send card",
         "expected_close": date(2026, 12, 1)},
    )  # fmt: skip
    create(
        "opportunity",
        {"name": "Done", "company": company, "stage": WON, "amount": 1, "closed_on": date(2026, 1, 1)},
    )
    orders = ((0, 100, "confirmed"), (1, 200, "completed"), (2, 300, "completed"), (14, 50, "completed"))
    for months, total, status in (*orders, (1, 999, "cancelled")):
        day = date(2026, 11, 5) - timedelta(days=30 * months)
        create("sales_order", {"company": company, "ordered_on": day, "total": total * 100, "status": status})
    spoke = datetime(2026, 11, 19, 9, tzinfo=UTC)
    create(
        "activity",
        {
            "kind": "call",
            "subject": "Asked for samples",
            "contact": ana,
            "started_at": spoke,
            "outcome": "reached",
        },
    )
    create(
        "activity", {"kind": "task", "subject": "Courier", "company": company, "due_on": date(2026, 11, 18)}
    )
    create("service_request", {"title": "Wrong shade", "company": company})
    return company


def facts(document: Document, title: str = "") -> dict[str, object]:
    found = next(block for block in document.blocks if isinstance(block, Facts) and block.title == title)
    return {one.label: one.value for one in found.items}


def timeline(document: Document, title: str) -> list[tuple[object, str]]:
    found = next(
        block for block in document.blocks if isinstance(block, Timeline) and block.title.startswith(title)
    )
    return [(one.when, one.title) for one in found.entries]


def test_a_company(workspace, acme):
    document = make_document(workspace, "customer-profile", {"record": "Acme"})
    assert (document.title, document.subtitle) == ("Acme", "Company · A")
    said = facts(document)
    assert said["Phone"] == "+49 30 1"
    assert said["Address"] == "Weg 1, 10115 Berlin"
    assert said["4 orders"] == Amount(650_00, "EUR")
    assert said["Last 12 months"] == Amount(600_00, "EUR")
    assert said["Last order"] == date(2026, 11, 5)
    assert facts(document, "People") == {"Ana Beltrán": "Buyer · ana@acme.example", "Bea": ""}


def test_orders_by_month(workspace, acme):
    document = make_document(workspace, "customer-profile", {"record": acme})
    chart = next(block for block in document.blocks if isinstance(block, BarChart))
    assert chart.categories[0] == "Dec"
    assert chart.categories[-1] == "Nov"
    assert list(chart.series[0].values)[-3:] == [
        Amount(300_00, "EUR"),
        Amount(200_00, "EUR"),
        Amount(100_00, "EUR"),
    ]
    assert chart.series[0].values[0] is None


def test_sales_history_and_next_steps(workspace, acme):
    document = make_document(workspace, "customer-profile", {"record": acme})
    table = next(block for block in document.blocks if isinstance(block, Table))
    assert list(table.rows) == [("Linen", "Proposal", Amount(640_00, "EUR"), Percent(50), date(2026, 12, 1))]
    steps = timeline(document, "Next steps")
    assert steps[0] == (date(2026, 11, 18), "Task · Courier · overdue")
    assert steps[1][1] == "SR-0001 · Wrong shade · New"
    assert steps[2] == (None, "Send card · Linen")
    assert timeline(document, "What happened") == [
        (datetime(2026, 11, 19, 9, tzinfo=UTC), "Call · Asked for samples · Reached")
    ]


def test_a_contact(workspace, acme):
    document = make_document(workspace, "customer-profile", {"record": "ana beltran"})
    assert document.title == "Ana Beltrán"
    assert facts(document)["Company"] == "Acme"
    assert facts(document, "Works for") == {"Acme": "Buyer · +49 30 1"}
    assert len(timeline(document, "What happened")) == 1


def test_labels_speak_the_language_of_the_document(workspace, acme):
    document = make_document(workspace, "customer-profile", {"record": acme, "language": "zh_CN"})
    assert "纺织服装" in facts(document).values()
    table = next(block for block in document.blocks if isinstance(block, Table))
    assert next(iter(table.rows))[1] == "方案报价"
    assert "A（重点客户）" in document.subtitle


def test_a_company_of_which_nothing_is_known(workspace, make, fixed_clock):
    document = make_document(workspace, "customer-profile", {"record": make.company("Bare")})
    assert document.title == "Bare"
    assert len(document.blocks) == 1


def test_orders_in_another_currency_without_a_rate_are_counted_apart(workspace, make, fixed_clock):
    company = make.company("Acme")
    for currency in ("EUR", "USD"):
        workspace.records.create(
            "sales_order",
            {"company": company, "ordered_on": date(2026, 11, 1), "total": 100, "currency": currency},
        )
    said = facts(make_document(workspace, "customer-profile", {"record": company}))
    assert said["2 orders"] == Amount(100, "EUR")
    assert said["Without an exchange rate"] == 1


def test_what_is_in_the_trash_is_not_told(workspace, acme):
    orders = workspace.lists.ids(_orders())
    workspace.records.delete("sales_order", list(orders))
    assert "4 orders" not in facts(make_document(workspace, "customer-profile", {"record": acme}))
    workspace.records.delete("company", [acme])
    with pytest.raises(UsageProblem):
        make_document(workspace, "customer-profile", {"record": acme})


def _orders():
    from crm_desktop.core.query import ListQuery

    return ListQuery("sales_order")


def test_who_is_meant_must_be_said_and_found(workspace, acme, make):
    with pytest.raises(UsageProblem, match="which customer"):
        make_document(workspace, "customer-profile", {})
    with pytest.raises(UsageProblem, match="no customer “Acne”"):
        make_document(workspace, "customer-profile", {"record": "Acne"})
    with pytest.raises(UsageProblem, match="no customer"):
        make_document(workspace, "customer-profile", {"record": "Acme", "customers": "contact"})
    other = make.company("Acme")
    with pytest.raises(UsageProblem, match="2 customers named") as caught:
        make_document(workspace, "customer-profile", {"record": "Acme"})
    assert str(other) in caught.value.hint
    assert make_document(workspace, "customer-profile", {"record": str(acme)}).title == "Acme"
