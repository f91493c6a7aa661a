"""Saved mappings: kept under a name, recognised again by their headings, used with what was chosen, undone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from crm_desktop.core.errors import RecordProblem, UsageProblem
from crm_desktop.models import registry
from crm_desktop.services import imports
from crm_desktop.services.import_choices import Choices
from crm_desktop.services.import_look import look_at
from crm_desktop.services.import_mappings import likeness
from crm_desktop.services.workspace import Workspace
from tests.integration.services.import_help import bring, plain_csv, values

KINGDEE = ["客户", "Wer", "Nr.", "Mobiltel"]
ROW = ["Neu GmbH", "Eva Neu", "K-1", "13857123345"]
CHOSEN = {"客户": "company", "Wer": "full_name", "Nr.": "", "Mobiltel": "mobile"}


def kept(workspace: Workspace, **choices: object) -> int:
    mapping = Choices(mapping=CHOSEN, **choices)  # type: ignore[arg-type]
    return workspace.import_mappings.save("contact", "Kingdee export", KINGDEE, mapping)


def test_a_mapping_is_kept_whole(workspace: Workspace) -> None:
    kept(workspace, keys=("mobile",), mode="create", policies={"mobile": "append"})
    (found,) = workspace.import_mappings.all()
    assert (found.name, found.entity, found.headings) == ("Kingdee export", "contact", tuple(KINGDEE))
    assert found.columns == CHOSEN
    assert found.kept == {"keys": ["mobile"], "mode": "create", "policies": {"mobile": "append"}}
    assert workspace.import_mappings.all("company") == []


def test_it_is_recognised_by_its_headings_and_said(workspace: Workspace, tmp_path: Path) -> None:
    kept(workspace, keys=("mobile",), mode="create")
    source = plain_csv(
        tmp_path / "next.csv", [["wer", "NR", "客户 ", "Mobiltel."], [ROW[1], ROW[2], ROW[0], ROW[3]]]
    )
    look = look_at(workspace, source, "contact")
    assert look.recognised is not None
    assert look.recognised.name == "Kingdee export"
    assert [(one.heading, one.field.key if one.field else "", one.reason) for one in look.mapping] == [
        ("wer", "full_name", "saved"),
        ("NR", "", "saved"),
        ("客户", "company", "saved"),
        ("Mobiltel.", "mobile", "saved"),
    ]
    assert {one.certainty for one in look.mapping.matched} == {"sure"}
    assert (look.choices.keys, look.choices.mode) == (["mobile"], "create")
    plan = imports.plan_import(workspace, source, "contact")
    assert plan.notes[0] == "Recognised by its headings: saved mapping “Kingdee export”."
    assert (plan.groups, plan.choices.mode) == ((("mobile",),), "create")
    imports.run_import(workspace, plan)
    assert values(workspace, "contact", "full_name", "company", "mobile") == [
        ("Eva Neu", "Neu GmbH", "13857123345")
    ]


def test_nearly_the_same_headings_are_enough(workspace: Workspace, tmp_path: Path) -> None:
    kept(workspace)
    more = plain_csv(tmp_path / "more.csv", [[*KINGDEE, "Neues"], [*ROW, "x"]])
    assert look_at(workspace, more, "contact").recognised is not None
    other = plain_csv(tmp_path / "other.csv", [[*KINGDEE[:3], "a", "b"], [*ROW[:3], "x", "y"]])
    assert look_at(workspace, other, "contact").recognised is None
    assert look_at(workspace, more, "contact", saved="").recognised is None
    assert look_at(workspace, other, "contact", saved="Kingdee export").recognised is not None
    with pytest.raises(UsageProblem, match="Fair"):
        look_at(workspace, more, "contact", saved="Fair")


def test_what_is_chosen_now_goes_before_what_was_saved(workspace: Workspace, tmp_path: Path) -> None:
    kept(workspace, mode="update")
    source = plain_csv(tmp_path / "next.csv", [KINGDEE, ROW])
    assert bring(workspace, source, "contact").created == 0
    assert bring(workspace, source, "contact", mode="both", mapping={"Nr.": "note"}).created == 1
    assert values(workspace, "contact", "full_name", "note") == [("Eva Neu", "K-1")]


def test_a_field_that_is_gone_means_nothing(workspace: Workspace, tmp_path: Path) -> None:
    choices = Choices(mapping=CHOSEN | {"Nr.": "custom_9", "Wer": "full_name"})
    workspace.import_mappings.save("contact", "Old", KINGDEE, choices)
    look = look_at(workspace, plain_csv(tmp_path / "next.csv", [KINGDEE, ROW]), "contact")
    assert look.mapping.by_heading == CHOSEN


def test_saving_renaming_and_forgetting_can_be_undone(workspace: Workspace) -> None:
    mappings, first = workspace.import_mappings, kept(workspace)
    assert kept(workspace, mode="update") == first
    mappings.rename(first, " 金蝶 ")
    assert [one.name for one in mappings.all()] == ["金蝶"]
    second = kept(workspace)
    with pytest.raises(RecordProblem, match="already"):
        mappings.rename(second, "金蝶")
    with pytest.raises(RecordProblem, match="name"):
        mappings.rename(second, "  ")
    mappings.delete(first)
    assert [one.name for one in mappings.all()] == ["Kingdee export"]
    workspace.history.undo_last()
    assert {one.name for one in mappings.all()} == {"金蝶", "Kingdee export"}


def test_a_mapping_of_columns_only_is_read_too(workspace: Workspace) -> None:
    with workspace.work("Mapping") as work:
        content = {"headings": json.dumps(["columns"]), "mapping": json.dumps({"columns": "full_name"})}
        work.add(registry.model("import_mapping"), name="Fair", entity="contact", **content)
    fair = workspace.import_mappings.named("Fair")
    assert fair is not None
    assert (fair.columns, fair.kept) == ({"columns": "full_name"}, {})


def test_likeness_of_headings() -> None:
    assert likeness(["E-Mail", "Name"], ["name", "EMAIL"]) == 1.0
    assert likeness(["a", "b", "c", "d", "e"], ["a", "b", "c", "d"]) == 0.8
    assert likeness([], []) == 0.0
    assert likeness(["?"], ["!"]) == 0.0


def test_what_goes_with_a_missing_column_is_left_away(workspace: Workspace, tmp_path: Path) -> None:
    headings, row = [*KINGDEE, "Ort"], [*ROW, "Ulm"]
    choices = Choices(
        mapping=CHOSEN | {"Ort": "city"},
        keys=("mobile", "city"),
        policies={"city": "fill", "mobile": "append"},
    )
    workspace.import_mappings.save("contact", "With town", headings, choices)
    plan = imports.plan_import(workspace, plain_csv(tmp_path / "next.csv", [KINGDEE, row[:4]]), "contact")
    assert (list(plan.choices.keys), dict(plan.choices.policies)) == (["mobile"], {"mobile": "append"})


def test_saved_headings_help_to_find_their_row(workspace: Workspace, tmp_path: Path) -> None:
    headings = ["Wer", "Nr.", "Bem."]
    workspace.import_mappings.save("contact", "Kartei", headings, Choices(mapping={"Wer": "full_name"}))
    titles = ["Alle Kunden", "Stand", "Mai"]
    source = plain_csv(
        tmp_path / "kartei.csv", [titles, headings, ["Eva Neu", "7", "x"], ["Bo Li", "8", "y"]]
    )
    look = look_at(workspace, source, "contact")
    assert (look.heading_row, look.recognised is not None) == (2, True)
