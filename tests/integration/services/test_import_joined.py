"""One sheet that holds companies and contacts together, and dated notes: one transaction, one undo."""

from __future__ import annotations

from typing import Any

import pytest

from crm_desktop.core.errors import Cancelled
from crm_desktop.core.query import ListQuery
from crm_desktop.models import registry
from crm_desktop.services import imports
from crm_desktop.services.import_choices import Choices
from crm_desktop.services.import_targets import fields_of
from crm_desktop.services.workspace import Workspace
from crm_desktop.store import fresh_documents
from tests.integration.services.import_help import bring, counts, everything, texts, values

HEADINGS = ["Name", "E-mail", "Company", "Company phone", "Industry", "公司地址", "Tax number"]
EVA = ["Eva Neu", "eva@acme.example", "Acme Tools", "0711 55501", "Tools", "Ring 1", "DE1"]
BO = ["Bo Alt", "bo@acme.example", "ACME Tools", "0711 55501", "Tools", "Ring 1", "DE1"]
LI = ["Li Wei", "li@new.example", "Neue GmbH", None, "Paper", None, None]
FIRM = ("name", "phone", "industry", "street", "tax_number")


def plan(workspace: Workspace, table: Any, entity: str = "contact", **chosen: Any) -> imports.ImportPlan:
    return imports.plan_import(workspace, table, entity, Choices(**chosen))


def test_contacts_bring_their_companies(workspace: Workspace, sheet: Any) -> None:
    table = sheet(HEADINGS, EVA, BO, LI)
    assert [one.field.key for one in plan(workspace, table).table.mapping.matched if one.field] == [
        *("full_name", "email", "company"),
        *("company.phone", "company.industry", "company.street", "company.tax_number"),
    ]
    result = bring(workspace, table, "contact")
    assert counts(result) == (3, 0, 0, 0)
    assert texts(workspace, "company", *FIRM) == [
        ("Acme Tools", "0711 55501", "Tools", "Ring 1", "DE1"),
        ("Neue GmbH", "", "Paper", "", ""),
    ]
    assert texts(workspace, "contact", "full_name", "company", "street") == [
        ("Eva Neu", "Acme Tools", ""),
        ("Bo Alt", "Acme Tools", ""),
        ("Li Wei", "Neue GmbH", ""),
    ]
    assert counts(plan(workspace, table)) == (0, 0, 3, 0)
    workspace.history.undo(result.undo)
    assert texts(workspace, "company", "name") == texts(workspace, "contact", "full_name") == []


def test_present_companies_change_cell_by_cell(workspace: Workspace, sheet: Any) -> None:
    workspace.records.create("company", {"name": "Acme Tools", "phone": "0711 999", "street": "Alt 7"})
    table = sheet(HEADINGS, EVA, BO)
    bring(workspace, sheet(["Name", "E-mail", "Company"], EVA[:3], BO[:3]), "contact")
    made = plan(workspace, table)
    assert counts(made) == (0, 1, 1, 0)
    number, state, name, text = made.preview()[0]
    assert (number, state, name) == (2, "changed", "Eva Neu")
    assert "Company · Phone: 0711 999 → 0711 55501" in text
    assert any(note.startswith("Companies: 0 new, 1 changed") for note in made.notes)
    kept = plan(workspace, table, policies={"company.phone": "fill", "company.street": "fill"})
    assert {key for cells in kept.joined[0].plan.changes.values() for key in cells} == {
        "industry",
        "tax_number",
    }
    before = texts(workspace, "company", *FIRM)
    result = imports.run_import(workspace, made)
    assert texts(workspace, "company", *FIRM) == [("Acme Tools", "0711 55501", "Tools", "Ring 1", "DE1")]
    workspace.history.undo(result.undo)
    assert texts(workspace, "company", *FIRM) == before


def test_a_new_row_tells_what_it_changes_in_its_company(workspace: Workspace, sheet: Any) -> None:
    workspace.records.create("company", {"name": "Acme Tools", "phone": "0711 999"})
    (row,) = plan(workspace, sheet(HEADINGS, EVA)).preview()
    assert row == (2, "new", "Eva Neu", "Company · Phone: 0711 999 → 0711 55501")


def test_a_company_may_have_two_phones(workspace: Workspace, sheet: Any) -> None:
    table = sheet(
        ["Name", "Company", "Company phone", "Company telephone"], ["Eva", "Acme", "0711 1", "0711 2"]
    )
    bring(workspace, table, "contact")
    phones = workspace.file.reader().execute(
        "SELECT value, is_primary FROM channel WHERE company_id IS NOT NULL ORDER BY id"
    )
    assert phones.fetchall() == [("0711 1", 1), ("0711 2", 0)]
    assert counts(plan(workspace, table)) == (0, 0, 1, 0)


def test_a_company_is_found_by_its_registration(workspace: Workspace, sheet: Any) -> None:
    workspace.records.create("company", {"name": "Acme Tools GmbH", "tax_number": "DE1"})
    bring(workspace, sheet(HEADINGS, EVA), "contact")
    assert texts(workspace, "contact", "company") == [("Acme Tools",)]
    assert len(texts(workspace, "company", "name")) == 1


def test_two_companies_of_one_name_stay_two(workspace: Workspace, sheet: Any) -> None:
    other = ["Ina", "ina@other.example", "Acme Tools", "0711 2", None, None, "DE2"]
    table = sheet(HEADINGS, EVA, other)
    bring(workspace, table, "contact")
    assert texts(workspace, "company", "tax_number") == [("DE1",), ("DE2",)]
    firms = (
        workspace.file.reader().execute("SELECT company_id FROM affiliation ORDER BY contact_id").fetchall()
    )
    assert len(set(firms)) == 2
    assert counts(plan(workspace, table)) == (0, 0, 2, 0)


def test_a_doubtful_company_waits_for_the_answer(workspace: Workspace, sheet: Any) -> None:
    workspace.records.create("company", {"name": "AcmeTools"})
    table = sheet(HEADINGS, EVA)
    made = plan(workspace, table)
    assert [(one.field, one.text, one.name) for one in made.likely] == [
        ("company", "Acme Tools", "AcmeTools")
    ]
    assert (made.joined[0].plan.created, made.joined[0].plan.changes) == (0, {})
    bring(workspace, table, "contact", decided={"company": {"Acme Tools": "AcmeTools"}})
    assert texts(workspace, "company", "name", "phone") == [("AcmeTools", "0711 55501")]


def test_a_company_with_the_same_website_is_asked(workspace: Workspace, sheet: Any) -> None:
    workspace.records.create("company", {"name": "Neue Holding", "website": "https://www.neu.example/de"})
    table = sheet(["Name", "Company", "Website", "Industry"], ["Li", "Neue GmbH", "neu.example", "Paper"])
    (asked,) = plan(workspace, table).likely
    assert (asked.text, asked.name, asked.rows) == ("Neue GmbH", "Neue Holding", 1)
    bring(workspace, table, "contact", decided={"company": {"Neue GmbH": None}})
    assert texts(workspace, "company", "name", "industry") == [("Neue Holding", ""), ("Neue GmbH", "Paper")]


def test_only_rows_that_go_in_bring_companies(workspace: Workspace, sheet: Any) -> None:
    bad = ["Bad", "no mail", "Bad Firm", "1234567", None, None, None]
    result = bring(workspace, sheet(HEADINGS, LI, bad), "contact", mode="update")
    assert (counts(result), texts(workspace, "company", "name")) == ((0, 0, 0, 1), [])
    bring(workspace, sheet(HEADINGS, LI, bad), "contact")
    assert texts(workspace, "company", "name") == [("Neue GmbH",)]


def test_rows_that_are_left_out_leave_their_companies_as_they_are(workspace: Workspace, sheet: Any) -> None:
    bring(workspace, sheet(["Name", "E-mail", "Company"], EVA[:3]), "contact")
    made = plan(workspace, sheet(HEADINGS, EVA, LI))
    first, second = (made.diff.row(entry) for entry in made.diff.entries())
    assert (first.state, second.state) == ("changed", "new")
    assert [one.text for one in first.cells][:2] == [
        "Company · Phone: 0711 55501",
        "Company · Industry: Tools",
    ]
    assert "Company · Industry: Paper" in [one.text for one in second.cells]
    without = imports.chosen(workspace, made, left_out=[2, 3])
    assert (counts(without), without.left_out) == ((0, 0, 0, 0), 2)
    assert [one.plan.created + one.plan.updated for one in without.joined] == [0]
    one = imports.chosen(workspace, without, left_out=[2])
    imports.run_import(workspace, one)
    assert texts(workspace, "company", "name", "phone") == [("Acme Tools", ""), ("Neue GmbH", "")]
    assert texts(workspace, "contact", "company") == [("Acme Tools",), ("Neue GmbH",)]


def test_notes_follow_the_record_that_a_row_is_taken_for(workspace: Workspace, sheet: Any) -> None:
    eva = workspace.records.create("contact", {"full_name": "Eva Neu", "email": "old@acme.example"})
    made = plan(workspace, sheet(["Name", "E-mail", "Call notes"], ["Eva Neu", "eva@acme.example", "Hello"]))
    taken = imports.chosen(workspace, made, twins={2: eva})
    imports.run_import(workspace, taken)
    assert texts(workspace, "contact", "full_name") == [("Eva Neu",)]
    assert texts(workspace, "activity", "body", "contact") == [("Hello", "Eva Neu")]


def test_details_of_nobody_are_told(workspace: Workspace, sheet: Any) -> None:
    made = plan(workspace, sheet(HEADINGS, ["Eva", None, None, "0711 1", None, None, None]))
    assert any("does not name (Company)" in note for note in made.notes)


def test_companies_bring_their_people(workspace: Workspace, sheet: Any) -> None:
    rows = (
        ["Company name", "Phone", "Contact person", "Contact e-mail", "联系人手机", "Contact job title"],
        ["Acme Tools", "0711 1", "Eva Neu", "eva@acme.example", "0171 5550100", "Buyer"],
        ["Acme Tools", "0711 1", "Bo Alt", None, None, None],
        ["Neue GmbH", None, None, None, None, None],
    )
    result = bring(workspace, sheet(*rows), "company")
    assert texts(workspace, "contact", "full_name", "company", "email", "mobile", "title") == [
        ("Eva Neu", "Acme Tools", "eva@acme.example", "0171 5550100", "Buyer"),
        ("Bo Alt", "Acme Tools", "", "", ""),
    ]
    assert texts(workspace, "company", "name", "phone") == [("Acme Tools", "0711 1"), ("Neue GmbH", "")]
    assert counts(plan(workspace, sheet(*rows), "company")) == (0, 0, 3, 0)
    more = [rows[0], ["Acme Tools", "0711 1", "Eva Neu", "eva@acme.example", "0171 5550100", "CEO"]]
    made = plan(workspace, sheet(*more), "company")
    assert counts(made) == (0, 1, 0, 0)
    assert "Contact · Job title: Buyer → CEO" in made.preview()[0][3]
    workspace.history.undo(result.undo)
    assert texts(workspace, "contact", "full_name") == []


def test_a_column_of_notes_becomes_dated_notes_with_their_author(workspace: Workspace, sheet: Any) -> None:
    workspace.records.create("user", {"name": "Anna"})
    rows = (
        ["Name", "E-mail", "Company", "跟进记录", "跟进日期", "记录人"],
        ["Eva Neu", "eva@acme.example", "Acme", "Wants a quote\nfor pumps", "2019-05-06", "Anna"],
        ["Eva Neu", "eva@acme.example", "Acme", "Called back", "2019-06-07", "Anna"],
        ["Li Wei", None, None, None, None, None],
    )
    result = bring(workspace, sheet(*rows), "contact")
    shown = texts(workspace, "activity", "kind", "subject", "body", "owner", "contact", "company")
    assert shown == [
        ("Note", "Wants a quote", "Wants a quote\nfor pumps", "Anna", "Eva Neu", "Acme"),
        ("Note", "Called back", "Called back", "Anna", "Eva Neu", "Acme"),
    ]
    assert [one[0][:10] for one in values(workspace, "activity", "started_at")] == [
        "2019-05-06",
        "2019-06-07",
    ]
    assert counts(plan(workspace, sheet(*rows), "contact")) == (0, 0, 3, 0)
    workspace.history.undo(result.undo)
    assert texts(workspace, "activity", "subject") == []


def test_all_is_found_where_a_process_of_its_own_makes_the_search_index(
    workspace: Workspace, sheet: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fresh_documents, "LARGE", 2)
    rows = [[*EVA, "Wants a quote"], [*BO, None], [*LI, "Call again"]]
    bring(workspace, sheet([*HEADINGS, "Call notes"], *rows), "contact")
    found = {
        (entity, words): len(workspace.lists.ids(ListQuery(entity, search=words)))
        for entity, words in (
            *(("company", "acme"), ("company", "55501"), ("company", "neue")),
            *(("contact", "acme"), ("contact", "bo@acme"), ("activity", "quote"), ("activity", "again")),
        )
    }
    assert list(found.values()) == [1, 1, 1, 2, 1, 1, 1]


def test_notes_without_a_date_leave_nothing_to_do(workspace: Workspace, sheet: Any) -> None:
    rows = (["Name", "E-mail", "Call notes"], ["Eva Neu", "eva@acme.example", "Wants a quote"])
    bring(workspace, sheet(*rows), "contact")
    open_ones = workspace.lists.ids(ListQuery("activity", conditions=registry.entity("activity").open_ones))
    assert list(open_ones) == []
    assert counts(plan(workspace, sheet(*rows))) == (0, 0, 1, 0)


def test_a_cancelled_import_leaves_nothing_and_can_be_run_again(workspace: Workspace, sheet: Any) -> None:
    made = plan(workspace, sheet(HEADINGS, EVA, LI))
    before = everything(workspace)
    calls = iter([False] * 3 + [True] * 9)
    with pytest.raises(Cancelled):
        imports.run_import(workspace, made, cancelled=lambda: next(calls))
    assert everything(workspace) == before
    imports.run_import(workspace, made)
    assert texts(workspace, "contact", "company") == [("Acme Tools",), ("Neue GmbH",)]


def test_fields_of_joined_records_are_offered() -> None:
    offered = fields_of("contact")
    assert offered["company.phone"].label == "Company · Phone"
    assert offered["activity.body"].label == "Note · Text"
    assert not {"company.name", "company.last_contact.x"} & offered.keys()
