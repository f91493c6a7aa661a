"""Parents that close a circle in an import: the row keeps its other values, and says that the parent is left out."""

from __future__ import annotations

from pathlib import Path

from crm_desktop.services import import_aftermath, imports
from crm_desktop.services.import_choices import Choices
from crm_desktop.services.workspace import Workspace
from tests.conftest import Maker, check_sound
from tests.integration.services.import_help import bring, counts, plain_csv, texts

HEAD = ["Name", "Parent company", "City"]


def test_in_one_file(workspace: Workspace, tmp_path: Path) -> None:
    rows = [
        ["Alpha", "Beta", "Rome"], ["Beta", "Gamma", "Oslo"], ["Gamma", "Alpha", "Paris"],
        ["Self GmbH", "Self GmbH", "Bonn"], ["Shop", "Alpha", "Kyiv"],
    ]  # fmt: skip
    source = plain_csv(tmp_path / "a.csv", [HEAD, *rows])
    plan = imports.plan_import(workspace, source, "company")
    by_name = {row.name: row for row in map(plan.diff.row, plan.diff.entries())}
    assert by_name["Gamma"].notes == (
        "Parent company: “Alpha” belongs to this record already, so it cannot stand above it.",
    )
    assert [cell.text for cell in by_name["Gamma"].cells] == ["City: Paris"]
    assert by_name["Self GmbH"].notes == ("Parent company: A record cannot stand above itself.",)
    said = "“Parent company” is left out in 2 rows whose records would stand above themselves: row 4, 5."
    assert said in plan.notes
    assert counts(imports.run_import(workspace, plan)) == (5, 0, 0, 0)
    assert said in import_aftermath.sentences(plan)
    assert texts(workspace, "company", "name", "parent", "city") == [
        ("Alpha", "Beta", "Rome"), ("Beta", "Gamma", "Oslo"), ("Gamma", "", "Paris"), ("Self GmbH", "", "Bonn"),
        ("Shop", "Alpha", "Kyiv"),
    ]  # fmt: skip
    again = imports.plan_import(workspace, source, "company")
    assert counts(again) == (0, 0, 5, 0)
    assert said in again.notes
    check_sound(workspace)


def test_with_present_ones(workspace: Workspace, make: Maker, tmp_path: Path) -> None:
    office = make.company("Head Office")
    branch = make.company("Branch A", parent=office)
    make.company("Shop", parent=branch)
    source = plain_csv(tmp_path / "a.csv", [HEAD, ["Head Office", "Shop", "Rome"], ["New", "Shop", "Oslo"]])
    plan = imports.plan_import(workspace, source, "company")
    assert counts(imports.run_import(workspace, plan)) == (1, 1, 0, 0)
    told = texts(workspace, "company", "name", "parent", "city")
    assert told[0] == ("Head Office", "", "Rome")
    assert told[3] == ("New", "Shop", "Oslo")
    assert len([one for one in plan.notes if one.endswith("row 2.")]) == 1
    check_sound(workspace)


def test_what_a_later_row_makes_possible_is_taken(workspace: Workspace, make: Maker, tmp_path: Path) -> None:
    office = make.company("Head Office")
    make.company("Branch A", parent=office)
    rows = [["Head Office", "Branch A", ""], ["Branch A", "Holding", ""], ["Holding", "", ""]]
    plan = imports.plan_import(workspace, plain_csv(tmp_path / "a.csv", [HEAD, *rows]), "company")
    imports.run_import(workspace, plan)
    assert sorted(texts(workspace, "company", "name", "parent")) == [
        *(("Branch A", "Holding"), ("Head Office", "Branch A"), ("Holding", "")),
    ]
    assert plan.notes == []


def test_a_row_left_out_closes_no_circle(workspace: Workspace, tmp_path: Path) -> None:
    source = plain_csv(
        tmp_path / "a.csv", [HEAD, ["Alpha", "Beta", ""], ["Beta", "Alpha", ""], ["Beta", "", "Rome"]]
    )
    plan = imports.plan_import(workspace, source, "company")
    assert [row.notes for row in map(plan.diff.row, plan.diff.entries())][1] != ()
    assert any("stand above" in one for one in plan.notes)
    other = imports.chosen(workspace, plan, left_out=[2])
    assert not any("stand above" in one for one in other.notes)
    bring(workspace, source, "company", left_out=[2])
    assert dict(texts(workspace, "company", "name", "parent")) in (
        {"Beta": "Alpha", "Alpha": ""},
        {"Beta": ""},
    )


def test_companies_of_contacts(workspace: Workspace, make: Maker, tmp_path: Path) -> None:
    office = make.company("Head Office")
    make.company("Branch A", parent=office)
    head = ["Full name", "Company", "Parent company"]
    rows = [["Ann", "Head Office", "Branch A"], ["Bo", "Red", "Blue"], ["Cy", "Blue", "Red"]]
    source = plain_csv(tmp_path / "a.csv", [head, *rows])
    plan = imports.plan_import(workspace, source, "contact", Choices())
    assert [len(row.notes) for row in map(plan.diff.row, plan.diff.entries())] == [1, 0, 1]
    said = "“Parent company” is left out in 2 rows whose records would stand above themselves: row 2, 4."
    assert said in plan.notes
    imports.run_import(workspace, plan)
    assert said in import_aftermath.sentences(plan)
    assert texts(workspace, "contact", "full_name", "company") == [
        ("Ann", "Head Office"),
        ("Bo", "Red"),
        ("Cy", "Blue"),
    ]
    assert sorted(texts(workspace, "company", "name", "parent")) == [
        *(("Blue", ""), ("Branch A", "Head Office"), ("Head Office", ""), ("Red", "Blue")),
    ]
    check_sound(workspace)
