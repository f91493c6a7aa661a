"""Which record a row means: keys, names, likely names, and what is left as it is."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from crm_desktop.core.errors import UsageProblem
from crm_desktop.models import registry
from crm_desktop.services import imports
from crm_desktop.services.import_choices import Choices
from crm_desktop.services.workspace import Workspace
from tests.conftest import Maker
from tests.integration.services.import_help import (
    bring,
    counts,
    values,
)


def test_modes(workspace: Workspace, make: Maker, sheet: Any) -> None:
    make.company("Acme", note="old")
    source = sheet(["Company", "Note"], ["Acme", "new"], ["Beta", "new"])
    with pytest.raises(UsageProblem):
        imports.plan_import(workspace, source, "company", Choices(mode="replace"))
    created = bring(workspace, source, "company", mode="create")
    assert (counts(created), created.left_out) == ((1, 0, 0, 0), 1)
    assert values(workspace, "company", "name", "note") == [("Acme", "old"), ("Beta", "new")]
    more = sheet(["Company", "Note"], ["Acme", "newer"], ["Gamma", "x"], ["Gamma", "y"])
    assert counts(bring(workspace, more, "company", mode="update")) == (0, 1, 0, 0)
    assert values(workspace, "company", "name", "note") == [("Acme", "newer"), ("Beta", "new")]


def test_a_price_list_without_names(workspace: Workspace, sheet: Any) -> None:
    """An update needs only the key; a new record needs its name."""
    bring(workspace, sheet(["SKU", "Name", "Price"], ["A-1", "Pen", 1], ["A-2", "Ink", 2]), "product")
    prices = sheet(["SKU", "Price"], ["a-1", 10], ["A 2", 2], ["A-3", 3], ["A-3", 4])
    plan = imports.plan_import(workspace, prices, "product")
    assert counts(plan) == (0, 1, 1, 2)
    assert [(one.row, one.column, one.reason) for one in plan.rejected] == [
        (4, "Name", "This must be filled in."), (5, "Name", "This must be filled in."),
    ]  # fmt: skip
    assert [row[1] for row in plan.preview()] == ["changed", "unchanged", "rejected", "rejected"]
    imports.run_import(workspace, plan)
    assert values(workspace, "product", "sku", "name", "price") == [("A-1", "Pen", 1000), ("A-2", "Ink", 200)]


def test_the_user_chooses_the_key(workspace: Workspace, make: Maker, sheet: Any) -> None:
    make.contact("Ana Beltrán", email="ana@example.com")
    source = sheet(["Full name", "E-mail"], ["Ana B. García", "ANA@example.com"])
    assert counts(imports.plan_import(workspace, source, "contact")) == (1, 0, 0, 0)
    assert counts(bring(workspace, source, "contact", keys=["email"])) == (0, 1, 0, 0)
    assert values(workspace, "contact", "full_name", "email") == [("Ana B. García", "ana@example.com")]
    for key in ("nothing", "mobile"):
        with pytest.raises(UsageProblem, match=f"“{key}” cannot be a key"):
            imports.plan_import(workspace, source, "contact", Choices(keys=[key]))


def test_keys_in_child_rows_other_than_channels(workspace: Workspace, make: Maker, sheet: Any) -> None:
    make.company("Acme", postcode="01067", city="Dresden")
    make.company("Beta", postcode="SW1A 1AA", city="London")
    source = sheet(
        ["Company", "Postcode", "City"], ["Acme GmbH", "01067", "Dresden"], ["Beta", "sw1a-1aa", "Londra"]
    )
    assert counts(bring(workspace, source, "company", keys=["postcode"])) == (0, 2, 0, 0)
    assert values(workspace, "company", "name", "postcode", "city") == [
        ("Acme GmbH", "01067", "Dresden"),
        ("Beta", "SW1A 1AA", "Londra"),
    ]
    by_street = sheet(["Company", "Street"], ["Gamma", "1 Main St"])
    assert counts(bring(workspace, by_street, "company", keys=["street"])) == (1, 0, 0, 0)
    assert counts(bring(workspace, by_street, "company", keys=["street"])) == (0, 0, 1, 0)


@pytest.mark.parametrize(
    ("present", "written"),
    [
        ("Acme, Inc.", "ACME INC"),
        ("Müller & Söhne", "mueller".replace("ue", "ü").upper() + " + Söhne"),
        ("星辰 科技", "星辰　科技"),
        ("Łódź Tools", "łódź  tools"),
        ("GTX Pro", "gtx-pro"),
    ],
)
def test_names_meet_whatever_case_spaces_and_signs(
    workspace: Workspace, make: Maker, sheet: Any, present: str, written: str
) -> None:
    make.company(present)
    source = sheet(["Company", "Note"], [written, "found"])
    assert counts(bring(workspace, source, "company", mode="both", mapping={"Company": "name"})) == (
        0,
        1,
        0,
        0,
    )
    assert values(workspace, "company", "note") == [("found",)]


def test_phones_meet_in_every_way_of_writing(workspace: Workspace, make: Maker, sheet: Any) -> None:
    make.contact("陈磊", mobile="+86 138 0013 8000")
    source = sheet(
        ["Full name", "Mobile", "Note"], ["陈磊", 13800138000, "found"], ["陈磊", "0086-13800138000", "too"]
    )
    plan = imports.plan_import(workspace, source, "contact")
    assert (plan.created, plan.updated) == (0, 2)


def test_empty_cells_never_erase(workspace: Workspace, make: Maker, sheet: Any) -> None:
    make.company("Acme", note="keep", phone="+49 30 1234567", city="Berlin", tags=["a"], annual_revenue=100)
    source = sheet(
        ["Company", "Note", "Phone", "City", "Tags", "Annual revenue", "Website"],
        ["Acme", None, "", " ", None, None, "example.com"],
    )
    bring(workspace, source, "company")
    assert values(workspace, "company", "note", "phone", "city", "tags", "annual_revenue", "website") == [
        ("keep", "+49 30 1234567", "Berlin", ["a"], 100, "example.com")
    ]


def test_an_opt_out_is_never_cleared(workspace: Workspace, make: Maker, sheet: Any) -> None:
    make.contact("Ana", email="ana@example.com", mobile="+34 600 000 000")
    with workspace.work("Opt out") as work:
        work.execute("UPDATE channel SET opted_out = 1 WHERE kind = 'email'")
    source = sheet(
        ["Value", "Opted out"],
        ["ana@example.com", "no"],
        ["+34 600 000 000", "yes"],
        ["+34 600 000 000", "no"],
    )
    bring(workspace, source, "channel", keys=["value"], mode="update")
    assert sorted(values(workspace, "channel", "value", "opted_out")) == [
        ("+34 600 000 000", True),
        ("ana@example.com", True),
    ]
    people = sheet(["Full name", "E-mail", "Note"], ["Ana", "ana@example.com", "again"])
    bring(workspace, people, "contact")
    assert workspace.file.reader().execute(
        "SELECT opted_out FROM channel WHERE kind = 'email'"
    ).fetchall() == [(1,)]


def test_rows_that_repeat_complete_each_other(workspace: Workspace, sheet: Any) -> None:
    source = sheet(
        ["Company", "City", "Note", "Tags"],
        ["Acme", "Berlin", None, "a"], ["Acme", "Berlin", None, "a"],
        ["ACME", None, "later", "b"], ["Acme", "Bonn", None, None],
    )  # fmt: skip
    plan = imports.plan_import(workspace, source, "company")
    assert counts(plan) == (1, 2, 1, 0)
    assert [row[1] for row in plan.preview()] == ["new", "repeated", "changed", "changed"]
    imports.run_import(workspace, plan)
    assert values(workspace, "company", "name", "city", "note", "tags") == [
        ("Acme", "Bonn", "later", ["a", "b"])
    ]


def test_one_name_two_people(workspace: Workspace, sheet: Any) -> None:
    source = sheet(
        ["Full name", "E-mail", "Company"],
        ["Wang Wei", "one@example.cn", "Acme"],
        ["Wang Wei", "two@example.cn", "Acme"],
        ["wang wei", None, "Acme"],
    )
    assert counts(bring(workspace, source, "contact")) == (2, 0, 1, 0)
    assert values(workspace, "contact", "full_name", "email") == [
        ("Wang Wei", "one@example.cn"),
        ("Wang Wei", "two@example.cn"),
    ]
    assert counts(bring(workspace, source, "contact")) == (0, 0, 3, 0)


def test_an_ambiguous_row_is_told(workspace: Workspace, make: Maker, sheet: Any) -> None:
    make.company("Acme", city="Berlin")
    make.company("ACME", city="Bonn")
    plan = imports.plan_import(workspace, sheet(["Company", "Note"], ["acme", "which?"]), "company")
    assert (plan.created, plan.updated) == (0, 1)
    assert any("fit several records" in note and "2" in note for note in plan.notes)
    imports.run_import(workspace, plan)
    assert values(workspace, "company", "city", "note") == [("Berlin", "which?"), ("Bonn", None)]


def test_a_later_group_decides_between_equals(workspace: Workspace, make: Maker, sheet: Any) -> None:
    first, second = make.company("Acme"), make.company("Beta")
    make.contact("Wang Wei", mobile="13800138000", company=first)
    make.contact("Wang Wei", mobile="13800138000", company=second)
    rows = sheet(["Full name", "Mobile", "Company", "Note"], ["Wang Wei", "13800138000", "Beta", "this one"])
    plan = imports.plan_import(workspace, rows, "contact")
    assert plan.notes == []
    imports.run_import(workspace, plan)
    assert values(workspace, "contact", "company", "note") == [("Acme", None), ("Beta", "this one")]


def test_a_second_address_finds_its_owner_and_is_the_main_one_then(
    workspace: Workspace, make: Maker, sheet: Any
) -> None:
    person = make.contact("Ana", email="first@example.com")
    with workspace.work("Second address") as work:
        work.add(registry.model("channel"), contact_id=person, kind="email", value="second@example.com")
    source = sheet(["Full name", "E-mail", "Note"], ["Ana", "Second@example.com", "found"])
    assert counts(bring(workspace, source, "contact")) == (0, 1, 0, 0)
    assert values(workspace, "contact", "email", "note") == [("Second@example.com", "found")]
    assert [row[0] for row in values(workspace, "channel", "value")] == [
        "first@example.com",
        "Second@example.com",
    ]


def test_people_known_by_nothing_but_their_name(workspace: Workspace, sheet: Any) -> None:
    """No key at all: the same row again is no second person, a row that says something else is."""
    source = sheet(["Full name", "Note"], ["Wang Wei", "tall"], ["Wang Wei", "short"], ["Wang Wei", "tall"])
    assert counts(bring(workspace, source, "contact")) == (2, 0, 1, 0)
    assert counts(bring(workspace, source, "contact")) == (0, 0, 3, 0)
    assert counts(bring(workspace, sheet(["Full name"], ["wang wei"]), "contact")) == (0, 0, 1, 0)


def test_the_trash_is_not_matched(workspace: Workspace, make: Maker, sheet: Any) -> None:
    gone = make.company("Acme", note="old")
    workspace.records.delete("company", [gone])
    person = sheet(["Full name", "Company", "E-mail"], ["Ana", "Acme", "ana@example.com"])
    bring(workspace, person, "contact")
    assert counts(bring(workspace, sheet(["Company", "Note"], ["Acme", "new"]), "company")) == (0, 1, 0, 0)
    workspace.records.restore("company", [gone])
    assert values(workspace, "company", "name", "note") == [("Acme", "old"), ("Acme", "new")]


def test_numbers_are_given(workspace: Workspace, sheet: Any, fixed_clock: Any) -> None:
    source = sheet(["Number", "Title"], [None, "a"], ["SR-0007", "b"], [None, "c"])
    bring(workspace, source, "service_request")
    numbers = [row[0] for row in values(workspace, "service_request", "number")]
    assert len(set(numbers)) == 3
    assert numbers[1] == "SR-0007"
    bring(workspace, sheet(["Title", "Priority"], ["d", "high"]), "service_request")
    assert values(workspace, "service_request", "number")[-1] == ("SR-0010",)
    bring(workspace, sheet(["Date", "Total"], [date(2026, 1, 1), 5], [date(2026, 1, 2), 6]), "sales_order")
    assert values(workspace, "sales_order", "number") == [("O-2026-0001",), ("O-2026-0002",)]


def test_parents_further_down_make_no_second_company(workspace: Workspace, make: Maker, sheet: Any) -> None:
    make.company("Holding", tax_number="DE1")
    source = sheet(
        ["Company", "Tax number", "Parent company"],
        ["Shop", None, "Group"], ["Group", None, "New Holding"], ["New Holding", "DE1", None],
    )  # fmt: skip
    assert counts(bring(workspace, source, "company")) == (2, 1, 0, 0)
    assert sorted(values(workspace, "company", "name", "parent"), key=str) == [
        ("Group", "New Holding"), ("New Holding", None), ("Shop", "Group"),
    ]  # fmt: skip
    assert counts(bring(workspace, source, "company")) == (0, 0, 3, 0)
    # In update mode a parent that is not made is no parent.
    orphan = sheet(["Company", "Parent company"], ["Shop", "Elsewhere"], ["Elsewhere", None])
    bring(workspace, orphan, "company", mode="update")
    assert ("Shop", "Group") in values(workspace, "company", "name", "parent")


def test_close_dates_of_open_opportunities(workspace: Workspace, sheet: Any) -> None:
    source = sheet(
        ["Number", "Stage", "Close date"], ["1", "Proposal", date(2027, 1, 5)], ["2", "Won", date(2026, 1, 5)]
    )
    bring(workspace, source, "opportunity")
    wanted = [("2027-01-05", None), (None, "2026-01-05")]
    assert values(workspace, "opportunity", "expected_close", "closed_on") == wanted
    assert counts(bring(workspace, source, "opportunity")) == (0, 0, 2, 0)
    later = sheet(["Number", "Close date"], ["1", date(2027, 2, 6)], ["2", date(2026, 2, 6)])
    assert counts(bring(workspace, later, "opportunity")) == (0, 2, 0, 0)
    wanted = [("2027-02-06", None), (None, "2026-02-06")]
    assert values(workspace, "opportunity", "expected_close", "closed_on") == wanted


def test_a_stage_that_an_import_changes_is_logged_and_counts(workspace: Workspace, sheet: Any) -> None:
    bring(workspace, sheet(["Number", "Stage", "Amount"], ["1", "Prospecting", 100]), "opportunity")
    bring(workspace, sheet(["Number", "Stage"], ["1", "Negotiation"]), "opportunity")
    assert values(workspace, "opportunity", "stage", "probability") == [("Negotiation", 75)]
    assert workspace.file.reader().execute("SELECT count(*) FROM stage_change").fetchone() == (1,)


def test_among_records_of_one_name_that_of_the_company_is_meant(workspace: Workspace, tmp_path: Path) -> None:
    for name in ("Acme", "Beta"):
        company = workspace.records.create("company", {"name": name})
        workspace.records.create("opportunity", {"name": "Deal", "company": company})
    source = tmp_path / "quotes.csv"
    source.write_text("Number,Company,Opportunity\nQ1,Beta,Deal\nQ2,Acme,Deal\n", encoding="utf-8")
    imports.run_import(workspace, imports.plan_import(workspace, source, "quote"))
    rows = workspace.file.reader().execute(
        "SELECT q.company_id = o.company_id FROM quote AS q JOIN opportunity AS o ON o.id = q.opportunity_id"
    )
    assert [row[0] for row in rows] == [1, 1]
    again = imports.plan_import(workspace, source, "quote")
    assert (again.created, again.updated) == (0, 0), "what was found by its company stays as it is"
