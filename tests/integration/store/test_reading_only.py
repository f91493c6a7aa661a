"""Files and folders that may only be read: they are shown, stay as they are, and nothing remains beside them (F-22)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from crm_desktop.core import errors
from crm_desktop.core.errors import StorageFull
from crm_desktop.services.workspace import Workspace, open_workspace
from crm_desktop.store import customer_file, driver
from crm_desktop.store.driver import Key
from tests.conftest import Child, Maker, listing, sha256


def test_reading_only(workspace: Workspace, make: Maker, path: Path) -> None:
    company = make.company("Acme")
    workspace.close()
    before = sha256(path)
    reading = open_workspace(path, read_only=True)
    assert reading.read_only
    assert reading.records.get("company", company).title == "Acme"
    with pytest.raises(errors.ReadOnlyFile, match=path.name):
        reading.records.create("company", {"name": "Other"})
    reading.close()
    assert sha256(path) == before


def test_reading_while_another_window_writes(workspace: Workspace, make: Maker, path: Path) -> None:
    make.company("First")
    reading = open_workspace(path, read_only=True)
    make.company("Second")
    assert reading.lists.count("company") == 2
    reading.close()
    make.company("Third")
    assert workspace.lists.count("company") == 3


_READ = """
import sys
from pathlib import Path
from crm_desktop.core.errors import CrmError
from crm_desktop.services.workspace import open_workspace
opened = open_workspace(Path(sys.argv[1]))
print(opened.read_only, opened.lists.count("company"))
try:
    opened.records.create("company", {"name": "New"})
except CrmError as error:
    print(type(error).__name__, error)
print(opened.problems(quick=True))
opened.close()
"""


@pytest.mark.usefixtures("rights_count")
@pytest.mark.parametrize("what", ["file", "folder", "both"])
def test_a_file_or_folder_that_may_only_be_read(
    path: Path, tmp_path: Path, make: Maker, workspace: Workspace, child: Child, what: str
) -> None:
    """F-22: it opens for reading only."""
    make.company("Acme")
    workspace.close()
    before, folder = sha256(path), tmp_path / "cd"
    folder.mkdir()
    moved = path.rename(folder / path.name)
    if what != "folder":
        moved.chmod(0o444)
    if what != "file":
        folder.chmod(0o555)
    output, trouble = child(_READ, moved, as_nobody=True).communicate(timeout=60)
    folder.chmod(0o755)
    assert trouble == ""
    lines = output.splitlines()
    assert lines[0] == "True 1"
    assert lines[1].startswith("ReadOnlyFile")
    assert lines[2] == "[]"
    assert sha256(moved) == before
    assert listing(folder) == [moved.name]


_READ_AGAIN = """
import sys
from pathlib import Path
from crm_desktop.services.workspace import open_workspace
opened = open_workspace(Path(sys.argv[1]))
print(opened.lists.count("company"))
sys.stdin.readline()
print(opened.lists.count("company"))
opened.close()
"""


@pytest.mark.usefixtures("rights_count")
def test_the_log_beside_a_file_that_may_only_be_read_goes_with_its_last_reader(
    path: Path, tmp_path: Path, workspace: Workspace, make: Maker, child: Child
) -> None:
    make.company("Acme")
    workspace.close()
    folder = tmp_path / "shared"
    folder.mkdir()
    moved = path.rename(folder / path.name)
    moved.chmod(0o444)
    first, second = (child(_READ_AGAIN, moved, as_nobody=True) for _reader in range(2))
    for reader in (first, second):
        assert reader.stdout
        assert reader.stdout.readline() == "1\n"
    assert first.communicate("\n", timeout=60) == ("1\n", "")
    assert [name for name in listing(folder) if name.endswith("-shm")], "the second one still reads"
    assert second.communicate("\n", timeout=60) == ("1\n", "")
    assert listing(folder) == [moved.name]


_CREATE = """
import sys
from pathlib import Path
from crm_desktop.core.errors import CrmError
from crm_desktop.store import customer_file
try:
    customer_file.create(Path(sys.argv[1]))
except CrmError as error:
    print(type(error).__name__, error)
"""


@pytest.mark.usefixtures("rights_count")
def test_making_a_file_in_a_folder_that_may_only_be_read(tmp_path: Path, child: Child) -> None:
    folder = tmp_path / "cd"
    folder.mkdir(mode=0o555)
    output, trouble = child(_CREATE, folder / "new.crm", as_nobody=True).communicate(timeout=60)
    assert trouble == ""
    assert output.startswith("ReadOnlyFile")
    assert "new.crm" in output


@pytest.fixture
def closed_file(workspace: Workspace, make: Maker, path: Path) -> Path:
    """A closed customer file with one company."""
    make.company("Acme")
    workspace.close()
    return path


@pytest.fixture
def full_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk without room for the index of a log."""
    connect = driver.connect

    def without_room(path: Path, key: Key | None, **how: Any) -> Any:
        if not how.get("immutable"):
            raise StorageFull("The disk is full.")
        return connect(path, key, **how)

    monkeypatch.setattr(driver, "connect", without_room)
    monkeypatch.setattr(customer_file, "connect", without_room)


def test_a_file_on_a_full_disk_can_be_read(closed_file: Path, full_disk: None) -> None:
    closed_file.with_name(closed_file.name + "-wal").touch()
    opened = open_workspace(closed_file, read_only=True)
    assert opened.lists.count("company") == 1
    opened.close()
    with pytest.raises(StorageFull):
        open_workspace(closed_file)


def test_a_file_whose_log_holds_something_is_not_read_without_it(closed_file: Path, full_disk: None) -> None:
    closed_file.with_name(closed_file.name + "-wal").write_bytes(b"saved, but not yet in the file")
    with pytest.raises(StorageFull):
        open_workspace(closed_file, read_only=True)
