"""An old list comes in again after a merge: what was merged is not made anew, and what the merge settled stays."""

from __future__ import annotations

from pathlib import Path

import pytest

from crm_desktop.core.query import ListQuery
from crm_desktop.services import merging
from crm_desktop.services.exports import export_list
from crm_desktop.services.workspace import Workspace
from tests.integration.services.import_help import bring, counts, everything, plain_csv, texts
from tests.integration.services.merge_help import create

PEOPLE = [
    ["Name", "Company", "E-mail", "Mobile"],
    ["Ann Bell", "Norda Handel", "ann@n.example", "+49 171 3920011"],
    ["Anne Bell-Smith", "Nordhandel Kiel", "anne@n.example", "+49 171 3920011"],
]
FIRMS = [
    ["Company name", "City", "Phone"],
    ["Norda Handel", "Kiel", ""],
    ["Nordhandel Kiel", "Rostock", "+49 431 1234567"],
]


@pytest.fixture
def merged(workspace: Workspace, tmp_path: Path) -> Path:
    """Two lists that came in, of which two people and two firms were merged; returns the folder of the lists."""
    for name, rows in (("firms", FIRMS), ("people", PEOPLE)):
        plain_csv(tmp_path / f"{name}.csv", rows)
    firms = [
        create(workspace, "company", name=one[0], city=one[1], phone=one[2] or None) for one in FIRMS[1:]
    ]
    people = [
        create(workspace, "contact", full_name=one[0], company=firm, email=one[2], mobile=one[3])
        for one, firm in zip(PEOPLE[1:], firms, strict=True)
    ]
    merging.merge(workspace, "company", firms[0], firms[1:])
    merging.merge(workspace, "contact", people[0], people[1:])
    return tmp_path


@pytest.mark.parametrize(("name", "entity"), [("firms", "company"), ("people", "contact")])
def test_the_whole_list_again_changes_nothing(
    workspace: Workspace, merged: Path, name: str, entity: str
) -> None:
    assert counts(bring(workspace, merged / f"{name}.csv", entity)) == (0, 0, 2, 0)
    assert texts(workspace, "company", "name", "city", "phone") == [
        ("Norda Handel", "Kiel", "+49 431 1234567")
    ]
    assert texts(workspace, "contact", "full_name", "company") == [("Ann Bell", "Norda Handel")]


def test_a_row_of_a_merged_record_fills_only_what_is_empty(workspace: Workspace, merged: Path) -> None:
    rows = [
        ["Company name", "City", "Website", "Phone"],
        ["Nordhandel Kiel", "Bremen", "https://n.example", ""],
    ]
    source = plain_csv(merged / "again.csv", rows)
    assert counts(bring(workspace, source, "company")) == (0, 1, 0, 0)
    found = texts(workspace, "company", "name", "city", "website")
    assert found == [("Norda Handel", "Kiel", "https://n.example")]


def test_a_namesake_of_a_merged_person_is_somebody_new(workspace: Workspace, merged: Path) -> None:
    rows = [["Name", "E-mail"], ["Anne Bell-Smith", "other@elsewhere.example"]]
    assert counts(bring(workspace, plain_csv(merged / "other.csv", rows), "contact"))[0] == 1


def test_after_the_merge_was_undone_each_row_is_its_own_again(workspace: Workspace, merged: Path) -> None:
    workspace.history.undo_last()
    workspace.history.undo_last()
    assert counts(bring(workspace, merged / "people.csv", "contact")) == (0, 0, 2, 0)
    assert texts(workspace, "contact", "full_name") == [("Ann Bell",), ("Anne Bell-Smith",)]


@pytest.mark.parametrize("entity", ["company", "contact"])
def test_an_export_from_before_the_merge_changes_nothing(
    workspace: Workspace, merged: Path, entity: str
) -> None:
    """Our own format brings the numbers of the records: that of a merged one means the one that stays."""
    undone = [workspace.history.undo_last() for _merge in range(2)]
    assert workspace.lists.count(entity) == 2
    out = merged / f"{entity}.json"
    export_list(workspace, ListQuery(entity), out)
    for one in reversed(undone):
        workspace.history.undo(one.transaction)
    assert workspace.lists.count(entity) == 1
    before = everything(workspace)
    assert counts(bring(workspace, out, entity)) == (0, 0, 2, 0)
    assert everything(workspace) == before
