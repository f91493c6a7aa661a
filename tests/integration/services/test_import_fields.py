"""Columns that become custom fields: made and filled in the same transaction, found in lists and exports, undone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from crm_desktop.core.errors import Cancelled, UsageProblem
from crm_desktop.core.query import ListQuery
from crm_desktop.services import exports, imports
from crm_desktop.services.import_choices import Choices
from crm_desktop.services.import_look import look_at
from crm_desktop.services.workspace import Workspace
from tests.integration.services.import_help import bring, counts, everything, texts

ROWS = (
    ["Name", "累计消费", "Favourite colour", "Code = old", "Since"],
    ["Eva", "€186,400.00", "red", "K-1", "2020-01-02"],
    ["Li", 22400, "blue", "K-2", None],
    ["Bo", None, "Red ", None, "2021-03-04"],
)
WANTED = {"累计消费": "", "Favourite colour": "option", "Code = old": "text", "Since": ""}
KEYS = ("custom_leijixiaofei", "custom_favouritecolour", "custom_codeold", "custom_since")


def test_kinds_are_proposed(workspace: Workspace, sheet: Any) -> None:
    plan = imports.plan_import(workspace, sheet(*ROWS), "contact")
    expected = {"累计消费": "money", "Favourite colour": "text", "Code = old": "text", "Since": "day"}
    assert plan.table.proposed == expected
    look = look_at(workspace, sheet(*ROWS), "contact")
    assert look.proposed == {"Name": "text", **expected}


def test_columns_become_fields_that_are_filled_at_once(workspace: Workspace, sheet: Any) -> None:
    result = bring(workspace, sheet(*ROWS), "contact", new_fields=WANTED)
    assert counts(result) == (3, 0, 0, 0)
    fields = {one.key: one.label for one in workspace.lists.fields("contact") if one.key in KEYS}
    assert fields == dict(zip(KEYS, WANTED, strict=True))
    assert texts(workspace, "contact", "full_name", *KEYS) == [
        ("Eva", "€\u202f186,400", "red", "K-1", "2 Jan 2020"),
        ("Li", "€\u202f22,400", "blue", "K-2", ""),
        ("Bo", "", "red", "", "4 Mar 2021"),
    ]
    assert [one.name for one in workspace.lists.options("contact_favouritecolour")] == ["red", "blue"]
    assert len(workspace.lists.ids(ListQuery("contact", search="K-2"))) == 1


def test_the_same_table_again_fills_the_fields_that_there_are(workspace: Workspace, sheet: Any) -> None:
    bring(workspace, sheet(*ROWS), "contact", new_fields=WANTED)
    again = imports.plan_import(workspace, sheet(*ROWS), "contact")
    assert (again.table.proposed, counts(again)) == ({}, (0, 0, 3, 0))
    rows = [ROWS[0], ["Li", 30000, "green", "K-2", "2022-05-06"]]
    assert counts(bring(workspace, sheet(*rows), "contact", keys=["full_name"])) == (0, 1, 0, 0)
    assert texts(workspace, "contact", *KEYS)[1] == ("€\u202f30,000", "green", "K-2", "6 May 2022")


def test_a_field_of_the_same_name_and_kind_is_taken_and_not_made_twice(
    workspace: Workspace, sheet: Any
) -> None:
    bring(workspace, sheet(*ROWS), "contact", new_fields=WANTED)
    again = imports.plan_import(workspace, sheet(*ROWS), "contact", Choices(new_fields=WANTED))
    assert (again.table.new_fields, counts(again)) == ([], (0, 0, 3, 0))
    before = [one.key for one in workspace.lists.fields("contact")]
    other = sheet(["Name", "FAVOURITE COLOUR", "Code = old"], ["Li", "green", "2020-01-02"])
    kinds = {"FAVOURITE COLOUR": "option", "Code = old": "day"}
    bring(workspace, other, "contact", new_fields=kinds, keys=["full_name"])
    assert [one.key for one in workspace.lists.fields("contact") if one.key not in before] == [
        "custom_codeold_2"
    ]
    shown = texts(workspace, "contact", "custom_favouritecolour", "custom_codeold", "custom_codeold_2")
    assert shown[1] == ("green", "K-2", "2 Jan 2020")


def test_a_field_that_another_column_fills_is_not_taken(workspace: Workspace, sheet: Any) -> None:
    bring(workspace, sheet(["Name", "Loves"], ["Li", "tea"]), "contact", new_fields={"Loves": "text"})
    table = sheet(["Name", "Loves", "Likes"], ["Li", "coffee", "mate"])
    answers = {"mapping": {"Likes": "custom_loves"}, "new_fields": {"Loves": "text"}, "keys": ["full_name"]}
    bring(workspace, table, "contact", **answers)
    assert texts(workspace, "contact", "custom_loves", "custom_loves_2") == [("mate", "coffee")]


def test_present_records_get_the_new_fields(workspace: Workspace, sheet: Any) -> None:
    workspace.records.create("contact", {"full_name": "Eva"})
    table = sheet(["Name", "Hat size"], ["Eva", 57])
    result = bring(workspace, table, "contact", new_fields={"Hat size": ""}, keys=["full_name"])
    assert counts(result) == (0, 1, 0, 0)
    assert texts(workspace, "contact", "custom_hatsize") == [("57",)]
    more = sheet(["Name", "Motto", "City", "Mobile"], ["Eva", "Always onwards", "Ulm", "0171 5550111"])
    bring(workspace, more, "contact", new_fields={"Motto": "text"}, keys=["full_name"])
    assert texts(workspace, "contact", "custom_motto", "city", "mobile") == [
        ("Always onwards", "Ulm", "0171 5550111")
    ]
    for words in ("onwards", "ulm", "5550111"):
        assert len(workspace.lists.ids(ListQuery("contact", search=words))) == 1


def test_undo_takes_the_fields_back(workspace: Workspace, sheet: Any) -> None:
    before = len(workspace.lists.fields("contact"))
    result = bring(workspace, sheet(*ROWS), "contact", new_fields=WANTED)
    workspace.history.undo(result.undo)
    assert len(workspace.lists.fields("contact")) == before
    assert workspace.lists.options("contact_favouritecolour") == []
    bring(workspace, sheet(*ROWS), "contact", new_fields=WANTED)
    assert [one.key for one in workspace.lists.fields("contact")[-4:]] == list(KEYS)


def test_undo_keeps_a_field_that_somebody_filled_since(workspace: Workspace, sheet: Any) -> None:
    mine = workspace.records.create("contact", {"full_name": "Mine"})
    result = bring(workspace, sheet(*ROWS), "contact", new_fields=WANTED)
    workspace.records.save("contact", mine, {"custom_codeold": "K-9"})
    workspace.history.undo(result.undo)
    assert [one.key for one in workspace.lists.fields("contact")[-1:]] == ["custom_codeold"]
    assert texts(workspace, "contact", "full_name", "custom_codeold") == [("Mine", "K-9")]


def test_undo_says_whose_values_keep_a_field(workspace: Workspace, sheet: Any) -> None:
    result = bring(workspace, sheet(*ROWS), "contact", new_fields={"Code = old": "text"})
    for name in ("O'Brien", "张三", "Łukasz", "=1+1"):
        workspace.records.create("contact", {"full_name": name, "custom_codeold": "X"})
    report = workspace.history.undo(result.undo)
    (kept,) = [one for one in report.kept if one.table == "custom_field"]
    assert kept.text == "Code = old (needed by O'Brien, 张三, Łukasz and 1 more)"
    tagged = bring(workspace, sheet(["Name", "Tags"], ["Zoë", "fair"]), "contact")
    workspace.records.create("company", {"name": "Acme", "tags": ("fair",)})
    report = workspace.history.undo(tagged.undo)
    assert [one.text for one in report.kept] == ["fair (needed by Acme)"]


def test_a_cancelled_import_leaves_no_field(workspace: Workspace, sheet: Any) -> None:
    plan = imports.plan_import(workspace, sheet(*ROWS), "contact", Choices(new_fields=WANTED))
    before = everything(workspace)
    with pytest.raises(Cancelled):
        imports.run_import(workspace, plan, cancelled=lambda: True)
    assert everything(workspace) == before
    assert imports.run_import(workspace, plan).created == 3
    assert texts(workspace, "contact", "custom_codeold")[0] == ("K-1",)


def test_fields_go_out_and_come_back(workspace: Workspace, sheet: Any, tmp_path: Path) -> None:
    bring(workspace, sheet(*ROWS), "contact", new_fields=WANTED)
    out = tmp_path / "out.xlsx"
    exports.export_list(workspace, ListQuery("contact"), out)
    plan = imports.plan_import(workspace, out, "contact")
    assert counts(plan) == (0, 0, 3, 0)
    assert {one.key for one in plan.table.fields} >= set(KEYS)


def test_a_value_that_does_not_fit_keeps_its_row_out(workspace: Workspace, sheet: Any) -> None:
    table = sheet(["Name", "Hat size"], ["Eva", 57], ["Li", "large"])
    assert counts(bring(workspace, table, "contact", new_fields={"Hat size": "number"})) == (1, 0, 0, 1)


def test_what_cannot_become_a_field(workspace: Workspace, sheet: Any) -> None:
    table = sheet(*ROWS)
    with pytest.raises(UsageProblem, match="“Sinc”"):
        imports.plan_import(workspace, table, "contact", Choices(new_fields={"Sinc": "day"}))
    with pytest.raises(UsageProblem, match="“date” is no kind"):
        imports.plan_import(workspace, table, "contact", Choices(new_fields={"Since": "date"}))
