"""What an undo says it restored: records, not the rows of their parts."""

from __future__ import annotations

from crm_desktop.services.workspace import Workspace
from tests.conftest import Maker


def test_a_record_with_parts_is_one_record(workspace: Workspace, make: Maker) -> None:
    company = make.company("Acme", phone="030 1", email="a@example.com", city="Berlin", tags=["VIP", "Fair"])
    deleted = workspace.records.delete("company", [company])
    report = workspace.history.undo(deleted)
    assert report.restored == 1
    assert workspace.history.undo(report.transaction).restored == 1


def test_undoing_a_new_record_counts_it_once(workspace: Workspace, make: Maker) -> None:
    make.company("Acme", phone="030 1", email="a@example.com", city="Berlin")
    assert workspace.history.undo_last().restored == 1


def test_a_changed_part_is_its_record(workspace: Workspace, make: Maker) -> None:
    contact = make.contact("Ann", mobile="0171 1")
    workspace.records.save("contact", contact, {"mobile": "0172 2"})
    report = workspace.history.undo_last()
    assert report.restored == 1
    assert report.transaction
    assert workspace.records.get("contact", contact).texts["mobile"] == "0171 1"


def test_tags_count_as_their_records(workspace: Workspace, make: Maker) -> None:
    companies = [make.company(name) for name in ("A", "B", "C")]
    workspace.records.set_many("company", companies, {"tags": ["VIP", "Fair"]})
    report = workspace.history.undo_last()
    assert report.restored == 3
    assert not any(workspace.records.get("company", one).texts["tags"] for one in companies)
