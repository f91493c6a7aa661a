"""Leads become customers: who they likely are, what goes where, and all of it back in one step."""

from __future__ import annotations

from typing import Any

import pytest

from crm_desktop.core.errors import RecordProblem
from crm_desktop.models import registry
from crm_desktop.services.lead_conversion import MAKE, Conversion, LeadConversion
from crm_desktop.services.workspace import Workspace
from tests.conftest import Maker, check_sound

LEAD = {
    "title": "Espresso machines for 3 sites",
    "name": "Ana Beltrán",
    "company": "Laguna Foods",
    "job_title": "Buyer",
    "mobile": "+34 600 111 222",
    "email": "ana@laguna.example",
    "website": "https://www.laguna.example",
    "city": "Sevilla",
    "budget": 1_200_000,
    "need": "Three machines",
    "tags": ("trade fair",),
}


@pytest.fixture
def conversion(workspace: Workspace) -> LeadConversion:
    return LeadConversion(workspace)


def lead_of(workspace: Workspace, **values: Any) -> int:
    return workspace.records.create("lead", {**LEAD, **values})


def values(workspace: Workspace, entity: str, record: int | None) -> dict[str, Any]:
    assert record is not None
    found = workspace.records.get(entity, record)
    return {key: getattr(value, "name", value) for key, value in found.values.items()}


def shape(workspace: Workspace) -> dict[str, int]:
    return {
        one: workspace.lists.count(one) for one in ("lead", "company", "contact", "opportunity", "activity")
    }


def test_who_a_lead_likely_is(workspace: Workspace, make: Maker, conversion: LeadConversion) -> None:
    firm = make.company("Laguna Foods S.L.", website="https://laguna.example")
    person = make.contact("Beltrán, Ana", mobile="600111222", company=firm)
    found = conversion.propose(lead_of(workspace))
    assert [(one.entity, one.id) for one in found.companies] == [("company", firm)]
    assert {"same name", "same web domain"} <= set(found.companies[0].reasons)
    assert [(one.entity, one.id) for one in found.contacts] == [("contact", person)]
    assert {"same phone number", "same company"} <= set(found.contacts[0].reasons)
    assert (found.chosen_company, found.chosen_contact) == (firm, person)
    assert (found.opportunity, found.amount) == (LEAD["title"], LEAD["budget"])


def test_nobody_is_there_yet(workspace: Workspace, conversion: LeadConversion) -> None:
    found = conversion.propose(lead_of(workspace))
    assert (found.companies, found.contacts) == ((), ())
    assert (found.chosen_company, found.chosen_contact) == (MAKE, MAKE)
    nameless = conversion.propose(lead_of(workspace, company=None))
    assert nameless.chosen_company is None


def test_new_records_get_all_that_the_lead_says(workspace: Workspace, conversion: LeadConversion) -> None:
    lead = lead_of(workspace, name="张三", family_name="张", given_name="三")
    call = workspace.records.create("activity", {"kind": "task", "subject": "Call back", "lead": lead})
    before = shape(workspace)
    done = conversion.convert(lead, Conversion(MAKE, MAKE, {"name": "Espresso", "amount": 900_000}))
    company, contact = values(workspace, "company", done.company), values(workspace, "contact", done.contact)
    assert (company["name"], company["website"], company["city"]) == (
        "Laguna Foods", LEAD["website"], "Sevilla",
    )  # fmt: skip
    assert (contact["full_name"], contact["family_name"], contact["company"], contact["title"]) == (
        "张三", "张", "Laguna Foods", "Buyer",
    )  # fmt: skip
    assert (contact["mobile"], contact["email"]) == ("+34 600 111 222", LEAD["email"])
    assert list(contact["tags"]) == ["trade fair"]
    deal = values(workspace, "opportunity", done.opportunity)
    assert (deal["name"], deal["amount"], deal["company"], deal["contact"], deal["note"]) == (
        "Espresso", 900_000, "Laguna Foods", "张三", "Three machines",
    )  # fmt: skip
    task = values(workspace, "activity", call)
    assert (task["company"], task["contact"], task["opportunity"]) == ("Laguna Foods", "张三", "Espresso")
    after = values(workspace, "lead", lead)
    assert (after["status"], after["linked_company"], after["opportunity"]) == (
        "converted", "Laguna Foods", "Espresso",
    )  # fmt: skip
    assert after["converted_at"] is not None
    report = workspace.history.undo(done.transaction)
    assert report.kept_count == 0
    assert shape(workspace) == before
    back = values(workspace, "lead", lead)
    assert (back["status"], back["linked_contact"], back["converted_at"]) == ("new", None, None)
    assert values(workspace, "activity", call)["contact"] is None
    workspace.history.undo(report.transaction)
    assert values(workspace, "lead", lead)["opportunity"] == "Espresso"


def test_what_is_there_is_only_completed(
    workspace: Workspace, make: Maker, conversion: LeadConversion
) -> None:
    firm = make.company("Laguna Foods S.L.", city="Madrid")
    person = make.contact("Ana Beltrán", email="ana@private.example", tags=("old",))
    lead = lead_of(workspace, opted_out=True)
    done = conversion.convert(lead, Conversion(firm, person))
    assert (done.company, done.contact, done.opportunity) == (firm, person, None)
    company, contact = values(workspace, "company", firm), values(workspace, "contact", person)
    assert (company["name"], company["city"], company["website"]) == (
        "Laguna Foods S.L.", "Madrid", LEAD["website"],
    )  # fmt: skip
    assert (contact["email"], contact["mobile"], contact["company"]) == (
        "ana@private.example", "+34 600 111 222", "Laguna Foods S.L.",
    )  # fmt: skip
    assert set(contact["tags"]) == {"old", "trade fair"}
    addresses = workspace.file.reader().execute(
        "SELECT value, opted_out FROM channel WHERE contact_id = ? AND kind = 'email' ORDER BY id", (person,)
    )
    # Who objected as a lead does so as the contact that it is.
    assert addresses.fetchall() == [("ana@private.example", 1), ("ana@laguna.example", 1)]


def test_every_number_goes_along_with_what_is_true_of_it(
    workspace: Workspace, conversion: LeadConversion
) -> None:
    lead = lead_of(workspace)
    with workspace.work("More numbers") as work:
        channel = registry.model("channel")
        work.add(
            channel, lead_id=lead, kind="mobile", value="+34 600 999 888", label="private", opted_out=True
        )
        work.add(channel, lead_id=lead, kind="fax", value="+34 955 111 222", is_primary=True)
        work.execute("UPDATE channel SET opted_out = 1 WHERE value = '+34 600 111 222'")
    done = conversion.convert(lead, Conversion(MAKE, MAKE))
    held = workspace.file.reader().execute(
        "SELECT kind, value, label, is_primary, opted_out FROM channel "
        "WHERE contact_id = ? AND deleted_at IS NULL ORDER BY kind, is_primary DESC",
        (done.contact,),
    )
    assert held.fetchall() == [
        ("email", "ana@laguna.example", None, 1, 0),
        ("fax", "+34 955 111 222", None, 1, 0),
        ("mobile", "+34 600 111 222", None, 1, 1),
        ("mobile", "+34 600 999 888", "private", 0, 1),
    ]
    workspace.history.undo(done.transaction)
    check_sound(workspace)


def test_who_stays_after_an_undo_stays_opted_out(workspace: Workspace, conversion: LeadConversion) -> None:
    done = conversion.convert(lead_of(workspace, opted_out=True), Conversion(MAKE, MAKE))
    workspace.records.create("activity", {"kind": "note", "subject": "Since then", "contact": done.contact})
    report = workspace.history.undo(done.transaction)
    assert report.kept
    held = (
        "SELECT value, opted_out FROM channel WHERE contact_id = ? AND kind = 'email' AND deleted_at IS NULL"
    )
    found = workspace.file.reader().execute(held, (done.contact,)).fetchall()
    assert found == [("ana@laguna.example", 1)]
    workspace.history.undo(report.transaction)
    assert workspace.file.reader().execute(held, (done.contact,)).fetchall() == found
    check_sound(workspace)


def test_custom_fields_of_one_name_and_kind_go_along(
    workspace: Workspace, conversion: LeadConversion
) -> None:
    with workspace.work("Fields") as work:
        for entity, kind in (("lead", "text"), ("contact", "text"), ("company", "number")):
            work.add(
                registry.model("custom_field"),
                entity=entity, key="shoe_size", label_en="Shoe size", label_zh="鞋码", kind=kind,
            )  # fmt: skip
    lead = lead_of(workspace, custom_shoe_size="38")
    done = conversion.convert(lead, Conversion(MAKE, MAKE))
    assert values(workspace, "contact", done.contact)["custom_shoe_size"] == "38"
    assert values(workspace, "company", done.company)["custom_shoe_size"] is None


def test_a_firm_alone_keeps_the_numbers(workspace: Workspace, conversion: LeadConversion) -> None:
    done = conversion.convert(lead_of(workspace, name=None), Conversion(MAKE))
    assert values(workspace, "company", done.company)["email"] == LEAD["email"]
    assert done.contact is None


def test_what_cannot_be_converted_says_so(workspace: Workspace, conversion: LeadConversion) -> None:
    lead = lead_of(workspace)
    with pytest.raises(RecordProblem, match="Choose what"):
        conversion.convert(lead, Conversion())
    conversion.convert(lead, Conversion(contact=MAKE))
    with pytest.raises(RecordProblem, match="Converted"):
        conversion.propose(lead)
    other = lead_of(workspace, company=None, name=None)
    with pytest.raises(RecordProblem):
        conversion.convert(other, Conversion(company=MAKE))
    assert values(workspace, "lead", other)["status"] == "new"


def test_a_lead_that_is_typed_is_compared_with_all_customers_and_leads(
    workspace: Workspace, make: Maker
) -> None:
    firm = make.company("Laguna Foods S.L.")
    person = make.contact("Beltrán, Ana", mobile="600111222", company=firm)
    other = lead_of(workspace, mobile=None, email="else@else.example")
    typed = {"name": "Ana Beltran", "company": "Laguna Foods", "mobile": "+34600111222"}
    found = {(one.entity, one.id): one.reasons for one in workspace.duplicates.like("lead", typed)}
    assert found.keys() == {("company", firm), ("contact", person), ("lead", other)}
    assert found["lead", other] == ("same name", "same company")
    assert workspace.duplicates.like("lead", {"title": "Machines", "name": None}) == []
