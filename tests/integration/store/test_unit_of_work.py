"""The one door: all or nothing, one log entry, what changed is told; a full disk costs nothing that was saved."""

from __future__ import annotations

import threading
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from sqlcipher3 import dbapi2

from crm_desktop.core.errors import Cancelled, StorageFull
from crm_desktop.models import registry
from crm_desktop.services.workspace import Changes, ListQuery, Workspace, open_workspace
from crm_desktop.store.driver import scalar
from crm_desktop.store.unit_of_work import UnitOfWork
from tests.conftest import Child, Maker, sha256

COMPANY = registry.model("company")


def everything(workspace: Workspace) -> dict[str, list[Any]]:
    """Return the whole content of a file, caches included."""
    reader = workspace.file.reader()
    tables = [
        row[0]
        for row in reader.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'search%'"
        )
    ]
    found = {one: reader.execute(f'SELECT * FROM "{one}" ORDER BY 1, 2').fetchall() for one in tables}
    for one in tables:
        if "place" in {row[1] for row in reader.execute(f'PRAGMA table_info("{one}")')}:
            found[f"search_{one}"] = reader.execute(
                f'SELECT rowid FROM "search_{one}" ORDER BY rowid'
            ).fetchall()
    return found


@pytest.mark.parametrize("ends_well", [True, False])
def test_the_first_use_of_the_orm_goes_on_with_the_transaction(
    workspace: Workspace, make: Maker, ends_well: bool
) -> None:
    company = make.company("Present")
    path = workspace.path
    workspace.close()
    opened = open_workspace(path)
    with suppress(Cancelled), opened.work("Everything at once") as work:
        work.assign_many("company", [company], {"note": "by statement"})
        work.session.get_one(COMPANY, company).name = "Renamed"
        if not ends_well:
            raise Cancelled("on purpose")
    row = opened.file.reader().execute("SELECT name, note FROM company").fetchone()
    assert row == (("Renamed", "by statement") if ends_well else ("Present", None))
    opened.close()


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, Cancelled, dbapi2.OperationalError])
def test_an_exception_inside_takes_everything_back(
    workspace: Workspace, make: Maker, error: type[BaseException]
) -> None:
    present = make.company("Present")
    before = everything(workspace)
    with pytest.raises(error), workspace.work("Everything at once") as work:  # noqa: PT012
        fresh = work.add(COMPANY, name="Fresh")
        work.flush()
        work.session.get_one(COMPANY, present).name = "Renamed"
        work.insert_many("company", ["id", "name"], [(work.writer.ids.next(), "Many")])
        work.assign_many("company", [present, fresh.id], {"note": "all"})
        work.flush()
        raise error("on purpose")
    assert everything(workspace) == before
    assert workspace.lists.count("company") == 1
    make.company("After")
    assert workspace.lists.count("company") == 2
    assert workspace.problems() == []


def test_the_first_record_of_a_file_ends_no_transaction(workspace: Workspace, make: Maker) -> None:
    present = make.company("Present")
    path = workspace.path
    workspace.close()
    again = open_workspace(path)
    before = everything(again)
    with pytest.raises(ValueError, match="on purpose"), again.work("Two ways to write") as work:  # noqa: PT012
        work.execute("UPDATE company SET name = 'By the driver' WHERE id = ?", (present,))
        work.add(COMPANY, name="By the mapper")
        work.flush()
        raise ValueError("on purpose")
    assert everything(again) == before
    with again.work("Once more") as work:
        work.add(COMPANY, name="By the mapper")
    assert again.lists.count("company") == 2
    again.close()


@pytest.mark.parametrize(
    "point", ["index.refresh_records", "fresh_documents.FreshDocuments.write", "change_log.touched_since"]
)
def test_a_failure_at_the_commit_takes_everything_back(
    workspace: Workspace, make: Maker, monkeypatch: pytest.MonkeyPatch, point: str
) -> None:
    make.company("Present")
    before = everything(workspace)

    def fail(*_arguments: object, **_keywords: object) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as patch:
        patch.setattr(f"crm_desktop.store.{point}", fail)
        with pytest.raises(ZeroDivisionError):
            make.many(3)
    assert everything(workspace) == before
    make.many(3)
    assert workspace.lists.count("company") == 4


def test_a_unit_of_work_that_changes_nothing_leaves_no_entry(workspace: Workspace, make: Maker) -> None:
    company = make.company("Acme")
    before = everything(workspace)
    told: list[Changes] = []
    workspace.subscribe(told.append)
    with workspace.work("Nothing") as work:
        work.session.get_one(COMPANY, company).name = "Acme"
        work.execute("UPDATE company SET name = name")
    assert work.changes is None
    assert told == []
    assert everything(workspace) == before


def test_what_changed_is_told_once_after_the_commit(workspace: Workspace, make: Maker) -> None:
    told: list[tuple[Changes, bool]] = []
    connection = workspace.file.writer.connection
    workspace.subscribe(lambda changes: told.append((changes, connection.in_transaction)))
    contact = make.contact("Ann", mobile="0171 1234567")
    ((changes, inside),) = told
    assert not inside
    assert changes.ids("contact") == {contact}
    assert changes.touches("channel")
    assert not changes.touches("company")
    assert changes.ids("company") == frozenset()
    assert changes.title == "New: Ann"
    assert changes.kind == "edit"
    assert workspace.history.transaction(changes.transaction)


def test_many_changes_are_told_as_many(
    workspace: Workspace, make: Maker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crm_desktop.store.change_log.MANY", 10)
    told: list[Changes] = []
    workspace.subscribe(told.append)
    make.many(10)
    make.many(11)
    assert [one.ids("company") is None for one in told] == [False, True]
    assert all(one.touches("company") for one in told)


def test_a_listener_that_raises_does_not_take_back_what_was_saved(workspace: Workspace, make: Maker) -> None:
    told: list[Changes] = []

    def fail(_changes: Changes) -> None:
        raise ZeroDivisionError

    workspace.subscribe(fail)
    workspace.subscribe(told.append)
    with pytest.raises(ZeroDivisionError):
        make.company("Acme")
    assert workspace.lists.count("company") == 1
    workspace.file._listeners.clear()
    make.company("Other")
    assert workspace.lists.count("company") == 2


def test_a_listener_may_read_and_write(workspace: Workspace, make: Maker) -> None:
    def answer(changes: Changes) -> None:
        if changes.title == "New: Acme":
            assert workspace.lists.count("company") == 1
            make.company("Second")

    workspace.subscribe(answer)
    make.company("Acme")
    assert workspace.lists.count("company") == 2


def test_writers_of_several_threads_wait_for_each_other(workspace: Workspace) -> None:
    failures: list[BaseException] = []

    def write(thread: int) -> None:
        try:
            for at in range(5):
                workspace.records.create("company", {"name": f"Firm {thread} {at}"})
        except BaseException as error:  # noqa: BLE001 - told by the main thread
            failures.append(error)

    threads = [threading.Thread(target=write, args=(one,)) for one in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert failures == []
    assert workspace.lists.count("company") == 20
    assert workspace.problems() == []


def test_who_and_when(workspace: Workspace, make: Maker) -> None:
    company = make.company("Acme")
    user = workspace.user
    reader = workspace.file.reader()
    sql = "SELECT created_by, updated_by, created_at = updated_at FROM company WHERE id = ?"
    assert reader.execute(sql, (company,)).fetchone() == (user, user, 1)
    make.many(1)
    assert reader.execute("SELECT count(*) FROM company WHERE created_by = ?", (user,)).fetchone() == (2,)
    assert scalar(reader, "SELECT user FROM txn ORDER BY id DESC LIMIT 1") == user


def test_the_kind_must_be_known(workspace: Workspace) -> None:
    with pytest.raises(ValueError, match="unknown kind"):
        UnitOfWork(workspace.file.writer, "x", "magic")


# ---------------------------------------------------------------- a full disk (F-03)


@pytest.mark.parametrize("how", ["single edits", "bulk import"])
def test_a_full_disk(workspace: Workspace, make: Maker, path: Path, how: str) -> None:
    make.company("Before")
    connection = workspace.file.writer.connection
    pages = scalar(connection, "PRAGMA page_count")
    before = everything(workspace)
    scalar(connection, f"PRAGMA max_page_count = {pages + 20}")
    saved = 0
    with pytest.raises(StorageFull) as caught:  # noqa: PT012
        if how == "bulk import":
            make.many(20_000)
        while True:
            make.contact(f"Contact {saved}", note="long " * 3_000)
            saved += 1
    assert "disk is full" in caught.value.title
    assert "Nothing was lost" in caught.value.hint
    assert not connection.in_transaction
    if not saved:
        assert everything(workspace) == before
    scalar(connection, f"PRAGMA max_page_count = {pages + 100_000}")
    assert workspace.problems() == []
    assert workspace.lists.count("contact") == saved
    make.contact("After")
    workspace.close()
    again = open_workspace(path)
    assert again.lists.count("contact") == saved + 1
    assert len(again.lists.ids(ListQuery("contact", search="after"))) == 1
    again.close()


LIMITED = """
import resource, sys
from pathlib import Path
from crm_desktop.core.errors import StorageFull
from crm_desktop.services.workspace import open_workspace

workspace = open_workspace(Path(sys.argv[1]))
soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), hard))
saved = 0
try:
    while saved < 5000:
        workspace.records.create("contact", {"full_name": f"Contact {saved}", "note": "long " * 3_000})
        saved += 1
except StorageFull as error:
    print("StorageFull", error)
print(saved, workspace.lists.count("contact"))
resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
workspace.records.create("contact", {"full_name": "After"})
print(workspace.problems())
workspace.close()
"""


@pytest.mark.parametrize("size", [100_000, 1_500_000])
def test_a_disk_that_refuses_to_write(path: Path, child: Child, size: int) -> None:
    """The log cannot grow; the size of the file itself was greater before."""
    output, trouble = child(LIMITED, path, size).communicate(timeout=120)
    assert trouble == ""
    lines = output.splitlines()
    assert lines[0].startswith("StorageFull")
    assert "Nothing was lost" in lines[0]
    saved, counted = lines[1].split()
    assert saved == counted
    assert lines[2] == "[]"
    workspace = open_workspace(path)
    assert workspace.lists.count("contact") == int(saved) + 1
    workspace.close()


def test_a_full_disk_while_backing_up_or_making(tmp_path: Path, path: Path, child: Child) -> None:
    code = """
import resource, sys
from pathlib import Path
from crm_desktop.core.errors import CrmError
from crm_desktop.services.workspace import open_workspace
from crm_desktop.store import customer_file
workspace = open_workspace(Path(sys.argv[1]))
resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, resource.RLIM_INFINITY))
for act in (workspace.backup, lambda: customer_file.create(Path(sys.argv[2]))):
    try:
        act()
    except CrmError as error:
        print(type(error).__name__, error)
"""
    before = sha256(path)
    output, trouble = child(code, path, tmp_path / "new.crm").communicate(timeout=60)
    assert trouble == ""
    assert [line.split()[0] for line in output.splitlines()] == ["StorageFull", "StorageFull"]
    assert not (tmp_path / "new.crm").exists()
    assert list((tmp_path / f"{path.stem} backups").iterdir()) == []
    open_workspace(path).close()
    assert sha256(path) == before or open_workspace(path).problems() == []
