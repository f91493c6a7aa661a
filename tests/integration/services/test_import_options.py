"""Words that an option list does not have: named by the plan, added or left out as one likes, taken back by undo."""

from __future__ import annotations

from typing import Any

import pytest

from crm_desktop.core.errors import UsageProblem
from crm_desktop.services import imports
from crm_desktop.services.import_choices import Choices
from crm_desktop.services.workspace import Workspace
from tests.integration.services.import_help import bring, counts, texts

ROWS = (
    ["Name", "Level", "Industry", "Note"],
    ["Eins GmbH", "VIP", "Beekeeping", None],
    ["Zwei GmbH", "VIP+", "Beekeeping", None],
    ["Drei GmbH", "vip", "Retail ", None],
)


@pytest.fixture
def lists(workspace: Workspace) -> Workspace:
    workspace.records.create("option", {"set_name": "level", "label_en": "VIP", "label_zh": "贵宾"})
    workspace.records.create("option", {"set_name": "industry", "label_en": "Retail"})
    return workspace


def entries(workspace: Workspace, name: str) -> list[str]:
    return [one.name for one in workspace.lists.options(name)]


def test_the_plan_names_new_words_with_counts_and_near_entries(lists: Workspace, sheet: Any) -> None:
    plan = imports.plan_import(lists, sheet(*ROWS), "company")
    found = {(one.field, one.text): (one.rows, one.near, one.added) for one in plan.unknown_words}
    assert found == {("level", "VIP+"): (1, "VIP", True), ("industry", "Beekeeping"): (2, "", True)}
    assert "New in the list of “Industry”: Beekeeping." in plan.notes


def test_signs_tell_entries_apart(lists: Workspace, sheet: Any) -> None:
    bring(lists, sheet(*ROWS), "company")
    assert texts(lists, "company", "level") == [("VIP",), ("VIP+",), ("VIP",)]
    again = imports.plan_import(lists, sheet(*ROWS), "company")
    assert counts(again) == (0, 0, 3, 0)
    assert again.unknown_words == []
    bring(lists, sheet(["Name", "Level"], ["Eins GmbH", "VIP+"]), "company")
    assert texts(lists, "company", "level")[0] == ("VIP+",)


def test_only_the_chosen_lists_take_new_words(lists: Workspace, sheet: Any) -> None:
    before = entries(lists, "industry")
    bring(lists, sheet(*ROWS), "company", new_options=["level"])
    assert texts(lists, "company", "level", "industry", "note") == [
        ("VIP", "", "Industry: Beekeeping"),
        ("VIP+", "", "Industry: Beekeeping"),
        ("VIP", "Retail", ""),
    ]
    assert "VIP+" in entries(lists, "level")
    assert entries(lists, "industry") == before
    plan = imports.plan_import(lists, sheet(*ROWS), "company", Choices(new_options=[]))
    assert "Left out, because not in the list of “Industry”: Beekeeping." in plan.notes
    assert plan.updated == 0  # what is not in the list changes nothing


def test_a_word_may_be_taken_for_an_entry(lists: Workspace, sheet: Any) -> None:
    bring(
        lists, sheet(*ROWS), "company", decided={"level": {"VIP+": "VIP"}, "industry": {"Beekeeping": None}}
    )
    assert texts(lists, "company", "level") == [("VIP",)] * 3
    assert "VIP+" not in entries(lists, "level")
    assert "Beekeeping" in entries(lists, "industry")


def test_one_word_may_be_added_alone(lists: Workspace, sheet: Any) -> None:
    decided = {"level": {"VIP+": None}}
    bring(lists, sheet(*ROWS), "company", new_options=[], decided=decided)
    assert texts(lists, "company", "level", "industry")[1] == ("VIP+", "")


def test_undo_takes_new_entries_back_unless_they_are_used(lists: Workspace, sheet: Any) -> None:
    result = bring(lists, sheet(*ROWS), "company")
    ids = {one.name: one.id for one in lists.lists.options("level")}
    lists.records.create("company", {"name": "Mine", "level": ids["VIP+"]})
    report = lists.history.undo(result.undo)
    assert "VIP+" in entries(lists, "level")
    assert "Beekeeping" not in entries(lists, "industry")
    assert [one.name for one in report.kept] == ["VIP+"]
    assert texts(lists, "company", "name", "level") == [("Mine", "VIP+")]


def test_only_lists_take_words(lists: Workspace, sheet: Any) -> None:
    with pytest.raises(UsageProblem, match="“Name” has no list"):
        imports.plan_import(lists, sheet(*ROWS), "company", Choices(new_options=["name"]))
    with pytest.raises(UsageProblem, match="“size”"):
        imports.plan_import(lists, sheet(*ROWS), "company", Choices(new_options=["size"]))


def test_closed_vocabularies_take_none(workspace: Workspace, sheet: Any) -> None:
    table = sheet(["Name", "Gender"], ["Eva", "woman?"])
    assert counts(bring(workspace, table, "contact")) == (0, 0, 0, 1)
    with pytest.raises(UsageProblem, match="“Gender” has no list"):
        imports.plan_import(workspace, table, "contact", Choices(new_options=["gender"]))
