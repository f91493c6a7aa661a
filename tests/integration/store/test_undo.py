"""Undo and redo of any transaction, in any order, after a restart too; edits made since are kept and named."""

from __future__ import annotations

from pathlib import Path

import pytest

from crm_desktop.core.errors import RecordProblem
from crm_desktop.services.workspace import ListQuery, Workspace, open_workspace
from tests.conftest import Maker, check_sound
from tests.integration.store.store_help import live, names, state

# ---------------------------------------------------------------- one after the other


def test_undo_of_a_new_record_with_its_parts(workspace: Workspace, make: Maker) -> None:
    before = live(state(workspace.file.reader()))
    contact = make.contact("Ann", mobile="0171 1234567", city="Berlin", title="Buyer", tags=["VIP"])
    after = state(workspace.file.reader())
    report = workspace.history.undo_last()
    assert report.title == "New: Ann"
    assert report.kept == []
    assert live(state(workspace.file.reader())) == before
    assert workspace.records.get("contact", contact).deleted
    assert not workspace.lists.ids(ListQuery("contact", search="ann"))
    workspace.history.redo_last()
    assert state(workspace.file.reader()) == after
    assert list(workspace.lists.ids(ListQuery("contact", search="1234567"))) == [contact]
    check_sound(workspace)


def test_undo_and_redo_and_undo_again(workspace: Workspace, make: Maker) -> None:
    company = make.company("Acme")
    edit = workspace.records.save("company", company, {"name": "Zebra"})
    for _time in range(3):
        report = workspace.history.undo(edit)
        assert names(workspace) == ["Acme"]
        assert list(workspace.lists.ids(ListQuery("company", search="acme"))) == [company]
        found = workspace.history.transaction(edit)
        assert found
        assert found.undone_by == report.transaction
        workspace.history.undo(report.transaction)
        assert names(workspace) == ["Zebra"]
        found = workspace.history.transaction(edit)
        assert found
        assert not found.undone
    check_sound(workspace)


def test_what_is_undone_cannot_be_undone_again(workspace: Workspace, make: Maker) -> None:
    make.company("Acme")
    txn = workspace.history.recent(1)[0].id
    workspace.history.undo(txn)
    with pytest.raises(RecordProblem, match="already been undone"):
        workspace.history.undo(txn)
    with pytest.raises(RecordProblem, match="no such entry"):
        workspace.history.undo(4711)


def test_nothing_to_undo(workspace: Workspace) -> None:
    with pytest.raises(RecordProblem, match="nothing to undo"):
        workspace.history.undo_last()
    with pytest.raises(RecordProblem, match="nothing to redo"):
        workspace.history.redo_last()


def test_ctrl_z_walks_back_and_forth(workspace: Workspace, make: Maker) -> None:
    company = make.company("1")
    for name in "234":
        workspace.records.save("company", company, {"name": name})
    for name in "321":
        workspace.history.undo_last()
        assert names(workspace) == [name]
    workspace.history.undo_last()
    assert names(workspace) == []
    for name in "1234":
        workspace.history.redo_last()
        assert names(workspace) == [name]


def test_undo_after_the_file_was_opened_again(workspace: Workspace, make: Maker, path: Path) -> None:
    make.company("Acme", phone="030 123456")
    make.many(20)
    before = state(workspace.file.reader())
    workspace.close()
    for _time in range(2):
        again = open_workspace(path)
        again.history.undo_last()
        again.history.undo_last()
        assert names(again) == []
        again.close()
        again = open_workspace(path)
        again.history.redo_last()
        again.history.redo_last()
        assert state(again.file.reader()) == before
        again.close()


def test_undo_of_a_redo_is_an_undo(workspace: Workspace, make: Maker) -> None:
    make.company("Acme")
    txn = workspace.history.recent(1)[0].id
    first = workspace.history.undo(txn).transaction
    redo = workspace.history.undo(first).transaction
    workspace.history.undo(redo)
    assert names(workspace) == []
    found = workspace.history.transaction(txn)
    assert found
    assert found.undone


# ---------------------------------------------------------------- edits made since


def test_edits_made_since_are_kept_and_named(workspace: Workspace, make: Maker) -> None:
    company = make.company("Acme", note="1", short_name="A")
    edit = workspace.records.save("company", company, {"note": "2", "short_name": "B"})
    workspace.records.save("company", company, {"note": "3"})
    report = workspace.history.undo(edit)
    record = workspace.records.get("company", company)
    assert (record.texts["note"], record.texts["short_name"]) == ("3", "A")
    (kept,) = report.kept
    assert kept.text == "Acme: Note"
    assert (report.restored, report.kept_count) == (1, 1)
    assert any(
        entry.fields[0].new == "3"
        for entry in workspace.history.of_record("company", company)
        if entry.fields
    )


def test_a_field_that_is_back_already_is_not_kept(workspace: Workspace, make: Maker) -> None:
    company = make.company("Acme", note="1")
    edit = workspace.records.save("company", company, {"note": "2"})
    workspace.records.save("company", company, {"note": "1"})
    report = workspace.history.undo(edit)
    assert (report.transaction, report.kept) == (0, [])
    assert workspace.records.get("company", company).texts["note"] == "1"


def test_a_record_that_was_restored_by_hand_is_not_kept(workspace: Workspace, make: Maker) -> None:
    company = make.company("Acme")
    deletion = workspace.records.delete("company", [company])
    workspace.records.restore("company", [company])
    assert workspace.history.undo(deletion).kept == []


def test_a_new_record_that_was_edited_since_stays_with_its_parts(workspace: Workspace, make: Maker) -> None:
    contact = make.contact("Ann", mobile="0171 1234567", city="Berlin")
    txn = workspace.history.recent(1)[0].id
    workspace.records.save("contact", contact, {"note": "important"})
    report = workspace.history.undo(txn)
    record = workspace.records.get("contact", contact)
    assert not record.deleted
    assert record.texts["mobile"] == "0171 1234567"
    assert [one.text for one in report.kept] == ["Ann: Note"]


@pytest.mark.parametrize(
    "values",
    [{"mobile": "0172 7654321"}, {"phone": "030 4711"}, {"street": "Hauptstr. 1"}],
    ids=["edited", "new", "address"],
)
def test_a_new_record_whose_parts_were_changed_since_stays(
    workspace: Workspace, make: Maker, values: dict[str, str]
) -> None:
    contact = make.contact("Ann", mobile="0171 1234567", city="Berlin")
    txn = workspace.history.recent(1)[0].id
    workspace.records.save("contact", contact, values)
    report = workspace.history.undo(txn)
    record = workspace.records.get("contact", contact)
    assert not record.deleted
    ((key, value),) = values.items()
    assert record.texts[key] == value
    assert report.kept_count >= 1
    assert all("Ann" in one.name for one in report.kept)
    assert workspace.problems() == []


def test_a_new_record_that_was_tagged_since_stays(workspace: Workspace, make: Maker) -> None:
    company = make.company("Acme")
    txn = workspace.history.recent(1)[0].id
    workspace.records.save("company", company, {"tags": ["VIP"]})
    workspace.history.undo(txn)
    assert not workspace.records.get("company", company).deleted


def test_a_new_record_that_others_point_to_stays(workspace: Workspace, make: Maker) -> None:
    company = make.company("Acme", phone="030 1")
    txn = workspace.history.recent(1)[0].id
    contact = make.contact("Ann", company=company)
    report = workspace.history.undo(txn)
    assert not workspace.records.get("company", company).deleted
    assert workspace.records.get("company", company).texts["phone"] == "030 1"
    assert [(one.table, one.row, one.name) for one in report.kept] == [("company", company, "Acme")]
    workspace.history.undo_last()
    assert workspace.records.get("contact", contact).deleted


def test_a_new_record_that_trashed_records_point_to_goes(workspace: Workspace, make: Maker) -> None:
    company = make.company("Acme")
    txn = workspace.history.recent(1)[0].id
    contact = make.contact("Ann", company=company)
    workspace.records.delete("contact", [contact])
    assert workspace.history.undo(txn).kept == []
    assert workspace.records.get("company", company).deleted


def test_undo_of_a_deletion_brings_the_parts_back(workspace: Workspace, make: Maker) -> None:
    contact = make.contact("Ann", mobile="0171 1234567", city="Berlin", title="Buyer", company=make.company())
    before = state(workspace.file.reader())
    deletion = workspace.records.delete("contact", [contact])
    assert workspace.lists.count("contact") == 0
    workspace.history.undo(deletion)
    assert state(workspace.file.reader()) == before
    assert list(workspace.lists.ids(ListQuery("contact", search="acme"))) == [contact]
