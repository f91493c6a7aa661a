"""The schema of a new file is that of the mapped classes; older files are upgraded as a copy (F-05, F-06)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import CheckConstraint
from sqlalchemy.dialects import sqlite
from sqlcipher3 import dbapi2

from crm_desktop.core import errors
from crm_desktop.models import mapped, registry
from crm_desktop.services.workspace import Workspace, open_workspace
from crm_desktop.store import backups, capture, customer_file, schema
from crm_desktop.store.driver import Connection, scalar
from tests.conftest import Maker, sha256

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
    assert present == {*TABLES, "sync_state", "txn", "change", "cell_clock"}
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
    workspace.close()


def test_opening_an_up_to_date_file_writes_nothing(path: Path) -> None:
    open_workspace(path).close()
    before = sha256(path)
    open_workspace(path).close()
    assert sha256(path) == before


# ---------------------------------------------------------------- upgrades

SECOND_STEP = (
    "ALTER TABLE company ADD COLUMN rating INTEGER;\n"
    "UPDATE company SET note = coalesce(note, '') || ' (upgraded)';\n"
    "CREATE INDEX ix_company_rating ON company (rating);\n"
)


@pytest.fixture
def old(workspace: Workspace, make: Maker, path: Path) -> Path:
    """A file of version 1 with two companies, closed."""
    make.company("Acme")
    make.company("Zebra")
    workspace.close()
    return path


def second_version(monkeypatch: pytest.MonkeyPatch, sql: str = SECOND_STEP) -> None:
    step = schema.step
    monkeypatch.setattr(schema, "VERSION", 2)
    monkeypatch.setattr(schema, "step", lambda number: sql if number == 2 else step(number))
    monkeypatch.setattr(schema.upgrade, "__defaults__", (2,))


def notes(path: Path) -> list[str | None]:
    connection = dbapi2.connect(str(path))
    found = [row[0] for row in connection.execute("SELECT note FROM company ORDER BY id")]
    connection.close()
    return found


def kept(path: Path) -> list[Path]:
    return [one for one in path.parent.iterdir() if "before upgrade" in one.name]


@pytest.mark.parametrize("links", [True, False])
def test_an_older_file_is_upgraded_as_a_copy(old: Path, monkeypatch: pytest.MonkeyPatch, links: bool) -> None:
    before = sha256(old)
    second_version(monkeypatch)
    if not links:
        monkeypatch.setattr(
            customer_file.os, "link", lambda *_p: (_ for _ in ()).throw(OSError(1, "no links"))
        )
    for _time in range(2):
        workspace = open_workspace(old)
        assert scalar(workspace.file.reader(), "PRAGMA user_version") == 2
        assert workspace.problems() == []
        Maker(workspace).company("New")
        workspace.close()
    (left,) = kept(old)
    assert "version 1" in left.name
    assert sha256(left) == before
    assert notes(old)[:2] == [" (upgraded)"] * 2
    assert len(list(old.parent.iterdir())) == 2


def test_an_encrypted_file_stays_encrypted(
    encrypted_path: Path, passphrase: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = sha256(encrypted_path)
    second_version(monkeypatch)
    workspace = open_workspace(encrypted_path, passphrase)
    assert workspace.file.encrypted
    workspace.close()
    (left,) = kept(encrypted_path)
    assert sha256(left) == before
    for one in (left, encrypted_path):
        assert one.read_bytes()[:16] != b"SQLite format 3\0"


STATEMENTS = SECOND_STEP.strip().split("\n")


@pytest.mark.parametrize("good", range(len(STATEMENTS) + 1))
def test_a_step_that_fails_leaves_the_file_byte_for_byte(
    old: Path, monkeypatch: pytest.MonkeyPatch, good: int
) -> None:
    """F-05: after each statement."""
    before = sha256(old)
    with monkeypatch.context() as patch:
        second_version(patch, "\n".join([*STATEMENTS[:good], "INSERT INTO nonsense VALUES (1);\n"]))
        with pytest.raises(dbapi2.OperationalError, match="nonsense"):
            open_workspace(old)
    assert sha256(old) == before
    assert [one.name for one in old.parent.iterdir()] == [old.name]
    open_workspace(old).close()


def test_an_upgrade_that_breaks_references_is_not_taken(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = sha256(old)
    second_version(
        monkeypatch, "PRAGMA defer_foreign_keys = ON;\nCREATE TABLE x (c INTEGER REFERENCES company (id));\n"
    )
    monkeypatch.setattr(schema, "refresh_triggers", break_references)
    with pytest.raises(errors.DamagedFile, match="left as it was"):
        open_workspace(old)
    assert sha256(old) == before
    assert [one.name for one in old.parent.iterdir()] == [old.name]


def break_references(connection: Connection) -> None:
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.execute("INSERT INTO x VALUES (1)")


def test_an_older_file_that_may_only_be_read_says_so(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = sha256(old)
    second_version(monkeypatch)
    with pytest.raises(errors.ReadOnlyFile, match="must be upgraded"):
        open_workspace(old, read_only=True)
    assert sha256(old) == before


def test_leftovers_of_an_upgrade_are_removed(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    named = old.rename(old.with_name("we[i]rd*.crm")) if old.drive == "" else old
    for ending in ("", "-journal"):
        (named.parent / f".{named.name}.upgrading-00ff{ending}").write_bytes(b"left")
    second_version(monkeypatch)
    open_workspace(named).close()
    assert sorted(one.name for one in named.parent.iterdir()) == sorted([named.name, kept(named)[0].name])


def test_a_backup_of_an_older_version_is_restored(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace = open_workspace(old)
    backup = workspace.backup()
    workspace.close()
    second_version(monkeypatch)
    backups.restore(backup.path, old)
    workspace = open_workspace(old)
    assert scalar(workspace.file.reader(), "PRAGMA user_version") == 2
    assert workspace.lists.count("company") == 2
    workspace.close()
