"""The schema of a new file is that of the mapped classes; older files are upgraded as a copy (F-05, F-06)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import CheckConstraint
from sqlalchemy.dialects import sqlite
from sqlcipher3 import dbapi2

from crm_desktop.models import mapped, registry
from crm_desktop.services.workspace import Workspace, open_workspace
from crm_desktop.store import capture
from crm_desktop.store.driver import Connection, scalar
from tests.conftest import sha256

TABLES = sorted(mapped.tables())


@pytest.fixture
def connection(workspace: Workspace) -> Connection:
    return workspace.file.reader()


@pytest.mark.parametrize("name", TABLES)
def test_the_first_step_is_what_the_classes_say(connection: Connection, name: str) -> None:
    """Run tools/freeze_schema.py (before version 1 is released) or add a step (after it) when this fails."""
    table = registry.table(name)
    found = {
        row[1]: (row[2], bool(row[3]), row[4], bool(row[5]))
        for row in connection.execute(f'PRAGMA table_xinfo("{name}")')
    }
    wanted: dict[str, Any] = {}
    for column in table.columns:
        default = column.server_default
        has_default = default is not None and column.computed is None
        text = "'" + str(default.arg).strip("'") + "'" if has_default else None  # type: ignore[union-attr]
        kind = column.type.compile(dialect=sqlite.dialect())  # type: ignore[no-untyped-call]
        wanted[column.name] = (kind, not column.nullable, text, column.primary_key)
    assert {
        key: (*value[:2], value[2] and "'" + value[2].strip("'") + "'", value[3])
        for key, value in found.items()
    } == wanted
    keys = {(row[3], row[2], row[4]) for row in connection.execute(f'PRAGMA foreign_key_list("{name}")')}
    assert keys == {(one.parent.name, one.column.table.name, one.column.name) for one in table.foreign_keys}
    indexes = {
        row[1]: tuple(part[2] for part in connection.execute(f'PRAGMA index_info("{row[1]}")'))
        for row in connection.execute(f'PRAGMA index_list("{name}")')
        if not row[1].startswith("sqlite_autoindex")
    }
    assert indexes == {one.name: tuple(column.name for column in one.columns) for one in table.indexes}
    assert not [one for one in table.constraints if isinstance(one, CheckConstraint)]


def test_there_are_no_other_tables(connection: Connection) -> None:
    rows = connection.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")
    present = {row[0] for row in rows if not row[0].startswith(("search_", "sqlite_"))}
    assert present == {*TABLES, "sync_state", "txn", "change", "cell_clock", "change_made"}
    assert {one.name for one in registry.ENTITIES} == set(TABLES)


def test_every_foreign_key_waits_for_the_commit(connection: Connection) -> None:
    for name in TABLES:
        sql = scalar(connection, "SELECT sql FROM sqlite_master WHERE name = ?", (name,))
        assert sql.count("FOREIGN KEY") == sql.count("DEFERRABLE INITIALLY DEFERRED")


def test_every_searchable_table_has_its_index(connection: Connection) -> None:
    named = {name for name in TABLES if "place" in registry.table(name).columns}
    rows = connection.execute("SELECT name, sql FROM sqlite_master WHERE sql LIKE '%USING fts5%'").fetchall()
    assert {name for name, _sql in rows} == {f"search_{name}" for name in named}
    assert all("contentless_delete=1" in sql for _name, sql in rows)


def test_the_triggers_are_those_of_the_descriptions(connection: Connection) -> None:
    present = dict(connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"))
    assert present == capture.all_triggers()
    for name in TABLES:
        assert {f"log_{name}_{what}" for what in ("insert", "update", "delete", "id")} <= set(present)


@pytest.mark.parametrize(
    "statement",
    [
        "DROP TRIGGER log_company_update",
        "DROP VIEW change_made",  # as in files made before it, whose triggers did all by themselves
        "DROP VIEW change_made; CREATE VIEW change_made AS SELECT NULL AS tbl, NULL AS row; "
        "CREATE TRIGGER log_change_made INSTEAD OF INSERT ON change_made BEGIN SELECT 1; END",  # as it was once
        "CREATE TRIGGER log_unknown_table AFTER INSERT ON company BEGIN SELECT 1; END",
        "DROP TRIGGER log_tag_insert; CREATE TRIGGER log_tag_insert AFTER INSERT ON tag BEGIN SELECT 1; END",
    ],
)
def test_triggers_are_brought_up_to_date_when_a_file_is_opened(path: Path, statement: str) -> None:
    connection = dbapi2.connect(str(path))
    connection.executescript(statement)
    connection.close()
    workspace = open_workspace(path)
    rows = workspace.file.reader().execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    assert dict(rows) == capture.all_triggers()
    view = "SELECT sql FROM sqlite_master WHERE type = 'view'"
    assert workspace.file.reader().execute(view).fetchone()[0] == capture.VIEW
    workspace.close()


def test_opening_an_up_to_date_file_writes_nothing(path: Path) -> None:
    open_workspace(path).close()
    before = sha256(path)
    open_workspace(path).close()
    assert sha256(path) == before
