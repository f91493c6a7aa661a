"""Clocks of cells, which a synchronisation compares: given when changes are absorbed."""

from __future__ import annotations

from crm_desktop.services.workspace import Workspace
from crm_desktop.store import change_log
from crm_desktop.store.driver import scalar
from tests.conftest import Maker
from tests.integration.store.store_help import last


def stamps(workspace: Workspace) -> dict[int, str | None]:
    return dict(workspace.file.reader().execute("SELECT id, _clock FROM company"))


def cells(workspace: Workspace) -> dict[tuple[int, str], str]:
    rows = workspace.file.reader().execute("SELECT row, col, clock FROM cell_clock WHERE tbl = 'company'")
    return {(row, column): stamp for row, column, stamp in rows}


def absorb(workspace: Workspace) -> int:
    connection = workspace.file.writer.connection
    connection.execute("BEGIN IMMEDIATE")
    found = change_log.absorb(connection)
    connection.execute("COMMIT")
    return found


def logged(workspace: Workspace, txn: int) -> list[str]:
    rows = workspace.file.reader().execute(
        "SELECT printf('%016x%08x%08x', clock, replica, tag) FROM change WHERE txn = ? ORDER BY seq", (txn,)
    )
    return [row[0] for row in rows]


def test_absorbing_gives_each_cell_the_clock_of_its_last_change(workspace: Workspace, make: Maker) -> None:
    company = make.company("Acme", note="1")
    made = logged(workspace, last(workspace))[0]
    first = workspace.records.save("company", company, {"note": "2", "short_name": "A"})
    second = workspace.records.save("company", company, {"note": "3"})
    many = workspace.records.set_many("company", [company], {"size": workspace.lists.options("size")[0].id})
    before = scalar(workspace.file.reader(), "SELECT count(*) FROM change")
    assert absorb(workspace) > 3
    assert stamps(workspace)[company] == made
    found = cells(workspace)
    assert found[company, "short_name"] == logged(workspace, first)[0]
    assert found[company, "note"] == logged(workspace, second)[0]
    assert found[company, "deleted_at"] == logged(workspace, second)[0]
    assert found[company, "size_id"] == logged(workspace, many)[0]
    assert set(found) == {(company, one) for one in ("note", "short_name", "deleted_at", "size_id")}
    assert made < found[company, "short_name"] < found[company, "note"] < found[company, "size_id"]
    # It is neither logged nor seen by anybody, and it is done once.
    assert scalar(workspace.file.reader(), "SELECT count(*) FROM change") == before
    assert absorb(workspace) == 0
    assert cells(workspace) == found
    assert scalar(workspace.file.reader(), "SELECT muted FROM sync_state") == 0


def test_absorbing_keeps_a_larger_clock_that_came_from_elsewhere(workspace: Workspace, make: Maker) -> None:
    company = make.company("Acme")
    absorb(workspace)
    later = "f" * 32
    sql = "INSERT INTO cell_clock (tbl, row, col, clock) VALUES ('company', ?, 'note', ?)"
    workspace.file.writer.connection.execute(sql, (company, later))
    workspace.records.save("company", company, {"note": "2"})
    absorb(workspace)
    assert cells(workspace)[company, "note"] == later


def test_absorbing_a_bulk_insert(workspace: Workspace, make: Maker) -> None:
    txn = make.many(20)
    absorb(workspace)
    assert set(stamps(workspace).values()) == set(logged(workspace, txn))
    assert cells(workspace) == {}


def test_edits_after_absorbing_are_absorbed_the_next_time(workspace: Workspace, make: Maker) -> None:
    company = make.company("Acme")
    absorb(workspace)
    edit = workspace.records.save("company", company, {"note": "2"})
    assert absorb(workspace) == 1
    assert cells(workspace)[company, "note"] == logged(workspace, edit)[0]
