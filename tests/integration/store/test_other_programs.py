"""What other programs write into the file is in its history and is found by search."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest
from sqlcipher3 import dbapi2

from crm_desktop.services.workspace import ListQuery, Workspace, open_for_reading, open_workspace
from crm_desktop.store.driver import Connection, scalar
from tests.conftest import Maker
from tests.integration.store.store_help import changes, last


@pytest.fixture(params=[dbapi2, sqlite3], ids=["newest SQLite", "Python's own SQLite"])
def foreign(workspace: Workspace, path: Path, request: pytest.FixtureRequest) -> Any:
    """A connection that knows nothing of us, as a script with sqlite-utils has."""
    connection = request.param.connect(str(path), isolation_level=None)
    yield connection
    connection.close()


INSERT = (
    "INSERT INTO company (id, name, created_at, updated_at) "
    "VALUES (?, ?, '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z')"
)


def test_another_programs_writes_are_in_the_history(
    workspace: Workspace, make: Maker, foreign: Connection
) -> None:
    company = make.company("Acme", note="ours")
    foreign.execute(
        "UPDATE company SET note = 'theirs', annual_revenue = 9007199254740993 WHERE id = ?", (company,)
    )
    foreign.execute(INSERT, (77, "青禾 outside"))
    found = workspace.history.recent()[0]
    assert (found.kind, found.text, found.user) == ("outside", "Changed by another program", None)
    ops = [(one.op, one.row) for one in changes(workspace, found.id)]
    assert ops == [("U", company), ("I", 77)]
    assert any(one.kind == "outside" for one in workspace.history.of_record("company", company))
    report = workspace.history.undo(found.id)
    assert report.restored >= 1


def test_another_programs_writes_between_ours_are_entries_of_their_own(
    workspace: Workspace, make: Maker, foreign: Connection
) -> None:
    foreign.execute(INSERT, (77, "one"))
    make.company("Acme")
    foreign.execute(INSERT, (78, "two"))
    foreign.execute(INSERT, (79, "three"))
    assert [one.kind for one in workspace.history.recent(3)] == ["outside", "edit", "outside"]
    workspace.history.undo_last()
    assert list(workspace.lists.ids(ListQuery("company"))) != []
    assert workspace.lists.count("company") == 2
    foreign.execute("UPDATE txn SET at = at - 10000 WHERE kind = 'outside'")
    foreign.execute(INSERT, (80, "four"))
    assert [one.kind for one in workspace.history.recent(2)] == ["outside", "undo"]


def test_undoing_what_another_program_did(workspace: Workspace, make: Maker, foreign: Connection) -> None:
    company = make.company("Acme", note="ours")
    foreign.execute("BEGIN")
    foreign.execute("UPDATE company SET note = 'theirs' WHERE id = ?", (company,))
    foreign.execute("UPDATE company SET name = 'Theirs' WHERE id = ?", (company,))
    foreign.execute("COMMIT")
    workspace.history.undo(workspace.history.recent()[0].id)
    record = workspace.records.get("company", company)
    assert (record.title, record.texts["note"]) == ("Acme", "ours")


def test_a_command_that_only_reads_finds_what_another_program_wrote(
    workspace: Workspace, foreign: Connection, path: Path
) -> None:
    workspace.close()
    foreign.execute(INSERT, (77, "ByPython"))
    foreign.close()
    opened = open_for_reading(path)
    assert opened.read_only
    assert list(opened.lists.ids(ListQuery("company", search="bypy"))) == [77]
    opened.close()


def test_another_program_cannot_delete(workspace: Workspace, make: Maker, foreign: Connection) -> None:
    make.company("Acme")
    with pytest.raises((dbapi2.IntegrityError, sqlite3.IntegrityError), match="never deleted"):
        foreign.execute("DELETE FROM company")


def test_search_catches_up_when_the_file_is_opened(
    workspace: Workspace, make: Maker, foreign: Connection, path: Path
) -> None:
    company = make.company("Acme")
    contact = make.contact("Ann", company=company)
    workspace.close()
    foreign.execute(INSERT, (77, "青禾 outside"))
    foreign.execute("UPDATE company SET name = 'Zebra' WHERE id = ?", (company,))
    again = open_workspace(path)
    for search, entity, wanted in (
        ("qinghe", "company", [77]),
        ("acme", "company", []),
        ("zebra", "company", [company]),
        ("zebra", "contact", [contact]),
        ("acme", "contact", []),
        ("", "company", [77, company]),
    ):
        assert list(again.lists.ids(ListQuery(entity, search=search))) == wanted, search
    again.close()


def test_search_catches_up_with_the_next_write_while_the_file_is_open(
    workspace: Workspace, make: Maker, foreign: Connection, path: Path
) -> None:
    foreign.execute(INSERT, (77, "青禾 outside"))
    make.company("Acme")
    assert list(workspace.lists.ids(ListQuery("company", search="qinghe"))) == [77]
    foreign.execute("UPDATE company SET name = 'Zebra' WHERE id = 77")
    make.many(3)
    assert list(workspace.lists.ids(ListQuery("company", search="zebra"))) == [77]
    foreign.execute("UPDATE company SET name = 'Yak' WHERE id = 77")
    workspace.close()
    again = open_workspace(path)
    assert list(again.lists.ids(ListQuery("company", search="yak"))) == [77]
    again.close()


def test_a_muted_transaction_that_is_taken_back_does_not_stay_muted(
    workspace: Workspace, make: Maker, foreign: Connection
) -> None:
    with pytest.raises(ZeroDivisionError), workspace.work("x") as work:  # noqa: PT012
        work.execute("UPDATE sync_state SET muted = 1")
        raise ZeroDivisionError
    make.company("Acme")
    assert scalar(foreign, "SELECT muted FROM sync_state") == 0
    assert len(changes(workspace, last(workspace))) == 1
