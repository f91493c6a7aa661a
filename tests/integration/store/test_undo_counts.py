"""What an undo says it did: to records, not to the rows of their parts, and in words that are true."""

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


def test_the_words_tell_what_became_of_an_import(workspace: Workspace, make: Maker) -> None:
    done = workspace.history.undo(make.many(1200))
    assert (done.trashed, done.words) == (1200, "1,200 records moved to the trash")
    again = workspace.history.undo(done.transaction)
    assert (again.redone, again.revived, again.words) == (True, 1200, "1,200 records restored")


def test_the_words_tell_of_a_change_and_of_a_deletion(workspace: Workspace, make: Maker) -> None:
    company = make.company("Acme", phone="030 1")
    change = workspace.records.save("company", company, {"name": "Acme GmbH", "phone": "030 2"})
    back = workspace.history.undo(change)
    assert back.words == "1 record changed back"
    assert workspace.history.undo(back.transaction).words == "1 record changed again"
    deletion = workspace.records.delete("company", [company])
    back = workspace.history.undo(deletion)
    assert back.words == "1 record restored"
    assert workspace.history.undo(back.transaction).words == "1 record moved to the trash"


def test_the_words_tell_apart_what_one_transaction_made_and_what_it_changed(
    workspace: Workspace, make: Maker
) -> None:
    known = make.company("Acme")
    with workspace.work("Import %(name)s", "import", name="list.xlsx") as work:
        rows = [(row, f"New {row}") for row in work.writer.ids.block(2)]
        work.insert_many("company", ["id", "name"], rows)
        work.assign_many("company", [known], {"note": "seen"})
    report = workspace.history.undo_last()
    assert report.words == "2 records moved to the trash, 1 record changed back"
    assert report.restored == 3


def test_what_is_undone_is_named_by_its_own_title(workspace: Workspace, make: Maker) -> None:
    company = make.company("Acme")
    workspace.records.save("company", company, {"note": "x"})
    workspace.history.undo_last()
    redo = workspace.history.last_redoable()
    assert redo is not None
    assert (redo.text, redo.subject) == ("Undo: Change Note of Acme", "Change Note of Acme")
