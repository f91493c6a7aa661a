"""Rows that fit several records of one name: each finds its own, and none is written over another."""

from __future__ import annotations

from pathlib import Path

import pytest

from crm_desktop.services.imports import plan_import, run_import
from crm_desktop.services.workspace import Workspace


@pytest.fixture
def twins(workspace: Workspace) -> list[int]:
    """Three companies of one name."""
    facts = [{"city": "Köln", "note": "first"}, {"city": "Bonn"}, {"city": "Bonn", "note": "last"}]
    return [workspace.records.create("company", {"name": "Twin", **one}) for one in facts]


def rows(folder: Path, text: str) -> Path:
    path = folder / "companies.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_each_row_finds_the_record_that_it_describes(
    workspace: Workspace, twins: list[int], tmp_path: Path
) -> None:
    source = rows(tmp_path, "Name,City,Note\nTwin,Bonn,last\nTwin,Köln,first\nTwin,Bonn,\n")
    plan = plan_import(workspace, source, "company")
    assert plan.matched.rows == [twins[2], twins[0], twins[1]]
    assert (plan.created, plan.updated, plan.notes) == (0, 0, [])


def test_a_row_that_says_something_new_takes_the_free_record_that_is_most_alike(
    workspace: Workspace, twins: list[int], tmp_path: Path
) -> None:
    source = rows(tmp_path, "Name,City,Note\nTwin,Bonn,last\nTwin,Bonn,new\nTwin,Köln,changed\n")
    plan = plan_import(workspace, source, "company")
    assert plan.matched.rows == [twins[2], twins[1], twins[0]]
    (note,) = plan.notes
    assert "2 (3, 4" in note
    assert plan.changes == {twins[1]: {"note": (None, "new")}, twins[0]: {"note": ("first", "changed")}}
    run_import(workspace, plan)
    again = plan_import(workspace, source, "company")
    assert (again.created, again.updated, again.notes) == (0, 0, [])


def test_more_rows_than_records_share_the_last(
    workspace: Workspace, twins: list[int], tmp_path: Path
) -> None:
    source = rows(tmp_path, "Name,City\n" + "Twin,Bonn\n" * 5)
    plan = plan_import(workspace, source, "company")
    assert plan.created == 0
    assert set(plan.matched.rows) <= set(twins)
    assert twins[1] in plan.matched.rows


def test_a_reference_means_any_record_of_its_name(workspace: Workspace, tmp_path: Path) -> None:
    people = [workspace.records.create("contact", {"full_name": "Anna Fischer"}) for _n in range(2)]
    calls = [
        workspace.records.create("activity", {"kind": "call", "subject": "Call", "contact": one})
        for one in people
    ]
    source = rows(tmp_path, "Kind,Subject,Contact\ncall,Call,Anna Fischer\n")
    plan = plan_import(workspace, source, "activity")
    assert plan.created == plan.updated == 0
    assert plan.matched.rows[0] in calls
