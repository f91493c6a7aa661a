"""What is wrong with a table is said with row, column, value and reason."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlcipher3 import dbapi2

from crm_desktop.core import i18n
from crm_desktop.core.entity import Child
from crm_desktop.core.errors import SourceProblem, UsageProblem
from crm_desktop.models import registry
from crm_desktop.services import imports
from crm_desktop.services.import_choices import Choices
from crm_desktop.services.workspace import Workspace
from tests.conftest import Maker
from tests.integration.services.import_help import (
    bring,
    counts,
    everything,
    plain_csv,
    values,
    xlsx,
)


@pytest.fixture
def bad_files(tmp_path: Path) -> Path:
    (tmp_path / "notes.xlsx").write_bytes(b"\x00\x01\x02 no workbook at all \xff" * 50)
    (tmp_path / "empty.xlsx").write_bytes(b"")
    (tmp_path / "cut.xlsx").write_bytes(
        xlsx(tmp_path / "whole.xlsx", [["Company"], ["Acme"]]).read_bytes()[:900]
    )
    xlsx(tmp_path / "nothing.xlsx", [])
    xlsx(tmp_path / "unknown.xlsx", [["Foo", "Bar"], ["1", "2"]])
    return tmp_path


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("missing.xlsx", "There is no file “missing.xlsx”."),
        ("notes.xlsx", "“notes.xlsx” is not a workbook or a CSV file."),
        ("empty.xlsx", "“empty.xlsx” is empty."),
        ("cut.xlsx", "“cut.xlsx” is damaged or incomplete."),
        ("nothing.xlsx", "“nothing.xlsx” holds no table."),
        ("unknown.xlsx", "No column of “unknown.xlsx” was recognised."),
    ],
)
def test_bad_files_get_a_sentence(workspace: Workspace, bad_files: Path, name: str, sentence: str) -> None:
    before = everything(workspace)
    with pytest.raises(SourceProblem) as caught:
        imports.plan_import(workspace, bad_files / name, "company")
    assert caught.value.title == sentence
    assert caught.value.hint
    assert caught.value.exit_code == 1
    assert everything(workspace) == before


def test_a_hostile_workbook(workspace: Workspace, tmp_path: Path) -> None:
    """T-02: one cell far away makes the sheet span billions of cells."""
    import openpyxl

    book = openpyxl.Workbook()
    assert book.active is not None
    book.active["A1"], book.active["XFD1048576"] = "Company", "x"
    book.save(tmp_path / "far.xlsx")
    with pytest.raises(SourceProblem) as caught:
        imports.plan_import(workspace, tmp_path / "far.xlsx", "company")
    assert "spans" in caught.value.title or "memory" in caught.value.title
    assert workspace.lists.count("company") == 0


def test_bad_choices_get_a_sentence(workspace: Workspace, sheet: Any) -> None:
    source = sheet(["Company", "Foo"], ["Acme", "1"])
    with pytest.raises(SourceProblem, match="There is no sheet “Two”"):
        imports.plan_import(workspace, source, "company", Choices(sheet="Two"))
    with pytest.raises(UsageProblem, match="There is no column or field “Bar”"):
        imports.plan_import(workspace, source, "company", Choices(mapping={"Bar": "name"}))
    with pytest.raises(UsageProblem, match="There is no column or field “nonsense”"):
        imports.plan_import(workspace, source, "company", Choices(mapping={"Foo": "nonsense"}))
    plan = imports.plan_import(workspace, source, "company")
    assert any("Foo" in note for note in plan.notes)
    chosen = imports.plan_import(workspace, source, "company", Choices(mapping={"Foo": "note"}))
    imports.run_import(workspace, chosen)
    assert values(workspace, "company", "name", "note") == [("Acme", "1")]
    with pytest.raises(SourceProblem, match="No column"):
        imports.plan_import(workspace, source, "company", Choices(mapping={"Company": ""}))


def test_headings_without_rows(workspace: Workspace, sheet: Any) -> None:
    result = bring(workspace, sheet(["Company", "Note"]), "company", keys=["name"])
    assert (result.rows, *counts(result), result.undo) == (0, 0, 0, 0, 0, 0)


def test_problems_name_row_column_value_and_reason(workspace: Workspace, tmp_path: Path) -> None:
    source = plain_csv(
        tmp_path / "people.csv",
        [
            ["Full name", "E-mail", "Birthday"],
            ["Ana", "ana@", "2026-02-30"],
            ["", "b@example.com", ""],
            ["Bo", "", ""],
        ],
    )
    plan = imports.plan_import(workspace, source, "contact")
    assert [(one.row, one.column, one.value) for one in plan.rejected] == [
        (2, "E-mail", "ana@"), (2, "Birthday", "2026-02-30"), (3, "Full name", ""),
    ]  # fmt: skip
    assert sum(imports.reasons(plan).values()) == 3
    assert counts(plan) == (1, 0, 0, 2)
    i18n.install("zh_CN")
    assert imports.plan_import(workspace, source, "contact").rejected[0].reason


def test_the_preview(workspace: Workspace, make: Maker, sheet: Any) -> None:
    owner = workspace.records.create("user", {"name": "Bob"})
    make.company("Acme", note="old", owner=owner, annual_revenue=100_00, next_contact=date(2026, 1, 1))
    source = sheet(
        ["Company", "Note", "Owner", "Annual revenue", "Next contact", "Tags"],
        ["Acme", "new", "Eve", 200, "2026-02-01", "a"], ["Beta", None, None, None, None, None],
        ["Gamma", None, None, "much", None, None],
    )  # fmt: skip
    plan = imports.plan_import(workspace, source, "company")
    changed, new, rejected = plan.preview()
    assert changed[:3] == (2, "changed", "Acme")
    assert changed[3].split("; ")[:2] == ["Note: old → new", "Owner: Bob → Eve"]
    assert "100" in changed[3].split("; ")[2]
    assert "200" in changed[3].split("; ")[2]
    assert "Tags: a" in changed[3]
    assert new == (3, "new", "Beta", "")
    assert rejected == (4, "rejected", "Gamma", "Annual revenue: “much” is not a number.")
    assert len(plan.preview(limit=1)) == 1
    assert json.dumps(plan.made) == '{"owner": ["Eve"]}'


def test_the_preview_names_a_rejected_row_and_what_stands_there(workspace: Workspace, sheet: Any) -> None:
    source = sheet(
        ["E-mail", "Full name", "Birthday"],
        ["keine adresse", "Ana Beltrán", ""], ["bo@example.com", "", ""], ["eva@example.com", "Eva", "45.13."],
    )  # fmt: skip
    rows = imports.plan_import(workspace, source, "contact").preview()
    assert [row[2] for row in rows] == ["Ana Beltrán", "", "Eva"]
    assert rows[0][3] == "E-mail: “keine adresse” is not an e-mail address."
    assert rows[1][3] == "Full name: This must be filled in."
    assert "45.13." in rows[2][3]


def test_child_fields_are_described(workspace: Workspace) -> None:
    """The matching reads child rows by their description: each names a table and a link that exist."""
    reader = workspace.file.reader()
    for entity in registry.MAIN:
        for one in entity.fields:
            if isinstance(one.source, Child):
                reader.execute(
                    f'SELECT "{one.source.link}", "{one.source.column}" FROM "{one.source.table}" LIMIT 1'
                )
    assert dbapi2.sqlite_version_info >= (3, 40)
