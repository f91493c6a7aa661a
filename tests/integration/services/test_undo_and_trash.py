"""An undo does not point to what lies in the trash: it brings that back, or keeps the field and says so."""

from __future__ import annotations

from pathlib import Path

from crm_desktop.services.workspace import Workspace
from tests.conftest import Maker, check_sound
from tests.integration.services.import_help import bring, plain_csv, texts
from tests.integration.store.store_help import state

HEADINGS = ("Full name", "Email", "Company", "City")
BEFORE = [
    ("Ana Beltrán", "ana@laguna.example", "Laguna Ltd", "Vigo"),
    ("Bob Stone", "bob@stone.example", "Stone GmbH", "Bonn"),
]
AFTER = [
    ("Ana Beltrán", "ana@laguna.example", "Acme Tools", "Vigo"),
    ("Bob Stone", "bob@stone.example", "Blue Door", "Bonn"),
]


def twice(workspace: Workspace, folder: Path) -> tuple[int, int]:
    """Import two people, then with other companies; returns both transactions."""
    first = bring(workspace, plain_csv(folder / "a1.csv", [HEADINGS, *BEFORE]), "contact")
    again = plain_csv(folder / "a2.csv", [HEADINGS, *AFTER])
    second = bring(workspace, again, "contact", policies={"company": "overwrite"})
    assert (first.created, second.updated) == (2, 2)
    return first.undo, second.undo


def test_the_older_of_two_imports_undone_first(workspace: Workspace, tmp_path: Path) -> None:
    first, second = twice(workspace, tmp_path)
    older = workspace.history.undo(first)
    assert sorted(one.text for one in older.kept) == ["Ana Beltrán: Company", "Bob Stone: Company"]
    assert "Laguna Ltd" not in [name for (name,) in texts(workspace, "company", "name")]
    before = state(workspace.file.reader())
    newer = workspace.history.undo(second)
    assert texts(workspace, "contact", "full_name", "company") == [(row[0], row[2]) for row in BEFORE]
    assert sorted(texts(workspace, "company", "name")) == [("Laguna Ltd",), ("Stone GmbH",)]
    assert sorted(newer.returned) == ["Laguna Ltd", "Stone GmbH"]
    assert "2 records restored (Laguna Ltd" in newer.words
    assert newer.kept_count == 0
    check_sound(workspace)
    assert workspace.history.undo(newer.transaction).redone
    assert state(workspace.file.reader()) == before
    check_sound(workspace)


def test_a_company_that_somebody_deleted_stays_deleted(workspace: Workspace, tmp_path: Path) -> None:
    _first, second = twice(workspace, tmp_path)
    ((laguna,),) = workspace.file.reader().execute("SELECT id FROM company WHERE name = 'Laguna Ltd'")
    workspace.records.delete("company", [laguna])
    report = workspace.history.undo(second)
    assert texts(workspace, "contact", "company") == [("Acme Tools",), ("Stone GmbH",)]
    assert [one.text for one in report.kept if one.trashed] == [
        "Ana Beltrán: Company (“Laguna Ltd” lies in the trash)"
    ]
    assert report.returned == []
    check_sound(workspace)


def test_a_contact_comes_back_with_its_company(workspace: Workspace, make: Maker, tmp_path: Path) -> None:
    rows = plain_csv(tmp_path / "firms.csv", [("Company", "Phone"), ("Laguna Ltd", "+34 986 111222")])
    brought = bring(workspace, rows, "company").undo
    ((laguna,),) = workspace.file.reader().execute("SELECT id FROM company").fetchall()
    ana = make.contact("Ana Beltrán", company=laguna)
    deleted = workspace.records.delete("contact", [ana])
    workspace.history.undo(brought)
    assert texts(workspace, "company", "name") == []
    report = workspace.history.undo(deleted)
    assert report.returned == ["Laguna Ltd"]
    assert texts(workspace, "company", "name", "phone") == [("Laguna Ltd", "+34 986 111222")]
    assert texts(workspace, "contact", "company") == [("Laguna Ltd",)]
    check_sound(workspace)
