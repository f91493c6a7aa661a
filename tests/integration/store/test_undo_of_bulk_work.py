"""Undo of imports and of changes to many records; what was worked with since is kept."""

from __future__ import annotations

import pytest

from crm_desktop.core.errors import Cancelled
from crm_desktop.services.workspace import ListQuery, Workspace
from crm_desktop.store import undo_told
from tests.conftest import Maker, check_sound
from tests.integration.store.store_help import imported, live, state


def test_undo_of_an_import(workspace: Workspace, make: Maker) -> None:
    make.company("Firm before")
    before = live(state(workspace.file.reader()))
    txn, ids = imported(workspace)
    after = state(workspace.file.reader())
    report = workspace.history.undo(txn)
    assert (report.restored, report.kept) == (30, [])
    assert live(state(workspace.file.reader())) == before
    assert len(workspace.lists.ids(ListQuery("company", search="firm"))) == 1
    check_sound(workspace)
    workspace.history.redo_last()
    assert state(workspace.file.reader()) == after
    assert list(workspace.lists.ids(ListQuery("company", search="55 0007"))) == [ids[7]]
    assert len(workspace.lists.ids(ListQuery("company", search="firm"))) == 31
    check_sound(workspace)


def test_undo_of_an_import_keeps_what_was_worked_with(workspace: Workspace, make: Maker) -> None:
    txn, ids = imported(workspace)
    workspace.records.save("company", ids[0], {"note": "called"})
    workspace.records.save("company", ids[1], {"phone": "030 999999"})
    make.contact("Ann", company=ids[2])
    opportunity = workspace.records.create("opportunity", {"name": "Big", "company": ids[3]})
    workspace.records.set_many("company", ids[4:6], {"note": "bulk"})
    workspace.records.save("company", ids[6], {"parent": ids[7]})
    workspace.records.delete("company", [ids[8]])
    workspace.records.save("company", ids[9], {"city": "Berlin"})
    report = workspace.history.undo(txn)
    stay = [*ids[:8], ids[9]]
    assert list(workspace.lists.ids(ListQuery("company"))) == stay
    assert {one.row for one in report.kept if one.table == "company"} == set(stay) - {ids[1]} | (
        {ids[1]} & {one.row for one in report.kept}
    )
    for company in stay:
        assert workspace.records.get("company", company).texts["phone"]
    assert workspace.records.get("opportunity", opportunity).texts["company"] == "Firm 003"
    texts = {one.text for one in report.kept}
    assert {
        "Firm 000: Note",
        "Firm 002 (needed by Ann)",
        "Firm 003 (needed by Big)",
        "Firm 004: Note",
    } <= texts
    assert {"Firm 007 (needed by Firm 006)", "Firm 009: Address"} <= texts
    assert not any(text.startswith("Firm 001 (") for text in texts)
    check_sound(workspace)
    # What was kept stays when the import is redone, and the rest comes back.
    workspace.history.redo_last()
    assert workspace.lists.count("company") == len(ids) - 1
    assert workspace.records.get("company", ids[0]).texts["note"] == "called"
    check_sound(workspace)


def test_an_import_can_be_repeated_after_its_undo(workspace: Workspace) -> None:
    for _time in range(3):
        txn, _ids = imported(workspace)
        workspace.history.undo(txn)
    imported(workspace)
    assert workspace.lists.count("company") == 30
    check_sound(workspace)


def test_an_imported_part_whose_edit_was_undone_counts_as_untouched(workspace: Workspace) -> None:
    txn, ids = imported(workspace)
    edit = workspace.records.save("company", ids[0], {"phone": "030 1"})
    workspace.history.undo(edit)
    assert workspace.history.undo(txn).kept == []
    assert workspace.lists.count("company") == 0


def test_of_many_kept_records_a_hundred_are_named(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    txn, ids = imported(workspace)
    monkeypatch.setattr(undo_told, "NAMED_AT_MOST", 5)
    workspace.records.set_many("company", ids, {"note": "x"})
    report = workspace.history.undo(txn)
    assert len(report.kept) == 5
    assert report.kept_count >= 30
    assert workspace.lists.count("company") == 30


def test_undo_of_a_bulk_edit_with_different_old_values(workspace: Workspace, make: Maker) -> None:
    ids = [make.company(f"Firm {at}", note=note) for at, note in enumerate([None, "", "a", "a", "b", "new"])]
    before = state(workspace.file.reader())
    txn = workspace.records.set_many("company", ids, {"note": "new", "short_name": "S"})
    workspace.records.save("company", ids[2], {"note": "later"})
    report = workspace.history.undo(txn)
    after = state(workspace.file.reader())
    assert [one.text for one in report.kept] == ["Firm 2: Note"]
    for company in ids:
        assert after["company", company]["short_name"] is None
        wanted = "later" if company == ids[2] else before["company", company]["note"]
        assert after["company", company]["note"] == wanted


def test_a_cancelled_undo_changes_nothing(workspace: Workspace) -> None:
    txn, _ids = imported(workspace)
    before = state(workspace.file.reader())
    with pytest.raises(Cancelled):
        workspace.history.undo(txn, lambda: True)
    assert state(workspace.file.reader()) == before
    found = workspace.history.transaction(txn)
    assert found
    assert not found.undone
