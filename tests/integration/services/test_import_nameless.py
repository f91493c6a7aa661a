"""Rows of a table of contacts that name a company and no person: they make or change the company alone."""

from __future__ import annotations

from typing import Any

import pytest

from crm_desktop.services import imports
from crm_desktop.services.import_choices import Choices
from crm_desktop.services.import_done_rows import DoneRows
from crm_desktop.services.workspace import Workspace
from tests.integration.services.import_help import bring, counts, texts

HEAD = ["First name", "Last name", "Company", "Phone", "E-mail", "City", "Job title", "Company phone"]
EVA = ["Eva", "Neu", "Acme Tools", "0711 1", "eva@acme.example", "Ulm", "Buyer", "0711 55501"]
FIRM = [None, None, "Nordwind", "030 5550200", "office@nordwind.example", "Bonn", None, None]
KEYS = ("name", "phone", "email", "city")


def planned(workspace: Workspace, table: Any, **choices: Any) -> imports.ImportPlan:
    return imports.plan_import(workspace, table, "contact", Choices(**choices))


def test_a_company_without_a_person_is_made(workspace: Workspace, sheet: Any) -> None:
    plan = planned(workspace, sheet(HEAD, EVA, FIRM))
    assert counts(plan) == (1, 1, 0, 0)
    assert "1 row names a company and no person; only the company is made or changed." in plan.notes
    assert plan.preview()[1] == (
        3,
        "changed",
        "Nordwind",
        "Company: Nordwind; Company · Phone: 030 5550200; "
        "Company · E-mail: office@nordwind.example; Company · City: Bonn",
    )
    result = imports.run_import(workspace, plan)
    assert texts(workspace, "contact", "full_name", "company", "phone") == [
        ("Eva Neu", "Acme Tools", "0711 1")
    ]
    assert sorted(texts(workspace, "company", *KEYS)) == [
        ("Acme Tools", "0711 55501", "", ""),
        ("Nordwind", "030 5550200", "office@nordwind.example", "Bonn"),
    ]
    assert DoneRows(plan).row(1).name == "Nordwind"
    workspace.history.undo(result.undo)
    assert texts(workspace, "company", "name") == texts(workspace, "contact", "full_name") == []


def test_a_present_company_is_changed(workspace: Workspace, sheet: Any) -> None:
    workspace.records.create("company", {"name": "Nordwind", "phone": "030 1"})
    table = sheet(["Name", "Company", "Phone"], ["", "Nordwind", "030 5550200"], ["", "Norda", None])
    assert counts(bring(workspace, table, "contact")) == (0, 2, 0, 0)
    assert texts(workspace, "company", "name", "phone") == [("Nordwind", "030 5550200"), ("Norda", "")]
    again = planned(workspace, table)
    assert counts(again) == (0, 0, 2, 0)
    assert again.preview()[0][2:] == ("Nordwind", "names no person, and says nothing new of the company")
    assert imports.run_import(workspace, again).undo == 0


def test_what_only_a_person_has_is_not_lost(workspace: Workspace, sheet: Any) -> None:
    titled = [*FIRM[:6], "Buyer", None]
    twofold = [*FIRM[:7], "030 99"]
    plan = planned(workspace, sheet(HEAD, titled, twofold, FIRM))
    assert counts(plan) == (0, 1, 0, 2)
    assert {one.reason for one in plan.rejected} == {"This must be filled in."}


def test_a_table_without_a_column_of_names_brings_no_companies(workspace: Workspace, sheet: Any) -> None:
    plan = planned(workspace, sheet(["Company", "Who"], ["Neu GmbH", "Eva Neu"], ["Acme Ltd", "Bo Li"]))
    assert counts(plan) == (0, 0, 0, 2)


def test_a_row_that_is_not_ticked_leaves_its_company_out(workspace: Workspace, sheet: Any) -> None:
    plan = planned(workspace, sheet(HEAD, EVA, FIRM), left_out=(3,))
    assert (counts(plan), plan.left_out) == ((1, 0, 0, 0), 1)
    imports.run_import(workspace, plan)
    assert texts(workspace, "company", "name") == [("Acme Tools",)]


@pytest.mark.parametrize(
    ("mode", "counted", "left_out"), [("create", (0, 1, 0, 0), 1), ("update", (0, 0, 0, 2), 0)]
)
def test_the_mode_holds_for_them(
    workspace: Workspace, sheet: Any, mode: str, counted: Any, left_out: int
) -> None:
    workspace.records.create("company", {"name": "Nordwind", "phone": "030 1"})
    table = sheet(["Name", "Company", "Phone"], ["", "Nordwind", "030 5550200"], ["", "Norda", None])
    plan = planned(workspace, table, mode=mode)
    assert (counts(plan), plan.left_out) == (counted, left_out)
    imports.run_import(workspace, plan)
    assert texts(workspace, "company", "name", "phone")[0] == ("Nordwind", "030 1")


def test_with_another_key_a_row_without_a_name_is_the_person_of_that(
    workspace: Workspace, sheet: Any
) -> None:
    bring(workspace, sheet(HEAD, EVA), "contact")
    table = sheet(HEAD, [None, None, "Acme Tools", "0711 2", "eva@acme.example", None, None, None])
    assert counts(bring(workspace, table, "contact", keys=["email"])) == (0, 1, 0, 0)
    assert texts(workspace, "contact", "full_name", "phone") == [("Eva Neu", "0711 2")]
