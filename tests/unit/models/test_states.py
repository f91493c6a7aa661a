"""Records move from state to state as the product says, and complete themselves."""

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.core.states import StateMachine
from crm_desktop.models.activity import Activity
from crm_desktop.models.campaign import CAMPAIGN_MACHINE, MEMBER_MACHINE
from crm_desktop.models.contact import Contact
from crm_desktop.models.lead import LEAD_MACHINE, Lead
from crm_desktop.models.line import Line
from crm_desktop.models.opportunity import OPPORTUNITY_MACHINE, weighted
from crm_desktop.models.option import Option
from crm_desktop.models.quote import QUOTE_MACHINE
from crm_desktop.models.request_states import (
    FINISHED,
    MAJOR_COMPLAINT_MACHINE,
    REQUEST_MACHINE,
    WAITING,
    request_machine,
)
from crm_desktop.models.sales_order import ORDER_MACHINE


def walk(machine: StateMachine, path: str) -> bool:
    states = path.split()
    return all(machine.allows(old, new) for old, new in pairwise(states))


@pytest.mark.parametrize(
    "path",
    [
        "new working qualified converted",
        "new nurturing working qualified",
        "working nurturing working",
        "qualified nurturing",
        "new disqualified working",
        "working disqualified",
        "qualified disqualified",
    ],
)
def test_leads_move(path: str) -> None:
    assert walk(LEAD_MACHINE, path)


@pytest.mark.parametrize(
    "path",
    ["new qualified", "new converted", "working converted", "converted working", "nurturing disqualified"],
)
def test_leads_do_not_jump(path: str) -> None:
    assert not walk(LEAD_MACHINE, path)


def test_a_lead_says_until_when_or_why() -> None:
    assert LEAD_MACHINE.initial == "new"
    assert LEAD_MACHINE.missing("nurturing", {}) == ["nurturing_until"]
    assert LEAD_MACHINE.missing("disqualified", {"lost_reason": None}) == ["lost_reason"]
    assert LEAD_MACHINE.missing("disqualified", {"lost_reason": 1350}) == []
    assert LEAD_MACHINE.by_service == {"converted"}


@pytest.mark.parametrize(
    "path",
    [
        "new in_progress solved closed",
        "in_progress waiting_customer in_progress",
        "in_progress waiting_third_party in_progress",
        "new escalated waiting_customer escalated solved",
        "in_progress escalated in_progress",
        "solved in_progress",
        "closed in_progress",
        "new rejected",
        "new duplicate",
    ],
)
def test_requests_move(path: str) -> None:
    assert walk(REQUEST_MACHINE, path)
    assert walk(MAJOR_COMPLAINT_MACHINE, path)


@pytest.mark.parametrize(
    "path", ["new closed", "new solved", "in_progress closed", "waiting_customer closed", "closed solved"]
)
def test_requests_do_not_jump(path: str) -> None:
    assert not walk(REQUEST_MACHINE, path)


def test_a_major_complaint_needs_an_accountable_person_and_a_resolution() -> None:
    machine = request_machine({"kind": "complaint", "is_major": True})
    assert machine is MAJOR_COMPLAINT_MACHINE
    assert machine.missing("new", {}) == []
    assert machine.missing("in_progress", {}) == ["accountable"]
    assert machine.missing("in_progress", {"accountable": 7}) == []
    assert machine.missing("closed", {"accountable": 7}) == ["resolution"]
    assert machine.missing("closed", {"accountable": 7, "resolution": "Replaced"}) == []


@pytest.mark.parametrize(
    "values", [{"kind": "complaint", "is_major": False}, {"kind": "fault", "is_major": True}, {}]
)
def test_other_requests_need_neither(values: dict) -> None:
    machine = request_machine(values)
    assert machine is REQUEST_MACHINE
    assert machine.missing("closed", {}) == []
    assert machine.missing("duplicate", {}) == ["duplicate_of"]
    assert machine.missing("escalated", {}) == ["accountable"]


def test_request_states_are_waiting_or_finished_or_open() -> None:
    assert set(REQUEST_MACHINE.moves) > WAITING | FINISHED
    assert not WAITING & FINISHED


def test_quotes_move() -> None:
    assert walk(QUOTE_MACHINE, "draft sent accepted")
    assert walk(QUOTE_MACHINE, "draft sent declined draft sent expired draft")
    assert not walk(QUOTE_MACHINE, "draft accepted")
    assert not walk(QUOTE_MACHINE, "accepted draft")
    assert QUOTE_MACHINE.missing("sent", {}) == ["issued_on"]


def test_orders_move() -> None:
    assert walk(ORDER_MACHINE, "draft confirmed delivered completed returned")
    assert walk(ORDER_MACHINE, "confirmed cancelled draft")
    assert not walk(ORDER_MACHINE, "completed cancelled")


def test_campaigns_and_their_members_move() -> None:
    assert walk(CAMPAIGN_MACHINE, "planned running paused running completed")
    assert walk(CAMPAIGN_MACHINE, "planned cancelled planned")
    assert not walk(CAMPAIGN_MACHINE, "planned completed")
    assert CAMPAIGN_MACHINE.missing("running", {}) == ["starts_on"]
    assert walk(MEMBER_MACHINE, "planned sent responded converted")
    assert walk(MEMBER_MACHINE, "planned sent bounced")
    assert not walk(MEMBER_MACHINE, "bounced converted")


def test_won_needs_amount_and_date_and_lost_a_reason() -> None:
    assert OPPORTUNITY_MACHINE.missing("won", {}) == ["amount", "closed_on"]
    assert OPPORTUNITY_MACHINE.missing("won", {"amount": 0, "closed_on": "2026-01-31"}) == []
    assert OPPORTUNITY_MACHINE.missing("lost", {}) == OPPORTUNITY_MACHINE.missing("void", {}) == ["reason"]
    assert walk(OPPORTUNITY_MACHINE, "open won open lost void")


def filled(model: type, **values: object) -> dict[str, object]:
    model.fill(values)
    return values


@pytest.mark.parametrize(
    ("values", "title"),
    [
        ({"name": "Ana Ruiz", "company": "Reis Café"}, "Ana Ruiz – Reis Café"),
        ({"company": "Reis Café"}, "Reis Café"),
        ({"family_name": "Ruiz", "given_name": "Ana"}, "Ana Ruiz"),
        ({"family_name": "秦", "given_name": "岚"}, "秦岚"),
        ({"title": "Shop refit", "name": "Ana Ruiz"}, "Shop refit"),
        ({}, ""),
    ],
)
def test_a_lead_is_named_for_person_and_company(values: dict, title: str) -> None:
    assert filled(Lead, **values)["title"] == title


def test_a_contact_has_its_whole_name() -> None:
    assert filled(Contact, family_name="Lund", given_name="Grace")["full_name"] == "Grace Lund"
    assert filled(Contact, family_name="陈", given_name="磊浩")["full_name"] == "陈磊浩"
    assert filled(Contact, family_name="Lund")["full_name"] == "Lund"


def test_an_activity_is_named_for_its_first_line() -> None:
    assert filled(Activity, body=" called, \nno answer")["subject"] == "called, "
    assert filled(Activity, body=None)["subject"] == ""
    assert len(str(filled(Activity, body="x" * 500)["subject"])) == 80


def test_an_option_has_a_label() -> None:
    assert filled(Option, label_zh="展会")["label_en"] == "展会"


def test_a_line_adds_up() -> None:
    line = filled(Line, quantity=Decimal("2.5"), unit_price=1999, discount=Decimal("10"))
    assert line["total"] == 4498  # 4497.75
    assert filled(Line, quantity=None, unit_price=100, total=70)["total"] == 70
    assert filled(Line, quantity=Decimal(1), unit_price=5, discount=Decimal(50))["total"] == 3


@given(st.integers(0, 10**12), st.integers(0, 100))
def test_the_weighted_amount_is_rounded(amount: int, probability: int) -> None:
    found = weighted({"amount": amount, "probability": probability})
    assert found is not None
    assert abs(found * 100 - amount * probability) <= 50


def test_nothing_is_weighted_without_an_amount() -> None:
    assert weighted({"amount": None, "probability": 10}) is None
    assert weighted({"amount": 10, "probability": None}) is None
