"""Companies that are named in two forms: never made a second time without being asked about."""

from __future__ import annotations

from typing import Any

import pytest

from crm_desktop.services import import_named, imports
from crm_desktop.services.import_choices import Choices
from crm_desktop.services.workspace import Workspace
from tests.conftest import Maker
from tests.integration.services.import_help import bring, counts, texts

HEAD = ["Full name", "Email", "Company"]


def planned(workspace: Workspace, source: Any, **choices: Any) -> imports.ImportPlan:
    return imports.plan_import(workspace, source, "contact", Choices(**choices))


def asked(plan: imports.ImportPlan) -> list[tuple[str, str, int]]:
    return [(one.text, one.name, one.rows) for one in plan.likely]


@pytest.mark.parametrize("small", [5_000, 0])
@pytest.mark.parametrize(
    ("present", "said"),
    [
        ("Laguna Limited", "Laguna Ltd"),
        ("Laguna Ltd", "Laguna"),
        ("Stone GmbH", "Stone"),
        ("Roy AG", "Roy"),
        ("Roy", "Roy AG"),
        ("成都云帆食品股份有限公司", "成都云帆食品"),
    ],
)
def test_another_form_of_a_present_company_is_asked_about(
    workspace: Workspace,
    make: Maker,
    sheet: Any,
    monkeypatch: pytest.MonkeyPatch,
    present: str,
    said: str,
    small: int,
) -> None:
    monkeypatch.setattr(import_named, "SMALL", small)  # 0: as in a file of many companies
    make.company(present)
    source = sheet(HEAD, ["Bob", "bob@x.example", said], ["Ann", "ann@x.example", said])
    plan = planned(workspace, source)
    assert asked(plan) == [(said, present, 2)]
    assert plan.made == {}
    note = f"Company is left out in 2 rows, as nobody has decided what is meant: {said} ({present}?)."
    assert note in plan.notes
    bring(workspace, source, "contact", decided={"company": {said: present}})
    assert texts(workspace, "company", "name") == [(present,)]
    assert texts(workspace, "contact", "company") == [(present,), (present,)]


@pytest.mark.parametrize("small", [5_000, 0])
def test_all_companies_that_a_name_may_be_are_offered(
    workspace: Workspace, make: Maker, sheet: Any, monkeypatch: pytest.MonkeyPatch, small: int
) -> None:
    monkeypatch.setattr(import_named, "SMALL", small)
    for name in ("Acme Trading Ltd", "Acme Trading GmbH", "Acme Trading Limited"):
        make.company(name)
    people = ["Ann", "ann@x.example", "Acme Trading"], ["Bob", "bob@x.example", "ACME Trading G.m.b.H."]
    plan = planned(workspace, sheet(HEAD, *people))
    assert [(one.name, one.others) for one in plan.likely] == [
        ("Acme Trading Ltd", ("Acme Trading GmbH", "Acme Trading Limited")),
        ("Acme Trading GmbH", ("Acme Trading Ltd", "Acme Trading Limited")),
    ]


@pytest.mark.parametrize("said", ["Laguna", "LAGUNA", "laguna"])
@pytest.mark.parametrize("more", [[], ["Website"]])
def test_a_name_in_other_letters_is_the_same_question(
    workspace: Workspace, make: Maker, sheet: Any, said: str, more: list[str]
) -> None:
    make.company("Laguna Limited")
    beside = ["www.laguna.example"] * len(more)
    rows = [
        ["Bob", "bob@x.example", "Laguna"],
        ["Ann", "ann@x.example", "LAGUNA"],
        ["Cy", "cy@x.example", "Laguna"],
    ]
    source = sheet([*HEAD, *more], *([*row, *beside] for row in rows))
    plan = planned(workspace, source)
    assert asked(plan) == [("Laguna", "Laguna Limited", 3)]
    assert plan.made == {}
    bring(workspace, source, "contact", decided={"company": {said: "Laguna Limited"}})
    assert texts(workspace, "company", "name") == [("Laguna Limited",)]
    assert texts(workspace, "contact", "company") == [("Laguna Limited",)] * 3


def test_what_is_answered_to_be_new_is_made(workspace: Workspace, make: Maker, sheet: Any) -> None:
    make.company("Stone GmbH")
    source = sheet(HEAD, ["Bob", "bob@x.example", "Stone"])
    bring(workspace, source, "contact", decided={"company": {"Stone": None}})
    assert texts(workspace, "contact", "company") == [("Stone",)]
    assert len(texts(workspace, "company", "name")) == 2


@pytest.mark.parametrize("policy", ["overwrite", "erase"])
def test_a_record_that_has_such_a_company_keeps_it(workspace: Workspace, sheet: Any, policy: str) -> None:
    bring(workspace, sheet(HEAD, ["Bob Stone", "bob@x.example", "Stone GmbH"]), "contact")
    plan = planned(
        workspace,
        sheet(HEAD, ["Bob Stone", "bob@x.example", "Stone"]),
        keys=["email"],
        policies={"company": policy},
    )
    assert counts(plan) == (0, 0, 1, 0)
    imports.run_import(workspace, plan)
    assert texts(workspace, "contact", "company") == [("Stone GmbH",)]


@pytest.mark.parametrize(
    ("names", "fullest"),
    [
        (["Laguna", "Laguna Ltd", "LAGUNA", "Laguna Limited"], "Laguna Limited"),
        (["成都云帆食品", "成都云帆食品股份有限公司"], "成都云帆食品股份有限公司"),
    ],
)
def test_two_forms_in_one_table_become_one_company(
    workspace: Workspace, sheet: Any, names: list[str], fullest: str
) -> None:
    people = [[f"Person {at}", f"p{at}@x.example", name] for at, name in enumerate(names)]
    bring(workspace, sheet(HEAD, *people), "contact")
    assert texts(workspace, "company", "name") == [(fullest,)]
    assert texts(workspace, "contact", "company") == [(fullest,)] * len(names)


def test_that_two_forms_become_one_is_said_and_is_so_at_the_next_import(
    workspace: Workspace, sheet: Any
) -> None:
    source = sheet(HEAD, ["Ana", "a@x.example", "Firm A"], ["Ben", "b@x.example", "Firm A Ltd"])
    said = "Taken as one company, as only the legal form differs: “Firm A” as “Firm A Ltd”."
    for expected in ((2, 0, 0, 0), (0, 0, 2, 0)):
        plan = planned(workspace, source)
        assert (asked(plan), counts(plan)) == ([], expected)
        assert said in plan.notes
        imports.run_import(workspace, plan)
    assert texts(workspace, "company", "name") == [("Firm A Ltd",)]


def test_a_short_name_is_asked_about_where_several_companies_have_it(
    workspace: Workspace, make: Maker, sheet: Any
) -> None:
    make.company("Stone GmbH")
    make.company("Stone AG")
    source = sheet(HEAD, ["Ann", "ann@x.example", "Stone"], ["Bob", "bob@x.example", "Stone GmbH"])
    assert [text for text, *_rest in asked(planned(workspace, source))] == ["Stone"]


@pytest.mark.parametrize("answer", ["Stone GmbH", None])
def test_other_forms_in_one_table_are_asked_about(
    workspace: Workspace, sheet: Any, answer: str | None
) -> None:
    source = sheet(HEAD, ["Ann", "ann@x.example", "Stone AG"], ["Bob", "bob@x.example", "Stone GmbH"])
    plan = planned(workspace, source)
    assert asked(plan) == [("Stone AG", "Stone GmbH", 1)]
    assert plan.made == {"company": ["Stone GmbH"]}
    bring(workspace, source, "contact", decided={"company": {"Stone AG": answer}})
    assert texts(workspace, "contact", "company") == [(answer or "Stone AG",), ("Stone GmbH",)]


def test_towns_in_brackets_tell_firms_apart(workspace: Workspace, sheet: Any) -> None:
    source = sheet(
        HEAD, ["A", "a@x.example", "Laguna (Berlin) Ltd"], ["B", "b@x.example", "Laguna (Madrid) Ltd"]
    )
    assert asked(planned(workspace, source)) == []
    bring(workspace, source, "contact")
    assert len(texts(workspace, "company", "name")) == 2


@pytest.mark.parametrize("few", [8, 0])
def test_a_company_of_many_is_found_by_its_name(
    workspace: Workspace, make: Maker, sheet: Any, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    monkeypatch.setattr(import_named, "SMALL", 0)
    monkeypatch.setattr(import_named, "FEW", few)  # 0: by the index, as where the table names few of them
    first = make.company("Łukasz Optik")
    make.company("Beta")
    make.company("Łukasz Optik")
    names = ("Łukasz Optik", "ŁUKASZ  optik", "Gamma")
    plan = planned(
        workspace, sheet(HEAD, *(["Ann", f"a{at}@x.example", one] for at, one in enumerate(names)))
    )
    assert plan.resolved["company"].ids == dict.fromkeys(names[:2], first)
    assert plan.made == {"company": ["Gamma"]}


def test_a_row_of_the_table_is_nearer_than_a_record_of_such_a_name(
    workspace: Workspace, make: Maker, sheet: Any
) -> None:
    make.company("Beta")
    source = sheet(["Name", "Parent company"], ["Beta Ltd", ""], ["Zeta", "Beta Ltd"])
    plan = imports.plan_import(workspace, source, "company", Choices())
    assert asked(plan) == []
    imports.run_import(workspace, plan)
    assert ("Zeta", "Beta Ltd") in texts(workspace, "company", "name", "parent")
