"""Customer files are made, opened and refused with a sentence, and a refused file stays as it is (F-07, F-08, F-22)."""

from __future__ import annotations

import os
import secrets
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from crm_desktop.core import errors
from crm_desktop.core.errors import FileExists
from crm_desktop.services.workspace import Workspace, open_workspace
from crm_desktop.store import customer_file, driver, schema
from crm_desktop.store.customer_file import open_file
from crm_desktop.store.driver import scalar
from tests.conftest import Child, Maker, listing, sha256
from tests.integration.store.store_help import refused

# ---------------------------------------------------------------- making


@pytest.mark.parametrize("content", [b"", b"precious"])
def test_making_never_overwrites(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "here.crm"
    path.write_bytes(content)
    with pytest.raises(FileExists, match=r"here\.crm"):
        customer_file.create(path)
    assert path.read_bytes() == content
    assert listing(tmp_path) == ["here.crm"]


@pytest.mark.parametrize("links", [True, False])
def test_making_never_overwrites_a_file_that_appears_meanwhile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool
) -> None:
    path = tmp_path / "here.crm"
    write_new = customer_file._write_new

    def somebody_is_quicker(fresh: Path, key: driver.Key | None, fill: None) -> None:
        write_new(fresh, key, fill)
        path.write_bytes(b"precious")

    def no_links(*_paths: Path) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(customer_file, "_write_new", somebody_is_quicker)
    if not links:
        monkeypatch.setattr(os, "link", no_links)
    with pytest.raises(FileExists):
        customer_file.create(path)
    assert path.read_bytes() == b"precious"
    assert listing(tmp_path) == ["here.crm"]


def test_making_works_where_there_are_no_hard_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_links(*_paths: Path) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", no_links)
    customer_file.create(tmp_path / "here.crm")
    open_file(tmp_path / "here.crm").close()


@pytest.mark.parametrize(
    "point", ["crm_desktop.store.schema.upgrade", "crm_desktop.store.schema.refresh_triggers"]
)
def test_a_failure_while_making_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, point: str
) -> None:
    def fail(*_arguments: object) -> None:
        raise dbapi2.OperationalError("disk")

    monkeypatch.setattr(point, fail)
    with pytest.raises(dbapi2.OperationalError):
        customer_file.create(tmp_path / "new.crm")
    assert listing(tmp_path) == []


def test_making_in_a_folder_that_does_not_exist(tmp_path: Path) -> None:
    with pytest.raises(errors.MissingFile, match="nowhere"):
        customer_file.create(tmp_path / "nowhere" / "new.crm")


def test_making_flushes_before_the_name_is_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """F-04."""
    calls: list[str] = []
    fsync, link = os.fsync, os.link
    monkeypatch.setattr(os, "fsync", lambda handle: (calls.append("fsync"), fsync(handle))[1])
    monkeypatch.setattr(os, "link", lambda a, b: (calls.append("link"), link(a, b))[1])
    customer_file.create(tmp_path / "new.crm")
    assert "fsync" in calls[: calls.index("link")]


@pytest.mark.parametrize(
    "name", ["张三 O'Brien & Co.crm", 'a"b;--.crm', "with#hash%20?.crm", ".crm", "no ending"]
)
def test_any_name_will_do(tmp_path: Path, name: str) -> None:
    """F-25."""
    folder = tmp_path / "büro & 文件"
    folder.mkdir()
    customer_file.create(folder / name)
    file = open_file(folder / name)
    assert scalar(file.reader(), "SELECT count(*) FROM company") == 0
    file.close()
    assert listing(folder) == [name]


# ---------------------------------------------------------------- refusals


def test_a_missing_file_is_not_made(tmp_path: Path) -> None:
    refused(tmp_path / "gone.crm", errors.MissingFile)
    refused(tmp_path / "no folder" / "gone.crm", errors.MissingFile)
    assert listing(tmp_path) == []


def test_an_empty_file(tmp_path: Path) -> None:
    """SQLite would take it for an empty database (F-08)."""
    path = tmp_path / "empty.crm"
    path.touch()
    refused(path, errors.EmptyFile)
    refused(path, errors.EmptyFile, "secret")


def test_a_folder(tmp_path: Path) -> None:
    (tmp_path / "folder.crm").mkdir()
    refused(tmp_path / "folder.crm", errors.ForeignFile)


def test_a_database_of_another_program(tmp_path: Path) -> None:
    path = tmp_path / "other.crm"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE company (id INTEGER PRIMARY KEY, name TEXT)")
    connection.close()
    refused(path, errors.ForeignFile)
    refused(path, errors.ForeignFile, "secret")


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"Name;Phone\nAnn;0123\n", id="text"),
        pytest.param(b"PK\x03\x04" + bytes(5_000), id="a renamed workbook"),
        pytest.param(b"x", id="one byte"),
        pytest.param(bytes(8_192), id="zeros"),
        pytest.param(secrets.token_bytes(8_192), id="garbage"),
    ],
)
def test_what_is_no_database(tmp_path: Path, content: bytes) -> None:
    """It cannot be told from an encrypted file, and the sentence says so (T-20)."""
    path = tmp_path / "list.crm"
    path.write_bytes(content)
    assert "is not a customer file" in refused(path, errors.PassphraseNeeded).title
    assert "damaged" in refused(path, errors.WrongPassphrase, "secret").title


@pytest.mark.parametrize("left", [16, 17, 100, 512, 4_096, 5_000, 40_960])
def test_a_truncated_file(path: Path, left: int) -> None:
    path.write_bytes(path.read_bytes()[:left])
    refused(path, errors.DamagedFile)


def test_a_file_with_garbage_behind_its_header(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[:16] + b"\xff" * 4_080 + content[4_096:])
    refused(path, errors.DamagedFile)


@pytest.mark.parametrize("left", [20, 4_096, 10_000])
def test_a_truncated_encrypted_file(encrypted_path: Path, passphrase: str, left: int) -> None:
    encrypted_path.write_bytes(encrypted_path.read_bytes()[:left])
    refused(encrypted_path, errors.DamagedFile if left >= 4_096 else errors.WrongPassphrase, passphrase)


def test_an_encrypted_file_asks_for_its_passphrase(encrypted_path: Path) -> None:
    assert "passphrase" in refused(encrypted_path, errors.PassphraseNeeded).hint
    assert refused(encrypted_path, errors.PassphraseNeeded, "")


@pytest.mark.parametrize("wrong", ["Correct horse 电池", "correct horse 电池 ", "x", "'"])
def test_a_wrong_passphrase(encrypted_path: Path, wrong: str) -> None:
    refused(encrypted_path, errors.WrongPassphrase, wrong)


def test_a_plain_file_needs_no_passphrase(path: Path) -> None:
    file = open_file(path, "not needed")
    assert not file.encrypted
    file.close()


@pytest.mark.parametrize("walk_away", [False, True])
def test_a_file_of_a_newer_program(path: Path, walk_away: bool) -> None:
    """F-07, also when the newer program did not end cleanly."""
    connection = dbapi2.connect(str(path), isolation_level=None)
    connection.execute(f"PRAGMA user_version = {schema.VERSION + 1}")
    connection.close()
    if walk_away:
        connection = dbapi2.connect(str(path), isolation_level=None)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("CREATE TABLE newer (id INTEGER)")
        files = {one: one.read_bytes() for one in path.parent.iterdir() if one.is_file()}
        connection.close()
        for one, content in files.items():
            one.write_bytes(content)
    refusal = refused(path, errors.NewerFile)
    assert "Install a version that reads format" in refusal.hint


@pytest.mark.parametrize(
    "statement", ["DROP TABLE company", "DROP TABLE sync_state", "DELETE FROM sync_state"]
)
def test_a_mutilated_file_is_refused_with_a_sentence(path: Path, statement: str) -> None:
    connection = dbapi2.connect(str(path), isolation_level=None)
    connection.execute("DROP TRIGGER log_company_delete")
    connection.execute(statement)
    connection.close()
    with pytest.raises(errors.FileProblem, match=path.name):
        open_workspace(path).close()


# ---------------------------------------------------------------- settings

SETTINGS = [
    ("foreign_keys", 1),
    ("synchronous", 2),
    ("trusted_schema", 0),
    ("secure_delete", 1),
    ("cell_size_check", 1),
    ("temp_store", 2),
]


@pytest.mark.parametrize(("name", "value"), SETTINGS)
def test_settings_of_both_connections(workspace: Workspace, name: str, value: int) -> None:
    for connection in (workspace.file.writer.connection, workspace.file.reader()):
        assert scalar(connection, f"PRAGMA {name}") == value


def test_what_the_file_says_of_itself(workspace: Workspace) -> None:
    writer, reader = workspace.file.writer.connection, workspace.file.reader()
    assert scalar(writer, "PRAGMA application_id") == driver.APPLICATION_ID
    assert scalar(writer, "PRAGMA user_version") == schema.VERSION
    assert scalar(writer, "PRAGMA journal_mode") == "wal"
    assert scalar(reader, "PRAGMA query_only") == 1
    with pytest.raises(dbapi2.OperationalError):
        reader.execute("UPDATE company SET name = 'x'")


def test_a_network_drive_gets_no_write_ahead_log(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """F-18."""
    monkeypatch.setattr("crm_desktop.store.places_of_files.on_network", lambda _path: True)
    workspace = open_workspace(path)
    Maker(workspace).company("Acme")
    assert scalar(workspace.file.writer.connection, "PRAGMA journal_mode") == "delete"
    workspace.close()


def test_a_setting_that_does_not_take_is_noticed(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Deaf:
        """A connection that ignores one setting, as SQLite does with those it does not know."""

        def __init__(self, *arguments: object, **keywords: object) -> None:
            self._real = dbapi2.Connection(*arguments, **keywords)

        def execute(self, sql: str, *parameters: object) -> object:
            return self._real.execute("SELECT 1" if sql == "PRAGMA synchronous = FULL" else sql, *parameters)

        def close(self) -> None:
            self._real.close()

    monkeypatch.setattr(driver.dbapi2, "connect", Deaf)
    monkeypatch.setattr(
        Deaf,
        "execute",
        lambda self, sql, *p: self._real.execute(
            "PRAGMA synchronous = NORMAL" if sql == "PRAGMA synchronous = FULL" else sql, *p
        ),
    )
    with pytest.raises(RuntimeError, match="synchronous"):
        driver.connect(path, None)


# ---------------------------------------------------------------- closing, moving


def test_a_closed_file_is_one_file(workspace: Workspace, make: Maker, path: Path) -> None:
    make.company("Acme")
    workspace.close()
    assert listing(path.parent) == [path.name]
    workspace.close()  # twice does no harm


@pytest.mark.parametrize("how", ["moved", "replaced", "deleted"])
def test_a_file_moved_under_the_open_program(
    workspace: Workspace, make: Maker, path: Path, tmp_path: Path, how: str, plain_template: Path
) -> None:
    """F-23: the next write is refused, nothing goes into the moved file, what was saved before is in it."""
    make.company("Before")
    aside = tmp_path / "aside" / "moved.crm"
    aside.parent.mkdir()
    if how == "moved":
        path.rename(aside)
    elif how == "replaced":
        path.rename(aside)
        path.write_bytes(plain_template.read_bytes())
    else:
        os.link(path, aside)
        path.unlink()
    replaced_by = sha256(path) if how == "replaced" else ""
    for _attempt in range(2):
        with pytest.raises(errors.MissingFile, match="moved or replaced"):
            make.company("After")
    workspace.close()
    if how == "replaced":
        assert sha256(path) == replaced_by
    found = sqlite3.connect(aside)
    assert found.execute("SELECT name FROM company").fetchall() == [("Before",)]
    assert found.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    found.close()


def test_a_file_moved_during_a_transaction(
    workspace: Workspace, make: Maker, path: Path, tmp_path: Path
) -> None:
    """F-23: looked at again before the commit; a long import leaves time enough to move a file."""
    make.company("Before")
    with pytest.raises(errors.MissingFile), workspace.work("Import", "import") as work:  # noqa: PT012
        work.insert_many("company", ["id", "name"], [(work.writer.ids.next(), "After")])
        moved = path.rename(tmp_path / "moved.crm")
    workspace.close()
    found = sqlite3.connect(moved)
    assert found.execute("SELECT name FROM company").fetchall() == [("Before",)]
    found.close()


def test_a_file_put_back_is_written_again(
    workspace: Workspace, make: Maker, path: Path, tmp_path: Path
) -> None:
    moved = path.rename(tmp_path / "moved.crm")
    with pytest.raises(errors.MissingFile):
        make.company("After")
    moved.rename(path)
    make.company("After")
    assert workspace.lists.count("company") == 1


@pytest.fixture
def unclean(path: Path, child: Child) -> Callable[[], None]:
    def end_badly() -> None:
        code = (
            "import os, sys\nfrom pathlib import Path\n"
            "from crm_desktop.services.workspace import open_workspace\n"
            "open_workspace(Path(sys.argv[1])).records.create('company', {'name': 'Acme'})\nos.kill(os.getpid(), 9)"
        )
        child(code, path).wait(timeout=60)
        assert path.with_name(path.name + "-wal").stat().st_size > 0

    return end_badly


def test_an_unclean_end_is_noticed(path: Path, unclean: Callable[[], None]) -> None:
    unclean()
    file = open_file(path)
    assert file.unclean
    assert scalar(file.reader(), "SELECT name FROM company") == "Acme"
    file.close()
    file = open_file(path)
    assert not file.unclean
    file.close()


def test_damage_after_an_unclean_end_is_found_when_opening(path: Path, unclean: Callable[[], None]) -> None:
    with path.open("r+b") as file:
        file.seek(40 * 4_096)
        file.write(b"\xff" * 4_096 * 20)
    unclean_file = path.read_bytes()
    path.write_bytes(unclean_file)
    path.with_name(path.name + "-wal").write_bytes(b"\x00" * 100)
    with pytest.raises(errors.DamagedFile, match=path.name):
        open_file(path)
    assert path.read_bytes() == unclean_file
