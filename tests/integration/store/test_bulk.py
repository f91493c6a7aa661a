"""What a large load sets aside is there again afterwards, whether it ends or is taken back."""

from __future__ import annotations

import pytest

from crm_desktop.services.workspace import Workspace
from crm_desktop.store import bulk, change_log
from tests.conftest import Maker
from tests.integration.store.store_help import changes_of_row


def schema(workspace: Workspace) -> set[tuple[str, str, str]]:
    """Return the triggers and indexes of the customer file."""
    sql = "SELECT type, name, sql FROM sqlite_master WHERE type IN ('trigger', 'index') AND sql IS NOT NULL"
    return set(workspace.file.writer.connection.execute(sql))


@pytest.fixture(autouse=True)
def small_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "MANY_FOR_INDEXES", 10)
    monkeypatch.setattr(bulk, "MANY_FOR_TRIGGERS", 20)
    monkeypatch.setattr(change_log, "BATCH", 7)


@pytest.mark.parametrize("count", [9, 10, 20, 50])
def test_triggers_and_indexes_are_there_after_a_load(workspace: Workspace, make: Maker, count: int) -> None:
    before = schema(workspace)
    make.many(count)
    assert schema(workspace) == before
    ((first,),) = workspace.file.reader().execute("SELECT min(id) FROM company")
    workspace.records.save("company", first, {"note": "edited"})
    changes = changes_of_row(workspace, "company", first)
    assert [change.op for change in changes] == ["B", "U"]
    assert workspace.problems() == []


def test_triggers_and_indexes_are_there_after_a_load_that_failed(workspace: Workspace, make: Maker) -> None:
    before = schema(workspace)
    with pytest.raises(ZeroDivisionError), workspace.work("Load", "import") as work:  # noqa: PT012
        ids = work.writer.ids.block(30)
        work.insert_columns("company", {"id": ids, "name": [f"Firm {one}" for one in ids]}, 30)
        raise ZeroDivisionError
    assert schema(workspace) == before
    make.many(30)
    assert workspace.lists.count("company") == 30


def test_every_batch_of_a_load_is_logged_with_what_is_the_same_in_all_rows(workspace: Workspace) -> None:
    with workspace.work("Load", "import") as work:
        ids = work.writer.ids.block(30)
        columns = {"id": ids, "name": [f"Firm {at}" for at in range(30)], "note": "it's the same"}
        work.insert_columns("company", columns, 30)
    batches = list(change_log.changes_of(workspace.file.reader(), work.id))
    assert [len(one.data["ids"]) for one in batches] == [7, 7, 7, 7, 2]
    for at, one in ((0, ids[0]), (29, ids[29])):
        sql = "SELECT name, note FROM company WHERE id = ?"
        assert workspace.file.reader().execute(sql, (one,)).fetchall() == [(f"Firm {at}", "it's the same")]
        (change,) = changes_of_row(workspace, "company", one)
        assert (change.data["name"], change.data["note"]) == (f"Firm {at}", "it's the same")
