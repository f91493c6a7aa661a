"""How a customer stands: orders that count, gaps between them, sums in the base currency, answers, consents."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from crm_desktop.models import registry


@pytest.fixture
def ana(make):
    return make.contact("Ana", company=make.company("Acme"), email="ana@acme.example", mobile="+49 30 1234")


@pytest.fixture
def acme(workspace, ana):
    return workspace.records.get("contact", ana).values["company"].id


def order(workspace, company, day, total, **more):
    values = {"company": company, "ordered_on": day, "total": total, "status": "confirmed", **more}
    return workspace.records.create("sales_order", values)


def test_what_was_bought(workspace, acme, ana, fixed_clock):
    order(workspace, acme, date(2026, 1, 10), 100_00, contact=ana)
    order(workspace, acme, date(2026, 11, 6), 250_50)
    order(workspace, acme, date(2025, 12, 31), 7_00, currency="USD", rate=Decimal(2))
    order(workspace, acme, date(2026, 3, 1), 999_00, status="draft")
    deleted = order(workspace, acme, date(2026, 3, 2), 999_00)
    workspace.records.delete("sales_order", [deleted])
    found = workspace.customers.standing("company", acme)
    assert (found.orders, found.first, found.last) == (3, date(2025, 12, 31), date(2026, 11, 6))
    assert found.every == pytest.approx((date(2026, 11, 6) - date(2025, 12, 31)).days / 2)
    assert (found.total, found.unrated) == (100_00 + 250_50 + 14_00, 0)
    assert next(iter(found.months)) == date(2025, 12, 1)
    assert list(found.months)[-1] == date(2026, 11, 1)
    assert {day: total for day, total in found.months.items() if total} == {
        date(2025, 12, 1): 14_00,
        date(2026, 1, 1): 100_00,
        date(2026, 11, 1): 250_50,
    }
    assert workspace.customers.standing("contact", ana).orders == 1


def test_amounts_without_a_rate_are_in_no_sum(workspace, acme):
    order(workspace, acme, date(2026, 11, 6), 250_50, currency="USD")
    found = workspace.customers.standing("company", acme)
    assert (found.orders, found.total, found.unrated) == (1, 0, 1)
    assert found.every is None, "one order has no gap"


def test_who_has_bought_nothing(workspace, acme):
    found = workspace.customers.standing("company", acme)
    assert (found.orders, found.first, found.last, found.every, found.total) == (0, None, None, None, 0)
    assert found.overall is found.recommends is None
    assert len(found.months) == 12


def test_satisfaction_is_an_average_of_what_was_answered(workspace, acme, ana):
    survey = workspace.records.create("survey", {"name": "After service", "subject": "company"})
    at = datetime(2026, 11, 1, 9, tzinfo=UTC)
    for overall, recommend, answered in ((5, 9, at), (4, None, at), (None, None, None)):
        values = {"overall": overall, "recommend": recommend, "answered_at": answered}
        workspace.records.create(
            "survey_answer", {"survey": survey, "company": acme, "contact": ana, **values}
        )
    for entity, one in (("company", acme), ("contact", ana)):
        found = workspace.customers.standing(entity, one)
        assert (found.overall.value, found.overall.count) == (4.5, 2)
        assert (found.recommends.value, found.recommends.count) == (9, 1)


def allowed(workspace, contact):
    return {one.channel: one.given for one in workspace.customers.consents(contact)}


def test_consent_is_the_newest_entry_of_the_ledger(workspace, ana):
    assert allowed(workspace, ana) == {"email": None, "phone": None, "sms": None}
    given, later = datetime(2025, 1, 1, tzinfo=UTC), datetime(2025, 6, 1, tzinfo=UTC)
    entry = {"contact": ana, "basis": "consent"}
    workspace.records.create("consent", {**entry, "channel": "email", "given_at": given})
    sms = workspace.records.create("consent", {**entry, "channel": "sms", "given_at": given})
    assert allowed(workspace, ana) == {"email": True, "phone": None, "sms": True}
    workspace.records.save("consent", sms, {"withdrawn_at": later})
    assert allowed(workspace, ana)["sms"] is False
    workspace.records.create(
        "consent", {**entry, "channel": "sms", "given_at": datetime(2026, 1, 1, tzinfo=UTC)}
    )
    assert allowed(workspace, ana)["sms"] is True


def test_a_number_that_may_not_be_called_is_refused(workspace, ana):
    channel = registry.model("channel")
    with workspace.work("Refuse") as work:
        (mobile,) = work.execute("SELECT id FROM channel WHERE kind = 'mobile'").fetchone()
        work.session.get_one(channel, mobile).opted_out = True
    assert allowed(workspace, ana) == {"email": None, "phone": False, "sms": None}
