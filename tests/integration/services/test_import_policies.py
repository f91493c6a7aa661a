"""What a cell does to a filled field, chosen by column: overwrite, fill empty ones, append, erase."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from crm_desktop.core.errors import UsageProblem
from crm_desktop.core.query import ListQuery
from crm_desktop.services import imports
from crm_desktop.services.import_choices import Choices
from crm_desktop.services.workspace import Workspace
from tests.integration.services.import_help import bring, everything, values, xlsx

HEAD = ["Full name", "E-mail", "Job title", "Level", "Tags", "Note", "Mobile", "Company"]
FIRST = ["Ann", "ann@x.example", "Buyer", "A", "old", "First words", "13800000001", "Acme"]
SECOND = ["Ann", "ann@x.example", "Boss", "B", "new", "Second words", "13800000002", "Other"]
EMPTY = ["Ann", "ann@x.example", None, None, None, None, None, None]


@pytest.fixture
def ann(workspace: Workspace, tmp_path: Path) -> Workspace:
    """A file with one contact."""
    bring(workspace, xlsx(tmp_path / "first.xlsx", [HEAD, FIRST]), "contact")
    return workspace


def change(workspace: Workspace, folder: Path, row: list[Any], **policies: str) -> list[str]:
    """Import one row over the contact; returns what the preview says."""
    source = xlsx(folder / "second.xlsx", [HEAD, row])
    plan = imports.plan_import(workspace, source, "contact", Choices(policies=policies))
    told = [text for _number, _state, _name, text in plan.preview()]
    imports.run_import(workspace, plan)
    assert workspace.problems() == []
    return told


def shown(workspace: Workspace) -> tuple[Any, ...]:
    """Return what the contact is."""
    return values(workspace, "contact", "title", "level", "note", "mobile", "company")[0]


def test_overwriting_is_what_happens_unasked(ann: Workspace, tmp_path: Path) -> None:
    change(ann, tmp_path, SECOND)
    assert shown(ann) == ("Boss", "B", "Second words", "13800000002", "Other")
    change(ann, tmp_path, EMPTY)
    assert shown(ann) == ("Boss", "B", "Second words", "13800000002", "Other")


def test_fill_leaves_what_is_there(ann: Workspace, tmp_path: Path) -> None:
    policies = dict.fromkeys(("title", "level", "note", "mobile", "company"), "fill")
    assert change(ann, tmp_path, SECOND, **policies) == ["Tags: old → old, new"]
    assert shown(ann) == ("Buyer", "A", "First words", "13800000001", "Acme")
    ann.records.save("contact", ann.lists.ids(ListQuery("contact"))[0], {"title": None})
    change(ann, tmp_path, SECOND, **policies)
    assert shown(ann)[0] == "Boss"


def test_append_joins_texts_and_channels_once(ann: Workspace, tmp_path: Path) -> None:
    policies = {"note": "append", "title": "append", "mobile": "append"}
    for _again in range(2):
        change(ann, tmp_path, SECOND, **policies)
    assert shown(ann) == ("Buyer; Boss", "B", "First words\nSecond words", "13800000001", "Other")
    sql = "SELECT value, is_primary FROM channel WHERE kind = 'mobile' AND deleted_at IS NULL ORDER BY id"
    assert ann.file.reader().execute(sql).fetchall() == [("13800000001", 1), ("13800000002", 0)]


def test_erase_empties_what_the_table_leaves_empty_and_comes_back(ann: Workspace, tmp_path: Path) -> None:
    before = shown(ann)
    policies = dict.fromkeys(("title", "level", "note", "mobile", "company", "tags"), "erase")
    (told,) = change(ann, tmp_path, EMPTY, **policies)
    assert "Job title: Buyer → empty" in told
    assert "Mobile: 13800000001 → empty" in told
    assert shown(ann) == (None, None, None, None, None)
    ann.history.undo_last()
    assert shown(ann) == before


@pytest.mark.parametrize(
    ("key", "policy"),
    [
        ("full_name", "erase"),
        ("full_name", "append"),
        ("level", "append"),
        ("level", "shout"),
        ("shoe", "fill"),
    ],
)
def test_what_is_not_possible_is_said_before_anything_is_written(
    ann: Workspace, tmp_path: Path, key: str, policy: str
) -> None:
    before = everything(ann)
    with pytest.raises(UsageProblem):
        change(ann, tmp_path, SECOND, **{key: policy})
    assert everything(ann) == before
