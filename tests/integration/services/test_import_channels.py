"""Several columns of one kind of channels: all of them are kept, none twice, and the primary one stays what it was."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from crm_desktop.core.query import ListQuery
from crm_desktop.services import imports
from crm_desktop.services.workspace import Workspace
from tests.integration.services.import_help import bring, counts, everything, values, xlsx

HEAD = ["Full name", "E-mail", "Mobile", "Mobile 2", "Mobile 3"]


def mobiles(workspace: Workspace) -> list[tuple[str, bool]]:
    """Return all live mobiles of the file: value and whether it is the primary one."""
    rows = workspace.file.reader().execute(
        "SELECT value, is_primary FROM channel WHERE kind = 'mobile' AND deleted_at IS NULL ORDER BY id"
    )
    return [(value, bool(primary)) for value, primary in rows]


@pytest.fixture
def table(tmp_path: Path) -> Any:
    """Return what writes a workbook of people with mobiles."""

    def written(*rows: list[str | None]) -> Path:
        return xlsx(tmp_path / f"people-{len(list(tmp_path.iterdir()))}.xlsx", [HEAD, *rows])

    return written


def test_new_records_get_all_of_them(workspace: Workspace, table: Any) -> None:
    source = table(
        ["Ann", "ann@x.example", "13800000001", "13800000002", "13800000003"],
        ["Bo", "bo@x.example", None, "13800000004", None],
        ["Cy", "cy@x.example", None, None, None],
    )
    assert counts(bring(workspace, source, "contact")) == (3, 0, 0, 0)
    assert mobiles(workspace) == [
        ("13800000001", True),
        ("13800000004", True),
        ("13800000002", False),
        ("13800000003", False),
    ]
    assert [row[0] for row in values(workspace, "contact", "mobile")] == ["13800000001", "13800000004", None]
    assert len(workspace.lists.ids(ListQuery("contact", search="0000003"))) == 1
    assert counts(bring(workspace, source, "contact")) == (0, 0, 3, 0)
    assert workspace.problems() == []


def test_what_a_row_says_twice_is_kept_once(workspace: Workspace, table: Any) -> None:
    bring(
        workspace, table(["Ann", "ann@x.example", "138 0000 0001", "13800000001", "13800000002"]), "contact"
    )
    assert mobiles(workspace) == [("138 0000 0001", True), ("13800000002", False)]


def test_a_record_that_is_there_gets_what_it_lacks(workspace: Workspace, table: Any) -> None:
    bring(workspace, table(["Ann", "ann@x.example", "13800000001", None, None]), "contact")
    before = everything(workspace)
    plan = imports.plan_import(
        workspace, table(["Ann", "ann@x.example", "13800000009", "13800000001", None]), "contact"
    )
    assert [text for _number, _state, _name, text in plan.preview()] == ["Further Mobile: 13800000009"]
    result = imports.run_import(workspace, plan)
    assert mobiles(workspace) == [("13800000001", True), ("13800000009", False)]
    workspace.history.undo(result.undo)
    after = everything(workspace)
    assert mobiles(workspace) == [("13800000001", True)]
    assert after["contact"] == before["contact"]


def test_an_empty_record_gets_a_primary_one_and_further_ones(workspace: Workspace, table: Any) -> None:
    bring(workspace, table(["Ann", "ann@x.example", None, None, None]), "contact")
    bring(workspace, table(["Ann", "ann@x.example", None, "13800000002", "13800000003"]), "contact")
    assert mobiles(workspace) == [("13800000002", True), ("13800000003", False)]


def test_another_primary_one_alone_still_replaces_it(workspace: Workspace, table: Any) -> None:
    bring(workspace, table(["Ann", "ann@x.example", "13800000001", None, None]), "contact")
    bring(workspace, table(["Ann", "ann@x.example", "13800000002", None, None]), "contact")
    assert mobiles(workspace) == [("13800000002", True)]


def test_what_stands_in_one_cell_is_kept_as_several(workspace: Workspace, tmp_path: Path) -> None:
    rows = [
        ["Full name", "E-mail", "Mobile", "Mobile 2"],
        ["Ann", "ann@x.example; a@home.example", "13800000001/13800000002", "13800000003 13800000001"],
        ["Bo", "bo@x.example", "13800000004", None],
    ]
    source = xlsx(tmp_path / "people.xlsx", rows)
    plan = imports.plan_import(workspace, source, "contact")
    assert len([one for one in plan.notes if "several numbers or addresses" in one]) == 3
    assert counts(bring(workspace, source, "contact")) == (2, 0, 0, 0)
    assert sorted(mobiles(workspace)) == [
        ("13800000001", True),
        ("13800000002", False),
        ("13800000003", False),
        ("13800000004", True),
    ]
    assert values(workspace, "contact", "email") == [("ann@x.example",), ("bo@x.example",)]
    assert list(workspace.lists.ids(ListQuery("contact", search="a@home.example"))) != []
    assert counts(bring(workspace, source, "contact")) == (0, 0, 2, 0)
    assert workspace.problems() == []


def test_a_further_address_that_is_none_names_its_column(workspace: Workspace, tmp_path: Path) -> None:
    rows = [["Full name", "E-mail"], ["Ann", "ann@x.example; b@"], ["Bo", "bo@x.example"]]
    plan = imports.plan_import(workspace, xlsx(tmp_path / "people.xlsx", rows), "contact")
    assert plan.created == 1
    ((problem,),) = [one.problems for one in plan.table.rejected]
    assert (problem.column, problem.row) == ("E-mail", 2)


def test_companies_of_contacts_have_several_numbers_too(workspace: Workspace, tmp_path: Path) -> None:
    rows = [["Full name", "Company", "Company phone"], ["Ann", "Acme", "0571-88881111/0571-88882222"]]
    bring(workspace, xlsx(tmp_path / "people.xlsx", rows), "contact")
    held = "SELECT value FROM channel WHERE company_id IS NOT NULL AND deleted_at IS NULL ORDER BY id"
    assert [row[0] for row in workspace.file.reader().execute(held)] == ["0571-88881111", "0571-88882222"]


def test_the_column_without_a_number_is_the_main_one_wherever_it_stands(
    workspace: Workspace, tmp_path: Path
) -> None:
    rows = [
        ["Name", "E-mail 2", "Mobile 2", "Mobile", "E-mail"],
        ["Ann", "a2@x.example", "13800000002", "13800000001", "a@x.example"],
        ["Bo", None, None, "13800000003", "b@x.example"],
        ["Cy", None, "13800000004", None, None],
    ]
    source = xlsx(tmp_path / "people.xlsx", rows)
    plan = imports.plan_import(workspace, source, "contact")
    assert [cell.label for cell in plan.diff.row(0).cells] == [
        *("Further E-mail", "Further Mobile", "Mobile", "E-mail"),
    ]
    imports.run_import(workspace, plan)
    assert sorted(mobiles(workspace)) == [
        ("13800000001", True),
        ("13800000002", False),
        ("13800000003", True),
        ("13800000004", True),
    ]
    assert [row[0] for row in values(workspace, "contact", "email")] == ["a@x.example", "b@x.example", None]
    assert counts(bring(workspace, source, "contact")) == (0, 0, 3, 0)
    swapped = xlsx(
        tmp_path / "chosen.xlsx", [["Name", "Zelle 2", "Zelle"], ["Di", "13800000006", "13800000005"]]
    )
    bring(workspace, swapped, "contact", mapping={"Zelle 2": "mobile", "Zelle": "mobile"})
    assert {("13800000005", True), ("13800000006", False)} < set(mobiles(workspace))
