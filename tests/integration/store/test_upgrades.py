"""Older files are upgraded as a copy, or read as an upgraded copy where they may not be changed (F-05, F-06)."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from crm_desktop.core import errors
from crm_desktop.core.paths import cache_folder
from crm_desktop.services.workspace import Workspace, open_workspace
from crm_desktop.store import backups, schema
from crm_desktop.store.driver import Connection, scalar
from tests.conftest import Child, Maker, listing, sha256

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
        monkeypatch.setattr(os, "link", lambda *_p: (_ for _ in ()).throw(OSError(1, "no links")))
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


READ_OLD = """
import sys
from pathlib import Path
from crm_desktop.core.errors import ReadOnlyFile
from crm_desktop.services.workspace import ListQuery, open_workspace
from tests.integration.store.writers import add_a_step
add_a_step()
opened = open_workspace(Path(sys.argv[1]), sys.argv[2] or None)
print(opened.read_only, opened.path.name, opened.lists.count("company"), opened.problems())
print(opened.file.reader().execute("SELECT DISTINCT note FROM company").fetchall())
try:
    opened.records.create("company", {"name": "New"})
except ReadOnlyFile as error:
    print(error)
opened.close()
"""


@pytest.mark.usefixtures("rights_count")
@pytest.mark.parametrize("what", ["file", "folder", "both"])
def test_an_older_file_that_may_only_be_read_is_shown_as_an_upgraded_copy(
    old: Path, tmp_path: Path, child: Child, what: str
) -> None:
    folder = tmp_path / "cd"
    folder.mkdir()
    before, moved = sha256(old), old.rename(folder / old.name)
    if what != "folder":
        moved.chmod(0o444)
    if what != "file":
        folder.chmod(0o555)
    output, trouble = child(READ_OLD, moved, "", as_nobody=True).communicate(timeout=60)
    folder.chmod(0o755)
    assert trouble == ""
    assert output.splitlines()[:2] == [f"True {moved.name} 2 []", "[('012345678901',)]"]
    assert moved.name in output.splitlines()[2]
    assert sha256(moved) == before
    assert listing(folder) == [moved.name]
    assert listing(cache_folder() / "reading") == []


def test_an_older_file_is_read_where_it_could_be_upgraded(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading changes nothing; that another window of the older program has it open is no matter."""
    writing = open_workspace(old)
    Maker(writing).company("In the log")
    before = sha256(old)
    with monkeypatch.context() as patch:
        second_version(patch)
        for _time in range(2):
            reading = open_workspace(old, read_only=True)
            assert reading.read_only
            assert reading.path == old
            assert scalar(reading.file.reader(), "PRAGMA user_version") == 2
            assert reading.lists.count("company") == 3
            assert len(listing(cache_folder() / "reading")) == 1
            backup = reading.backup()
            reading.close()
            assert listing(cache_folder() / "reading") == []
            backups.verify(backup.path, None)
    assert sha256(old) == before
    writing.close()


def test_the_copy_of_an_encrypted_file_is_encrypted(
    encrypted_path: Path, passphrase: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    second_version(monkeypatch)
    reading = open_workspace(encrypted_path, passphrase, read_only=True)
    (copy,) = (cache_folder() / "reading").iterdir()
    assert copy.read_bytes()[:16] != b"SQLite format 3\0"
    assert os.name == "nt" or copy.stat().st_mode & 0o077 == 0
    reading.close()
    assert not copy.exists()


def test_an_older_file_that_cannot_be_upgraded_leaves_no_copy(
    old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    second_version(monkeypatch, "INSERT INTO nonsense VALUES (1);\n")
    with pytest.raises(dbapi2.OperationalError, match="nonsense"):
        open_workspace(old, read_only=True)
    assert listing(cache_folder() / "reading") == []
    assert listing(old.parent) == ["Nordwind.crm"]


def test_the_copy_of_a_killed_reader_is_removed_by_the_next_one(
    old: Path, child: Child, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = READ_OLD.replace("or None)", "or None, read_only=True)").replace("opened.close()", "os.abort()")
    killed = child("import os\n" + code, old, "")
    assert killed.wait(timeout=60) != 0
    assert len(listing(cache_folder() / "reading")) == 1
    second_version(monkeypatch)
    open_workspace(old, read_only=True).close()
    assert listing(cache_folder() / "reading") == []


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
