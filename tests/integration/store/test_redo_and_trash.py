"""A redo does not point to what was put into the trash after the undo: it says so and changes nothing."""

from __future__ import annotations

from datetime import date

import pytest

from crm_desktop.core.errors import RecordProblem
from crm_desktop.services.workspace import Workspace
from tests.conftest import Maker, check_sound
from tests.integration.store.store_help import state


def refused(workspace: Workspace, undo: int, name: str) -> None:
    """Assert that a redo is refused with a sentence, and that nothing changes."""
    before = state(workspace.file.reader())
    with pytest.raises(RecordProblem) as told:
        workspace.history.undo(undo)
    assert told.value.title == f"“{name}” is needed for this and lies in the trash."
    assert "Restore it from the trash" in told.value.hint
    assert state(workspace.file.reader()) == before
    check_sound(workspace)


def test_a_reference_waits_for_its_record(workspace: Workspace, make: Maker) -> None:
    acme, ana = make.company("Acme"), make.contact("Ana Beltrán")
    deal = workspace.records.create("opportunity", {"name": "Pumps", "contact": ana})
    change = workspace.records.save("opportunity", deal, {"company": acme})
    undo = workspace.history.undo(change).transaction
    workspace.records.delete("company", [acme])
    refused(workspace, undo, "Acme")
    workspace.records.restore("company", [acme])
    assert workspace.history.undo(undo).redone
    assert workspace.records.get("opportunity", deal).texts["company"] == "Acme"


def test_a_record_that_comes_back_waits_for_what_it_is_about(workspace: Workspace, make: Maker) -> None:
    zhang = make.contact("张三")
    workspace.records.create("activity", {"kind": "call", "subject": "Call", "contact": zhang})
    undo = workspace.history.undo_last().transaction
    workspace.records.delete("contact", [zhang])
    refused(workspace, undo, "张三")


def test_the_company_of_a_contact_and_a_bulk_edit(workspace: Workspace, make: Maker) -> None:
    acme, people = make.company("O'Brien"), [make.contact(f"P {at}") for at in range(3)]
    parents = [make.company(f"C {at}") for at in range(3)]
    undos = []
    for entity, ids, values in (
        ("contact", people[:1], {"company": acme}),
        ("company", parents, {"parent": acme}),
    ):
        workspace.records.set_many(entity, ids, values)
        undos.append(workspace.history.undo_last().transaction)
    workspace.records.delete("company", [acme])
    for undo in undos:
        refused(workspace, undo, "O'Brien")


def test_what_lay_in_the_trash_before_is_no_hindrance(workspace: Workspace, make: Maker) -> None:
    acme = make.company("Acme")
    ana = make.contact("Ana Beltrán", company=acme)
    workspace.records.delete("company", [acme])
    workspace.file.writer.connection.execute(
        "UPDATE company SET deleted_at = '2026-01-01T00:00:00Z' WHERE id = ?", (acme,)
    )
    workspace.records.delete("contact", [ana])
    restored = workspace.records.restore("contact", [ana])
    undo = workspace.history.undo(restored).transaction
    assert workspace.history.undo(undo).redone
    assert not workspace.records.get("contact", ana).deleted


def test_other_fields_of_the_record_are_redone(workspace: Workspace, make: Maker) -> None:
    acme = make.company("Acme")
    ana = make.contact("Ana Beltrán", company=acme)
    change = workspace.records.save("contact", ana, {"birthday": date(1988, 3, 7)})
    undo = workspace.history.undo(change).transaction
    workspace.records.delete("company", [acme])
    assert workspace.history.undo(undo).redone
    assert workspace.records.get("contact", ana).values["birthday"] == date(1988, 3, 7)
