"""What equal channels are found by stays true in whatever way a channel is written."""

from __future__ import annotations

from pathlib import Path

from sqlcipher3 import dbapi2

from crm_desktop.core.query import ListQuery
from crm_desktop.services.workspace import Workspace, open_workspace
from tests.conftest import Maker, check_sound


def normal(workspace: Workspace, contact: int) -> list[tuple[str]]:
    sql = "SELECT normal FROM channel WHERE contact_id = ? AND deleted_at IS NULL ORDER BY id"
    return workspace.file.reader().execute(sql, (contact,)).fetchall()


def test_undo_and_redo_keep_it(workspace: Workspace, make: Maker) -> None:
    contact = make.contact(mobile="+49 151 11111111")
    changed = workspace.records.save("contact", contact, {"mobile": "+49 151 22222222"})
    undone = workspace.history.undo(changed)
    assert normal(workspace, contact) == [("+4915111111111",)]
    assert list(workspace.lists.ids(ListQuery("contact", search="015111111111"))) == [contact]
    assert list(workspace.lists.ids(ListQuery("contact", search="22222222"))) == []
    workspace.history.undo(undone.transaction)
    assert normal(workspace, contact) == [("+4915122222222",)]
    check_sound(workspace)


def test_a_whole_column_keeps_it(workspace: Workspace, make: Maker) -> None:
    contacts = [make.contact(f"Person {n}", email=f"P{n}@Firm.example") for n in range(3)]
    channels = [row[0] for row in workspace.file.reader().execute("SELECT id FROM channel ORDER BY id")]
    changed = workspace.records.set_many("channel", channels, {"value": "Office@Firm.example"})
    assert {one for contact in contacts for one in normal(workspace, contact)} == {("office@firm.example",)}
    workspace.history.undo(changed)
    assert [normal(workspace, one) for one in contacts] == [[(f"p{n}@firm.example",)] for n in range(3)]
    check_sound(workspace)


def test_what_other_programs_wrote_is_found_by_it(workspace: Workspace, make: Maker, path: Path) -> None:
    contact = make.contact(mobile="+49 151 11111111")
    workspace.close()
    with dbapi2.connect(str(path)) as other:
        other.execute("UPDATE channel SET value = '+49 151 33333333'")
    other.close()
    again = open_workspace(path)
    try:
        assert normal(again, contact) == [("+4915133333333",)]
        assert list(again.lists.ids(ListQuery("contact", search="33333333"))) == [contact]
        check_sound(again)
    finally:
        again.close()
